"""Asking somebody without an account by a link, and what becomes of the link."""

import datetime as dt
import secrets
import uuid
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from rootwise.web.accounts.links import digest, digits_of, token_of
from rootwise.web.accounts.models import User
from rootwise.web.assessments import links
from rootwise.web.assessments.actions.assessments import add_rater
from rootwise.web.assessments.models import Assessment, Rater, RatingLink
from rootwise.web.assessments.refused import Refused, require_open
from rootwise.web.audit.recording import Actor, action
from rootwise.web.children.selectors.no_contact import barred_like
from rootwise.web.database.once import edited


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link with its two secrets, for the one moment in which they are shown."""

    link: RatingLink
    token: str
    code: str


@action
def ask_by_link(
    *,
    by: Actor,
    user: User,
    assessment: Assessment,
    rater: Rater | None,
    role: str,
    name: str,
    language: str,
    days: int,
    made_sure: frozenset[uuid.UUID],
    new_id: uuid.UUID,
) -> NewLink:
    """A link for a rater, or for somebody new, who becomes one. A rater without a name is called so from now on."""
    if rater is None:
        rater = add_rater(by=by, assessment=assessment, user=None, role=role, name=name, new_id=new_id)
    elif not rater.name:
        rater.name = name
        rater.save()
    return make_link(
        by=by, user=user, assessment=assessment, rater=rater, language=language, days=days, made_sure=made_sure, new_id=new_id
    )  # fmt: skip


@action
def make_link(
    *,
    by: Actor,  # noqa: ARG001
    user: User,
    assessment: Assessment,
    rater: Rater,
    language: str,
    days: int,
    new_id: uuid.UUID,
    made_sure: frozenset[uuid.UUID] = frozenset(),
) -> NewLink:
    """A link for a rater without an account, and the code that goes another way. Both are shown once; only their digests are kept.

    An older link of this rater ends. The same form sent twice gives the same link. `made_sure` are the entries
    of no contact with a name like this of which somebody said that it is another person; where the name is the same, nothing helps.
    """
    require_open(assessment)
    alike = barred_like(assessment.child_id, rater.name)
    if alike.is_same:
        raise Refused(_("Somebody of this name is on the child's list of no contact. No link is made for them."))
    if not alike.entries <= made_sure:
        raise Refused(_("Somebody with a name like this is on the child's list of no contact."))
    now = timezone.now()
    if not links.has_consent(assessment.child_id, rater.role, now):
        raise Refused(
            _("Write down a consent for the family or the school first: nobody agreed yet that this person is told about the child.")
        )
    for old in RatingLink.unguarded.filter(assessment=assessment, rater=rater, revoked_at=None).exclude(pk=new_id):
        old.revoked_at = now
        old.save()
    token, code = token_of(new_id, "rating"), digits_of(new_id, "rating code")
    link = RatingLink.unguarded.filter(pk=new_id, assessment=assessment).first() or RatingLink(
        id=new_id, assessment=assessment, child=assessment.child, rater=rater
    )
    if link.opened_at is not None:
        raise Refused(_("This link was opened already. Make a new one."))
    link.language, link.token, link.code = language, digest(token), digest(token + code)
    link.made_sure = [one.hex for one in sorted(alike.entries)]
    link.made_by, link.made_at, link.expires_at = user, now, now + dt.timedelta(days=days)
    link.save()
    return NewLink(link, token, code)


@action
def try_code(*, by: Actor, link: RatingLink, token: str, code: str, browser: str) -> bool:  # noqa: ARG001
    """Open a link with its code, in this browser and from then on in no other. Five wrong codes end it."""
    link = RatingLink.unguarded.select_for_update().get(pk=link.pk)
    if not links.is_alive(link, timezone.now()) or (link.browser and link.browser != digest(browser)):
        return False
    typed = "".join(one for one in code if one.isdigit())
    if not secrets.compare_digest(digest(token + typed), link.code):
        link.wrong_codes += 1
        if link.wrong_codes >= links.MOST_WRONG_CODES:
            link.revoked_at = timezone.now()
        link.save()
        return False
    link.opened_at, link.browser, link.wrong_codes = link.opened_at or timezone.now(), digest(browser), 0
    link.save()
    return True


@action
def finish_link(*, by: Actor, link: RatingLink) -> None:  # noqa: ARG001
    """Whoever rated says that they are done: the link is over."""
    link.finished_at = link.finished_at or timezone.now()
    link.save()


@action
def revoke_link(*, by: Actor, link: RatingLink, seen_version: int) -> RatingLink:  # noqa: ARG001
    """At once; what was answered stays."""
    link.revoked_at = link.revoked_at or timezone.now()
    return edited(link, seen_version)


@action
def note_reminder(*, by: Actor, link: RatingLink, seen_version: int) -> RatingLink:  # noqa: ARG001
    """Somebody says that they reminded this person."""
    link.reminded_at = timezone.now()
    return edited(link, seen_version, made_here=["reminded_at"])

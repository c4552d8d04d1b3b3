"""Reading users and sites."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rootwise.report.site import ContactKind
from rootwise.web.accounts.links import code_digest, digest
from rootwise.web.accounts.models import AddressRequest, Invitation, Recovery, SignIn, Site, SiteContact, User
from rootwise.web.accounts.reasons import EndedBecause, Lost
from rootwise.web.accounts.roles import (
    LONGEST_SESSION,
    MAY_COME_IN_WHILE_CLOSED,
    MAY_MANAGE_PEOPLE,
    MAY_RECOVER,
    MAY_SEE_PEOPLE,
    MAY_VOUCH,
    STAFF,
    Role,
    longest_idle,
)
from rootwise.web.audit.models import Event
from rootwise.web.audit.recording import Actor, is_account

VISITOR = "visitor"  # nobody has signed in

# Events about a service: a restore closed all of them, a supervisor opened this one. What the newest says holds.
CLOSED, OPENED = "service_closed", "service_opened"

# Without these the application does not start in production: a red flag must say whom to call (security.md, clinical safety 2).
NEEDED_CONTACTS = (ContactKind.EMERGENCY, ContactKind.CRISIS, ContactKind.CHILD_PROTECTION)


@dataclass(frozen=True, slots=True)
class SiteHelp:
    """A service and whom to call, as shown on the front page and beside every red flag."""

    name: str
    contacts: tuple[SiteContact, ...]


def help_contacts() -> tuple[SiteHelp, ...]:
    return tuple(SiteHelp(site.name, tuple(site.contacts.all())) for site in Site.objects.order_by("name").prefetch_related("contacts"))


def sites_without_help() -> dict[str, tuple[ContactKind, ...]]:
    """Each site that lacks a contact it must have, with the kinds it lacks."""
    lacking = {
        one.name: tuple(kind for kind in NEEDED_CONTACTS if kind not in {found.kind for found in one.contacts}) for one in help_contacts()
    }
    return {name: kinds for name, kinds in lacking.items() if kinds}


def actor_of(user: AbstractBaseUser | AnonymousUser, *, request: str) -> Actor:
    """Who acts when this user asks for something."""
    if isinstance(user, User):
        return Actor(user.id.hex, user.role, request=request)
    return Actor(VISITOR, VISITOR, request=request)


def needs_second_factor(user: User) -> bool:
    return user.role in STAFF


def number_of_factors(user: User) -> int:
    return int(Authenticator.objects.filter(user=user).count())


def session_of(user: User, session: str | None) -> SignIn | None:
    """The open session of this person with this id, with its last use, and whether the service is open to everybody."""
    if session is None:
        return None
    last_word = Subquery(_closings_and_openings(user.site_id).values("verb")[:1])
    found = SignIn.objects.select_related("last_use", "user").annotate(last_word=last_word)
    return found.filter(pk=session, user=user, ended_at=None).first()


def may_come_in(session: SignIn) -> bool:
    """Of a session from `session_of`, in one query with it: this is asked at every request."""
    return session.user.role in MAY_COME_IN_WHILE_CLOSED or session.last_word != CLOSED  # type: ignore[attr-defined]


def why_over(session: SignIn, now: datetime) -> EndedBecause | None:
    """The reason why an open session must end now, or none."""
    if now - session.signed_in_at >= LONGEST_SESSION:
        return EndedBecause.TOO_LONG
    if now - session.last_use.at >= longest_idle(Role(session.user.role)):
        return EndedBecause.IDLE
    return None


def closing_of(site: UUID) -> Event | None:
    """The event that closed this service, as long as nobody opened it."""
    newest = _closings_and_openings(site).first()
    return newest if newest is not None and newest.verb == CLOSED else None


def _closings_and_openings(site: UUID) -> QuerySet[Event]:
    about = Event.objects.filter(table=Site._meta.db_table, row__in=("", site.hex), verb__in=(CLOSED, OPENED))
    return about.order_by("-id")


def may_open_service(user: User) -> bool:
    """Nobody whom an administrator made up: while a service is closed nobody joins, and a new role takes the vouching away."""
    return user.is_active and user.role == Role.SUPERVISOR and user.vouched_at is not None


def open_sessions(user: User) -> tuple[SignIn, ...]:
    """Those that would still be let in, the newest first."""
    now = timezone.now()
    found = SignIn.objects.select_related("last_use", "user").filter(user=user, ended_at=None)
    return tuple(one for one in found if why_over(one, now) is None)


def own_session(user: User, session: UUID) -> SignIn | None:
    return SignIn.objects.filter(pk=session, user=user, ended_at=None).first()


@dataclass(frozen=True, slots=True)
class Factor:
    """A second factor as its owner sees it."""

    id: int
    is_passkey: bool
    name: str
    added_at: datetime
    last_used_at: datetime | None


def factors(user: User) -> tuple[Factor, ...]:
    return tuple(
        Factor(one.pk, one.type == Authenticator.Type.WEBAUTHN, str(one), one.created_at, one.last_used_at)
        for one in Authenticator.objects.filter(user=user).order_by("created_at")
    )


def knows_password(user: User | None, password: str) -> bool:
    """Takes as long for nobody as for somebody."""
    if user is None:
        make_password(password)
        return False
    return user.check_password(password)


def user_with_address(email: str) -> User | None:
    return User.objects.filter(email__iexact=email).first()


def may_see_people(user: User) -> bool:
    return user.role in MAY_SEE_PEOPLE


def may_manage_people(user: User) -> bool:
    return user.role in MAY_MANAGE_PEOPLE


def may_recover(viewer: User, user: User) -> bool:
    return viewer.role in MAY_RECOVER and viewer != user and user.is_active and viewer.site_id == user.site_id


def may_vouch(viewer: User, user: User) -> bool:
    """Who is vouched for vouches, so that an administrator cannot make up both."""
    known = viewer.is_active and viewer.role in MAY_VOUCH and viewer.vouched_at is not None
    return known and viewer != user and viewer.site_id == user.site_id and user.is_active and user.vouched_at is None


def people_of(viewer: User) -> QuerySet[User]:
    """Everybody of the viewer's site, for those who may see them; nobody for all others."""
    if not may_see_people(viewer):
        return User.objects.none()
    return User.objects.filter(site=viewer.site_id).prefetch_related("formerly").order_by("-is_active", "name", "id")


def open_invitations(viewer: User) -> QuerySet[Invitation]:
    """Links of the viewer's site that still work."""
    if not may_manage_people(viewer):
        return Invitation.objects.none()
    return Invitation.objects.filter(site=viewer.site_id, accepted_by=None, revoked_at=None, expires_at__gt=timezone.now()).select_related(
        "invited_by"
    )


def invitation_of(token: str) -> Invitation | None:
    """The invitation behind a link that still works. Whoever made it must still be allowed to."""
    found = (
        Invitation.objects.select_related("site", "invited_by")
        .filter(digest=digest(token), accepted_by=None, revoked_at=None, expires_at__gt=timezone.now())
        .first()
    )
    if found is None or closing_of(found.site_id) is not None:
        return None
    return found if found.invited_by.is_active and may_manage_people(found.invited_by) else None


def recovery_of(email: str, code: str) -> Recovery | None:
    """The recovery behind a code that still works, if it was issued for whoever has this address, by somebody who may still do so."""
    found = (
        Recovery.objects.select_related("user", "issued_by")
        .filter(digest=code_digest(code), used_at=None, revoked_at=None, expires_at__gt=timezone.now(), user__is_active=True)
        .first()
    )
    if found is None or found.user.email.lower() != email.lower() or not may_recover(found.issued_by, found.user):
        return None
    return found if found.issued_by.is_active else None


def stand_for_both(one: Recovery, other: Recovery) -> bool:
    """Codes for both factors, by two people. One is a supervisor who is vouched for: an administrator could make up the second."""
    issuers = (one.issued_by, other.issued_by)
    is_known = any(issuer.role in MAY_VOUCH and issuer.vouched_at is not None for issuer in issuers)
    return {one.lost, other.lost} == set(Lost.values) and one.issued_by_id != other.issued_by_id and is_known


def recoveries_about(user: User) -> tuple[Recovery, ...]:
    """The codes of the last 90 days, so that the person sees who issued one for them."""
    since = timezone.now() - timedelta(days=90)
    return tuple(Recovery.objects.filter(user=user, issued_at__gt=since).select_related("issued_by"))


def recoveries_not_seen(user: User) -> tuple[Recovery, ...]:
    return tuple(one for one in recoveries_about(user) if one.seen_at is None)


def open_recovery(viewer: User, recovery: UUID) -> Recovery | None:
    """A code that still works, for whom it was issued for and who issued it."""
    found = Recovery.objects.select_related("user").filter(pk=recovery, used_at=None, revoked_at=None).first()
    return found if found is not None and viewer.pk in (found.user_id, found.issued_by_id) else None


def names_changed(user: User, *, since: datetime) -> int:
    """How often. Another address under the same name is no change of the name."""
    names = [*user.formerly.filter(until__gt=since).order_by("until", "id").values_list("name", flat=True), user.name]
    return sum(name != after for name, after in pairwise(names))


def as_stored(user: User) -> User:
    """The person as they are in the table now, so that a form does not change whom the page names."""
    return User.objects.get(pk=user.pk)


def contacts_of(user: User) -> tuple[SiteContact, ...]:
    return tuple(SiteContact.objects.filter(site=user.site_id))


def open_address_requests(viewer: User) -> list[AddressRequest]:
    """What waits: about oneself, and for those who see the people of the site, about them."""
    found = AddressRequest.objects.filter(decided_at=None).select_related("user", "asked_by")
    mine = Q(user=viewer)
    return list(found.filter(mine | Q(user__site=viewer.site_id)) if may_see_people(viewer) else found.filter(mine))


def address_to_decide(viewer: User, asked: UUID) -> AddressRequest | None:
    return next((one for one in open_address_requests(viewer) if one.pk == asked and one.asked_by_id != viewer.pk), None)


_WHAT_HAPPENED = {
    "accounts.open_session": _("signed in"),
    "accounts.end_session": _("a session ended"),
    "accounts.refuse_sign_in": _("a sign-in was refused"),
    "accounts.note_second_factor": _("a second factor was added"),
    "accounts.account_change_password": _("the password was changed"),
    "accounts.account_set_password": _("the password was set"),
    "accounts.forget_password": _("the password was made void"),
    "accounts.mfa_deactivate_totp": _("one-time codes were removed"),
    "accounts.mfa_remove_webauthn": _("a passkey was removed"),
    "accounts.issue_recovery": _("a recovery code was issued"),
    "accounts.revoke_recovery": _("a recovery code was revoked"),
    "accounts.use_recovery": _("a recovery code was used"),
    "accounts.note_recoveries_seen": _("recovery codes were marked as known"),
    "accounts.add_user": _("the account was made"),
    "accounts.change_role": _("the role was changed"),
    "accounts.vouch": _("somebody vouched for the account"),
    "accounts.deactivate": _("locked out"),
    "accounts.activate": _("let in again"),
    "accounts.change_name": _("the name was changed"),
    "accounts.ask_address": _("another address was asked for"),
    "accounts.decide_address": _("it was decided about another address"),
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """Something that was recorded about an account, in words."""

    at: datetime
    what: str
    who: str


def recorded_about(user: User, *, newest: int = 200) -> list[Recorded]:
    """What happened to one's own account, the newest first; one line for each thing done, however many rows it wrote."""
    rows = [str(one.pk).replace("-", "") for model in (SignIn, Recovery, AddressRequest) for one in model.objects.filter(user=user)]
    tables = [model._meta.db_table for model in (SignIn, Recovery, AddressRequest)]
    about = Q(table=User._meta.db_table, row=user.id.hex) | Q(table__in=tables, row__in=rows)
    theirs = Q(table=Authenticator._meta.db_table, actor=user.id.hex)
    found = list(Event.objects.filter(about | theirs, action__in=_WHAT_HAPPENED).order_by("-id")[:newest])
    names = {one.id.hex: one.name for one in User.objects.filter(id__in={one.actor for one in found if is_account(one.actor)})}
    told: dict[tuple[object, ...], Recorded] = {}
    for event in found:
        who = gettext("you") if event.actor == user.id.hex else names.get(event.actor, gettext("nobody who was signed in"))
        told.setdefault((event.action, event.actor, event.request or event.id), Recorded(event.at, str(_WHAT_HAPPENED[event.action]), who))
    return list(told.values())

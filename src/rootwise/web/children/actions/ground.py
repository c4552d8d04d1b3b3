"""On what ground anybody sees a record: relations and consent."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import Role
from rootwise.web.audit.recording import Actor, action, record
from rootwise.web.children.held import held
from rootwise.web.children.kept import kept
from rootwise.web.children.models import Consent, Relation
from rootwise.web.children.needs import KEEPERS
from rootwise.web.children.reach import behind_glass, is_barred, is_kept
from rootwise.web.children.refused import Barred, Refused
from rootwise.web.database.once import added_once, edited


@action
def add_relation(*, by: Actor, user: User, relation: Relation) -> Relation:  # noqa: ARG001 - recorded by the decorator
    """Somebody stands to a child in their own role. Nobody gives it to themselves, nor to who is on the list of no contact."""
    held(relation.child)
    if relation.user_id == user.id:
        raise Refused(_("Nobody gives access to themselves. Ask a colleague."))
    if relation.role != relation.user.role:
        raise Refused(_("This person has another role here."))
    if is_barred(relation.user, relation.child):
        raise Refused(_("This person is on the child's list of no contact."))
    _require_new(relation)
    return added_once(relation)


def _require_new(relation: Relation) -> None:
    if relation.ends is not None and relation.ends < relation.starts:
        raise Refused(_("The end is before the beginning."))
    if relation.starts > timezone.localdate():
        raise Refused(_("This begins on a day to come. Write it down on that day: until then nobody needs to see anything."))
    others = Relation.unguarded.filter(child=relation.child, user=relation.user, role=relation.role).exclude(pk=relation.pk)
    before_it_ends = Q() if relation.ends is None else Q(starts__lte=relation.ends)
    if others.filter(Q(ends=None) | Q(ends__gte=relation.starts), before_it_ends).exists():
        raise Refused(_("This person stands to the child in this role already at that time. Look at the list; end what is there first."))


@action
def end_relation(*, by: Actor, relation: Relation, seen_version: int) -> Relation:  # noqa: ARG001
    """At once: the last day was yesterday. What has not begun cannot end yet: it would say that it once held."""
    held(relation.child)
    today = timezone.localdate()
    if relation.ends is not None and relation.ends < today:
        raise Refused(_("This relation is over."))
    relation.ends = max(relation.starts, today) - dt.timedelta(days=1)
    with kept(relation.child):
        return edited(relation, seen_version)


@action
def entrust(*, by: Actor, user: User, relation: Relation) -> Relation:  # noqa: ARG001
    """A record that nobody keeps gets a keeper again, by a supervisor, who is somebody else."""
    held(relation.child)
    if user.role != Role.SUPERVISOR or not behind_glass(user).filter(pk=relation.child_id).exists():
        raise Refused(_("A supervisor of the service does this."))
    if is_kept(relation.child):
        raise Refused(_("Somebody keeps this record."))
    if relation.user_id == user.id:
        raise Refused(_("Nobody gives access to themselves. Ask a colleague."))
    if is_barred(relation.user, relation.child):
        raise Barred(_("This person cannot keep this record."))
    if relation.user.role not in KEEPERS or not behind_glass(relation.user).filter(pk=relation.child_id).exists():
        raise Refused(_("This person cannot keep this record."))
    relation.role, relation.starts = relation.user.role, timezone.localdate()
    return added_once(relation)


@action
def refuse_keeper(*, by: Actor, relation: Relation) -> None:  # noqa: ARG001
    """Who does not see the list of no contact was told that somebody on it cannot keep the record: whom they chose, and for which child."""
    record("keeper_refused", table=User._meta.db_table, row=relation.user_id.hex, child=relation.child_id.hex, columns=[])


@action
def add_consent(*, by: Actor, consent: Consent) -> Consent:  # noqa: ARG001
    held(consent.child)
    consent.clean()
    return added_once(consent)


@action
def withdraw_consent(*, by: Actor, user: User, consent: Consent, seen_version: int) -> Consent:  # noqa: ARG001
    """At once, and for good; to allow it again, a new consent is written."""
    held(consent.child)
    if consent.withdrawn_at is None:
        consent.withdrawn_at, consent.withdrawn_by = timezone.now(), user
    return edited(consent, seen_version)

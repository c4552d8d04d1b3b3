"""Writing about children. Who may do what is asked before (selectors.reached); what nobody may do, whoever they are, is refused here."""

import datetime as dt
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rootwise.errors import UserError
from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import Role
from rootwise.web.audit.recording import Actor, action, erase_contents
from rootwise.web.children.models import (
    BreakGlass,
    Child,
    Consent,
    Contact,
    Household,
    Merge,
    NoContact,
    Placement,
    Relation,
    Retention,
    School,
    Whereabouts,
)
from rootwise.web.children.needs import KEEPERS
from rootwise.web.children.reach import behind_glass, is_barred
from rootwise.web.database.versions import EditConflict, Versioned

GLASS_HOLDS = dt.timedelta(minutes=60)
REVIEW_WITHIN = dt.timedelta(hours=72)
_MOVES = (NoContact, Placement, Household, School, Contact)  # with a merge. Relations and consents stay: a merge gives nobody access
_OF_A_CHILD = (*_MOVES, Relation, Consent, BreakGlass)
_MADE_BY_US = {"version", "since", "opened_at", "ends_at", "review_by", "retention_since"}
Row = TypeVar("Row", bound=models.Model)


class Refused(UserError):
    """A rule that holds for everybody. The page shows the sentence."""


@action
def add_child(*, by: Actor, user: User, child: Child) -> Child:  # noqa: ARG001 - recorded by the decorator
    """A new record; who begins it is related to the child from today."""
    if user.role not in KEEPERS or child.site_id != user.site_id:
        raise Refused(_("Records are begun by clinicians and supervisors, in their own service."))
    made = _once(child)
    if not Relation.unguarded.filter(child=made, user=user).exists():
        began = _("began the record")
        Relation.unguarded.create(child=made, user=user, role=user.role, starts=timezone.localdate(), evidence=began)
    return made


@action
def change_child(*, by: Actor, child: Child, seen_version: int) -> Child:  # noqa: ARG001
    return _edited(child, seen_version)


@action
def add_relation(*, by: Actor, user: User, relation: Relation) -> Relation:  # noqa: ARG001
    """Somebody stands to a child in their own role. Nobody gives it to themselves, nor to who is on the list of no contact."""
    if relation.user_id == user.id:
        raise Refused(_("Nobody gives access to themselves. Ask a colleague."))
    if relation.role != relation.user.role:
        raise Refused(_("This person has another role here."))
    if is_barred(relation.user, relation.child):
        raise Refused(_("This person is on the child's list of no contact."))
    return _once(relation)


@action
def end_relation(*, by: Actor, relation: Relation, seen_version: int) -> Relation:  # noqa: ARG001
    """At once: the last day was yesterday."""
    relation.ends = timezone.localdate() - dt.timedelta(days=1)
    return _edited(relation, seen_version)


@action
def add_consent(*, by: Actor, consent: Consent) -> Consent:  # noqa: ARG001
    consent.clean()
    return _once(consent)


@action
def withdraw_consent(*, by: Actor, consent: Consent, seen_version: int) -> Consent:  # noqa: ARG001
    """At once, and for good; to allow it again, a new consent is written."""
    consent.withdrawn_at = consent.withdrawn_at or timezone.now()
    return _edited(consent, seen_version)


@action
def add_no_contact(*, by: Actor, no_contact: NoContact) -> NoContact:  # noqa: ARG001
    """In force at once. The address bars whoever has it, now or later."""
    no_contact.email = no_contact.email.strip().lower()
    return _once(no_contact)


@action
def lift_no_contact(*, by: Actor, user: User, no_contact: NoContact, because: str, seen_version: int) -> NoContact:  # noqa: ARG001
    if user.role != Role.SUPERVISOR:
        raise Refused(_("Only a supervisor lifts this."))
    if not because.strip():
        raise Refused(_("Write why it is lifted."))
    no_contact.lifted_at, no_contact.lifted_because = timezone.now(), because
    return _edited(no_contact, seen_version)


@action
def add_whereabouts(*, by: Actor, row: Whereabouts) -> Whereabouts:  # noqa: ARG001
    return _once(row)


@action
def change_whereabouts(*, by: Actor, row: Whereabouts, seen_version: int) -> Whereabouts:  # noqa: ARG001
    return _edited(row, seen_version)


@action
def break_glass(*, by: Actor, user: User, glass: BreakGlass) -> BreakGlass:  # noqa: ARG001
    """One record, to read, for 60 minutes; a supervisor looks at it within 72 hours. Never for who is on the list of no contact."""
    if not behind_glass(user).filter(pk=glass.child_id).exists():
        raise Refused(_("This cannot be opened."))
    glass.user, glass.opened_at = user, timezone.now()
    glass.ends_at, glass.review_by = glass.opened_at + GLASS_HOLDS, glass.opened_at + REVIEW_WITHIN
    return _once(glass)


@action
def review_glass(*, by: Actor, user: User, glass: BreakGlass, seen_version: int) -> BreakGlass:  # noqa: ARG001
    if user.role != Role.SUPERVISOR or glass.user_id == user.id:
        raise Refused(_("A supervisor reviews this, and not their own."))
    glass.reviewer, glass.reviewed_at = user, timezone.now()
    return _edited(glass, seen_version)


@action
def propose_merge(*, by: Actor, user: User, merge: Merge) -> Merge:  # noqa: ARG001
    if merge.child.site_id != merge.other.site_id or merge.child_id == merge.other_id:
        raise Refused(_("These are not two records of one service."))
    merge.proposed_by = user
    return _once(merge)


@action
def do_merge(*, by: Actor, user: User, merge: Merge, seen_version: int) -> Merge:  # noqa: ARG001
    """The second person does it. Restrictions and facts move, access does not: who saw only the other record sees nothing more."""
    if merge.proposed_by_id == user.id:
        raise Refused(_("Somebody else than who proposed it has to do this."))
    if merge.merged_by_id or merge.other.merged_into_id or merge.child.merged_into_id:
        raise Refused(_("One of these records has been merged already."))
    merge.moved = [[model._meta.label, row.pk.hex] for model in _MOVES for row in model.unguarded.filter(child=merge.other)]
    for model in _MOVES:
        model.unguarded.filter(child=merge.other).update(child=merge.child, version=models.F("version") + 1)
    merge.other.merged_into = merge.child
    merge.other.save()
    merge.merged_by = user
    return _edited(merge, seen_version)


@action
def propose_unmerge(*, by: Actor, user: User, merge: Merge, seen_version: int) -> Merge:  # noqa: ARG001
    if not merge.merged_by_id or merge.undone_by_id:
        raise Refused(_("There is nothing to take apart."))
    merge.undo_proposed_by = user
    return _edited(merge, seen_version)


@action
def do_unmerge(*, by: Actor, user: User, merge: Merge, seen_version: int) -> Merge:  # noqa: ARG001
    """What came from the other record goes back. No-contact goes back and stays here too: nothing that protects is lost."""
    if merge.undo_proposed_by_id in (None, user.id) or merge.undone_by_id:
        raise Refused(_("Somebody else than who proposed it has to do this."))
    _take_apart(merge)
    merge.undone_by = user
    return _edited(merge, seen_version)


def _take_apart(merge: Merge) -> None:
    for model in _MOVES:
        keys = [key for label, key in merge.moved if label == model._meta.label]
        rows = model.unguarded.filter(pk__in=keys, child=merge.child)
        if model is NoContact:
            _copy_no_contacts(merge)
        rows.update(child=merge.other, version=models.F("version") + 1)
    merge.other.merged_into = None
    merge.other.save()


def _copy_no_contacts(merge: Merge) -> None:
    """Whoever is barred from the joined record when it is taken apart is barred from both."""
    moved = {key for label, key in merge.moved if label == NoContact._meta.label}
    for row in NoContact.unguarded.filter(child=merge.child, lifted_at=None):
        to = merge.child if row.pk.hex in moved else merge.other
        NoContact.unguarded.create(child=to, name=row.name, user=row.user, email=row.email, evidence=row.evidence)


@action
def close_child(*, by: Actor, child: Child, seen_version: int) -> Child:  # noqa: ARG001
    """Work has ended. Those who keep the record still read it."""
    return _retained(child, Retention.CLOSED, seen_version)


@action
def reopen_child(*, by: Actor, child: Child, seen_version: int) -> Child:  # noqa: ARG001
    return _retained(child, Retention.ACTIVE, seen_version)


@action
def erase_child(*, by: Actor, user: User, child: Child, seen_version: int) -> Child:
    """Everything about the child goes, in the tables and in the audit's values; that there was a record, and who opened it, stays."""
    if user.role != Role.SUPERVISOR or child.retention != Retention.CLOSED:
        raise Refused(_("A supervisor erases, and only a record that is closed."))
    if Merge.unguarded.filter(models.Q(child=child) | models.Q(other=child), undone_by=None).exists():
        raise Refused(_("Take the merged records apart first, or withdraw the merge."))
    return _erased(by, child, seen_version)


@action
def erase_again(*, by: Actor, child: UUID) -> bool:
    """After a restore: what was erased stays erased, in whatever state the backup brings it back. Whether there was anything to erase."""
    for merge in Merge.unguarded.filter(models.Q(child=child) | models.Q(other=child), undone_by=None).exclude(merged_by=None):
        _take_apart(merge)
    found = Child.unguarded.filter(pk=child).exclude(retention=Retention.ERASED).first()
    if found is not None:
        _erased(by, found, found.version)
    return found is not None


def _erased(by: Actor, child: Child, seen_version: int) -> Child:
    for model in _OF_A_CHILD:
        model.unguarded.filter(child=child).delete()
    Merge.unguarded.filter(models.Q(child=child) | models.Q(other=child)).delete()
    child.name = child.initials = child.birth = ""
    child.team = None
    _retained(child, Retention.ERASED, seen_version)
    erase_contents(by, child=child.pk.hex)
    return child


def _retained(child: Child, state: Retention, seen_version: int) -> Child:
    if child.retention == Retention.ERASED:
        raise Refused(_("This record is erased."))
    child.retention, child.retention_since = state.value, timezone.localdate()
    return _edited(child, seen_version)


def _edited(row: Row, seen_version: int) -> Row:
    assert isinstance(row, Versioned)
    row.version = seen_version
    row.save()
    return row


def _once(row: Row) -> Row:
    """The id of a new row came with the form, so the same form sent twice makes one row. With another text it is a conflict."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        there = type(row)._base_manager.filter(pk=row.pk).first()
        if there is None:
            raise
        names = [field.attname for field in row._meta.concrete_fields if field.name not in _MADE_BY_US]
        if any(getattr(there, name) != getattr(row, name) for name in names):
            raise EditConflict from None
        return there
    return row

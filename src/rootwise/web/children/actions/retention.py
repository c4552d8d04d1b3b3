"""Closing a record, keeping it, and erasing it for good: one person proposes, a supervisor does it."""

from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import MAY_MANAGE_PEOPLE, Role
from rootwise.web.audit.recording import Actor, action, erase_contents, give_up
from rootwise.web.children.belongings import to_erase
from rootwise.web.children.held import held
from rootwise.web.children.merged import take_apart
from rootwise.web.children.models import BreakGlass, Child, Merge, Retention, RetentionHold, RetentionRule
from rootwise.web.children.refused import Refused
from rootwise.web.database.once import added_once, edited


@action
def set_retention(*, by: Actor, user: User, rule: RetentionRule, seen_version: int) -> RetentionRule:  # noqa: ARG001 - recorded by the decorator
    """How long the service keeps closed records; version 0 is that there was no rule. Changes what is due, erases nothing."""
    if user.role not in MAY_MANAGE_PEOPLE or rule.site_id != user.site_id:
        raise Refused(_("Only an administrator of the service sets this."))
    return added_once(rule) if seen_version == 0 else edited(rule, seen_version)


@action
def close_child(*, by: Actor, child: Child, seen_version: int) -> Child:  # noqa: ARG001
    """Work has ended. Those who keep the record still read it."""
    held(child)
    if child.retention != Retention.ACTIVE:
        raise Refused(_("This record is closed already."))
    return _retained(child, Retention.CLOSED, seen_version)


@action
def reopen_child(*, by: Actor, child: Child, seen_version: int) -> Child:  # noqa: ARG001
    """Work goes on; what was proposed about erasing is void."""
    held(child)
    if child.retention != Retention.CLOSED:
        raise Refused(_("This record is open already."))
    child.erasure_proposed_by = None
    return _retained(child, Retention.ACTIVE, seen_version)


@action
def place_hold(*, by: Actor, user: User, hold: RetentionHold) -> RetentionHold:  # noqa: ARG001
    held(hold.child)
    hold.placed_by = user
    return added_once(hold, made_here=["placed_at"])


@action
def lift_hold(*, by: Actor, user: User, hold: RetentionHold, seen_version: int) -> RetentionHold:  # noqa: ARG001
    held(hold.child)
    if user.role != Role.SUPERVISOR:
        raise Refused(_("Only a supervisor lifts this."))
    if hold.lifted_at is None:
        hold.lifted_by, hold.lifted_at = user, timezone.now()
    return edited(hold, seen_version)


@action
def propose_erasure(*, by: Actor, user: User, child: Child, seen_version: int) -> Child:  # noqa: ARG001
    held(child)
    _require_closed(child)
    _require_free(child)
    child.erasure_proposed_by = user
    return edited(child, seen_version)


@action
def keep_child(*, by: Actor, child: Child, seen_version: int) -> Child:  # noqa: ARG001
    """What was proposed about erasing is taken back."""
    held(child)
    child.erasure_proposed_by = None
    return edited(child, seen_version)


@action
def erase_child(*, by: Actor, user: User, child: Child, seen_version: int) -> Child:
    """Everything about the child goes, in the tables and in the audit's values; that there was a record, and who opened it, stays."""
    held(child)
    _require_closed(child)
    if user.role != Role.SUPERVISOR or child.erasure_proposed_by_id in (None, user.id):
        raise Refused(_("A supervisor erases, after somebody else proposed it."))
    _require_free(child)
    return _erased(by, child, seen_version)


@action
def erase_again(*, by: Actor, child: UUID) -> bool:
    """After a restore: what was erased stays erased, in whatever state the backup brings it back. Whether there was anything to erase.

    Before it was erased it had been taken out of every record that it had gone into, and so had these: done again, the newest first.
    """
    done = Merge.unguarded.filter(undone_by=None).exclude(merged_by=None)
    newest_last, top = list(done.filter(child=child)), child
    while above := done.filter(other=top).first():
        newest_last.append(above)
        top = above.child_id
    for merge in reversed(newest_last):
        take_apart(merge)
        _give_up(merge, child)
    found = Child.unguarded.filter(pk=child).exclude(retention=Retention.ERASED).first()
    if found is not None:
        _erased(by, found, found.version)
    return found is not None


def _erased(by: Actor, child: Child, seen_version: int) -> Child:
    for model in to_erase():
        model.unguarded.filter(child=child).delete()
    for merge in Merge.unguarded.filter(models.Q(child=child) | models.Q(other=child)):
        _give_up(merge, child.pk)
    child.name = child.initials = child.birth = ""
    child.team = None
    _retained(child, Retention.ERASED, seen_version)
    erase_contents(by, child=child.pk.hex)
    return child


def _give_up(merge: Merge, child: UUID) -> None:
    """What it says is about both children, and stands under one of them in the audit."""
    give_up(table=Merge._meta.db_table, row=merge.pk.hex, child=child.hex)
    merge.delete()


def _require_closed(child: Child) -> None:
    if child.retention != Retention.CLOSED:
        raise Refused(_("Only a record that is closed is erased."))


def _require_free(child: Child) -> None:
    if RetentionHold.unguarded.filter(child=child, lifted_at=None).exists():
        raise Refused(_("This record is held. Lift the hold first."))
    if BreakGlass.unguarded.filter(child=child, reviewed_at=None).exists():
        raise Refused(_("An emergency opening of this record is not reviewed yet. A supervisor looks at it first."))
    open_merges = Merge.unguarded.filter(undone_by=None, withdrawn_by=None)
    if open_merges.filter(models.Q(child=child) | models.Q(other=child)).exists():
        raise Refused(_("Take the merged records apart first, or withdraw the merge."))


def _retained(child: Child, state: Retention, seen_version: int) -> Child:
    child.retention, child.retention_since = state.value, timezone.localdate()
    return edited(child, seen_version)

"""Two records of one child: proposed, done, taken apart; each step by somebody else than the one before."""

from django.utils.translation import gettext as _

from rootwise.web.accounts.models import User
from rootwise.web.audit.recording import Actor, action
from rootwise.web.children.belongings import MOVES
from rootwise.web.children.held import held
from rootwise.web.children.kept import kept
from rootwise.web.children.merged import move, take_apart
from rootwise.web.children.models import Merge
from rootwise.web.children.refused import Refused
from rootwise.web.database.once import added_once, edited


@action
def propose_merge(*, by: Actor, user: User, merge: Merge) -> Merge:  # noqa: ARG001
    held(merge.child, merge.other)
    if merge.child.site_id != merge.other.site_id or merge.child_id == merge.other_id:
        raise Refused(_("These are not two records of one service."))
    merge.proposed_by = user
    return added_once(merge)


@action
def withdraw_merge(*, by: Actor, user: User, merge: Merge, seen_version: int) -> Merge:  # noqa: ARG001
    """The two records are not one child's, or it is not to be done. Whoever keeps one of them may say so; it stays written down."""
    if merge.merged_by_id:
        raise Refused(_("These records have been merged. Propose to take them apart."))
    merge.withdrawn_by = merge.withdrawn_by or user
    return edited(merge, seen_version)


@action
def do_merge(*, by: Actor, user: User, merge: Merge, seen_version: int) -> Merge:  # noqa: ARG001
    """The second person does it. Restrictions and facts move, access does not: who saw only the other record sees nothing more."""
    held(merge.child, merge.other)
    if merge.proposed_by_id == user.id:
        raise Refused(_("Somebody else than who proposed it has to do this."))
    if merge.withdrawn_by_id:
        raise Refused(_("This proposal was withdrawn."))
    if merge.merged_by_id:
        raise Refused(_("One of these records has been merged already."))
    merge.moved = [[model._meta.label, row.pk.hex] for model in MOVES for row in model.unguarded.filter(child=merge.other)]
    with kept(merge.child):  # who is barred from the other record is barred from this one
        for model in MOVES:
            move(model.unguarded.filter(child=merge.other), merge.child)
    merge.other.merged_into = merge.child
    merge.other.save()
    merge.merged_by = user
    return edited(merge, seen_version)


@action
def propose_unmerge(*, by: Actor, user: User, merge: Merge, seen_version: int) -> Merge:  # noqa: ARG001
    held(merge.child)
    if not merge.merged_by_id or merge.undone_by_id:
        raise Refused(_("There is nothing to take apart."))
    merge.undo_proposed_by = user
    return edited(merge, seen_version)


@action
def do_unmerge(*, by: Actor, user: User, merge: Merge, seen_version: int) -> Merge:  # noqa: ARG001
    """What came from the other record goes back. No-contact goes back and stays here too: nothing that protects is lost."""
    held(merge.child)
    if merge.undo_proposed_by_id in (None, user.id) or merge.undone_by_id:
        raise Refused(_("Somebody else than who proposed it has to do this."))
    take_apart(merge)
    merge.undone_by = user
    return edited(merge, seen_version)

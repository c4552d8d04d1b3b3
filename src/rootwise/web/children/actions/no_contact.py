"""Who must not see anything of a child."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import Role
from rootwise.web.audit.recording import Actor, action
from rootwise.web.children.held import held
from rootwise.web.children.kept import kept
from rootwise.web.children.models import NoContact
from rootwise.web.children.refused import Refused
from rootwise.web.database.once import added_once, edited


@action
def add_no_contact(*, by: Actor, no_contact: NoContact) -> NoContact:  # noqa: ARG001 - recorded by the decorator
    """In force at once. The address bars whoever has it now, had it before or gets it later."""
    held(no_contact.child)
    no_contact.email = no_contact.email.strip().lower()
    with kept(no_contact.child):
        return added_once(no_contact, made_here=["since"])


@action
def bar_account(*, by: Actor, barred: NoContact, account: User, row: UUID) -> NoContact:  # noqa: ARG001
    """An account that is the person of an entry. A row of its own: lifting one does not lift the other."""
    held(barred.child)
    if barred.lifted_at is not None:
        raise Refused(_("This entry has been lifted."))
    if account.site_id != barred.child.site_id:
        raise Refused(_("This account is not of this service."))
    made = NoContact(pk=row, child=barred.child, name=barred.name, user=account, evidence=barred.evidence)
    with kept(barred.child):
        return added_once(made, made_here=["since"])


@action
def lift_no_contact(*, by: Actor, user: User, no_contact: NoContact, because: str, seen_version: int) -> NoContact:  # noqa: ARG001
    held(no_contact.child)
    if user.role != Role.SUPERVISOR:
        raise Refused(_("Only a supervisor lifts this."))
    if not because.strip():
        raise Refused(_("Write why it is lifted."))
    if no_contact.lifted_at is not None:
        raise Refused(_("This entry has been lifted."))
    no_contact.lifted_at, no_contact.lifted_because = timezone.now(), because
    return edited(no_contact, seen_version)

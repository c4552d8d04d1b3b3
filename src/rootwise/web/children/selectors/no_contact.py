"""Who must see nothing of a child, and which accounts that could be."""

from uuid import UUID

from rootwise.web.accounts.models import User
from rootwise.web.audit.recording import Actor, recorded
from rootwise.web.children.models import Child, NoContact
from rootwise.web.children.names import resemble
from rootwise.web.children.selectors.opened import record_opened


def no_contacts_of(by: Actor, child: Child) -> list[NoContact]:
    with recorded(by, action="children.open_no_contact"):
        record_opened(child, NoContact)
        return list(
            NoContact.unguarded.filter(child=child).select_related("user").prefetch_related("user__formerly").order_by("-since", "id")
        )


def no_contact_row(by: Actor, child: Child, row: UUID) -> NoContact | None:
    with recorded(by, action="children.open_no_contact"):
        record_opened(child, NoContact)
        return NoContact.unguarded.filter(child=child, pk=row).first()


def resembling_accounts(child: Child) -> dict[UUID, list[User]]:
    """For each name on the list of no contact, the accounts of the service that could be this person and are not barred yet."""
    entries = NoContact.unguarded.filter(child=child, lifted_at=None)
    barred = {one.user_id for one in entries}
    addresses = {one.email for one in entries if one.email}
    people = User.objects.filter(site=child.site_id).exclude(pk__in=[one for one in barred if one]).prefetch_related("formerly")
    open_ones = [one for one in people.order_by("name", "id") if not one.addresses & addresses]
    return {entry.pk: [one for one in open_ones if _was_called_like(entry.name, one)] for entry in entries}


def accounts_at(child: Child) -> dict[UUID, list[User]]:
    """For each address on the list of no contact, the accounts of the service that have it or had it before."""
    entries = NoContact.unguarded.filter(child=child).exclude(email="")
    people = list(User.objects.filter(site=child.site_id).prefetch_related("formerly").order_by("name", "id"))
    return {entry.pk: [one for one in people if entry.email in one.addresses] for entry in entries}


def barred_account(child: Child, account: UUID) -> User | None:
    """An account that is on the list already: a form that is sent twice finds it again."""
    return User.objects.filter(pk__in=NoContact.unguarded.filter(child=child, user=account, lifted_at=None).values("user")).first()


def resembles_barred(child: Child, user: User) -> bool:
    """Whether somebody on the list of no contact has a name like this account's. For those who may read that list."""
    entries = NoContact.unguarded.filter(child=child, lifted_at=None).exclude(name="")
    return any(_was_called_like(one.name, user) for one in entries)


def _was_called_like(name: str, user: User) -> bool:
    """Now or ever before."""
    return any(resemble(name, one) for one in (user.name, *(former.name for former in user.formerly.all())))

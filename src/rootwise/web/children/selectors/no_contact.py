"""Who must see nothing of a child, and which accounts that could be."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Lower

from rootwise.web.accounts.models import FormerIdentity, User
from rootwise.web.audit.recording import Actor, recorded
from rootwise.web.children.models import Child, NoContact
from rootwise.web.children.names import resemble, same_words
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


@dataclass(frozen=True, slots=True)
class BarredName:
    """A name of somebody on a list of no contact: that of the entry, or one that its account has or had."""

    entry: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Alike:
    """What a name has in common with a list of no contact."""

    entries: frozenset[UUID]  # those with a name like it
    is_same: bool  # one has the very words


def barred_names(children: Collection[UUID]) -> dict[UUID, list[BarredName]]:
    """How whoever is on the lists of these children is called and was ever called. For rules: nobody is shown it."""
    entries = list(NoContact.unguarded.filter(child__in=children, lifted_at=None).select_related("user").prefetch_related("user__formerly"))
    addresses = {one.email for one in entries if one.email}
    former = FormerIdentity.objects.filter(email__in=addresses).values("user")
    at = User.objects.alias(lower=Lower("email")).filter(Q(lower__in=addresses) | Q(pk__in=former)) if addresses else User.objects.none()
    people = list(at.prefetch_related("formerly"))
    found: dict[UUID, list[BarredName]] = {}
    for entry in entries:
        theirs = [*([entry.user] if entry.user else []), *(one for one in people if entry.email in one.addresses)]
        names = {entry.name, *(name for one in theirs for name in _ever_called(one))}
        found.setdefault(entry.child_id, []).extend(BarredName(entry.pk, name) for name in sorted(names) if name.strip())
    return found


def alike_in(barred: Iterable[BarredName], name: str) -> Alike:
    alike = [(one.entry, same_words(one.name, name)) for one in barred if same_words(one.name, name) or resemble(one.name, name)]
    return Alike(frozenset(entry for entry, _is_same in alike), any(is_same for _entry, is_same in alike))


def barred_like(child: UUID, name: str) -> Alike:
    return alike_in(barred_names([child]).get(child, []), name)


def _was_called_like(name: str, user: User) -> bool:
    """Now or ever before."""
    return any(resemble(name, one) for one in _ever_called(user))


def _ever_called(user: User) -> list[str]:
    return [user.name, *(former.name for former in user.formerly.all())]

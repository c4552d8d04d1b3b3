"""Records that nobody keeps: who they were kept by, so that a supervisor finds them a keeper."""

from dataclasses import dataclass
from uuid import UUID

from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import Role
from rootwise.web.audit.recording import Actor, record_read, recorded
from rootwise.web.children.models import Child, NoContact, Relation
from rootwise.web.children.needs import KEEPERS
from rootwise.web.children.reach import behind_glass, unkept
from rootwise.web.children.selectors.children import supervises
from rootwise.web.children.selectors.no_contact import resembles_barred
from rootwise.web.children.selectors.opened import record_opened


@dataclass(frozen=True, slots=True)
class Unkept:
    """Initials and the keepers before, for who does not stand to the child."""

    child: Child
    before: str


def unkept_records(by: Actor, user: User, *, only: UUID | None = None) -> list[Unkept]:
    """Of the own service; never those from which this supervisor is barred."""
    if not supervises(user):
        return []
    with recorded(by, action="children.open_unkept"):
        found = behind_glass(user).filter(pk__in=unkept(user.site_id).values("pk")).order_by("initials", "id")
        return [_unkept(child) for child in (found if only is None else found.filter(pk=only))]


def unkept_record(by: Actor, user: User, child: UUID) -> Unkept | None:
    return next(iter(unkept_records(by, user, only=child)), None)


def _unkept(child: Child) -> Unkept:
    record_opened(child, Relation)
    record_read(table=Child._meta.db_table, row=child.pk.hex, child=child.pk.hex, columns=["initials"])
    relations = Relation.unguarded.filter(child=child, role__in=KEEPERS).select_related("user").prefetch_related("user__formerly")
    return Unkept(child, "; ".join(one.user.in_full for one in relations.order_by("-starts", "id")))


def is_like_barred(by: Actor, record: Unkept, user: User) -> bool:
    """Whether somebody on the list of no contact has a name like this account's. Who asks does not see that list: it is written down."""
    with recorded(by, action="children.open_unkept"):
        record_opened(record.child, NoContact)
        return resembles_barred(record.child, user)


def number_unkept(user: object) -> int:
    """A number, for those who see to it that somebody keeps them."""
    if not isinstance(user, User) or not user.is_active or user.role not in (Role.SUPERVISOR, Role.ADMINISTRATOR):
        return 0
    found = unkept(user.site_id)
    return found.filter(pk__in=behind_glass(user).values("pk")).count() if user.role == Role.SUPERVISOR else found.count()

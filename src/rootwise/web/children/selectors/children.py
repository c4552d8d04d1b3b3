"""Which children somebody reaches, and what of them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import Role
from rootwise.web.children.age import age_in_words, could_be_one_birth
from rootwise.web.children.facts import allowed
from rootwise.web.children.models import Child
from rootwise.web.children.names import plain
from rootwise.web.children.needs import KEEPERS, Need, Reason


@dataclass(frozen=True, slots=True)
class Who:
    """Who a page is about: on top of every page and form."""

    id: UUID
    name: str
    initials: str
    age: str


def who(child: Child) -> Who:
    return Who(child.pk, child.name, child.initials, age_in_words(child.birth, timezone.localdate()))


def my_children(user: object, search: str = "") -> tuple[list[Who], list[Who]]:
    """Those into whose records this user looks; and those of whom they only keep one: a consent has to be written down first, or again."""
    open_ones = _listed(Child.objects.for_user(user, Need.T1), search)
    seen = {one.id for one in open_ones}
    return open_ones, [one for one in _listed(Child.objects.for_user(user, Need.GROUND), search) if one.id not in seen]


def _listed(found: QuerySet[Child], search: str) -> list[Who]:
    return [who(one) for one in found.order_by("name", "id") if plain(search) in plain(one.name)]


def records_like(user: object, name: str, birth: str, *, but: UUID) -> list[Who]:
    """Records that this user sees and that could be this child's. A birth that is hidden from them is compared with nothing."""
    seen = {one.pk: one for need in (Need.T1, Need.GROUND) for one in Child.objects.for_user(user, need).exclude(pk=but)}
    births = dict(Child.objects.for_user(user, Need.T2).values_list("pk", "birth"))
    return [who(one) for one in seen.values() if plain(one.name) == plain(name) and could_be_one_birth(births.get(one.pk, ""), birth)]


def reached(user: object, child: UUID, need: Need, *, write: bool = False, reason: str = "") -> Child | None:
    """The child, if this user may see or change what is needed of it now; None for whatever is absent or forbidden."""
    return Child.objects.for_user(user, need, write=write, reason=reason).filter(pk=child).first()


def keeps_records(user: object) -> bool:
    return isinstance(user, User) and user.is_active and user.role in KEEPERS


def supervises(user: object) -> bool:
    return isinstance(user, User) and user.is_active and user.role == Role.SUPERVISOR


def open_to(user: object, child: Child) -> set[str]:
    """What the page of a child offers to this user."""
    return {f"write_{need.value}" if write else need.value for need, write in allowed(user, child, reason=Reason.VISIT)}

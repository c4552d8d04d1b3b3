"""Reading about children. Each begins with a child that was reached for somebody, or with who asks."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import ROLE_NAMES, Role
from rootwise.web.audit.models import Event
from rootwise.web.audit.recording import Actor, record_read, recorded
from rootwise.web.children.age import age_in_words
from rootwise.web.children.facts import may
from rootwise.web.children.models import BreakGlass, Child, Consent, Contact, Household, Merge, NoContact, Placement, Relation, School, Team
from rootwise.web.children.models.whereabouts import Whereabouts
from rootwise.web.children.needs import KEEPERS, REASON_NAMES, Need, Reason
from rootwise.web.children.reach import behind_glass

KINDS: dict[str, type[Placement] | type[Household] | type[School] | type[Contact]] = {
    "placement": Placement,
    "household": Household,
    "school": School,
    "contact": Contact,
}
_HIDDEN_FROM_FAMILY = {one._meta.db_table for one in (*KINDS.values(), NoContact, Merge, BreakGlass)}


@dataclass(frozen=True, slots=True)
class Who:
    """Who a page is about: on top of every page and form."""

    id: UUID
    name: str
    initials: str
    age: str


def who(child: Child) -> Who:
    return Who(child.pk, child.name, child.initials, age_in_words(child.birth, timezone.localdate()))


def my_children(user: object, search: str = "") -> list[Who]:
    found = Child.objects.for_user(user, Need.T1).order_by("name", "id")
    return [who(one) for one in found if search.casefold() in one.name.casefold()]


def without_consent(user: object, search: str = "") -> list[Who]:
    """Those whom this user keeps a record of and may not look into: a consent has to be written down first, or again."""
    open_ones = Child.objects.for_user(user, Need.T1).values("pk")
    found = Child.objects.for_user(user, Need.GROUND).exclude(pk__in=open_ones).order_by("name", "id")
    return [who(one) for one in found if search.casefold() in one.name.casefold()]


def reached(user: object, child: UUID, need: Need, *, write: bool = False, reason: str = "") -> Child | None:
    """The child, if this user may see or change what is needed of it now; None for whatever is absent or forbidden."""
    return Child.objects.for_user(user, need, write=write, reason=reason).filter(pk=child).first()


def keeps_records(user: object) -> bool:
    return isinstance(user, User) and user.is_active and user.role in KEEPERS


def reviews_glass(user: object) -> bool:
    return isinstance(user, User) and user.is_active and user.role == Role.SUPERVISOR


def open_to(user: object, child: Child) -> set[str]:
    """What the page of a child offers to this user."""
    offered = {need.value for need in Need if may(user, child, need, reason=Reason.VISIT)}
    return offered | {f"write_{need.value}" for need in Need if may(user, child, need, write=True, reason=Reason.VISIT)}


def opened_child(by: Actor, child: Child) -> None:
    """Opening the page of a child is written down too, so that the family sees it."""
    with recorded(by, action="children.open"):
        record_read(table="children_child", row=child.pk.hex, child=child.pk.hex, columns=["name"])


def _opened(child: Child, *models: type[Model]) -> None:
    for model in models:
        columns = [field.name for field in model._meta.concrete_fields]
        record_read(table=model._meta.db_table, row="", child=child.pk.hex, columns=columns)


def relations_of(by: Actor, child: Child) -> list[Relation]:
    with recorded(by, action="children.open_team"):
        _opened(child, Relation)
        return list(Relation.unguarded.filter(child=child).select_related("user").order_by("-starts", "id"))


def consents_of(by: Actor, child: Child) -> list[Consent]:
    with recorded(by, action="children.open_consent"):
        _opened(child, Consent)
        return list(Consent.unguarded.filter(child=child).order_by("-starts", "id"))


def no_contacts_of(by: Actor, child: Child) -> list[NoContact]:
    with recorded(by, action="children.open_no_contact"):
        _opened(child, NoContact)
        return list(NoContact.unguarded.filter(child=child).select_related("user").order_by("-since", "id"))


def merges_of(by: Actor, child: Child) -> list[Merge]:
    with recorded(by, action="children.open_merges"):
        _opened(child, Merge)
        return list(Merge.unguarded.filter(child=child).select_related("other").order_by("id"))


def whereabouts_of(by: Actor, child: Child) -> dict[str, list[Whereabouts]]:
    """Where the child lives and what implies it. `by` carries the reason."""
    with recorded(by, action="children.open_whereabouts"):
        _opened(child, *KINDS.values())
        return {kind: list(model.unguarded.filter(child=child).order_by("-starts", "id")) for kind, model in KINDS.items()}


def whereabouts_row(by: Actor, child: Child, kind: str, row: UUID) -> Whereabouts | None:
    with recorded(by, action="children.open_whereabouts"):
        _opened(child, KINDS[kind])
        return KINDS[kind].unguarded.filter(child=child, pk=row).first()


def relation_row(child: Child, row: UUID) -> Relation | None:
    return Relation.unguarded.filter(child=child, pk=row).first()


def consent_row(child: Child, row: UUID) -> Consent | None:
    return Consent.unguarded.filter(child=child, pk=row).first()


def no_contact_row(child: Child, row: UUID) -> NoContact | None:
    return NoContact.unguarded.filter(child=child, pk=row).first()


def merge_row(child: Child, row: UUID) -> Merge | None:
    return Merge.unguarded.filter(child=child, pk=row).select_related("child", "other").first()


def teams_of(site: UUID) -> QuerySet[Team]:
    return Team.unguarded.filter(site=site)


def to_merge_with(user: object, child: Child, name: str, birth: str) -> Child | None:
    """Another record that this user keeps too."""
    kept = Child.objects.for_user(user, Need.GROUND, write=True).exclude(pk=child.pk)
    found = list(kept.filter(name__iexact=name.strip(), birth=birth.strip())[:2])
    return found[0] if len(found) == 1 else None


def behind_glass_by_name(user: object, name: str, birth: str) -> Child | None:
    """Exactly one child with exactly this name and day of birth; nobody can look around."""
    found = list(behind_glass(user).filter(name__iexact=name.strip(), birth=birth.strip())[:2])
    return found[0] if len(found) == 1 else None


def glasses_to_review(user: object) -> list[BreakGlass]:
    """What a supervisor has to look at: of the own service, not the own ones, not of a child they are barred from."""
    if not isinstance(user, User) or not reviews_glass(user):
        return []
    open_ones = BreakGlass.unguarded.filter(child__in=behind_glass(user), reviewed_at=None).exclude(user=user)
    return list(open_ones.select_related("user").order_by("review_by", "id"))


@dataclass(frozen=True, slots=True)
class Opening:
    """Somebody opened or changed the record."""

    at: datetime
    name: str
    role: str
    is_change: bool
    reason: str


def openings_of(user: User, child: Child, *, newest: int = 200) -> list[Opening]:
    """For the family without what could tell that the child moved or who is barred; for those who keep the record, everything."""
    ids = [child.pk.hex, *(one.hex for one in Child.unguarded.filter(merged_into=child).values_list("pk", flat=True))]
    events = Event.objects.filter(child__in=ids)
    if user.role not in KEEPERS:
        events = events.exclude(table__in=_HIDDEN_FROM_FAMILY).exclude(Q(actor__startswith="operator:") | Q(actor__startswith="system:"))
    found = list(events.order_by("-id")[:newest])
    names = {one.id.hex: one for one in User.objects.filter(id__in={event.actor for event in found if len(event.actor) == 32})}
    return [_opening(event, names.get(event.actor), user) for event in found]


def _opening(event: Event, who_did: User | None, reader: User) -> Opening:
    role = str(ROLE_NAMES.get(Role(event.role), event.role)) if event.role in set(Role) else event.role
    is_staff = event.role not in (Role.CAREGIVER, Role.TEACHER)
    named = who_did is not None and (is_staff or who_did == reader or reader.role in KEEPERS)
    name = who_did.name if who_did is not None and named else ""
    reason = str(REASON_NAMES[Reason(event.reason)]) if event.reason in set(Reason) else event.reason
    return Opening(event.at, name, role, event.verb != "read", reason if reader.role in KEEPERS else "")

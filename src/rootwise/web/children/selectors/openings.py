"""Who opened a record: for the family, and with the reasons for those who keep it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import CharField, Count, Exists, Max, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Replace, TruncDate

from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import ROLE_NAMES, Role
from rootwise.web.audit.models import Event
from rootwise.web.audit.recording import Actor, is_account, recorded
from rootwise.web.children.models import BreakGlass, Child, Merge, NoContact
from rootwise.web.children.needs import KEEPERS, REASON_NAMES, Reason
from rootwise.web.children.reach import went_into
from rootwise.web.children.selectors.opened import record_opened
from rootwise.web.children.selectors.whereabouts import KINDS

OPENINGS_ON_A_PAGE = 50
_HIDDEN_FROM_FAMILY = {one._meta.db_table for one in (*KINDS.values(), NoContact, Merge, BreakGlass, User)}  # User: a refused keeper


@dataclass(frozen=True, slots=True)
class Opening:
    """What somebody did with the record on one day, and how often: what would read alike is one line, so that nothing is buried."""

    first: datetime
    last: datetime
    times: int
    name: str
    role: str
    is_change: bool
    in_emergency: bool
    reason: str


def openings_of(by: Actor, user: User, child: Child, *, page: str = "1") -> Page[Any]:
    """For the family without what could tell that the child moved or who is barred; for those who keep the record, everything."""
    ids = [child.pk, *went_into(Child.unguarded.filter(pk=child.pk))]
    events = Event.objects.filter(child__in=[one.hex for one in ids])
    if user.role not in KEEPERS:
        hidden = Q(table__in=_HIDDEN_FROM_FAMILY) | Q(actor__startswith="operator:") | Q(actor__startswith="system:")
        return _openings(_folded(events.exclude(hidden), ids, by_reason=False), user, page)
    with recorded(by, action="children.open_openings"):
        found = _openings(_folded(events, ids, by_reason=True), user, page)
        record_opened(child, Event)  # with the reasons
        return found


def _folded(events: QuerySet[Event], children: list[UUID], *, by_reason: bool) -> QuerySet[Event, dict[str, Any]]:
    """One row for each person, day and kind of doing. A page reads several tables in one request, which is once."""
    user_id = Replace(Cast("user_id", CharField()), Value("-"), Value(""))
    glasses = BreakGlass.unguarded.alias(actor=user_id).filter(
        child__in=children, actor=OuterRef("actor"), opened_at__lte=OuterRef("at"), ends_at__gt=OuterRef("at")
    )
    is_read = Q(verb="read")
    alike = ["day", "actor", "role", "is_change", "in_emergency", *(["reason"] if by_reason else [])]
    told = events.annotate(day=TruncDate("at"), is_change=Q(~is_read), in_emergency=Q(is_read, Exists(glasses)))
    times = Count("request", distinct=True)
    counted: Any = told.values(*alike).annotate(first=Min("at"), last=Max("at"), times=times, newest=Max("id"))
    folded: QuerySet[Event, dict[str, Any]] = counted.order_by("-day", "-newest")
    return folded


def _openings(found: QuerySet[Event, dict[str, Any]], user: User, page: str) -> Page[Any]:
    shown: Page[Any] = Paginator(found, OPENINGS_ON_A_PAGE).get_page(page)
    rows = list(shown.object_list)
    ids = {row["actor"] for row in rows if is_account(row["actor"])}
    names = {one.id.hex: one for one in User.objects.filter(id__in=ids).prefetch_related("formerly")}
    shown.object_list = [_opening(row, names.get(row["actor"]), user) for row in rows]
    return shown


def _opening(row: dict[str, Any], who_did: User | None, reader: User) -> Opening:
    role = str(ROLE_NAMES.get(Role(row["role"]), row["role"])) if row["role"] in set(Role) else row["role"]
    is_staff = row["role"] not in (Role.CAREGIVER, Role.TEACHER)
    named = who_did is not None and (is_staff or who_did == reader or reader.role in KEEPERS)
    name = who_did.called if who_did is not None and named else ""
    given = row.get("reason", "")
    reason = str(REASON_NAMES[Reason(given)]) if given in set(Reason) else given
    return Opening(row["first"], row["last"], row["times"], name, role, row["is_change"], row["in_emergency"], reason)

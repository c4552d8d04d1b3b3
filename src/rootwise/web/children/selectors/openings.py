"""Who opened or changed a record."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import ROLE_NAMES, Role
from rootwise.web.audit.models import Event
from rootwise.web.audit.recording import Actor, recorded
from rootwise.web.children.models import BreakGlass, Child, Merge, NoContact
from rootwise.web.children.needs import KEEPERS, REASON_NAMES, Reason
from rootwise.web.children.selectors.opened import opened
from rootwise.web.children.selectors.whereabouts import KINDS

_HIDDEN_FROM_FAMILY = {one._meta.db_table for one in (*KINDS.values(), NoContact, Merge, BreakGlass)}


@dataclass(frozen=True, slots=True)
class Opening:
    """Somebody opened or changed the record."""

    at: datetime
    name: str
    role: str
    is_change: bool
    reason: str


def openings_of(by: Actor, user: User, child: Child, *, newest: int = 200) -> list[Opening]:
    """For the family without what could tell that the child moved or who is barred; for those who keep the record, everything."""
    events = Event.objects.filter(child__in=_ids_of(child)).order_by("-id")
    if user.role not in KEEPERS:
        hidden = Q(table__in=_HIDDEN_FROM_FAMILY) | Q(actor__startswith="operator:") | Q(actor__startswith="system:")
        return _openings(list(events.exclude(hidden)[:newest]), user)
    with recorded(by, action="children.open_openings"):
        found = list(events[:newest])
        opened(child, Event)  # with the reasons
        return _openings(found, user)


def _ids_of(child: Child) -> list[str]:
    return [child.pk.hex, *(one.hex for one in Child.unguarded.filter(merged_into=child).values_list("pk", flat=True))]


def _openings(found: list[Event], user: User) -> list[Opening]:
    ids = {event.actor for event in found if len(event.actor) == 32}
    names = {one.id.hex: one for one in User.objects.filter(id__in=ids).prefetch_related("formerly")}
    return [_opening(event, names.get(event.actor), user) for event in found]


def _opening(event: Event, who_did: User | None, reader: User) -> Opening:
    role = str(ROLE_NAMES.get(Role(event.role), event.role)) if event.role in set(Role) else event.role
    is_staff = event.role not in (Role.CAREGIVER, Role.TEACHER)
    named = who_did is not None and (is_staff or who_did == reader or reader.role in KEEPERS)
    name = who_did.called if who_did is not None and named else ""
    reason = str(REASON_NAMES[Reason(event.reason)]) if event.reason in set(Reason) else event.reason
    return Opening(event.at, name, role, event.verb != "read", reason if reader.role in KEEPERS else "")

"""The flags that wait, over all of one's children, and those that somebody has to be asked about."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from rootwise.instrument.model import Severity
from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import Role
from rootwise.web.assessments.models import Flag
from rootwise.web.assessments.selectors import Raised, in_words, names_of
from rootwise.web.audit.recording import Actor, record_reads, recorded
from rootwise.web.children.models import Child
from rootwise.web.children.needs import KEEPERS, Need
from rootwise.web.children.reach import behind_glass
from rootwise.web.children.selectors import Who, who


@dataclass(frozen=True, slots=True)
class Waiting:
    """A flag that nobody has answered for yet, in somebody's list."""

    who: Who
    raised: Raised
    is_late: bool


@dataclass(frozen=True, slots=True)
class LateElsewhere:
    """A late flag of a child whom this supervisor does not reach: whom of the staff to ask, and nothing about the child."""

    said_by: str
    raised_at: datetime
    severity: str


def waiting_flags(by: Actor, user: User, now: datetime | None = None) -> list[Waiting]:
    """The flags without an answer among the children of whom this person sees T4: late ones first, then the most urgent, then the oldest.

    Nothing runs in the background that could stop: what is late follows from the time, whenever somebody looks.
    """
    now = now or timezone.now()
    children = Child.objects.for_user(user, Need.T4)
    with recorded(by, action="assessments.list_flags"):
        found = list(
            Flag.unguarded.filter(acknowledged_at=None, child__in=children).select_related("assessment", "assessment__child", "child")
        )
        columns = {Flag._meta.db_table: [one.name for one in Flag._meta.concrete_fields]}
        record_reads(columns=columns, children={one.child_id.hex for one in found})
    names = names_of(one.said_by for one in found)
    listed = [Waiting(who(one.child), in_words(one, names), one.escalate_at <= now) for one in found]
    order = [one.value for one in Severity]
    return sorted(listed, key=lambda one: (not one.is_late, order.index(one.raised.flag.severity), one.raised.flag.raised_at))


def late_elsewhere(user: User, now: datetime | None = None) -> list[LateElsewhere]:
    """For supervisors: the late flags of their service that are in others' lists, never of a child from whom they are barred."""
    if user.role != Role.SUPERVISOR:
        return []
    late = Flag.unguarded.filter(acknowledged_at=None, escalate_at__lte=now or timezone.now(), child__site=user.site_id)
    if not late.exists():  # most days; this is asked for every page
        return []
    mine = Child.objects.for_user(user, Need.T4)
    found = list(late.filter(child__in=behind_glass(user)).exclude(child__in=mine).order_by("escalate_at"))
    names = names_of(one.said_by for one in found)
    return [LateElsewhere(names.get(one.said_by, ""), one.raised_at, one.severity) for one in found]


def number_of_flags(user: User) -> int:
    """How many wait for this person; for the navigation. Says nothing about whom."""
    if user.role not in KEEPERS:
        return 0
    waiting = Flag.unguarded.filter(acknowledged_at=None)
    if not waiting.exists():  # most hours; this is asked for every page
        return 0
    return waiting.filter(child__in=Child.objects.for_user(user, Need.T4)).count() + len(late_elsewhere(user))

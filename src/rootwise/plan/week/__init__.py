"""From a plan to the child's real week: windows, the solver, an independent checker, conflicts in words (§13)."""

from rootwise.plan.week.build import monday_of, week_of
from rootwise.plan.week.model import Week, WeekStatus
from rootwise.plan.week.placeable import is_placeable, require_placeable
from rootwise.plan.week.problem import Dose
from rootwise.plan.week.wire import clock, read_last_week, week_document, week_json

__all__ = [
    "Dose",
    "Week",
    "WeekStatus",
    "clock",
    "is_placeable",
    "monday_of",
    "read_last_week",
    "require_placeable",
    "week_document",
    "week_json",
    "week_of",
]

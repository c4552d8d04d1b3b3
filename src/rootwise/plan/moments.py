"""How often the moments of a day come that an activity belongs to, where the child is with the adult who leads it (§12, §13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rootwise.case.context import Context
from rootwise.case.vocabulary import Day, Moment, Setting

if TYPE_CHECKING:
    from rootwise.plan.week.windows import Window

_WEEK = timedelta(weeks=1)
_LOOKED_AHEAD = 20  # weeks, to find one without holidays


@dataclass(frozen=True, slots=True)
class TermWeek:
    """A week of term, cut into windows as the week will be: a moment at an edge of a window holds one dose, if it has room for one."""

    windows: tuple[Window, ...]
    slots_of_a_short_dose: int

    def moments_at(self, setting: Setting, adult: str | None, before: tuple[Moment, ...]) -> dict[Day, int]:
        """For each day with such moments how many of them can hold a dose."""
        found: dict[Day, int] = {}
        for one in self.windows:
            if one.setting is setting and (adult is None or adult in one.adults) and one.slots >= self.slots_of_a_short_dose:
                edges = bool(one.starts_with & set(before)) + bool(one.ends_with & set(before))
                room = min(edges, one.slots // self.slots_of_a_short_dose)
                found[one.day] = found.get(one.day, 0) + room
        return {day: number for day, number in found.items() if number}


def term_week(context: Context, assessed_on: date) -> TermWeek | None:
    """The first week without a holiday from the assessment on; None without a routine."""
    if not context.routine:
        return None
    # The week stands above the plan; what a routine looks like is said there once, for both.
    from rootwise.plan.week import days
    from rootwise.plan.week.problem import Carer, WeekProblem
    from rootwise.plan.week.windows import slots_of, windows

    first = assessed_on + timedelta(days=-assessed_on.weekday() % 7)
    weeks = [first + number * _WEEK for number in range(_LOOKED_AHEAD)]
    starts = next((one for one in weeks if not any(days.is_holiday(context, on) for _, on in days.dates(one))), first)
    carers = tuple(Carer(one.id, one.minutes or 0) for one in context.adults)
    problem = WeekProblem((), days.awake(context, starts), days.blocked(context, starts), days.moments(context, starts), carers)
    return TermWeek(windows(problem), slots_of(1, problem.rules))

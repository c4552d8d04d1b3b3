"""What a week is: doses in their places, what found no place, and why (§13)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rootwise.case.vocabulary import Day
from rootwise.plan.week.problem import Dose, WeekProblem


class WeekStatus(StrEnum):
    """Optimal: everything has a place, and no better week exists. Feasible: everything has a place. Infeasible: something has none."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An activity of which some doses found no place."""

    activity: str
    doses: int
    because: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Needs and limits that do not go together; without any one of them the rest would."""

    activities: tuple[str, ...]
    limits: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A dose that is not where it was last week. `before` None: it is new; `after` None: it is gone."""

    activity: str
    before: Dose | None
    after: Dose | None


@dataclass(frozen=True, slots=True)
class Resting:
    """An activity that is not done this week, or on fewer days, because its place is closed."""

    activity: str
    because: str


@dataclass(frozen=True, slots=True)
class Week:
    """A plan placed in one real week. `objective` is the cost of §13, lower is better; `gap` how far a better one could go.

    `revision` counts how often the same week was made anew after it had been given out.
    """

    starts: date
    problem: WeekProblem
    status: WeekStatus
    gap: float
    objective: int
    doses: tuple[Dose, ...]
    unplaced: tuple[Unplaced, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    moved: tuple[Moved, ...] = ()
    resting: tuple[Resting, ...] = ()
    revision: int = 0
    alone: tuple[tuple[Day, int, int], ...] = ()  # day, from, to: everybody the routine names is away

    def on(self, day: Day) -> tuple[Dose, ...]:
        return tuple(one for one in self.doses if one.day is day)

    def date_of(self, day: Day) -> date:
        return self.starts + timedelta(days=list(Day).index(day))

"""What has to be placed in one week, and the limits of that week (§13). Plain values: no case, no catalogue, no solver.

Times are minutes since midnight. A dose takes the free time before it as well: nothing else ends less than `gap_minutes` before it begins.
"""

from dataclasses import dataclass, field
from functools import cached_property

from rootwise.case.vocabulary import Day, Moment, Setting
from rootwise.plan.rules import Way


@dataclass(frozen=True, slots=True)
class WeekRules:
    """The numbers of §13. Every one is a project draft."""

    slot_minutes: int = 5  # everything begins on such a step, counted back from the end of its window
    gap_minutes: int = 15  # rest before each dose
    wind_down_minutes: int = 30  # before sleep only what helps to sleep
    near_minutes: int = 30  # how long before a moment a dose may end to help with it
    part_ends: tuple[int, ...] = (9 * 60, 12 * 60, 15 * 60, 18 * 60, 24 * 60)  # parts of the day
    full_part: int = 2  # kinds of moments in one part of the day; more crowd it
    few_days: int = 3  # what is done on so few days lies better on days that do not follow each other


@dataclass(frozen=True, slots=True)
class Need:
    """One activity of the plan: so many doses, and the ways it may be done, the planned one first."""

    activity: str
    minutes: int
    per_day: int
    days: int
    ways: tuple[Way, ...]
    before: frozenset[Moment] = frozenset()
    importance: int = 1
    only_at_moments: bool = False  # it answers a moment: it has no place anywhere else
    needs_another_adult: bool = False  # somebody else must be with the child, as when the adult rests

    @property
    def doses(self) -> int:
        return self.per_day * self.days

    @property
    def is_calm(self) -> bool:
        """Whether it helps to sleep."""
        return Moment.SLEEP in self.before

    @property
    def is_for_bedtime(self) -> bool:
        """Whether it belongs right before the sleep of the night and nowhere else."""
        return self.before == {Moment.SLEEP}


@dataclass(frozen=True, slots=True)
class Awake:
    """A part of one day: where the child is, and who is there."""

    day: Day
    start: int
    end: int
    setting: Setting
    adults: frozenset[str]


@dataclass(frozen=True, slots=True)
class Blocked:
    """A time in which nothing is placed: `what` is the name of an appointment, None for quiet hours."""

    day: Day
    start: int
    end: int
    what: str | None = None


@dataclass(frozen=True, slots=True)
class DayMoment:
    """Something a day turns on."""

    day: Day
    at: int
    what: Moment


@dataclass(frozen=True, slots=True)
class Carer:
    """An adult: minutes a day, days away, and whether the child turns to them."""

    id: str
    minutes: int
    away: frozenset[Day] = frozenset()
    child_turns_to: bool = False


@dataclass(frozen=True)
class WeekProblem:
    """One week to be made."""

    needs: tuple[Need, ...]
    awake: tuple[Awake, ...]
    blocked: tuple[Blocked, ...]
    moments: tuple[DayMoment, ...]
    carers: tuple[Carer, ...]
    rules: WeekRules = field(default_factory=WeekRules)

    @cached_property
    def carer(self) -> dict[str, Carer]:
        return {one.id: one for one in self.carers}


@dataclass(frozen=True, slots=True)
class Dose:
    """One dose in its place."""

    day: Day
    start: int
    activity: str
    minutes: int
    setting: Setting
    adult: str | None

    @property
    def end(self) -> int:
        return self.start + self.minutes

    @property
    def order(self) -> tuple[int, int, str, str]:
        """By day and time, then by name: what doses are sorted by."""
        return list(Day).index(self.day), self.start, self.activity, self.adult or ""

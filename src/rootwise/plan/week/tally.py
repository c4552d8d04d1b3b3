"""What a week costs: the wishes of §13 that are not met, counted. Lower is better.

The weights are project drafts. In their order: the planned place and adult count most, for the plan chose them with reasons; then a moment
with which a dose helps; then the same time every day, days that are not crowded, and an adult the child turns to.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from rootwise.case.vocabulary import Day
from rootwise.plan.week.problem import Need, WeekProblem
from rootwise.plan.week.windows import Option, Window

OTHER_SETTING = 6
OTHER_ADULT = 4
NOT_TURNED_TO = 1
NO_MOMENT = 3
NOT_LAST = 4  # instead, for what belongs right before sleep
EDGE_USED = 1
PART_USED = 2
SAME_AGAIN = 2
FULL_PART = 2
NEIGHBOUR_DAY = 1


class Edge(StrEnum):
    """The edge of a window at which a dose lies."""

    START = "start"
    END = "end"


def edges(need: Need, window: Window) -> Iterator[Edge]:
    """The edges of a window at which a dose of this need helps with a moment.

    Where a window ends near sleep, what helps to sleep comes last and everything else before it, so neither takes the other's edge.
    """
    if need.before & window.starts_with and not (need.is_calm and window.late_slots):
        yield Edge.START
    if need.before & window.ends_with and (need.is_calm or not window.late_slots):
        yield Edge.END


def way_cost(problem: WeekProblem, option: Option) -> int:
    """What one dose costs by its place and its adult alone; without its moment."""
    need, adult = problem.needs[option.need], option.way.adult
    planned = need.ways[0]
    cost = OTHER_SETTING * (option.way.setting is not planned.setting) + OTHER_ADULT * (adult != planned.adult)
    if adult is not None and any(one.child_turns_to for one in problem.carers):
        cost += NOT_TURNED_TO * (not problem.carer[adult].child_turns_to)
    return cost + moment_weight(need)


def moment_weight(need: Need) -> int:
    """What a dose costs that is not at a moment with which it helps."""
    return NOT_LAST if need.is_for_bedtime else NO_MOMENT * bool(need.before)


@dataclass(slots=True)
class Tally:
    """A week while it is being filled: what is placed, what is left of the limits, and the cost so far."""

    problem: WeekProblem
    windows: tuple[Window, ...]
    cost: int = 0
    placed: Counter[Option] = field(default_factory=Counter)
    at_edge: dict[tuple[int, Edge], Option] = field(default_factory=dict)  # by window
    _by_part: Counter[tuple[int, Day, int]] = field(default_factory=Counter)
    _by_day: Counter[tuple[int, Day]] = field(default_factory=Counter)
    _kinds: Counter[int] = field(default_factory=Counter)  # part of the day -> needs that use it
    _parts: Counter[tuple[int, int]] = field(default_factory=Counter)
    _edges: Counter[tuple[int, int, Edge]] = field(default_factory=Counter)

    def free_edge(self, option: Option) -> Edge | None:
        """The first edge at which one more dose would help with a moment."""
        window, need = self.windows[option.window], self.problem.needs[option.need]
        return next((one for one in edges(need, window) if (option.window, one) not in self.at_edge), None)

    def added_cost(self, option: Option, edge: Edge | None) -> int:
        """What one more dose would cost, at an edge of its window or somewhere in it."""
        window, need = self.windows[option.window], self.problem.needs[option.need]
        day, part = window.day, window.part
        cost = way_cost(self.problem, option)
        if edge is not None:
            cost += EDGE_USED * (not self._edges[option.need, part, edge]) - moment_weight(need)
        if not self._parts[option.need, part]:
            cost += PART_USED + FULL_PART * (self._kinds[part] >= self.problem.rules.full_part)
        cost += SAME_AGAIN * (self._by_part[option.need, day, part] > 0)
        if need.days <= self.problem.rules.few_days and not self._by_day[option.need, day]:
            cost += NEIGHBOUR_DAY * sum(self._by_day[option.need, other] > 0 for other in _neighbours(day))
        return cost

    def add(self, option: Option, edge: Edge | None) -> None:
        """Place one dose."""
        window = self.windows[option.window]
        self.cost += self.added_cost(option, edge)
        if edge is not None:
            assert (option.window, edge) not in self.at_edge
            self.at_edge[option.window, edge] = option
            self._edges[option.need, window.part, edge] += 1
        self.placed[option] += 1
        self._by_part[option.need, window.day, window.part] += 1
        self._by_day[option.need, window.day] += 1
        self._kinds[window.part] += not self._parts[option.need, window.part]
        self._parts[option.need, window.part] += 1

    def doses_on(self, need: int, day: Day) -> int:
        return self._by_day[need, day]

    def doses_of(self, need: int) -> int:
        return sum(self._by_day[need, day] for day in Day)

    @property
    def unplaced(self) -> dict[str, int]:
        """Doses without a place, by activity; only those that have some."""
        missing = {need.activity: need.doses - self.doses_of(number) for number, need in enumerate(self.problem.needs)}
        return {activity: doses for activity, doses in missing.items() if doses}

    @property
    def unplaced_weight(self) -> int:
        return sum(need.importance * (need.doses - self.doses_of(number)) for number, need in enumerate(self.problem.needs))

    @property
    def rank(self) -> tuple[int, int]:
        """What decides between two weeks: first what found no place, then the cost."""
        return self.unplaced_weight, self.cost


def _neighbours(day: Day) -> list[Day]:
    days = list(Day)
    place = days.index(day)
    return [days[one] for one in (place - 1, place + 1) if 0 <= one < len(days)]

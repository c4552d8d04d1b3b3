"""The week as most people would first write it: one yes-or-no for each dose at each slot (§13). For the peers; no solver here.

The same windows, limits and costs as ours, but with clock times in the model: `done[window, slot, way, need]`, and in each slot no more
than one dose or the rest before it. Time and again the same doses in another order are another solution to it.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf
from typing import NamedTuple

from rootwise.case.vocabulary import Day, Moment
from rootwise.plan.rules import Way
from rootwise.plan.week.problem import Dose, Need, WeekProblem
from rootwise.plan.week.tally import (
    EDGE_USED,
    FULL_PART,
    NEIGHBOUR_DAY,
    NOT_TURNED_TO,
    OTHER_ADULT,
    OTHER_SETTING,
    PART_USED,
    SAME_AGAIN,
    moment_weight,
)
from rootwise.plan.week.windows import Window, span, taken, windows

DAYS = list(Day)


class Place(NamedTuple):
    """One dose at one slot."""

    window: int
    slot: int  # the first of its span
    way: Way
    need: int


class Row(NamedTuple):
    terms: Mapping[int, int]
    least: float
    most: float


@dataclass(slots=True)
class SlotModel:
    """Whole numbers from 0 to `most`, rows, and the costs of the two objectives."""

    problem: WeekProblem
    windows: tuple[Window, ...]
    most: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    places: dict[Place, int] = field(default_factory=dict)
    unplaced: dict[int, int] = field(default_factory=dict)
    wishes: dict[int, int] = field(default_factory=dict)

    def column(self, most: int = 1) -> int:
        self.most.append(most)
        return len(self.most) - 1

    def row(self, terms: Mapping[int, int], *, least: float = -inf, most: float = inf) -> None:
        self.rows.append(Row(terms, least, most))

    def doses(self, values: Sequence[int]) -> tuple[Dose, ...]:
        """The week of a solution."""
        found = []
        for place, column in self.places.items():
            if values[column]:
                window, need = self.windows[place.window], self.problem.needs[place.need]
                end = window.end - (window.slots - place.slot - span(need, self.problem.rules)) * self.problem.rules.slot_minutes
                start = end - taken(need.minutes, self.problem.rules)
                found.append(Dose(window.day, start, need.activity, need.minutes, place.way.setting, place.way.adult))
        return tuple(found)


def slot_model(problem: WeekProblem) -> SlotModel:
    """All columns and rows of one problem."""
    model = SlotModel(problem, windows(problem))
    _places(model)
    _limits(model)
    kinds: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for number, need in enumerate(problem.needs):
        mine = [one for one in model.places if one.need == number]
        for part, used in _parts(model, number, mine).items():
            kinds[part][used] = 1
        if need.days <= problem.rules.few_days:
            _days_apart(model, number, mine)
    for terms in kinds.values():
        crowded = model.column(len(terms))
        model.wishes[crowded] = FULL_PART
        model.row({**terms, crowded: -1}, most=problem.rules.full_part)
    return model


def rank(problem: WeekProblem, doses: Sequence[Dose]) -> tuple[int, int]:
    """What decides between two weeks, counted from their clock times alone: importance without a place, then cost."""
    held = windows(problem)
    number = {need.activity: place for place, need in enumerate(problem.needs)}
    done = Counter(one.activity for one in doses)
    unplaced = sum(need.importance * (need.doses - done[need.activity]) for need in problem.needs)
    places = [_place_of(problem, held, number[one.activity], one) for one in doses]
    cost = sum(_cost_alone(problem, held, one) for one in places)
    cost += PART_USED * len({(one.need, held[one.window].part) for one in places})
    again = Counter((one.need, held[one.window].day, held[one.window].part) for one in places)
    cost += SAME_AGAIN * sum(count - 1 for count in again.values())
    kinds = Counter(part for _, part in {(one.need, held[one.window].part) for one in places})
    cost += FULL_PART * sum(max(0, count - problem.rules.full_part) for count in kinds.values())
    cost += EDGE_USED * len(_edges_used(problem, held, places))
    on_day = {(one.need, DAYS.index(held[one.window].day)) for one in places if problem.needs[one.need].days <= problem.rules.few_days}
    cost += NEIGHBOUR_DAY * sum((need, day + 1) in on_day for need, day in on_day)
    return unplaced, cost


def _place_of(problem: WeekProblem, held: Sequence[Window], need: int, dose: Dose) -> Place:
    end = dose.start + taken(dose.minutes, problem.rules)
    number = next(
        number
        for number, one in enumerate(held)
        if (one.day, one.setting) == (dose.day, dose.setting) and one.start <= dose.start and end <= one.end
    )
    slots_after, rest = divmod(held[number].end - end, problem.rules.slot_minutes)
    if rest:
        raise SystemExit(f"{dose} lies between two slots: nothing is compared")
    first = held[number].slots - slots_after - span(problem.needs[need], problem.rules)
    return Place(number, first, Way(dose.setting, dose.adult), need)


def _edges(problem: WeekProblem, window: Window, place: Place) -> tuple[str, ...]:
    """The edges of its window at which a dose lies and helps with a moment."""
    need = problem.needs[place.need]
    at_start = place.slot == 0 and bool(need.before & window.starts_with) and not (_is_calm(need) and window.late_slots)
    at_end = place.slot + span(need, problem.rules) == window.slots
    helps = bool(need.before & window.ends_with) and (_is_calm(need) or not window.late_slots)
    return ("start",) * at_start + ("end",) * (at_end and helps)


def _edges_used(problem: WeekProblem, held: Sequence[Window], places: Sequence[Place]) -> set[tuple[int, int, str]]:
    """Where a dose fills its window it lies at both edges, and one of them is enough."""
    found = [(one.need, held[one.window].part, _edges(problem, held[one.window], one)) for one in places]
    used = {(need, part, edges[0]) for need, part, edges in found if len(edges) == 1}
    for need, part, edges in found:
        if len(edges) > 1 and not any((need, part, edge) in used for edge in edges):
            used.add((need, part, edges[0]))
    return used


def _is_calm(need: Need) -> bool:
    return Moment.SLEEP in need.before


def _cost_alone(problem: WeekProblem, held: Sequence[Window], place: Place) -> int:
    need, way = problem.needs[place.need], place.way
    cost = OTHER_SETTING * (way.setting is not need.ways[0].setting) + OTHER_ADULT * (way.adult != need.ways[0].adult)
    if way.adult is not None and any(one.child_turns_to for one in problem.carers):
        cost += NOT_TURNED_TO * (not problem.carer[way.adult].child_turns_to)
    return cost + (0 if _edges(problem, held[place.window], place) else moment_weight(need))


def _places(model: SlotModel) -> None:
    """A column for each dose at each slot where it may be, and in each slot one dose or the rest before it."""
    problem = model.problem
    for number, window in enumerate(model.windows):
        taken_by: list[dict[int, int]] = [{} for _ in range(window.slots)]
        for place, need in enumerate(problem.needs):
            size = span(need, problem.rules)
            last = window.slots - (0 if _is_calm(need) else window.late_slots) - size
            if need.before == {Moment.SLEEP} and not window.ends_the_day:
                continue
            for one in (Place(number, slot, way, place) for way in need.ways if _is_there(need, way, window) for slot in range(last + 1)):
                if not need.only_at_moments or _edges(problem, window, one):
                    column = model.places[one] = model.column()
                    model.wishes[column] = _cost_alone(problem, model.windows, one)
                    for each in taken_by[one.slot : one.slot + size]:
                        each[column] = 1
        for each in taken_by:
            model.row(each, most=1)


def _is_there(need: Need, way: Way, window: Window) -> bool:
    """Whether the child is at that place with that adult, and where it is needed with another one."""
    if need.needs_another_adult and not window.adults - {way.adult}:
        return False
    return way.setting is window.setting and (way.adult is None or way.adult in window.adults)


def _limits(model: SlotModel) -> None:
    """All doses of a need or told as short, so many on a day, and the minutes of every adult."""
    for number, need in enumerate(model.problem.needs):
        short = model.column(need.doses)
        model.unplaced[short] = need.importance
        mine = {column: 1 for place, column in model.places.items() if place.need == number}
        model.row({**mine, short: 1}, least=need.doses, most=need.doses)
        for day in Day:
            today = {column: 1 for place, column in model.places.items() if place.need == number and model.windows[place.window].day is day}
            model.row(today, most=need.per_day)
    given: defaultdict[tuple[str, Day], dict[int, int]] = defaultdict(dict)
    for place, column in model.places.items():
        if place.way.adult is not None:
            given[place.way.adult, model.windows[place.window].day][column] = model.problem.needs[place.need].minutes
    for (adult, _), terms in given.items():
        model.row(terms, most=model.problem.carer[adult].minutes)


def _parts(model: SlotModel, number: int, mine: Sequence[Place]) -> dict[int, int]:
    """What parts of the day and which edges in them a need uses, and how often it comes again in one part of one day."""
    problem, most = model.problem, model.problem.needs[number].per_day
    used: dict[int, int] = {}
    edge_used: dict[tuple[int, str], int] = {}
    by_day: defaultdict[tuple[Day, int], dict[int, int]] = defaultdict(dict)
    for place in mine:
        window, column = model.windows[place.window], model.places[place]
        by_day[window.day, window.part][column] = 1
        keys = [(window.part, edge) for edge in _edges(problem, window, place)]
        for key in keys:
            if key not in edge_used:
                edge_used[key] = model.column()
                model.wishes[edge_used[key]] = EDGE_USED
        if keys:
            model.row({column: 1, **{edge_used[key]: -1 for key in keys}}, most=0)
    for (_, part), terms in by_day.items():
        if part not in used:
            used[part] = model.column()
            model.wishes[used[part]] = PART_USED
        again = model.column(most - 1)
        model.wishes[again] = SAME_AGAIN
        model.row({**terms, used[part]: -1, again: -1}, most=0)
        model.row({again: 1, used[part]: -most}, most=0)
    return used


def _days_apart(model: SlotModel, number: int, mine: Sequence[Place]) -> None:
    most = model.problem.needs[number].per_day
    on_day = {}
    for day in Day:
        on_day[day] = model.column()
        today = {model.places[one]: 1 for one in mine if model.windows[one.window].day is day}
        model.row({**today, on_day[day]: -most}, most=0)
    for day, following in pairwise(DAYS):
        both = model.column()
        model.wishes[both] = NEIGHBOUR_DAY
        model.row({on_day[day]: 1, on_day[following]: 1, both: -1}, most=1)

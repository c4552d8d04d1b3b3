"""The windows of a week, found on a painted day: each minute has the colour of the place and of the adults there (§13)."""

from collections.abc import Iterator
from dataclasses import dataclass

from rootwise.case.vocabulary import Day, Moment, Setting
from rootwise.plan.week.problem import Dose, WeekProblem

_Colour = tuple[Setting, frozenset[str]]


@dataclass(frozen=True)
class Room:
    """A window: a piece of a day in which nothing changes."""

    day: Day
    start: int
    end: int
    setting: Setting
    adults: frozenset[str]
    part: int
    slots: int
    sleeps: tuple[int, ...]  # of that day
    wakes: bool
    leads_to: frozenset[Moment]
    leads_to_night: bool  # the last sleep of that day follows

    def holds(self, dose: Dose) -> bool:
        return (dose.day, dose.setting) == (self.day, self.setting) and self.start <= dose.start and dose.end <= self.end


def rooms(problem: WeekProblem) -> list[Room]:
    """All windows, day by day."""
    return [room for day in Day for room in _rooms(problem, day)]


def _rooms(problem: WeekProblem, day: Day) -> Iterator[Room]:
    colours = _painted(problem, day)
    runs = [cut for run in _runs(problem, day, colours) for cut in _at_parts(problem, *run)]
    starts = [start for start, _ in runs]
    moments = [one for one in problem.moments if one.day is day]
    near = problem.rules.near_minutes
    night = max((one.at for one in moments if one.what is Moment.SLEEP), default=-1)
    for start, end in runs:
        setting, adults = colours[start]
        yield Room(
            day,
            start,
            end,
            setting,
            adults,
            part=next(number for number, edge in enumerate(problem.rules.part_ends) if 2 * edge > start + end),
            slots=(end - start) // problem.rules.slot_minutes,
            sleeps=tuple(one.at for one in moments if one.what is Moment.SLEEP),
            wakes=any(
                one.what is Moment.WAKING and start - near <= one.at <= start and not any(one.at <= other < start for other in starts)
                for one in moments
            ),
            leads_to=frozenset(one.what for one in moments if one.what is not Moment.WAKING and _follows(one.at, end, near, starts)),
            leads_to_night=_follows(night, end, near, starts),
        )


def _follows(at: int, end: int, near: int, starts: list[int]) -> bool:
    """Whether something comes soon after the end of a window, and no other window begins before it."""
    return end <= at <= end + near and not any(end <= other < at for other in starts)


def _painted(problem: WeekProblem, day: Day) -> dict[int, _Colour]:
    away = {one.id for one in problem.carers if day in one.away}
    colours: dict[int, _Colour] = {}
    for one in problem.awake:
        for minute in range(one.start, one.end) if one.day is day else ():
            _, others = colours.get(minute, (one.setting, frozenset()))
            colours[minute] = (one.setting, others | one.adults - away)
    for taken in problem.blocked:
        for minute in range(taken.start, taken.end) if taken.day is day else ():
            colours.pop(minute, None)
    return colours


def _runs(problem: WeekProblem, day: Day, colours: dict[int, _Colour]) -> Iterator[tuple[int, int]]:
    """Minutes of one colour, as long as no moment comes between them."""
    turns = {one.at for one in problem.moments if one.day is day}
    start = None
    for minute in range(24 * 60 + 1):
        changes = colours.get(minute) != colours.get(minute - 1) or minute in turns
        if start is not None and changes:
            yield start, minute
            start = None
        if start is None and minute in colours:
            start = minute


def _at_parts(problem: WeekProblem, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut at the ends of the parts of the day, where an hour is left on both sides."""
    for edge in problem.rules.part_ends:
        if edge - start >= 60 and end - edge >= 60:
            yield start, edge
            start = edge
    yield start, end

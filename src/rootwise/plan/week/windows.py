"""A week cut into windows: pieces of a day in which nothing changes, so that only their length decides what they hold (§13).

A dose takes its minutes and the rest before it: its span. A window holds a set of doses exactly when their spans fit into its slots, in
whatever order; therefore no solver has to look at clock times.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from rootwise.case.vocabulary import Day, Moment, Setting
from rootwise.plan.rules import Way
from rootwise.plan.week.problem import Need, WeekProblem, WeekRules

_SHORTEST_PIECE = 60  # minutes: a window is not cut at a part of the day into less than that


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of one day with one setting and the same adults. Slots are counted back from its end."""

    day: Day
    start: int
    end: int
    setting: Setting
    adults: frozenset[str]
    part: int  # of the day
    slots: int
    late_slots: int  # the last of them, too close to sleep for what does not help to sleep
    starts_with: frozenset[Moment]
    ends_with: frozenset[Moment]
    ends_the_day: bool  # the last sleep of the day follows, not a nap


@dataclass(frozen=True, slots=True)
class Option:
    """A need done in one way in one window, at most so many times."""

    window: int
    need: int
    way: Way
    most: int


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    setting: Setting
    adults: frozenset[str]


def span(need: Need, rules: WeekRules) -> int:
    """Slots that one dose takes, the rest before it included."""
    return slots_of(need.minutes, rules)


def slots_of(minutes: int, rules: WeekRules) -> int:
    """Slots that a dose of so many minutes takes, the rest before it included."""
    return taken(minutes, rules) // rules.slot_minutes + -(-rules.gap_minutes // rules.slot_minutes)


def taken(minutes: int, rules: WeekRules) -> int:
    """Minutes from the start of a dose to the end of its span: whole slots, so that doses begin at times people can keep in mind."""
    return -(-minutes // rules.slot_minutes) * rules.slot_minutes


def windows(problem: WeekProblem) -> tuple[Window, ...]:
    """Every window of the week, day by day from morning to night."""
    return tuple(one for day in Day for one in _of_day(problem, day))


def options(problem: WeekProblem, held: tuple[Window, ...]) -> tuple[Option, ...]:
    """Every way to do every need in every window that allows it (hard rules of place, adult, sleep)."""
    found = []
    for number, window in enumerate(held):
        for place, need in enumerate(problem.needs):
            room = window.slots if need.is_calm else window.slots - window.late_slots
            most = min(need.per_day, room // span(need, problem.rules))
            if most < 1 or (need.is_for_bedtime and not window.ends_the_day):
                continue
            found += [Option(number, place, way, most) for way in need.ways if _is_possible(way, need, window)]
    return tuple(found)


def _is_possible(way: Way, need: Need, window: Window) -> bool:
    """Whether place and adults are there; for some needs another adult as well."""
    if need.needs_another_adult and not window.adults - {way.adult}:
        return False
    return way.setting is window.setting and (way.adult is None or way.adult in window.adults)


def _of_day(problem: WeekProblem, day: Day) -> Iterator[Window]:
    at = sorted(one.at for one in problem.moments if one.day is day)
    pieces = [cut for one in _merged(_pieces(problem, day), at) for cut in _cut(one, problem.rules)]
    for number, piece in enumerate(pieces):
        before = pieces[number - 1].start if number else -1
        after = pieces[number + 1].start if number + 1 < len(pieces) else 1 << 30
        yield _window(problem, day, piece, before=before, after=after)


def _pieces(problem: WeekProblem, day: Day) -> Iterator[_Piece]:
    awake = [one for one in problem.awake if one.day is day]
    blocked = [one for one in problem.blocked if one.day is day]
    away = {one.id for one in problem.carers if day in one.away}
    borders = [(one.start, one.end) for one in awake] + [(one.start, one.end) for one in blocked]
    edges = {edge for border in borders for edge in border} | {one.at for one in problem.moments if one.day is day}
    for start, end in pairwise(sorted(edges)):
        here = [one for one in awake if one.start <= start and end <= one.end]
        if here and not any(one.start <= start and end <= one.end for one in blocked):
            yield _Piece(start, end, here[0].setting, frozenset().union(*(one.adults for one in here)) - away)


def _merged(pieces: Iterator[_Piece], moments: list[int]) -> list[_Piece]:
    found: list[_Piece] = []
    for one in pieces:
        last = found[-1] if found else None
        same = last is not None and (last.end, last.setting, last.adults) == (one.start, one.setting, one.adults)
        if last is not None and same and one.start not in moments:
            found[-1] = _Piece(last.start, one.end, one.setting, one.adults)
        else:
            found.append(one)
    return found


def _cut(piece: _Piece, rules: WeekRules) -> Iterator[_Piece]:
    start = piece.start
    for edge in rules.part_ends:
        if start + _SHORTEST_PIECE <= edge <= piece.end - _SHORTEST_PIECE:
            yield _Piece(start, edge, piece.setting, piece.adults)
            start = edge
    yield _Piece(start, piece.end, piece.setting, piece.adults)


def _window(problem: WeekProblem, day: Day, piece: _Piece, *, before: int, after: int) -> Window:
    rules = problem.rules
    today = [one for one in problem.moments if one.day is day]
    late = [
        piece.end - max(piece.start, one.at - rules.wind_down_minutes) for one in today if one.what is Moment.SLEEP and one.at >= piece.end
    ]
    ends_with = {one.what for one in today if piece.end <= one.at <= min(piece.end + rules.near_minutes, after)}
    night = max((one.at for one in today if one.what is Moment.SLEEP), default=-1)
    starts_with = {one.what for one in today if max(piece.start - rules.near_minutes, before + 1) <= one.at <= piece.start}
    slots = (piece.end - piece.start) // rules.slot_minutes
    middle = (piece.start + piece.end) / 2
    return Window(
        day=day,
        start=piece.start,
        end=piece.end,
        setting=piece.setting,
        adults=piece.adults,
        part=next((number for number, end in enumerate(rules.part_ends) if middle < end), len(rules.part_ends) - 1),
        slots=slots,
        late_slots=min(slots, max(0, -(-max(late, default=0) // rules.slot_minutes))),
        starts_with=frozenset(starts_with) & {Moment.WAKING},
        ends_with=frozenset(ends_with) - {Moment.WAKING},
        ends_the_day=piece.end <= night <= min(piece.end + rules.near_minutes, after),
    )

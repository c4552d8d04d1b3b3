"""From windows to clock times (§13): within each window the doses get their places, the same time every day where there is room.

The order in a window is fixed first: what helps at waking, then what does not help to sleep, then the rest, and last what helps with the
moment that ends the window. Then the best places for that order are found exactly, slot by slot.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rootwise.plan.rules import Way
from rootwise.plan.week.problem import Dose, WeekProblem
from rootwise.plan.week.tally import Edge, Tally
from rootwise.plan.week.windows import Window, span, taken

_NOT_AS_USUAL = 1000.0


@dataclass(frozen=True, slots=True)
class _Item:
    """One dose in a window: the slots it takes, where it must or would like to end (minutes since midnight)."""

    need: int
    way: Way
    size: int
    edge: Edge | None
    wanted: int | None


def laid_out(tally: Tally, *, last: Sequence[Dose] = ()) -> tuple[Dose, ...]:
    """Every placed dose with its time. `last`: last week's doses, whose times are kept where they can be."""
    in_window: defaultdict[int, list[tuple[int, Way]]] = defaultdict(list)
    for option, count in tally.placed.items():
        in_window[option.window] += [(option.need, option.way)] * count
    usual: defaultdict[tuple[int, int], Counter[int]] = defaultdict(Counter)
    doses: list[Dose] = []
    for number in sorted(in_window, key=lambda one: (-len(in_window[one]), one)):
        window = tally.windows[number]
        items = _items(tally, number, in_window[number], usual, last)
        for item, end in zip(items, _ends(items, window, tally.problem), strict=True):
            need = tally.problem.needs[item.need]
            usual[item.need, window.part][end] += 1
            start = end - taken(need.minutes, tally.problem.rules)
            doses.append(Dose(window.day, start, need.activity, need.minutes, window.setting, item.way.adult))
    return tuple(sorted(doses, key=lambda one: one.order))


def _items(
    tally: Tally,
    number: int,
    placed: Sequence[tuple[int, Way]],
    usual: dict[tuple[int, int], Counter[int]],
    last: Sequence[Dose],
) -> list[_Item]:
    window, problem = tally.windows[number], tally.problem
    free = {(edge, tally.at_edge[number, edge].need, tally.at_edge[number, edge].way) for edge in Edge if (number, edge) in tally.at_edge}
    items = []
    for need, way in sorted(placed, key=lambda one: (one[0], one[1].adult or "")):
        edge = next((one for one in Edge if (one, need, way) in free), None)
        free -= {(edge, need, way)} if edge else set()
        items.append(_Item(need, way, span(problem.needs[need], problem.rules), edge, None))
    kept = _kept_times(items, window, problem, last)
    wanted = [kept.get(place) or _most_usual(usual[item.need, window.part]) for place, item in enumerate(items)]
    items = [_Item(one.need, one.way, one.size, one.edge, want) for one, want in zip(items, wanted, strict=True)]
    return sorted(items, key=lambda one: _order(one, problem, window))


def _order(item: _Item, problem: WeekProblem, window: Window) -> tuple[int, int, int]:
    if item.edge is Edge.START:
        group = 0
    elif item.edge is Edge.END:
        group = 3
    else:
        group = 2 if window.late_slots and problem.needs[item.need].is_calm else 1
    return group, item.wanted if item.wanted is not None else window.end, item.need


def _kept_times(items: Sequence[_Item], window: Window, problem: WeekProblem, last: Sequence[Dose]) -> dict[int, int]:
    """For each item the end of the span it had last week in this window, if it had one; what lies at an edge gets the one nearest to it."""
    there = [one for one in last if one.day is window.day and window.start <= one.start and one.end <= window.end]
    there.sort(key=lambda one: one.start)
    found = {}
    for place in sorted(range(len(items)), key=lambda one: items[one].edge is None):
        item = items[place]
        mine = [one for one in there if (one.activity, one.adult) == (problem.needs[item.need].activity, item.way.adult)]
        if mine:
            kept = mine[-1] if item.edge is Edge.END else mine[0]
            there.remove(kept)
            found[place] = kept.start + taken(kept.minutes, problem.rules)
    return found


def _most_usual(ends: Counter[int]) -> int | None:
    return max(ends, key=lambda one: (ends[one], -one)) if ends else None


def _ends(items: Sequence[_Item], window: Window, problem: WeekProblem) -> list[int]:
    """The minute at which each item ends, in their order: the cheapest way to put them one after another."""
    slots, step = window.slots, problem.rules.slot_minutes
    first = window.end - slots * step
    even = _even(items, slots)
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]  # by the slot after the last item: cost, and that slot before it
    for place, item in enumerate(items):
        found: dict[int, tuple[float, int]] = {}
        for end in range(item.size, slots + 1):
            begins = [(cost, slot) for slot, (cost, _) in best[-1].items() if slot <= end - item.size]
            if begins and _may_end(item, end, window, problem):
                cost, slot = min(begins)
                found[end] = (cost + _regret(item, first + end * step, abs(end - even[place])), slot)
        best.append(found)
    ends: list[int] = []
    slot = min(best[-1], key=lambda one: (best[-1][one][0], one)) if items else 0
    for found in reversed(best[1:]):
        ends.append(first + slot * step)
        slot = found[slot][1]
    return ends[::-1]


def _even(items: Sequence[_Item], slots: int) -> list[int]:
    """Where each item would end if the free time were shared out."""
    free = slots - sum(one.size for one in items)
    ends, used = [], 0
    for place, item in enumerate(items):
        used += item.size
        ends.append(used + free * (place + 1) // (len(items) + 1))
    return ends


def _may_end(item: _Item, end: int, window: Window, problem: WeekProblem) -> bool:
    if item.edge is Edge.START:
        return end == item.size
    if item.edge is Edge.END:
        return end == window.slots
    return problem.needs[item.need].is_calm or end <= window.slots - window.late_slots


def _regret(item: _Item, end: int, off_even: int) -> float:
    if item.wanted is not None:
        return 0.0 if end == item.wanted else _NOT_AS_USUAL + abs(end - item.wanted)
    return float(off_even)

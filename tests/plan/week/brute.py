"""The best week of a tiny problem by trying all of them: every dose in every window, in every order, at every slot (§13).

Nothing of the solver is used here, neither its windows nor its cost: both are written again from the definition. A day is painted
minute by minute; whether doses fit into a window, and which of them can lie at its edges, is tried out slot by slot.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations_with_replacement, product
from typing import NamedTuple

from rootwise.case.vocabulary import Day, Moment
from rootwise.plan.rules import Way
from rootwise.plan.week.problem import Dose, Need, WeekProblem
from tests.plan.week.rooms import Room, rooms

START, END = "start", "end"
DAYS = list(Day)


class Rank(NamedTuple):
    """What decides between two weeks, one after the other; lower is better."""

    unplaced: int
    moved: int
    cost: int


class Placed(NamedTuple):
    """One dose in a window; `edge` where it lies at one and helps with the moment there."""

    need: int
    way: Way
    room: int
    edge: str | None = None


@dataclass(frozen=True)
class Brute:
    """All weeks of one problem. `last`: last week's doses."""

    problem: WeekProblem
    last: tuple[Dose, ...] = ()
    _found: dict[tuple[tuple[Placed, ...], int], frozenset[tuple[Placed, ...]]] = field(default_factory=dict)

    @cached_property
    def rooms(self) -> list[Room]:
        return rooms(self.problem)

    def best(self) -> Rank:
        """The best rank of all weeks."""
        best: Rank | None = None
        for doses in self._weeks():
            unplaced = self._unplaced(doses)
            if best is None or unplaced <= best.unplaced:
                found = (Rank(unplaced, self._moved(one), self._cost(one)) for one in self._with_edges(doses))
                best = min(found if best is None else (best, *found), default=best)
        assert best is not None
        return best

    def rank_of(self, doses: Sequence[Dose]) -> Rank:
        """The rank of a week that is there, by its clock times."""
        there = [[Placed(*place, edge) for edge in self._choices(place[0], edges)] for place, edges in map(self._there, doses)]
        return min(Rank(self._unplaced(one), self._moved(one), self._cost(one)) for one in product(*there))

    def _choices(self, number: int, edges: tuple[str, ...]) -> tuple[str | None, ...]:
        """At which edge a dose may be said to lie: what only answers moments has to, everything else need not."""
        return edges if self.problem.needs[number].only_at_moments else (None, *edges)

    @property
    def weeks(self) -> int:
        """How many there are, before anybody looks whether the doses fit."""
        total = 1
        for number in range(len(self.problem.needs)):
            total *= len(self._tries(number))
        return total

    def _tries(self, number: int) -> list[tuple[Placed, ...]]:
        """All or some doses of one need in whatever windows allow it, the most doses first."""
        need = self.problem.needs[number]
        places = [
            Placed(number, way, place)
            for place, room in enumerate(self.rooms)
            for way in need.ways
            if way.setting is room.setting and (way.adult is None or way.adult in room.adults)
            if need.before != {Moment.SLEEP} or room.leads_to_night
            if not need.needs_another_adult or room.adults - {way.adult}
        ]
        tries = (chosen for doses in range(need.doses, -1, -1) for chosen in combinations_with_replacement(places, doses))
        return [one for one in tries if max(Counter(self.rooms[each.room].day for each in one).values(), default=0) <= need.per_day]

    def _weeks(self) -> Iterator[tuple[Placed, ...]]:
        for chosen in product(*(self._tries(number) for number in range(len(self.problem.needs)))):
            doses = tuple(one for mine in chosen for one in mine)
            if self._adults_can(doses):
                yield doses

    def _adults_can(self, doses: tuple[Placed, ...]) -> bool:
        given: Counter[tuple[str, Day]] = Counter()
        for one in doses:
            if one.way.adult is not None:
                given[one.way.adult, self.rooms[one.room].day] += self.problem.needs[one.need].minutes
        return all(minutes <= self.problem.carer[adult].minutes for (adult, _), minutes in given.items())

    def _with_edges(self, doses: tuple[Placed, ...]) -> Iterator[tuple[Placed, ...]]:
        """The same doses with every choice of what lies at the edges of its window; none where they do not fit."""
        by_room: dict[int, list[Placed]] = {}
        for one in doses:
            by_room.setdefault(one.room, []).append(one)
        for choice in product(*(self._laid(tuple(mine), 0) for mine in by_room.values())):
            yield tuple(one for room in choice for one in room)

    def _laid(self, doses: tuple[Placed, ...], slot: int) -> frozenset[tuple[Placed, ...]]:
        """What can lie at the edges of one window when its doses are laid from a slot on, in every order and at every slot."""
        if (doses, slot) not in self._found:
            laid = {tuple(sorted(one, key=str)) for one in self._orders(doses, slot)}
            self._found[doses, slot] = frozenset(laid)
        return self._found[doses, slot]

    def _orders(self, doses: tuple[Placed, ...], slot: int) -> Iterator[tuple[Placed, ...]]:
        if not doses:
            yield ()
        for number, one in enumerate(doses):
            room, need = self.rooms[one.room], self.problem.needs[one.need]
            size = self._size(need)
            for first in range(slot, room.slots - size + 1):
                end = room.end - (room.slots - first - size) * self.problem.rules.slot_minutes
                if self._lets_sleep(need, room, end):
                    others = self._laid(doses[:number] + doses[number + 1 :], first + size)
                    marks = self._choices(one.need, self._edges(need, room, first, end))
                    yield from ((one._replace(edge=edge), *rest) for rest in others for edge in marks)

    def _size(self, need: Need) -> int:
        """Slots of a dose and of the rest before it, each in whole slots."""
        return self._slots(need.minutes) + self._slots(self.problem.rules.gap_minutes)

    def _slots(self, minutes: int) -> int:
        return minutes // self.problem.rules.slot_minutes + (minutes % self.problem.rules.slot_minutes > 0)

    def _lets_sleep(self, need: Need, room: Room, end: int) -> bool:
        winding_down = self.problem.rules.wind_down_minutes
        return Moment.SLEEP in need.before or all(end <= at - winding_down or end > at for at in room.sleeps)

    def _edges(self, need: Need, room: Room, first: int, end: int) -> tuple[str, ...]:
        """The edges of its window at which a dose lies, where that helps with a moment."""
        winding_down = any(room.end <= at < room.end + self.problem.rules.wind_down_minutes for at in room.sleeps)
        calm = Moment.SLEEP in need.before
        at_start = first == 0 and room.wakes and Moment.WAKING in need.before and not (calm and winding_down)
        at_end = end == room.end and bool(need.before & room.leads_to) and (calm or not winding_down)
        return (START,) * at_start + (END,) * at_end

    def _there(self, dose: Dose) -> tuple[tuple[int, Way, int], tuple[str, ...]]:
        """Which dose of which need, in which window and at which edges of it, a dose with a clock time is."""
        number = next(number for number, need in enumerate(self.problem.needs) if need.activity == dose.activity)
        place = next(place for place, room in enumerate(self.rooms) if room.holds(dose))
        need, room = self.problem.needs[number], self.rooms[place]
        end = dose.start + self._slots(dose.minutes) * self.problem.rules.slot_minutes
        first_end = room.end - (room.slots - self._size(need)) * self.problem.rules.slot_minutes
        return (number, Way(dose.setting, dose.adult), place), self._edges(need, room, 0 if end == first_end else 1, end)

    def _unplaced(self, doses: tuple[Placed, ...]) -> int:
        done = Counter(one.need for one in doses)
        return sum(need.importance * (need.doses - done[number]) for number, need in enumerate(self.problem.needs))

    def _moved(self, doses: tuple[Placed, ...]) -> int:
        """Doses of last week that are not done any more, or not in the same way, window and place of it."""
        return len(self.last) - (self._last & Counter(doses)).total()

    @cached_property
    def _last(self) -> Counter[Placed]:
        names = {need.activity for need in self.problem.needs}
        stays = (one for one in self.last if one.activity in names and any(room.holds(one) for room in self.rooms))
        found = map(self._there, stays)
        return Counter(Placed(*there, END if END in edges else START if START in edges else None) for there, edges in found)

    def _cost(self, doses: tuple[Placed, ...]) -> int:
        each = sum(self._cost_alone(one) for one in doses)
        return each + self._cost_of_parts(doses) + self._cost_of_neighbours(doses)

    def _cost_alone(self, one: Placed) -> int:
        need = self.problem.needs[one.need]
        cost = 6 * (one.way.setting is not need.ways[0].setting) + 4 * (one.way.adult != need.ways[0].adult)
        turned_to = {carer.id for carer in self.problem.carers if carer.child_turns_to}
        if turned_to and one.way.adult is not None and one.way.adult not in turned_to:
            cost += 1
        if need.before and one.edge is None:
            cost += 4 if need.before == {Moment.SLEEP} else 3
        return cost

    def _cost_of_parts(self, doses: tuple[Placed, ...]) -> int:
        part = {place: room.part for place, room in enumerate(self.rooms)}
        day = {place: room.day for place, room in enumerate(self.rooms)}
        used = {(one.need, part[one.room]) for one in doses}
        edges = {(one.need, part[one.room], one.edge) for one in doses if one.edge}
        again = Counter((one.need, day[one.room], part[one.room]) for one in doses)
        kinds = Counter(part for _, part in used)
        crowded = sum(max(0, count - self.problem.rules.full_part) for count in kinds.values())
        return 2 * len(used) + len(edges) + 2 * sum(count - 1 for count in again.values()) + 2 * crowded

    def _cost_of_neighbours(self, doses: tuple[Placed, ...]) -> int:
        cost = 0
        for number, need in enumerate(self.problem.needs):
            days = {DAYS.index(self.rooms[one.room].day) for one in doses if one.need == number}
            cost += sum(day + 1 in days for day in days) * (need.days <= self.problem.rules.few_days)
        return cost

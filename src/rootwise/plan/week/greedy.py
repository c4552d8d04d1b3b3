"""A week by hand: one dose after another, each where it costs least at that moment. The start of the solver, and what it must beat."""

from collections import Counter
from collections.abc import Sequence

from rootwise.case.vocabulary import Day
from rootwise.plan.week.problem import WeekProblem
from rootwise.plan.week.tally import Tally
from rootwise.plan.week.windows import Option, Window, options, span, windows


def greedy(problem: WeekProblem) -> Tally:
    """A week that keeps every limit; what finds no place is left out.

    What serves essential domains comes first; among equals once the order of the plan decides, once the length, once how few places there
    are. The best of the three weeks counts.
    """
    held = windows(problem)
    every = options(problem, held)
    places = Counter(one.need for one in every)
    needs = range(len(problem.needs))
    orders = (
        sorted(needs, key=lambda one: -problem.needs[one].importance),
        sorted(needs, key=lambda one: (-problem.needs[one].importance, -problem.needs[one].minutes)),
        sorted(needs, key=lambda one: (-problem.needs[one].importance, places[one] / max(problem.needs[one].doses, 1))),
    )
    return min((_filled(problem, held, every, order) for order in orders), key=lambda one: one.rank)


def _filled(problem: WeekProblem, held: tuple[Window, ...], every: tuple[Option, ...], order: Sequence[int]) -> Tally:
    tally = Tally(problem, held)
    room = {number: window.slots for number, window in enumerate(held)}
    early = {number: window.slots - window.late_slots for number, window in enumerate(held)}
    minutes: Counter[tuple[str, Day]] = Counter()
    for number in order:
        need = problem.needs[number]
        size = span(need, problem.rules)
        mine = [one for one in every if one.need == number]
        for _ in range(need.doses):
            able = [
                one
                for one in mine
                if room[one.window] >= size
                and (need.is_calm or early[one.window] >= size)
                and (not need.only_at_moments or tally.free_edge(one) is not None)
                and tally.doses_on(number, held[one.window].day) < need.per_day
                and _can_give(problem, one, held[one.window].day, minutes, need.minutes)
            ]
            if not able:
                break
            chosen = min(able, key=lambda one: (_added(tally, one), tally.doses_on(number, held[one.window].day), one.window))
            tally.add(chosen, tally.free_edge(chosen))
            room[chosen.window] -= size
            early[chosen.window] = min(early[chosen.window] - (0 if need.is_calm else size), room[chosen.window])
            if chosen.way.adult is not None:
                minutes[chosen.way.adult, held[chosen.window].day] += need.minutes
    return tally


def _can_give(problem: WeekProblem, option: Option, day: Day, given: Counter[tuple[str, Day]], minutes: int) -> bool:
    adult = option.way.adult
    return adult is None or given[adult, day] + minutes <= problem.carer[adult].minutes


def _added(tally: Tally, option: Option) -> int:
    return tally.added_cost(option, tally.free_edge(option))

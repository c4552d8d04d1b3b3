"""One week, as good as it can be made in the time there is (§13): greedy first, then HiGHS, and the better of the two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rootwise.plan.week.greedy import greedy
from rootwise.plan.week.layout import laid_out
from rootwise.plan.week.problem import Dose, WeekProblem
from rootwise.plan.week.programme import WeekProgramme, week_programme
from rootwise.plan.week.tally import Tally

SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Solved:
    """A week and what is proven of it.

    `proven`: no better week exists. `surely_unplaced`: it is proven that not everything can have a place. `gap`: how far below its cost a
    better week could lie, as a share of the cost.
    """

    doses: tuple[Dose, ...]
    unplaced: Mapping[str, int]
    objective: int
    gap: float
    proven: bool
    surely_unplaced: bool


def solve(problem: WeekProblem, *, last: Sequence[Dose] = (), seconds: float = SECONDS) -> Solved:
    """Place the doses of one week.

    The objectives come one after another: as little as possible without a place, by importance; with `last`, as little as possible moved
    out of its window; then the fewest unmet wishes.

    Parameters
    ----------
    last : last week's doses
    seconds : for each of the objectives

    Raises
    ------
    SolverFailure
        The solver ended with a status that is no result.
    """
    made = week_programme(problem, last=last)
    best = greedy(problem)
    stages = [made.unplaced_costs, *([made.moved_costs] if made.kept else []), made.wish_costs]
    values, proven, lowest_unplaced, bound = made.values_of(best), True, 0, 0
    for number, costs in enumerate(stages):
        if number == 0 and best.unplaced_weight == 0:
            made.programme.row(costs, most=0)  # everything has a place already: nothing to prove
            continue
        outcome = made.programme.minimise(costs, seconds=seconds, start=values)
        proven, bound = proven and outcome.proven, outcome.bound
        if outcome.values is not None and _value(costs, outcome.values) <= _value(costs, values):
            values = list(outcome.values)
        lowest_unplaced = outcome.bound if number == 0 else lowest_unplaced
        if number + 1 < len(stages):
            made.programme.row(costs, most=_value(costs, values))
    return _solved(made, values, last, proven=proven, bound=bound, surely_unplaced=lowest_unplaced > 0)


def _solved(made: WeekProgramme, values: Sequence[int], last: Sequence[Dose], *, proven: bool, bound: int, surely_unplaced: bool) -> Solved:
    week: Tally = made.tally_of(values)
    gap = 0.0 if proven else max(week.cost - bound, 0) / max(week.cost, 1)
    return Solved(laid_out(week, last=last), week.unplaced, week.cost, gap, proven, surely_unplaced)


def _value(costs: Mapping[int, int], values: Sequence[int]) -> int:
    return sum(cost * values[column] for column, cost in costs.items())

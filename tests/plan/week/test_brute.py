"""§13 The solver against all weeks there are: on hundreds of tiny problems nothing better exists, and the checker accepts every week."""

from dataclasses import replace
from functools import cache
from random import Random

import pytest

from rootwise.case.vocabulary import Day, Moment, Setting
from rootwise.plan.rules import Way
from rootwise.plan.week.checker import violations
from rootwise.plan.week.problem import Awake, Carer, DayMoment, Dose, Need, WeekProblem
from rootwise.plan.week.solve import Solved, solve
from rootwise.plan.week.windows import Window, windows
from tests.plan.week.brute import Brute, Rank
from tests.plan.week.rooms import Room, rooms
from tests.plan.week.tiny import changed, tiny_problem

MOST_WEEKS = 4000  # problems with more are left out: the others are tried within a tenth of a second each
BLOCK = 25
BLOCKS = [range(first, first + BLOCK) for first in range(0, 400, BLOCK)]
MORNING = WeekProblem(
    needs=(
        Need(
            "rocking", 10, per_day=1, days=1, ways=(Way(Setting.HOME, "ada"), Way(Setting.HOME, "ben")), before=frozenset({Moment.SCHOOL})
        ),
        Need("drumming", 10, per_day=1, days=1, ways=(Way(Setting.HOME, "ada"),), before=frozenset({Moment.SCHOOL}), importance=2),
    ),
    awake=(Awake(Day.MONDAY, 480, 540, Setting.HOME, frozenset({"ada", "ben"})),),
    blocked=(),
    moments=(DayMoment(Day.MONDAY, 540, Moment.SCHOOL),),
    carers=(Carer("ada", 20, child_turns_to=True), Carer("ben", 20)),
)


def test_the_best_morning_is_the_one_found_by_hand() -> None:
    """One of them right before school (used a part 2, an edge 1), the other somewhere before it (2, and 3 for the moment it misses)."""
    assert Brute(MORNING).best() == Rank(unplaced=0, moved=0, cost=3 + 5)


def test_the_best_short_morning_is_the_one_found_by_hand() -> None:
    """Ada has minutes for one: Ben, who was not planned and whom the child does not turn to, does the other, for 5 more."""
    short = replace(MORNING, carers=(Carer("ada", 19, child_turns_to=True), Carer("ben", 20)))
    assert Brute(short).best() == Rank(unplaced=0, moved=0, cost=3 + 5 + 4 + 1)


def test_the_best_morning_of_twenty_five_minutes_leaves_out_what_matters_less() -> None:
    little = replace(MORNING, awake=(Awake(Day.MONDAY, 515, 540, Setting.HOME, frozenset({"ada", "ben"})),))
    assert Brute(little).best() == Rank(unplaced=1, moved=0, cost=3)


def test_a_dose_of_last_week_stays_where_it_was_though_that_costs_more() -> None:
    last = Dose(Day.MONDAY, 500, "drumming", 10, Setting.HOME, "ada")
    alone = replace(MORNING, needs=MORNING.needs[1:])
    assert Brute(alone, last=(last,)).best() == Rank(unplaced=0, moved=0, cost=5)
    assert Brute(alone, last=(replace(last, start=470),)).best() == Rank(unplaced=0, moved=1, cost=3)


def test_the_edge_goes_to_the_adult_who_was_not_elsewhere_before() -> None:
    """Ada keeps her time in the middle, so the dose right before school is Ben's."""
    both = replace(MORNING, needs=(replace(MORNING.needs[0], per_day=2),), carers=(Carer("ada", 10), Carer("ben", 10)))
    last = (Dose(Day.MONDAY, 500, "rocking", 10, Setting.HOME, "ada"),)
    assert Brute(both, last).best() == Rank(unplaced=0, moved=0, cost=2 + 1 + 3 + 2 + 4)
    _require_best(both, last, solve(both, last=last), seed=0)


@cache
def tiny(seed: int) -> WeekProblem | None:
    problem = tiny_problem(seed)
    return problem if Brute(problem).weeks <= MOST_WEEKS else None


@pytest.mark.parametrize("seeds", BLOCKS, ids=str)
def test_a_day_is_cut_into_the_windows_that_are_painted(seeds: range) -> None:
    def seen(one: Window | Room) -> tuple[object, ...]:
        return (one.day, one.start, one.end, one.setting, one.adults, one.part, one.slots)

    for problem in map(tiny_problem, seeds):
        ours, painted = windows(problem), rooms(problem)
        assert [seen(one) for one in ours] == [seen(one) for one in painted]
        assert [one.ends_the_day for one in ours] == [one.leads_to_night for one in painted]
        assert [one.ends_with for one in ours] == [one.leads_to for one in painted]
        assert [bool(one.starts_with) for one in ours] == [one.wakes for one in painted]


@pytest.mark.parametrize("seeds", BLOCKS, ids=str)
def test_no_week_is_better_than_the_one_that_is_found(seeds: range) -> None:
    for seed in seeds:
        if (problem := tiny(seed)) is not None:
            _require_best(problem, (), solve(problem), seed)


@pytest.mark.parametrize("seeds", BLOCKS, ids=str)
def test_after_a_change_no_week_keeps_more_of_the_last_one(seeds: range) -> None:
    for seed in seeds:
        if tiny(seed) is None:
            continue
        problem, last = changed(Random(seed), tiny_problem(seed), solve(tiny_problem(seed)).doses)
        if Brute(problem).weeks <= MOST_WEEKS:
            _require_best(problem, last, solve(problem, last=last), seed)


def _require_best(problem: WeekProblem, last: tuple[Dose, ...], solved: Solved, seed: int) -> None:
    brute = Brute(problem, last)
    best = brute.best()
    said = f"seed {seed}: the best is {best}, found was {brute.rank_of(solved.doses)} for a cost of {solved.objective}"
    unplaced = sum(one.importance * solved.unplaced.get(one.activity, 0) for one in problem.needs)
    assert violations(problem, solved.doses, solved.unplaced) == [], said
    assert brute.rank_of(solved.doses) == best, said
    assert (unplaced, solved.objective) == (best.unplaced, best.cost), said
    assert (solved.proven, solved.gap, solved.surely_unplaced) == (True, 0.0, best.unplaced > 0), said


def test_the_tiny_problems_are_worth_trying() -> None:
    """Most of them have something to decide, in all have a place in some and not in others, and every kind of moment is there."""
    problems = [problem for seeds in BLOCKS[:8] for seed in seeds if (problem := tiny(seed)) is not None and Brute(problem).weeks >= 10]
    best = [Brute(problem).best() for problem in problems]
    moments = {moment for problem in problems for room in rooms(problem) for moment in (*room.leads_to, room.wakes)}
    assert len(problems) >= 100
    assert sum(one.unplaced > 0 for one in best) >= 40
    assert sum(one.unplaced == 0 for one in best) >= 40
    assert moments == {Moment.SLEEP, Moment.SCHOOL, Moment.MEAL, True, False}

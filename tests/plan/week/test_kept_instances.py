"""§13 The weeks of the benchmark, from small to hard: whatever time there is, the checker accepts them and none is below the greedy one."""

from pathlib import Path

import pytest
from pydantic import TypeAdapter

from rootwise.plan.week.checker import violations
from rootwise.plan.week.greedy import greedy
from rootwise.plan.week.layout import laid_out
from rootwise.plan.week.problem import WeekProblem
from rootwise.plan.week.solve import solve

KEPT = sorted((Path(__file__).parents[3] / "benchmarks" / "week_instances").glob("*.json"))
_PROBLEM = TypeAdapter(WeekProblem)


def test_there_are_enough_of_them_and_of_all_sizes() -> None:
    problems = [_PROBLEM.validate_json(one.read_bytes()) for one in KEPT]
    doses = [sum(need.doses for need in one.needs) / 7 for one in problems]
    settings = [len({way.setting for need in one.needs for way in need.ways}) for one in problems]
    assert len(KEPT) >= 30
    assert (min(doses) <= 11, max(doses) >= 60) == (True, True)
    assert {len(one.carers) for one in problems} == {1, 2, 3, 4}
    assert set(settings) == {2, 3, 4}


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_the_greedy_week_keeps_every_rule(path: Path) -> None:
    problem = _PROBLEM.validate_json(path.read_bytes())

    by_hand = greedy(problem)

    assert violations(problem, laid_out(by_hand), by_hand.unplaced) == []


@pytest.mark.parametrize("path", KEPT[::4], ids=lambda path: path.stem)
def test_a_hurried_week_keeps_every_rule_and_is_no_worse_than_the_greedy_one(path: Path) -> None:
    problem = _PROBLEM.validate_json(path.read_bytes())

    solved = solve(problem, seconds=0.3)

    unplaced = sum(need.importance * solved.unplaced.get(need.activity, 0) for need in problem.needs)
    assert violations(problem, solved.doses, solved.unplaced) == []
    assert (unplaced, solved.objective) <= greedy(problem).rank

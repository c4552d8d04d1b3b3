"""§13 The solver: every week keeps the limits, is no worse than the greedy one, and changes little when little changes."""

from dataclasses import replace
from unittest.mock import patch

import highspy
import pytest

from rootwise.case.vocabulary import Day, Moment, Setting
from rootwise.plan.week.build import moved
from rootwise.plan.week.checker import violations
from rootwise.plan.week.greedy import greedy
from rootwise.plan.week.highs import Programme, SolverFailure
from rootwise.plan.week.problem import Blocked, Carer, DayMoment, Dose, Need, WeekProblem
from rootwise.plan.week.solve import solve
from tests.plan.week.family_week import BEDTIME, DRUMMING, MOTHER, PUSHING, ROCKING, THERAPY, WALKING, WEEK, at, awake


@pytest.fixture(scope="module")
def week() -> tuple[Dose, ...]:
    return solve(WEEK).doses


def of(doses: tuple[Dose, ...], need: Need) -> list[Dose]:
    return [one for one in doses if one.activity == need.activity]


def test_everything_has_a_place_and_the_checker_accepts_it(week: tuple[Dose, ...]) -> None:
    assert len(week) == sum(one.doses for one in WEEK.needs)
    assert violations(WEEK, week, {}) == []


def test_it_is_proven_and_better_than_the_greedy_week() -> None:
    solved = solve(WEEK)

    assert solved.proven
    assert solved.gap == 0.0
    assert solved.objective < greedy(WEEK).cost


def test_the_same_week_comes_out_twice(week: tuple[Dose, ...]) -> None:
    assert solve(WEEK).doses == week


def test_bedtime_is_the_last_thing_of_every_day_at_the_same_distance_from_sleep(week: tuple[Dose, ...]) -> None:
    sleep = {one.day: one.at for one in WEEK.moments if one.what is Moment.SLEEP}

    assert {sleep[one.day] - one.start for one in of(week, BEDTIME)} == {25}
    assert all(one.end <= sleep[one.day] - 25 for one in week if one.activity != "bedtime")


def test_what_helps_with_demands_comes_right_before_them(week: tuple[Dose, ...]) -> None:
    assert [one.day for one in of(week, DRUMMING) if one.end == at("13:15")] == list(Day)[:5]
    assert {one.day for one in of(week, PUSHING) if one.end == at("16:00")} >= set(Day) - {Day.TUESDAY, Day.SATURDAY, Day.SUNDAY}


def test_what_is_the_same_every_day_is_at_the_same_time_where_the_days_are_alike() -> None:
    problem = replace(WEEK, blocked=(), needs=(BEDTIME, ROCKING, DRUMMING))
    alike = [Day.MONDAY, Day.WEDNESDAY, Day.FRIDAY]

    doses = solve(problem).doses

    assert len({tuple((one.start, one.activity, one.adult) for one in doses if one.day is day) for day in alike}) == 1


def test_a_limit_that_leaves_no_room_leaves_doses_out_and_says_that_this_is_sure() -> None:
    tight = replace(WEEK, carers=(Carer("mother", 30), Carer("partner", 0), Carer("teacher", 15)))

    solved = solve(tight)

    assert solved.surely_unplaced
    assert sum(solved.unplaced.values()) == sum(one.doses for one in WEEK.needs) - len(solved.doses)
    assert violations(tight, solved.doses, solved.unplaced) == []


def test_what_matters_most_is_placed_first() -> None:
    scarce = replace(
        WEEK, needs=(replace(WALKING, ways=(MOTHER,)), replace(BEDTIME, ways=(MOTHER,))), carers=(Carer("mother", 25), *WEEK.carers[1:])
    )

    assert set(solve(scarce).unplaced) == {"walking"}


def test_a_problem_without_any_place_is_all_unplaced() -> None:
    nowhere = WeekProblem((BEDTIME,), (), (), (), (Carer("mother", 60),))

    solved = solve(nowhere)

    assert (solved.doses, solved.unplaced, solved.surely_unplaced) == ((), {"bedtime": 7}, True)


def test_when_an_appointment_moves_only_what_it_meets_moves(week: tuple[Dose, ...]) -> None:
    changed = replace(WEEK, blocked=(replace(THERAPY, day=Day.WEDNESDAY), *WEEK.blocked[1:]))
    met = [one for one in week if one.day is Day.WEDNESDAY and one.start < THERAPY.end and THERAPY.start < one.end]

    after = solve(changed, last=week)

    told = moved(week, after.doses)
    assert {one.before for one in told} == set(met)
    assert violations(changed, after.doses, {}) == []


def test_when_an_adult_is_away_only_what_the_adult_carried_moves(week: tuple[Dose, ...]) -> None:
    mother, partner, teacher = WEEK.carers
    changed = replace(WEEK, carers=(replace(mother, minutes=100), replace(partner, away=frozenset({Day.SUNDAY})), teacher))
    carried = {one for one in week if one.adult == "partner" and one.day is Day.SUNDAY}

    after = solve(changed, last=week)

    assert carried
    assert {one.before for one in moved(week, after.doses)} == carried


def test_when_who_stays_cannot_carry_all_one_thing_more_moves_to_another_day(week: tuple[Dose, ...]) -> None:
    """On Sunday the mother has 80 minutes, and what is left for her is 90: something has to give."""
    mother, partner, teacher = WEEK.carers
    changed = replace(WEEK, carers=(mother, replace(partner, away=frozenset({Day.SUNDAY})), teacher))

    told = moved(week, solve(changed, last=week).doses)

    assert len(told) == 2
    assert sorted(one.before.day is one.after.day for one in told if one.before and one.after) == [False, True]


def test_nothing_moves_when_nothing_changes(week: tuple[Dose, ...]) -> None:
    assert moved(week, solve(WEEK, last=week).doses) == ()


def test_a_week_that_was_arranged_by_hand_is_kept() -> None:
    """Last week need not be one of ours, nor the best one."""
    problem = WeekProblem(
        (Need("walking", 10, 1, 1, (MOTHER,), frozenset({Moment.MEAL})),),
        (awake(Day.MONDAY, "09:00", "12:00", Setting.HOME, "mother"),),
        (),
        (DayMoment(Day.MONDAY, at("12:00"), Moment.MEAL),),
        (Carer("mother", 30),),
    )
    by_hand = (Dose(Day.MONDAY, at("10:05"), "walking", 10, Setting.HOME, "mother"),)

    assert solve(problem).doses[0].end == at("12:00")
    assert solve(problem, last=by_hand).doses == by_hand


def test_quiet_hours_stay_quiet() -> None:
    hour = Blocked(Day.SUNDAY, at("15:00"), at("17:00"))

    doses = solve(replace(WEEK, blocked=(*WEEK.blocked, hour))).doses

    assert not [one for one in doses if one.day is Day.SUNDAY and one.start < hour.end and hour.start < one.end]


def test_without_time_for_the_solver_the_greedy_week_comes_out_and_nothing_is_claimed() -> None:
    solved = solve(WEEK, seconds=0.0)

    assert violations(WEEK, solved.doses, solved.unplaced) == []
    assert (solved.objective <= greedy(WEEK).cost, solved.proven, solved.gap > 0) == (True, False, True)


def test_a_status_of_the_solver_that_is_no_result_is_an_error() -> None:
    programme = Programme()
    column = programme.column(1)
    programme.row({column: 1}, least=2)

    with pytest.raises(SolverFailure, match="Infeasible"):
        programme.minimise({column: 1}, seconds=1.0)


@pytest.mark.parametrize("status", ["kSolveError", "kUnknown", "kMemoryLimit", "kInterrupt", "kNotset"])
def test_every_other_status_is_an_error_as_well(status: str) -> None:
    programme = Programme()
    column = programme.column(1)
    programme.row({column: 1}, most=1)

    with (
        patch.object(highspy.Highs, "getModelStatus", lambda _: getattr(highspy.HighsModelStatus, status)),
        pytest.raises(SolverFailure, match="§13"),
    ):
        programme.minimise({column: 1}, seconds=1.0)

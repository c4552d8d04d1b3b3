"""§13 Conflicts: needs and limits that do not go together, each of them needed for the conflict, in words."""

from dataclasses import replace

from rootwise.case.vocabulary import Day
from rootwise.plan.week.conflict import Judge, Names, conflicts
from rootwise.plan.week.problem import Blocked, Carer, WeekProblem
from rootwise.plan.week.solve import solve
from tests.plan.week.family_week import BAKING, BEDTIME, DRUMMING, MOTHER, WALKING, WEEK, at

NAMES = Names(
    {one.activity: one.activity.capitalize() for one in WEEK.needs},
    {"mother": "Foster mother", "partner": "Her partner", "teacher": "Class teacher"},
)


def only(problem: WeekProblem, *needs: object) -> WeekProblem:
    return replace(problem, needs=tuple(needs))  # type: ignore[arg-type]


def test_minutes_that_do_not_suffice_are_named_with_the_adult() -> None:
    problem = only(replace(WEEK, carers=(Carer("mother", 20), Carer("partner", 0), Carer("teacher", 15))), replace(BEDTIME, ways=(MOTHER,)))

    (found,) = conflicts(problem, solve(problem).unplaced, NAMES)

    assert found.activities == ("bedtime",)
    assert found.limits == ("Foster mother gives 20 minutes a day",)
    assert found.text == (
        "Bedtime (once a day, 25 min each): this does not fit, because Foster mother gives 20 minutes a day. "
        "Without this limit it would fit."
    )


def test_two_needs_that_only_together_are_too_much_are_both_named() -> None:
    mine = (replace(BEDTIME, ways=(MOTHER,)), replace(WALKING, ways=(MOTHER,)), DRUMMING)
    problem = only(replace(WEEK, carers=(Carer("mother", 30), *WEEK.carers[1:])), *mine)

    (found,) = conflicts(problem, solve(problem).unplaced, NAMES)

    assert set(found.activities) == {"bedtime", "walking"}


def test_an_appointment_that_takes_the_only_time_is_named() -> None:
    visits = tuple(Blocked(day, at("18:00"), at("20:00"), "evening visits") for day in Day)
    problem = only(replace(WEEK, blocked=visits), BEDTIME)

    (found,) = conflicts(problem, solve(problem).unplaced, NAMES)

    assert found.limits == ("the appointment evening visits (mon, tue, wed, thu, fri, sat, sun)",)


def test_an_absence_is_named() -> None:
    away = Carer("teacher", 15, away=frozenset({Day.FRIDAY}))
    problem = only(replace(WEEK, carers=(*WEEK.carers[:2], away)), DRUMMING)

    (found,) = conflicts(problem, solve(problem).unplaced, NAMES)

    assert found.limits == ("Class teacher is away (fri)",)


def test_what_no_limit_explains_is_said_of_the_routine() -> None:
    problem = only(replace(WEEK, awake=tuple(one for one in WEEK.awake if "teacher" not in one.adults)), DRUMMING)

    (found,) = conflicts(problem, solve(problem).unplaced, NAMES)

    assert found.limits == ()
    assert found.text.startswith("In this routine there is too little time for Drumming")


def test_without_any_one_part_of_a_conflict_the_rest_would_fit() -> None:
    """What makes it a smallest one: every need and every limit that is named counts."""
    visits = tuple(Blocked(day, at("15:10"), at("19:00"), "visits") for day in Day)
    carers = (Carer("mother", 45), Carer("partner", 5), Carer("teacher", 0))
    problem = replace(WEEK, blocked=visits, carers=carers)

    found = conflicts(problem, solve(problem).unplaced, NAMES)

    assert found
    for one in found:
        named = tuple(need for need in problem.needs if need.activity in one.activities)
        assert Judge().is_too_much(only(problem, *named))
        for need in named if len(named) > 1 else ():
            assert not Judge().is_too_much(only(problem, *(other for other in named if other is not need)))


def test_a_week_in_which_everything_has_a_place_has_no_conflict() -> None:
    assert not Judge().is_too_much(only(WEEK, BEDTIME, BAKING))
    assert conflicts(WEEK, {}, NAMES) == ()

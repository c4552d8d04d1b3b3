"""§13 Clock times: where in its window a dose lies."""

from dataclasses import replace

from rootwise.case.vocabulary import Day, Moment, Setting
from rootwise.plan.rules import Way
from rootwise.plan.week.checker import violations
from rootwise.plan.week.problem import Awake, Carer, DayMoment, Dose, Need, WeekProblem
from rootwise.plan.week.solve import solve
from tests.plan.week.family_week import MOTHER, at, awake

MONDAY, TUESDAY = Day.MONDAY, Day.TUESDAY
WALK = Need("walk", 10, 1, 1, (MOTHER,))


def day(start: str, end: str, *needs: Need, sleep: str | None = None, days: tuple[Day, ...] = (MONDAY,)) -> WeekProblem:
    """At home with the mother from one time to another."""
    hours = tuple(awake(one, start, end, Setting.HOME, "mother") for one in days)
    nights = tuple(DayMoment(one, at(sleep), Moment.SLEEP) for one in days) if sleep else ()
    return WeekProblem(needs, hours, (), nights, (Carer("mother", 120),))


def starts(problem: WeekProblem, last: tuple[Dose, ...] = ()) -> dict[str, int]:
    solved = solve(problem, last=last)
    assert solved.unplaced == {}
    assert violations(problem, solved.doses, {}) == []
    return {one.activity: one.start for one in solved.doses}


def test_a_dose_that_nothing_holds_lies_in_the_middle_of_its_free_time() -> None:
    """From 9 to 11: ten minutes and a quarter of an hour before them leave 95 minutes, 45 of them before."""
    assert starts(day("09:00", "11:00", WALK)) == {"walk": at("10:00")}


def test_two_doses_share_the_free_time_out() -> None:
    found = starts(day("09:00", "11:00", WALK, replace(WALK, activity="song")))

    assert sorted(found.values()) == [at("09:35"), at("10:25")]


def test_what_does_not_help_to_sleep_comes_before_what_does_and_ends_in_time() -> None:
    """There is room for both orders; only one keeps the last half hour before sleep calm."""
    calm = Need("humming", 10, 1, 1, (MOTHER,), frozenset({Moment.SLEEP, Moment.MEAL}))
    found = starts(day("18:30", "19:40", calm, WALK, sleep="19:40"))

    assert found["walk"] + 10 <= at("19:10")
    assert found["humming"] == at("19:30")


def test_a_window_that_is_no_whole_number_of_slots_still_ends_calm() -> None:
    """43 minutes: eight slots, of which seven are too late for a walk; nothing has room, and nothing breaks."""
    problem = day("19:00", "19:43", WALK, sleep="19:45")

    solved = solve(problem)

    assert (solved.doses, solved.unplaced) == ((), {"walk": 1})


def test_a_window_shorter_than_the_last_half_hour_holds_nothing_lively_and_breaks_nothing() -> None:
    assert solve(day("19:43", "19:59", WALK, sleep="20:00")).unplaced == {"walk": 1}


def test_the_usual_time_is_kept_on_a_day_with_more_in_it() -> None:
    """Two on Monday, one on Tuesday: the one lies on Tuesday where it lies on Monday, not where it would lie alone."""
    both = day("09:00", "11:00", replace(WALK, days=2), replace(WALK, activity="song"), days=(MONDAY, TUESDAY))
    problem = replace(both, awake=(*both.awake[:1], Awake(TUESDAY, at("09:00"), at("11:00"), Setting.HOME, frozenset({"mother"}))))

    walks = [one.start for one in solve(problem).doses if one.activity == "walk"]

    assert len(walks) == 2
    assert len(set(walks)) == 1


def test_among_times_that_are_equally_usual_the_earliest_is_taken() -> None:
    days = (MONDAY, TUESDAY, Day.WEDNESDAY)
    last = (
        Dose(MONDAY, at("10:15"), "walk", 10, Setting.HOME, "mother"),
        Dose(TUESDAY, at("09:45"), "walk", 10, Setting.HOME, "mother"),
    )
    problem = day("09:00", "11:00", replace(WALK, days=3), days=days)

    doses = {one.day: one.start for one in solve(problem, last=last).doses}

    assert doses == {MONDAY: at("10:15"), TUESDAY: at("09:45"), Day.WEDNESDAY: at("09:45")}


def test_of_two_doses_of_one_activity_the_later_keeps_the_edge_and_both_their_times() -> None:
    twice = Need("pushing", 5, 2, 1, (Way(Setting.HOME, "mother"),), frozenset({Moment.MEAL}))
    problem = replace(day("09:00", "11:00", twice), moments=(DayMoment(MONDAY, at("11:00"), Moment.MEAL),))
    last = tuple(Dose(MONDAY, at(clock), "pushing", 5, Setting.HOME, "mother") for clock in ("09:20", "10:55"))

    assert solve(problem, last=last).doses == last

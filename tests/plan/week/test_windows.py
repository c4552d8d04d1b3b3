"""§13 Windows: pieces of a day in which nothing changes."""

from dataclasses import replace

from rootwise.case.vocabulary import Day, Moment, Setting
from rootwise.plan.week.problem import Blocked, Carer, DayMoment, Need, WeekProblem, WeekRules
from rootwise.plan.week.windows import Window, options, span, taken, windows
from tests.plan.week.family_week import BEDTIME, MOTHER, WEEK, at, awake

MONDAY = Day.MONDAY


def times(held: tuple[Window, ...], day: Day = MONDAY) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in held if one.day is day]


def one_day(*, blocked: tuple[Blocked, ...] = (), moments: tuple[DayMoment, ...] = (), carers: tuple[Carer, ...] = ()) -> WeekProblem:
    """A Monday at home from 9 to 12 with the mother."""
    return WeekProblem((), (awake(MONDAY, "09:00", "12:00", Setting.HOME, "mother"),), blocked, moments, carers or (Carer("mother", 60),))


def test_a_day_without_change_is_one_window() -> None:
    assert times(windows(one_day())) == [(at("09:00"), at("12:00"))]


def test_an_appointment_cuts_a_window() -> None:
    held = windows(one_day(blocked=(Blocked(MONDAY, at("10:00"), at("10:30"), "dentist"),)))

    assert times(held) == [(at("09:00"), at("10:00")), (at("10:30"), at("12:00"))]


def test_a_moment_cuts_a_window_which_ends_with_it() -> None:
    first, second = windows(one_day(moments=(DayMoment(MONDAY, at("10:00"), Moment.MEAL),)))

    assert first.end == at("10:00")
    assert (first.ends_with, second.ends_with) == (frozenset({Moment.MEAL}), frozenset())


def test_stretches_that_touch_and_have_the_same_adults_are_one_window() -> None:
    problem = replace(
        one_day(), awake=(awake(MONDAY, "09:00", "10:00", Setting.HOME, "mother"), awake(MONDAY, "10:00", "12:00", Setting.HOME, "mother"))
    )

    assert times(windows(problem)) == [(at("09:00"), at("12:00"))]


def test_stretches_in_one_place_that_overlap_have_the_adults_of_both() -> None:
    both = (awake(MONDAY, "09:00", "12:00", Setting.HOME, "mother"), awake(MONDAY, "10:00", "11:00", Setting.HOME, "partner"))
    held = windows(replace(one_day(), awake=both, carers=(Carer("mother", 60), Carer("partner", 60))))

    assert [sorted(one.adults) for one in held] == [["mother"], ["mother", "partner"], ["mother"]]


def test_an_adult_who_is_away_is_in_no_window() -> None:
    held = windows(one_day(carers=(Carer("mother", 60, away=frozenset({MONDAY})),)))

    assert [one.adults for one in held] == [frozenset()]


def test_a_window_is_cut_at_a_part_of_the_day_but_never_into_less_than_an_hour() -> None:
    long = replace(one_day(), awake=(awake(MONDAY, "10:00", "14:00", Setting.HOME, "mother"),))
    short = replace(one_day(), awake=(awake(MONDAY, "11:30", "14:00", Setting.HOME, "mother"),))

    assert times(windows(long)) == [(at("10:00"), at("12:00")), (at("12:00"), at("14:00"))]
    assert times(windows(short)) == [(at("11:30"), at("14:00"))]


def test_a_moment_soon_after_a_window_counts_unless_another_window_comes_between() -> None:
    school = DayMoment(MONDAY, at("12:20"), Moment.SCHOOL)
    alone = windows(one_day(moments=(school,)))
    between = windows(
        replace(one_day(moments=(school,)), awake=(*one_day().awake, awake(MONDAY, "12:05", "13:00", Setting.OUTDOORS, "mother")))
    )

    assert [one.ends_with for one in alone] == [{Moment.SCHOOL}]
    assert between[0].ends_with == frozenset()


def test_the_last_slots_before_sleep_are_late() -> None:
    (held,) = windows(one_day(moments=(DayMoment(MONDAY, at("12:10"), Moment.SLEEP),)))

    assert held.late_slots == 4  # from 11:40, half an hour before sleep, to 12:00


def test_only_the_first_window_after_waking_starts_with_it() -> None:
    held = windows(WEEK)

    assert [one.start for one in held if one.day is MONDAY and one.starts_with] == [at("06:45")]


def test_a_dose_takes_whole_slots_and_the_rest_before_it() -> None:
    rules = WeekRules(slot_minutes=5, gap_minutes=15)

    assert [(taken(minutes, rules), span(Need("a", minutes, 1, 1, (MOTHER,)), rules)) for minutes in (1, 5, 6)] == [(5, 4), (5, 4), (10, 5)]


def test_what_belongs_to_bedtime_has_only_windows_that_end_with_sleep() -> None:
    held = windows(WEEK)

    able = {held[one.window] for one in options(WEEK, held) if WEEK.needs[one.need] is BEDTIME}

    assert {one.day for one in able} == set(Day)
    assert all(Moment.SLEEP in one.ends_with for one in able)


def test_an_option_has_its_adult_and_its_place() -> None:
    held = windows(WEEK)

    assert all(one.way.setting is held[one.window].setting and one.way.adult in held[one.window].adults for one in options(WEEK, held))


def test_what_belongs_to_bedtime_waits_for_the_night_and_leaves_the_nap_alone() -> None:
    nap, night = DayMoment(MONDAY, at("10:30"), Moment.SLEEP), DayMoment(MONDAY, at("12:00"), Moment.SLEEP)
    problem = replace(one_day(moments=(nap, night)), needs=(replace(BEDTIME, minutes=10),))
    held = windows(problem)

    assert [held[one.window].end for one in options(problem, held)] == [at("12:00")]

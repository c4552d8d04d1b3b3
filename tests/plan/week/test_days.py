"""§13 One real week of a routine: terms and holidays, what is fixed, and what each day turns on."""

from datetime import date
from typing import Any

import pytest

from rootwise.case.context import Context
from rootwise.case.vocabulary import Day, Moment, Setting
from rootwise.plan.week.days import awake, blocked, moments, stretches
from tests.plan.week.family_week import at

MONDAY = date(2026, 6, 1)
HOME_MORNING = {"days": "weekdays", "from": "07:00", "to": "08:15", "where": "home", "with": ["mum"]}
SCHOOL = {"days": "weekdays", "from": "08:40", "to": "15:00", "where": "school", "only": "term"}
EVENING = {"days": "every_day", "from": "15:30", "to": "20:00", "where": "home", "with": ["mum"]}
PLAYGROUP = {"days": "weekdays", "from": "09:00", "to": "12:00", "where": "outdoors", "only": "holidays"}


def context(**keys: Any) -> Context:
    routine = keys.pop("routine", [HOME_MORNING, SCHOOL, EVENING, PLAYGROUP])
    return Context.model_validate({"routine": routine, **keys})


def on(given: Context, day: Day = Day.MONDAY, starts: date = MONDAY) -> list[tuple[int, Moment]]:
    return [(one.at, one.what) for one in moments(given, starts) if one.day is day]


def test_waking_change_school_and_sleep_follow_from_the_routine() -> None:
    assert on(context()) == [
        (at("07:00"), Moment.WAKING),
        (at("08:15"), Moment.TRANSITION),
        (at("08:40"), Moment.SCHOOL),
        (at("15:00"), Moment.TRANSITION),
        (at("20:00"), Moment.SLEEP),
    ]


def test_two_homes_are_two_places() -> None:
    homes = [{**HOME_MORNING, "to": "10:00", "called": "at Mum's"}, {**HOME_MORNING, "from": "10:00", "to": "20:00", "called": "at Dad's"}]

    assert (at("10:00"), Moment.TRANSITION) in on(context(routine=homes))


def test_the_beginning_of_an_appointment_is_a_demand_and_quiet_hours_are_none() -> None:
    given = context(
        appointments=[{"days": "mon", "from": "16:00", "to": "17:00", "what": "Dentist"}],
        quiet_hours=[{"days": "mon", "from": "18:00", "to": "18:30"}],
    )

    assert [one for one in on(given) if one[1] is Moment.DEMAND] == [(at("16:00"), Moment.DEMAND)]
    assert [(one.what, one.start) for one in blocked(given, MONDAY)] == [("Dentist", at("16:00")), (None, at("18:00"))]


def test_what_is_told_is_there_on_its_days() -> None:
    given = context(moments=[{"days": ["mon", "tue"], "at": "12:00", "what": "meal"}])

    assert [day for day in Day if (at("12:00"), Moment.MEAL) in on(given, day)] == [Day.MONDAY, Day.TUESDAY]


def test_in_the_holidays_what_is_only_for_term_does_not_hold_day_by_day() -> None:
    given = context(holidays=[{"from": "2026-06-03", "to": "2026-06-10"}])

    assert {one.day for one in awake(given, MONDAY) if one.setting is Setting.SCHOOL} == {Day.MONDAY, Day.TUESDAY}
    assert {one.day for one in awake(given, MONDAY) if one.setting is Setting.OUTDOORS} == {Day.WEDNESDAY, Day.THURSDAY, Day.FRIDAY}


def test_a_late_evening_belongs_to_the_day_before() -> None:
    late = [
        {"days": "every_day", "from": "09:00", "to": "24:00", "where": "home"},
        {"days": "every_day", "from": "00:00", "to": "00:30", "where": "home"},
    ]

    assert on(context(routine=late)) == [(at("00:30"), Moment.SLEEP), (at("09:00"), Moment.WAKING)]


def test_entries_come_in_the_order_of_the_day() -> None:
    assert [one.start for one in stretches(context(), MONDAY, Day.MONDAY)] == [at("07:00"), at("08:40"), at("15:30")]


@pytest.mark.parametrize(("word", "days"), [("every_day", list(Day)), ("weekend", list(Day)[5:]), ("sun", [Day.SUNDAY])])
def test_words_for_days(word: str, days: list[Day]) -> None:
    (entry,) = context(routine=[{**EVENING, "days": word}]).routine

    assert list(entry.days) == days

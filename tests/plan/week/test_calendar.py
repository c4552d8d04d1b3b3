"""The calendar file: what a calendar program reads, and what it must never be told (§13)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

from rootwise.case import Case
from rootwise.case.vocabulary import Day, Setting
from rootwise.document.kinds import Language
from rootwise.plan import Plan
from rootwise.plan.language import words_in
from rootwise.plan.week.calendar import CannotRepeat, NoTimeZone, calendar_of, has_calendar
from rootwise.plan.week.model import Moved, Week
from rootwise.plan.week.problem import Dose
from rootwise.plan.week.validity import PlanIsOver, review_date
from tests.plan import drawn_plan
from tests.plan.week import hand_made
from tests.plan.week.hand_made import MONDAY

MADRID = ZoneInfo("Europe/Madrid")


def made(**words: Any) -> tuple[Week, Plan, Case]:
    starts = words.pop("starts", MONDAY)
    plan, case = hand_made.made(**words)
    return hand_made.week(plan, case, starts=starts), plan, case


def events(content: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def by_uid(content: bytes) -> dict[str, Any]:
    return {str(one["UID"]): one for one in events(content)}


def dates(one: Any) -> list[datetime]:
    """Every beginning of an event, worked out from its rule."""
    count = one["RRULE"]["COUNT"][0] if "RRULE" in one else 1
    start: datetime = one["DTSTART"].dt
    return [start + timedelta(weeks=number) for number in range(count)]


def test_there_is_one_event_for_each_dose_with_its_clock_time_zone_and_length() -> None:
    week, plan, case = made()
    found = events(calendar_of(week, plan, case))
    assert len(found) == len(week.doses) == 7 + 10
    rocking = next(one for one in found if str(one["SUMMARY"]) == "Rocking" and one["DTSTART"].dt.date() == MONDAY)
    assert rocking["DTSTART"].params["TZID"] == "Europe/Madrid"
    assert rocking["DTSTART"].dt == datetime(2026, 5, 25, 7, 30, tzinfo=MADRID)
    assert rocking["DTEND"].dt - rocking["DTSTART"].dt == timedelta(minutes=10)
    assert not any("RRULE" in one for one in found)


def test_every_event_reminds_ten_minutes_before() -> None:
    for one in events(calendar_of(*made())):
        alarms = one.walk("VALARM")
        assert [(alarm["ACTION"], alarm["TRIGGER"].dt) for alarm in alarms] == [("DISPLAY", timedelta(minutes=-10))]


def test_a_quarter_past_seven_stays_so_when_the_clocks_change() -> None:
    # In Madrid the clocks go back on 25 October 2026.
    week, plan, case = made(starts=date(2026, 5, 25))
    plan = replace(plan, goals=tuple(replace(one, by=date(2026, 11, 30)) for one in plan.goals))
    content = calendar_of(week, plan, case, repeat=True)
    one = next(each for each in events(content) if each["DTSTART"].dt.date() == MONDAY)
    assert {each.time() for each in dates(one)} == {one["DTSTART"].dt.time()}
    offsets = {each.utcoffset() for each in dates(one)}
    assert offsets == {timedelta(hours=2), timedelta(hours=1)}
    calendar: Any = icalendar.Calendar.from_ical(content)
    zone = calendar.walk("VTIMEZONE")[0].to_tz()
    for each in dates(one):
        assert each.replace(tzinfo=zone).utcoffset() == each.utcoffset()  # the file says the same as the world


def test_what_repeats_ends_when_the_plan_is_looked_at_again() -> None:
    week, plan, case = made()
    review = review_date(plan, case)
    assert review == min(one.by for one in plan.goals)
    for one in events(calendar_of(week, plan, case, repeat=True)):
        assert dates(one)[-1].date() <= review < dates(one)[-1].date() + timedelta(weeks=1)


def test_what_repeats_ends_before_the_holidays() -> None:
    week, plan, case = made(context={"holidays": [{"from": "2026-06-24", "to": "2026-07-31"}]})
    last = [dates(one)[-1].date() for one in events(calendar_of(week, plan, case, repeat=True))]
    assert max(last) == date(2026, 6, 23)
    assert min(last) > date(2026, 6, 16)


def test_what_is_done_in_the_holidays_ends_with_them() -> None:
    week, plan, case = made(context={"holidays": [{"from": "2026-05-20", "to": "2026-06-09"}, {"from": "2026-07-01", "to": "2026-07-31"}]})
    assert max(dates(one)[-1].date() for one in events(calendar_of(week, plan, case, repeat=True))) == date(2026, 6, 9)


def test_a_week_on_which_somebody_is_away_cannot_be_repeated() -> None:
    adults = [{**hand_made.CAREGIVER, "away": ["tue"]}, hand_made.TEACHER]
    week, plan, case = made(adults=adults)
    assert events(calendar_of(week, plan, case))
    with pytest.raises(CannotRepeat, match="Somebody is away in this week"):
        calendar_of(week, plan, case, repeat=True)


def test_the_same_week_made_anew_takes_the_place_of_what_it_was() -> None:
    week, plan, case = made()
    first, second = by_uid(calendar_of(week, plan, case)), by_uid(calendar_of(replace(week, revision=1), plan, case))
    assert set(first) == set(second)
    assert all(second[uid]["SEQUENCE"] == first[uid]["SEQUENCE"] + 1 for uid in first)
    assert all(second[uid]["DTSTAMP"].dt == first[uid]["DTSTAMP"].dt + timedelta(minutes=1) for uid in first)


def test_next_week_takes_nothing_out_of_this_week() -> None:
    week, plan, case = made()
    next_week = hand_made.week(plan, case, starts=MONDAY + timedelta(weeks=1), moved=(Moved("beat", week.doses[-1], None),))
    first, later = by_uid(calendar_of(week, plan, case)), by_uid(calendar_of(next_week, plan, case))
    assert not set(first) & set(later)
    assert not any("STATUS" in one for one in later.values())
    assert min(one["SEQUENCE"] for one in later.values()) == max(one["SEQUENCE"] for one in first.values()) + 100


def test_what_repeats_from_a_later_week_takes_the_place_of_what_repeated() -> None:
    week, plan, case = made()
    later = hand_made.week(plan, case, starts=MONDAY + timedelta(weeks=1), apart=40)
    first, second = by_uid(calendar_of(week, plan, case, repeat=True)), by_uid(calendar_of(later, plan, case, repeat=True))
    assert set(first) == set(second)
    assert all(second[uid]["SEQUENCE"] > first[uid]["SEQUENCE"] for uid in first)


def test_names_are_opaque_and_differ_between_children() -> None:
    week, plan, case = made()
    other = case.model_copy(update={"child": case.child.model_copy(update={"id": "other"})})
    mine, others = set(by_uid(calendar_of(week, plan, case))), set(by_uid(calendar_of(week, plan, other)))
    assert len(mine) == len(week.doses)
    assert not mine & others
    assert not any(word in uid for uid in mine for word in ("drawn", "rocking", "mon"))


def test_what_is_gone_since_last_week_is_cancelled() -> None:
    week, plan, case = made()
    gone = Dose(Day.SATURDAY, 600, "beat", 3, Setting.SCHOOL, "tutor")
    before = by_uid(calendar_of(replace(week, doses=(*week.doses, gone)), plan, case))
    after = by_uid(calendar_of(replace(week, moved=(Moved("beat", gone, None),), revision=1), plan, case))
    assert set(after) == set(before)
    cancelled = [uid for uid, one in after.items() if one.get("STATUS") == "CANCELLED"]
    assert cancelled == [uid for uid, one in before.items() if one["DTSTART"].dt.weekday() == 5 and str(one["SUMMARY"]) == "Beat"]


def test_one_adult_gets_only_the_own_part() -> None:
    week, plan, case = made()
    everything, teachers = by_uid(calendar_of(week, plan, case)), by_uid(calendar_of(week, plan, case, adult="tutor"))
    assert [str(one["SUMMARY"]) for one in teachers.values()] == ["Beat"] * 10
    assert not set(everything) & set(teachers)  # so that one adult's cancelled moment is not another's
    assert not any("With " in str(one["DESCRIPTION"]) for one in teachers.values())


def test_what_went_from_one_adult_to_another_is_cancelled_for_the_first_only() -> None:
    week, plan, case = made(adults=[hand_made.CAREGIVER, {**hand_made.CAREGIVER, "id": "aunt"}, hand_made.TEACHER])
    before = next(one for one in week.doses if one.adult == "carer")
    after = replace(before, adult="aunt")
    anew = replace(week, doses=(*(one for one in week.doses if one != before), after), moved=(Moved("rocking", before, after),), revision=1)
    carers, aunts = (by_uid(calendar_of(anew, plan, case, adult=adult)).values() for adult in ("carer", "aunt"))
    assert [one["DTSTART"].dt.weekday() for one in carers if one.get("STATUS") == "CANCELLED"] == [0]
    assert [(one["DTSTART"].dt.weekday(), one.get("STATUS")) for one in aunts] == [(0, None)]


def test_the_whole_file_says_with_whom() -> None:
    week, plan, case = made()
    assert {str(one["DESCRIPTION"]).split("\n")[1] for one in events(calendar_of(week, plan, case))} == {
        "With Robin Carer.",
        "With Tamsin Tutor.",
    }


CARE = [
    {"when": "noise", "rule": "adapt", "text": "Softly and slowly.", "instead": []},
    {"when": "self_harm", "rule": "adapt", "text": "Nothing sharp.", "instead": []},
]


def test_what_to_take_care_of_comes_before_the_steps_and_school_is_told_what_its_sheet_tells() -> None:
    some = [{**one, "precautions": CARE} for one in (hand_made.AT_HOME, hand_made.AT_SCHOOL)]
    plan, case = hand_made.made(*some, context={"precautions": ["noise", "self_harm"]})
    note = "The nurse: never after a feed."
    plan = replace(plan, activities=tuple(replace(one, precautions=(*one.precautions, note)) for one in plan.activities))
    week = hand_made.week(plan, case)
    home, school = (str(events(calendar_of(week, plan, case, adult=adult))[0]["DESCRIPTION"]) for adult in ("carer", "tutor"))
    assert f"Take care: Softly and slowly. Nothing sharp. {note}" in home
    assert home.index("Take care") < home.index("Stop when") < home.index("1. ")
    assert "Take care: Softly and slowly.\nBefore the first time, talk this one through" in school
    assert not any(word in school for word in ("sharp", "nurse"))


def test_what_ends_at_midnight_ends_on_the_next_day() -> None:
    week, plan, case = made()
    late = Dose(Day.MONDAY, 23 * 60 + 50, "rocking", 10, Setting.HOME, "carer")
    one = events(calendar_of(replace(week, doses=(late,)), plan, case))[0]
    assert one["DTEND"].dt == datetime(2026, 5, 26, 0, 0, tzinfo=MADRID)


def test_the_same_week_gives_the_same_bytes() -> None:
    week, plan, case = made()
    assert calendar_of(week, plan, case) == calendar_of(week, plan, case)
    assert events(calendar_of(week, plan, case))[0]["DTSTAMP"].dt == datetime(2026, 5, 25, tzinfo=UTC)


def test_steps_and_stops_are_told_in_the_language_asked_for() -> None:
    loaded = drawn_plan.OPEN.catalogue.activity("paced_breathing").model_dump(mode="json", by_alias=True)
    week, plan, case = made_of(loaded)
    english, spanish = events(calendar_of(week, plan, case))[0], events(calendar_of(week, plan, case, language=Language.SPANISH))[0]
    assert str(english["SUMMARY"]) == "Slow breathing"
    assert "1. Practise when the child is calm" in str(english["DESCRIPTION"])
    assert "Stop when: " in str(english["DESCRIPTION"])
    assert str(spanish["SUMMARY"]) == "Respirar despacio"
    assert "Parar si: " in str(spanish["DESCRIPTION"])
    assert english["UID"] == spanish["UID"]


def made_of(activity: dict[str, Any]) -> tuple[Week, Plan, Case]:
    plan, case = hand_made.made(
        {**activity, "suits": {"from_rating": 1, "to_rating": 12}, "functions": ["sleep"], "regions": ["diencephalon"]}
    )
    return hand_made.week(plan, case), plan, case


def test_words_of_a_site_are_shown_as_they_are_with_a_note() -> None:
    week, plan, case = made()
    one = events(calendar_of(week, plan, case, language=Language.SPANISH))[0]
    assert "Este texto está en el idioma en que lo escribió el servicio." in str(one["DESCRIPTION"])


def test_a_calendar_tells_nothing_about_the_child() -> None:
    secret = "c4n4ry"
    words: dict[str, Any] = {
        "history": {"infancy": {"adversity": 3, "note": secret, "events": [{"type": "bullying", "note": secret, "source": secret}]}},
        "red_flags": {"missing": {"answer": "no", "note": secret}},
        "context": {
            "likes": [secret],
            "treatments": [{"name": secret, "note": secret}],
            "precautions": ["touch_history"],
            "equipment": [secret],
        },
        "adults": [hand_made.CAREGIVER, hand_made.TEACHER],
    }
    week, plan, case = made(**words)
    case = case.model_copy(update={"child": case.child.model_copy(update={"id": secret, "name": secret})})
    for language in Language:
        content = calendar_of(week, plan, case, language=language)
        assert secret.encode() not in content.replace(b"\r\n ", b"")
        assert b"touch" not in content
        assert b"carer" not in content


def test_without_a_time_zone_there_is_no_calendar() -> None:
    week, plan, case = made(context={"time_zone": None})
    assert not has_calendar(week, plan, case)
    with pytest.raises(NoTimeZone, match=r"context\.time_zone"):
        calendar_of(week, plan, case)


def test_a_week_after_the_end_of_the_plan_has_no_calendar() -> None:
    week, plan, case = made(starts=MONDAY + timedelta(weeks=20))
    assert not has_calendar(week, plan, case)
    with pytest.raises(PlanIsOver, match="Assess again first"):
        calendar_of(week, plan, case)


def test_days_are_said_as_people_say_them() -> None:
    english, spanish = words_in(Language.ENGLISH), words_in(Language.SPANISH)
    every = tuple(Day)
    assert [english.on_days(days) for days in (every, every[:5], every[5:], every[:1], (every[0], every[2], every[4]))] == [
        "every day",
        "Monday to Friday",
        "Saturday and Sunday",
        "Monday",
        "Mon, Wed and Fri",
    ]
    assert spanish.on_days(every[:5]) == "de lunes a viernes"
    assert spanish.on_date(date(2026, 8, 12)) == "12 de agosto de 2026"
    assert spanish.listed(["nadar", "ir en bicicleta"]) == "nadar e ir en bicicleta"
    assert spanish.listed(["agua", "hielo"]) == "agua y hielo"


def test_what_our_rules_say_themselves_has_words_in_every_language() -> None:
    from rootwise.plan.rules import _OUTSIDE_WITH_TWO

    assert all(set(words_in(language).own_cautions) == {_OUTSIDE_WITH_TWO} for language in Language)

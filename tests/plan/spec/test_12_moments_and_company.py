"""§8, §12 What belongs to a moment, what is kept at hand, who else must be there, and what a plan says it leaves open."""

from typing import Any

import pytest

from tests.plan.drawn_plan import CARER, TEACHER, activity, catalogue, chosen, made, plan, precaution, why_not
from tests.profile.drawn import Given

LOW: dict[str, Given] = {"self_regulation": 6}
SECOND = {**CARER, "id": "second"}
REST = activity("pause", functions=["attachment"], relieves=["caregiver_strain"], minutes=(5, 20), per_day=(1, 1))
TIRED = {"caregiver_strain": 3}


def stretch(days: str, *adults: str, end: str = "20:00", start: str = "07:00", where: str = "home") -> dict[str, Any]:
    return {"days": days, "from": start, "to": end, "where": where, "with": list(adults)}


def one(given: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in given["activities"] if each["id"] == name)
    return found


# What a professional wrote.


def test_the_note_of_a_professional_stands_first_among_the_precautions() -> None:
    """§12 Who said yes said how."""
    allowed = [{"activity": "rest", "by": "kh", "on": "2026-05-20", "note": "Never after a feed."}]
    given = plan(LOW, activity(precautions=[precaution("water", "ask")]), context={"precautions": ["water"], "allowed": allowed})
    assert one(given, "rest")["precautions"] == ["Never after a feed.", "Mind water."]
    assert any(reason["text"].endswith("Noted: Never after a feed.") for reason in one(given, "rest")["because"])


# Somebody else must be there.


@pytest.mark.parametrize(("there", "days"), [(("carer",), None), (("carer", "second"), 7)])
def test_an_adult_rests_only_while_another_is_with_the_child(there: tuple[str, ...], days: int | None) -> None:
    """§8 And where nobody is, the plan asks who could be."""
    routine = [stretch("every_day", *there), stretch("every_day", "second", where="outdoors", start="20:10", end="20:30")]
    adults = [{**CARER, "strain": 3}, {**SECOND, "strain": 0}]
    given = plan(LOW, activity(), REST, adults=adults, relations=TIRED, context={"routine": routine})
    asks = [each["ask"] for each in given["relations_first"]]
    assert ("pause" in chosen(given)) is (days is not None)
    if days is None:
        assert "Nobody else is there who could be with the child meanwhile." in why_not(given, "pause")
        assert asks == ["Find out first: who could be with the child for 10 minutes while the caregiver rests?"]
    else:
        assert (one(given, "pause")["with"], one(given, "pause")["needs_another_adult"], asks) == ("carer", True, [None])


@pytest.mark.parametrize(
    ("equipment", "adults", "is_chosen"), [([], [CARER], False), (["swing"], [CARER], True), ([], [CARER, SECOND], True)]
)
def test_what_asks_for_a_second_adult_needs_one_or_what_will_do_instead(
    equipment: list[str], adults: list[dict[str, Any]], is_chosen: bool
) -> None:
    """§12 A precaution that nobody there can meet is none."""
    asks = {**precaution("water", "adapt"), "needs_second_adult": True, "or_equipment": ["swing"]}
    given = plan(LOW, activity(precautions=[asks]), adults=adults, context={"precautions": ["water"], "equipment": equipment})
    assert (chosen(given) == ["rest"]) is is_chosen
    assert is_chosen or why_not(given, "rest") == ["Only one adult is there. Mind water."]


@pytest.mark.parametrize(("precautions", "is_chosen"), [([], True), (["running_away"], False)])
def test_a_child_who_runs_away_is_outdoors_with_two(precautions: list[str], is_chosen: bool) -> None:
    """§12 Whatever the entry says or forgets to say."""
    given = plan(LOW, activity(settings=["outdoors"]), context={"precautions": precautions})
    assert (chosen(given) == ["rest"]) is is_chosen


# Moments.


def test_what_is_kept_at_hand_is_told_and_has_no_dose() -> None:
    """§12 It answers something; nobody does it at a quarter past three."""
    given = plan(LOW, activity(), activity("wait", when_needed=True), activity("noisy", when_needed=True, years=(0, 1)))
    assert (chosen(given), [each["id"] for each in given["at_hand"]]) == (["rest"], ["wait"])
    assert [each["id"] for each in given["excluded"]] == ["noisy"]


@pytest.mark.parametrize(("meals", "expected"), [([], None), (["12:00"], 1), (["08:00", "12:00"], 2), (["08:00", "12:00", "18:00"], 3)])
def test_what_belongs_to_moments_is_no_more_often_than_they_come(meals: list[str], expected: int | None) -> None:
    """§12 The number a day is that of the routine."""
    moments = [{"days": "every_day", "at": at, "what": "meal"} for at in meals]
    context = {"routine": [stretch("every_day", "carer")], "moments": moments}
    given = plan(LOW, activity("table", only_at_moments=True, best_before=["meal"], per_day=(1, 6)), activity(), context=context)
    assert [each["dose"]["per_day"] for each in given["activities"] if each["id"] == "table"] == ([] if expected is None else [expected])


@pytest.mark.parametrize(("years", "setting", "expected"), [(11.9, "home", 3), (12.1, "home", 2), (12.1, "school", 1)])
def test_the_young_are_not_reminded_all_day(years: float, setting: str, expected: int) -> None:
    """§12 Dignity, most of all before a class."""
    entry = activity(settings=[setting], leads=["caregiver", "teacher"], per_day=(1, 4), minutes=(1, 2))
    loaded = catalogue(entry, youth_from_years=12)
    given = made({"diencephalon": 3}, loaded=loaded, adults=[CARER, TEACHER], days=round(years * 365.25), others=9)
    assert given.activities[0].dose.per_day == expected


def test_bedtime_counts_the_evenings_on_which_the_adult_is_there() -> None:
    """§12 Who is there in the morning is not there at bedtime, and the plan says on which nights nobody is."""
    routine = [stretch("weekdays", "carer", end="12:00"), stretch("weekend", "carer"), stretch("weekdays", start="12:10")]
    given = plan(LOW, activity("song", best_before=["sleep"], days=(3, 7)), context={"routine": routine})
    assert one(given, "song")["dose"]["days_per_week"] == 2
    assert [each["values"]["days"] for each in given["notes"]] == [["mon", "tue", "wed", "thu", "fri"]]


# What is left open.


def test_a_plan_for_few_minutes_says_what_would_come_next() -> None:
    """§12 Nothing shrinks in silence."""
    entries = [
        activity("long", minutes=(15, 20), per_day=(1, 1), functions=["sleep", "appetite"]),
        activity(minutes=(2, 2), per_day=(1, 1)),
    ]
    given = plan(LOW, *entries, adults=[{**CARER, "minutes": 5}])
    assert chosen(given) == ["rest"]
    assert given["notes"][0]["text"].startswith(
        "The adults can give 5 minutes a day in all, so the plan is short. What would help next is Long (15 minutes a day)."
    )
    assert why_not(given, "long") == ["Fits, and is more than the adults said they can carry."]


def test_what_is_liked_leaves_the_minutes_for_what_is_needed_most() -> None:
    """§11 Something enjoyed has its place, and it is the one beside which the need still has its own."""
    need = activity("steps", minutes=(15, 20), per_day=(1, 1), functions=["sleep", "appetite"], grade="A", days=(7, 7))
    climb = activity("climb", minutes=(10, 15), likes=["climbing"], functions=["gross_motor"])
    drum = activity("drum", minutes=(3, 8), likes=["drums"], functions=["fine_motor"])
    given = plan(LOW, climb, drum, need, adults=[{**CARER, "minutes": 20}], context={"likes": ["climbing", "drums"]})
    assert chosen(given) == ["drum", "steps"]
    assert one(given, "drum")["dose"]["minutes"] == 3


def test_likes_without_a_place_and_those_that_have_one_already_are_told() -> None:
    """§11 Nothing the child loves is forgotten."""
    appointments = [{"days": "fri", "from": "18:00", "to": "19:00", "what": "Choir practice"}]
    given = plan(LOW, activity(), context={"likes": ["choir", "novels"], "appointments": appointments})
    assert [each["values"]["likes"] for each in given["notes"]] == [["choir"], ["novels"]]


def test_a_refusal_is_the_only_reason_where_something_is_never_offered() -> None:
    """§12 Grade X never, whatever the age or the place."""
    given = plan(LOW, activity("hold", kind="never", grade="X", years=(0, 1), settings=["school"]), activity())
    assert why_not(given, "hold") == ["Never offered. Drawn for a test."]


def test_a_moment_holds_one_dose() -> None:
    """§13 Two things that belong to the same meal do not both come before it."""
    context = {"routine": [stretch("every_day", "carer")], "moments": [{"days": "every_day", "at": "12:00", "what": "meal"}]}
    words: dict[str, Any] = {"only_at_moments": True, "best_before": ["meal"], "per_day": (1, 2)}
    given = plan(LOW, activity("first", grade="C", **words), activity("next", functions=["appetite"], **words), context=context)
    assert (chosen(given), why_not(given, "next")) == (
        ["first"],
        ["Fits; the moments of the day it belongs to are taken by what was chosen before."],
    )

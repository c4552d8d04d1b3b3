"""§8, §12 What can be asked: of an adult under strain, of a teacher, on which days, and within which part of a range."""

from typing import Any

import pytest

from tests.plan.drawn_plan import CARER, TEACHER, activity, chosen, plan, why_not
from tests.profile.drawn import Given

LOW: dict[str, Given] = {"self_regulation": 6}
DAY = ("07:00", "20:00")


def stretch(days: str | list[str], where: str = "home", adult: str = "carer") -> dict[str, Any]:
    return {"days": days, "from": DAY[0], "to": DAY[1], "where": where, "with": [adult]}


def doses(given: dict[str, Any]) -> dict[str, tuple[int, int, int]]:
    found = {one["id"]: one["dose"] for one in given["activities"]}
    return {name: (dose["minutes"], dose["per_day"], dose["days_per_week"]) for name, dose in found.items()}


# Strain (§8).


@pytest.mark.parametrize(("strain", "per_day"), [(0, 3), (1, 3), (2, 3), (3, 2), (4, 1)])
def test_an_adult_under_strain_is_asked_for_a_part_of_the_minutes(strain: int, per_day: int) -> None:
    """§8 Three quarters, a half, a quarter of twenty minutes, from often tired to overwhelmed."""
    given = plan(LOW, activity(minutes=(5, 5)), adults=[{**CARER, "minutes": 20, "strain": strain}])
    assert doses(given)["rest"][1] == per_day


@pytest.mark.parametrize(("strain", "effort", "is_chosen"), [(1, 3, True), (2, 3, False), (2, 2, True), (3, 2, False), (3, 1, True)])
def test_an_adult_under_strain_is_asked_for_what_takes_less(strain: int, effort: int, is_chosen: bool) -> None:
    """§8 Lower effort first, and the reason says why not."""
    given = plan(LOW, activity(effort=effort), adults=[{**CARER, "strain": strain}])
    told = [] if is_chosen else ["It takes more out of the adult than can be asked of somebody under this much strain."]
    assert (chosen(given) == ["rest"], why_not(given, "rest")) == (is_chosen, told)


@pytest.mark.parametrize(("strain", "most"), [(1, 3), (2, 3), (3, 2), (4, 1)])
def test_one_adult_keeps_few_routines_and_fewer_under_strain(strain: int, most: int) -> None:
    """§12 A plan cut to one to three routines is a good plan."""
    entries = [activity(f"a{number}", minutes=(1, 1), per_day=(1, 1)) for number in range(9)]
    given = plan({"self_regulation": 2}, *entries, adults=[{**CARER, "strain": strain}])
    assert len(chosen(given)) == most
    assert "as many routines as can be kept" in why_not(given, "a8")[0] or most == 3


def test_what_the_relations_tell_counts_for_a_caregiver_of_whom_nothing_was_told() -> None:
    """§8 And not for a teacher."""
    entry = activity(settings=["home", "school"], leads=["caregiver", "teacher"], effort=2)
    words: dict[str, Any] = {"relations": {"caregiver_strain": 3}}
    assert chosen(plan(LOW, entry, **words)) == []
    assert chosen(plan(LOW, entry, adults=[{**CARER, "strain": 1}], **words)) == ["rest"]
    assert chosen(plan(LOW, entry, adults=[TEACHER], **words)) == ["rest"]


def test_the_plan_says_that_it_asks_for_less_than_was_offered() -> None:
    """§8 Nobody wonders where the minutes are."""
    because = plan(LOW, activity(), adults=[{**CARER, "minutes": 20, "strain": 3}])["activities"][0]["because"]
    assert because[-1] == {
        "rule": "§8",
        "text": "The adult is under strain, so the plan asks for 10 of the 20 minutes a day they offered.",
        "values": {"with": "carer", "strain": 3, "offered": 20, "asked": 10},
    }


def test_rest_is_taken_from_the_minutes_that_are_not_asked_for() -> None:
    """§8 It counts neither as a routine nor against what is asked, and goes to the one for whom it is hardest."""
    rest = activity("pause", functions=["attachment"], relieves=["caregiver_strain"], minutes=(10, 10), per_day=(1, 1))
    adults = [{**CARER, "minutes": 40, "strain": 2}, {"id": "second", "role": "caregiver", "minutes": 20, "strain": 4}]
    given = plan(LOW, activity(minutes=(5, 5)), rest, adults=adults, relations={"caregiver_strain": 3})
    assert {one["id"]: one["with"] for one in given["activities"]}["pause"] == "second"


# Relations come before activities (§8, §11).


@pytest.mark.parametrize(("level", "is_chosen"), [(1, True), (2, False)])
def test_what_helps_with_a_relation_that_is_low_is_not_held_back(level: int, is_chosen: bool) -> None:
    """§8 The relate gate is closed; the people around the child do not wait for it."""
    entry = activity("hello", functions=["attachment"], regions=["limbic"], relieves=["school_belonging"])
    given = plan({"diencephalon": 5, "limbic": 6}, entry, relations={"school_belonging": level})
    told = [] if is_chosen else ["Belongs to Relate, which is not open yet."]
    assert ((chosen(given) == ["hello"]), why_not(given, "hello")) == (is_chosen, told)


def test_what_helps_with_a_relation_is_named_beside_it() -> None:
    """§8 Not only what is wrong, also what may help."""
    entry = activity("hello", functions=["attachment"], regions=["limbic"], relieves=["school_belonging"])
    given = plan({"diencephalon": 5, "limbic": 6}, entry, relations={"school_belonging": 1})
    assert [(one["relation"], one["helped_by"]) for one in given["relations_first"]] == [("school_belonging", ["hello"])]
    told = "Helps with what comes first, the people around the child: school belonging."
    assert told in [one["text"] for one in given["activities"][0]["because"]]


# Where inside a range.


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ({"self_regulation": 6}, (10, 7)),  # essential: short, on most days
        ({"self_regulation": 9}, (15, 5)),  # therapeutic
        ({"sleep": 9}, (20, 3)),  # enrichment: longer, on fewer
    ],
)
def test_short_and_often_where_the_need_is_great_longer_and_seldom_where_it_is_small(
    ratings: dict[str, Given], expected: tuple[int, int]
) -> None:
    """§12 Within each activity's own range, by band."""
    found = doses(plan(ratings, activity(minutes=(10, 30), days=(3, 7), per_day=(1, 1)), adults=[{**CARER, "minutes": 90}]))["rest"]
    assert (found[0], found[2]) == expected


@pytest.mark.parametrize(("minutes", "expected"), [(59, 10), (60, 20)])
def test_a_longer_dose_takes_at_most_a_third_of_what_the_adult_has(minutes: int, expected: int) -> None:
    """§12 Never beyond what the caregivers can carry, and not all of it on one thing."""
    found = doses(plan({"sleep": 9}, activity(minutes=(10, 30), per_day=(1, 1)), adults=[{**CARER, "minutes": minutes}]))
    assert found["rest"][0] == expected


def test_what_belongs_to_bedtime_is_done_every_night() -> None:
    """§13 Pattern and repetition."""
    assert doses(plan({"sleep": 9}, activity(days=(3, 7), best_before=["sleep"])))["rest"][2] == 7


def test_near_typical_only_what_the_child_likes_has_a_place() -> None:
    """§11 Enrichment is what the child enjoys."""
    told = ["Fits; what it serves goes well enough that only what the child likes has a place there."]
    assert why_not(plan({"sleep": 11}, activity(), days=7000), "rest") == told
    assert chosen(plan({"sleep": 11}, activity(), context={"likes": ["rest"]})) == ["rest"]


# Days.


@pytest.mark.parametrize(
    ("days", "expected"), [("every_day", 7), ("weekdays", 5), (["mon", "wed", "fri"], 3), ("weekend", None), ("tue", None)]
)
def test_an_adult_leads_on_the_days_on_which_they_are_there(days: str | list[str], expected: int | None) -> None:
    """§12 Who is present; fewer than half of the days that make a habit are too few."""
    routine = [stretch(days), stretch("every_day", "outdoors", "second")]
    given = plan(LOW, activity(days=(5, 7)), adults=[CARER, {**CARER, "id": "second"}], context={"routine": routine})
    assert [dose[2] for dose in doses(given).values()] == ([] if expected is None else [expected])
    if expected is None:
        assert why_not(given, "rest") == ["Nobody who could lead it is there with the child on enough days for it to become a habit."]


def test_what_the_child_likes_is_worth_a_single_day() -> None:
    """§11 The walk with a father who is there on Sundays."""
    given = plan(LOW, activity(days=(5, 7)), context={"routine": [stretch("sun")], "likes": ["rest"]})
    assert doses(given)["rest"][2] == 1


def test_the_adult_who_is_there_on_more_days_leads() -> None:
    """§12 Somebody who is there on weekends does not carry the week, however many minutes they have."""
    adults = [{**CARER, "minutes": 30}, {"id": "second", "role": "caregiver", "minutes": 200}]
    routine = [stretch("weekdays"), stretch("weekend", adult="second")]
    assert plan(LOW, activity(days=(2, 7)), adults=adults, context={"routine": routine})["activities"][0]["with"] == "carer"


# School.


def test_a_teacher_keeps_two_routines() -> None:
    """§12 A class waits."""
    entries = [activity(f"a{n}", minutes=(1, 1), per_day=(1, 1), settings=["school"], leads=["teacher"]) for n in range(5)]
    assert len(chosen(plan({"self_regulation": 2}, *entries, adults=[TEACHER]))) == 2


def test_a_teacher_is_not_asked_to_mend_what_goes_well_at_school() -> None:
    """§12 Two people, two pages: the need is at home."""
    entry = activity(settings=["school"], leads=["teacher"])
    given = plan({**LOW, "sleep": [2, 12]}, entry, adults=[TEACHER])  # the second of the drawn raters is a teacher
    assert why_not(given, "rest") == ["At school the teacher who rated this sees no need for it."]


@pytest.mark.parametrize(("there", "is_chosen"), [(["ball"], False), (["ball at school"], True), (["school swing"], True)])
def test_what_a_family_names_is_at_home_unless_they_say_school(there: list[str], is_chosen: bool) -> None:
    """§12 Nobody plans a teacher's lesson with the garden swing."""
    entry = activity(settings=["school"], leads=["teacher"], equipment=["swing"])
    given = plan(LOW, entry, adults=[TEACHER], context={"equipment": [one.replace("ball", "swing") for one in there]})
    assert (chosen(given) == ["rest"]) is is_chosen


@pytest.mark.parametrize(("years", "is_chosen"), [(11.9, True), (12.1, False)])
def test_what_shames_an_older_child_before_the_class_stays_at_home(years: float, is_chosen: bool) -> None:
    """§12 Dignity."""
    entry = activity(settings=["school"], leads=["teacher"], school_until_years=11)
    given = plan({"sleep": 2}, entry, adults=[TEACHER], days=round(years * 365.25), others=9)
    assert (chosen(given) == ["rest"]) is is_chosen


# Together before alone.


@pytest.mark.parametrize(("years", "is_chosen"), [(11.9, False), (12.1, True)])
def test_a_child_who_is_learning_to_calm_does_it_together_first(years: float, is_chosen: bool) -> None:
    """§11 While the work is to regulate, a younger child is not sent to do it alone."""
    entry = activity(leads=["child"], regions=["diencephalon"])
    given = plan({"diencephalon": 3}, entry, days=round(years * 365.25), others=9)
    assert (chosen(given) == ["rest"], given["phases"][1]["status"]) == (is_chosen, "main")


def test_together_goes_before_alone() -> None:
    """§12 Who can do it alone does it with somebody where somebody has the minutes."""
    entry = activity(leads=["child", "caregiver"])
    assert plan({"sleep": 6}, entry)["activities"][0]["with"] == "carer"
    assert plan({"sleep": 6}, entry, adults=[{**CARER, "minutes": 1}])["activities"][0]["with"] is None

"""§12 Ranking and dose: need first, then what helps to choose; never more than the adults said they can carry."""

from typing import Any

import pytest

from tests.plan.drawn_plan import CARER, TEACHER, activity, chosen, plan, why_not
from tests.profile.drawn import Given

FIT = "Fits, and is more than the adults said they can carry."


CARERS = (CARER, {**CARER, "id": "second"})


def graded(name: str, grade: str) -> dict[str, Any]:
    """An activity whose evidence has a source that was read."""
    return activity(name, per_day=ONE_A_DAY, evidence={"grade": grade, "outcome": "Drawn.", "sources": ["drawn-2026"]})


def order(ratings: dict[str, Given], *entries: dict[str, Any], **words: Any) -> list[str]:
    """The activities in the order in which they were chosen; something enjoyed comes first."""
    return chosen(plan(ratings, *entries, **words))


def dose(ratings: dict[str, Given], entry: dict[str, Any], **words: Any) -> tuple[int, int, int]:
    found = plan(ratings, entry, **words)["activities"][0]["dose"]
    return found["minutes"], found["per_day"], found["days_per_week"]


# Ranking. The whole domain is low, so that there are doses for several; no function of an entry goes well, so that none is
# chosen for being enjoyed.
ONE_A_DAY = (1, 1)


def test_the_larger_need_comes_first() -> None:
    """§12 Need served: the gap to typical of the functions it targets."""
    found = order({"self_regulation": 6, "sleep": 8, "appetite": 5}, activity("sleeping"), activity("eating", functions=["appetite"]))
    assert found == ["eating", "sleeping"]


def test_a_second_function_counts_half_of_the_first() -> None:
    """§12 What serves two needs comes before what serves one of them."""
    found = order({"sleep": 6, "appetite": 6}, activity("one"), activity("both", functions=["sleep", "appetite"]))
    reasons = plan({"sleep": 6, "appetite": 6}, activity("both", functions=["sleep", "appetite"]))["activities"][0]["because"]
    assert (found[0], [one["values"]["need"] for one in reasons if "need" in one["values"]]) == ("both", [9.0])


def test_the_main_phase_comes_first() -> None:
    """§11 The work now is that of the start region."""
    ratings: dict[str, Given] = {"diencephalon": 9, "limbic": 8}
    play = activity("play", functions=["attachment"], regions=["limbic"])
    given = plan(ratings, play, activity("sleeping", regions=["diencephalon"]))
    assert [(one["id"], one["phase"]) for one in given["activities"]] == [("sleeping", "regulate"), ("play", "relate")]
    assert [one["status"] for one in given["phases"]] == ["minor", "main", "minor", "minor"]


def test_better_evidence_comes_first_among_equals() -> None:
    """§12 Evidence grade."""
    entries = [graded(name, grade) for name, grade in (("d", "D"), ("nought", "0"), ("c", "C"), ("a", "A"), ("b", "B"))]
    assert order({"self_regulation": 6}, *entries, adults=CARERS) == ["a", "b", "c", "d", "nought"]


def test_a_good_grade_whose_source_nobody_read_counts_as_c() -> None:
    """§12 What is only remembered ranks like an observation, and the reason says so."""
    entries = [activity("remembered", grade="A", per_day=ONE_A_DAY), graded("seen", "B"), graded("observed", "C")]
    given = plan({"self_regulation": 6}, *entries)
    told = [one for one in given["activities"][1]["because"] if "grade" in one["values"]]
    assert chosen(given) == ["seen", "remembered", "observed"]
    assert told[0]["values"] == {"grade": "A", "counts_as": "C", "sources": ["project draft"]}
    assert told[0]["text"].endswith("Nobody here has read its sources, so in the ranking it counts as C.")


def test_less_effort_for_the_adults_comes_first_among_equals() -> None:
    """§12 Burden on the adults."""
    entries = [activity(name, effort=effort, per_day=ONE_A_DAY) for name, effort in (("three", 3), ("one", 1), ("two", 2))]
    assert order({"self_regulation": 6}, *entries) == ["one", "two", "three"]


def test_the_lower_region_comes_first_among_equals() -> None:
    """§12 Lowest region first, then the order of the file."""
    low = activity("low", functions=["startle"], regions=["brainstem"])
    found = order({"self_regulation": 8, "startle": 8}, activity("first", per_day=ONE_A_DAY), activity("second", per_day=ONE_A_DAY), low)
    assert found == ["low", "first", "second"]


@pytest.mark.parametrize("like", ["drums", "the drums", "Rest", "rest", "his uncle's drums in the hall"])
def test_what_the_child_likes_comes_first_and_says_so(like: str) -> None:
    """§12 The child's preference: the words of the caregiver hold a word that points to the activity."""
    given = plan({"sleep": 6}, activity("better", grade="A"), activity("rest", likes=["drums"]), context={"likes": [like]})
    assert chosen(given)[0] == "rest"
    assert f"The child likes {like}." in [one["text"] for one in given["activities"][0]["because"]]


@pytest.mark.parametrize("like", ["drumsticks", "trestles", "conundrums"])
def test_a_like_is_a_whole_word(like: str) -> None:
    """§12 Half a word points to nothing."""
    assert order({"sleep": 6}, activity("better", grade="A"), activity("rest", likes=["drums"]), context={"likes": [like]})[0] == "better"


def test_a_like_of_several_words_is_found_among_more() -> None:
    """§12 `being carried outdoors` is about being carried."""
    found = order(
        {"sleep": 6},
        activity("better", grade="A"),
        activity("sling", likes=["being carried"]),
        context={"likes": ["Being carried outdoors"]},
    )
    assert found[0] == "sling"


def test_a_need_that_is_served_counts_less_for_the_next_choice() -> None:
    """§12 One choice after another, so that the next one looks elsewhere."""
    entries = [activity("s1", grade="A"), activity("s2", grade="A"), activity("eating", functions=["appetite"])]
    assert order({"self_regulation": 8, "sleep": 4, "appetite": 6}, *entries)[:2] == ["s1", "eating"]


# Doses.


@pytest.mark.parametrize(
    ("ratings", "band", "per_day"),
    [({"self_regulation": 6}, "essential", 3), ({"self_regulation": 9}, "therapeutic", 2), ({"sleep": 9}, "enrichment", 1)],
)
def test_the_band_of_the_domain_says_how_many_doses(ratings: dict[str, Given], band: str, per_day: int) -> None:
    """§12 Essential 4-6, therapeutic 2-3, enrichment 1 a day, and no single activity more than half of them."""
    given = plan(ratings, activity(per_day=(1, 6), functions=["sleep"], regions=["diencephalon"]))
    domain = next(one for one in given["domains"] if one["id"] == "self_regulation")
    assert (domain["band"], given["activities"][0]["dose"]["per_day"]) == (band, per_day)


@pytest.mark.parametrize(("per_day", "expected"), [((1, 2), 2), ((5, 6), 5), ((1, 1), 1), ((3, 3), 3)])
def test_a_dose_stays_within_the_range_of_the_activity(per_day: tuple[int, int], expected: int) -> None:
    """§12 Within each activity's own range."""
    assert dose({"self_regulation": 6}, activity(per_day=per_day))[1] == expected


@pytest.mark.parametrize(("minutes", "per_day"), [(60, 3), (14, 2), (5, 1)])
def test_fewer_doses_where_the_adult_has_fewer_minutes(minutes: int, per_day: int) -> None:
    """§12 Never beyond what the caregivers say they can carry."""
    assert dose({"self_regulation": 6}, activity(minutes=(5, 10)), adults=[{**CARER, "minutes": minutes}]) == (5, per_day, 7)


def test_every_dose_of_the_day_is_taken_off_the_minutes_of_the_adult() -> None:
    """§12 Three times five minutes leave five of twenty."""
    entries = [activity("sleeping"), activity("eating", functions=["appetite"])]
    given = plan({"self_regulation": 6}, *entries, adults=[{**CARER, "minutes": 20}])
    assert [one["dose"]["per_day"] for one in given["activities"]] == [3, 1]


@pytest.mark.parametrize("minutes", [0, 4, None])
def test_what_nobody_has_the_minutes_for_is_left_out_and_says_so(minutes: int | None) -> None:
    """§12 Minutes that nobody has told are none."""
    given = plan({"sleep": 6}, activity(minutes=(5, 10)), adults=[{**CARER, "minutes": minutes}])
    assert (given["status"], why_not(given, "rest")) == ("nothing_fits", [FIT])


@pytest.mark.parametrize(("setting", "days"), [("school", 5), ("home", 7)])
def test_school_has_five_days(setting: str, days: int) -> None:
    """§12 A school week has five days."""
    entry = activity(settings=[setting], leads=["caregiver", "teacher"], days=(3, 7))
    assert dose({"self_regulation": 6}, entry, adults=[CARER, TEACHER])[2] == days


def test_the_adult_with_more_minutes_left_leads() -> None:
    """§12 Burden on the adults."""
    given = plan({"sleep": 6}, activity(), adults=[{**CARER, "minutes": 20}, {"id": "second", "role": "caregiver", "minutes": 30}])
    assert given["activities"][0]["with"] == "second"


@pytest.mark.parametrize(("minutes", "most"), [(29, 3), (30, 6)])
def test_few_minutes_make_at_most_three_routines(minutes: int, most: int) -> None:
    """§12 A plan cut to one to three routines is a good plan."""
    entries = [activity(f"a{number}", minutes=(1, 1), per_day=(1, 1), functions=["sleep"]) for number in range(9)]
    given = plan({"self_regulation": 2}, *entries, adults=[{**CARER, "minutes": minutes - 10}, {**CARER, "id": "second", "minutes": 10}])
    told = f"Fits, and ranks below the {most} that were chosen; few routines that are kept do more than many."
    assert (len(chosen(given)), why_not(given, "a8")) == (most, [told])


def test_a_domain_that_has_its_doses_takes_no_more() -> None:
    """§12 Enrichment is one dose a day."""
    given = plan({"sleep": 9, "appetite": 9}, activity("a"), activity("b"), activity("c", functions=["appetite"]))
    assert (chosen(given), why_not(given, "b")) == (["a"], ["Fits; its domain has as many doses a day as it asks for."])


def test_a_domain_that_cannot_be_judged_says_how_little_is_rated() -> None:
    """§4 What is not known is not typical: nothing tells how much of it to do."""
    gaps = dict.fromkeys(("orienting", "appetite", "mood"), "not_observed")
    # Two activities: the first is taken for the child's enjoyment of what goes well, whatever the band.
    happy = activity("happy", functions=["fine_motor"], grade="A")
    given = plan({"sleep": 6, **gaps}, happy, activity())
    assert why_not(given, "rest") == ["Fits; too little of Self-regulation is rated to say how much of it to do."]


# Something enjoyed (§11).


def test_what_goes_well_has_its_place_beside_every_need() -> None:
    """§11 Every plan has something the child is good at."""
    needs = [activity(f"need{number}", grade="A") for number in range(8)]
    given = plan({"self_regulation": 3}, *needs, activity("climb", functions=["gross_motor"]))
    assert chosen(given)[0] == "climb"
    assert "The child is good at this already: moving the whole body." in [one["text"] for one in given["activities"][0]["because"]]


def test_what_goes_well_has_its_place_where_nothing_that_is_liked_can_be_carried() -> None:
    """§11 A like that nobody has the minutes for does not cost the child the rest."""
    liked = activity("sail", likes=["sailing"], minutes=(240, 240))
    given = plan({"self_regulation": 6}, liked, activity("climb", functions=["gross_motor"]), activity(), context={"likes": ["sailing"]})
    assert (chosen(given), why_not(given, "sail")) == (["climb", "rest"], [FIT])


def test_treatments_are_kept_and_never_displaced() -> None:
    """§11 An indicated therapy is never withheld."""
    treatments = [{"name": "Trauma therapy"}, {"name": "Speech [weekly]", "note": "At school."}]
    given = plan({"diencephalon": 2}, activity(), context={"treatments": treatments})
    assert given["treatments"] == ["Trauma therapy", "Speech [weekly]"]


def test_relations_come_first() -> None:
    """§8 What to relieve or build around the child, from the relations in the lower half of their scale."""
    relations = {"safe_adults": 1, "caregiver_strain": 3, "peers": 2, "placement_stability": 4, "school_belonging": "not_asked"}
    given = plan({"sleep": 6}, activity(), relations=relations)
    assert [one["relation"] for one in given["relations_first"]] == ["safe_adults", "caregiver_strain"]
    assert list(given).index("relations_first") < list(given).index("goals") < list(given).index("activities")

"""§12 Hard rules: what an activity must meet to be a candidate at all. Every rule that speaks against one is named."""

from typing import Any

import pytest

from tests.plan.drawn_plan import CARER, TEACHER, activity, chosen, plan, precaution, why_not

NEEDS_SLEEP = {"sleep": 6}
NOBODY = ["Nobody who could lead it is there in a place where it can be done."]
YEAR = 365.25


def against(entry: dict[str, Any], **words: Any) -> list[str]:
    """What speaks against the one activity of the catalogue, for a child of 20 years who needs help with sleep."""
    given = plan(words.pop("ratings", NEEDS_SLEEP), entry, **words)
    assert (chosen(given) == []) is bool(why_not(given, entry["id"]))
    return why_not(given, entry["id"])


def test_an_activity_against_which_nothing_speaks_is_chosen() -> None:
    """§12 What meets every rule is a candidate."""
    given = plan(NEEDS_SLEEP, activity())
    assert (given["status"], chosen(given), given["excluded"]) == ("planned", ["rest"], [])


@pytest.mark.parametrize(
    ("years", "age", "is_meant"),
    [
        ((3, 5), 2.99, False),
        ((3, 5), 3.01, True),
        ((3, 5), 5.99, True),
        ((3, 5), 6.01, False),
        ((0, 0.5), 0.45, True),
        ((0, 0.5), 0.55, False),
        ((0, 1), 1.95, True),
        ((0, 1), 2.05, False),
    ],
)
def test_age_is_counted_in_years_up_to_the_next_birthday(years: tuple[float, float], age: float, is_meant: bool) -> None:
    """§12 Age: up to and with the year named last; parts of a year end where they say."""
    found = against(activity(years=years), ratings={"sleep": 1}, others=3, days=round(age * YEAR))
    assert found == ([] if is_meant else [f"Meant for {years[0]:g} to {years[1]:g} years of age."])


def test_the_calendar_age_decides_and_not_the_corrected_one() -> None:
    """§12 Age is about safety and dignity: a child born at 26 weeks is as old as the calendar says."""
    found = against(activity(years=(1, 3)), ratings={"sleep": 1}, others=3, days=380, gestation_weeks=26)
    assert found == []


@pytest.mark.parametrize(("rating", "suits"), [(4, False), (5, True), (8, True), (9, False)])
def test_the_rating_of_a_function_says_whether_an_activity_suits(rating: int, suits: bool) -> None:
    """§12 Stage: what the child can do there now."""
    found = against(activity(ratings=(5, 8)), ratings={"sleep": rating})
    assert found == ([] if suits else ["None of its functions is rated at a step for which it is meant."])


def test_a_function_that_nobody_rated_is_no_need() -> None:
    """§12 Missing knowledge never opens a door."""
    found = against(activity(), ratings={"sleep": "not_observed"})
    assert found == ["None of its functions is rated at a step for which it is meant."]


def test_a_phase_that_is_closed_holds_its_activities_back() -> None:
    """§11 Work of a later phase waits for its gate."""
    limbic = activity("play", functions=["attachment"], regions=["limbic"])
    found = against(limbic, ratings={"diencephalon": 5, "limbic": 6})
    assert found == ["Belongs to Relate, which is not open yet."]


def test_a_phase_that_cannot_be_judged_holds_its_activities_back() -> None:
    """§11 What nobody can judge yet is not open: two of nine functions of self-regulation are missing."""
    cortical = activity("talk", functions=["speech"], regions=["cortex"])
    found = against(cortical, ratings={"speech": 6, "orienting": "not_observed", "sleep": "not_observed"})
    assert found == ["Belongs to Reason, which is not open yet."]


@pytest.mark.parametrize(
    ("rule", "told"),
    [("exclude", ["Mind noise."]), ("ask", ["Only after the named professional says yes. Mind noise."]), ("adapt", [])],
)
def test_a_precaution_excludes_asks_or_adapts(rule: str, told: list[str]) -> None:
    """§12 Precautions against what the child has to reckon with."""
    found = against(activity(precautions=[precaution("noise", rule)]), context={"precautions": ["noise"]})
    assert found == told


def test_an_adapted_activity_carries_the_precaution_with_it() -> None:
    """§12 What is adapted says how."""
    entry = activity(precautions=[precaution("noise", "adapt"), precaution("water", "adapt")])
    given = plan(NEEDS_SLEEP, entry, context={"precautions": ["noise"]})
    assert given["activities"][0]["precautions"] == ["Mind noise."]


def test_a_precaution_that_is_not_this_childs_changes_nothing() -> None:
    """§12 Only the child's own precautions count."""
    assert against(activity(precautions=[precaution("noise", "exclude")]), context={"precautions": ["water"]}) == []


@pytest.mark.parametrize(("days", "told"), [(350, ["Mind infant_sleep."]), (380, [])])
def test_safe_sleep_counts_for_every_infant_whether_the_case_says_so_or_not(days: int, told: list[str]) -> None:
    """§12 In the first year nobody has to remember to write it down."""
    entry = activity(precautions=[precaution("infant_sleep", "exclude")])
    assert against(entry, ratings={"sleep": 1}, others=3, days=days) == told


def test_what_stands_in_is_named_unless_it_was_withdrawn() -> None:
    """§12 An exclusion says what could be done instead, of what is offered here."""
    entry = activity(precautions=[precaution("noise", "exclude", instead=["hum", "gone"])])
    given = plan(NEEDS_SLEEP, entry, activity("hum"), context={"precautions": ["noise"]})
    excluded = next(one for one in given["excluded"] if one["id"] == "rest")
    assert excluded["because"] == [
        {"rule": "§12", "text": "Mind noise.", "values": {"precaution": "noise", "rule": "exclude", "instead": ["hum"]}}
    ]


@pytest.mark.parametrize("settings", [["school"], ["therapy", "outdoors"]])
def test_an_activity_needs_a_place_that_the_child_has(settings: list[str]) -> None:
    """§12 Setting."""
    assert against(activity(), settings=settings) == NOBODY


@pytest.mark.parametrize(
    ("role", "setting", "is_there"),
    [
        ("caregiver", "home", True),
        ("caregiver", "outdoors", True),
        ("caregiver", "school", False),
        ("teacher", "school", True),
        ("teacher", "home", False),
        ("occupational_therapist", "therapy", True),
        ("occupational_therapist", "home", False),
        ("therapist", "therapy", True),
        ("clinician", "therapy", True),
        ("case_worker", "outdoors", True),
        ("case_worker", "home", False),
    ],
)
def test_an_adult_leads_where_the_adult_is_with_the_child(role: str, setting: str, is_there: bool) -> None:
    """§12 Who is present."""
    adult = {"id": "someone", "role": role, "minutes": 60}
    given = plan(NEEDS_SLEEP, activity(settings=[setting], leads=[role]), adults=[adult])
    assert (chosen(given), why_not(given, "rest")) == ((["rest"], []) if is_there else ([], NOBODY))


def test_an_adult_leads_only_what_the_role_can_lead() -> None:
    """§12 A caregiver does not lead what takes a therapist."""
    assert against(activity(leads=["therapist"], settings=["home", "therapy"])) == NOBODY


@pytest.mark.parametrize(("age", "told"), [(5.9, NOBODY), (6.1, [])])
def test_a_child_does_something_alone_from_six_years(age: float, told: list[str]) -> None:
    """§12 A younger child is not sent to settle alone."""
    found = against(activity(leads=["child"]), ratings={"sleep": 1}, others=9, days=round(age * YEAR))
    assert found == told


def test_what_a_child_does_alone_says_that_nobody_leads_it() -> None:
    """§12 No adult's minutes are used."""
    given = plan(NEEDS_SLEEP, activity(leads=["child"]), adults=[{**CARER, "minutes": 1}])
    assert (given["activities"][0]["with"], given["activities"][0]["setting"]) == (None, "home")


@pytest.mark.parametrize(
    ("there", "told"),
    [
        ([], ["Needs what nobody has said is there: swing."]),
        (["swing seat cover"], ["Needs what nobody has said is there: swing."]),
        (["swing"], []),
        (["Garden swing"], []),
    ],
)
def test_equipment_must_have_been_said_to_be_there(there: list[str], told: list[str]) -> None:
    """§12 Equipment: a garden swing is a swing."""
    assert against(activity(equipment=["swing"]), context={"equipment": there}) == told


@pytest.mark.parametrize("there", ["drum", "hand drum", "Hand_drum"])
def test_equipment_is_known_by_its_id_and_by_its_word(there: str) -> None:
    """§12 Either name will do."""
    assert against(activity(equipment=["drum"]), context={"equipment": [there]}) == []


def test_what_is_never_offered_is_refused_with_its_reason() -> None:
    """§12 Grade X never."""
    assert against(activity(kind="never", grade="X", why="It kills.")) == ["Never offered. It kills."]


def test_a_treatment_is_never_chosen_by_the_program() -> None:
    """§11 A treatment is a clinician's decision."""
    told = ["A treatment that a clinician decides on; the program never chooses one."]
    assert against(activity(kind="treatment", leads=["clinician"], settings=["therapy"])) == told


def test_a_programme_is_an_option_and_never_placed_in_a_day() -> None:
    """§12 What needs trained people is for a clinician to weigh."""
    given = plan(NEEDS_SLEEP, activity(kind="programme", leads=["therapist"]), activity("hum"))
    assert ([one["id"] for one in given["options"]], chosen(given)) == (["rest"], ["hum"])


def test_a_programme_that_serves_nothing_needed_says_so() -> None:
    """§12 Every exclusion keeps its reasons."""
    given = plan({}, activity(kind="programme"), activity("hum"))
    assert (given["options"], why_not(given, "rest")) == ([], ["Fits, and serves nothing that is below typical."])


def test_all_rules_that_speak_against_an_activity_are_named() -> None:
    """§12 Every exclusion keeps its reasons as data: rule, values."""
    entry = activity(
        "play",
        functions=["attachment"],
        regions=["limbic"],
        ratings=(1, 3),
        years=(2, 4),
        precautions=[precaution("noise", "exclude"), precaution("water", "ask")],
        settings=["school"],
        equipment=["swing", "drum"],
    )
    given = plan({"diencephalon": 5, "limbic": 6}, entry, context={"precautions": ["noise", "water"]}, adults=[CARER, TEACHER])
    assert [(one["rule"], one["text"]) for one in given["excluded"][0]["because"]] == [
        ("§12", "Meant for 2 to 4 years of age."),
        ("§12", "None of its functions is rated at a step for which it is meant."),
        ("§11", "Belongs to Relate, which is not open yet."),
        ("§12", "Mind noise."),
        ("§12", "Only after the named professional says yes. Mind water."),
        ("§12", NOBODY[0]),
        ("§12", "Needs what nobody has said is there: swing, hand drum."),
    ]
    assert [set(one["values"]) for one in given["excluded"][0]["because"]] == [
        {"age_months", "from_years", "to_years"},
        {"ratings", "from_rating", "to_rating"},
        {"phase", "status"},
        {"precaution", "rule", "instead"},
        {"precaution", "rule", "instead"},
        {"settings", "leads"},
        {"equipment"},
    ]

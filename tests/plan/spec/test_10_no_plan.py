"""§10, §7, §12 No plan: stopped by safety, too little rated, or nothing that fits. Each says what is needed."""

import json
from typing import Any

import pytest

from tests.cli.command_line import ROOT, run
from tests.plan.drawn_plan import CARER, activity, chosen, plan, why_not

RED_FLAG = str(ROOT / "examples" / "red-flag.yaml")
TOO_FEW = str(ROOT / "examples" / "too-few-ratings.yaml")
NOTHING: dict[str, Any] = {"goals": [], "activities": [], "options": [], "excluded": []}
ACTION = {"by": "kh", "on": "2026-05-19", "what": "Seen."}


def parts(given: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: given[key] for key in keys}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"red_flags": {"suicidal_thoughts": "yes"}}, "Thoughts of suicide: yes, and nobody has recorded what was done."),
        ({"safety": {"basic_needs": "not_met"}}, "Basic needs are not met, and nobody has recorded what was done."),
        ({"safety": {"safe_place": "no"}}, "There is no safe place, and nobody has recorded what was done."),
    ],
)
def test_a_closed_gate_stops_planning(words: dict[str, Any], told: str) -> None:
    """§10 A yes, unmet needs or no safe place: there is no activity plan."""
    given = plan({"sleep": 5}, activity(), relations={"safe_adults": 0}, **words)
    assert parts(given, "status", *NOTHING) == {"status": "stopped", **NOTHING}
    assert [one["text"] for one in given["because"]] == [told]


def test_treatments_go_on_while_planning_is_stopped() -> None:
    """§11 An indicated therapy is never withheld."""
    context = {"treatments": [{"name": "Trauma therapy"}]}
    given = plan({"sleep": 5}, activity(), red_flags={"suicidal_thoughts": "yes"}, context=context)
    assert parts(given, "status", "treatments") == {"status": "stopped", "treatments": ["Trauma therapy"]}


def test_a_recorded_action_opens_the_gate() -> None:
    """§10 A named professional records the action, and only then can a plan be made."""
    given = plan({"sleep": 5}, activity(), red_flags={"suicidal_thoughts": {"answer": "yes", "action": ACTION}})
    assert (given["status"], chosen(given)) == ("planned", ["rest"])


def test_a_question_that_was_not_asked_blocks_sharing_and_not_planning() -> None:
    """§10 `not asked` blocks sharing."""
    given = plan({"sleep": 5}, activity(), red_flags={"suicidal_thoughts": "not_asked"})
    assert (given["status"], given["gate"]["open"]) == ("planned", True)


@pytest.mark.parametrize("arguments", [(), ("--json",), ("--why", "lullaby"), ("--set", "sleep=7")])
def test_a_stopped_plan_ends_with_3(arguments: tuple[str, ...]) -> None:
    """§10 Done, but planning is stopped by the safety gate."""
    done = run("plan", RED_FLAG, *arguments)
    assert (done.status, done.err) == (3, "")


def test_a_stopped_plan_says_what_is_open_and_offers_nothing() -> None:
    """§10 The terminal names what is open, and no activity."""
    done = run("plan", RED_FLAG)
    assert "Thoughts of suicide: yes, and nobody has recorded what was done." in done.out
    assert not [word for word in ("Goals", "Activities", "min,", "evidence") if word in done.out]


def test_a_stopped_plan_is_the_reason_why_not() -> None:
    """§10 The gate goes before every rule of an activity."""
    done = run("plan", RED_FLAG, "--why", "lullaby")
    assert done.out.splitlines()[:2] == [
        "lullaby is not in the plan:",
        "  §10  Thoughts of suicide: yes, and nobody has recorded what was done.",
    ]


def test_an_undecided_start_says_what_to_rate() -> None:
    """§7 Too little is rated: the plan names the ratings that would help most, and plans nothing."""
    given = plan({"brainstem": "not_observed", "diencephalon": 6}, activity())
    names = "Comfort inside the body, Sucking, chewing and swallowing, Following with the eyes"
    assert parts(given, "status", *NOTHING) == {"status": "insufficient", **NOTHING}
    assert given["because"] == [
        {
            "rule": "§7",
            "text": f"Too little is rated to say where to start. Rating these would help most: {names}.",
            "values": {"ask_next": ["visceral_comfort", "oral_motor", "eye_movement"]},
        }
    ]


def test_an_undecided_start_still_tells_what_to_relieve() -> None:
    """§8 What is around the child needs no rating of the child."""
    given = plan({"brainstem": "not_observed"}, activity(), relations={"safe_adults": 0})
    assert [one["relation"] for one in given["relations_first"]] == ["safe_adults"]


def test_an_undecided_start_is_no_failure() -> None:
    """§7 What would make it sufficient is an answer: exit 0."""
    done = run("plan", TOO_FEW, "--json")
    assert (done.status, done.err, json.loads(done.out)["status"]) == (0, "", "insufficient")


def test_where_nothing_fits_each_activity_says_why() -> None:
    """§12 Every exclusion keeps its reasons."""
    given = plan({"sleep": 5}, activity("old", years=(0, 3)), activity("far", settings=["school"]), activity("long", minutes=(90, 90)))
    assert parts(given, "status", "activities", "goals") == {"status": "nothing_fits", "activities": [], "goals": []}
    assert [one["text"] for one in given["because"]] == ["No activity of the catalogue fits; each says why under `excluded`."]
    assert {name: why_not(given, name) for name in ("old", "far", "long")} == {
        "old": ["Meant for 0 to 3 years of age."],
        "far": ["Nobody who could lead it is there in a place where it can be done."],
        "long": ["Fits, and is more than the adults said they can carry."],
    }


def test_where_nothing_fits_treatments_and_relations_stay() -> None:
    """§11 What others have decided goes on."""
    context = {"treatments": [{"name": "Trauma therapy"}]}
    given = plan({"sleep": 5}, activity(years=(0, 3)), adults=[CARER], context=context, relations={"safe_adults": 0})
    assert parts(given, "status", "treatments") == {"status": "nothing_fits", "treatments": ["Trauma therapy"]}
    assert [one["relation"] for one in given["relations_first"]] == ["safe_adults"]

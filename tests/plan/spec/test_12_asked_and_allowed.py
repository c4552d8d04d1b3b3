"""§12 Precautions that are answered, those of small children, those that leave nothing, and equipment of which one will do."""

from typing import Any

import pytest

from rootwise.errors import InvalidFile
from rootwise.plan import is_plannable, require_plannable
from tests.plan.drawn_plan import CARER, activity, catalogue, chosen, plan, precaution, read, why_not

ASK = precaution("water", "ask")
YES = {"activity": "rest", "by": "kh", "on": "2026-05-20"}


def wet(*rules: dict[str, Any], **words: Any) -> dict[str, Any]:
    return activity(precautions=list(rules), **words)


def test_a_professional_can_say_yes_to_what_a_precaution_asks_about() -> None:
    """§12 The yes opens it, its text goes with it, and the reason names who said it and when."""
    given = plan({"sleep": 6}, wet(ASK), context={"precautions": ["water"], "allowed": [YES]})
    reasons = [one for one in given["activities"][0]["because"] if "by" in one["values"]]
    assert given["activities"][0]["precautions"] == ["Mind water."]
    assert reasons == [
        {
            "rule": "§12",
            "text": "Clinician said yes on 2026-05-20, as its precautions ask.",
            "values": {"by": "kh", "on": "2026-05-20", "precautions": ["water"]},
        }
    ]


def test_a_yes_never_opens_what_a_precaution_rules_out() -> None:
    """§12 No means no."""
    given = plan({"sleep": 6}, wet(ASK, precaution("noise", "exclude")), context={"precautions": ["water", "noise"], "allowed": [YES]})
    assert (chosen(given), why_not(given, "rest")) == ([], ["Mind noise."])


def test_a_yes_that_nothing_asks_for_changes_nothing() -> None:
    """§12 It stands in the case and no reason speaks of it."""
    with_it, without = (plan({"sleep": 6}, wet(ASK), context=context) for context in ({"allowed": [YES]}, {}))
    assert with_it["activities"] == without["activities"] != []


@pytest.mark.parametrize(("days", "told"), [(1090, ["Mind choking.", "Mind water."]), (1100, [])])
def test_water_and_choking_are_told_for_every_child_under_three(days: int, told: list[str]) -> None:
    """§12 As safe sleep is for infants; nobody has to remember to write it down."""
    entry = wet(precaution("choking", "adapt"), precaution("water", "adapt"), precaution("heat", "adapt"))
    assert plan({"sleep": 1}, entry, others=5, days=days)["activities"][0]["precautions"] == told


def test_what_asks_first_is_for_a_small_child_of_whom_the_case_says_so() -> None:
    """§12 A healthy toddler may eat without a therapist's leave."""
    assert chosen(plan({"sleep": 1}, wet(precaution("choking", "ask")), others=5, days=800)) == ["rest"]


@pytest.mark.parametrize("there", ["swing", "hand drum"])
def test_of_several_things_one_will_do(there: str) -> None:
    """§12 Equipment: a swing or a drum."""
    assert chosen(plan({"sleep": 6}, activity(equipment=[["swing", "drum"]]), context={"equipment": [there]})) == ["rest"]


def test_all_that_would_do_are_named() -> None:
    """§12 What is missing is told so that somebody can get it."""
    given = plan({"sleep": 6}, activity(equipment=[["swing", "drum"]]))
    assert why_not(given, "rest") == ["Needs what nobody has said is there: swing or hand drum."]


# What precautions leave without help.

SLEEP = {"sleep": 3, "mood": 3}
OTHER = activity("cheer", functions=["mood"])


def test_a_function_for_which_precautions_forbid_everything_is_told() -> None:
    """§12 Silence is no answer: the plan says what it does not help with, and whom to ask."""
    given = plan(SLEEP, wet(ASK), activity("hum", precautions=[precaution("noise", "exclude")]), OTHER, context=BOTH)
    assert [(one["function"], one["because"][0]["text"]) for one in given["unserved"]] == [
        (
            "sleep",
            "Nothing in the plan helps with this: Sleep. The precautions (noise, water) stand against everything that fits. "
            "Ask the professional who knows about: Rest; a yes is written under `allowed`.",
        )
    ]
    assert given["unserved"][0]["because"][0]["values"] == {"precautions": ["noise", "water"], "ruled_out": ["hum"], "ask": ["rest"]}


BOTH = {"precautions": ["water", "noise"]}


def test_where_something_is_left_nothing_is_told() -> None:
    """§12 One way is enough."""
    assert plan(SLEEP, wet(ASK), activity("hum"), OTHER, context=BOTH)["unserved"] == []


def test_a_smaller_need_is_not_told() -> None:
    """§12 Only what is in the strongest band of support."""
    assert plan({"sleep": 9, "mood": 3}, wet(ASK), OTHER, context=BOTH)["unserved"] == []


def test_precautions_that_forbid_everything_are_a_problem_of_the_case() -> None:
    """§12 With the way out."""
    loaded = catalogue(wet(ASK))
    with pytest.raises(InvalidFile) as refused:
        require_plannable(read({"sleep": 3}, context=BOTH), loaded.catalogue)
    assert str(refused.value.problems[0]).endswith(
        "context.precautions: these precautions together forbid every activity that would help this child. Take out what does not hold, "
        "or ask the professional about some of them and write the yes under `allowed`: rest"
    )
    assert is_plannable(read({"sleep": 3}, context={**BOTH, "allowed": [YES]}), loaded.catalogue)


@pytest.mark.parametrize("minutes", [0, None, 20])
def test_a_supervisor_among_the_adults_is_no_problem(minutes: int | None) -> None:
    """§12 Somebody who stands behind the adults leads nothing and hinders nothing."""
    adults = [CARER, {"id": "boss", "role": "supervisor", "minutes": minutes}]
    assert is_plannable(read({"sleep": 6}, adults=adults, settings=["home"]), catalogue().catalogue)

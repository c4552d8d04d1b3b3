"""§10 Safety gate: what stops planning, and what stops sharing."""

from typing import Any

import pytest

from tests.profile.drawn import MAP, profile

ACTION = {"by": "kh", "on": "2026-05-19", "what": "Seen by the paediatrician."}
ALL_WELL = {"rule": "§10", "text": "Every safety question was asked, and nothing waits for an action."}


def test_all_asked_and_nothing_found_opens_the_gate() -> None:
    """§10 Red flags are asked in every case, each yes / no / not asked."""
    drawn = profile()
    assert drawn["flags"] == []
    assert drawn["gate"] == {"open": True, "shareable": True, "because": [ALL_WELL], "not_asked": []}


@pytest.mark.parametrize("flag", [one.id for one in MAP.instrument.safety.red_flags])
def test_every_flag_that_is_raised_closes_the_gate(flag: str) -> None:
    """§10 A `yes`: there is no activity plan."""
    drawn = profile(red_flags={flag: "yes"})
    known = MAP.instrument.red_flag(flag)
    reason = {
        "rule": "§10",
        "text": f"{known.name}: yes, and nobody has recorded what was done.",
        "values": {"flag": flag, "severity": known.severity.value},
    }
    assert drawn["flags"] == [{"id": flag, "severity": known.severity.value, "action": None}]
    assert drawn["gate"] == {"open": False, "shareable": False, "because": [reason], "not_asked": []}


def test_a_recorded_action_opens_the_gate_and_the_flag_stays() -> None:
    """§10 A named professional records the action (who, when, what), and only then can a plan be made."""
    drawn = profile(red_flags={"self_harm": {"answer": "yes", "action": ACTION}})
    assert drawn["flags"] == [{"id": "self_harm", "severity": "today", "action": ACTION}]
    assert drawn["gate"] == {"open": True, "shareable": True, "because": [ALL_WELL], "not_asked": []}


def test_one_action_does_not_speak_for_another_flag() -> None:
    """§10 Each yes waits for its own action; flags stand in the order of the instrument."""
    drawn = profile(red_flags={"seizure_or_blank_spell": "yes", "self_harm": {"answer": "yes", "action": ACTION}})
    assert [(each["id"], each["action"]) for each in drawn["flags"]] == [("self_harm", ACTION), ("seizure_or_blank_spell", None)]
    assert [each["values"]["flag"] for each in drawn["gate"]["because"]] == ["seizure_or_blank_spell"]
    assert drawn["gate"]["open"] is False


@pytest.mark.parametrize(
    ("safety", "text"),
    [
        ({"basic_needs": "not_met"}, "Basic needs are not met, and nobody has recorded what was done."),
        ({"safe_place": "no"}, "There is no safe place, and nobody has recorded what was done."),
    ],
)
def test_unmet_needs_or_no_safe_place_close_the_gate(safety: dict[str, Any], text: str) -> None:
    """§10 Basic needs or a safe place not met: there is no activity plan."""
    drawn = profile(safety=safety)["gate"]
    assert (drawn["open"], drawn["shareable"]) == (False, False)
    assert drawn["because"] == [{"rule": "§10", "text": text, "values": {"question": next(iter(safety))}}]


@pytest.mark.parametrize(("question", "answer"), [("basic_needs", "not_met"), ("safe_place", "no")])
def test_an_action_opens_the_gate_for_needs_and_place_too(question: str, answer: str) -> None:
    """§10 Only when it is recorded what was done can a plan be made."""
    drawn = profile(safety={question: {"answer": answer, "action": ACTION}})["gate"]
    assert drawn == {"open": True, "shareable": True, "because": [ALL_WELL], "not_asked": []}


@pytest.mark.parametrize(
    ("words", "not_asked"),
    [
        ({"red_flags": {"self_harm": "not_asked"}}, ["self_harm"]),
        ({"safety": {"safe_place": "not_asked"}}, ["safe_place"]),
        ({"safety": {"basic_needs": "not_asked"}}, ["basic_needs"]),
        (
            {"safety": {"safe_place": "not_asked", "basic_needs": "not_asked"}, "red_flags": {"self_harm": "not_asked"}},
            ["basic_needs", "safe_place", "self_harm"],
        ),
    ],
)
def test_not_asked_blocks_sharing_and_does_not_close_the_gate(words: dict[str, Any], not_asked: list[str]) -> None:
    """§10 `not asked` blocks sharing. Unknown is never no."""
    drawn = profile(**words)["gate"]
    reason = {"rule": "§10", "text": f"{len(not_asked)} safety questions have not been asked.", "values": {"not_asked": not_asked}}
    assert drawn == {"open": True, "shareable": False, "because": [reason], "not_asked": not_asked}


def test_a_flag_that_is_left_out_was_not_asked() -> None:
    """§10 Silence is not a no."""
    read = profile(red_flags={one.id: "not_asked" for one in MAP.instrument.safety.red_flags})["gate"]
    assert read["not_asked"] == [one.id for one in MAP.instrument.safety.red_flags]


def test_a_closed_gate_also_says_what_was_not_asked() -> None:
    """§10 The output is what is still needed, all of it."""
    drawn = profile(safety={"safe_place": "no"}, red_flags={"missing": "not_asked", "self_harm": "yes"})["gate"]
    assert [each["values"] for each in drawn["because"]] == [
        {"flag": "self_harm", "severity": "today"},
        {"question": "safe_place"},
        {"not_asked": ["missing"]},
    ]
    assert (drawn["open"], drawn["shareable"]) == (False, False)

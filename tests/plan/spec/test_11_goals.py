"""§11 Goals: one to three, each with where it stands, a target, a date and steps that can be seen."""

from typing import Any

import pytest

from tests.plan.drawn_plan import activity, plan
from tests.profile.drawn import MAP, Given

LIKED = {"likes": ["for_sleep"]}  # near typical only what the child likes has a place
EVERYWHERE = ["sleep", "startle", "mood", "appetite", "arousal"]


def goals(ratings: dict[str, Given], *functions: str, **words: Any) -> list[dict[str, Any]]:
    """The goals of a child for whom there is one activity for each of these functions."""
    entries = [activity(f"for_{one}", functions=[one], regions=[MAP.instrument.function(one).region]) for one in functions or EVERYWHERE]
    found: list[dict[str, Any]] = plan(ratings, *entries, **words)["goals"]
    return found


def anchor(function_id: str, rating: int) -> str:
    return f"On most days: {_small(raw(function_id, rating))}"


def raw(function_id: str, rating: int) -> str:
    return next(one.text for one in MAP.instrument.function(function_id).anchors if one.rating == rating)


def test_one_need_makes_one_goal() -> None:
    """§11 One to three goals."""
    assert [one["function"] for one in goals({"sleep": 6})] == ["sleep"]


def test_many_needs_make_three_goals() -> None:
    """§11 One to three goals: few, so that they can be kept in mind."""
    assert len(goals({"self_regulation": 6, "startle": 6})) == 3


def test_no_need_makes_no_goal() -> None:
    """§11 What is typical needs no goal."""
    assert goals({}) == []


def test_what_no_activity_serves_is_no_goal() -> None:
    """§11 A goal that nothing works towards is a wish."""
    assert goals({"appetite": 4, "sleep": 6}, "sleep")[0]["function"] == "sleep"


def test_the_region_where_the_work_starts_comes_first_and_then_the_lowest() -> None:
    """§11 The lowest region first, and in it the largest gap."""
    found = goals({"diencephalon": 7, "sleep": 5, "appetite": 4, "startle": 10, "mood": 3}, "mood", "startle", "sleep", "appetite")
    assert [one["function"] for one in found] == ["appetite", "sleep", "startle"]


def test_the_largest_gap_of_a_region_comes_first() -> None:
    """§11 Furthest below typical first."""
    found = goals({"self_regulation": 8, "sleep": 6, "appetite": 5, "arousal": 7}, "arousal", "sleep", "appetite")
    assert [one["function"] for one in found] == ["appetite", "sleep", "arousal"]


def test_a_goal_is_one_step_further_and_is_looked_at_in_twelve_weeks() -> None:
    """§11 Where it stands, the target, by when."""
    found = goals({"sleep": 5})[0]
    assert {key: found[key] for key in ("now", "target", "by")} == {"now": 5.0, "target": 6.0, "by": "2026-08-12"}
    assert found["seen"] == anchor("sleep", 6)


def test_the_steps_climb_in_the_words_of_the_anchors() -> None:
    """§11 Goal-attainment steps: -1 is where the child is, 0 what is hoped for."""
    assert goals({"sleep": 5})[0]["steps"] == {
        "-2": anchor("sleep", 4),
        "-1": f"Now and then: {_small(raw('sleep', 6))}",
        "0": anchor("sleep", 6),
        "+1": f"Now and then: {_small(raw('sleep', 8))}",
        "+2": anchor("sleep", 8),
    }


def test_the_lowest_rating_has_a_step_below_it() -> None:
    """§11 Five steps that differ, at the foot of the scale as well."""
    found = goals({"sleep": 1})[0]
    assert (found["target"], found["steps"]["-2"], found["steps"]["-1"]) == (
        2.0,
        f"Less than now: not yet: {_small(raw('sleep', 2))}",
        f"Not yet: {_small(raw('sleep', 2))}",
    )


@pytest.mark.parametrize("rating", [10, 11])
def test_the_target_is_never_beyond_the_scale(rating: int) -> None:
    """§11 More than hoped for, at the top of the scale, is the same on hard days and with new people."""
    found = goals({"sleep": rating}, context=LIKED)[0]
    top = raw("sleep", 12)
    steps = [f"On most days: {_small(top)}", f"Even on hard days: {_small(top)}", f"Even on hard days and with new people: {_small(top)}"]
    assert (found["target"], list(found["steps"].values())[13 - rating :]) == (rating + 1.0, steps[: rating - 8])


@pytest.mark.parametrize(
    ("given", "target"), [([4, 5], 5.0), ([5, 6], 6.0), ([6, 7], 7.0), ([4, 5, 5], 6.0), ([4, 4, 5], 5.0), ([3, 6], 5.0)]
)
def test_between_raters_a_goal_starts_at_the_nearest_step_and_halves_go_down(given: Given, target: float) -> None:
    """§11 One step in a season is a good step; nobody is asked for one and a half."""
    assert goals({"sleep": given})[0]["target"] == target


@pytest.mark.parametrize("rating", range(1, 12))
@pytest.mark.parametrize("function", ["sleep", "startle", "mood", "impulse_control"])
def test_all_five_steps_differ(function: str, rating: int) -> None:
    """§11 What can be told apart can be seen."""
    steps = goals({function: rating}, function, context={"likes": [f"for_{function}"]})[0]["steps"]
    assert (list(steps), len(set(steps.values()))) == (["-2", "-1", "0", "+1", "+2"], 5)


def test_a_goal_says_why() -> None:
    """§11 A choice keeps its reasons as data."""
    assert goals({"sleep": 5})[0]["because"] == [
        {
            "rule": "§11",
            "text": "Sleep is rated 5, typical is 12.0, and the plan serves it.",
            "values": {"function": "sleep", "rating": 5.0, "gap": 7.0, "weeks": 12},
        }
    ]


def _small(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]

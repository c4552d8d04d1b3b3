"""§7 Where to start: bottom up, with how sure that is and what to ask next."""

from typing import Any

import pytest

from tests.profile.drawn import Given, functions_of, one, profile, spread

REGIONS = ("brainstem", "diencephalon", "limbic", "cortex")


def _below(drawn: dict[str, Any], region: str) -> float:
    chances = one(drawn["regions"], region)["band_probability"]
    return float(chances["essential"] + chances["therapeutic"])


def test_each_region_starts_where_it_is_below_typical_and_no_lower_one_is() -> None:
    """§7 P(start = r) = P(percent of r < 85) x product over lower regions of P(percent >= 85)."""
    drawn = profile(dict.fromkeys(REGIONS, 10), confidence="likely")
    left, expected = 1.0, {}
    for region in REGIONS:
        expected[region] = left * _below(drawn, region)
        left *= 1 - _below(drawn, region)
    assert drawn["start"]["probability"] == pytest.approx({**expected, "none": left, "unknown": 0.0}, abs=1e-12)


def test_a_clear_start_is_decided() -> None:
    """§7 The start region is the most probable; from 0.6 on it is decided."""
    drawn = profile({"diencephalon": 6, "cortex": 4})
    assert (drawn["start"]["status"], drawn["start"]["region"]) == ("decided", "diencephalon")
    assert drawn["start"]["probability"]["diencephalon"] > 0.99


def test_no_region_below_typical_is_no_start() -> None:
    """§7 What is left is P(no region below typical)."""
    drawn = profile()
    assert (drawn["start"]["status"], drawn["start"]["region"]) == ("none", None)
    assert drawn["start"]["probability"]["none"] > 0.99


def test_a_start_under_60_percent_is_close_and_says_what_to_ask() -> None:
    """§7 Under 0.6 the evidence does not decide between the two best, and which three ratings would help most."""
    brainstem = spread(51, functions_of("brainstem"))
    drawn = profile({**brainstem, "startle": (10, "guess"), "orienting": (10, "guess"), "diencephalon": 4})["start"]
    assert (drawn["status"], drawn["region"]) == ("close", max(("brainstem", "diencephalon"), key=drawn["probability"].__getitem__))
    assert max(drawn["probability"].values()) < 0.6
    assert drawn["ask_next"] == ["startle", "orienting"]  # all others are sure already


def test_a_close_start_may_be_no_start_at_all() -> None:
    """§7 `none` is one of the outcomes the evidence may not decide about."""
    drawn = profile({**spread(51, functions_of("brainstem")), "orienting": (10, "guess")})["start"]
    assert (drawn["status"], drawn["region"]) == ("close", None)
    assert 0.6 > drawn["probability"]["none"] > drawn["probability"]["brainstem"]


def test_at_most_three_ratings_are_asked_for_the_most_helpful_first() -> None:
    """§7 Which three ratings would help most (largest expected drop in entropy)."""
    brainstem: dict[str, Given] = dict.fromkeys(functions_of("brainstem"), (10, "likely"))
    drawn = profile({**brainstem, "orienting": (10, "guess"), "diencephalon": 4})["start"]
    assert drawn["ask_next"] == ["orienting", "visceral_comfort", "oral_motor"]


def test_sure_ratings_are_not_asked_again() -> None:
    """§7 A rating that is sure already cannot help."""
    drawn = profile({**spread(51, functions_of("brainstem")), "diencephalon": 4})["start"]
    assert (drawn["status"], drawn["ask_next"]) in (("close", []), ("decided", []))


def test_an_insufficient_region_below_the_start_makes_it_undecided_and_is_named() -> None:
    """§7 An insufficient region below the start makes the result `undecided` and is named; it says what is needed."""
    drawn = profile({"brainstem": None, "limbic": 4})["start"]
    assert drawn == {
        "status": "undecided",
        "region": None,
        "probability": {"brainstem": None, "diencephalon": None, "limbic": None, "cortex": None, "none": None, "unknown": 1.0},
        "insufficient": ["brainstem"],
        "ask_next": ["visceral_comfort", "oral_motor", "eye_movement"],
        "expected_drop_bits": {},
    }


def test_an_insufficient_region_above_the_start_changes_nothing_but_is_named() -> None:
    """§7 Only an insufficient region below the start makes it undecided."""
    drawn = profile({"brainstem": 4, "cortex": None})["start"]
    assert (drawn["status"], drawn["region"], drawn["insufficient"]) == ("decided", "brainstem", ["cortex"])
    assert drawn["probability"]["unknown"] == pytest.approx(0, abs=1e-9)


def test_what_cannot_be_judged_keeps_its_share_of_the_probability() -> None:
    """§7 The share of an insufficient region and of all above it is `unknown`: the chance that no judged region is below."""
    drawn = profile({**spread(52, functions_of("brainstem")), "orienting": (10, "guess"), "limbic": None})
    unknown = (1 - _below(drawn, "brainstem")) * (1 - _below(drawn, "diencephalon"))
    assert drawn["start"]["probability"] == pytest.approx(
        {
            "brainstem": _below(drawn, "brainstem"),
            "diencephalon": (1 - _below(drawn, "brainstem")) * _below(drawn, "diencephalon"),
            "limbic": None,
            "cortex": None,
            "none": None,
            "unknown": unknown,
        },
        abs=1e-12,
    )
    assert (drawn["start"]["status"], drawn["start"]["region"]) == ("undecided", None)


def test_a_start_more_probable_than_what_is_unknown_stands_and_is_close() -> None:
    """§7 Unknown at 0.4 or more leaves a region that is more probable than that, and no more than close."""
    drawn = profile({**spread(50, functions_of("brainstem")), "orienting": (10, "guess"), "diencephalon": None})["start"]
    assert 0.6 > drawn["probability"]["brainstem"] > drawn["probability"]["unknown"] > 0.4
    assert (drawn["status"], drawn["region"], drawn["insufficient"]) == ("close", "brainstem", ["diencephalon"])


def test_undecided_asks_for_the_lowest_insufficient_region() -> None:
    """§7 What is needed first is what is needed lowest."""
    drawn = profile({"limbic": "not_observed", "cortex": "not_observed"})["start"]
    assert (drawn["status"], drawn["insufficient"]) == ("undecided", ["limbic", "cortex"])
    assert drawn["ask_next"] == ["mood", "reward", "attachment"]

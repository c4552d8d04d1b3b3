"""§6 Uncertainty: from each rating's confidence to intervals and chances, without sampling."""

from itertools import product
from math import prod
from statistics import NormalDist
from typing import Any

import pytest

from tests.profile.drawn import Given, functions_of, one, profile, spread

BRAINSTEM = functions_of("brainstem")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((6, "sure"), {"rating": 6.0, "confidence": "sure", "sd": 0.5, "disagreement": None}),
        ((6, "likely"), {"rating": 6.0, "confidence": "likely", "sd": 1.0, "disagreement": None}),
        ((6, "guess"), {"rating": 6.0, "confidence": "guess", "sd": 2.0, "disagreement": None}),
        ((6, None), {"rating": 6.0, "confidence": "likely", "sd": 1.0, "disagreement": None}),
        ([(4, "sure"), (6, "sure")], {"rating": 5.0, "confidence": "sure", "sd": 1.0, "disagreement": 2.0}),
        ([(5, "sure"), (6, "sure")], {"rating": 5.5, "confidence": "sure", "sd": 0.5, "disagreement": 1.0}),
        ([(4, "guess"), (5, "sure")], {"rating": 4.5, "confidence": "guess", "sd": 2.0, "disagreement": 1.0}),
        ([(3, "likely"), (9, "likely"), (9, "sure")], {"rating": 7.0, "confidence": "likely", "sd": 3.0, "disagreement": 6.0}),
        ([(1, "sure"), (12, "sure")], {"rating": 6.5, "confidence": "sure", "sd": 5.5, "disagreement": 11.0}),
        ([(6, "sure"), "not_observed"], {"rating": 6.0, "confidence": "sure", "sd": 0.5, "disagreement": None}),
        ([(7, "sure"), (7, "likely")], {"rating": 7.0, "confidence": "likely", "sd": 1.0, "disagreement": 0.0}),
    ],
)
def test_a_rating_has_the_standard_deviation_of_its_confidence_or_half_the_gap(given: Given, expected: dict[str, Any]) -> None:
    """§6 sure, likely, guess = 0.5, 1, 2; several informants: the mean, and sd = max(their deviations, half the gap)."""
    drawn = profile({"sleep": given})
    assert one(drawn["functions"], "sleep", "rating", "confidence", "sd", "disagreement") == expected


def test_what_each_rater_said_is_shown() -> None:
    """§6 The disagreement is shown."""
    drawn = profile({"sleep": [(4, "sure"), (7, None)]})
    assert one(drawn["functions"], "sleep")["ratings"] == [
        {"by": "kh", "rating": 4, "confidence": "sure"},
        {"by": "r2", "rating": 7, "confidence": "likely"},
    ]


def test_the_tails_go_to_the_ends_of_the_scale() -> None:
    """§6 P(k) = the mass of N(r, sd) on (k - 0.5, k + 0.5], the tails going to 1 and 12."""
    drawn = profile({"brainstem": (1, "sure")}, days=0)  # typical 1 each: 120 % needs one step up, 100 % none
    stays = NormalDist(1, 0.5).cdf(1.5) ** 5
    goes_up_once = 5 * NormalDist(1, 0.5).cdf(1.5) ** 4 * (NormalDist(1, 0.5).cdf(2.5) - NormalDist(1, 0.5).cdf(1.5))
    brainstem = one(drawn["regions"], "brainstem", "typical", "interval90", "band_probability")
    assert stays + goes_up_once < 0.95  # so the upper end is two steps up: 7 of 5
    assert brainstem == {
        "typical": 5.0,
        "interval90": [100.0, 140.0],
        "band_probability": {"essential": 0.0, "therapeutic": 0.0, "enrichment": 1.0},
    }


def test_the_chance_of_a_band_is_the_share_of_all_combinations_of_ratings() -> None:
    """§6 The set's sum has the exact convolution of its ratings as its distribution: here written out, all 12^5 of it."""
    drawn = profile({"brainstem": (12, "sure"), "startle": (3, "sure")})  # 51 of 60 steps are 85 %
    mass = {rating: [_mass(step, rating) for step in range(1, 13)] for rating in (3, 12)}
    enrichment = 0.0
    for steps in product(range(1, 13), repeat=5):
        if sum(steps) >= 51:
            enrichment += prod(mass[12][step - 1] for step in steps[:4]) * mass[3][steps[4] - 1]
    brainstem = one(drawn["regions"], "brainstem", "percent", "band_probability")
    assert brainstem["percent"] == 85.0
    assert brainstem["band_probability"]["enrichment"] == pytest.approx(enrichment, abs=1e-12)


def _mass(step: int, rating: int) -> float:
    sure = NormalDist(rating, 0.5)
    return (1.0 if step == 12 else sure.cdf(step + 0.5)) - (0.0 if step == 1 else sure.cdf(step - 0.5))


def test_a_missing_function_of_a_sufficient_set_is_a_guess_at_the_sets_percent() -> None:
    """§6 A missing function is the same with mean = the set's percent x its typical, sd = 2: here a 6, guessed."""
    keys = ("percent", "interval90", "band_probability")
    missing = one(profile({"brainstem": 6, "startle": None})["regions"], "brainstem", *keys)
    guessed = one(profile({"brainstem": 6, "startle": (6, "guess")})["regions"], "brainstem", *keys)
    assert missing == guessed


def test_the_interval_is_in_whole_steps_of_all_functions() -> None:
    """§6 The sum is over all functions of the set, rated or not: an end is a whole number of steps of 60."""
    drawn = profile({"brainstem": (6, "likely"), "startle": None})
    low, high = one(drawn["regions"], "brainstem")["interval90"]
    assert (low * 60 / 100, high * 60 / 100) == (pytest.approx(round(low * 0.6), abs=1e-9), pytest.approx(round(high * 0.6), abs=1e-9))
    assert low < 50.0 < high


def test_the_interval_is_widened_to_contain_the_point() -> None:
    """§6 Widened where needed to contain the point: twelve guessed 12s are hardly ever all true."""
    drawn = profile({"cortex": (12, "guess")})
    cortex = one(drawn["regions"], "cortex", "percent", "interval90")
    all_true = (1 - NormalDist(12, 2).cdf(11.5)) ** 12
    assert all_true < 0.05  # the 95th part of the distribution lies below 100 %
    assert (cortex["percent"], cortex["interval90"][1]) == (100.0, 100.0)


@pytest.mark.parametrize("confidence", ["sure", "likely", "guess"])
def test_the_chances_of_the_bands_sum_to_one(confidence: str) -> None:
    """§6 The probability of each band."""
    drawn = profile(spread(39, BRAINSTEM), confidence=confidence)
    chances = one(drawn["regions"], "brainstem")["band_probability"]
    assert sum(chances.values()) == pytest.approx(1, abs=1e-12)
    assert 0.3 < chances["essential"] < 0.7  # on the border


def test_surer_ratings_give_a_narrower_interval() -> None:
    """§6 sure < likely < guess."""
    widths = []
    for confidence in ("sure", "likely", "guess"):
        low, high = one(profile({"brainstem": (6, confidence)})["regions"], "brainstem")["interval90"]
        widths.append(round((high - low) * 60 / 100))
    assert widths == sorted(set(widths))

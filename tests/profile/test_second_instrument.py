"""The engine knows no function by name: the tiny garden, with another scale, bands and thresholds, against the reference."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rootwise.instrument import read_instrument
from tests.instrument.tiny_garden import TINY
from tests.profile import reference
from tests.profile.drawn import Given, one, profile

GARDEN = read_instrument(TINY)
INSTRUMENT = GARDEN.instrument
FUNCTIONS = [each.id for each in INSTRUMENT.functions]
SETS = [*(each.id for each in INSTRUMENT.regions), *(each.id for each in INSTRUMENT.domains)]
SD = {each.id: each.sd for each in INSTRUMENT.confidences}

entry = st.tuples(st.integers(1, 5), st.sampled_from(sorted(SD)))
answers = st.one_of(entry, entry, st.lists(entry, min_size=2, max_size=3), st.just("not_observed"))
ratings = st.fixed_dictionaries(dict.fromkeys(FUNCTIONS, answers))
days = st.integers(0, 2500)


def _members(name: str) -> list[Any]:
    return [each for each in INSTRUMENT.functions if name in (each.region, each.domain)]


def _plain(given: dict[str, Any]) -> dict[str, list[tuple[int, float]]]:
    entries = {name: value if isinstance(value, list) else [value] for name, value in given.items() if value != "not_observed"}
    return {name: [(rating, SD[stated]) for rating, stated in value] for name, value in entries.items()}


@settings(max_examples=200)
@given(ratings, days)
def test_every_set_is_scored_as_the_reference_scores_it(given: dict[str, Given], days: int) -> None:
    """§4-§6 with half of a set enough, an 80 % interval and two bands that meet at 70 %."""
    drawn, plain = profile(given, days=days, loaded=GARDEN), _plain(given)
    for name in SETS:
        expected, got = reference.score_set(INSTRUMENT, _members(name), plain, days), one(drawn["regions"] + drawn["domains"], name)
        assert (got["rated"], got["band"]) == (expected.rated, expected.band)
        if expected.percent is None or expected.low is None or expected.high is None:
            assert (got["percent"], got["interval90"], got["band_probability"]) == (None, None, None)
            continue
        assert got["percent"] == pytest.approx(expected.percent, abs=1e-9)
        assert got["band_probability"] == pytest.approx(expected.band_probability, abs=1e-9)
        assert expected.low[0] - 1e-9 <= got["interval90"][0] <= expected.low[1] + 1e-9
        assert expected.high[0] - 1e-9 <= got["interval90"][1] <= expected.high[1] + 1e-9


@settings(max_examples=200)
@given(ratings, days)
def test_the_start_is_the_references(given: dict[str, Given], days: int) -> None:
    """§7 with three regions, typical from 70 % on and decided from 0.5 on."""
    drawn, plain = profile(given, days=days, loaded=GARDEN)["start"], _plain(given)
    names = [each.id for each in INSTRUMENT.regions]
    below = [reference.score_set(INSTRUMENT, _members(name), plain, days).below for name in names]
    judged = [chance for chance in below[: below.index(None) if None in below else 3] if chance is not None]
    *chances, rest = reference.start_chances(judged)
    expected: dict[str, Any] = dict.fromkeys([*names, "none"]) | dict(zip(names, chances, strict=False))
    expected |= {"none": rest, "unknown": 0.0} if len(judged) == 3 else {"unknown": rest}
    for key, chance in drawn["probability"].items():
        assert chance == (None if expected[key] is None else pytest.approx(expected[key], abs=1e-9))
    share = max(chances + ([rest] if len(judged) == 3 else []), default=0.0)
    if abs(share - 0.5) > 1e-9 and abs(share - expected["unknown"]) > 1e-9:
        undecided = share < expected["unknown"]
        assert (drawn["status"] == "undecided", drawn["status"] == "close") == (undecided, not undecided and share < 0.5)


def test_a_whole_mean_above_the_scale_of_a_missing_function_is_worked_out() -> None:
    """§6 At birth two functions rated 4 where 1 is typical are 400 %, so the third, typically at 2, is expected at 8 of 5."""
    thresholds = INSTRUMENT.thresholds.model_copy(update={"missing_sd": SD["vague"]})
    garden = replace(GARDEN, instrument=INSTRUMENT.model_copy(update={"thresholds": thresholds}), sha256="a garden of 1.5")
    given: dict[str, Given] = {"leaves": (4, "clear"), "fruit": (4, "clear"), "worms": "not_observed"}
    drawn = profile(given, days=0, others=1, confidence="clear", loaded=garden)
    expected = reference.score_set(garden.instrument, _members("light"), {"leaves": [(4, 0.1)], "fruit": [(4, 0.1)]}, 0)
    light = one(drawn["domains"], "light", "percent", "interval90", "band_probability")
    assert (light["percent"], expected.low, expected.high) == (400.0, (325.0, 325.0), (400.0, 400.0))
    assert light["interval90"] == [325.0, 400.0]
    assert light["band_probability"] == pytest.approx(expected.band_probability, abs=1e-12)


def test_phases_periods_and_relations_are_those_of_the_instrument() -> None:
    """§8, §11"""
    drawn = profile({"roots": 3, "worms": 3}, days=3000, others=5, confidence="clear", loaded=GARDEN, relations={"gardener": 1, "slugs": 1})
    assert {each["id"]: each["status"] for each in drawn["phases"]} == {"safety": "minor", "dig": "main", "water_it": "closed"}
    assert [each["rule"] for each in one(drawn["phases"], "water_it")["because"]] == ["§11", "§11", "§11", "§9"]
    assert [(each["period"], each["from_months"]) for each in drawn["history"]] == [("winter", -40 * 7 / 30.4375), ("summer", 6.0)]
    assert (drawn["relations"]["percent"], drawn["relations"]["rated"]) == (50.0, 2)


def test_a_correction_for_birth_before_term_follows_the_instrument() -> None:
    """§1 with correction before 35 weeks and under 12 months."""
    corrected = [
        profile(days=days, gestation_weeks=weeks, others=3, confidence="clear", loaded=GARDEN)["corrected"]
        for days, weeks in ((300, 34), (300, 35), (400, 34))
    ]
    assert corrected == [True, False, False]

"""The kernel and the plain reference agree on children that nobody thought of."""

from typing import Any

import pytest
from hypothesis import given, settings

from tests.profile import children, reference
from tests.profile.drawn import MAP, Given, one, profile

INSTRUMENT = MAP.instrument
SETS = [*(each.id for each in INSTRUMENT.regions), *(each.id for each in INSTRUMENT.domains)]


def _members(name: str) -> list[Any]:
    return [each for each in INSTRUMENT.functions if name in (each.region, each.domain)]


@settings(max_examples=120)
@given(children.ratings(), children.days)
def test_percents_and_bands(ratings: dict[str, Given], days: int) -> None:
    """§3, §4, §5"""
    drawn, plain = profile(ratings, days=days), children.as_reference(ratings)
    for name in SETS:
        expected = reference.score_set(INSTRUMENT, _members(name), plain, days)
        got = one(drawn["regions"] + drawn["domains"], name)
        assert (got["rated"], got["band"]) == (expected.rated, expected.band)
        assert got["sum"] == pytest.approx(expected.sum, abs=1e-9)
        assert got["typical"] == pytest.approx(expected.typical, abs=1e-9)
        assert got["percent"] == (None if expected.percent is None else pytest.approx(expected.percent, abs=1e-9, rel=1e-12))


@settings(max_examples=120)
@given(children.ratings(), children.days)
def test_intervals_and_chances(ratings: dict[str, Given], days: int) -> None:
    """§6"""
    drawn, plain = profile(ratings, days=days), children.as_reference(ratings)
    for name in SETS:
        expected = reference.score_set(INSTRUMENT, _members(name), plain, days)
        got = one(drawn["regions"] + drawn["domains"], name)
        if expected.low is None or expected.high is None:
            assert (got["interval90"], got["band_probability"]) == (None, None)
            continue
        assert got["band_probability"] == pytest.approx(expected.band_probability, abs=1e-9)
        assert expected.low[0] - 1e-9 <= got["interval90"][0] <= expected.low[1] + 1e-9
        assert expected.high[0] - 1e-9 <= got["interval90"][1] <= expected.high[1] + 1e-9


@settings(max_examples=120)
@given(children.ratings(), children.days)
def test_where_to_start(ratings: dict[str, Given], days: int) -> None:
    """§7"""
    drawn, plain = profile(ratings, days=days)["start"], children.as_reference(ratings)
    names = [each.id for each in INSTRUMENT.regions]
    below = [reference.score_set(INSTRUMENT, _members(name), plain, days).below for name in names]
    judged = [chance for chance in below[: below.index(None) if None in below else 4] if chance is not None]
    *chances, rest = reference.start_chances(judged)
    whole = len(judged) == 4
    expected: dict[str, float | None] = dict.fromkeys(names) | dict(zip(names, chances, strict=False))
    expected |= {"none": rest if whole else None, "unknown": 0.0 if whole else rest}
    assert {key for key, chance in drawn["probability"].items() if chance is None} == {k for k, c in expected.items() if c is None}
    for key, chance in expected.items():
        assert drawn["probability"][key] == (None if chance is None else pytest.approx(chance, abs=1e-9))
    assert drawn["insufficient"] == [name for name, chance in zip(names, below, strict=True) if chance is None]


@settings(max_examples=120)
@given(children.ratings(), children.days)
def test_how_far_the_start_is_decided(ratings: dict[str, Given], days: int) -> None:
    """§7, from the probabilities alone."""
    drawn = profile(ratings, days=days)["start"]
    chances = {name: chance for name, chance in drawn["probability"].items() if chance is not None}
    best = max(chances, key=lambda name: (chances[name], name == "unknown"))
    region = None if best in ("none", "unknown") else best
    outcome = {"unknown": "undecided", "none": "none"}.get(best, "decided")
    is_close = best != "unknown" and chances[best] < 0.6
    assert (drawn["status"], drawn["region"]) == ("close" if is_close else outcome, region)

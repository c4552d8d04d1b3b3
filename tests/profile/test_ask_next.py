"""What to ask next (§7), against the entropy worked out by rebuilding a region with every possible answer."""

import pytest
from hypothesis import given, settings

from tests.profile import children, reference
from tests.profile.drawn import MAP, Given, functions_of, profile, spread

INSTRUMENT = MAP.instrument
HELPS = 1e-3  # bits


def _best_questions(ratings: dict[str, Given], days: int) -> list[str]:
    """By the largest expected drop; rounding decides no tie, the lower function does."""
    plain = children.as_reference(ratings)
    drops = {}
    for region in INSTRUMENT.regions:
        members = [each for each in INSTRUMENT.functions if each.region == region.id]
        if reference.percent_of(INSTRUMENT, members, plain, days) is None:
            break
        unsure = [each.id for each in members if not plain.get(each.id) or reference.mean_and_sd(plain[each.id])[1] > 0.5]
        drops.update({name: reference.expected_drop(INSTRUMENT, name, plain, days) for name in unsure})
    helpful = {name: drop for name, drop in drops.items() if drop >= HELPS}
    return sorted(helpful, key=lambda name: -round(helpful[name], 9))[:3]


@settings(max_examples=15)
@given(children.ratings(), children.days)
def test_any_child(ratings: dict[str, Given], days: int) -> None:
    drawn = profile(ratings, days=days)["start"]
    if drawn["status"] != "undecided":
        assert drawn["ask_next"] == _best_questions(ratings, days)
    else:
        assert 1 <= len(drawn["ask_next"]) <= 3


@pytest.mark.parametrize("total", [44, 47, 50, 51, 52, 55])
def test_a_child_near_the_border(total: int) -> None:
    ratings: dict[str, Given] = {**spread(total, functions_of("brainstem")), "orienting": (9, "guess"), "startle": None}
    ratings |= {**dict.fromkeys(functions_of("diencephalon"), (10, "likely")), **dict.fromkeys(functions_of("limbic"), 8)}
    ratings |= dict.fromkeys(functions_of("cortex"), 8)
    drawn = profile(ratings)["start"]
    assert drawn["ask_next"] == _best_questions(ratings, 7305)
    assert len(drawn["ask_next"]) > 0
    by_hand = {name: reference.expected_drop(INSTRUMENT, name, children.as_reference(ratings), 7305) for name in drawn["ask_next"]}
    assert drawn["expected_drop_bits"] == pytest.approx(by_hand, abs=1e-9)


def test_nothing_is_asked_where_no_answer_would_change_anything() -> None:
    drawn = profile({"brainstem": (2, "guess")})["start"]
    assert (drawn["status"], drawn["ask_next"]) == ("decided", [])


def test_only_helpful_questions_are_asked() -> None:
    """A guess high above the start region is no help."""
    drawn = profile({"brainstem": 10, "startle": (10, "guess"), "cortex": (3, "guess"), "diencephalon": 3})["start"]
    assert drawn["ask_next"] == ["startle"]


def test_undecided_asks_for_the_first_missing_ones_of_the_lowest_insufficient_region() -> None:
    drawn = profile({"sleep": None, "shutdown": "declined", "limbic": None})["start"]
    assert (drawn["status"], drawn["ask_next"]) == ("undecided", ["sleep", "shutdown"])

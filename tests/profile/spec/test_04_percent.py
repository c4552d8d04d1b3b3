"""§4 Percent of typical: over rated functions, of sets that are rated enough."""

import pytest

from tests.profile.drawn import functions_of, one, profile

SET = ("rated", "of", "sum", "typical", "percent")
BRAINSTEM = functions_of("brainstem")


def test_percent_is_the_sum_of_ratings_beside_the_sum_of_typicals() -> None:
    """§4 percent = 100 x sum(ratings) / sum(typical)."""
    drawn = profile({"visceral_comfort": 3, "oral_motor": 6, "eye_movement": 9, "startle": 12, "orienting": 12})
    assert one(drawn["regions"], "brainstem", *SET) == {"rated": 5, "of": 5, "sum": 42.0, "typical": 60.0, "percent": 70.0}


def test_a_domain_is_a_set_like_a_region() -> None:
    """§4 For a set of functions (a domain, a region)."""
    drawn = profile({"relational": 6, "values": 12})
    assert one(drawn["domains"], "relational", *SET) == {
        "rated": 7,
        "of": 7,
        "sum": 48.0,
        "typical": 84.0,
        "percent": pytest.approx(100 * 48 / 84, abs=1e-12),
    }


def test_typical_is_that_of_the_childs_age() -> None:
    """§4 sum(typical) adds up what is typical of each rated function at this age."""
    drawn = profile({"brainstem": 4}, days=365)
    typical = sum(one(drawn["functions"], name)["typical"] for name in BRAINSTEM)
    brainstem = one(drawn["regions"], "brainstem", "typical", "percent")
    assert typical < 30
    assert brainstem == {"typical": pytest.approx(typical, abs=1e-12), "percent": pytest.approx(2000 / typical, abs=1e-12)}


def test_a_missing_rating_is_neither_zero_nor_typical() -> None:
    """§4 Over rated functions only, of the typical ratings too."""
    drawn = profile({"brainstem": 6, "startle": "not_observed"})
    assert one(drawn["regions"], "brainstem", *SET) == {"rated": 4, "of": 5, "sum": 24.0, "typical": 48.0, "percent": 50.0}


def test_percent_may_be_above_100() -> None:
    """§4 A child ahead of the age has more than 100 %."""
    drawn = profile({"brainstem": 12}, days=365)
    assert one(drawn["regions"], "brainstem")["percent"] > 200


@pytest.mark.parametrize(
    ("name", "of", "missing_allowed"),
    [
        ("brainstem", 5, 1),  # 4 of 5 is exactly 80 %
        ("diencephalon", 8, 1),
        ("limbic", 7, 1),
        ("cortex", 12, 2),
        ("sensory_integration", 8, 1),
        ("self_regulation", 9, 1),
        ("relational", 7, 1),
        ("cognitive", 8, 1),
    ],
)
def test_at_least_80_percent_of_a_set_must_be_rated(name: str, of: int, missing_allowed: int) -> None:
    """§4 At least 80 % of the set must be rated, else the set is insufficient."""
    members = functions_of(name)
    enough = profile(dict.fromkeys(members[:missing_allowed], None))
    too_few = profile(dict.fromkeys(members[: missing_allowed + 1], None))
    keys = ("rated", "of", "percent")
    assert one(enough["regions"] + enough["domains"], name, *keys) == {"rated": of - missing_allowed, "of": of, "percent": 100.0}
    assert one(too_few["regions"] + too_few["domains"], name, *keys) == {"rated": of - missing_allowed - 1, "of": of, "percent": None}


def test_an_insufficient_set_has_no_result_and_lists_what_is_missing() -> None:
    """§4 Percent, band and interval are null and the missing functions are listed."""
    drawn = profile({"brainstem": 6, "startle": "not_observed", "oral_motor": None})
    assert one(drawn["regions"], "brainstem") == {
        "id": "brainstem",
        "rated": 3,
        "of": 5,
        "sum": 18.0,
        "typical": 36.0,
        "percent": None,
        "interval90": None,
        "band": None,
        "band_probability": None,
        "needed": ["oral_motor", "startle"],
    }


def test_a_sufficient_set_needs_nothing() -> None:
    """§4 Only an insufficient set lists what it needs."""
    drawn = profile({"startle": None})
    assert one(drawn["regions"], "brainstem", "rated", "needed") == {"rated": 4, "needed": []}


@pytest.mark.parametrize("reason", ["not_asked", "not_observed", "not_applicable", "declined", "unknown"])
def test_a_reason_is_not_a_rating_and_is_kept(reason: str) -> None:
    """§4 `not observed` and `not applicable` are not ratings, nor is any other reason."""
    drawn = profile({"startle": reason, "orienting": reason})
    assert one(drawn["functions"], "startle", "rating", "missing", "gap", "confidence", "sd") == {
        "rating": None,
        "missing": reason,
        "gap": None,
        "confidence": None,
        "sd": None,
    }
    assert one(drawn["regions"], "brainstem", "rated", "of", "percent") == {"rated": 3, "of": 5, "percent": None}


def test_a_function_that_is_left_out_was_not_asked() -> None:
    """§4 Missing has a reason, also where the file says nothing."""
    drawn = profile({"startle": None})
    assert one(drawn["functions"], "startle", "rating", "missing") == {"rating": None, "missing": "not_asked"}


def test_one_rater_is_enough_where_another_did_not_see_it() -> None:
    """§4 A reason beside a rating takes nothing away from it."""
    drawn = profile({"startle": ["not_observed", (6, "likely")]})
    assert one(drawn["functions"], "startle", "rating", "missing", "sd") == {"rating": 6.0, "missing": None, "sd": 1.0}


def test_a_case_without_ratings_has_no_percent_at_all() -> None:
    """§4 Nothing rated is nothing judged."""
    drawn = profile(others=None)
    assert [each["percent"] for each in drawn["regions"] + drawn["domains"]] == [None] * 8
    assert [each["rated"] for each in drawn["regions"]] == [0, 0, 0, 0]


def test_the_gap_is_what_is_left_to_typical() -> None:
    """§4 gap = typical - rating, negative where the child is ahead."""
    grown, small = profile({"startle": 5}), profile({"startle": 12}, days=365)
    assert one(grown["functions"], "startle", "rating", "typical", "gap") == {"rating": 5.0, "typical": 12.0, "gap": 7.0}
    assert one(small["functions"], "startle")["gap"] < 0

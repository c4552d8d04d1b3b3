"""§8 Current relational health: eight items, one percent."""

from typing import Any

import pytest

from tests.profile.drawn import MAP, profile

ITEMS = [one.id for one in MAP.instrument.relations.items]
BEST = {**dict.fromkeys(ITEMS, 4), "caregiver_strain": 0}


def _relations(relations: dict[str, Any]) -> dict[str, Any]:
    drawn = profile(relations=relations)["relations"]
    return {key: drawn[key] for key in ("percent", "rated", "of")}


@pytest.mark.parametrize(
    ("changed", "percent"),
    [
        ({}, 100.0),
        ({"caregiver_strain": 4}, 87.5),  # a high level is a strain
        ({"caregiver_strain": 1}, 100 * 31 / 32),
        ({"peers": 0}, 87.5),
        (dict.fromkeys(ITEMS, 2), 50.0),
        ({**dict.fromkeys(ITEMS, 0), "caregiver_strain": 4}, 0.0),
    ],
)
def test_percent_is_of_the_highest_support_with_strain_turned(changed: dict[str, int], percent: float) -> None:
    """§8 8 items 0-4 -> percent; caregiver strain counts the other way."""
    assert _relations({**BEST, **changed}) == {"percent": percent, "rated": 8, "of": 8}


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ({"peers": "unknown"}, {"percent": 100.0, "rated": 7, "of": 8}),
        ({"peers": "unknown", "safe_adults": "not_asked"}, {"percent": None, "rated": 6, "of": 8}),
        ({"peers": "not_applicable", "school_belonging": "not_applicable"}, {"percent": 100.0, "rated": 6, "of": 6}),
        (
            {"peers": "not_applicable", "school_belonging": "not_applicable", "safe_adults": "declined"},
            {"percent": 100.0, "rated": 5, "of": 6},
        ),
        (dict.fromkeys(ITEMS, "not_applicable"), {"percent": None, "rated": 0, "of": 0}),
    ],
)
def test_at_least_80_percent_of_the_items_that_apply_must_be_answered(missing: dict[str, str], expected: dict[str, Any]) -> None:
    """§8, §4 A missing answer is never 0; what does not apply, such as peers of a newborn, is not counted."""
    assert _relations({**BEST, **missing}) == expected


def test_items_left_out_were_not_asked() -> None:
    """§8 Nothing answered is nothing said."""
    drawn = profile()["relations"]
    assert drawn == {
        "percent": None,
        "rated": 0,
        "of": 8,
        "items": [{"id": item, "level": None, "missing": "not_asked"} for item in ITEMS],
    }


def test_levels_are_shown_as_they_were_given() -> None:
    """§8 Turning a strain is for the percent only."""
    drawn = profile(relations={**BEST, "caregiver_strain": 3})["relations"]
    assert drawn["items"][2] == {"id": "caregiver_strain", "level": 3, "missing": None}

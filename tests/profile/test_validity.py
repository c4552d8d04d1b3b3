"""Until when an assessment holds, at every border."""

from datetime import date, timedelta

import pytest

from rootwise.profile.validity import Standing, Validity, validity

ASSESSED = date(2026, 1, 1)


def standing(days: int, *, age_months: float = 96.0, changes: tuple[int, ...] = ()) -> Validity:
    """How it stands so many days after the assessment."""
    moved = [ASSESSED + timedelta(days=one) for one in changes]
    return validity(ASSESSED, age_months=age_months, changes=moved, today=ASSESSED + timedelta(days=days))


@pytest.mark.parametrize(("age_months", "days"), [(0.0, 61), (11.999, 61), (12.0, 91), (35.999, 91), (36.0, 183), (251.0, 183)])
def test_the_younger_the_shorter(age_months: float, days: int) -> None:
    assert standing(0, age_months=age_months).last_day == ASSESSED + timedelta(days=days - 1)
    assert standing(days - 1, age_months=age_months).standing is Standing.SOON
    assert standing(days, age_months=age_months).standing is Standing.OVER


@pytest.mark.parametrize(
    ("days", "expected"), [(-5, "holds"), (0, "holds"), (146, "holds"), (147, "soon"), (182, "soon"), (183, "over"), (900, "over")]
)
def test_four_fifths_warn_and_the_whole_ends(days: int, expected: str) -> None:
    """183 days: 146.4 are four fifths."""
    assert standing(days).standing == expected
    assert not standing(days).is_shortened


def test_exactly_four_fifths_warns() -> None:
    assert [standing(days, changes=(100,)).standing for days in (79, 80, 99, 100)] == ["holds", "soon", "soon", "over"]


def test_a_change_ends_it_on_its_day() -> None:
    assert standing(40, changes=(41,)) == Validity(ASSESSED + timedelta(days=40), Standing.SOON, is_shortened=True)
    assert standing(41, changes=(90, 41)).standing is Standing.OVER


def test_a_change_on_the_day_of_the_assessment_or_before_was_assessed() -> None:
    assert standing(10, changes=(0, -3, -900)) == standing(10)


def test_a_change_the_day_after_leaves_the_day_itself() -> None:
    assert [standing(days, changes=(1,)).standing for days in (0, 1)] == ["holds", "over"]
    assert standing(0, changes=(1,)).last_day == ASSESSED


def test_a_change_after_the_end_shortens_nothing() -> None:
    assert standing(10, changes=(183, 400)) == standing(10)

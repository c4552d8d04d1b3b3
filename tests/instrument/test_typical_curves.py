"""What is typical at an age (§3): the curves beside SciPy's, their properties, and their inverse."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from rootwise.instrument import load_instrument, read_instrument
from rootwise.instrument.model import Function
from rootwise.instrument.typical import DAYS_PER_MONTH, OLDEST_MONTHS, common_at, curve, knots, table_step, typical_table
from tests.instrument.tiny_garden import TINY

MAP = load_instrument("open-functional-map@1").instrument
TABLE = typical_table(MAP)
AGES = np.arange(TABLE.shape[1]) / 2 / DAYS_PER_MONTH
Numbers = NDArray[np.float64]


def scipy_curve(ages: Numbers, knot_ages: Numbers, knot_ratings: Numbers) -> Numbers:
    inside = np.clip(ages, knot_ages[0], knot_ages[-1])
    return np.asarray(PchipInterpolator(knot_ages, knot_ratings)(inside), dtype=np.float64)


@st.composite
def climbing_knots(draw: st.DrawFn) -> tuple[Numbers, Numbers]:
    count = draw(st.integers(2, 8))
    ages = draw(st.lists(st.integers(0, 252), min_size=count, max_size=count, unique=True))
    ratings = draw(st.lists(st.integers(1, 100), min_size=count, max_size=count, unique=True))
    return np.array(sorted(ages), dtype=np.float64), np.array(sorted(ratings), dtype=np.float64)


@given(at=climbing_knots())
def test_the_curve_through_any_climbing_knots_is_that_of_scipy(at: tuple[Numbers, Numbers]) -> None:
    ages = np.linspace(0, 252, 1009)

    ours = curve(ages, *at)

    np.testing.assert_allclose(ours, scipy_curve(ages, *at), rtol=1e-12, atol=0)


@given(at=climbing_knots())
def test_the_curve_through_any_climbing_knots_climbs_and_stays_between_their_ends(at: tuple[Numbers, Numbers]) -> None:
    ratings = curve(np.linspace(0, 252, 1009), *at)

    assert np.all(np.diff(ratings) >= -1e-12)
    assert ratings.min() >= at[1][0] - 1e-12
    assert ratings.max() <= at[1][-1] + 1e-12


@pytest.mark.parametrize("place", range(32), ids=[one.id for one in MAP.functions])
def test_the_curve_of_a_function_is_that_of_scipy(place: int) -> None:
    np.testing.assert_allclose(TABLE[place], scipy_curve(AGES, *knots(MAP.functions[place], MAP)), rtol=1e-12, atol=0)


@pytest.mark.parametrize("function", MAP.functions, ids=lambda one: one.id)
def test_a_curve_goes_through_every_anchor(function: Function) -> None:
    ages = np.array([float(anchor.age_months) for anchor in function.anchors])

    assert curve(ages, *knots(function, MAP)).tolist() == [2, 4, 6, 8, 10, 12]


@pytest.mark.parametrize("place", range(32), ids=[one.id for one in MAP.functions])
def test_a_curve_starts_at_1_climbs_never_leaves_the_scale_and_stays_at_12(place: int) -> None:
    last_anchor = MAP.functions[place].anchors[-1].age_months

    assert TABLE[place, 0] == 1
    assert np.all(np.diff(TABLE[place]) >= 0)
    assert TABLE[place].min() == 1
    assert TABLE[place].max() == 12
    assert np.all(TABLE[place, last_anchor <= AGES] == 12)


def test_an_anchor_at_birth_replaces_the_lowest_rating_there() -> None:
    tiny = read_instrument(TINY).instrument

    roots, worms, sap = (curve(np.array([0.0, 12.0, 36.0]), *knots(tiny.function(one), tiny)).tolist() for one in ("roots", "worms", "sap"))

    assert roots == [1, 3, 5]
    assert worms == [2, 3.5, 5]  # two knots: a straight line
    assert (sap[0], sap[2]) == (1, 5)


def test_the_table_reaches_from_birth_to_the_last_day_of_the_21st_year() -> None:
    last_day = np.array([7671 / DAYS_PER_MONTH])  # 2000-02-29 to 2021-03-01

    assert TABLE.shape == (32, 15344)
    assert table_step(np.array([0.0])).tolist() == [0]
    assert table_step(last_day).tolist() == [15342]
    assert OLDEST_MONTHS == 252


@given(days=st.integers(0, 15342).map(lambda half: half / 2))
def test_every_half_day_of_age_has_its_own_column(days: float) -> None:
    assert table_step(np.array([days / DAYS_PER_MONTH])).tolist() == [int(days * 2)]


@pytest.mark.parametrize("place", range(32), ids=[one.id for one in MAP.functions])
def test_the_ages_at_which_a_rating_is_common_hold_the_age_at_which_it_is_typical(place: int) -> None:
    for anchor in MAP.functions[place].anchors:
        span = common_at(TABLE[place], rating=anchor.rating)

        assert span.from_months < anchor.age_months
        assert span.to_months is None or anchor.age_months < span.to_months


@pytest.mark.parametrize("rating", [1, 1.5, 2, 4.25, 7, 11, 11.5, 12])
def test_a_rating_is_common_exactly_where_the_curve_is_within_half_a_step(rating: float) -> None:
    for typical in TABLE:
        near = np.flatnonzero((typical >= rating - 0.5) & (typical < rating + 0.5))

        span = common_at(typical, rating=rating)

        assert span.from_months == AGES[near[0]]
        assert span.to_months == (None if near[-1] == len(AGES) - 1 else AGES[near[-1] + 1])


@given(place=st.integers(0, 31), step=st.integers(0, 15343))
def test_a_typical_rating_is_common_at_its_age(place: int, step: int) -> None:
    span = common_at(TABLE[place], rating=float(TABLE[place, step]))

    assert span.from_months <= AGES[step]
    assert span.to_months is None or AGES[step] < span.to_months

"""What is typical at an age (§3): one monotone curve a function, from the ages of its anchors.

The curve is the piecewise cubic Hermite interpolant of Fritsch and Butland (PCHIP), which never overshoots: where the
anchors climb, the curve climbs. It is tabulated once for every half day of age, so that one child and a million
are compared with the same numbers; an age in between takes the nearest half day.

References
----------
F. N. Fritsch and J. Butland, "A method for constructing local monotone piecewise cubic interpolants", SIAM J. Sci.
Stat. Comput. 5(2), 300-304 (1984). The end slopes are those of C. Moler, "Numerical Computing with MATLAB" (2004), 3.6,
as in `scipy.interpolate.PchipInterpolator`, against which the tests compare.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rootwise.instrument.model import Function, Instrument

DAYS_PER_MONTH = 30.4375  # §1
STEPS_PER_DAY = 2  # the middle of a possible age can fall on half a day
OLDEST_MONTHS = 252  # 21 years (§1)
_LAST_STEP = int(np.ceil(OLDEST_MONTHS * DAYS_PER_MONTH * STEPS_PER_DAY)) + STEPS_PER_DAY


@dataclass(frozen=True, slots=True)
class AgeSpan:
    """The ages at which a rating is common, in months; no end where it stays common for good."""

    from_months: float
    to_months: float | None


def knots(function: Function, instrument: Instrument) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The ages in months and the ratings a curve goes through.

    The lowest rating at birth unless an anchor says otherwise, then the anchors (§3).
    """
    ages = [float(anchor.age_months) for anchor in function.anchors]
    ratings = [float(anchor.rating) for anchor in function.anchors]
    if ages[0] > 0:
        ages, ratings = [0.0, *ages], [float(instrument.scale.lowest), *ratings]
    return np.array(ages), np.array(ratings)


def curve(age_months: NDArray[np.float64], knot_ages: NDArray[np.float64], knot_ratings: NDArray[np.float64]) -> NDArray[np.float64]:
    """The monotone curve through the knots.

    Parameters
    ----------
    age_months : shape (n,), >= 0
    knot_ages, knot_ratings : shape (k,), k >= 2, both increasing

    Returns
    -------
    shape (n,); the first rating below the first knot, the last rating after the last.
    """
    slopes = _slopes(knot_ages, knot_ratings)
    width = np.diff(knot_ages)
    age = np.clip(age_months, knot_ages[0], knot_ages[-1])
    left = np.clip(np.searchsorted(knot_ages, age, side="right") - 1, 0, len(width) - 1)
    t = (age - knot_ages[left]) / width[left]
    rise = knot_ratings[left + 1] - knot_ratings[left]
    start, end = slopes[left] * width[left], slopes[left + 1] * width[left]
    return np.asarray(knot_ratings[left] + t * (start + t * ((3 * rise - 2 * start - end) + t * (start + end - 2 * rise))))


def _slopes(ages: NDArray[np.float64], ratings: NDArray[np.float64]) -> NDArray[np.float64]:
    width = np.diff(ages)
    secant = np.diff(ratings) / width
    if len(secant) == 1:
        return np.full(2, secant[0])
    before, after = width[:-1], width[1:]
    weight_before, weight_after = 2 * after + before, after + 2 * before
    inner = (weight_before + weight_after) / (weight_before / secant[:-1] + weight_after / secant[1:])
    return np.array(
        [_end_slope(width[0], width[1], secant[0], secant[1]), *inner, _end_slope(width[-1], width[-2], secant[-1], secant[-2])]
    )


def _end_slope(width: float, next_width: float, secant: float, next_secant: float) -> float:
    # Every secant is positive (anchors climb), so a slope is only kept from turning negative or overshooting.
    slope = ((2 * width + next_width) * secant - width * next_secant) / (width + next_width)
    return float(np.clip(slope, 0.0, 3 * secant))


def typical_table(instrument: Instrument) -> NDArray[np.float64]:
    """The typical rating of every function at every half day of age.

    Returns
    -------
    shape (functions, half days from birth to 21 years), in rating steps. C-contiguous: a row is a function.
    """
    ages = np.arange(_LAST_STEP + 1) / STEPS_PER_DAY / DAYS_PER_MONTH
    return np.array([curve(ages, *knots(function, instrument)) for function in instrument.functions])


def table_step(age_months: NDArray[np.float64] | np.float64) -> NDArray[np.intp]:
    """The column of the table for an age: the nearest half day."""
    return np.asarray(np.rint(age_months * (DAYS_PER_MONTH * STEPS_PER_DAY))).astype(np.intp)


def common_at(typical: NDArray[np.float64], *, rating: float) -> AgeSpan:
    """The ages at which a rating is common: where the curve runs within half a step of it (§3).

    Parameters
    ----------
    typical : shape (half days of age,), one row of the table
    """
    first, after = np.searchsorted(typical, [rating - 0.5, rating + 0.5], side="left").tolist()
    return AgeSpan(_age_at(min(first, len(typical) - 1)), _age_at(after) if after < len(typical) else None)


def _age_at(step: int) -> float:
    return step / STEPS_PER_DAY / DAYS_PER_MONTH

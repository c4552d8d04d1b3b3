"""How far raters agree: two of them by quadratic weighted kappa, several by Krippendorff's alpha with the same distances.

Only what both rated is compared. What one or neither of them rated is counted beside it: two people who both leave a function out do
not thereby agree. A coefficient is None where it says nothing: with fewer than two functions to compare, where one of two raters gives the
same rating throughout (kappa would be 0 however close they are), or where all ratings of several raters are the same.

References
----------
J. Cohen, "Weighted kappa: nominal scale agreement with provision for scaled disagreement or partial credit", Psychological Bulletin 70(4),
213-220 (1968).
A. F. Hayes and K. Krippendorff, "Answering the call for a standard reliability measure for coding data", Communication Methods and Measures
1(1), 77-89 (2007). The distance is the squared difference (his interval metric), the same as the weights of kappa.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ratings = Mapping[str, int | None]  # by function; None: not rated, for whatever reason

LEAST_FOR_INTERVAL = 20  # functions, project draft: below, the bootstrap of so few ratings is too narrow to be shown
RESAMPLES = 2000
MASS = 0.9  # as everywhere else (§6)
_SEED = 20261122  # fixed: the same ratings always give the same interval

_Resampled = NDArray[np.float64]  # one coefficient a resample, NaN where it is undefined


@dataclass(frozen=True, slots=True)
class Interval:
    """The middle 90 % of the coefficients of the resamples: functions drawn with replacement."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two raters on one child.

    `exact` and `within_one` are shares from 0 to 1 of the `n` functions that both rated. `kappa` is 1 in full agreement and 0 at what
    chance would give.
    """

    n: int
    rated_by_first_only: int
    rated_by_second_only: int
    rated_by_neither: int
    exact: float | None
    within_one: float | None
    kappa: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class AgreementOfMany:
    """Several raters on one child. `n`: functions that at least two of them rated, the only ones that count."""

    raters: int
    n: int
    alpha: float | None
    interval: Interval | None


def agreement_of(first: Ratings, second: Ratings) -> Agreement:
    """How far two raters agree on one child."""
    functions = sorted(first.keys() | second.keys())
    pairs = [(first.get(one), second.get(one)) for one in functions]
    both = np.array([[a, b] for a, b in pairs if a is not None and b is not None], dtype=np.float64).reshape(-1, 2)
    apart = np.abs(both[:, 0] - both[:, 1])
    n = len(both)
    return Agreement(
        n=n,
        rated_by_first_only=sum(a is not None and b is None for a, b in pairs),
        rated_by_second_only=sum(a is None and b is not None for a, b in pairs),
        rated_by_neither=sum(a is None and b is None for a, b in pairs),
        exact=float(np.mean(apart == 0)) if n else None,
        within_one=float(np.mean(apart <= 1)) if n else None,
        kappa=_defined(_kappa(both[np.newaxis])),
        interval=_interval(both, _kappa),
    )


def agreement_of_many(raters: Sequence[Ratings]) -> AgreementOfMany:
    """How far any number of raters agree on one child, whichever functions each of them rated."""
    functions = sorted({function for ratings in raters for function in ratings})
    given = [[ratings.get(function) for ratings in raters] for function in functions]
    counted = [row for row in given if sum(one is not None for one in row) >= 2]
    table = np.array([[np.nan if one is None else one for one in row] for row in counted], dtype=np.float64).reshape(-1, len(raters))
    return AgreementOfMany(len(raters), len(table), _defined(_alpha(table[np.newaxis])), _interval(table, _alpha))


def _kappa(pairs: NDArray[np.float64]) -> _Resampled:
    """Quadratic weighted kappa of the pairs, shape (resamples, functions, 2).

    With squared distances the disagreement to expect by chance is the sum of both variances and the squared difference of the means.
    """
    if pairs.shape[1] < 2:
        return np.full(len(pairs), np.nan)
    first, second = pairs[..., 0], pairs[..., 1]
    observed = np.mean((first - second) ** 2, axis=1)
    by_chance = np.var(first, axis=1) + np.var(second, axis=1) + (np.mean(first, axis=1) - np.mean(second, axis=1)) ** 2
    varied = (np.ptp(first, axis=1) > 0) & (np.ptp(second, axis=1) > 0)
    return np.asarray(np.where(varied, 1 - observed / np.where(varied, by_chance, 1), np.nan))


def _alpha(table: NDArray[np.float64]) -> _Resampled:
    """Krippendorff's alpha of the ratings, shape (resamples, functions, raters), NaN where a rater gave none.

    Within a function every pair of its ratings counts 1 / (its ratings - 1); what chance would give is every pair of all ratings alike.
    """
    if table.shape[1] < 2:
        return np.full(len(table), np.nan)
    rated = ~np.isnan(table)
    ratings_each = rated.sum(axis=2)
    within = np.nansum((table - np.nanmean(table, axis=2, keepdims=True)) ** 2, axis=2)
    n = ratings_each.sum(axis=1)
    observed = (2 * ratings_each / (ratings_each - 1) * within).sum(axis=1) / n
    everything = np.nanmean(table, axis=(1, 2), keepdims=True)
    by_chance = 2 * np.nansum((table - everything) ** 2, axis=(1, 2)) / (n - 1)
    varied = np.nanmax(table, axis=(1, 2)) > np.nanmin(table, axis=(1, 2))
    return np.asarray(np.where(varied, 1 - observed / np.where(varied, by_chance, 1), np.nan))


def _interval(units: NDArray[np.float64], coefficient: Callable[[NDArray[np.float64]], _Resampled]) -> Interval | None:
    """The bootstrap interval over functions, or None where there are too few of them or resamples leave the coefficient undefined."""
    if len(units) < LEAST_FOR_INTERVAL:
        return None
    drawn = np.random.default_rng(_SEED).integers(0, len(units), size=(RESAMPLES, len(units)))
    coefficients = coefficient(units[drawn])
    if np.isnan(coefficients).any():
        return None
    low, high = np.quantile(coefficients, [(1 - MASS) / 2, (1 + MASS) / 2])
    return Interval(float(low), float(high))


def _defined(coefficients: _Resampled) -> float | None:
    return None if np.isnan(coefficients[0]) else float(coefficients[0])

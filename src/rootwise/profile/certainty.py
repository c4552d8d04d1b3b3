"""How sure a percent is: the exact distribution of a set's sum, by convolution (§6).

A rating r with standard deviation sd is the discrete distribution on the scale with P(k) = the mass of N(r, sd) on
(k - 0.5, k + 0.5], the tails going to the ends. The sum of a set, over all its functions, has the convolution of these
as its distribution. Nothing is sampled and nothing is approximated by a normal curve: the convolution is taken as a
product of discrete Fourier transforms long enough not to wrap around, which is exact but for rounding (below 1e-14;
tests compare with the sum written out).
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rootwise.profile.kernel import Ratings, Scores, in_blocks, typical_ratings
from rootwise.profile.scoring import Scoring

_LARGEST_PAIR_TABLE = 1_000_000  # numbers of 16 bytes
_BLOCK = 4096  # children at a time: few calls, and most of a block stays in the cache of the processor
_erf = np.frompyfunc(math.erf, 1, 1)


@dataclass(frozen=True, slots=True, eq=False)
class Certainty:
    """How sure the scores of n children are, for each of the sets. NaN where a set is insufficient.

    Attributes
    ----------
    low, high : shape (n, sets), percent, ends of the interval, which always contains the point
    band_probability : shape (n, sets, bands), sums to 1
    below_probability : shape (n, regions), P(percent of the region is below typical) (§7)
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    band_probability: NDArray[np.float64]
    below_probability: NDArray[np.float64]


def certainty(
    scoring: Scoring,
    scores: Scores,
    ratings: Ratings,
    sd: NDArray[np.float64],
    age_months: NDArray[np.float64],
    *,
    threads: int = 1,
) -> Certainty:
    """The intervals and band probabilities of n scored children.

    Parameters
    ----------
    scores : of the same ratings and ages
    ratings : shape (n, functions), 0 = missing
    sd : shape (n, functions), rating steps, > 0 wherever there is a rating
    age_months : shape (n,)

    Raises
    ------
    ValueError
        A rating without a standard deviation above 0.
    """
    if not np.all((ratings == 0) | (sd > 0)):
        raise ValueError("every rating needs a standard deviation above 0")
    n, sets = scores.percent.shape
    result = Certainty(
        low=np.full((n, sets), np.nan),
        high=np.full((n, sets), np.nan),
        band_probability=np.full((n, sets, len(scoring.edges) + 1), np.nan),
        below_probability=np.full((n, scoring.regions), np.nan),
    )

    def work(rows: slice) -> None:
        block_ratings, block_sd = ratings[rows].astype(np.float64), sd[rows]
        typical = typical_ratings(scoring, age_months[rows])
        for place in range(sets):
            percent = scores.percent[rows, place]
            enough = np.flatnonzero(~np.isnan(percent))
            if len(enough):
                here = percent[enough], block_ratings[enough], block_sd[enough], typical[enough]
                _certainty_of_set(scoring, place, *here, result, enough + rows.start)

    in_blocks(work, n, block=_BLOCK, threads=threads)
    return result


def filled(
    scoring: Scoring,
    place: int,
    percent: NDArray[np.float64],
    ratings: NDArray[np.float64],
    sd: NDArray[np.float64],
    typical: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The means and standard deviations of a set's functions, the missing ones filled as §6 says.

    Parameters
    ----------
    percent : shape (n,), of the set
    ratings, sd, typical : shape (n, functions)

    Returns
    -------
    two arrays of shape (n, members of the set)
    """
    members = list(scoring.members[place])
    is_rated = ratings[:, members] != 0
    mean = np.where(is_rated, ratings[:, members], percent[:, None] / 100.0 * typical[:, members])
    return mean, np.where(is_rated, sd[:, members], scoring.instrument.thresholds.missing_sd)


def masses(mean: NDArray[np.float64], sd: NDArray[np.float64], *, lowest: int, highest: int) -> NDArray[np.float64]:
    """The distributions of ratings on the scale.

    Parameters
    ----------
    mean, sd : shape (m,), rating steps

    Returns
    -------
    shape (m, highest - lowest + 1), each row sums to 1
    """
    borders = np.arange(lowest, highest) + 0.5
    reached = np.zeros((len(mean), len(borders) + 2))
    reached[:, 1:-1] = 0.5 * (1.0 + np.asarray(_erf((borders - mean[:, None]) / (sd[:, None] * math.sqrt(2.0))), dtype=np.float64))
    reached[:, -1] = 1.0
    return reached[:, 1:] - reached[:, :-1]


def sum_distribution(
    mean: NDArray[np.float64], sd: NDArray[np.float64], *, sds: tuple[float, ...], lowest: int, highest: int
) -> NDArray[np.float64]:
    """The distributions of the sums of ratings.

    Parameters
    ----------
    mean, sd : shape (n, m), rating steps
    sds : the standard deviations that are common; whole ratings with one of these are looked up, all others worked out

    Returns
    -------
    shape (n, m x (highest - lowest) + 1); column 0 is the smallest possible sum, m x lowest
    """
    m = mean.shape[1]
    length = _fast_length(m * (highest - lowest) + 1)
    whole = np.clip(np.rint(mean), lowest, highest)  # the mean of a missing function may lie off the scale (§6)
    near = np.minimum(np.searchsorted(sds, sd), len(sds) - 1)
    odd = (np.array(sds)[near] != sd) | (mean != whole)
    code = (whole.astype(np.intp) - lowest) * len(sds) + near
    spectra, pairs = _common_spectra(sds, lowest, highest, length)
    if odd.any():
        own = np.fft.rfft(masses(mean[odd], sd[odd], lowest=lowest, highest=highest), length)
        code[odd] = len(spectra) + np.arange(len(own))
        product = _multiplied(np.concatenate([spectra, own]), code)
    elif len(pairs) == 0:
        product = _multiplied(spectra, code)
    else:
        halves = code[:, 0 : m - 1 : 2] * len(spectra) + code[:, 1:m:2]
        product = _multiplied(pairs, halves)
        if m % 2:
            product *= spectra[code[:, -1]]
    return np.asarray(np.maximum(np.fft.irfft(product, length)[:, : m * (highest - lowest) + 1], 0.0))


def all_but_one(parts: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each of several ratings the distribution of the sum of all others.

    Parameters
    ----------
    parts : shape (m, steps of the scale), the distributions of the ratings

    Returns
    -------
    shape (m, (m - 1) x (steps - 1) + 1)
    """
    m, steps = parts.shape
    count = (m - 1) * (steps - 1) + 1
    length = _fast_length(max(count, steps))
    spectra = np.fft.rfft(parts, length)
    none = np.ones_like(spectra[:1])
    before = np.concatenate([none, np.cumprod(spectra[:-1], axis=0)])
    after = np.concatenate([np.cumprod(spectra[:0:-1], axis=0)[::-1], none])
    return np.asarray(np.maximum(np.fft.irfft(before * after, length)[:, :count], 0.0))


def _multiplied(spectra: NDArray[np.complex128], code: NDArray[np.intp]) -> NDArray[np.complex128]:
    """The products of the coded rows; a row of ones where nothing is coded."""
    if code.shape[1] == 0:
        return np.ones((len(code), spectra.shape[1]), dtype=np.complex128)
    product = spectra.take(code[:, 0], axis=0)
    for column in range(1, code.shape[1]):
        product *= spectra.take(code[:, column], axis=0)
    return product


@lru_cache(maxsize=32)
def _common_spectra(
    sds: tuple[float, ...], lowest: int, highest: int, length: int
) -> tuple[NDArray[np.complex128], NDArray[np.complex128]]:
    """The transforms of every whole rating with every common standard deviation, and the products of every two of them.

    The products are left out (no rows) where a long scale with many confidences would make them large.
    """
    ratings = np.repeat(np.arange(lowest, highest + 1, dtype=np.float64), len(sds))
    table = masses(ratings, np.tile(np.array(sds), highest - lowest + 1), lowest=lowest, highest=highest)
    spectra = np.fft.rfft(table, length)
    if len(spectra) ** 2 * spectra.shape[1] > _LARGEST_PAIR_TABLE:
        return spectra, np.empty((0, spectra.shape[1]), dtype=np.complex128)
    return spectra, (spectra[:, None, :] * spectra[None, :, :]).reshape(-1, spectra.shape[1])


def _fast_length(least: int) -> int:
    """The smallest even length from `least` on whose only prime factors are 2, 3 and 5."""
    length = least + least % 2
    while True:
        rest = length
        for prime in (2, 3, 5):
            while rest % prime == 0:
                rest //= prime
        if rest == 1:
            return length
        length += 2


def sums_below(total: NDArray[np.float64], edge: NDArray[np.float64] | float, *, smallest: int, count: int) -> NDArray[np.intp]:
    """How many of the possible sums, from `smallest` up, have a percent below the edge.

    Percent is 100 x sum / total, compared as §5 compares it, so the guess is moved to where the comparison turns.
    """
    first = np.ceil(edge * total / 100.0)
    first = np.where(100.0 * (first - 1.0) / total >= edge, first - 1.0, first)
    first = np.where(100.0 * first / total < edge, first + 1.0, first)
    return np.clip(first.astype(np.intp) - smallest, 0, count)


def _certainty_of_set(
    scoring: Scoring,
    place: int,
    percent: NDArray[np.float64],
    ratings: NDArray[np.float64],
    sd: NDArray[np.float64],
    typical: NDArray[np.float64],
    into: Certainty,
    here: NDArray[np.intp],
) -> None:
    members = scoring.members[place]
    mean, spread = filled(scoring, place, percent, ratings, sd, typical)
    sds = tuple(sorted({one.sd for one in scoring.instrument.confidences}))
    distribution = sum_distribution(mean, spread, sds=sds, lowest=scoring.lowest, highest=scoring.highest)
    reached = np.zeros((len(here), distribution.shape[1] + 1))
    np.minimum(np.cumsum(distribution, axis=1), 1.0, out=reached[:, 1:])
    total = np.zeros(len(here))
    for f in members:
        total += typical[:, f]

    # The probability below each edge of a band, and below what is typical.
    thresholds, smallest = scoring.instrument.thresholds, scoring.lowest * len(members)
    edges = np.append(scoring.edges, thresholds.typical_from_percent)
    counts = sums_below(total[:, None], edges, smallest=smallest, count=distribution.shape[1])
    below = reached[np.arange(len(here))[:, None], counts]

    # The smallest values whose cumulated probability reaches each tail, widened to hold the point (§6).
    tails = ((1.0 - thresholds.interval) / 2.0, (1.0 + thresholds.interval) / 2.0)
    low, high = (100.0 * ((reached[:, 1:-1] < tail).sum(axis=1) + smallest) / total for tail in tails)
    into.low[here, place] = np.minimum(low, percent)
    into.high[here, place] = np.maximum(high, percent)
    into.band_probability[here, place] = np.diff(below[:, :-1], axis=1, prepend=0.0, append=1.0)
    if place < scoring.regions:
        into.below_probability[here, place] = below[:, -1]

"""Percent of typical, bands and the lowest region below typical: arrays in, arrays out (§3-§5, §7).

One child is a row, a million children are a million rows; there is no second implementation. Sums run over the functions
in the order of the instrument, row by row, so a child gets the same bits alone and in a crowd.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rootwise.instrument.typical import table_step
from rootwise.profile.scoring import Scoring

INSUFFICIENT = -1
Ratings = NDArray[np.int8] | NDArray[np.uint8] | NDArray[np.float64]
DUST_DECIMALS = 9  # far finer than any mean of raters, far coarser than the rounding of a sum of them
_BLOCK = 32_768  # children at a time: few calls, and most of a block stays in the cache of the processor


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """What the ratings of n children come to, for each of the sets (regions bottom up, then domains).

    Attributes
    ----------
    rated : shape (n, sets), int16, functions with a rating
    sums : shape (n, sets), rating steps, over rated functions
    typical : shape (n, sets), rating steps, typical sum over the same functions
    percent : shape (n, sets), 100 x sums / typical; NaN exactly where the band is `INSUFFICIENT` (§4)
    band : shape (n, sets), int8, index of the band (§5) or `INSUFFICIENT`
    lowest_below : shape (n,), int8, the lowest region below typical by the point alone; the number of regions where none is;
        `INSUFFICIENT` where an insufficient region comes first
    """

    rated: NDArray[np.int16]
    sums: NDArray[np.float64]
    typical: NDArray[np.float64]
    percent: NDArray[np.float64]
    band: NDArray[np.int8]
    lowest_below: NDArray[np.int8]


def score(scoring: Scoring, ratings: Ratings, age_months: NDArray[np.float64], *, threads: int = 1) -> Scores:
    """Score n children.

    Parameters
    ----------
    ratings : shape (n, functions), real; 0 = missing, otherwise on the scale. int8 for a cohort, float where a rating
        is the mean of several raters (§6).
    age_months : shape (n,), 0 to 252, corrected where §1 says so

    Raises
    ------
    ValueError
        Shapes that do not fit, an age outside 0 to 21 years, or a rating that is neither 0 nor on the scale.
    """
    _require(scoring, ratings, age_months)
    n, sets = len(ratings), scoring.sets
    scores = Scores(
        rated=np.empty((n, sets), dtype=np.int16),
        sums=np.empty((n, sets)),
        typical=np.empty((n, sets)),
        percent=np.empty((n, sets)),
        band=np.empty((n, sets), dtype=np.int8),
        lowest_below=np.empty(n, dtype=np.int8),
    )
    in_blocks(lambda rows: _score_block(scoring, ratings[rows], age_months[rows], scores, rows), n, block=_BLOCK, threads=threads)
    return scores


def typical_ratings(scoring: Scoring, age_months: NDArray[np.float64]) -> NDArray[np.float64]:
    """The typical rating of each function at each age (§3): shape (n, functions), rating steps."""
    return np.ascontiguousarray(scoring.table[:, table_step(age_months)].T)


def in_blocks(work: Callable[[slice], None], n: int, *, block: int, threads: int) -> None:
    """Do the work for all rows, a block at a time, on one or more threads."""
    if threads == 1 or n <= block:
        for rows in _slices(n, block):
            work(rows)
        return
    from concurrent.futures import ThreadPoolExecutor  # one child needs no threads, and not the time to import them

    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(work, _slices(n, block)):
            pass


def _slices(n: int, block: int) -> Iterator[slice]:
    return (slice(start, min(start + block, n)) for start in range(0, n, block))


def _require(scoring: Scoring, ratings: Ratings, age_months: NDArray[np.float64]) -> None:
    if ratings.ndim != 2 or ratings.shape[1] != scoring.functions or age_months.shape != (len(ratings),):
        raise ValueError(f"ratings must have the shape (n, {scoring.functions}) and age_months (n,)")
    if len(ratings) and not (age_months.min() >= 0 and table_step(age_months.max()) < scoring.table.shape[1]):
        raise ValueError("an age is below 0 or above 21 years")


def _score_block(scoring: Scoring, ratings: Ratings, age_months: NDArray[np.float64], into: Scores, rows: slice) -> None:
    columns: NDArray[Any] = np.ascontiguousarray(ratings.T)
    is_rated = columns != 0
    if not (~is_rated | ((columns >= scoring.lowest) & (columns <= scoring.highest))).all():
        raise ValueError(f"a rating is neither 0 (missing) nor from {scoring.lowest} to {scoring.highest}")
    # Whole ratings are summed as whole numbers: faster, and as exact.
    is_whole = columns.dtype.kind in "iu"
    columns = columns.astype(np.int32 if is_whole else np.float64)
    typical = scoring.table.take(table_step(age_months), axis=1)
    typical *= is_rated

    # One set after the other, each from its first function to its last: no shortcut may change the order of a sum.
    shape = (scoring.sets, len(age_months))
    rated, sums, typical_sums = np.zeros(shape, dtype=np.int16), np.zeros(shape, dtype=columns.dtype), np.zeros(shape)
    counts = is_rated.astype(np.int16)
    for place, members in enumerate(scoring.members):
        for f in members:
            rated[place] += counts[f]
            sums[place] += columns[f]
            typical_sums[place] += typical[f]

    # Only sets that are rated enough get a percent and a band (§4, §5).
    too_few = np.array([~scoring.is_sufficient(count, len(members)) for count, members in zip(rated, scoring.members, strict=True)])
    with np.errstate(divide="ignore", invalid="ignore"):  # nothing by nothing, where nothing is rated
        percent = (100.0 * sums if is_whole else _hundredfold(sums)) / typical_sums
    percent[too_few] = np.nan
    band = np.zeros(shape, dtype=np.int8)
    for edge in scoring.edges:
        band += percent >= edge  # never true of NaN
    band += np.int8(INSUFFICIENT) * too_few

    into.rated[rows], into.sums[rows], into.typical[rows] = rated.T, sums.T, typical_sums.T
    into.percent[rows], into.band[rows] = percent.T, band.T
    into.lowest_below[rows] = _lowest_below(scoring, percent[: scoring.regions], too_few[: scoring.regions])


def _hundredfold(total: NDArray[np.float64]) -> NDArray[np.float64]:
    """100 x a sum of means of several raters, free of the dust of its additions: thirds that come to 39 are 3900.

    Without this, a set at exactly 65 % could fall into the band below (§5).
    """
    return np.asarray(np.round(100.0 * total, DUST_DECIMALS))


def _lowest_below(scoring: Scoring, percent: NDArray[np.float64], too_few: NDArray[np.bool_]) -> NDArray[np.int8]:
    """How many regions are passed from the bottom up before one below typical; `INSUFFICIENT` before one with too few ratings.

    Parameters
    ----------
    percent, too_few : shape (regions, n)
    """
    # Without a branch for each child: several times as fast.
    n = percent.shape[1]
    lowest, passed, is_hidden = np.zeros(n, dtype=np.int8), np.ones(n, dtype=np.bool_), np.zeros(n, dtype=np.bool_)
    for region in range(scoring.regions):
        is_hidden |= passed & too_few[region]
        passed &= percent[region] >= scoring.instrument.thresholds.typical_from_percent
        lowest += passed
    return np.asarray(lowest - (lowest - np.int8(INSUFFICIENT)) * is_hidden)

"""Exact band probabilities of 1,000,000 children: against numpy's convolution, child by child."""

import math
import time

import numpy as np
from children import MISSING_SHARE, Children, children, scoring
from numpy.typing import NDArray
from ratio import Figure, Spread, alternated, tell, timed, versions
from scipy.signal import convolve
from scipy.special import ndtr

from rootwise.profile.certainty import Certainty, certainty
from rootwise.profile.kernel import Scores, score, typical_ratings
from rootwise.profile.scoring import Scoring

CHILDREN = 1_000_000
OURS = 100_000  # a turn of ours; a turn of theirs is SAMPLE children: both are told per child
SAMPLE = 300
THREADS = 2
ROUNDS = 5


def main() -> None:
    rule = scoring()
    cohort = children(rule, CHILDREN)
    few, some = _first(cohort, SAMPLE), _first(cohort, OURS)
    few_scores, some_scores, scores = (_scores(rule, one) for one in (few, some, cohort))
    _require_same(_certainty(rule, few_scores, few), by_convolution(rule, few_scores, few, scipy=True))

    def ours() -> float:
        return timed(lambda: _certainty(rule, some_scores, some))() / OURS

    def theirs(*, scipy: bool) -> float:
        return timed(lambda: by_convolution(rule, few_scores, few, scipy=scipy))() / SAMPLE

    with_numpy = alternated(ours, lambda: theirs(scipy=False), rounds=ROUNDS)
    with_scipy = alternated(ours, lambda: theirs(scipy=True), rounds=ROUNDS)
    started = time.perf_counter()
    _certainty(rule, scores, cohort)
    seconds = time.perf_counter() - started

    job = f"Exact band probabilities, {rule.sets} sets, {MISSING_SHARE:.0%} of the ratings missing, {THREADS} threads"
    tell(
        [
            _figure(job, "scipy.signal.convolve", with_scipy.faster),
            _figure(job, "numpy.convolve", with_numpy.faster),
            Figure(f"The same, {CHILDREN:,} children in one run", "", "<= 60 s", f"{seconds:.1f} s", seconds <= 60),
            Figure(f"The same, {CHILDREN:,} children in one run", "", "stretch: 10 s", f"{seconds:.1f} s", seconds <= 10),
        ],
        of=versions("numpy", "scipy"),
    )


def _figure(job: str, peer: str, faster: Spread) -> Figure:
    against = f"{peer}, child by child (a turn is {OURS:,} children of ours and {SAMPLE} of theirs)"
    return Figure(job, against, ">= 20x faster", f"{faster} faster", faster.middle >= 20)


def by_convolution(rule: Scoring, scores: Scores, cohort: Children, *, scipy: bool) -> Certainty:
    """The same distributions as one would write them with scipy for one child after the other."""
    n = len(cohort.ratings)
    borders = np.arange(rule.lowest, rule.highest, dtype=np.float64) + 0.5
    result = Certainty(
        low=np.full((n, rule.sets), np.nan),
        high=np.full((n, rule.sets), np.nan),
        band_probability=np.full((n, rule.sets, len(rule.edges) + 1), np.nan),
        below_probability=np.full((n, rule.regions), np.nan),
    )
    tail = (1.0 - rule.instrument.thresholds.interval) / 2.0
    limits = [*rule.edges.tolist(), rule.instrument.thresholds.typical_from_percent]
    typicals = typical_ratings(rule, cohort.age_months)
    for child in range(n):
        for place, members in enumerate(rule.members):
            percent = scores.percent[child, place]
            if math.isnan(percent):
                continue
            columns = list(members)
            given, typical = cohort.ratings[child, columns], typicals[child, columns]
            mean = np.where(given != 0, given, percent / 100.0 * typical)
            sd = np.where(given != 0, cohort.sd[child, columns], rule.instrument.thresholds.missing_sd)
            reached = np.cumsum(_sum_of(mean, sd, borders, scipy=scipy))
            smallest, total = rule.lowest * len(members), typical.sum()
            percents = 100.0 * np.arange(smallest, smallest + len(reached)) / total
            below = [reached[at - 1] if at else 0.0 for at in np.searchsorted(percents, limits)]
            result.low[child, place] = min(percents[np.searchsorted(reached, tail)], percent)
            result.high[child, place] = max(percents[np.searchsorted(reached, 1.0 - tail)], percent)
            result.band_probability[child, place] = np.diff([0.0, *below[:-1], 1.0])
            if place < rule.regions:
                result.below_probability[child, place] = below[-1]
    return result


def _sum_of(mean: NDArray[np.float64], sd: NDArray[np.float64], borders: NDArray[np.float64], *, scipy: bool) -> NDArray[np.float64]:
    steps = np.diff(ndtr((borders - mean[:, None]) / sd[:, None]), axis=1, prepend=0.0, append=1.0)
    total = steps[0]
    for one in steps[1:]:
        total = convolve(total, one) if scipy else np.convolve(total, one)
    return np.asarray(total)


def _first(cohort: Children, n: int) -> Children:
    return Children(cohort.ratings[:n], cohort.sd[:n], cohort.age_months[:n])


def _scores(rule: Scoring, cohort: Children) -> Scores:
    return score(rule, cohort.ratings, cohort.age_months, threads=THREADS)


def _certainty(rule: Scoring, scores: Scores, cohort: Children) -> Certainty:
    return certainty(rule, scores, cohort.ratings, cohort.sd, cohort.age_months, threads=THREADS)


def _require_same(ours: Certainty, theirs: Certainty) -> None:
    for name in Certainty.__slots__:
        if not np.allclose(getattr(ours, name), getattr(theirs, name), rtol=1e-9, atol=1e-12, equal_nan=True):
            raise SystemExit(f"ours and the convolutions do not agree on {name}: nothing is compared")


if __name__ == "__main__":
    main()

"""1,000,000 children x 32 ratings to all domains, regions, bands and lowest regions: against a memory copy and against pandas."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from children import children, scoring
from numpy.typing import NDArray
from ratio import Figure, alternated, milliseconds, tell, timed, versions

from rootwise.instrument.typical import table_step
from rootwise.profile.kernel import INSUFFICIENT, Scores, score
from rootwise.profile.scoring import Scoring

CHILDREN = 1_000_000
THREADS = 2
ROUNDS = 5


def main() -> None:
    rule = scoring()
    cohort = children(rule, CHILDREN)
    frame = pd.DataFrame(np.where(cohort.ratings == 0, np.nan, cohort.ratings)).rename(columns=str)
    age = pd.Series(cohort.age_months)
    scores = score(rule, cohort.ratings, cohort.age_months, threads=THREADS)
    _require_same(scores, by_pandas(rule, frame, age))

    moved = [cohort.ratings, cohort.age_months, *(getattr(scores, name) for name in Scores.__slots__)]
    taken = [np.empty_like(one) for one in moved]
    ours = timed(lambda: score(rule, cohort.ratings, cohort.age_months, threads=THREADS))
    copied = alternated(ours, timed(lambda: _copy(moved, taken)), rounds=ROUNDS)
    pandas = alternated(ours, timed(lambda: by_pandas(rule, frame, age)), rounds=ROUNDS)
    job = f"Kernel, {CHILDREN:,} children x {rule.functions}, {THREADS} threads"
    size = sum(one.nbytes for one in moved) / 1e6
    tell(
        [
            Figure(
                job,
                f"memory copy of input and output ({size:.0f} MB, {milliseconds(copied.theirs)}, into memory already there)",
                "<= 35x",
                f"{copied.slower}, {milliseconds(copied.ours)}",
                copied.slower.middle <= 35,
            ),
            Figure(
                job,
                f"pandas, vectorised ({milliseconds(pandas.theirs)})",
                ">= 10x faster",
                f"{pandas.faster} faster, {milliseconds(pandas.ours)}",
                pandas.faster.middle >= 10,
            ),
        ],
        of=versions("numpy", "pandas"),
    )


def by_pandas(rule: Scoring, ratings: pd.DataFrame, age_months: pd.Series) -> dict[str, Any]:
    """The same rule, a column at a time for all children, as one would write it with pandas. NaN is missing."""
    typical = pd.DataFrame(rule.table[:, table_step(age_months.to_numpy())].T, columns=ratings.columns).where(ratings.notna())
    inside = [-np.inf, *rule.edges.tolist(), np.inf]
    percents, bands = {}, {}
    for place, members in enumerate(rule.members):
        of_set = ratings.columns[list(members)]
        rated = ratings[of_set].count(axis=1)
        percent = 100.0 * ratings[of_set].sum(axis=1) / typical[of_set].sum(axis=1)
        percents[place] = percent.where(rule.is_sufficient(rated.to_numpy(), len(members)))
        bands[place] = pd.cut(percents[place], inside, right=False, labels=False)
    lowest = pd.Series(rule.regions, index=ratings.index)
    for region in reversed(range(rule.regions)):
        lowest = lowest.mask(percents[region] < rule.instrument.thresholds.typical_from_percent, region)
        lowest = lowest.mask(percents[region].isna(), INSUFFICIENT)
    return {"percent": pd.DataFrame(percents), "band": pd.DataFrame(bands), "lowest_below": lowest}


def _require_same(scores: Scores, theirs: dict[str, Any]) -> None:
    band = theirs["band"].fillna(INSUFFICIENT).to_numpy()
    same = (
        np.allclose(scores.percent, theirs["percent"].to_numpy(), rtol=1e-12, atol=0, equal_nan=True)
        and np.mean(scores.band != band) < 1e-6  # a percent on an edge may fall either way by rounding
        and np.mean(scores.lowest_below != theirs["lowest_below"].to_numpy()) < 1e-6
    )
    if not same:
        raise SystemExit("pandas and the kernel do not agree: nothing is compared")


def _copy(moved: Sequence[NDArray[Any]], taken: Sequence[NDArray[Any]]) -> None:
    for one, place in zip(moved, taken, strict=True):
        np.copyto(place, one)


if __name__ == "__main__":
    main()

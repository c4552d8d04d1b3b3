"""Made-up children for the jobs that take many: plausible ratings, some missing, all ages. Always the same ones."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rootwise.case import ReadCase, read_case
from rootwise.instrument import known_instruments, load_instrument
from rootwise.profile.kernel import typical_ratings
from rootwise.profile.scoring import Scoring, scoring_of

EXAMPLES = Path(__file__).parent.parent / "examples"
MISSING_SHARE = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Children:
    """`ratings` (0 = missing) and `sd` have the shape (n, functions), `age_months` (n,)."""

    ratings: NDArray[np.int8]
    sd: NDArray[np.float64]
    age_months: NDArray[np.float64]


def example() -> ReadCase:
    """The case that the benchmarks of one report take."""
    return read_case(EXAMPLES / "foster-care.yaml")


def examples() -> list[ReadCase]:
    """All example cases: one and several raters, exact and partial birth dates, a little and a lot missing."""
    return [read_case(one) for one in sorted(EXAMPLES.glob("*.yaml")) if one.name != "site.yaml"]


def scoring() -> Scoring:
    return scoring_of(load_instrument(known_instruments()[-1]).instrument)


def children(scoring: Scoring, n: int, *, missing_share: float = MISSING_SHARE) -> Children:
    """Children between half and a little more than what is typical for their age, every confidence equally often."""
    random = np.random.default_rng(20260520)
    age_months = random.uniform(6.0, 216.0, n)
    level = random.uniform(0.5, 1.1, (n, 1))
    ratings = typical_ratings(scoring, age_months) * level + random.normal(0.0, 1.0, (n, scoring.functions))
    whole = np.clip(np.rint(ratings), scoring.lowest, scoring.highest).astype(np.int8)
    whole[random.random(whole.shape) < missing_share] = 0
    deviations = np.array([one.sd for one in scoring.instrument.confidences])
    return Children(whole, deviations[random.integers(0, len(deviations), whole.shape)], age_months)

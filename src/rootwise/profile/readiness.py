"""Top-down readiness (§9): how far the top region can steer the lower ones. An index of ours, not a published ratio."""

import numpy as np
from numpy.typing import NDArray

from rootwise.profile.model import Readiness, SetResult
from rootwise.profile.scoring import Scoring


def readiness(scoring: Scoring, regions: tuple[SetResult, ...], ratings: NDArray[np.float64], typical: NDArray[np.float64]) -> Readiness:
    """mean(top region) / mean(highest + 1 - all lower regions), beside the same ratio of the typical ratings.

    Parameters
    ----------
    ratings, typical : shape (functions,); 0 = missing. Means run over rated functions, of the typical ratings too.
    """
    if any(one.percent is None for one in regions):
        return Readiness(None, None, None, None)
    top = [f for f in scoring.members[scoring.regions - 1] if ratings[f] != 0]
    lower = [f for members in scoring.members[: scoring.regions - 1] for f in members if ratings[f] != 0]
    least = scoring.instrument.thresholds.readiness_least_unsteady

    def ratio(values: NDArray[np.float64], *, least_unsteady: float = 0.0) -> float:
        unsteady = float((scoring.highest + 1 - values[lower]).mean())
        return float(values[top].mean()) / max(unsteady, least_unsteady)

    value, expected = ratio(ratings), ratio(typical)
    steadied = ratio(ratings, least_unsteady=least) / ratio(typical, least_unsteady=least)
    return Readiness(value, expected, value / expected, steadied)

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
        return Readiness(None, None, None)
    top = list(scoring.members[scoring.regions - 1])
    lower = [f for members in scoring.members[: scoring.regions - 1] for f in members]

    def ratio(values: NDArray[np.float64]) -> float:
        rated_top, rated_lower = ([f for f in group if ratings[f] != 0] for group in (top, lower))
        return float(values[rated_top].mean() / (scoring.highest + 1 - values[rated_lower]).mean())

    value, expected = ratio(ratings), ratio(typical)
    return Readiness(value, expected, value / expected)

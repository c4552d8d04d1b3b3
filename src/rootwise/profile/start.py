"""Where to start (§7): the lowest region below typical, with how sure that is, and which ratings would help most."""

import numpy as np
from numpy.typing import NDArray

from rootwise.profile.certainty import all_but_one, filled, masses
from rootwise.profile.model import SetResult, Start, StartStatus
from rootwise.profile.scoring import Scoring

MOST_QUESTIONS = 3  # §7: the three ratings that would help most
_SHARE_WORTH_ASKING = 0.05
_NO_HELP = 1e-3  # bits; a smaller drop in entropy is none


def start_probabilities(below: NDArray[np.float64]) -> NDArray[np.float64]:
    """P(start = each region), bottom up, and last P(no region below typical).

    Parameters
    ----------
    below : shape (..., regions), P(percent of the region is below typical)

    Returns
    -------
    shape (..., regions + 1), sums to 1
    """
    certain = np.ones((*below.shape[:-1], 1))  # also where no region can be judged, and `below` is empty
    lower = np.concatenate([certain, np.cumprod(1.0 - below, axis=-1)], axis=-1)
    return np.asarray(np.concatenate([below, certain], axis=-1) * lower)


def start(
    scoring: Scoring,
    regions: tuple[SetResult, ...],
    below: NDArray[np.float64],
    ratings: NDArray[np.float64],
    sd: NDArray[np.float64],
    typical: NDArray[np.float64],
    *,
    can_be_asked: NDArray[np.bool_],
    asking: bool = True,
) -> Start:
    """Where to start, from one child's region results.

    A region that is insufficient hides itself and everything above it: their share of the probability is `unknown`, and
    where that is the largest share the start is undecided.

    Parameters
    ----------
    below : shape (regions,), NaN where a region is insufficient
    ratings, sd, typical : shape (functions,), 0 = missing
    can_be_asked : shape (functions,), false where a function does not apply to the child
    asking : whether to look for the ratings that would help most
    """
    insufficient = tuple(one.id for one in regions if one.percent is None)
    judged = next((place for place, one in enumerate(regions) if one.percent is None), len(regions))
    known = start_probabilities(below[:judged])
    names = [*(one.id for one in regions[:judged]), *(["none"] if judged == len(regions) else [])]
    probability: dict[str, float | None] = dict.fromkeys((one.id for one in regions), None)
    probability.update(zip(names, known.tolist(), strict=False))
    unknown = 0.0 if judged == len(regions) else float(known[-1])
    none = probability.pop("none", None)

    best = max(range(len(names)), key=lambda place: known[place], default=None)
    share = float(known[best]) if best is not None else 0.0
    if share <= unknown or best is None:
        status, region = StartStatus.UNDECIDED, None
    else:
        region = None if names[best] == "none" else names[best]
        decided = StartStatus.DECIDED if region else StartStatus.NONE
        status = decided if share >= scoring.instrument.thresholds.start_decided_at else StartStatus.CLOSE
    expected_drop: dict[str, float] = {}
    if not asking:
        ask_next: tuple[str, ...] = ()
    elif status is StartStatus.UNDECIDED:
        ask_next = regions[judged].needed[:MOST_QUESTIONS]
    else:
        expected_drop = _most_helpful(scoring, below[:judged], ratings, sd, typical, can_be_asked)
        # Where a region that nobody rated enough may be the start, what it needs is asked as well.
        hidden = regions[judged].needed if unknown >= _SHARE_WORTH_ASKING else ()
        ask_next = (*expected_drop, *hidden)[:MOST_QUESTIONS]
    return Start(status, region, probability, none, unknown, insufficient, ask_next, expected_drop)


def _most_helpful(
    scoring: Scoring,
    below: NDArray[np.float64],
    ratings: NDArray[np.float64],
    sd: NDArray[np.float64],
    typical: NDArray[np.float64],
    can_be_asked: NDArray[np.bool_],
) -> dict[str, float]:
    """The functions whose sure rating would lower the entropy of the start most, on average over what it may turn out to be, in bits."""
    surest = min(one.sd for one in scoring.instrument.confidences)
    now = float(_entropy(start_probabilities(below)))
    if now < _NO_HELP:
        return {}
    drops: list[tuple[float, int]] = []
    for region in range(len(below)):
        members = scoring.members[region]
        shares, chances = _if_rated_surely(scoring, region, surest, ratings, sd, typical)
        outcomes = np.tile(below, (*shares.shape, 1))
        outcomes[:, :, region] = shares
        expected = (chances * _entropy(start_probabilities(outcomes))).sum(axis=1).tolist()
        drops += [
            (now - expected[place], member)
            for place, member in enumerate(members)
            if can_be_asked[member] and not (ratings[member] != 0 and sd[member] <= surest)
        ]
    # Ties go to the lower function.
    helpful = sorted((one for one in drops if one[0] >= _NO_HELP), key=lambda one: (-round(one[0], 9), one[1]))
    return {scoring.instrument.functions[f].id: drop for drop, f in helpful[:MOST_QUESTIONS]}


def _if_rated_surely(
    scoring: Scoring, region: int, surest: float, ratings: NDArray[np.float64], sd: NDArray[np.float64], typical: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """P(region below typical) after each possible sure rating of each member, and how likely that rating is now.

    Returns
    -------
    two arrays of shape (members, steps of the scale)
    """
    members = list(scoring.members[region])
    rated = ratings[members] != 0
    typical_rated = float(typical[members][rated].sum())
    percent = 100.0 * float(ratings[members].sum()) / typical_rated
    mean, spread = filled(scoring, region, np.array([percent]), ratings[None, :], sd[None, :], typical[None, :])
    parts = masses(mean[0], spread[0], lowest=scoring.lowest, highest=scoring.highest)
    steps = np.arange(scoring.lowest, scoring.highest + 1)
    sure = masses(steps.astype(np.float64), np.full(len(steps), surest), lowest=scoring.lowest, highest=scoring.highest)

    edge = scoring.instrument.thresholds.typical_from_percent
    sums = np.arange(len(members) * (len(steps) - 1) + 1) + scoring.lowest * len(members)
    below_edge = int((100.0 * sums / float(typical[members].sum()) < edge).sum())
    others = all_but_one(parts)
    reached = np.concatenate([np.zeros((len(members), 1)), np.cumsum(others, axis=1)], axis=1)
    still_below = np.clip(below_edge - np.arange(len(steps)), 0, others.shape[1])
    return reached[:, still_below] @ sure.T, parts


def _entropy(probability: NDArray[np.float64]) -> NDArray[np.float64]:
    """In bits, along the last axis."""
    logs = np.log2(probability, out=np.zeros_like(probability), where=probability > 0)
    return np.asarray(-(probability * logs).sum(axis=-1))

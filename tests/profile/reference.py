"""The method once more, in plain Python, written from method.md and not from the kernel.

Nested loops, dictionaries and exact fractions: slow, and short enough to be checked by reading.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import log2, prod
from statistics import NormalDist

from rootwise.instrument import Instrument
from rootwise.instrument.model import Function

Ratings = Mapping[str, Sequence[tuple[int, float]]]  # by function: (rating, standard deviation) of each rater
Distribution = dict[int, float]  # probability by sum

SLACK = 1e-9  # where a cumulated probability is as near as this to a tail, either neighbour may be the end


@dataclass(frozen=True)
class Set:
    """A region or a domain. `low` and `high`: the lowest and the highest end that rounding allows."""

    rated: int
    sum: float
    typical: float
    percent: float | None
    band: str | None
    low: tuple[float, float] | None
    high: tuple[float, float] | None
    band_probability: dict[str, float] | None
    below: float | None


def typical_at(function: Function, days: float, lowest: int) -> float:
    """§3: PCHIP through the anchors, the lowest rating at birth unless an anchor says otherwise."""
    anchors = [(float(one.age_months), float(one.rating)) for one in function.anchors]
    points = anchors if anchors[0][0] == 0 else [(0.0, float(lowest)), *anchors]
    age = days / 30.4375
    if age >= points[-1][0]:
        return points[-1][1]
    widths = [b[0] - a[0] for a, b in pairwise(points)]
    rises = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(points)]
    slopes = [_end(widths, rises), *(_middle(widths, rises, k) for k in range(1, len(rises))), _end(widths[::-1], rises[::-1])]
    k = next(k for k in range(len(widths)) if age < points[k + 1][0])
    t, width = (age - points[k][0]) / widths[k], widths[k]
    # The four Hermite polynomials.
    return (
        (1 + 2 * t) * (1 - t) ** 2 * points[k][1]
        + t * (1 - t) ** 2 * width * slopes[k]
        + t * t * (3 - 2 * t) * points[k + 1][1]
        + t * t * (t - 1) * width * slopes[k + 1]
    )


def _middle(widths: list[float], rises: list[float], k: int) -> float:
    first, second = 2 * widths[k] + widths[k - 1], widths[k] + 2 * widths[k - 1]
    return (first + second) / (first / rises[k - 1] + second / rises[k])


def _end(widths: list[float], rises: list[float]) -> float:
    if len(rises) == 1:
        return rises[0]
    slope = ((2 * widths[0] + widths[1]) * rises[0] - widths[0] * rises[1]) / (widths[0] + widths[1])
    return min(max(slope, 0.0), 3 * rises[0])


def rating_distribution(mean: float, sd: float, lowest: int, highest: int) -> Distribution:
    """§6: the mass of N(mean, sd) on (k - 0.5, k + 0.5], the tails going to the ends."""
    normal = NormalDist(mean, sd)
    up_to = {k: normal.cdf(k + 0.5) for k in range(lowest, highest)} | {lowest - 1: 0.0, highest: 1.0}
    return {k: up_to[k] - up_to[k - 1] for k in range(lowest, highest + 1)}


def convolution(parts: Sequence[Distribution]) -> Distribution:
    """§6: the distribution of the sum of independent parts."""
    total: Distribution = {0: 1.0}
    for part in parts:
        longer: Distribution = {}
        for here, p in total.items():
            for step, q in part.items():
                longer[here + step] = longer.get(here + step, 0.0) + p * q
        total = longer
    return total


def quantile(distribution: Distribution, tail: float) -> int:
    """§6: the smallest value whose cumulative probability reaches the tail."""
    reached = 0.0
    for value in sorted(distribution):
        reached += distribution[value]
        if reached >= tail:
            return value
    return max(distribution)


def mean_and_sd(given: Sequence[tuple[int, float]]) -> tuple[Fraction, float]:
    """§6: several informants: the mean, and sd = max(their deviations, half the gap between the extremes)."""
    ratings = [rating for rating, _ in given]
    return Fraction(sum(ratings), len(ratings)), max([sd for _, sd in given] + [(max(ratings) - min(ratings)) / 2])


def parts_of(instrument: Instrument, members: Sequence[Function], ratings: Ratings, days: float) -> list[Distribution] | None:
    """§6: the distribution of each member, rated or not; None where the set is insufficient (§4)."""
    scale = instrument.scale
    percent = percent_of(instrument, members, ratings, days)
    if percent is None:
        return None
    parts = []
    for one in members:
        if ratings.get(one.id):
            mean, sd = mean_and_sd(ratings[one.id])
            parts.append(rating_distribution(float(mean), sd, scale.lowest, scale.highest))
        else:
            mean_of_missing = percent / 100 * typical_at(one, days, scale.lowest)
            parts.append(rating_distribution(mean_of_missing, instrument.thresholds.missing_sd, scale.lowest, scale.highest))
    return parts


def percent_of(instrument: Instrument, members: Sequence[Function], ratings: Ratings, days: float) -> float | None:
    """§4: over rated functions, in exact fractions, None where less than the share is rated."""
    rated = [one for one in members if ratings.get(one.id)]
    if not rated or len(rated) < Fraction(str(instrument.thresholds.minimum_share)) * len(members):
        return None
    total = sum(mean_and_sd(ratings[one.id])[0] for one in rated)
    return float(100 * total / sum(Fraction(typical_at(one, days, instrument.scale.lowest)) for one in rated))


def score_set(instrument: Instrument, members: Sequence[Function], ratings: Ratings, days: float) -> Set:
    """§4, §5 and §6 for one set."""
    typical = {one.id: typical_at(one, days, instrument.scale.lowest) for one in members}
    rated = [one.id for one in members if ratings.get(one.id)]
    counts = (len(rated), float(sum(mean_and_sd(ratings[one])[0] for one in rated)), sum(typical[one] for one in rated))
    percent, parts = percent_of(instrument, members, ratings, days), parts_of(instrument, members, ratings, days)
    if percent is None or parts is None:
        return Set(*counts, None, None, None, None, None, None)
    distribution, whole = convolution(parts), sum(typical.values())
    share = instrument.thresholds.interval
    low, high = (
        sorted(100 * quantile(distribution, tail + slack) / whole for slack in (-SLACK, SLACK))
        for tail in ((1 - share) / 2, (1 + share) / 2)
    )
    chances = {band.id: 0.0 for band in instrument.bands}
    for value, p in distribution.items():
        chances[band_of(instrument, 100 * value / whole)] += p
    return Set(
        *counts,
        percent,
        band_of(instrument, percent),
        (min(low[0], percent), min(low[1], percent)),
        (max(high[0], percent), max(high[1], percent)),
        chances,
        below_typical(instrument, distribution, whole),
    )


def below_typical(instrument: Instrument, distribution: Distribution, whole: float) -> float:
    """§7: P(percent < 85)."""
    return sum(p for value, p in distribution.items() if 100 * value / whole < instrument.thresholds.typical_from_percent)


def band_of(instrument: Instrument, percent: float) -> str:
    """§5: the first band the percent lies below the end of."""
    return next(band.id for band in instrument.bands if band.below is None or percent < band.below)


def start_chances(below: Sequence[float]) -> list[float]:
    """§7: for each region, and last for none."""
    return [*(here * prod(1 - lower for lower in below[:place]) for place, here in enumerate(below)), prod(1 - here for here in below)]


def entropy(chances: Sequence[float]) -> float:
    return -sum(p * log2(p) for p in chances if p > 0)


def expected_drop(instrument: Instrument, function_id: str, ratings: Ratings, days: float) -> float:
    """§7: how much the entropy of the start drops on average if this function gets a sure rating, all else as it is.

    Regions are judged from below up to the first insufficient one.
    """
    surest = min(one.sd for one in instrument.confidences)
    scale, judged, whole = instrument.scale, [], []
    for region in instrument.regions:
        members = [one for one in instrument.functions if one.region == region.id]
        parts = parts_of(instrument, members, ratings, days)
        if parts is None:
            break
        judged.append((members, parts))
        whole.append(sum(typical_at(one, days, scale.lowest) for one in members))

    below = [below_typical(instrument, convolution(parts), total) for (_, parts), total in zip(judged, whole, strict=True)]
    (place, member) = next(
        (place, number) for place, (members, _) in enumerate(judged) for number, one in enumerate(members) if one.id == function_id
    )
    expected = 0.0
    for outcome, chance in judged[place][1][member].items():
        rebuilt = list(judged[place][1])
        rebuilt[member] = rating_distribution(outcome, surest, scale.lowest, scale.highest)
        then = list(below)
        then[place] = below_typical(instrument, convolution(rebuilt), whole[place])
        expected += chance * entropy(start_chances(then))
    return entropy(start_chances(below)) - expected

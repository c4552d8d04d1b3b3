"""The distributions of §6 against scipy, against sums written out, and at the very edges."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from rootwise.profile.certainty import masses, sum_distribution, sums_below

COMMON = (0.5, 1.0, 2.0)
steps = st.one_of(st.integers(1, 12).map(float), st.floats(0.25, 16, allow_nan=False), st.sampled_from([0.0, 13.0, 14.0, 6.5]))
sds = st.one_of(st.sampled_from(COMMON), st.floats(0.3, 5.5))


@given(steps, sds)
def test_masses_are_those_of_the_normal_distribution(mean: float, sd: float) -> None:
    """Oracle: scipy.stats.norm.cdf at the borders 1.5, 2.5, ..., 11.5, with 0 and 1 at the ends."""
    expected = np.diff([0.0, *norm.cdf(np.arange(1.5, 12), loc=mean, scale=sd), 1.0])
    mass = masses(np.array([mean]), np.array([sd]), lowest=1, highest=12)
    np.testing.assert_allclose(mass, [expected], rtol=0, atol=1e-15)
    assert mass.sum() == pytest.approx(1, abs=1e-15)


@settings(max_examples=300)
@given(st.lists(st.lists(st.tuples(steps, sds), min_size=12, max_size=12), min_size=1, max_size=4), st.integers(1, 12))
def test_the_distribution_of_a_sum_is_the_convolution_written_out(children: list[list[tuple[float, float]]], members: int) -> None:
    """Common and uncommon deviations, whole and other means, on and off the scale, alone and side by side."""
    mean = np.array([[mean for mean, _ in child[:members]] for child in children])
    sd = np.array([[sd for _, sd in child[:members]] for child in children])
    distribution = sum_distribution(mean, sd, sds=COMMON, lowest=1, highest=12)
    for row in range(len(children)):
        expected = np.ones(1)
        for part in masses(mean[row], sd[row], lowest=1, highest=12):
            expected = np.convolve(expected, part)
        np.testing.assert_allclose(distribution[row], expected, rtol=0, atol=1e-14)


@pytest.mark.parametrize("members", range(1, 13))
def test_whole_ratings_with_common_deviations_are_looked_up_and_come_out_the_same(members: int) -> None:
    """Pairs of spectra are multiplied beforehand; an odd member is left over."""
    ratings = np.random.default_rng(members).integers(1, 13, (50, members)).astype(float)
    sd = np.random.default_rng(members + 1).choice(COMMON, (50, members))
    worked_out = sum_distribution(ratings, sd, sds=(0.7,), lowest=1, highest=12)
    np.testing.assert_allclose(sum_distribution(ratings, sd, sds=COMMON, lowest=1, highest=12), worked_out, rtol=0, atol=1e-14)


@pytest.mark.parametrize("mean", [0.0, 13.0, 14.0, 20.0])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_whole_mean_off_the_scale_is_not_looked_up(mean: float, place: int) -> None:
    """§6: the mean of a missing function is percent x typical, which may be 13.0 exactly."""
    means, sd = np.full((1, 3), 6.0), np.full((1, 3), 1.0)
    means[0, place], sd[0, place] = mean, 2.0
    expected = np.ones(1)
    for part in masses(means[0], sd[0], lowest=1, highest=12):
        expected = np.convolve(expected, part)
    got = sum_distribution(means, sd, sds=COMMON, lowest=1, highest=12)
    np.testing.assert_allclose(got, [expected], rtol=0, atol=1e-14)


@pytest.mark.parametrize(("lowest", "highest", "members"), [(1, 12, 5), (1, 12, 12), (1, 5, 3), (1, 100, 4), (3, 9, 1)])
def test_a_distribution_sums_to_one_on_any_scale(lowest: int, highest: int, members: int) -> None:
    mean = np.linspace(lowest, highest, members)[None, :]
    distribution = sum_distribution(mean, np.full((1, members), 1.5), sds=COMMON, lowest=lowest, highest=highest)
    assert distribution.shape == (1, members * (highest - lowest) + 1)
    assert distribution.sum() == pytest.approx(1, abs=1e-12)
    assert distribution.min() >= 0


@pytest.mark.parametrize("edge", [65.0, 85.0, 70.0, 33.3, 99.9, 100.0, 123.4, 0.1])
def test_sums_below_counts_what_the_comparison_of_percents_counts(edge: float) -> None:
    """Brute force: the count turns where 100 x sum / total < edge turns, also where a sum lies on the edge or a hair beside it."""
    possible = np.arange(5.0, 145.0)
    total = [100 * possible / edge, possible, np.random.default_rng(7).uniform(5, 144, 2000)]
    for toward in (0.0, 1e9):
        for _ in range(4):
            total.append(np.nextafter(total[0] if len(total) in (3, 7) else total[-1], toward))
    expected = (100.0 * possible[None, :] / np.concatenate(total)[:, None] < edge).sum(axis=1)
    np.testing.assert_array_equal(sums_below(np.concatenate(total), edge, smallest=5, count=140), expected)


@given(st.integers(1, 144), st.floats(5, 144), st.integers(-3, 3))
def test_sums_below_at_totals_where_a_sum_lies_on_the_edge(reached: int, total: float, hairs: int) -> None:
    """The edge is put on a sum's own percent, and a few hairs beside it."""
    edge = 100.0 * reached / total
    for _ in range(abs(hairs)):
        edge = float(np.nextafter(edge, np.sign(hairs) * 1e9))
    possible = np.arange(12, 145)
    expected = int((100.0 * possible / total < edge).sum())
    assert sums_below(np.array([total]), edge, smallest=12, count=133).tolist() == [expected]

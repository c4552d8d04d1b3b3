"""What holds for every child: better is never worse, chances are chances, and company changes nothing."""

import json
import os
import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from rootwise.profile import profile_json, profile_of
from rootwise.profile.certainty import Certainty, certainty, sum_distribution
from rootwise.profile.kernel import Scores, score
from rootwise.profile.scoring import Scoring, scoring_of
from tests.profile import children
from tests.profile.drawn import MAP, Given, case, checked_case, document, functions_of, one, profile

ROOT = Path(__file__).parents[2]
CROWD = 50_000
SETS = [*(each.id for each in MAP.instrument.regions), *(each.id for each in MAP.instrument.domains)]


@settings(max_examples=80)
@given(children.ratings(), children.days, st.sampled_from(children.FUNCTIONS), st.integers(1, 11))
def test_a_better_rating_never_lowers_a_percent(ratings: dict[str, Given], days: int, function: str, rating: int) -> None:
    """§4: with the same functions rated. (A function that is rated for the first time may lower it: it joins both sums.)"""
    worse, better = (profile({**ratings, function: each}, days=days) for each in (rating, rating + 1))
    for name in SETS:
        low, high = (one(drawn["regions"] + drawn["domains"], name)["percent"] for drawn in (worse, better))
        assert (low is None) == (high is None)
        if low is not None:
            assert low < high if function in functions_of(name) else low == high


@settings(max_examples=80)
@given(children.ratings(), children.days)
def test_chances_sum_to_one_and_intervals_contain_the_point(ratings: dict[str, Given], days: int) -> None:
    """§6, §7"""
    drawn = profile(ratings, days=days)
    start = [chance for chance in drawn["start"]["probability"].values() if chance is not None]
    assert sum(start) == pytest.approx(1, abs=1e-12)
    assert min(start) >= 0
    for each in drawn["regions"] + drawn["domains"]:
        if each["percent"] is not None:
            assert each["interval90"][0] <= each["percent"] <= each["interval90"][1]
            assert sum(each["band_probability"].values()) == pytest.approx(1, abs=1e-12)
            assert min(each["band_probability"].values()) >= 0


def _ends(ratings: list[int], sd: float) -> tuple[int, int, int]:
    """The ends of the 90 % interval of a fully rated set, and its point, in rating steps."""
    mean = np.array([ratings], dtype=np.float64)
    reached = np.cumsum(sum_distribution(mean, np.full(mean.shape, sd), sds=(0.5, 1.0, 2.0), lowest=1, highest=12)[0])
    low, high = (int((reached < tail).sum()) + len(ratings) for tail in (0.05, 0.95))
    return min(low, sum(ratings)), max(high, sum(ratings)), sum(ratings)


@given(st.lists(st.integers(4, 9), min_size=2, max_size=12))
def test_adding_certainty_never_widens_an_interval_in_the_middle_of_the_scale(ratings: list[int]) -> None:
    """§6: with every rating from 4 to 9, the interval of surer ratings lies within that of less sure ones."""
    sure, likely, guess = (_ends(ratings, sd) for sd in (0.5, 1.0, 2.0))
    assert guess[0] <= likely[0] <= sure[0] <= sure[2] <= sure[1] <= likely[1] <= guess[1]


@given(st.lists(st.integers(1, 12), min_size=1, max_size=12))
def test_adding_certainty_never_widens_an_interval_anywhere(ratings: list[int]) -> None:
    """§6: at the ends of the scale intervals need not lie within each other (the next test), but none is wider."""
    widths = [high - low for low, high, _ in (_ends(ratings, sd) for sd in (0.5, 1.0, 2.0))]
    assert widths == sorted(widths)


def test_at_an_end_of_the_scale_the_interval_of_less_sure_ratings_need_not_hold_that_of_surer_ones() -> None:
    """§6: a guessed 11 can only be 1 too low but 10 too high, so with less certainty eight of them also move inwards."""
    likely, guess = _ends([11] * 8, 1.0), _ends([11] * 8, 2.0)
    assert (likely, guess) == ((83, 92, 88), (77, 91, 88))


@cache
def _crowd() -> tuple[Scoring, NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], Scores, Certainty]:
    random = np.random.default_rng(11)
    scoring = scoring_of(MAP.instrument)
    ratings = random.integers(1, 13, (CROWD, 32)).astype(np.float64)
    ratings[random.random(ratings.shape) < 0.05] = 0.0
    ratings[::100, 3] = 23 / 3  # some children have several raters
    sd = random.choice([0.5, 1.0, 2.0], ratings.shape)
    sd[::50, 7] = 1.5
    ages = random.uniform(0, 252, CROWD)
    scores = score(scoring, ratings, ages)
    return scoring, ratings, sd, ages, scores, certainty(scoring, scores, ratings, sd, ages)


def _parts(result: Scores | Certainty) -> list[NDArray[Any]]:
    return [np.asarray(getattr(result, name)) for name in type(result).__dataclass_fields__]


def test_one_child_alone_and_in_a_crowd_gets_the_same_scores_bit_for_bit() -> None:
    scoring, ratings, _, ages, scores, _ = _crowd()
    for row in [0, 1, 100, 16_383, 16_384, 33_333, CROWD - 1]:
        alone = score(scoring, ratings[row : row + 1], ages[row : row + 1])
        for mine, theirs in zip(_parts(alone), _parts(scores), strict=True):
            assert mine[0].tobytes() == theirs[row].tobytes()


def test_one_child_alone_and_in_a_crowd_is_equally_certain() -> None:
    """To 1e-12: whether a neighbour has several raters decides how spectra are multiplied."""
    scoring, ratings, sd, ages, scores, sure = _crowd()
    for row in [0, 1, 50, 1023, 1024, 33_333, CROWD - 1]:
        here = slice(row, row + 1)
        alone = certainty(scoring, score(scoring, ratings[here], ages[here]), ratings[here], sd[here], ages[here])
        for mine, theirs in zip(_parts(alone), _parts(sure), strict=True):
            np.testing.assert_allclose(mine[0], theirs[row], rtol=0, atol=1e-12)
    assert np.isfinite(scores.percent).any()


def test_threads_change_no_bit() -> None:
    scoring, ratings, sd, ages, scores, sure = _crowd()
    threaded = score(scoring, ratings, ages, threads=2)
    for mine, theirs in zip(_parts(threaded), _parts(scores), strict=True):
        assert mine.tobytes() == theirs.tobytes()
    some = slice(0, 5000)
    first = score(scoring, ratings[some], ages[some])
    for mine, theirs in zip(_parts(certainty(scoring, first, ratings[some], sd[some], ages[some], threads=2)), _parts(sure), strict=True):
        np.testing.assert_allclose(mine, theirs[some], rtol=0, atol=1e-12)


def test_threads_are_equally_certain_bit_for_bit() -> None:
    scoring, ratings, sd, ages, _, _ = _crowd()
    some = slice(0, 10_000)
    scores = score(scoring, ratings[some], ages[some])
    single, double = (certainty(scoring, scores, ratings[some], sd[some], ages[some], threads=threads) for threads in (1, 2))
    for mine, theirs in zip(_parts(single), _parts(double), strict=True):
        assert mine.tobytes() == theirs.tobytes()


def test_the_order_of_rows_does_not_matter() -> None:
    scoring, ratings, _, ages, scores, _ = _crowd()
    order = np.random.default_rng(3).permutation(CROWD)
    for mine, theirs in zip(_parts(score(scoring, ratings[order], ages[order])), _parts(scores), strict=True):
        assert mine.tobytes() == theirs[order].tobytes()


def test_whole_numbers_score_the_same_in_a_byte_and_in_a_float() -> None:
    """A cohort comes as int8, a single case as float."""
    scoring, ratings, _, ages, _, _ = _crowd()
    whole = np.rint(ratings)
    for mine, theirs in zip(_parts(score(scoring, whole.astype(np.int8), ages)), _parts(score(scoring, whole, ages)), strict=True):
        assert mine.tobytes() == theirs.tobytes()


@settings(max_examples=40)
@given(children.ratings(), children.days, st.randoms(use_true_random=False))
def test_the_order_of_functions_in_the_case_does_not_matter(ratings: dict[str, Given], days: int, random: Any) -> None:
    given = document(ratings, days=days)
    keys = list(given["ratings"])
    random.shuffle(keys)
    shuffled = {**given, "ratings": {key: given["ratings"][key] for key in keys}}
    first, second = (json.loads(profile_json(profile_of(checked_case(each)))) for each in (given, shuffled))
    assert {**first, "case_sha256": None} == {**second, "case_sha256": None}


@settings(max_examples=40)
@given(children.ratings(), children.days)
def test_the_same_case_gives_the_same_bytes(ratings: dict[str, Given], days: int) -> None:
    first, second = (profile_json(profile_of(case(ratings, days=days))) for _ in range(2))
    assert first.encode() == second.encode()


def test_another_process_with_another_hash_seed_gives_the_same_bytes() -> None:
    program = (
        "import sys; from rootwise.case import read_case; from rootwise.profile import profile_json, profile_of; "
        "sys.stdout.write(profile_json(profile_of(read_case('examples/foster-care.yaml'))))"
    )
    written = [
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert len(written[0]) > 1000
    assert all(first == second for first, second in pairwise(written))


@pytest.mark.parametrize(
    ("ratings", "ages", "message"),
    [
        (np.zeros((2, 31)), np.zeros(2), "ratings must have the shape (n, 32) and age_months (n,)"),
        (np.zeros((2, 32)), np.zeros(3), "ratings must have the shape (n, 32) and age_months (n,)"),
        (np.zeros((1, 32)), np.array([-0.1]), "an age is below 0 or above 21 years"),
        (np.zeros((1, 32)), np.array([252.2]), "an age is below 0 or above 21 years"),
        (np.zeros((1, 32)), np.array([np.nan]), "an age is below 0 or above 21 years"),
        (np.full((1, 32), 13.0), np.zeros(1), "a rating is neither 0 (missing) nor from 1 to 12"),
        (np.full((1, 32), 0.5), np.zeros(1), "a rating is neither 0 (missing) nor from 1 to 12"),
        (np.full((1, 32), np.nan), np.zeros(1), "a rating is neither 0 (missing) nor from 1 to 12"),
        (np.full((1, 32), -1, dtype=np.int8), np.zeros(1), "a rating is neither 0 (missing) nor from 1 to 12"),
    ],
)
def test_arrays_that_cannot_be_ratings_are_refused(ratings: NDArray[np.float64], ages: NDArray[np.float64], message: str) -> None:
    with pytest.raises(ValueError, match="^" + message.replace("(", r"\(").replace(")", r"\)") + "$"):
        score(scoring_of(MAP.instrument), ratings, ages)


def test_a_rating_without_a_deviation_is_refused() -> None:
    scoring, ratings, ages = scoring_of(MAP.instrument), np.full((1, 32), 6.0), np.array([100.0])
    with pytest.raises(ValueError, match=r"^every rating needs a standard deviation above 0$"):
        certainty(scoring, score(scoring, ratings, ages), ratings, np.zeros((1, 32)), ages)


def test_no_children_are_no_scores() -> None:
    scoring, ratings, ages = scoring_of(MAP.instrument), np.zeros((0, 32)), np.zeros(0)
    scores = score(scoring, ratings, ages)
    assert scores.percent.shape == (0, 8)
    assert certainty(scoring, scores, ratings, ratings, ages).low.shape == (0, 8)

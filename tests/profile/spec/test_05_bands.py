"""§5 Bands: essential, therapeutic, enrichment."""

import numpy as np
import pytest

from rootwise.profile.kernel import INSUFFICIENT, score
from rootwise.profile.scoring import scoring_of
from tests.profile.drawn import MAP, functions_of, one, profile, spread


@pytest.mark.parametrize(
    ("total", "percent", "band"),
    [
        (5, 100 * 5 / 60, "essential"),
        (38, 100 * 38 / 60, "essential"),
        (39, 65.0, "therapeutic"),
        (50, 100 * 50 / 60, "therapeutic"),
        (51, 85.0, "enrichment"),
        (60, 100.0, "enrichment"),
    ],
)
def test_the_borders_belong_to_the_higher_band(total: int, percent: float, band: str) -> None:
    """§5 percent < 65 essential; 65 <= percent < 85 therapeutic; 85 <= percent enrichment."""
    drawn = profile(spread(total, functions_of("brainstem")))
    assert one(drawn["regions"], "brainstem", "percent", "band") == {"percent": pytest.approx(percent, abs=1e-12), "band": band}


@pytest.mark.parametrize(
    ("percent", "band"),
    [
        (64.9, "essential"),
        (64.999999999, "essential"),  # shown as 65 %
        (65.0, "therapeutic"),
        (84.999999999, "therapeutic"),
        (85.0, "enrichment"),
        (85.1, "enrichment"),
    ],
)
def test_bands_are_compared_on_the_unrounded_value(percent: float, band: str) -> None:
    """§5 Compared on the unrounded value."""
    scoring = scoring_of(MAP.instrument)
    ratings = np.full((1, 32), 12 * percent / 100)
    scores = score(scoring, ratings, np.array([240.0]))
    assert [MAP.instrument.bands[place].id for place in scores.band[0]] == [band] * 8


def test_a_mean_of_several_raters_just_under_the_border_stays_under_it() -> None:
    """§5 A mean rating is not rounded before the band is chosen."""
    drawn = profile({**spread(39, functions_of("brainstem")), "orienting": [7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 6]})
    assert one(drawn["regions"], "brainstem", "sum", "band") == {"sum": pytest.approx(39 - 1 / 12, abs=1e-12), "band": "essential"}


def test_the_order_of_additions_does_not_move_a_set_over_a_border() -> None:
    """§5 Three raters each: 9 + 9 + 8 2/3 + 6 2/3 + 5 2/3 is 39 of 60, exactly 65 %, also where a computer adds up 38.99999999999999."""
    thirds = {
        "visceral_comfort": [9, 9, 9],
        "oral_motor": [9, 9, 9],
        "eye_movement": [9, 9, 8],
        "startle": [7, 7, 6],
        "orienting": [6, 6, 5],
    }
    drawn = profile({name: list(given) for name, given in thirds.items()})
    assert one(drawn["regions"], "brainstem", "percent", "band") == {"percent": 65.0, "band": "therapeutic"}


def test_an_insufficient_set_is_in_no_band() -> None:
    """§5 A band needs a percent."""
    scores = score(scoring_of(MAP.instrument), np.zeros((1, 32), dtype=np.int8), np.array([240.0]))
    assert scores.band.tolist() == [[INSUFFICIENT] * 8]
    assert np.isnan(scores.percent).all()


def test_the_lowest_region_below_typical_is_judged_bottom_up() -> None:
    """§5, §7 By the point alone: the first region under 85 %; all regions where none is; unknown where one below is."""
    scoring, ages = scoring_of(MAP.instrument), np.full(4, 240.0)
    ratings = np.full((4, 32), 12, dtype=np.int8)
    ratings[0, 5:13] = 6  # diencephalon
    ratings[2, 5:13], ratings[2, 13:20] = 0, 6  # diencephalon not rated, limbic low
    ratings[3, :5], ratings[3, 5:13] = 6, 0  # brainstem low, diencephalon not rated
    assert score(scoring, ratings, ages).lowest_below.tolist() == [1, 4, INSUFFICIENT, 0]

"""§9 Top-down readiness: how far the top region can steer the lower ones."""

import pytest

from tests.profile.drawn import one, profile

LOWER = ("brainstem", "diencephalon", "limbic")


def test_readiness_is_the_top_beside_what_is_left_to_go_below() -> None:
    """§9 mean(cortex ratings) / mean(13 - ratings of all lower regions), beside the same ratio of the typical ratings."""
    drawn = profile({"cortex": 6, **dict.fromkeys(LOWER, 9)})
    assert drawn["readiness"] == {"value": 6 / 4, "typical": 12.0, "of_typical": 0.125, "steadied": 0.25}


def test_all_lower_functions_weigh_the_same() -> None:
    """§9 The mean is over the 20 functions of the lower regions, not over the regions."""
    drawn = profile({"cortex": 8, "brainstem": 5, "diencephalon": 9, "limbic": 12})
    assert drawn["readiness"]["value"] == pytest.approx(8 / ((5 * 8 + 8 * 4 + 7 * 1) / 20), abs=1e-12)


def test_typical_readiness_is_that_of_the_age() -> None:
    """§9 The typical ratings at that age."""
    drawn = profile(days=2922)
    typical = {each["id"]: (each["region"], each["typical"]) for each in drawn["functions"]}
    top = [value for region, value in typical.values() if region == "cortex"]
    lower = [13 - value for region, value in typical.values() if region != "cortex"]
    assert drawn["readiness"]["typical"] == pytest.approx((sum(top) / 12) / (sum(lower) / 20), abs=1e-12)


def test_a_missing_rating_of_a_sufficient_region_is_left_out_on_both_sides() -> None:
    """§9 Means run over rated functions, of the typical ratings too."""
    drawn = profile({"cortex": 6, **dict.fromkeys(LOWER, 9), "values": None, "startle": "not_observed"}, days=2922)
    rated = [each for each in drawn["functions"] if each["rating"] is not None]
    top = [each["typical"] for each in rated if each["region"] == "cortex"]
    lower = [13 - each["typical"] for each in rated if each["region"] != "cortex"]
    assert (len(top), len(lower)) == (11, 19)
    assert drawn["readiness"]["value"] == 1.5
    assert drawn["readiness"]["typical"] == pytest.approx((sum(top) / 11) / (sum(lower) / 19), abs=1e-12)


@pytest.mark.parametrize("region", [*LOWER, "cortex"])
def test_an_insufficient_region_leaves_readiness_unknown(region: str) -> None:
    """§9 What cannot be judged is null."""
    drawn = profile({region: None})
    assert drawn["readiness"] == {"value": None, "typical": None, "of_typical": None, "steadied": None}


@pytest.mark.parametrize(
    ("cortex", "lower", "of_typical", "steadied", "status"),
    [
        (12, 11, 0.5, 1.0, "minor"),  # 12 / (13 - 11) is half of 12 / (13 - 12), and within the noise of a rating
        (12, 10, 1 / 3, 2 / 3, "minor"),
        (12, 9, 0.25, 0.5, "minor"),
        (12, 8, 0.2, 0.4, "closed"),
    ],
)
def test_the_gate_does_not_divide_by_less_than_two_steps(cortex: int, lower: int, of_typical: float, steadied: float, status: str) -> None:
    """§9 Below half of typical, reasoning-first work is unlikely to be usable now; near maturity as docs/adr/0003 says."""
    drawn = profile({"cortex": cortex, **dict.fromkeys(LOWER, lower)})
    reason = one(drawn["phases"], "reason")["because"][-1]
    assert drawn["readiness"]["of_typical"] == pytest.approx(of_typical, abs=1e-12)
    assert drawn["readiness"]["steadied"] == pytest.approx(steadied, abs=1e-12)
    assert reason["text"] == f"Top-down readiness comes to {int(100 * steadied)} % of what is typical; 50 % is needed."
    assert one(drawn["phases"], "reason")["status"] == status


def test_below_maturity_the_gate_looks_at_the_plain_share() -> None:
    """§9 Where the lower regions have two steps or more to go, nothing is changed."""
    readiness = profile({"cortex": 6, **dict.fromkeys(LOWER, 8)}, days=2922)["readiness"]
    assert readiness["steadied"] == readiness["of_typical"]

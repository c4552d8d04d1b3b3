"""§11 Sequence: which phase is the main one, and which gates are open."""

from typing import Any

import pytest

from tests.profile.drawn import Given, functions_of, one, profile, spread

ALWAYS_OPEN = {"rule": "§11", "text": "Always open: what goes well here is kept up."}


def _statuses(drawn: dict[str, Any]) -> dict[str, str]:
    return {each["id"]: each["status"] for each in drawn["phases"]}


@pytest.mark.parametrize(
    ("region", "main"), [("brainstem", "regulate"), ("diencephalon", "regulate"), ("limbic", "relate"), ("cortex", "reason")]
)
def test_the_main_phase_is_that_of_the_start_region(region: str, main: str) -> None:
    """§11 Phases: regulate (brainstem + diencephalon), relate (limbic), reason (cortex)."""
    drawn = profile({region: 8})
    share = drawn["start"]["probability"][region]
    assert one(drawn["phases"], main) == {
        "id": main,
        "status": "main",
        "because": [
            {
                "rule": "§11",
                "text": f"The lowest region below typical is most probably {region.capitalize()}.",
                "values": {"region": region, "probability": share},
            }
        ],
    }
    assert [status for status in _statuses(drawn).values() if status == "main"] == ["main"]


def test_without_a_start_every_open_phase_is_a_minor_part() -> None:
    """§11 A child at typical has no main phase."""
    drawn = profile()
    assert _statuses(drawn) == {"safety": "minor", "regulate": "minor", "relate": "minor", "reason": "minor"}
    assert one(drawn["phases"], "regulate")["because"] == [ALWAYS_OPEN]


def test_while_the_safety_gate_is_closed_safety_is_the_main_phase() -> None:
    """§11, §10 Phases: safety, regulate, relate, reason. Nothing else opens before safety."""
    drawn = profile({"limbic": 4}, red_flags={"self_harm": "yes"})
    assert _statuses(drawn) == {"safety": "main", "regulate": "closed", "relate": "closed", "reason": "closed"}
    assert one(drawn["phases"], "safety")["because"] == drawn["gate"]["because"]
    waits = {"rule": "§10", "text": "Planning waits until what stands under safety is taken care of."}
    assert one(drawn["phases"], "relate")["because"] == [waits]


@pytest.mark.parametrize(
    ("ratings", "status"),
    [
        ({"brainstem": 8}, "minor"),  # therapeutic, nothing essential
        ({"brainstem": 7}, "minor"),  # essential, but arousal and shutdown are at 12
        ({"brainstem": 7, "arousal": 10}, "closed"),  # 83 %
        ({"brainstem": 7, "shutdown": 10}, "closed"),
        ({"diencephalon": 7}, "closed"),
        ({"diencephalon": 7, "arousal": 11, "shutdown": 11}, "minor"),  # 92 %
    ],
)
def test_relate_opens_without_an_essential_region_below_or_with_calm_and_presence(ratings: dict[str, Given], status: str) -> None:
    """§11 relate opens when no region of regulate is essential, or arousal and shutdown are both >= 85 % of typical."""
    drawn = profile(ratings)
    assert _statuses(drawn)["relate"] == status


def test_the_border_of_relate_is_exactly_85_percent_of_typical() -> None:
    """§11 Both >= 85 % of typical: 10.2 of 12, the mean of five raters."""
    at_the_border: list[int | tuple[int, str | None] | str] = [10, 10, 10, 10, 11]
    under: list[int | tuple[int, str | None] | str] = [10, 10, 10, 10, 10, 11]
    assert _statuses(profile({"brainstem": 5, "arousal": at_the_border, "shutdown": at_the_border}))["relate"] == "minor"
    assert _statuses(profile({"brainstem": 5, "arousal": at_the_border, "shutdown": under}))["relate"] == "closed"


def test_why_relate_is_closed_is_said_with_its_values() -> None:
    """§11 Every gate keeps its reasons as data."""
    drawn = profile({"brainstem": 6, "arousal": 6})
    assert one(drawn["phases"], "relate")["because"] == [
        {
            "rule": "§11",
            "text": "Brainstem is in the essential band.",
            "values": {"bands": {"brainstem": "essential", "diencephalon": "enrichment"}, "not_in": "essential", "holds": False},
        },
        {
            "rule": "§11",
            "text": "Alarm and calming down is under 85 % of typical.",
            "values": {"percent": {"arousal": 50.0, "shutdown": 100.0}, "at_least": 85.0, "holds": False},
        },
    ]


def test_a_gate_that_cannot_be_judged_comes_later() -> None:
    """§11 Neither condition of relate can be judged: arousal and shutdown were not seen."""
    drawn = profile({"brainstem": 8, "diencephalon": None})
    assert one(drawn["phases"], "relate") == {
        "id": "relate",
        "status": "later",
        "because": [
            {
                "rule": "§11",
                "text": "Not all of Brainstem and Diencephalon can be judged yet.",
                "values": {"bands": {"brainstem": "therapeutic", "diencephalon": None}, "not_in": "essential", "holds": None},
            },
            {
                "rule": "§11",
                "text": "Alarm and calming down and Staying present cannot be judged yet.",
                "values": {"percent": {"arousal": None, "shutdown": None}, "at_least": 85.0, "holds": None},
            },
        ],
    }


def test_one_condition_is_enough_for_relate_where_the_other_cannot_be_judged() -> None:
    """§11 Arousal and shutdown are at 12, whatever the rest of the diencephalon is."""
    drawn = profile({"brainstem": 8, "diencephalon": None, "arousal": 12, "shutdown": 12})
    assert _statuses(drawn)["relate"] == "minor"


@pytest.mark.parametrize("domain", ["sensory_integration", "self_regulation", "relational"])
def test_reason_needs_65_percent_in_three_domains(domain: str) -> None:
    """§11 reason opens when sensory_integration, self_regulation and relational are all >= 65 %, and readiness suffices."""
    members = functions_of(domain)
    under = -(-len(members) * 12 * 65 // 100) - 1  # the largest sum below 65 %
    at_least = under + 1
    closed, reopened = profile(spread(under, members)), profile(spread(at_least, members))
    (domains, _) = one(closed["phases"], "reason")["because"]
    assert one(closed["domains"], domain)["percent"] < 65 <= one(reopened["domains"], domain)["percent"]
    assert domains["values"]["percent"][domain] == one(closed["domains"], domain)["percent"]
    assert domains["text"].endswith("is under 65 % of typical.")
    assert _statuses(closed)["reason"] == "closed"


@pytest.mark.parametrize(("lower", "status"), [(12, "minor"), (9, "minor"), (8, "closed")])
def test_reason_needs_half_of_typical_readiness(lower: int, status: str) -> None:
    """§11 And readiness >= half of typical: 12 / (13 - 9) = 3 is half of 12 / 2 (never less than two steps, ADR 0003), 12 / 5 is less."""
    drawn = profile(dict.fromkeys(("brainstem", "diencephalon", "limbic"), lower))
    assert _statuses(drawn)["reason"] == status


def test_reason_is_not_held_by_the_cognitive_domain() -> None:
    """§11 The cognitive domain is not part of the gate: it is what the phase works on."""
    drawn = profile({"cognitive": 4, "limbic": 9})
    domains, ready = one(drawn["phases"], "reason")["because"]
    assert list(domains["values"]["percent"]) == ["sensory_integration", "self_regulation", "relational"]
    assert ready["rule"] == "§9"


def test_reason_comes_later_while_a_domain_cannot_be_judged() -> None:
    """§11 All conditions are needed, so an unknown one leaves it open; a failed one closes it all the same."""
    unknown = profile({"mood": None, "sleep": None})
    failed = profile({"mood": None, "sleep": None, "relational": 5})
    assert one(unknown["domains"], "self_regulation")["percent"] is None
    assert (_statuses(unknown)["reason"], _statuses(failed)["reason"]) == ("later", "closed")


def test_a_phase_whose_region_is_insufficient_and_may_be_the_start_comes_later() -> None:
    """§11, §7 While the start is undecided, the phase that may turn out to be it waits for its ratings."""
    drawn = profile({"limbic": "not_observed"})
    assert one(drawn["phases"], "relate") == {
        "id": "relate",
        "status": "later",
        "because": [
            {
                "rule": "§7",
                "text": "Too little is rated here to tell whether the work should start here.",
                "values": {"needed": functions_of("limbic")},
            }
        ],
    }


def test_each_waiting_phase_names_its_own_missing_ratings() -> None:
    """§11 What would make a phase judgeable is said under that phase."""
    drawn = profile({"limbic": None, "cortex": None})
    needed = {name: one(drawn["phases"], name)["because"][0]["values"]["needed"] for name in ("relate", "reason")}
    assert needed == {"relate": functions_of("limbic"), "reason": functions_of("cortex")}


def test_a_close_start_still_has_a_main_phase() -> None:
    """§11 The main phase is that of the start region, also where the evidence does not decide."""
    brainstem = spread(50, functions_of("brainstem"))
    drawn = profile({**brainstem, "orienting": (10, "guess"), "diencephalon": None})
    assert drawn["start"]["status"] == "close"
    assert _statuses(drawn)["regulate"] == "main"

"""§8 History: levels and load by period, unknown kept as unknown."""

import pytest

from tests.profile.drawn import one, profile

LOADS = ("adversity", "relational_health", "load", "cumulative")


def test_load_is_adversity_and_what_is_missing_of_relational_health() -> None:
    """§8 Load = adversity + (4 - relational health), per period and cumulated by age."""
    drawn = profile(
        days=4000,  # 131.4 months: youth is not reached
        history={
            "prenatal": {"adversity": 3, "relational_health": 1},
            "perinatal": {"adversity": 4, "relational_health": 0},
            "infancy": {"adversity": 0, "relational_health": 4},
            "early_childhood": {"adversity": 2, "relational_health": 2},
            "childhood": {"adversity": 0, "relational_health": 3},
        },
    )
    assert [(each["period"], each["load"], each["cumulative"]) for each in drawn["history"]] == [
        ("prenatal", 6, 6),
        ("perinatal", 8, 14),
        ("infancy", 0, 14),
        ("early_childhood", 4, 18),
        ("childhood", 1, 19),
    ]


@pytest.mark.parametrize(
    "unknown", [{"adversity": "unknown", "relational_health": 2}, {"adversity": 2}, {"relational_health": "declined"}, {}]
)
def test_an_unknown_level_makes_load_and_all_later_sums_unknown(unknown: dict[str, object]) -> None:
    """§8 Unknown is drawn as unknown: it is neither 0 nor left out of the sum."""
    known = {"adversity": 1, "relational_health": 3}
    drawn = profile(days=1000, history={"prenatal": known, "perinatal": unknown, "infancy": known, "early_childhood": known})
    assert [(each["load"], each["cumulative"]) for each in drawn["history"]] == [(2, 2), (None, None), (2, None), (2, None)]


def test_a_known_level_stands_beside_an_unknown_one() -> None:
    """§8 Adversity and relational health are each known or unknown."""
    drawn = profile(days=30, history={"perinatal": {"adversity": 4, "relational_health": "unknown", "confidence": "guess"}})
    assert one(drawn["history"], "perinatal", *LOADS, "confidence") == {
        "adversity": 4,
        "relational_health": None,
        "load": None,
        "cumulative": None,
        "confidence": "guess",
    }


def test_a_reached_period_that_nobody_recorded_is_there_as_unknown() -> None:
    """§8 Only periods not reached yet are absent."""
    drawn = profile(days=20)
    assert [(each["period"], each["adversity"], each["events"]) for each in drawn["history"]] == [
        ("prenatal", None, []),
        ("perinatal", None, []),
    ]


@pytest.mark.parametrize(
    ("days", "last"),
    [
        (0, "perinatal"),
        (60, "perinatal"),  # 1.97 months
        (61, "infancy"),  # 2.004
        (395, "infancy"),  # 12.98: months 12 to 13 are infancy
        (396, "early_childhood"),  # 13.01
        (1460, "early_childhood"),
        (1461, "childhood"),  # 48 exactly
        (4017, "childhood"),
        (4018, "youth"),  # 132.007
        (7305, "youth"),
    ],
)
def test_periods_not_reached_yet_are_absent(days: int, last: str) -> None:
    """§8 Half-open, no gap (12-13 months is assigned to infancy)."""
    drawn = profile(days=days)
    assert drawn["history"][-1]["period"] == last


def test_periods_follow_each_other_and_end_at_the_childs_age() -> None:
    """§8 prenatal; 0-2 months; 2-13 months; 13 months-4 years; 4-11 years; 11 years on."""
    drawn = profile(days=7305)
    weeks = -40 * 7 / 30.4375
    assert [(each["period"], each["from_months"], each["to_months"]) for each in drawn["history"]] == [
        ("prenatal", weeks, 0.0),
        ("perinatal", 0.0, 2.0),
        ("infancy", 2.0, 13.0),
        ("early_childhood", 13.0, 48.0),
        ("childhood", 48.0, 132.0),
        ("youth", 132.0, 240.0),
    ]


def test_periods_are_counted_from_birth_and_not_from_the_due_date() -> None:
    """§8 What happened, happened at the chronological age; before birth is as long as the pregnancy was."""
    drawn = profile(days=70, gestation_weeks=30)  # 2.3 months old, scored as 0
    assert drawn["age_months"] == 0
    assert [(each["period"], each["from_months"], each["to_months"]) for each in drawn["history"]] == [
        ("prenatal", -30 * 7 / 30.4375, 0.0),
        ("perinatal", 0.0, 2.0),
        ("infancy", 2.0, 70 / 30.4375),
    ]


def test_a_recorded_period_is_kept_where_a_partial_birth_date_leaves_open_whether_it_is_reached() -> None:
    """§8, §1 What was recorded is never dropped in silence: the child may be 11 already, though the middle age is 10.9."""
    drawn = profile(born="2015", history={"youth": {"adversity": 4, "relational_health": 0}})
    youth = one(drawn["history"], "youth", "from_months", "to_months", "load")
    assert drawn["age_months"] < 132 < drawn["age_range_months"][1]
    assert youth == {"from_months": 132.0, "to_months": 132.0, "load": 8}


def test_events_stand_under_their_period() -> None:
    """§8 Events (type, severity, chronic, source)."""
    event = {"type": "placement_change", "severity": 3, "chronic": False, "source": "case file"}
    bare = {"type": "bullying"}
    drawn = profile(history={"childhood": {"events": [event, bare]}})
    assert one(drawn["history"], "childhood")["events"] == [
        {"type": "placement_change", "severity": 3, "chronic": False},
        {"type": "bullying", "severity": None, "chronic": None},
    ]


def test_events_are_never_counted() -> None:
    """§8 Never summed into an ACE score: events change no number."""
    levels = {"adversity": 2, "relational_health": 3}
    bare = profile(history={"infancy": levels})["history"]
    many = profile(history={"infancy": {**levels, "events": [{"type": "bullying", "severity": 4}] * 9}})["history"]
    assert [{**each, "events": []} for each in many] == bare

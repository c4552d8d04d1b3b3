"""Another instrument, with another scale, regions, periods and flags, goes through the same engine from file to profile."""

from pathlib import Path

import pytest

from rootwise.case import read_case
from rootwise.errors import InvalidFile
from rootwise.instrument import read_instrument
from rootwise.profile import profile_document, profile_of
from tests.instrument.tiny_garden import TINY

CASE = """
rootwise: 1
instrument: tiny-garden@3
child: {id: seedling, birth_date: 2016}
assessed_on: 2026-05-20
raters: [{id: ada, role: clinician}]
safety: {basic_needs: met, safe_place: yes, red_flags: {storm: no}}
history:
  winter: {adversity: 2, relational_health: 0, confidence: clear, events: [{type: hail, severity: 1}]}
  summer: {adversity: 1, relational_health: 2}
relations: {gardener: 1, slugs: 1}
ratings:
  roots: {rating: 4, by: ada, confidence: clear}
  worms: {rating: 4, by: ada, confidence: clear}
  sap: {rating: 2, by: ada, confidence: clear}
  leaves: {rating: 5, by: ada}
"""


def test_a_case_rated_with_an_instrument_of_ones_own_becomes_a_profile(tmp_path: Path) -> None:
    """Every typical rating is 5 from 5 years on, so that the percents are those of 4 + 4 of 10, 2 of 5 and 5 of 5."""
    (tmp_path / "case.yaml").write_text(CASE)

    read = read_case(tmp_path / "case.yaml", own_instruments=(read_instrument(TINY),))
    profile = profile_document(profile_of(read))

    assert profile["instrument"]["id"] == "tiny-garden"
    assert [(one["id"], one["rated"], one["of"], one["percent"], one["band"]) for one in profile["regions"]] == [
        ("ground", 2, 2, 80, "green"),
        ("stem", 1, 1, 40, "dry"),
        ("crown", 1, 2, 100, "green"),
    ]
    assert [(one["id"], one["percent"]) for one in profile["domains"]] == [("water", 60), ("light", 90)]
    assert (profile["start"]["status"], profile["start"]["region"]) == ("decided", "stem")
    assert [(one["period"], one["load"]) for one in profile["history"]] == [("winter", 4), ("summer", 1)]
    assert profile["relations"]["percent"] == 50
    assert {one["id"]: one["status"] for one in profile["phases"]}["water_it"] == "main"
    assert profile["functions"][3]["confidence"] == "vague"


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("rating: 2", "rating: 6", "ratings.sap.rating: this rating is not on the scale. A whole number from 1 to 5"),
        ("adversity: 2", "adversity: 3", "history.winter.adversity: this level is not on the scale. A whole number from 0 to 2"),
        ("gardener: 1", "gardener: 2", "relations.gardener: this level is not on the scale. A whole number from 0 to 1"),
        (
            "storm: no",
            "missing: no",
            "safety.red_flags.missing: there is no such red flag. `rootwise instrument show tiny-garden@3` lists them",
        ),
        ("  winter:", "  prenatal:", "history.prenatal: there is no such period. One of winter, summer"),
        ("  sap:", "  sleep:", "ratings.sleep: there is no such function. `rootwise instrument show tiny-garden@3` lists them"),
        ("clear, events", "sure, events", "history.winter.confidence: this word is not one of the choices. One of clear, vague"),
        (
            "tiny-garden@3",
            "tiny-garden@4",
            "instrument: there is no such instrument or version here. "
            "One of tiny-garden@3, open-functional-map@1, or give yours with --instrument FILE",
        ),
    ],
)
def test_a_case_is_checked_against_the_instrument_it_names(tmp_path: Path, right: str, wrong: str, message: str) -> None:
    (tmp_path / "case.yaml").write_text(CASE.replace(right, wrong, 1))

    with pytest.raises(InvalidFile) as refused:
        read_case(tmp_path / "case.yaml", own_instruments=(read_instrument(TINY),))

    assert [f"{one.where}: {one.what}. {one.expected}" for one in refused.value.problems] == [message]

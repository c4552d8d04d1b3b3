"""Each rule that the parts of an instrument must keep, seen failing: one thing is broken, the whole message is told."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rootwise.errors import InvalidFile
from rootwise.instrument import read_instrument
from tests.instrument.tiny_garden import TINY, plain, told

Break = Callable[[Any], None]

TWICE = "this id stands here a second time. Give each entry an id of its own"
CLIMBING_BANDS = "bands: the bands do not climb. Each band but the last has a `below`, higher than the one before"
ALL_REGIONS = "phases: the phases do not take up every region once, bottom up. List the regions in their order over the phases"
LEVELS = "the levels are not 0, 1, 2, .... Word each level once, from 0 upwards"
UNLISTED = "a source is cited that the file does not list. Add it under `sources`, or write `project draft`"
CLIMBING_ANCHORS = "the anchors do not climb. From one anchor to the next both `rating` and `age_months` go up"
GAP = "history: the periods leave a gap or overlap. Each period starts where the one before ends"


def put(*path: str | int, value: object) -> Break:
    *way, last = path

    def break_it(values: Any) -> None:
        for part in way:
            values = values[part]
        values[last] = value

    return break_it


def drop(*path: str | int) -> Break:
    *way, last = path

    def break_it(values: Any) -> None:
        for part in way:
            values = values[part]
        del values[last]

    return break_it


def double(*path: str) -> Break:
    """Repeat the last entry of a list."""

    def break_it(values: Any) -> None:
        for part in path:
            values = values[part]
        values.append(values[-1])

    return break_it


def test_the_tiny_instrument_is_right() -> None:
    assert read_instrument(TINY).instrument.name == "tiny-garden@3"


@pytest.mark.parametrize(
    ("path", "where"),
    [
        (("domains",), "domains[3].id"),
        (("functions",), "functions[6].id"),
        (("confidences",), "confidences[3].id"),
        (("relations", "items"), "relations.items[3].id"),
        (("history", "event_types"), "history.event_types[2].id"),
        (("safety", "red_flags"), "safety.red_flags[2].id"),
    ],
)
def test_an_id_that_stands_twice_is_told(tmp_path: Path, path: tuple[str, ...], where: str) -> None:
    values = plain()
    double(*path)(values)

    assert told(tmp_path, values) == [f"{where}: {TWICE}"]


@pytest.mark.parametrize(
    ("break_it", "messages"),
    [
        (double("regions"), [f"regions[4].id: {TWICE}", ALL_REGIONS]),
        (double("phases"), [ALL_REGIONS, f"phases[3].id: {TWICE}"]),
        (double("bands"), [CLIMBING_BANDS, f"bands[3].id: {TWICE}"]),
        (put("history", "periods", 1, "id", value="winter"), [f"history.periods[2].id: {TWICE}"]),
        (
            put("bands", 1, "below", value=100),
            ["bands[2]: the last band has an end. Leave `below` out of the last band"],
        ),
        (drop("bands", 0, "below"), [CLIMBING_BANDS]),
        (
            put(
                "bands",
                value=[{"id": str(name), "name": "A", "below": edge, "text": "A"} for name, edge in (("dry", 70), ("b", 70), ("c", None))],
            ),
            [CLIMBING_BANDS],
        ),
        (
            put("functions", 1, "region", value="sea"),
            ["functions[2].region: there is no such region. One of ground, stem, crown"],
        ),
        (
            put("functions", 1, "domain", value="sea"),
            ["functions[2].domain: there is no such domain. One of light, water"],
        ),
        (
            put("functions", 2, "region", value="crown"),
            ["regions[2]: no function belongs here. Give it a function, or leave it out"],
        ),
        (
            put("domains", 1, "id", value="sea"),
            [
                "domains[2]: no function belongs here. Give it a function, or leave it out",
                "functions[2].domain: there is no such domain. One of sea, water",
                "functions[4].domain: there is no such domain. One of sea, water",
                "functions[5].domain: there is no such domain. One of sea, water",
            ],
        ),
        (
            put("functions", 1, "region", value="crown"),
            ["functions: the functions are not in the order of the regions. Bottom up, region by region"],
        ),
        (
            put("functions", 0, "anchors", 1, "rating", value=6),
            [
                "functions[1].anchors: the highest rating has no anchor. Word the rating 5",
                "functions[1].anchors[2].rating: this rating is not on the scale. A whole number from 1 to 5",
            ],
        ),
        (
            put("functions", 3, "anchors", 0, "rating", value=0),
            ["functions[4].anchors[1].rating: this rating is not on the scale. A whole number from 1 to 5"],
        ),
        (
            drop("functions", 3, "anchors", 2),
            ["functions[4].anchors: the highest rating has no anchor. Word the rating 5"],
        ),
        (
            put("functions", 3, "anchors", 0, "rating", value=1),
            ["functions[4].anchors[1]: the lowest rating is typical at birth already. Give it the age 0, or leave it out"],
        ),
        (put("functions", 0, "anchors", 0, "rating", value=5), [f"functions[1]: {CLIMBING_ANCHORS}"]),
        (put("functions", 0, "anchors", 0, "age_months", value=36), [f"functions[1]: {CLIMBING_ANCHORS}"]),
        (put("functions", 0, "anchors", 0, "age_months", value=37), [f"functions[1]: {CLIMBING_ANCHORS}"]),
        (put("phases", 1, "regions", value=["crown", "stem"]), [ALL_REGIONS]),
        (put("phases", 1, "regions", value=["stem"]), [ALL_REGIONS]),
        (put("phases", 1, "regions", value=["stem", "crown", "sea"]), [ALL_REGIONS]),
        (
            put("phases", 1, "opens", "conditions", 0, "band", value="sea"),
            ["phases[2].opens.conditions[1]: there is no such band. Use an id of this file"],
        ),
        (
            put("phases", 1, "opens", "conditions", 0, "regions", value=["ground", "sea"]),
            ["phases[2].opens.conditions[1]: there is no such region. Use an id of this file"],
        ),
        (
            put("phases", 1, "opens", "conditions", 1, "functions", value=["sea", "sap"]),
            ["phases[2].opens.conditions[2]: there is no such function. Use an id of this file"],
        ),
        (
            put("phases", 1, "opens", "conditions", 2, "domains", value=["sea"]),
            ["phases[2].opens.conditions[3]: there is no such domain. Use an id of this file"],
        ),
        (put("history", "adversity_levels", 2, "level", value=3), [f"history.adversity_levels: {LEVELS}"]),
        (put("history", "relational_health_levels", 0, "level", value=1), [f"history.relational_health_levels: {LEVELS}"]),
        (put("relations", "items", 1, "levels", 1, "level", value=0), [f"relations.items[2].levels: {LEVELS}"]),
        (
            drop("history", "adversity_levels", 2),
            ["history: adversity and relational health have different numbers of levels. Give both the same scale"],
        ),
        (
            put("relations", "items", 0, "levels", value=[{"level": one, "text": "A"} for one in range(3)]),
            ["relations: the relation items have different numbers of levels. Give all the same scale"],
        ),
        (put("functions", 1, "anchors", 1, "source", value=["almanack", "almanac"]), [f"functions[2].anchors[2].source: {UNLISTED}"]),
        (put("safety", "red_flags", 0, "sources", value=["almanack"]), [f"safety.red_flags[1].sources: {UNLISTED}"]),
        (put("history", "sources", value=["almanack"]), [f"history.sources: {UNLISTED}"]),
        (put("relations", "sources", value=["almanack"]), [f"relations.sources: {UNLISTED}"]),
        (put("limits", 0, "sources", value=["almanack"]), [f"limits[1].sources: {UNLISTED}"]),
        (
            put("sources", "atlas", value={"citation": "Nobody"}),
            ["sources.atlas: nothing cites this source. Cite it, or leave it out"],
        ),
        (
            put("thresholds", "confidence_not_stated", value="sure"),
            ["thresholds.confidence_not_stated: there is no such confidence. Use an id of `confidences`"],
        ),
        (
            put("review_due", value="2026-01-01"),
            ["review_due: the review is due before it was done. A later date than `reviewed_on`"],
        ),
        (put("history", "periods", 1, "from_months", value=7), [GAP]),
        (put("history", "periods", 0, "to_months", value=None), [GAP]),
        (
            put("history", "periods", 1, "to_months", value=60),
            ["history: the last period has an end. `to_months: null`"],
        ),
        (
            put("scale", "highest", value=2),
            ["scale: the scale has fewer than three steps. `highest` at least two above `lowest`"],
        ),
        (put("scale", "lowest", value=0), ["scale.lowest: this number is too small. At least 1"]),
        (put("review_due", value="2027-02-29"), ["review_due: this is not a date. Write it as 2026-05-20"]),
        (put("review_due", value=2027), ["review_due: this is not a date. Write it as 2026-05-20"]),
        (
            put("phases", 1, "opens", "conditions", 0, "kind", value="weather"),
            [
                "phases[2].opens.conditions[1]: this word is not one of the choices. "
                "One of 'no_region_in_band', 'functions_at_least', 'domains_at_least', 'readiness_at_least'"
            ],
        ),
        (
            drop("phases", 1, "opens", "conditions", 0, "kind"),
            ["phases[2].opens.conditions[1]: it is not said which kind this is. Add the key 'kind'"],
        ),
        (
            put("safety", "red_flags", 0, "severity", value="later"),
            ["safety.red_flags[1].severity: this word is not one of the choices. One of 'now', 'today' or 'soon'"],
        ),
        (
            put("functions", 0, "weight", value=2),
            [
                "functions[1].weight: this key is not known here. "
                "Check its spelling and indentation; `rootwise check --schema` describes every key"
            ],
        ),
        (
            drop("limits"),
            ["limits: this key is missing. Add it; `rootwise check --schema` describes every key"],
        ),
    ],
)
def test_a_broken_rule_is_told_and_nothing_else(tmp_path: Path, break_it: Break, messages: list[str]) -> None:
    values = plain()

    break_it(values)

    assert told(tmp_path, values) == messages


def test_every_broken_rule_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    place = tmp_path / "broken.yaml"
    broken = (
        TINY.read_text()
        .replace("confidence_not_stated: vague", "confidence_not_stated: sure")
        .replace("review_due: 2027", "review_due: 2025")
        .replace("region: stem", "region: sea")
    )
    place.write_text(broken)

    with pytest.raises(InvalidFile) as refused:
        read_instrument(place)

    assert [(one.line, one.where) for one in refused.value.problems] == [
        (11, "review_due"),
        (25, "thresholds.confidence_not_stated"),
        (37, "regions[2]"),
        (79, "functions[3].region"),
    ]

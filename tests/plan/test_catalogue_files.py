"""Catalogue files: each rule between entries seen failing, and a site's own file that adds, changes and withdraws."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rootwise.errors import InvalidFile
from rootwise.plan import plan_of
from rootwise.plan.catalogue import changed_releases, load, read_catalogue
from rootwise.plan.catalogue.load import UnknownCatalogue, load_catalogue
from rootwise.profile import profile_of
from tests.cli.command_line import run
from tests.plan.drawn_plan import OPEN, OPEN_FILE, activity, catalogue_values, precaution, read

Break = Callable[[dict[str, Any]], None]
SITE = "rootwise: 1\nextends: open-activities@1\n"
UNKNOWN = "nothing has this id. Use an id of the catalogue, or of its instrument"
CIRCLE = "what stands in is ruled out by the same precaution. Name an activity that this child can do"
NO_ENTRY = "the catalogue has no activity of this id. `rootwise catalogue list` names those that are here"
NEVER = "kind never and grade X belong together. Give it both, or neither"
UNLISTED = "a source is cited that the file does not list. Add it under `sources`"
BACKWARDS = "the range ends before it begins"


def put(*path: str | int, value: object) -> Break:
    *way, last = path

    def break_it(values: Any) -> None:
        for part in way:
            values = values[part]
        values[last] = value

    return break_it


def told(place: Path, values: object) -> list[str]:
    """What is told about these values, without file and line."""
    place.write_text(json.dumps(values, indent=1))
    with pytest.raises(InvalidFile) as refused:
        read_catalogue(place)
    return [f"{one.where}: {one.what}. {one.expected}" for one in refused.value.problems]


def told_of_site(place: Path, content: str) -> list[str]:
    """What is told about a site's file: line, place and message."""
    place.write_text(SITE + content)
    with pytest.raises(InvalidFile) as refused:
        read_catalogue(place)
    return [str(one).removeprefix(f"{place}:") for one in refused.value.problems]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.json"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "ours.yaml"


def values() -> dict[str, Any]:
    """Two entries, of which one stands in for the other."""
    plain = catalogue_values(activity("rest", precautions=[precaution("noise", "exclude", instead=["hum"])]), activity("hum"))
    copied: dict[str, Any] = json.loads(json.dumps(plain))
    return copied


def test_a_catalogue_of_two_is_right(place: Path) -> None:
    place.write_text(json.dumps(values()))

    assert [one.id for one in read_catalogue(place).catalogue.activities] == ["rest", "hum"]


@pytest.mark.parametrize(
    ("break_it", "messages"),
    [
        (
            put("activities", 1, "id", value="rest"),
            [
                "activities[1].precautions[1].instead[1]: " + UNKNOWN,
                "activities[2].id: this id stands here a second time. Give each activity an id of its own",
            ],
        ),
        (put("activities", 0, "functions", value=["sleep", "dreams"]), [f"activities[1].functions[2]: {UNKNOWN}"]),
        (put("activities", 1, "regions", value=["moon"]), [f"activities[2].regions[1]: {UNKNOWN}"]),
        (put("activities", 1, "equipment", value=["swing", "rocket"]), [f"activities[2].equipment[2]: {UNKNOWN}"]),
        (put("activities", 0, "precautions", 0, "instead", value=["rest"]), [f"activities[1].precautions[1].instead: {CIRCLE}"]),
        (
            put("activities", 1, "precautions", value=[precaution("noise", "exclude")]),
            [f"activities[1].precautions[1].instead: {CIRCLE}"],
        ),
        (
            put("activities", 1, "precautions", value=[precaution("noise", "exclude", instead=["rest"])]),
            [f"activities[1].precautions[1].instead: {CIRCLE}", f"activities[2].precautions[1].instead: {CIRCLE}"],
        ),
        (
            put("activities", 0, "suits", value={"from_rating": 3, "to_rating": 13}),
            ["activities[1].suits.to_rating: this rating is not on the scale. At most 12"],
        ),
        (put("activities", 0, "kind", value="never"), [f"activities[1].kind: {NEVER}"]),
        (put("activities", 0, "evidence", "grade", value="X"), [f"activities[1].kind: {NEVER}"]),
        (put("activities", 0, "evidence", "sources", value=["atlas"]), [f"activities[1].evidence.sources: {UNLISTED}"]),
        (put("activities", 1, "dose", "source", value=["atlas"]), [f"activities[2].dose.source: {UNLISTED}"]),
        (
            put("sources", value={"atlas": {"citation": "Nobody 2020"}}),
            ["sources.atlas: nothing cites this source. Cite it, or leave it out"],
        ),
        (
            put("instrument", value="moon@1"),
            ["instrument: there is no such instrument. `rootwise instrument list` names those that are here"],
        ),
        (
            put("activities", 0, "dose", "minutes", value={"from": 5, "to": 4}),
            [f"activities[1].dose.minutes: {BACKWARDS}. `to` at least as large as `from`"],
        ),
        (
            put("activities", 0, "suits", value={"from_rating": 5, "to_rating": 4}),
            [f"activities[1].suits: {BACKWARDS}. `to_rating` at least as large as `from_rating`"],
        ),
        (
            put("activities", 0, "ages", value={"from_years": 5, "to_years": 5}),
            [f"activities[1].ages: {BACKWARDS}. `to_years` above `from_years`"],
        ),
        (
            put("activities", 0, "ages", value={"from_years": 5, "to_years": 22}),
            ["activities[1].ages.to_years: this number is too large. At most 21.0"],
        ),
        (put("activities", 0, "effort", value=4), ["activities[1].effort: this word is not one of the choices. One of 1, 2 or 3"]),
        (put("activities", 0, "steps", value=[]), ["activities[1].steps: too few entries. At least 1"]),
        (put("activities", 0, "stop_when", value=[]), ["activities[1].stop_when: too few entries. At least 1"]),
        (put("activities", 0, "why", value=""), ["activities[1].why: this text is empty. Write it, or leave the key out"]),
        (
            put("activities", 0, "precautions", 0, "when", value="moonlight"),
            ["activities[1].precautions[1].when: this word is not one of the choices. One of {precautions}"],
        ),
        (
            put("activities", 0, "colour", value="red"),
            [
                "activities[1].colour: this key is not known here. "
                "Check its spelling and indentation; `rootwise check --schema` describes every key"
            ],
        ),
    ],
)
def test_a_broken_rule_is_told_and_nothing_else(place: Path, break_it: Break, messages: list[str]) -> None:
    plain = values()

    break_it(plain)
    found = told(place, plain)

    assert [one.partition(" One of 'touch_history'")[0] for one in found] == [one.partition(" One of {")[0] for one in messages]


def test_a_sentence_has_at_most_400_letters(place: Path) -> None:
    plain = values()

    put("activities", 0, "steps", value=["x" * 401])(plain)

    assert told(place, plain) == ["activities[1].steps[1]: this text is too long. At most 400 characters"]


def test_a_catalogue_that_is_not_here_is_told_with_those_that_are() -> None:
    with pytest.raises(UnknownCatalogue) as refused:
        load_catalogue("open-activities@99")

    assert str(refused.value) == "There is no such catalogue. Here are: open-activities@1."


# A site's own file.


def test_a_site_withdraws_an_entry_with_its_reason(site: Path) -> None:
    site.write_text(SITE + "withdraw: {lullaby: Our nights are quiet.}\n")

    read = read_catalogue(site)

    assert "lullaby" not in {one.id for one in read.catalogue.activities}
    assert [(one.id, one.reason) for one in read.withdrawn] == [("lullaby", "Our nights are quiet.")]
    assert len(read.catalogue.activities) == len(OPEN.catalogue.activities) - 1


def test_the_plan_shows_why_an_entry_was_withdrawn(site: Path) -> None:
    site.write_text(SITE + "withdraw: {lullaby: Our nights are quiet.}\n")
    drawn = read_case_of_a_small_child()

    plan = plan_of(profile_of(drawn), drawn.case, read_catalogue(site))

    told = [(one.rule, one.text) for excluded in plan.excluded if excluded.id == "lullaby" for one in excluded.because]
    assert told == [("§12", "Withdrawn here: Our nights are quiet.")]


def read_case_of_a_small_child() -> Any:
    return read({"diencephalon": 2}, days=1000, others=4)


def test_a_site_changes_what_it_names_and_nothing_else(site: Path) -> None:
    site.write_text(SITE + "change:\n  lullaby: {name: Night song, settings: [home, therapy]}\n")
    before = OPEN.catalogue.activity("lullaby")

    after = read_catalogue(site).catalogue

    assert after.activity("lullaby") == before.model_copy(update={"name": "Night song", "settings": ("home", "therapy")})
    assert [one for one in after.activities if one.id != "lullaby"] == [one for one in OPEN.catalogue.activities if one.id != "lullaby"]


def test_a_site_adds_an_entry_with_its_own_equipment_and_source(site: Path) -> None:
    own = activity("kayak", equipment=["kayak"], evidence={"grade": "C", "outcome": "Drawn.", "sources": ["our-log"]})
    added = {"add": [own], "equipment": {"kayak": "kayak"}, "sources": {"our-log": {"citation": "Our log, 2026."}}}
    site.write_text(json.dumps({"rootwise": 1, "extends": "open-activities@1", **added}))

    read = read_catalogue(site).catalogue

    assert (read.activities[-1].id, read.equipment["kayak"], read.sources["our-log"].citation) == ("kayak", "kayak", "Our log, 2026.")
    assert len(read.activities) == len(OPEN.catalogue.activities) + 1


def test_a_site_may_take_the_only_citation_of_a_source_away(site: Path) -> None:
    site.write_text(SITE + "change:\n  weighted_blanket: {evidence: {grade: D, outcome: No direct evidence., sources: project draft}}\n")

    read = read_catalogue(site).catalogue

    assert (read.activity("weighted_blanket").evidence.grade, "gringras-2014" in read.sources) == ("D", True)


def test_a_source_that_a_site_adds_must_be_cited(site: Path) -> None:
    found = told_of_site(site, "sources:\n  our-log: {citation: Our log.}\n")

    assert found == ["4: sources.our-log: nothing cites this source. Cite it, or leave it out"]


def test_a_site_has_a_hash_of_both_files(site: Path) -> None:
    site.write_text(SITE)

    assert read_catalogue(site).sha256 == hashlib.sha256(OPEN_FILE.read_bytes() + site.read_bytes()).hexdigest()


def test_ids_that_nobody_knows_are_told_all_at_once(site: Path) -> None:
    found = told_of_site(site, "withdraw:\n  lulaby: No.\n  moon: No.\nchange:\n  humming: {name: Hum}\n")

    assert found == [f"4: withdraw.lulaby: {NO_ENTRY}", f"5: withdraw.moon: {NO_ENTRY}", f"7: change.humming: {NO_ENTRY}"]


def test_a_catalogue_that_cannot_be_extended_is_told(site: Path) -> None:
    site.write_text("rootwise: 1\nextends: open-activities@9\nwithdraw: {moon: No.}\n")

    with pytest.raises(InvalidFile) as refused:
        read_catalogue(site)

    assert str(refused.value) == f"{site}:2: extends: there is no such catalogue. One of open-activities@1"


def test_what_stands_in_by_a_circle_is_told(site: Path) -> None:
    ruled_out = "[{when: noise, rule: exclude, text: Too loud., instead: [lullaby]}]"
    found = told_of_site(site, f"change:\n  lullaby:\n    precautions: {ruled_out}\n")

    assert found == [f"5: change.lullaby.precautions[1].instead: {CIRCLE}"]


def test_every_problem_of_a_site_is_told_at_once_in_its_own_words_and_lines(site: Path) -> None:
    own = json.dumps(activity("kayak", functions=["waves"], equipment=["kayak"]))
    content = (
        "withdraw:\n  moon: No.\n"
        "change:\n  lullaby:\n    functions: [dreams]\n  humming_together:\n    kind: never\n"
        f"add:\n  - {own}\n  - {json.dumps(activity('lullaby'))}\n"
    )

    found = told_of_site(site, content)

    assert found == [
        f"4: withdraw.moon: {NO_ENTRY}",
        f"7: change.lullaby.functions[1]: {UNKNOWN}",
        f"9: change.humming_together.kind: {NEVER}",
        f"11: add[1].equipment[1]: {UNKNOWN}",
        f"11: add[1].functions[1]: {UNKNOWN}",
        "12: add[2].id: this id stands here a second time. Give each activity an id of its own",
    ]


def test_misshapen_entries_of_a_site_are_told_in_its_own_words_and_lines(site: Path) -> None:
    found = told_of_site(
        site, "change:\n  lullaby:\n    effort: 4\n    dose:\n      minutes: {from: 5, to: 10}\n  humming_together: {colour: red}\n"
    )

    assert [one.partition(": this")[0] for one in found] == [
        "5: change.lullaby.effort",
        "6: change.lullaby.dose.days_per_week",
        "6: change.lullaby.dose.per_day",
        "6: change.lullaby.dose.source",
        "8: change.humming_together.colour",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("withdraw: {lullaby: ''}\n", "3: withdraw.lullaby: this text is empty. Write it, or leave the key out"),
        ("withdraw: [lullaby]\n", "3: withdraw: keys with values were expected here. Write `key: value` lines, indented"),
        (
            "remove: {lullaby: No.}\n",
            "3: remove: this key is not known here. Check its spelling and indentation; `rootwise check --schema` describes every key",
        ),
    ],
)
def test_a_site_file_has_a_shape(site: Path, content: str, message: str) -> None:
    assert told_of_site(site, content) == [message]


# On the command line.


def test_check_tells_a_right_site_file(site: Path) -> None:
    site.write_text(SITE + "withdraw: {lullaby: No.}\n")

    done = run("catalogue", "check", str(site))

    kept = len(OPEN.catalogue.activities) - 1
    assert (done.status, done.out, done.err) == (0, f"{site}: {kept} activities, 1 withdrawn, no problems\n", "")


def test_check_goes_on_after_a_wrong_file(site: Path, tmp_path: Path) -> None:
    site.write_text(SITE + "withdraw: {moon: No.}\n")
    right = tmp_path / "right.yaml"
    right.write_text(SITE)

    done = run("catalogue", "check", str(site), str(right))

    assert (done.status, done.err) == (2, f"{site}:3: withdraw.moon: {NO_ENTRY}\n")
    assert done.out == f"{right}: {len(OPEN.catalogue.activities)} activities, 0 withdrawn, no problems\n"


def test_a_released_file_that_was_edited_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "open-activities@1.yaml").write_bytes(OPEN_FILE.read_bytes() + b"# one more line\n")
    (tmp_path / "released.yaml").write_text(f"open-activities@1: {OPEN.sha256}\n")
    monkeypatch.setattr(load, "CONTENT", tmp_path)

    found = [f"{one.where}: {one.what}. {one.expected}" for one in changed_releases()]

    assert found == [
        "open-activities@1: this released file was edited. Undo the edit and release a new version beside it",
    ]

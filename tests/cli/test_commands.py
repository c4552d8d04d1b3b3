"""The command line: what it prints where, and what it tells the shell (contract.md)."""

import json
import shlex
from pathlib import Path
from typing import Any

import click
import pytest

from rootwise import __version__
from rootwise.cli import commands
from rootwise.cli.main import cli
from rootwise.document.kinds import Language
from rootwise.errors import InternalError
from rootwise.instrument import load_instrument, words_of
from tests.case.short_case import SHORT, spoilt
from tests.cli.command_line import EXAMPLE, Finished, run, shell
from tests.instrument.tiny_garden import TINY
from tests.soon import told_soon

MAP = "open-functional-map@1"
TOKEN = "zq9canary7"


def commands_of(group: click.Group, *before: str) -> list[tuple[tuple[str, ...], click.Command]]:
    found: list[tuple[tuple[str, ...], click.Command]] = []
    for name, one in group.commands.items():
        found += commands_of(one, *before, name) if isinstance(one, click.Group) else [((*before, name), one)]
    return found


EVERY_COMMAND = commands_of(cli)


@pytest.fixture
def place(tmp_path: Path) -> str:
    (tmp_path / "case.yaml").write_text(SHORT)
    return str(tmp_path / "case.yaml")


@pytest.fixture
def wrong_place(tmp_path: Path) -> str:
    (tmp_path / "wrong.yaml").write_text(spoilt("rating: 5", f"rating: {TOKEN}"))
    return str(tmp_path / "wrong.yaml")


def message_about(place: str) -> str:
    return f"{place}:19: ratings.sleep[1].rating: this is not a whole number. Write a whole number without quotes\n"


@pytest.mark.parametrize(("name", "one"), EVERY_COMMAND, ids=[" ".join(name) for name, _ in EVERY_COMMAND])
def test_the_help_of_every_command_shows_an_example_that_begins_with_it(name: tuple[str, ...], one: click.Command) -> None:
    helped = run(*name, "--help")

    assert (helped.status, helped.err) == (0, "")
    assert f"Example: rootwise {' '.join(name)}" in " ".join(helped.out.split())
    assert one.help
    assert one.help.split("\n")[0] in " ".join(helped.out.split())


def test_help_lists_the_commands_in_the_order_of_the_work() -> None:
    helped = run("--help")

    listed = [line.split()[0] for line in helped.out.split("Commands:")[1].strip().splitlines()]
    assert listed == list(cli.commands)
    assert listed[:3] == ["new", "check", "profile"]
    assert "Exit status: 0 done;" in helped.out


def test_the_version_is_told() -> None:
    assert run("--version") == Finished(0, f"rootwise, version {__version__}\n", "")


def test_a_right_case_is_told_to_have_no_problems(place: str) -> None:
    assert run("check", place) == Finished(0, f"{place}: no problems\n", "")


def test_a_wrong_case_is_told_on_standard_error_and_2_is_returned(wrong_place: str) -> None:
    assert run("check", wrong_place) == Finished(2, "", message_about(wrong_place))


def test_every_case_is_checked_even_after_a_wrong_one(place: str, wrong_place: str) -> None:
    assert run("check", wrong_place, place, "none.yaml") == Finished(
        2, f"{place}: no problems\n", f"{message_about(wrong_place)}none.yaml: there is no such file. Check the spelling and the folder\n"
    )


@pytest.mark.parametrize("arguments", [(), ("--json",)])
def test_a_profile_of_a_wrong_case_prints_nothing_on_standard_output(wrong_place: str, arguments: tuple[str, ...]) -> None:
    assert run("profile", wrong_place, *arguments) == Finished(2, "", message_about(wrong_place))


def test_a_profile_as_json_is_exactly_one_document() -> None:
    shown = run("profile", EXAMPLE, "--json")

    profile = json.loads(shown.out)
    assert (shown.status, shown.err) == (0, "")
    assert (profile["rootwise"], profile["child"], len(profile["functions"])) == (1, "river-01", 32)
    assert shown.out.endswith("}\n")
    assert run("profile", EXAMPLE, "--json").out == shown.out


def test_a_profile_for_people_names_every_region_and_where_to_start() -> None:
    shown = run("profile", EXAMPLE)

    assert (shown.status, shown.err) == (0, "")
    assert shown.out.startswith("River, about 8 years 2 months, assessed 2026-05-20\n")
    assert all(one in shown.out for one in ("Cortex", "Limbic", "Diencephalon", "Brainstem", "Where to start:"))
    assert "\x1b[" not in shown.out


@pytest.mark.parametrize("arguments", [(), ("--json",)])
def test_a_case_stopped_by_safety_is_shown_and_3_is_returned(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    stopped = tmp_path / "case.yaml"
    stopped.write_text(spoilt("missing: no\n", "missing: yes\n"))

    shown = run("profile", str(stopped), *arguments)

    assert (shown.status, shown.err) == (3, "")
    assert "river-01" in shown.out


def test_a_case_is_read_from_standard_input() -> None:
    assert run("check", "-", stdin=SHORT.encode()) == Finished(0, "-: no problems\n", "")
    assert json.loads(run("profile", "-", "--json", stdin=SHORT.encode()).out)["child"] == "river-01"
    assert run("check", "-", stdin=b"[") == Finished(
        2,
        "",
        "standard input:1: this is not well-formed YAML. Look at the indentation, colons and quotes on this line and the one above\n",
    )


def test_the_schema_of_a_case_is_one_document() -> None:
    shown = run("check", "--schema")
    own = run("check", "--schema", "--instrument", str(TINY))

    assert (shown.status, shown.err) == (0, "")
    assert json.loads(shown.out)["properties"]["instrument"] == {"const": MAP}
    assert json.loads(own.out)["properties"]["instrument"] == {"const": "tiny-garden@3"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("check",), "Error: Name one case file or more, or ask for the --schema."),
        (("profile",), "Error: Missing argument 'CASE'."),
        (("nothing",), "Error: No such command 'nothing'."),
        (("profile", EXAMPLE, "--jsn"), "Error: No such option"),
        (("instrument", "typical", MAP), "Error: Missing option '--age-months'."),
        (("instrument", "typical", MAP, "--age-months", "nan"), "Error: Invalid value for '--age-months': this is not a number"),
        (
            ("instrument", "typical", MAP, "--age-months", "inf"),
            "Error: Invalid value for '--age-months': inf is not in the range 0<=x<=252.",
        ),
        (
            ("instrument", "typical", MAP, "--age-months", "-1"),
            "Error: Invalid value for '--age-months': -1.0 is not in the range 0<=x<=252.",
        ),
        (
            ("instrument", "typical", MAP, "--age-months", "253"),
            "Error: Invalid value for '--age-months': 253.0 is not in the range 0<=x<=252.",
        ),
        (("instrument", "show", MAP, "--function", "spelling"), "Error: There is no function of this name. Here are: visceral_comfort,"),
    ],
)
def test_a_wrong_command_is_told_how_it_is_used(arguments: tuple[str, ...], sentence: str) -> None:
    told = run(*arguments)

    assert (told.status, told.out) == (2, "")
    assert sentence in told.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("instrument", "show", "nothing"), f"There is no such instrument. Here are: {MAP}. Your own is given with --instrument FILE."),
        (
            ("instrument", "typical", "nothing", "--age-months", "30", "--json"),
            f"There is no such instrument. Here are: {MAP}. Your own is given with --instrument FILE.",
        ),
        (("profile", EXAMPLE, "--instrument", "none.yaml"), "none.yaml: there is no such file. Check the spelling and the folder"),
        (("check", EXAMPLE, "--instrument", "none.yaml"), "none.yaml: there is no such file. Check the spelling and the folder"),
        (("instrument", "check", "none.yaml"), "none.yaml: there is no such file. Check the spelling and the folder"),
        (("profile", "/"), "/: this is a folder. Name one file in it"),
        (("profile", ""), ": there is no such file. Check the spelling and the folder"),
    ],
)
def test_what_is_not_there_is_told_in_one_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    assert run(*arguments) == Finished(2, "", f"{sentence}\n")


def test_the_instruments_are_listed() -> None:
    listed = run("instrument", "list")

    assert (listed.status, listed.err) == (0, "")
    assert listed.out.splitlines()[0] == f"{MAP}  Open functional map, 32 functions"
    assert load_instrument(MAP).sha256 in listed.out
    assert "clinical review: nobody yet" in listed.out


def test_an_instrument_is_shown_with_its_functions_flags_periods_and_relations() -> None:
    shown = run("instrument", "show", MAP)

    instrument = load_instrument(MAP).instrument
    assert (shown.status, shown.err) == (0, "")
    assert all(f"\n{one.id}: {one.name} (" in shown.out for one in instrument.functions)
    assert all(anchor.text in shown.out for one in instrument.functions for anchor in one.anchors)
    assert all(f"\n  {one.id} ({one.severity}): {one.question} {one.action}\n" in shown.out for one in instrument.safety.red_flags)
    assert all(f"\n  {one.id}: {one.name}\n" in shown.out for one in instrument.history.periods)
    assert all(f"\nRelation {one.id}: {one.text}\n" in shown.out for one in instrument.relations.items)
    assert all(f"\n  {one.level}: {one.text}\n" in shown.out for item in instrument.relations.items for one in item.levels)


def test_one_function_is_shown_alone() -> None:
    shown = run("instrument", "show", "tiny-garden@3", "--instrument", str(TINY), "--function", "sap")

    assert shown == Finished(
        0,
        "sap: Sap (Stem, Water)\n  How it flows.\n  ICF: b110 flowing\n"
        "    4  Flows.\n       typical at 20 months (project draft)\n"
        "    5  Streams.\n       typical at 21 months (project draft)\n\n",
        "",
    )


def test_the_schema_of_instruments_is_one_document() -> None:
    shown = run("instrument", "show", MAP, "--json-schema")

    assert (shown.status, shown.err) == (0, "")
    assert json.loads(shown.out)["title"] == "Instrument"


def test_the_instruments_that_come_with_rootwise_are_checked() -> None:
    assert run("instrument", "check") == Finished(0, f"{MAP}: no problems\n", "")


def test_an_instrument_of_ones_own_is_checked(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(TINY.read_text().replace("highest: 5", "highest: 6", 1).replace("region: stem", "region: sea"))

    checked = run("instrument", "check", str(TINY), str(wrong))

    assert checked.status == 2
    assert checked.out.startswith(f"{TINY}: tiny-garden@3, no problems; sha256 ")
    assert f"{wrong}:79: functions[3].region: there is no such region. One of ground, stem, crown\n" in checked.err
    assert checked.err.count("the highest rating has no anchor. Word the rating 6\n") == 5


def test_an_edited_release_is_told_and_2_is_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "changed_releases", lambda: ["it was edited"])

    assert run("instrument", "check") == Finished(2, f"{MAP}: no problems\n", "it was edited\n")


def test_an_instrument_without_words_in_a_language_is_told_and_2_is_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    original = words_of(load_instrument(MAP).instrument, Language.ENGLISH).model_copy(update={"is_original": True})
    monkeypatch.setattr(commands, "words_of", lambda *_: original)

    assert run("instrument", "check") == Finished(2, "", f"There are no words for {MAP} in this language (en).\n")


def typical(*arguments: str) -> Any:
    shown = run("instrument", "typical", *arguments, "--json")
    assert (shown.status, shown.err) == (0, "")
    return json.loads(shown.out)


def test_what_is_typical_at_an_age_is_one_document() -> None:
    shown = typical(MAP, "--age-months", "240")

    instrument = load_instrument(MAP)
    assert shown["instrument"] == {"id": "open-functional-map", "version": 1, "sha256": instrument.sha256}
    assert shown["age_months"] == 240
    assert shown["typical"] == dict.fromkeys([one.id for one in instrument.instrument.functions], 12)


@pytest.mark.parametrize(("age_months", "ratings"), [("0", [1, 2, 1, 1, 1]), ("252", [5, 5, 5, 5, 5])])
def test_what_is_typical_by_an_instrument_of_ones_own(age_months: str, ratings: list[int]) -> None:
    shown = typical("tiny-garden@3", "--instrument", str(TINY), "--age-months", age_months)

    assert list(shown["typical"].values()) == ratings


def test_what_is_typical_is_shown_to_people() -> None:
    shown = run("instrument", "typical", "tiny-garden@3", "--instrument", str(TINY), "--age-months", "252")

    assert shown == Finished(0, "".join(f"{one:<22}  5.0\n" for one in ("roots", "worms", "sap", "leaves", "fruit")), "")


def test_a_fault_of_ours_is_told_without_traceback_and_without_what_the_case_holds(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> object:
        raise KeyError(TOKEN)

    monkeypatch.setattr(commands, "profile_of", fail)
    failed = run("profile", place)

    assert (failed.status, failed.out) == (1, "")
    assert failed.err.startswith("This is a fault of Rootwise, not yours: KeyError at tests.cli.test_commands:")
    assert failed.err.endswith("Please tell us this line; it holds nothing of the case.\n")
    assert TOKEN not in failed.err


def test_a_fault_of_ours_with_its_own_sentence_is_told_so(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> object:
        raise InternalError("the map is upside down")

    monkeypatch.setattr(commands, "profile_of", fail)

    assert run("profile", place) == Finished(1, "", "This is a fault of Rootwise, not yours: the map is upside down\n")


@pytest.mark.parametrize("content", ["[" * 100_000, "- 1\n" * 1_000_000, "a: &a 1\n", "a: 1\n" * 10_000])
def test_a_wrong_file_is_told_soon(tmp_path: Path, content: str) -> None:
    place = tmp_path / "case.yaml"
    place.write_text(content)

    with told_soon():
        told = run("check", str(place))

    assert (told.status, told.out) == (2, "")
    assert told.err.startswith(f"{place}:")


def test_the_installed_command_tells_a_wrong_file_and_its_status(wrong_place: str) -> None:
    assert shell(f"R profile {shlex.quote(wrong_place)} --json") == Finished(2, "", message_about(wrong_place))


@pytest.mark.parametrize(
    "command",
    [
        'R profile "$E" | head -1',
        'R profile "$E" --json | head -1',
        f"R instrument show {MAP} | head -1",
        "R check --schema | true",
        "R instrument list | true",
    ],
)
def test_a_reader_that_has_had_enough_is_no_failure(command: str) -> None:
    piped = shell(command)

    assert (piped.status, piped.err) == (0, "")
    assert piped.out.count("\n") <= 1


def test_the_installed_command_reads_a_pipe_and_prints_one_document() -> None:
    shown = shell('R profile - --json < "$E"')

    assert (shown.status, shown.err) == (0, "")
    assert json.loads(shown.out)["child"] == "river-01"


def test_a_substituted_process_is_read_to_its_end() -> None:
    assert shell('R check <(head -5 "$E"; sleep 1; tail -n +6 "$E")').status == 0


def test_closed_standard_input_is_a_wrong_input() -> None:
    assert shell("R check - <&-") == Finished(
        2, "", "standard input: standard input is closed. Name a file, or send one in with `<` or `|`\n"
    )


def test_a_new_case_file_has_every_question_and_needs_only_the_capitals_filled_in(tmp_path: Path) -> None:
    place = tmp_path / "new.yaml"
    assert run("new", str(place)).status == 0
    text = place.read_text("utf-8")
    for capitals, filled in (
        ("AN-ID", "river"),
        ("birth_date: YYYY-MM-DD", "birth_date: 2018"),
        ("\nassessed_on: YYYY-MM-DD", "\nassessed_on: 2026-05-20"),
    ):
        assert capitals in text
        text = text.replace(capitals, filled)
    place.write_text(text.replace("{id: RATER,", "{id: kh,"), "utf-8")

    assert run("check", str(place)).status == 0
    profile = json.loads(run("profile", str(place), "--json").out)
    assert (profile["start"]["status"], profile["gate"]["shareable"]) == ("undecided", False)
    assert {one["missing"] for one in profile["functions"]} == {"not_asked"}


def test_a_new_case_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    place = tmp_path / "mine.yaml"
    place.write_text("what I wrote")
    told = run("new", str(place))
    assert (told.status, place.read_text()) == (2, "what I wrote")
    assert "Name another file" in told.err

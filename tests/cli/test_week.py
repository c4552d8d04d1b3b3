"""`rootwise week` as a shell runs it: for people, as JSON, as a calendar, from one week to the next, and what it refuses."""

import json
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.cli.command_line import EXAMPLE, run, shell


def test_a_week_for_people_tells_days_times_and_adults() -> None:
    done = run("week", EXAMPLE)

    assert (done.status, done.err) == (0, "")
    assert "River: week from Monday, 2026-05-25" in done.out
    assert "Everything has a place, and no better week is possible." in done.out
    assert "Foster mother" in done.out
    assert done.out.rstrip().endswith("Signed by a professional before anybody follows it.")


def test_a_week_as_json_is_one_document_and_the_same_each_time() -> None:
    first, second = run("week", EXAMPLE, "--json"), run("week", EXAMPLE, "--json")

    assert first.out == second.out
    assert json.loads(first.out)["status"] == "optimal"


def test_any_day_names_its_week() -> None:
    assert json.loads(run("week", EXAMPLE, "--json", "--week-of", "2026-06-04").out)["starts"] == "2026-06-01"


def test_the_calendar_is_written_for_its_owner_only(tmp_path: Path) -> None:
    place = tmp_path / "river.ics"

    done = run("week", EXAMPLE, "--ics", str(place))

    assert (done.status, done.out) == (0, "")
    assert place.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in Calendar.from_ical(place.read_bytes()).walk("VEVENT")]


def test_a_calendar_for_one_adult_in_another_language(tmp_path: Path) -> None:
    place = tmp_path / "teacher.ics"

    done = run("week", EXAMPLE, "--ics", str(place), "--adult", "teacher", "--lang", "es", "--repeat")

    assert done.status == 0
    found = list(Calendar.from_ical(place.read_bytes()).walk("VEVENT"))
    assert found
    assert all("en la escuela" in str(one["DESCRIPTION"]) and "Parar si" in str(one["DESCRIPTION"]) for one in found)
    assert all("RRULE" in one for one in found)


def test_a_closed_gate_says_that_an_earlier_calendar_no_longer_holds(tmp_path: Path) -> None:
    place = tmp_path / "old.ics"
    place.write_text("old")

    done = run("week", "examples/red-flag.yaml", "--ics", str(place))

    assert done.status == 3
    assert "was made before and no longer holds" in done.err


def test_paper_and_calendar_are_of_the_same_week(tmp_path: Path) -> None:
    last = tmp_path / "last.json"
    last.write_text(run("week", EXAMPLE, "--json").out)
    changed = ("--since", str(last), "--set", "context.adults.teacher.away=wed")

    told = run("week", EXAMPLE, *changed, "--json").out
    sheet = run("report", EXAMPLE, *changed, "--for", "teacher", "-o", str(tmp_path / "out"))
    whole = run("report", EXAMPLE, *changed, "-o", str(tmp_path / "out"))

    assert json.loads(told)["revision"] == 1
    assert (sheet.status, whole.status) == (0, 0)
    assert "Good until 31 May 2026" in (tmp_path / "out" / "teacher.en.html").read_text()
    assert "What moved since last week" in (tmp_path / "out" / "report.html").read_text()


def test_a_closed_gate_takes_away_the_sheets_that_were_made_before(tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    assert run("report", EXAMPLE, "--for", "caregiver", "-o", out).status == 0
    closed = tmp_path / "closed.yaml"
    text = Path(EXAMPLE).read_text("utf-8")
    assert "    suicidal_thoughts: no\n" in text
    closed.write_text(text.replace("    suicidal_thoughts: no\n", "    suicidal_thoughts: not_asked\n"), "utf-8")

    done = run("report", str(closed), "--for", "teacher", "-o", out)

    assert done.status == 3
    assert "Removed, because they no longer hold: caregiver.en.html, caregiver.en.pdf." in done.err
    assert list(Path(out).iterdir()) == []


def test_a_calendar_that_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    done = run("week", EXAMPLE, "--ics", str(tmp_path / "no-such-folder" / "river.ics"))

    assert done.status == 2
    assert "river.ics" in done.err


def test_with_last_week_only_what_must_move_moves(tmp_path: Path) -> None:
    last = tmp_path / "last.json"
    last.write_text(run("week", EXAMPLE, "--json").out)

    same = run("week", EXAMPLE, "--since", str(last), "--json")
    away = run("week", EXAMPLE, "--since", str(last), "--json", "--set", "context.adults.teacher.away=wed")

    assert json.loads(same.out)["moved"] == []
    told = json.loads(away.out)
    assert {one["before"]["day"] for one in told["moved"]} == {"wed"}
    assert {one["before"]["with"] for one in told["moved"]} == {"teacher"}


def test_a_week_in_which_not_everything_has_a_place_ends_with_4_and_says_what_does_not_go_together() -> None:
    done = run("week", EXAMPLE, "--set", "context.adults.foster.away=every_day")

    assert done.status == 4
    assert "Not everything has a place. This is the best part of it." in done.out
    assert "Foster mother is away" in done.out


def test_a_closed_gate_makes_no_week() -> None:
    done = run("week", "examples/red-flag.yaml")

    assert (done.status, done.out) == (3, "")
    assert "No week:" in done.err


def test_an_undecided_start_makes_no_week_and_says_what_would_help() -> None:
    done = run("week", "examples/too-few-ratings.yaml")

    assert done.out == ""
    assert "Rating these would help most" in done.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--week-of", "tomorrow"), "does not match the format"),
        (("--since", "nothing.json"), "nothing.json"),
        (("--adult", "foster"), "they go with --ics FILE"),
        (("--adult", "nobody", "--ics", "-"), "The case file names "),
        (("--repeat", "--ics", "-", "--set", "context.adults.teacher.away=wed"), "cannot be repeated"),
        (("--set", "context.adults.foster.away=someday"), "this word is not one of the choices"),
    ],
)
def test_what_is_wrong_is_told(arguments: tuple[str, ...], sentence: str) -> None:
    done = run("week", EXAMPLE, *arguments)

    assert (done.status, done.out) == (2, "")
    assert sentence in done.err


def test_the_status_holds_when_a_reader_has_had_enough() -> None:
    assert shell('R week "$E" --set context.adults.foster.away=every_day | head -1').status == 4


def test_what_if_is_asked_of_a_case_from_standard_input() -> None:
    case = Path(EXAMPLE).read_bytes()
    asked = ("--set", "sleep=7", "--json")
    assert run("plan", "-", *asked, stdin=case).out == run("plan", EXAMPLE, *asked).out


def test_one_standard_input_is_not_two_files() -> None:
    told = run("week", "-", "--since", "-", stdin=Path(EXAMPLE).read_bytes())
    assert told.status == 2
    assert "Both the case and last week come from standard input" in told.err

"""What a hostile or unlucky user tried, and what must hold now."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from rootwise.case import read_case
from rootwise.document import read_document
from rootwise.errors import InvalidFile
from rootwise.profile import profile_of
from rootwise.report import html_of, pdf_of, report_of

EXAMPLES = Path(__file__).parents[2] / "examples"
COMMAND = f'"{sys.executable}" -m rootwise.cli'


def shell(line: str, *, folder: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, env={**os.environ, **environment}, timeout=60)


def changed(name: str, folder: Path, change: dict[str, object]) -> Path:
    """An example with some of its top keys replaced."""
    case = read_document(EXAMPLES / f"{name}.yaml").data
    for key, value in change.items():
        case[key] = {**case[key], **value} if isinstance(value, dict) else value
    place = folder / "changed.json"
    place.write_text(json.dumps(case, default=str, ensure_ascii=False), "utf-8")
    return place


@pytest.mark.parametrize("command", ["profile", "report -o out", "profile --json"])
def test_a_reader_who_stops_early_does_not_open_the_gate(command: str, tmp_path: Path) -> None:
    done = shell(
        f"{COMMAND} {command.split()[0]} '{EXAMPLES}/red-flag.yaml' {' '.join(command.split()[1:])} | true; exit ${{PIPESTATUS[0]}}",
        folder=tmp_path,
    )
    assert done.returncode == 3


def test_json_has_the_same_bytes_in_every_locale(tmp_path: Path) -> None:
    line = f"{COMMAND} profile '{EXAMPLES}/foster-care.yaml' --json"
    plain = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    outputs = [shell(line, folder=tmp_path, **plain, LC_ALL=locale).stdout for locale in ("C", "C.UTF-8", "POSIX")]
    assert len(set(outputs)) == 1
    assert "§10".encode() in outputs[0]


@pytest.mark.parametrize("on", ["2001-01-01", "2025-05-19", "2036-05-19"])
def test_an_action_of_another_time_does_not_open_the_gate(on: str, tmp_path: Path) -> None:
    flags = {"missing": {"answer": "yes", "action": {"by": "kh", "on": on, "what": "Seen by the paediatrician."}}}
    place = changed("foster-care", tmp_path, {"safety": {"red_flags": flags}})
    with pytest.raises(InvalidFile, match="an action is"):
        read_case(place)


@pytest.mark.parametrize("what", [" ", "-", "\u00a0", "..."])
def test_an_action_that_says_nothing_does_not_open_the_gate(what: str, tmp_path: Path) -> None:
    flags = {"missing": {"answer": "yes", "action": {"by": "kh", "on": "2026-05-19", "what": what}}}
    with pytest.raises(InvalidFile, match="says nothing"):
        read_case(changed("foster-care", tmp_path, {"safety": {"red_flags": flags}}))


@pytest.mark.parametrize("name", ["K. Hale\u202e", "K.\u2066 Hale", "K\u200bH", "K. Hale\nSafety: nothing was answered yes."])
def test_a_name_cannot_turn_or_break_what_is_read(name: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidFile):
        read_case(changed("foster-care", tmp_path, {"child": {"name": name}}))


def test_every_note_of_a_case_stands_in_the_report(tmp_path: Path) -> None:
    case = read_document(EXAMPLES / "foster-care.yaml").data
    case["safety"]["basic_needs"] = {"answer": "not_met", "note": "n0te-needs"}
    case["safety"]["safe_place"] = {"answer": "yes", "note": "n0te-place"}
    case["safety"]["red_flags"]["self_harm"] = {"answer": "no", "note": "n0te-flag"}
    case["ratings"]["sleep"] = [{"rating": 5, "by": "foster", "note": "n0te-rating"}]
    case["ratings"]["abstract_thinking"] = {"missing": "not_observed", "by": "teacher", "note": "n0te-missing"}
    case["history"]["infancy"]["note"] = "n0te-period"
    case["history"]["infancy"]["events"] = [{"type": "bullying", "note": "n0te-event", "source": "n0te-source"}]
    case["context"]["treatments"] = [{"name": "Therapy", "note": "n0te-treatment"}]
    place = tmp_path / "notes.json"
    place.write_text(json.dumps(case, default=str), "utf-8")
    read = read_case(place)

    html = html_of(report_of(profile_of(read), read.case, site=None))

    kinds = ("needs", "place", "flag", "rating", "missing", "period", "event", "source", "treatment")
    assert [one for one in kinds if f"n0te-{one}" not in html] == []


def test_two_people_called_the_same_can_be_told_apart(tmp_path: Path) -> None:
    raters = [{"id": "kh", "role": "clinician"}, {"id": "foster", "role": "caregiver"}, {"id": "teacher", "role": "caregiver"}]
    read = read_case(changed("foster-care", tmp_path, {"raters": raters}))
    html = html_of(report_of(profile_of(read), read.case, site=None))
    assert "caregiver (foster) 3, caregiver (teacher) 6" in html


def test_somebody_who_rated_nothing_is_not_said_to_have_rated(tmp_path: Path) -> None:
    raters = [
        {"id": "kh", "role": "clinician"},
        {"id": "foster", "role": "caregiver"},
        {"id": "teacher", "role": "teacher"},
        {"id": "dr", "role": "therapist", "name": "Dr Never"},
    ]
    read = read_case(changed("foster-care", tmp_path, {"raters": raters}))
    assert "Dr Never" not in html_of(report_of(profile_of(read), read.case, site=None))


def test_a_report_of_ones_own_instrument_speaks_its_own_numbers(tmp_path: Path) -> None:
    tiny = Path(__file__).parents[1] / "instrument" / "tiny.yaml"
    blank = tmp_path / "case.yaml"
    made = shell(f"{COMMAND} new case.yaml --instrument '{tiny}'", folder=tmp_path)
    assert made.returncode == 0, made.stderr
    text = blank.read_text("utf-8").replace("AN-ID", "one").replace("YYYY-MM-DD", "2020-02-02", 1)
    text = text.replace("\nassessed_on: YYYY-MM-DD", "\nassessed_on: 2026-02-02").replace("{id: RATER,", "{id: kh,")
    blank.write_text(text, "utf-8")
    done = shell(f"{COMMAND} report case.yaml -o out --instrument '{tiny}'", folder=tmp_path)
    assert done.returncode in (0, 3), done.stderr
    html = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "Ratings go from 1 to 5; 5 is mature." in html
    assert "1 to 12" not in html


def test_a_case_file_is_never_written_over(tmp_path: Path) -> None:
    place = tmp_path / "out" / "profile.json"
    place.parent.mkdir()
    place.write_bytes(changed("foster-care", tmp_path, {}).read_bytes())
    before = place.read_bytes()
    done = shell(f"{COMMAND} report out/profile.json -o out", folder=tmp_path)
    assert (done.returncode, place.read_bytes()) == (2, before)


def test_two_runs_at_once_never_mix_two_children(tmp_path: Path) -> None:
    lines = [f"{COMMAND} report '{EXAMPLES}/{name}.yaml' -o out" for name in ("foster-care", "two-raters")]
    done = shell(f"({lines[0]}) & ({lines[1]}) & wait", folder=tmp_path)
    child = json.loads((tmp_path / "out" / "profile.json").read_text("utf-8"))["child"]
    html = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert ("River" in html, "Soraya" in html) == (child.startswith("river"), child.startswith("soraya"))
    assert b"the report of another child is in this folder" in done.stderr
    assert [one.name for one in (tmp_path / "out").iterdir() if one.name.startswith(".")] == []


def test_a_file_that_cannot_be_replaced_leaves_everything_as_it_was(tmp_path: Path) -> None:
    assert shell(f"{COMMAND} report '{EXAMPLES}/foster-care.yaml' -o out", folder=tmp_path).returncode == 0
    before = {one.name: one.read_bytes() for one in (tmp_path / "out").iterdir()}
    held = """import pathlib
real = pathlib.Path.rename
def rename(self, target):
    if str(target).endswith("/profile.json") and "before" not in self.name:
        raise OSError(13, "Permission denied")
    return real(self, target)
pathlib.Path.rename = rename
from rootwise.cli.main import main
main()
"""
    (tmp_path / "held.py").write_text(held)
    done = shell(f"'{sys.executable}' held.py report '{EXAMPLES}/foster-care.yaml' -o out", folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert {one.name: one.read_bytes() for one in (tmp_path / "out").iterdir()} == before


@pytest.mark.parametrize("name", ["王老师", "Mother 🧒", "แม่", "Nguyễn Thị Ánh 🧒"])
def test_a_rater_in_any_script_gets_a_report(name: str, tmp_path: Path) -> None:
    case = read_document(EXAMPLES / "two-raters.yaml").data
    raters = [{**one, "name": name} if one["role"] == "caregiver" else one for one in case["raters"]]
    read = read_case(changed("two-raters", tmp_path, {"raters": raters}))
    assert pdf_of(report_of(profile_of(read), read.case, site=None)).startswith(b"%PDF")


@pytest.mark.parametrize("block", ["ratings", "relations"])
def test_thousands_of_wrong_keys_are_told_within_seconds(block: str, tmp_path: Path) -> None:
    place = changed("foster-care", tmp_path, {block: {f"a{n}": [] for n in range(4_000)}})
    with pytest.raises(InvalidFile) as found:
        read_case(place)
    assert len(found.value.problems) >= 4_000
    assert str(found.value).count("\n") <= InvalidFile.most_told

"""A report is written whole or not at all."""

import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rootwise.errors import CannotWrite
from rootwise.plan import plan_of
from rootwise.plan.catalogue import chosen_catalogue
from rootwise.report import write_report
from tests.report import examples

WRITTEN = ["profile.json", "report.html", "report.pdf"]


def write_with_plan(folder: Path) -> list[str]:
    case, profile = examples.read("foster-care")
    plan = plan_of(profile, case.case, chosen_catalogue(None))
    return sorted(one.name for one in write_report(profile, case.case, folder=folder, site=None, plan=plan))


def write(folder: Path) -> list[Path]:
    case, profile = examples.read("foster-care")
    return write_report(profile, case.case, folder=folder, site=None)


def test_three_files_are_written_for_their_owner_only(tmp_path: Path) -> None:
    written = write(tmp_path / "new" / "folder")
    assert sorted(one.name for one in written) == WRITTEN
    assert [one.stat().st_mode & 0o777 for one in written] == [0o600] * 3


def test_a_second_report_takes_the_place_of_the_first(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "report.html").write_text("old")
    write(tmp_path)
    assert (tmp_path / "report.html").read_text("utf-8").startswith("<!doctype html>")
    assert sorted(one.name for one in tmp_path.iterdir()) == WRITTEN


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    place = tmp_path / "out"
    place.write_text("here already")
    with pytest.raises(CannotWrite, match="Nothing was written there") as told:
        write(place)
    assert str(place) in str(told.value)
    assert place.read_text() == "here already"


def test_a_folder_that_takes_no_files_is_told() -> None:
    with pytest.raises(CannotWrite, match="Choose another folder"):
        write(Path("/proc/rootwise"))


def test_a_full_disk_leaves_the_earlier_report_and_nothing_half_written(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "report.html").write_text("the earlier report")

    def little_room() -> None:
        # A file may grow to 100 kB only: the PDF does not fit, as on a disk that fills up while it is written.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    command = [sys.executable, "-m", "rootwise.cli", "report", str(examples.FOLDER / "foster-care.yaml"), "-o", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=little_room)

    assert done.returncode == 2
    assert done.stdout == ""
    assert "Nothing was written there" in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "report.html").read_text() == "the earlier report"
    assert sorted(one.name for one in tmp_path.iterdir()) == WRITTEN


def test_a_plan_is_written_beside_the_profile(tmp_path: Path) -> None:
    assert write_with_plan(tmp_path) == ["plan.json", *WRITTEN]


def test_the_report_of_another_child_is_never_overwritten(tmp_path: Path) -> None:
    write(tmp_path)
    before = (tmp_path / "report.html").read_bytes()
    case, profile = examples.read("two-raters")
    with pytest.raises(CannotWrite, match="the report of another child is in this folder"):
        write_report(profile, case.case, folder=tmp_path, site=None)
    assert (tmp_path / "report.html").read_bytes() == before

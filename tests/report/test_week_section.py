"""The week in the clinician's report: picture, table, what finds no place (§13)."""

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest

from rootwise.case import Case
from rootwise.case.vocabulary import Day, Setting
from rootwise.plan import Plan, PlanStatus
from rootwise.plan.week.model import Conflict, Moved, Resting, Unplaced, Week, WeekStatus
from rootwise.plan.week.problem import Blocked, Dose
from rootwise.report import html_of, pdf_of, report_of, write_report
from rootwise.report.blocks import Figure, Section, Table
from tests.plan.week import hand_made
from tests.report import sheet_pages
from tests.report.page import Page


def section(made: tuple[Plan, Week, Case], **changes: Any) -> Section:
    plan, week, case = made
    report = report_of(plan.profile, case, site=None, plan=plan, week=replace(week, **changes))
    return next(one for one in report.sections if one.id == "week")


def page(made: tuple[Plan, Week, Case], **changes: Any) -> str:
    plan, week, case = made
    return Page(html_of(report_of(plan.profile, case, site=None, plan=plan, week=replace(week, **changes)))).section("The week")


def test_every_dose_stands_in_the_picture_its_words_and_the_table() -> None:
    made = sheet_pages.of_hand_made()
    blocks = section(made).blocks
    picture = next(one.picture for one in blocks if isinstance(one, Figure))
    table = next(one for one in blocks if isinstance(one, Table))
    assert picture.svg.count(">7:30<") == 7
    assert picture.alternative.startswith("Monday: 7:30 Rocking at home with Robin Carer, 10:20 Beat at school with Tamsin Tutor")
    assert table.head == ("Moment", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    assert table.rows == (
        ("Rocking, 10 min, at home with Robin Carer", *["7:30"] * 7),
        ("Beat, 3 min, at school with Tamsin Tutor", *["10:20 13:20"] * 5, "", ""),
    )


def test_appointments_stand_in_the_table_with_their_names() -> None:
    plan, week, case = sheet_pages.of_hand_made()
    blocked = (Blocked(Day.THURSDAY, 960, 1005, "Dentist"), Blocked(Day.FRIDAY, 960, 1005))
    table = next(
        one for one in section((plan, week, case), problem=replace(week.problem, blocked=blocked)).blocks if isinstance(one, Table)
    )
    assert table.rows[-1] == ("Dentist (fixed)", "", "", "", "16:00 to 16:45", "", "", "")


def test_what_finds_no_place_and_why_is_told() -> None:
    said = page(
        sheet_pages.of_hand_made(),
        status=WeekStatus.INFEASIBLE,
        unplaced=(Unplaced("beat", 2, "Nobody is there."),),
        conflicts=(Conflict(("beat",), ("minutes",), "Beat needs 6 minutes, and there are 3."),),
        resting=(Resting("rocking", "There is no school this week."),),
    )
    assert "Not everything finds a place." in said
    assert "Beat, 2 times. Nobody is there." in said
    assert "Beat needs 6 minutes, and there are 3." in said
    assert "Rocking. There is no school this week." in said


def test_what_moved_is_told_from_where_to_where() -> None:
    before, after = (Dose(Day.MONDAY, start, "rocking", 10, Setting.HOME, "carer") for start in (450, 480))
    said = page(
        sheet_pages.of_hand_made(), moved=(Moved("rocking", before, after), Moved("rocking", None, after), Moved("rocking", before, None))
    )
    assert "From Monday at 7:30, at home with Robin Carer to Monday at 8:00, at home with Robin Carer." in said
    assert "New: Monday at 8:00" in said
    assert "No longer: Monday at 7:30" in said


def test_a_plan_without_a_routine_says_what_is_missing() -> None:
    plan, _, case = sheet_pages.of_hand_made()
    report = report_of(plan.profile, case, site=None, plan=plan)
    assert "the case file does not tell the child's days (context.routine)" in Page(html_of(report)).section("The week").replace("`", "")


def test_a_plan_that_is_stopped_has_no_week() -> None:
    plan, week, case = sheet_pages.of_hand_made()
    report = report_of(plan.profile, case, site=None, plan=replace(plan, activities=(), status=PlanStatus.STOPPED), week=week)
    assert "week" not in [one.id for one in report.sections]
    assert "week" not in [one.id for one in report_of(plan.profile, case, site=None, week=week).sections]


def test_the_pdf_holds_the_week_too() -> None:
    plan, week, case = sheet_pages.of_hand_made()
    pdf = pdf_of(report_of(plan.profile, case, site=None, plan=plan, week=week))
    text = " ".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert "10:20" in text
    assert "Rocking, 10 min" in " ".join(text.split())


@pytest.mark.parametrize(("time_zone", "names"), [("Europe/Madrid", ["week.ics"]), (None, [])])
def test_a_calendar_is_written_where_the_time_zone_is_known(time_zone: str | None, names: list[str], tmp_path: Path) -> None:
    plan, week, case = sheet_pages.of_hand_made(context={"time_zone": time_zone})
    written = write_report(plan.profile, case, folder=tmp_path, site=None, plan=plan, week=week)
    assert [one.name for one in written][4:] == names
    assert ("week.ics holds the moments of this one week" in page((plan, week, case))) == bool(names)
    assert not list(tmp_path.glob("caregiver*"))


def test_an_earlier_calendar_does_not_stay_beside_a_report_without_a_week(tmp_path: Path) -> None:
    plan, week, case = sheet_pages.of_hand_made()
    write_report(plan.profile, case, folder=tmp_path, site=None, plan=plan, week=week)
    write_report(plan.profile, case, folder=tmp_path, site=None, plan=plan)
    assert not (tmp_path / "week.ics").exists()
    assert json.loads((tmp_path / "plan.json").read_text())["status"] == "planned"


def test_the_same_week_gives_the_same_report() -> None:
    plan, _, case = sheet_pages.of_hand_made()
    first, second = (pdf_of(report_of(plan.profile, case, site=None, plan=plan, week=hand_made.week(plan, case))) for _ in range(2))
    assert first == second

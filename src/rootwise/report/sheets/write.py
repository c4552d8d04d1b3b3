"""Make the sheets of a plan and write them beside each other, or say why there are none (§10, §16)."""

import re
from collections.abc import Mapping
from pathlib import Path

from rootwise.case import Case
from rootwise.errors import ExitStatus, UserError
from rootwise.plan import Plan
from rootwise.plan.language import Language
from rootwise.plan.week.calendar import PlanIsOver, review_date
from rootwise.plan.week.model import Week
from rootwise.report.sheets.caregiver import caregiver_facts
from rootwise.report.sheets.paper import sheet_html, sheet_pdf
from rootwise.report.sheets.reader import Reader
from rootwise.report.sheets.sheet import Checked, Sheet, sheet_of
from rootwise.report.sheets.teacher import teacher_facts
from rootwise.report.site import Site
from rootwise.report.write import child_mark, write_files

_FACTS = {Reader.CAREGIVER: caregiver_facts, Reader.TEACHER: teacher_facts}


class NoSheet(UserError):
    """There is nothing that could be handed out."""


class SharingStopped(NoSheet):
    """The safety gate is closed, or something was not asked: nothing is handed out (§10)."""

    exit_status = ExitStatus.STOPPED_BY_SAFETY


def sheets_of(
    plan: Plan,
    week: Week,
    case: Case,
    *,
    reader: Reader,
    language: Language = Language.ENGLISH,
    site: Site | None = None,
    checked: Checked | None = None,
) -> dict[str, Sheet]:
    """A sheet for each adult of a role, by the name of its files without their ending.

    `caregiver.en`; where there are several caregivers, `caregiver-ruth.en` and so on by the id of the adult.

    Raises
    ------
    SharingStopped
        The safety gate does not let anything be shared.
    NoSheet
        There is no plan of activities, or nobody of this role.
    PlanIsOver
        The week begins after the plan was to be looked at again.
    """
    require_sharable(plan)
    if week.starts > review_date(plan, case):
        raise PlanIsOver(review_date(plan, case))
    adults = [one for one in case.context.adults if one.role is reader.role]
    if not adults:
        raise NoSheet(f"The case file names no {reader} under `context.adults`, so there is nobody to make a sheet for.")
    names = [f"{reader}.{language}"] if len(adults) == 1 else [f"{reader}-{one.id}.{language}" for one in adults]
    facts = [_FACTS[reader](one, week=week, plan=plan, case=case, language=language) for one in adults]
    return {name: sheet_of(one, site=site, checked=checked) for name, one in zip(names, facts, strict=True)}


def require_sharable(plan: Plan) -> None:
    """Whether anything of a plan may reach a caregiver or a teacher.

    Raises
    ------
    SharingStopped
        The safety gate is closed, or a safety question was not asked.
    NoSheet
        The plan has no activities.
    """
    gate = plan.profile.gate
    if not gate.is_shareable:
        reasons = " ".join(one.text for one in gate.because)
        raise SharingStopped(f"No sheet is made: nothing is handed out while a safety question is open. {reasons}")
    if not plan.activities:
        raise NoSheet(f"No sheet is made: there is no plan of activities. {' '.join(one.text for one in plan.because)}")


def write_sheets(
    plan: Plan,
    week: Week,
    case: Case,
    *,
    reader: Reader,
    folder: Path,
    language: Language = Language.ENGLISH,
    site: Site | None = None,
    checked: Checked | None = None,
) -> list[Path]:
    """Write each sheet as HTML and as one A4 page of PDF, in the place of all earlier sheets of this role and language.

    Raises
    ------
    NoSheet, SharingStopped, PlanIsOver
        As `sheets_of`. Earlier sheets stay where they are; they say until when they are good.
    CannotWrite
        The folder does not take the files, or holds another child's.
    """
    made = sheets_of(plan, week, case, reader=reader, language=language, site=site, checked=checked)
    return write_files(_files(made, case), folder=folder, child=case.child.id, instead_of=_earlier(folder, reader, language))


def _files(made: Mapping[str, Sheet], case: Case) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    for name, sheet in made.items():
        contents[f"{name}.html"] = sheet_html(sheet, mark=child_mark(case.child.id)).encode()
        contents[f"{name}.pdf"] = sheet_pdf(sheet, page=f"{name}.html")
    return contents


def _earlier(folder: Path, reader: Reader, language: Language) -> list[str]:
    ours = re.compile(rf"{reader}(-[A-Za-z0-9_.-]+)?\.{language}\.(html|pdf)")
    return sorted(one.name for one in folder.iterdir() if ours.fullmatch(one.name)) if folder.is_dir() else []

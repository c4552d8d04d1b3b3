"""Make the sheets of a plan and write them beside each other, or say why there are none (§10, §16)."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from rootwise.case import Case
from rootwise.document.kinds import Language
from rootwise.errors import ExitStatus, UserError
from rootwise.plan import Plan
from rootwise.plan.week.model import Week
from rootwise.plan.week.validity import PlanIsOver, review_date
from rootwise.report.sheets.caregiver import caregiver_facts
from rootwise.report.sheets.paper import sheet_html, sheet_pdf
from rootwise.report.sheets.reader import Reader
from rootwise.report.sheets.sheet import Checked, Sheet, sheet_of
from rootwise.report.sheets.teacher import teacher_facts
from rootwise.report.site import Site
from rootwise.report.write import CALENDAR, child_mark, write_files

_FACTS = {Reader.CAREGIVER: caregiver_facts, Reader.TEACHER: teacher_facts}


class NoSheet(UserError):
    """There is nothing that could be handed out."""


class SharingStopped(NoSheet):
    """The safety gate is closed, or something was not asked: nothing is handed out (§10)."""

    exit_status = ExitStatus.STOPPED_BY_SAFETY


class WrongCheckDate(UserError):
    """Somebody cannot have checked a sheet on this day."""

    def __init__(self, day: date, *, first: date, last: date) -> None:
        super().__init__(
            f"Nobody can have checked this sheet on {day.isoformat()}: it is made of what was assessed on {first.isoformat()}, and is good "
            f"until {last.isoformat()}. Give --checked-on a day from then until then."
        )


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
    WrongCheckDate
        It was checked before the assessment, or after a sheet is over.
    """
    require_sharable(plan)
    if week.starts > review_date(plan, case):
        raise PlanIsOver(review_date(plan, case))
    adults = [one for one in case.context.adults if one.role is reader.role]
    if not adults:
        raise NoSheet(f"The case file names no {reader} under `context.adults`, so there is nobody to make a sheet for.")
    names = [f"{reader}.{language}"] if len(adults) == 1 else [f"{reader}-{one.id}.{language}" for one in adults]
    facts = [_FACTS[reader](one, week=week, plan=plan, case=case, language=language) for one in adults]
    last = min(one.until for one in facts)
    if checked is not None and not case.assessed_on <= checked.on <= last:
        raise WrongCheckDate(checked.on, first=case.assessed_on, last=last)
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
    """Write each sheet as HTML and as one sheet of A4 as PDF, in the place of all earlier sheets of this role and language.

    Raises
    ------
    NoSheet, SharingStopped, PlanIsOver, WrongCheckDate
        As `sheets_of`. Earlier sheets stay where they are: see `withdraw_sheets`.
    CannotWrite
        The folder does not take the files, or holds another child's.
    """
    made = sheets_of(plan, week, case, reader=reader, language=language, site=site, checked=checked)
    return write_files(_files(made, case), folder=folder, child=case.child.id, instead_of=_earlier(folder, reader, language))


def withdraw_sheets(folder: Path, *, child: str) -> list[str]:
    """Remove every sheet and the calendar of a child from a folder, because nothing may be handed out now; the names of what went.

    Raises
    ------
    CannotWrite
        The folder lets nothing go, or holds another child's.
    """
    names = [name for reader in Reader for language in Language for name in _earlier(folder, reader, language)]
    names += [CALENDAR] if (folder / CALENDAR).is_file() else []
    if names:
        write_files({}, folder=folder, child=child, instead_of=names)
    return names


def _files(made: Mapping[str, Sheet], case: Case) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    for name, sheet in made.items():
        contents[f"{name}.html"] = sheet_html(sheet, mark=child_mark(case.child.id)).encode()
        contents[f"{name}.pdf"] = sheet_pdf(sheet)
    return contents


def _earlier(folder: Path, reader: Reader, language: Language) -> list[str]:
    ours = re.compile(rf"{reader}(-[A-Za-z0-9_.-]+)?\.{language}\.(html|pdf)")
    return sorted(one.name for one in folder.iterdir() if ours.fullmatch(one.name)) if folder.is_dir() else []

"""What `rootwise report` does: the clinician's report, and the sheets for caregivers and teachers."""

from contextlib import suppress
from datetime import date
from pathlib import Path

import click

from rootwise.case import ReadCase, read_case
from rootwise.cli.commands import own_instruments, status_of
from rootwise.cli.output import promise
from rootwise.cli.terminal import safety_lines
from rootwise.document.kinds import Language
from rootwise.errors import CannotWrite, ExitStatus
from rootwise.plan import Plan, PlanStatus, is_plannable, plan_of, require_plannable
from rootwise.plan.catalogue import LoadedCatalogue, chosen_catalogue
from rootwise.plan.week import Week, WeekStatus, is_placeable, monday_of, read_last_week, require_placeable, week_of
from rootwise.plan.week.validity import require_in_time
from rootwise.profile import profile_of
from rootwise.report import FILES, read_site, write_report
from rootwise.report.sheets import Checked, NoSheet, Reader, require_sharable, withdraw_sheets, write_sheets


def report(
    place: str,
    *,
    output: str,
    site: str | None,
    week_of_day: date | None,
    since: str | None,
    changes: tuple[str, ...],
    instruments: tuple[str, ...],
    catalogue: str | None,
) -> ExitStatus:
    """The clinician's report; what a case does not say enough for, a plan or a week, is left out and said."""
    contacts = read_site(site) if site else None
    read = read_case(place, own_instruments=own_instruments(instruments), changes=changes)
    result = profile_of(read)
    _require_other_place(place, Path(output), FILES)
    loaded = chosen_catalogue(catalogue)
    plan = plan_of(result, read.case, loaded) if not result.gate.is_open or is_plannable(read, loaded.catalogue) else None
    is_planned = plan is not None and plan.status is PlanStatus.PLANNED
    week = _week(plan, read, week_of_day, since) if plan is not None and is_planned and is_placeable(read) else None
    status = promise(_with_week(status_of(result), week))
    if not (result.gate.is_shareable and is_planned):
        _withdraw(Path(output), read)
    written = write_report(result, read.case, folder=Path(output), site=contacts, plan=plan, week=week)
    for line in safety_lines(result) if not result.gate.is_shareable else []:
        click.echo(line.plain, err=True)
    if plan is None:
        click.echo("No plan: `rootwise plan` tells what the case file does not say yet.", err=True)
    elif week is None and plan.status is PlanStatus.PLANNED:
        click.echo("No week: `rootwise week` tells what the case file does not say yet.", err=True)
    _tell(week, written)
    return status


def sheets(
    place: str,
    *,
    reader: str,
    language: str,
    output: str,
    site: str | None,
    week_of_day: date | None,
    since: str | None,
    changes: tuple[str, ...],
    checked: tuple[str, date] | None,
    instruments: tuple[str, ...],
    catalogue: str | None,
) -> ExitStatus:
    """One page for each caregiver or teacher, never while the gate is closed or a safety question was not asked."""
    contacts = read_site(site) if site else None
    read = read_case(place, own_instruments=own_instruments(instruments), changes=changes)
    loaded = chosen_catalogue(catalogue)
    plan = _shared_plan(read, loaded, Path(output))
    week = _week(plan, read, week_of_day, since)
    status = promise(_with_week(ExitStatus.DONE, week))
    written = write_sheets(
        plan,
        week,
        read.case,
        reader=Reader(reader),
        folder=Path(output),
        language=Language(language),
        site=contacts,
        checked=Checked(*checked) if checked else None,
    )
    _tell(week, written)
    return status


def _shared_plan(read: ReadCase, loaded: LoadedCatalogue, folder: Path) -> Plan:
    """The plan, if anything of it may be handed out; if not, what was made to be handed out before goes too."""
    profile = profile_of(read)
    if profile.gate.is_open:
        require_plannable(read, loaded.catalogue)
    plan = plan_of(profile, read.case, loaded)
    try:
        require_sharable(plan)
    except NoSheet:
        _withdraw(folder, read)
        raise
    require_placeable(read)
    return plan


def _withdraw(folder: Path, read: ReadCase) -> None:
    """Take away what was made to be handed out when things were otherwise, and say so: an old plan can hurt a child."""
    try:
        names = withdraw_sheets(folder, child=read.case.child.id)
    except CannotWrite as error:
        click.echo(str(error), err=True)
        return
    if names:
        click.echo(f"Removed, because they no longer hold: {', '.join(names)}. Take back what was handed out.", err=True)


def _week(plan: Plan, read: ReadCase, day: date | None, since: str | None) -> Week:
    last, starts = read_last_week(since, case=read.case) if since else None, monday_of(read.case, day)
    require_in_time(plan, read.case, starts)
    return week_of(plan, read.case, starts, last=last.doses if last else None, revision=last.revision_for(starts) if last else 0)


def _with_week(status: ExitStatus, week: Week | None) -> ExitStatus:
    no_place = week is not None and week.status is WeekStatus.INFEASIBLE
    return ExitStatus.NO_FEASIBLE_WEEK if no_place and status is ExitStatus.DONE else status


def _tell(week: Week | None, written: list[Path]) -> None:
    if week is not None and week.unplaced:
        click.echo("Not everything has a place in this week; `rootwise week` tells what does not go together.", err=True)
    for one in written:
        click.echo(str(one))


def _require_other_place(case: str, folder: Path, names: tuple[str, ...]) -> None:
    """The case file itself is never written over."""
    for name in names:
        with suppress(OSError):
            if (folder / name).samefile(case):
                raise CannotWrite(str(folder / name), "this is the case file itself")

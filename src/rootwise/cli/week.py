"""What `rootwise week` does."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from rootwise.case import ReadCase
from rootwise.cli.output import print_document, promise, write_file
from rootwise.cli.plan_terminal import not_shareable_lines, stopped_lines
from rootwise.cli.planning import read_plan, status_of_plan
from rootwise.cli.week_terminal import show_week
from rootwise.document.kinds import Language
from rootwise.errors import ExitStatus
from rootwise.plan import Plan, PlanStatus
from rootwise.plan.catalogue import chosen_catalogue
from rootwise.plan.week import Week, WeekStatus, monday_of, read_last_week, require_placeable, week_document, week_of
from rootwise.plan.week.calendar import calendar_of
from rootwise.plan.week.validity import require_in_time


def week(
    place: str,
    *,
    as_json: bool,
    calendar: str | None,
    adult: str | None,
    repeat: bool,
    language: str,
    since: str | None,
    week_of_day: date | None,
    changes: tuple[str, ...],
    instruments: tuple[str, ...],
    catalogue: str | None,
) -> ExitStatus:
    _require_one_output(calendar, as_json=as_json)
    if place == since == "-":
        raise click.UsageError("Both the case and last week come from standard input: name a file for one of them.")
    _require_recorded(changes, calendar)
    made, read = read_plan(place, chosen_catalogue(catalogue), changes, instruments)
    if made.status is not PlanStatus.PLANNED:
        return _no_week(made, read, calendar, as_json=as_json)
    require_placeable(read)
    _require_adult(adult, read)
    starts = monday_of(read.case, week_of_day)
    require_in_time(made, read.case, starts)
    last = read_last_week(since, case=read.case) if since else None
    placed = week_of(made, read.case, starts, last=last.doses if last else None, revision=last.revision_for(starts) if last else 0)
    status = promise(ExitStatus.NO_FEASIBLE_WEEK if placed.status is WeekStatus.INFEASIBLE else ExitStatus.DONE)
    for line in not_shareable_lines(made.profile):
        click.echo(line, err=True)
    if calendar is not None:
        content = calendar_of(placed, made, read.case, language=Language(language), adult=adult, repeat=repeat)
        write_file(calendar, content, never_over=[one for one in (place, since) if one])
    if as_json:
        _print_json(placed, read, changes)
    elif calendar is None:
        show_week(placed, made, read.case, changes=changes, is_after_another=last is not None)
    return status


def _no_week(made: Plan, read: ReadCase, calendar: str | None, *, as_json: bool) -> ExitStatus:
    """Why there is none; a calendar that was made before is named, because it no longer holds."""
    stopped = status_of_plan(made)
    status = promise(stopped if stopped is not ExitStatus.DONE else ExitStatus.NO_FEASIBLE_WEEK)
    reasons = stopped_lines(made.profile) or [one.text for one in made.because]
    for line in [*(f"No week: {one}" for one in reasons), *not_shareable_lines(made.profile)]:
        click.echo(line, err=True)
    if calendar is not None and Path(calendar).exists():
        click.echo(f"{calendar} was made before and no longer holds: delete it, here and in calendars.", err=True)
    if as_json:
        values = {"rootwise": 1, "child": read.case.child.id, "status": made.status, "doses": [], "because": reasons}
        print_document(json.dumps(values, ensure_ascii=False, indent=1) + "\n")
    return status


def _print_json(placed: Week, read: ReadCase, changes: Sequence[str]) -> None:
    values = {**week_document(placed, read.case), **({"what_if": list(changes)} if changes else {})}
    print_document(json.dumps(values, ensure_ascii=False, allow_nan=False, indent=1) + "\n")


def _require_one_output(calendar: str | None, *, as_json: bool) -> None:
    if calendar == "-" and as_json:
        raise click.UsageError("Both --ics - and --json go to standard output: name a file for the calendar.")


def _require_recorded(changes: Sequence[str], calendar: str | None) -> None:
    """A calendar goes to a family's phone: what was only tried out about the child never gets there."""
    tried = [one.partition("=")[0] for one in changes if not one.startswith("context.")]
    if calendar is not None and tried:
        raise click.UsageError(
            f"A calendar is made of what is recorded, and {', '.join(tried)} is only tried out. Write it into the case file."
        )


def _require_adult(adult: str | None, read: ReadCase) -> None:
    ids = [one.id for one in read.case.context.adults]
    if adult is not None and adult not in ids:
        raise click.UsageError(f"There is no adult {adult!r} under `context.adults`. The case file names {', '.join(ids)}.")

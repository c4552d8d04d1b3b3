"""What `rootwise plan`, `rootwise week` and `rootwise catalogue` do."""

from datetime import date
from pathlib import Path

import click

from rootwise.case import ReadCase, read_case
from rootwise.cli.commands import own_instruments
from rootwise.cli.output import print_document, promise, write_file
from rootwise.cli.plan_terminal import show_activity, show_changes, show_plan, show_why
from rootwise.errors import ExitStatus, InvalidFile
from rootwise.plan import Plan, PlanStatus, plan_json, plan_of, require_plannable
from rootwise.plan.catalogue import LoadedCatalogue, changed_releases, chosen_catalogue, known_catalogues, load_catalogue, read_catalogue
from rootwise.profile import profile_of


def plan(
    place: str, *, as_json: bool, why: str | None, changes: tuple[str, ...], instruments: tuple[str, ...], catalogue: str | None
) -> ExitStatus:
    loaded = chosen_catalogue(catalogue)
    made, read = _plan(place, loaded, (), instruments)
    promise(_status(made))
    if why is not None and why not in _ids(loaded):
        raise click.UsageError(f"There is no activity {why!r}. `rootwise catalogue list` names them.")
    after = _plan(place, loaded, changes, instruments)[0] if changes else made
    if as_json:
        print_document(plan_json(after))
    elif why is not None:
        show_why(after, why)
    elif changes:
        show_changes(made, after)
    else:
        show_plan(made, read.case)
    return _status(after)


def week(
    place: str,
    *,
    as_json: bool,
    calendar: str | None,
    since: str | None,
    week_of_day: date | None,
    changes: tuple[str, ...],
    instruments: tuple[str, ...],
    catalogue: str | None,
) -> ExitStatus:
    loaded = chosen_catalogue(catalogue)
    made, read = _plan(place, loaded, changes, instruments)
    if made.status is not PlanStatus.PLANNED:
        status = promise(_status(made))
        for reason in made.because:
            click.echo(f"No week: {reason.text}", err=True)
        return status
    from rootwise.cli.week_terminal import show_week  # the solver and the calendar are only for a week
    from rootwise.plan.week import WeekStatus, monday_of, read_last_week, require_placeable, week_json, week_of
    from rootwise.plan.week.calendar import calendar_of

    require_placeable(read)
    last = read_last_week(since, case=read.case) if since else None
    placed = week_of(made, read.case, monday_of(read.case, week_of_day), last=last)
    status = promise(ExitStatus.NO_FEASIBLE_WEEK if placed.status is WeekStatus.INFEASIBLE else ExitStatus.DONE)
    if calendar is not None:
        write_file(calendar, calendar_of(placed, made, read.case))
    if as_json:
        print_document(week_json(placed, read.case))
    elif calendar is None:
        show_week(placed, made, read.case)
    return status


def _plan(place: str, loaded: LoadedCatalogue, changes: tuple[str, ...], instruments: tuple[str, ...]) -> tuple[Plan, ReadCase]:
    read = read_case(place, own_instruments=own_instruments(instruments), changes=changes)
    profile = profile_of(read)
    if profile.gate.is_open:
        require_plannable(read, loaded.catalogue)
    return plan_of(profile, read.case, loaded), read


def _ids(loaded: LoadedCatalogue) -> set[str]:
    return {one.id for one in loaded.catalogue.activities} | {one.id for one in loaded.withdrawn}


def _status(made: Plan) -> ExitStatus:
    return ExitStatus.STOPPED_BY_SAFETY if made.status is PlanStatus.STOPPED else ExitStatus.DONE


def catalogue_list(*, catalogue: str | None, function: str | None, setting: str | None, age_years: float | None) -> ExitStatus:
    loaded = chosen_catalogue(catalogue)
    shown = 0
    for one in loaded.catalogue.activities:
        fits = (
            (function is None or function in one.functions)
            and (setting is None or setting in one.settings)
            and (age_years is None or one.ages.hold(12 * age_years))
        )
        if fits:
            shown += 1
            ages = f"{one.ages.from_years:g}-{one.ages.to_years:g} y"
            click.echo(f"{one.id:<34}{one.evidence.grade:<3}{one.kind:<11}{ages:<11}{one.name}")
    click.echo(f"{shown} of {len(loaded.catalogue.activities)} activities in {loaded.catalogue.name}", err=True)
    return ExitStatus.DONE


def catalogue_show(activity_id: str, *, catalogue: str | None) -> ExitStatus:
    loaded = chosen_catalogue(catalogue)
    if activity_id not in {one.id for one in loaded.catalogue.activities}:
        raise click.UsageError(f"There is no activity {activity_id!r}. `rootwise catalogue list` names them.")
    show_activity(loaded.catalogue, loaded.catalogue.activity(activity_id))
    return ExitStatus.DONE


def catalogue_check(files: tuple[str, ...]) -> ExitStatus:
    status = ExitStatus.DONE
    for place in files:
        try:
            read = read_catalogue(Path(place))
        except InvalidFile as found:
            click.echo(str(found), err=True)
            status = ExitStatus.WRONG_INPUT
        else:
            click.echo(f"{place}: {len(read.catalogue.activities)} activities, {len(read.withdrawn)} withdrawn, no problems")
    if files:
        return status
    for name in known_catalogues():
        load_catalogue(name)
        click.echo(f"{name}: no problems")
    changed = changed_releases()
    for problem in changed:
        click.echo(str(problem), err=True)
    return ExitStatus.WRONG_INPUT if changed else ExitStatus.DONE

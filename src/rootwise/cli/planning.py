"""What `rootwise plan` and `rootwise catalogue` do."""

from pathlib import Path

import click

from rootwise.case import ReadCase, changed_case, read_case
from rootwise.cli.commands import own_instruments
from rootwise.cli.output import print_document, promise
from rootwise.cli.plan_terminal import show_activity, show_changes, show_plan, show_why
from rootwise.errors import ExitStatus, InvalidFile
from rootwise.instrument import load_instrument
from rootwise.plan import Plan, PlanStatus, plan_json, plan_of, require_plannable
from rootwise.plan.catalogue import LoadedCatalogue, changed_releases, chosen_catalogue, known_catalogues, load_catalogue, read_catalogue
from rootwise.plan.catalogue.search import meant, speaks_of
from rootwise.profile import profile_of


def plan(
    place: str, *, as_json: bool, why: str | None, changes: tuple[str, ...], instruments: tuple[str, ...], catalogue: str | None
) -> ExitStatus:
    loaded = chosen_catalogue(catalogue)
    own = own_instruments(instruments)
    read = read_case(place, own_instruments=own)
    made = _planned(read, loaded)
    if why is not None and why not in _ids(loaded):
        raise _unknown(why, loaded)
    after = _planned(changed_case(read, changes, own_instruments=own), loaded) if changes else made
    promise(status_of_plan(after))
    if as_json:
        print_document(plan_json(after))
    elif why is not None:
        show_why(after, why)
    elif changes:
        show_changes(made, after)
    else:
        show_plan(made, read.case)
    return status_of_plan(after)


def read_plan(place: str, loaded: LoadedCatalogue, changes: tuple[str, ...], instruments: tuple[str, ...]) -> tuple[Plan, ReadCase]:
    read = read_case(place, own_instruments=own_instruments(instruments), changes=changes)
    return _planned(read, loaded), read


def _planned(read: ReadCase, loaded: LoadedCatalogue) -> Plan:
    profile = profile_of(read)
    if profile.gate.is_open:
        require_plannable(read, loaded.catalogue)
    return plan_of(profile, read.case, loaded)


def _ids(loaded: LoadedCatalogue) -> set[str]:
    return {one.id for one in loaded.catalogue.activities} | {one.id for one in loaded.withdrawn}


def status_of_plan(made: Plan) -> ExitStatus:
    return ExitStatus.STOPPED_BY_SAFETY if made.status is PlanStatus.STOPPED else ExitStatus.DONE


def _unknown(activity_id: str, loaded: LoadedCatalogue) -> click.UsageError:
    near = meant(loaded.catalogue, activity_id)
    perhaps = f" Perhaps: {', '.join(near)}." if near else ""
    return click.UsageError(f"There is no activity {activity_id!r}. `rootwise catalogue list` names them.{perhaps}")


def catalogue_list(
    *, catalogue: str | None, function: str | None, setting: str | None, age_years: float | None, search: str | None = None
) -> ExitStatus:
    loaded = chosen_catalogue(catalogue)
    known = [one.id for one in load_instrument(loaded.catalogue.instrument).instrument.functions]
    if function is not None and function not in known:
        raise click.UsageError(f"There is no function of this name. Here are: {', '.join(known)}.")
    shown = 0
    for one in loaded.catalogue.activities:
        fits = (
            (function is None or function in one.functions)
            and (setting is None or setting in one.settings)
            and (age_years is None or one.ages.hold(12 * age_years))
            and (search is None or speaks_of(one, search))
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
        raise _unknown(activity_id, loaded)
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

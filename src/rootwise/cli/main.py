"""The command and its exit statuses. What a command needs is imported when it runs, so that `--help` is instant."""

import io
import math
import os
import sys
from datetime import datetime
from typing import Any, NoReturn

import click

from rootwise import __version__
from rootwise.cli.application import COMMANDS
from rootwise.errors import ExitStatus, RootwiseError, UserError


class _Group(click.Group):
    """Shows commands in the order of the work, not of the alphabet, and is content when a reader (`| head`) has had enough."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click names it
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            try:
                return super().invoke(ctx)
            finally:
                if sys.stdout is not None:
                    sys.stdout.flush()
        except BrokenPipeError:
            # Before click takes it for a failure, and so that nothing is written when Python closes the stream.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            from rootwise.cli.output import promised

            raise SystemExit(int(promised(ctx))) from None


own_instruments = click.option(
    "--instrument", "instruments", metavar="FILE", multiple=True, help="An instrument of your own, beside those that come with Rootwise."
)
catalogue_option = click.option(
    "--catalogue", metavar="FILE", help="A catalogue of your own, or your changes to the one that comes with Rootwise."
)
_DAY = click.DateTime(["%Y-%m-%d"])
week_option = click.option(
    "--week-of",
    metavar="DATE",
    type=_DAY,
    help="A day of the week that is meant; without it the first whole week after the assessment.",
)
since_option = click.option(
    "--since", metavar="FILE", help="A week as `rootwise week --json` wrote it: as little as possible moves, and what moved is told."
)
site_option = click.option("--site", metavar="FILE", help="The contacts of your service, shown where the report names them.")


def _not_empty(_context: click.Context, parameter: click.Parameter, value: str) -> str:
    if not value.strip():
        raise click.BadParameter("the name is empty", param=parameter)
    return value


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="rootwise")
def cli() -> None:
    """Assess, map and plan with the people around a child hurt by early adversity.

    Supports professionals; never diagnoses.

    \b
    Exit status: 0 done; 1 a fault of ours; 2 the input is wrong; 3 done, but
    planning is stopped by the safety gate; 4 not everything has a place in the week.
    """


@cli.command(epilog="Example: rootwise new my-case.yaml")
@click.argument("file", metavar="FILE")
@own_instruments
def new(file: str, instruments: tuple[str, ...]) -> None:
    """Write a case file to fill in, with every question and scale beside its place."""
    from rootwise.cli import commands

    _finish(commands.new(file, instruments=instruments))


@cli.command(epilog="Example: rootwise check examples/foster-care.yaml")
@click.argument("cases", metavar="CASE...", nargs=-1)
@click.option("--schema", is_flag=True, help="Print the JSON Schema of a case file instead; editors use it.")
@own_instruments
def check(cases: tuple[str, ...], schema: bool, instruments: tuple[str, ...]) -> None:
    """Tell every problem of case files in one go, with file and line."""
    from rootwise.cli import commands

    if not cases and not schema:
        raise click.UsageError("Name one case file or more, or ask for the --schema.")
    _finish(commands.check(cases, schema=schema, instruments=instruments))


@cli.command(epilog="Example: rootwise profile examples/foster-care.yaml")
@click.argument("case", metavar="CASE")
@click.option("--json", "as_json", is_flag=True, help="Print the profile as one JSON document.")
@own_instruments
def profile(case: str, as_json: bool, instruments: tuple[str, ...]) -> None:
    """Show the profile of one case: a map in the terminal, or JSON."""
    from rootwise.cli import commands

    _finish(commands.profile(case, as_json=as_json, instruments=instruments))


@cli.command(epilog="Example: rootwise plan examples/foster-care.yaml --why paced_breathing")
@click.argument("case", metavar="CASE")
@click.option("--json", "as_json", is_flag=True, help="Print the profile and the plan as one JSON document.")
@click.option("--why", metavar="ID", help="Why this activity is in the plan, or why it is not.")
@click.option("--set", "changes", metavar="NAME=VALUE", multiple=True, help="What would change: sleep=7, context.adults.foster.minutes=20.")
@catalogue_option
@own_instruments
def plan(case: str, as_json: bool, why: str | None, changes: tuple[str, ...], catalogue: str | None, instruments: tuple[str, ...]) -> None:
    """Make a plan with its reasons: what comes first, goals, activities and doses."""
    from rootwise.cli import planning

    _finish(planning.plan(case, as_json=as_json, why=why, changes=changes, instruments=instruments, catalogue=catalogue))


@cli.command(epilog="Example: rootwise week examples/foster-care.yaml --ics river.ics")
@click.argument("case", metavar="CASE")
@click.option("--json", "as_json", is_flag=True, help="Print the week as one JSON document.")
@click.option("--ics", "calendar", metavar="FILE", help="Write a calendar file that phones and calendar programs open.")
@week_option
@click.option("--adult", metavar="ID", help="With --ics: only what this adult carries, and only what a person of this role is told.")
@click.option("--repeat", is_flag=True, help="With --ics: each week until the plan is looked at again or holidays begin.")
@click.option("--lang", "language", type=click.Choice(["en", "es"]), default="en", help="With --ics: the language of the calendar.")
@since_option
@click.option(
    "--set", "changes", metavar="NAME=VALUE", multiple=True, help="Make the week of a changed case: context.adults.foster.away=tue."
)
@catalogue_option
@own_instruments
def week(
    case: str,
    as_json: bool,
    calendar: str | None,
    adult: str | None,
    repeat: bool,
    language: str,
    week_of: datetime | None,
    since: str | None,
    changes: tuple[str, ...],
    catalogue: str | None,
    instruments: tuple[str, ...],
) -> None:
    """Place the plan in the child's real week: which dose, when, where and with whom."""
    if calendar is None and (adult or repeat or language != "en"):
        raise click.UsageError("--adult, --repeat and --lang are about the calendar: they go with --ics FILE.")
    from rootwise.cli import week as week_command

    _finish(
        week_command.week(
            case,
            as_json=as_json,
            calendar=calendar,
            adult=adult,
            repeat=repeat,
            language=language,
            since=since,
            week_of_day=week_of.date() if week_of else None,
            changes=changes,
            instruments=instruments,
            catalogue=catalogue,
        )
    )


@cli.command(epilog="Example: rootwise report examples/foster-care.yaml -o out --site examples/site.yaml --for caregiver --lang es")
@click.argument("case", metavar="CASE")
@click.option("-o", "--output", metavar="DIR", required=True, callback=_not_empty, help="The folder that the files are written to.")
@click.option(
    "--for",
    "reader",
    type=click.Choice(["clinician", "caregiver", "teacher"]),
    default="clinician",
    help="The clinician's report with all data; or one page for each caregiver or teacher.",
)
@click.option("--lang", "language", type=click.Choice(["en", "es"]), default="en", help="The language of a page for caregiver or teacher.")
@click.option("--checked-by", metavar="NAME", help="The professional who checked the page; without one it says that nobody has.")
@click.option("--checked-on", metavar="DATE", type=_DAY, help="The day on which it was checked.")
@week_option
@since_option
@click.option("--set", "changes", metavar="NAME=VALUE", multiple=True, help="As in `rootwise week`: context.adults.foster.away=tue.")
@site_option
@catalogue_option
@own_instruments
def report(
    case: str,
    output: str,
    reader: str,
    language: str,
    checked_by: str | None,
    checked_on: datetime | None,
    week_of: datetime | None,
    since: str | None,
    changes: tuple[str, ...],
    site: str | None,
    catalogue: str | None,
    instruments: tuple[str, ...],
) -> None:
    """Write the report of one case as HTML and PDF with its data, or one page for caregiver or teacher."""
    if (checked_by is None) != (checked_on is None):
        raise click.UsageError("Say both who checked the page and when: --checked-by NAME --checked-on DATE.")
    if reader == "clinician" and (language != "en" or checked_by):
        raise click.UsageError("The clinician's report is in English so far, and is signed by hand: --lang and --checked-by go with --for.")
    if not all(one.startswith("context.") for one in changes):
        raise click.UsageError(
            "Only the child's days can be set here, such as context.adults.foster.away=tue. What was found belongs in the case file."
        )
    from rootwise.cli import reporting

    common: dict[str, Any] = {
        "output": output,
        "site": site,
        "week_of_day": week_of.date() if week_of else None,
        "since": since,
        "changes": changes,
        "instruments": instruments,
        "catalogue": catalogue,
    }
    if reader == "clinician":
        _finish(reporting.report(case, **common))
    checked = (checked_by, checked_on.date()) if checked_by and checked_on else None
    _finish(reporting.sheets(case, reader=reader, language=language, checked=checked, **common))


@cli.group(cls=_Group)
def instrument() -> None:
    """Look at instruments: what is rated, and what is typical."""


@instrument.command("list", epilog="Example: rootwise instrument list")
def instrument_list() -> None:
    """List the instruments that come with Rootwise."""
    from rootwise.cli import commands

    _finish(commands.instrument_list())


@instrument.command("show", epilog="Example: rootwise instrument show open-functional-map@1 --function sleep")
@click.argument("name", metavar="ID")
@click.option("--function", metavar="FUNCTION", help="Only this function, with its anchors.")
@click.option("--json-schema", is_flag=True, help="Print the JSON Schema of instrument files instead.")
@own_instruments
def instrument_show(name: str, function: str | None, json_schema: bool, instruments: tuple[str, ...]) -> None:
    """Show an instrument: its functions, anchors and sources."""
    from rootwise.cli import commands

    _finish(commands.instrument_show(name, function=function, json_schema=json_schema, instruments=instruments))


@instrument.command("check", epilog="Example: rootwise instrument check my-map.yaml")
@click.argument("files", metavar="[FILE...]", nargs=-1)
def instrument_check(files: tuple[str, ...]) -> None:
    """Check instrument files; without a file, those that come with Rootwise and that no released version was edited."""
    from rootwise.cli import commands

    _finish(commands.instrument_check(files))


@instrument.command("typical", epilog="Example: rootwise instrument typical open-functional-map@1 --age-months 30 --json")
@click.argument("name", metavar="ID")
@click.option("--age-months", type=click.FloatRange(0, 252), required=True, help="Age in months, corrected if born early.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@own_instruments
def instrument_typical(name: str, age_months: float, as_json: bool, instruments: tuple[str, ...]) -> None:
    """Print the rating that is typical of each function at an age."""
    from rootwise.cli import commands

    if math.isnan(age_months):
        raise click.BadParameter("this is not a number", param_hint="'--age-months'")
    _finish(commands.instrument_typical(name, age_months=age_months, as_json=as_json, instruments=instruments))


@cli.group("catalogue", cls=_Group)
def catalogue_group() -> None:
    """Look at activities: what can be done, with evidence and precautions."""


@catalogue_group.command("list", epilog="Example: rootwise catalogue list --function sleep --setting home --age 8")
@click.option("--function", metavar="FUNCTION", help="Only those that serve this function.")
@click.option("--setting", type=click.Choice(["home", "school", "therapy", "outdoors"]), help="Only those that can be done here.")
@click.option("--age", "age_years", type=click.FloatRange(0, 21), help="Only those for this age in years.")
@click.option("--search", metavar="WORD", help="Only those that speak of this.")
@catalogue_option
def catalogue_list(function: str | None, setting: str | None, age_years: float | None, search: str | None, catalogue: str | None) -> None:
    """List activities with grade of evidence, kind and ages."""
    from rootwise.cli import planning

    _finish(planning.catalogue_list(catalogue=catalogue, function=function, setting=setting, age_years=age_years, search=search))


@catalogue_group.command("show", epilog="Example: rootwise catalogue show paced_breathing")
@click.argument("activity", metavar="ID")
@catalogue_option
def catalogue_show(activity: str, catalogue: str | None) -> None:
    """Show one activity whole."""
    from rootwise.cli import planning

    _finish(planning.catalogue_show(activity, catalogue=catalogue))


@catalogue_group.command("check", epilog="Example: rootwise catalogue check our-activities.yaml")
@click.argument("files", metavar="[FILE...]", nargs=-1)
def catalogue_check(files: tuple[str, ...]) -> None:
    """Check catalogue files; without a file, those that come with Rootwise."""
    from rootwise.cli import planning

    _finish(planning.catalogue_check(files))


for _command in COMMANDS:
    cli.add_command(_command)


def _finish(status: ExitStatus) -> NoReturn:
    raise SystemExit(int(status))


def main() -> None:
    """Run the command. People see sentences; a fault of ours says so and what to send us."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without our letters gets a question mark, not a failure
    try:
        cli.main(standalone_mode=True)
    except UserError as error:
        click.echo(str(error), err=True)
        sys.exit(int(error.exit_status))
    except RootwiseError as error:
        click.echo(f"This is a fault of Rootwise, not yours: {error}", err=True)
        sys.exit(int(ExitStatus.OUR_FAULT))
    except OSError as error:
        click.echo(f"The result could not be written: {(error.strerror or 'unknown reason').lower()}.", err=True)
        sys.exit(int(ExitStatus.WRONG_INPUT))
    except Exception as error:  # the last line of defence: no traceback, because it could hold a child's data
        where = error.__traceback__
        while where is not None and where.tb_next is not None:
            where = where.tb_next
        place = f"{where.tb_frame.f_globals.get('__name__')}:{where.tb_lineno}" if where else "unknown place"
        click.echo(
            f"This is a fault of Rootwise, not yours: {type(error).__name__} at {place} (version {__version__}).\n"
            "Please tell us this line; it holds nothing of the case.",
            err=True,
        )
        sys.exit(int(ExitStatus.OUR_FAULT))

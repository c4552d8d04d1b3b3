"""The commands of the web application. What they need is imported when they run: the other commands never load Django."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rootwise.errors import ExitStatus

if TYPE_CHECKING:
    from rootwise.web.backup.restore import Restored

_PORT = click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port on this machine.")


@click.command(epilog="Example: rootwise demo")
@click.option("--folder", metavar="DIR", default="rootwise-demo", show_default=True, help="Where the fictional data and its keys are kept.")
@_PORT
def demo(folder: str, port: int) -> None:
    """Start the application with a fictional team, on this machine only."""
    place = Path(folder).absolute()
    for name in [one for one in os.environ if one.startswith("ROOTWISE_")]:
        del os.environ[name]  # a demonstration never touches the data of an installation
    os.environ |= {
        "ROOTWISE_MODE": "demo",
        "ROOTWISE_DATA": str(place / "data"),
        "ROOTWISE_KEYS": str(place / "keys"),
        "ROOTWISE_ANCHOR": str(place / "anchor"),
    }
    from rootwise.web.project import start

    configuration = start.set_up()
    start.first_start(configuration)
    from rootwise.web.audit.anchor import complete_anchor
    from rootwise.web.project.demo import fill
    from rootwise.web.project.lock import data_in_use
    from rootwise.web.project.safety import require_safe
    from rootwise.web.project.serving import serve as serve_until_stopped

    with data_in_use(configuration.data):
        require_safe(configuration, host="127.0.0.1")
        complete_anchor()
        sign_ins = fill()
        click.echo("A fictional team. Never put a real child's data in here.\n")
        for one in sign_ins:
            click.echo(f"  {one}")
        click.echo("\nStaff need a code as well: the page shows it, because this is a demonstration. `rootwise serve` never does.")
        click.echo(f"\nhttp://127.0.0.1:{port}   (Ctrl+C ends it; the data stays in {folder})")
        serve_until_stopped(host="127.0.0.1", port=port, workers=1)


@click.command(epilog="Example: rootwise serve --check")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="The address it listens on. One that others reach needs ROOTWISE_PROXY."
)
@_PORT
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes that answer.")
@click.option("--check", is_flag=True, help="Only say whether it would start, and what is unsafe. Makes and changes nothing.")
def serve(host: str, port: int, workers: int, check: bool) -> None:
    """Start the application for real use. Refuses unsafe settings, with the reason and the fix (docs/installing.md)."""
    from rootwise.web.project import start

    configuration = start.set_up()
    from rootwise.web.project.safety import require_production

    require_production(configuration)
    if check:
        start.require_started(configuration)
    elif start.first_start(configuration):
        click.echo(
            f"New keys in {configuration.keys}. Copy this folder to a safe place now, away from the data: without it nobody reads them."
        )
    from rootwise.web.audit.anchor import complete_anchor
    from rootwise.web.project.lock import data_in_use
    from rootwise.web.project.safety import require_safe
    from rootwise.web.project.serving import serve as serve_until_stopped

    with data_in_use(configuration.data):
        try:
            require_safe(configuration, host=host)
        finally:
            start.let_go_of_the_database()
        if check:
            click.echo("Nothing unsafe was found.")
            return
        complete_anchor()
        serve_until_stopped(host=host, port=port, workers=workers)


@click.command(
    epilog="Example: rootwise manage migrate", context_settings={"allow_interspersed_args": False, "ignore_unknown_options": True}
)
@click.argument("arguments", metavar="COMMAND...", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Django's commands; what they change is recorded under your login. `rootwise manage help` lists them."""
    from rootwise.web.project.start import set_up

    configuration = set_up()
    from rootwise.web.project.management import run_command

    run_command(configuration, arguments)


@click.command(epilog="Example: rootwise backup /mnt/backup/rootwise-2026-05-20.backup")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write an encrypted backup while people work, and read it again. The keys are not in it: keep a copy of their folder elsewhere."""
    from rootwise.web.project.start import require_database, set_up

    set_up()
    require_database()
    from rootwise.web.backup.make import make_backup

    made = make_backup(file)
    click.echo(f"{file}: {made.rows} rows of {len(made.tables)} tables, {made.head.count} events of the audit; read again and whole")


@click.command(epilog="Example: rootwise restore --drill /mnt/backup/rootwise-2026-05-20.backup")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--drill", is_flag=True, help="Restore beside the data in use, compare every row, and throw it away again.")
def restore(file: Path, drill: bool) -> None:
    """Put a backup in place of the database, whole or not at all. The one in use is kept beside it."""
    from rootwise.web.project.start import set_up

    configuration = set_up()
    from rootwise.web.backup.restore import restore as restore_backup
    from rootwise.web.project.lock import data_in_use

    configuration.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with data_in_use(configuration.data, alone=not drill):
        done = restore_backup(file, is_drill=drill)
    told = f"{done.manifest.rows} rows of {len(done.manifest.tables)} tables from {done.manifest.made_at}, every hash equal"
    click.echo(f"Drill passed: {told}." if drill else f"Restored: {told}.")
    if done.kept_as:
        click.echo(f"What was in use before is kept as {done.kept_as}. Delete it when you are sure.")
    if not drill:
        _tell_what_came_after(done)
    for problem in done.problems:
        click.echo(f"audit: {problem}", err=True)
    raise SystemExit(int(ExitStatus.WRONG_INPUT if done.problems else ExitStatus.DONE))


def _tell_what_came_after(done: "Restored") -> None:
    if done.erased_again:
        click.echo(f"Erased again, because they had been erased since: {', '.join(done.erased_again)}")
    if done.since.is_nothing:
        click.echo("Nothing was done after this backup: what it holds is what there was.")
        return
    if done.since.done is None:
        click.echo("What was done after this backup is not known: the database in use does not tell.")
    for action, times in sorted((done.since.done or {}).items()):
        click.echo(f"  not in this backup: {action}, {times} times")
    click.echo(
        "What was done after this backup to protect a child is undone, too: withdrawn consents, ended relations, no-contact, people "
        "locked out, new passwords. So the services are closed: only supervisors and administrators come in, until a supervisor of "
        "each has looked and says so on the page that opens after signing in. Invitations and recovery codes that were out work no "
        "more. Tell the supervisors now."
    )


@click.group()
def audit() -> None:
    """Look at the record of who did what, and prove that it is whole."""


@audit.command("verify", epilog="Example: rootwise audit verify --anchor /mnt/witness/anchor")
@click.option("--anchor", type=click.Path(path_type=Path), help="The witness outside the database. Without a word: ROOTWISE_ANCHOR.")
def audit_verify(anchor: Path | None) -> None:
    """Check every event, its place and its values, and the end against the witness. Exit status 2 when something is wrong."""
    from rootwise.web.project.start import require_database, set_up

    configuration = set_up()
    require_database()
    from rootwise.web.audit.verify import verify

    witness = anchor or configuration.anchor
    found = verify(anchor=witness if witness is not None and witness.exists() else None)
    for problem in found.problems:
        click.echo(problem, err=True)
    for note in found.notes:
        click.echo(note)
    if witness is None or not witness.exists():
        click.echo("There is no anchor: that the end was not cut off is not checked.", err=True)
    state = f"{len(found.problems)} problems" if found.problems else "whole"
    click.echo(f"{found.head.count} events, {state}; {found.contents} with values, {found.erased} erased; the last is {found.head.mac}")
    raise SystemExit(int(ExitStatus.WRONG_INPUT if found.problems else ExitStatus.DONE))


@audit.command("show", epilog="Example: rootwise audit show --table accounts_user --limit 20")
@click.option("--actor", help="Only what this user or operator did.")
@click.option("--table", help="Only this table.")
@click.option("--row", help="Only the row with this id.")
@click.option("--child", help="Only what is about the child with this id.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help="The newest so many.")
def audit_show(actor: str | None, table: str | None, row: str | None, child: str | None, limit: int) -> None:
    """Show who did what to which row and when, never what was in it: whoever keeps the machine has no clinical data."""
    from rootwise.web.project.start import require_database, set_up

    set_up()
    require_database()
    from rootwise.web.audit.selectors import events

    for event in events(actor=actor, table=table, row=row, child=child, newest=limit):
        what = f"{event.verb} {event.table} {event.row}".rstrip()
        click.echo(
            f"{event.at.isoformat(timespec='seconds')} {event.actor} ({event.role}) {event.action}: {what} [{', '.join(event.columns)}]"
        )


@click.group()
def keys() -> None:
    """The keys of the installation: what there is, and new ones in place of old."""


@keys.command("list", epilog="Example: rootwise keys list")
def keys_list() -> None:
    """Name the keys and what each is for, never the key."""
    from rootwise.web.keys import KeyRing, Purpose
    from rootwise.web.project.start import set_up

    ring = KeyRing(set_up().keys)
    for purpose in Purpose:
        numbers = [str(key.number) for key in ring.all(purpose)]
        click.echo(f"{purpose:<12}{', '.join(numbers) or 'none'}")


@keys.command("rotate", epilog="Example: rootwise keys rotate audit")
@click.argument("purpose", type=click.Choice(["database", "signing", "audit", "placement", "backup"]))
def keys_rotate(purpose: str) -> None:
    """Make a new key of one purpose and use it from now on. The application must be stopped.

    Sealed anew at once: the file (database), where children live (placement), the secrets of one-time codes (signing).
    """
    from rootwise.web.project.start import require_database, set_up

    configuration = set_up()
    require_database()
    from rootwise.web.keys import Purpose
    from rootwise.web.project.lock import data_in_use
    from rootwise.web.project.rotation import rotate

    with data_in_use(configuration.data, alone=True):
        done = rotate(Purpose(purpose))
    click.echo(f"{done.key.purpose}-{done.key.number}.key is in use. Copy the key folder to its safe place again.")
    if done.rewritten:
        click.echo(f"{done.rewritten} rows were sealed anew.")
    if done.retired:
        click.echo(f"Deleted, because they open nothing any more: {', '.join(done.retired)}")


COMMANDS = (demo, serve, manage, backup, restore, audit, keys)

"""`rootwise restore FILE`: into a database beside the one in use, compared row by row, and only then put in its place, in one step.

The drill is the same without the last step: it shows that this backup, with these keys, on this machine, gives back every row.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.apps.registry import Apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor

from rootwise.errors import InternalError, UserError
from rootwise.web.audit.anchor import write_anchor, write_restoration
from rootwise.web.audit.guards import put_guards_on, take_guards_off
from rootwise.web.audit.operator import named_operator, operator
from rootwise.web.audit.recording import record, recorded
from rootwise.web.audit.sealing import head
from rootwise.web.audit.verify import verify
from rootwise.web.backup.copies import administer, alias_like_default, remove_database_files
from rootwise.web.backup.make import Manifest, TableStart, items, read_manifest
from rootwise.web.backup.rows import TableSum, instances, models_in_backup, table_lines
from rootwise.web.backup.since import Since, as_default, protect, since
from rootwise.web.database.encrypted import as_stored
from rootwise.web.keys import sync_folders

RESTORING = "restoring"
_BATCH = 500


class CannotRestore(UserError):
    """The backup is whole, but it cannot become the database here."""


@dataclass(frozen=True, slots=True)
class Restored:
    manifest: Manifest
    problems: tuple[str, ...]  # of the audit
    since: Since
    erased_again: tuple[str, ...]
    kept_as: str | None  # where the database that was in use is now


def restore(place: Path, *, is_drill: bool) -> Restored:
    """Read the backup to its end before anything is made. Whatever goes wrong later, the database in use is as it was."""
    manifest = read_manifest(place)
    with _new_database() as name:
        with alias_like_default(RESTORING, name=name):
            _fill(place, manifest)
            later = since(manifest)
            with as_default(RESTORING):
                _say_so(manifest)
                erased_again = protect(manifest, later)
            problems = verify(alias=RESTORING).problems
            end = head(connections[RESTORING])
        if is_drill:
            return Restored(manifest, problems, later, erased_again, kept_as=None)
        kept_as = _put_in_place(name)
    write_restoration(manifest.head.count, manifest.head.mac)
    write_anchor(end.count, end.mac)
    return Restored(manifest, problems, later, erased_again, kept_as)


def _fill(place: Path, manifest: Manifest) -> None:
    """The tables as they were, then the rows, then the comparison, then the migrations since."""
    apps = _tables_of_then(manifest)
    connection = connections[RESTORING]
    with transaction.atomic(using=RESTORING):
        take_guards_off(connection)
        for model in models_in_backup(apps):
            model._base_manager.using(RESTORING).all()._raw_delete(RESTORING)  # noqa: SLF001 - no signals, no collecting
        with as_stored():
            _load(apps, place)
    with transaction.atomic(using=RESTORING):  # PostgreSQL changes no table while foreign keys wait to be checked
        put_guards_on(connection)
    found: list[TableSum] = []
    for _ in table_lines(apps, RESTORING, found):
        pass
    if tuple(found) != manifest.tables:
        wrong = sorted({one.model for one in set(found) ^ set(manifest.tables)})
        raise InternalError(f"what was restored is not what was in the backup: {', '.join(wrong)}. The database in use was not touched")
    call_command("migrate", database=RESTORING, verbosity=0)


def _tables_of_then(manifest: Manifest) -> Apps:
    """Migrate the new database to where the backup was made, and give the models of that time."""
    connection = connections[RESTORING]
    executor = MigrationExecutor(connection)
    then = set(manifest.migrations)
    unknown = sorted(f"{app}.{name}" for app, name in then - set(executor.loader.disk_migrations))
    if unknown:
        raise CannotRestore(
            f"This backup was made by Rootwise {manifest.version}, which had migrations that are not here: {', '.join(unknown)}. "
            "Install that version or a newer one, then restore."
        )
    graph = executor.loader.graph
    ends = sorted(one for one in then if not any(child.key in then for child in graph.node_map[one].children))
    with named_operator(connection, action="restore"):
        executor.migrate(ends)
    state = MigrationExecutor(connection).loader.project_state(ends)
    apps: Apps = state.apps
    return apps


def _load(apps: Apps, place: Path) -> None:
    rows = items(place)
    for item in rows:
        if isinstance(item, TableStart):
            model = apps.get_model(item.model)
            made = instances(model, list(item.fields), _rows_of_table(rows))
            while batch := list(islice(made, _BATCH)):
                model._base_manager.using(RESTORING).bulk_create(batch)
    with connections[RESTORING].cursor() as cursor:
        for statement in connections[RESTORING].ops.sequence_reset_sql(no_style(), models_in_backup(apps)):
            cursor.execute(statement)


def _rows_of_table(rows: Iterator[Any]) -> Iterator[list[Any]]:
    """Up to the sum of the table, which stands behind its rows."""
    for item in rows:
        if not isinstance(item, list):
            return
        yield item


def _say_so(manifest: Manifest) -> None:
    by = operator()
    with recorded(by, action="operator.restore"):
        record("restore", table="", row="", child="", columns=[manifest.made_at])


@contextmanager
def _new_database() -> Iterator[str]:
    """A new, empty database beside the one in use; gone afterwards, unless it has become the one in use."""
    name = str(connections["default"].settings_dict["NAME"])
    fresh = f"{name}_restoring" if connections["default"].vendor == "postgresql" else f"{name}.restoring"
    if connections["default"].vendor == "postgresql":
        administer(f"DROP DATABASE IF EXISTS {_quoted(fresh)}", f"CREATE DATABASE {_quoted(fresh)} ENCODING 'UTF8' TEMPLATE template0")
    else:
        remove_database_files(Path(fresh))
    try:
        yield fresh
    finally:
        if connections["default"].vendor == "postgresql":
            administer(f"DROP DATABASE IF EXISTS {_quoted(fresh)}")
        else:
            remove_database_files(Path(fresh))


def _put_in_place(fresh: str) -> str:
    """One step: before it the old database is in use, after it the new one. The old one stays beside it until somebody deletes it."""
    connection = connections["default"]
    name = str(connection.settings_dict["NAME"])
    stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
    connection.close()
    if connection.vendor == "postgresql":
        kept = f"{name}_before_{stamp}"
        administer(
            f"DO $$ BEGIN ALTER DATABASE {_quoted(name)} RENAME TO {_quoted(kept)}; "
            f"ALTER DATABASE {_quoted(fresh)} RENAME TO {_quoted(name)}; END $$"
        )
        return kept
    return _swap_files(Path(name), Path(fresh), stamp)


def _swap_files(name: Path, fresh: Path, stamp: str) -> str:
    kept = name.with_name(f"{name.name}.before-{stamp}")
    for one in (name, fresh):
        if one.exists():
            _settle(one)
    if name.exists():
        kept.hardlink_to(name)  # a second name for the old file, so that there is never a moment without a database
    fresh.rename(name)
    sync_folders([name.parent])
    return str(kept)


def _settle(place: Path) -> None:
    """Bring what is in the write-ahead log into the file, so that the file alone is the database."""
    with alias_like_default("settling", name=str(place)) as connection, connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if cursor.fetchone()[0]:
            raise CannotRestore(f"{place}: somebody is using this database. Stop the application, then restore.")
    for ending in ("-wal", "-shm"):
        place.with_name(place.name + ending).unlink(missing_ok=True)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'

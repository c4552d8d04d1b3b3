"""A second connection to the same database, and a new database beside it."""

import copy
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from rootwise.errors import UserError

SNAPSHOT = "snapshot"


class CannotCopy(UserError):
    """The database does not let us make another one."""


@contextmanager
def alias_like_default(
    alias: str, *, name: str | None = None, options: Mapping[str, object] | None = None
) -> Iterator[BaseDatabaseWrapper]:
    settings = copy.deepcopy(connections["default"].settings_dict)
    settings["NAME"] = name or settings["NAME"]
    settings["OPTIONS"] = {**settings["OPTIONS"], **(options or {})}
    connections.databases[alias] = settings
    try:
        yield connections[alias]
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.databases[alias]


@contextmanager
def snapshot() -> Iterator[str]:
    """The database as it is at one moment, while others write on. Gives the alias to read it by."""
    if connections["default"].vendor == "sqlite":
        option: dict[str, object] = {"transaction_mode": "DEFERRED"}  # reading takes no lock from those who write
    else:
        from psycopg import IsolationLevel

        option = {"isolation_level": IsolationLevel.REPEATABLE_READ}
    with alias_like_default(SNAPSHOT, options=option), transaction.atomic(using=SNAPSHOT):
        yield SNAPSHOT


def administer(*statements: str) -> None:
    """PostgreSQL, outside of our database: each statement by itself."""
    from django.db import DatabaseError

    with connections["default"]._nodb_cursor() as cursor:  # noqa: SLF001 - the one way past our database
        for statement in statements:
            try:
                cursor.execute(statement)
            except DatabaseError as error:
                raise CannotCopy(
                    f"PostgreSQL refused: {str(error).splitlines()[0]}. The user of ROOTWISE_DATABASE must own the database and may make "
                    "another beside it (ALTER ROLE ... CREATEDB), and nobody else may be connected."
                ) from None


def remove_database_files(place: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        place.with_name(place.name + ending).unlink(missing_ok=True)

"""Encrypted SQLite: Django's own backend over the driver sqlcipher3, with what keeps records whole.

Measured (docs/performance.md, SECURITY.md): without IMMEDIATE two thirds of contended transactions fail; with synchronous=NORMAL an
acknowledged commit can be lost with the power; SQLite before 3.51.3 can corrupt a database in WAL mode.
"""

import datetime as dt
import decimal
import random
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.sqlite3 import base as django_sqlite
from django.db.backends.sqlite3._functions import register as register_functions
from django.db.backends.sqlite3.features import DatabaseFeatures
from django.db.backends.sqlite3.schema import DatabaseSchemaEditor
from django.utils.dateparse import parse_date, parse_datetime, parse_time

from rootwise.errors import UserError
from rootwise.web.database.schema import GUARD_PREFIX, RestoresGuards
from rootwise.web.database.session import NamedConnection
from rootwise.web.keys import Key, KeyRing, Purpose

OLDEST_SQLITE = (3, 51, 3)  # older ones can corrupt a database in WAL mode (sqlite.org/wal.html, "The WAL-reset bug")
PLAIN_HEADER = b"SQLite format 3\x00"

# Every connection, in this order. The key comes before all of them.
PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",  # so that REPLACE, too, tells the audit what it deleted
    "PRAGMA legacy_alter_table = OFF",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",  # erased means overwritten
    "PRAGMA temp_store = MEMORY",  # nothing is ever sorted in a plain file
)

SQLITE_BUSY = 5  # sqlite.org/rescode.html
BETWEEN_LOOKS = 0.001, 0.005  # seconds

driver.register_converter("bool", b"1".__eq__)
driver.register_converter("date", lambda value: parse_date(value.decode()))
driver.register_converter("time", lambda value: parse_time(value.decode()))
driver.register_converter("datetime", lambda value: parse_datetime(value.decode()))
driver.register_converter("timestamp", lambda value: parse_datetime(value.decode()))
driver.register_adapter(decimal.Decimal, str)
driver.register_adapter(dt.date, dt.date.isoformat)
driver.register_adapter(dt.datetime, lambda value: value.isoformat(" "))


class UnusableDatabase(UserError):
    """The file cannot be opened as it is. Says why and what to do."""


class Cursor(driver.Cursor):  # type: ignore[misc]  # the driver has no types
    """Django writes %s, SQLite reads ?: the translation is Django's own."""

    def execute(self, query: str, params: Any = None) -> Any:
        if params is None:
            return super().execute(query)
        names = list(params) if isinstance(params, Mapping) else None
        return super().execute(_translated(query, names), params)

    def executemany(self, query: str, param_list: Any) -> Any:
        rows = list(param_list)
        names = list(rows[0]) if rows and isinstance(rows[0], Mapping) else None
        return super().executemany(_translated(query, names), rows)


def _translated(query: str, names: list[str] | None) -> str:
    if names is not None:
        return query % {name: f":{name}" for name in names}
    return django_sqlite.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class FailingCleanly(DatabaseSchemaEditor):
    """After a failure Django still looks for broken references, in a transaction that answers no more, and so leaves it open."""

    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None:
        if exc_type is None:
            super().__exit__(exc_type, exc_value, traceback)
        else:
            BaseDatabaseSchemaEditor.__exit__(self, exc_type, exc_value, traceback)
            self.connection.enable_constraint_checking()


class SchemaEditor(RestoresGuards, FailingCleanly):
    def take_guards_off(self) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, %s) = %s", [len(GUARD_PREFIX), GUARD_PREFIX]
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {self.connection.ops.quote_name(name)}")


class Features(DatabaseFeatures):
    max_query_params = 32_766  # what SQLite takes since 3.32; Django still says 999 and would write a list in many small pieces


class DatabaseWrapper(NamedConnection, django_sqlite.DatabaseWrapper):
    Database = driver
    SchemaEditorClass = SchemaEditor
    features_class = Features

    def get_connection_params(self) -> dict[str, Any]:
        params = super().get_connection_params()
        self.key_ring = KeyRing(Path(params.pop("key_folder")))
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        require_safe_sqlite(driver.sqlite_version_info)
        keys = reversed(self.key_ring.require(Purpose.DATABASE))
        connection = open_encrypted(Path(conn_params["database"]), keys, **conn_params)
        register_functions(connection)
        connection.create_function("rootwise_session", 1, self.named_value)
        return connection

    def _start_transaction_under_autocommit(self) -> None:
        """Wait for one's turn to write, looking every few milliseconds. SQLite's own waiting comes to look ten times a second: with eight
        waiting, the longest wait was 4.2 seconds that way and 0.2 this way (docs/performance.md)."""
        seconds = self.settings_dict["OPTIONS"]["timeout"]
        until = time.monotonic() + seconds
        with self.wrap_database_errors:
            self.connection.execute("PRAGMA busy_timeout = 0")
            try:
                while not self._has_begun(is_last=time.monotonic() > until):
                    time.sleep(random.uniform(*BETWEEN_LOOKS))  # noqa: S311 - so that two do not look in step
            finally:
                self.connection.execute(f"PRAGMA busy_timeout = {round(1000 * seconds)}")

    def _has_begun(self, *, is_last: bool) -> bool:
        try:
            self.connection.execute("BEGIN IMMEDIATE")
        except driver.OperationalError as error:
            if is_last or error.sqlite_errorcode != SQLITE_BUSY:
                raise
            return False
        return True

    def create_cursor(self, name: str | None = None) -> Any:  # noqa: ARG002 - Django's signature
        return self.connection.cursor(factory=Cursor)


def open_encrypted(place: Path, keys: Iterable[Key], **options: Any) -> Any:
    """A connection to an encrypted file, with the first of the keys that opens it: after a rotation cut short, that is the older one."""
    require_encrypted(place)
    tried = []
    for key in keys:
        connection = driver.connect(**{**options, "database": str(place)})
        try:
            connection.execute("PRAGMA cipher_log_level = NONE")  # a wrong key is told in our words, not on standard error
            connection.execute(f"PRAGMA key = \"x'{key.hex}'\"")  # 64 digits are the key itself: nothing is derived, opening is quick
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            for pragma in PRAGMAS:
                connection.execute(pragma)
        except driver.OperationalError:  # locked, no room, no such folder: not a matter of keys
            connection.close()
            raise
        except driver.DatabaseError:
            connection.close()
            tried.append(f"{key.purpose}-{key.number}.key")
        else:
            return connection
    raise UnusableDatabase(
        f"{place}: no key here opens this database ({', '.join(tried) or 'there is none'}). Either the key folder belongs to another "
        "installation, or the file is damaged. Put the key folder of this installation back from its copy, or restore a backup."
    )


def require_encrypted(place: Path) -> None:
    """Refuse a file that anybody could read."""
    try:
        with place.open("rb") as file:
            head = file.read(len(PLAIN_HEADER))
    except FileNotFoundError:
        return
    if head == PLAIN_HEADER:
        raise UnusableDatabase(
            f"{place}: this database is not encrypted, so Rootwise does not use it. Whoever gets the disk could read every child's record. "
            "Move the file away and restore an encrypted backup: rootwise restore FILE"
        )


def require_safe_sqlite(version: tuple[int, ...]) -> None:
    if version < OLDEST_SQLITE:
        found, needed = (".".join(str(part) for part in one) for one in (version, OLDEST_SQLITE))
        raise UnusableDatabase(
            f"The driver sqlcipher3 brings SQLite {found}, which can corrupt a database in WAL mode; {needed} or newer is needed. "
            "Install the versions of the lock file: uv sync --frozen"
        )

"""What the guards stand on: every table of the database, as it is now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

from rootwise.errors import InternalError
from rootwise.web.tiers import columns_with_values_in_audit

EVENTS = "audit_event"
CONTENTS = "audit_content"

# Tables without a row trigger, each with its reason. Every other table has one, whoever made it.
UNRECORDED: Mapping[str, str] = {
    EVENTS: "the record itself; append only instead",
    CONTENTS: "the record itself; append only instead",
    "django_migrations": "Django's own note of what it migrated; a migration is an event of its own",
    "accounts_lastuse": "written at nearly every use of a session; its beginning and end are events",
    "accounts_remembered": "Django's cache: how often somebody tried, forgotten after minutes; a refused sign-in is an event",
    "django_session": "written at every request; signing in and out are events of their own",
}

# What a row trigger writes, in this order. content_digest and mac are empty until the seal.
EVENT_COLUMNS = "at, actor, role, action, reason, request, verb, table_name, row_id, child_id, column_names, content_digest, mac"

# What the seal fills in, once.
SEAL_COLUMNS = ("position", "key_number", "content_digest", "mac")

NO_ACTOR = "rootwise: nobody writes without a name; write in an action"
APPEND_ONLY = "rootwise: the audit is only ever added to"


class GuardsMissing(InternalError):
    """A table without its triggers would be written to without a trace."""


@dataclass(frozen=True, slots=True)
class GuardedTable:
    """What a trigger needs to know of its table."""

    name: str
    key: str  # the column of the primary key
    columns: tuple[str, ...]
    kept: frozenset[str]  # columns whose values the audit keeps; of the others only that they changed
    child: str | None  # the column that says whose record this is

    @property
    def has_version(self) -> bool:
        return "version" in self.columns

    @property
    def withheld(self) -> tuple[str, ...]:
        return tuple(one for one in self.columns if one not in self.kept)


class Dialect(Protocol):
    """How one engine says it. For the same trigger, `wanted` and `present` give the same text."""

    def drop(self, cursor: Any) -> list[str]: ...

    def create(self, tables: Iterable[GuardedTable]) -> list[str]: ...

    def wanted(self, tables: Iterable[GuardedTable]) -> dict[str, str]: ...

    def present(self, cursor: Any) -> dict[str, str]: ...


def is_there(connection: BaseDatabaseWrapper, table: str) -> bool:
    with connection.cursor() as cursor:
        return table in connection.introspection.table_names(cursor)


def guarded_tables(connection: BaseDatabaseWrapper) -> tuple[GuardedTable, ...]:
    """Read from the database, not from the models: tables that a library or a migration made are guarded too."""
    with connection.cursor() as cursor:
        names = sorted(set(connection.introspection.table_names(cursor)) - set(UNRECORDED))
        return tuple(_table(connection, cursor, name) for name in names)


def _table(connection: BaseDatabaseWrapper, cursor: Any, name: str) -> GuardedTable:
    columns = tuple(one.name for one in connection.introspection.get_table_description(cursor, name))
    keys = connection.introspection.get_primary_key_columns(cursor, name) or []
    if len(keys) != 1:
        raise GuardsMissing(f"the table {name} has no primary key of one column, so its rows cannot be told apart in the audit")
    child = "child_id" if "child_id" in columns else keys[0] if name == "children_child" else None
    return GuardedTable(name, keys[0], columns, columns_with_values_in_audit(name) & set(columns), child)

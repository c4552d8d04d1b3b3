"""The guards in SQLite: triggers whose text names every column. `rootwise_session` is a function of our connections; another program has
none and is refused."""

from collections.abc import Iterable
from typing import Any

from rootwise.web.audit.tables import APPEND_ONLY, CONTENTS, EVENT_COLUMNS, EVENTS, NO_ACTOR, SEAL_COLUMNS, GuardedTable
from rootwise.web.database.schema import GUARD_PREFIX
from rootwise.web.database.versions import STALE_VERSION

_UNSEALED = ("id", "at", "actor", "role", "action", "reason", "request", "verb", "table_name", "row_id", "child_id", "column_names")


class SQLiteGuards:
    def drop(self, cursor: Any) -> list[str]:
        return [f"DROP TRIGGER {_name(name)}" for name in self.present(cursor) if name.startswith(GUARD_PREFIX)]

    def create(self, tables: Iterable[GuardedTable]) -> list[str]:
        return list(self.wanted(tables).values())

    def wanted(self, tables: Iterable[GuardedTable]) -> dict[str, str]:
        made = dict(_append_only())
        for table in tables:
            made.update(_row_triggers(table))
            if table.has_version:
                made.update(_version_trigger(table))
        return made

    def present(self, cursor: Any) -> dict[str, str]:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return dict(cursor.fetchall())


def _row_triggers(table: GuardedTable) -> Iterable[tuple[str, str]]:
    named = ", ".join(f"rootwise_session('{key}')" for key in ("actor", "role", "action", "reason", "request"))
    for verb, row in (("insert", "NEW"), ("update", "NEW"), ("delete", "OLD")):
        child = f"coalesce({row}.{_name(table.child)}, '')" if table.child else "''"
        about = f"'{verb}', {_text(table.name)}, replace({row}.{_name(table.key)}, '-', ''), replace({child}, '-', '')"
        changes = _changes(table, verb)
        yield _trigger(
            f"{verb}_{table.name}",
            f"AFTER {verb.upper()} ON {_name(table.name)} FOR EACH ROW",
            _refusal(NO_ACTOR, "rootwise_session('actor') IS NULL"),
            f"INSERT INTO {EVENTS} ({EVENT_COLUMNS})\n    SELECT strftime('%Y-%m-%d %H:%M:%f', 'now'), {named},\n    {about},\n"
            f"    (SELECT json_group_array(name) FROM ({changes})), '', ''",
            f"INSERT INTO {CONTENTS} (event_id, salt, content)\n    SELECT last_insert_rowid(), lower(hex(randomblob(32))),\n"
            f"    (SELECT json_group_object(name, json(pair)) FROM ({changes}))",
        )


def _changes(table: GuardedTable, verb: str) -> str:
    """One row a column that changed: its name and [before, after]; of a withheld one that it changed, no value."""
    parts = []
    for column in table.columns:
        old, new = (f"{row}.{_name(column)}" for row in ("OLD", "NEW"))
        where = f" WHERE {old} IS NOT {new}" if verb == "update" else ""
        before = "NULL" if verb == "insert" else _value(old)
        after = "NULL" if verb == "delete" else _value(new)
        pair = f"json_array({before}, {after})" if column in table.kept else "json_array()"
        parts.append(f"SELECT {_text(column)} AS name, {pair} AS pair{where}")
    return "\n      UNION ALL ".join(parts)


def _value(column: str) -> str:
    """JSON has no bytes: they are kept as hexadecimal."""
    return f"CASE typeof({column}) WHEN 'blob' THEN lower(hex({column})) ELSE {column} END"


def _version_trigger(table: GuardedTable) -> Iterable[tuple[str, str]]:
    head = f"BEFORE UPDATE ON {_name(table.name)} FOR EACH ROW WHEN NEW.version IS NOT OLD.version + 1"
    yield _trigger(f"version_{table.name}", head, f"SELECT RAISE(ABORT, {_text(STALE_VERSION)})")


def _append_only() -> Iterable[tuple[str, str]]:
    is_sealed_once = " AND ".join(
        ["OLD.position IS NULL", *(f"NEW.{one} IS OLD.{one}" for one in _UNSEALED), *(f"NEW.{one} IS NOT NULL" for one in SEAL_COLUMNS)]
    )
    yield _trigger("append_only_update", f"BEFORE UPDATE ON {EVENTS} FOR EACH ROW", _refusal(APPEND_ONLY, f"NOT ({is_sealed_once})"))
    yield _trigger("append_only_delete", f"BEFORE DELETE ON {EVENTS} FOR EACH ROW", f"SELECT RAISE(ABORT, {_text(APPEND_ONLY)})")
    own_name = "rootwise_session('actor') IS NOT NULL AND NEW.actor IS rootwise_session('actor') AND NEW.position IS NULL"
    yield _trigger("append_only_insert", f"BEFORE INSERT ON {EVENTS} FOR EACH ROW", _refusal(NO_ACTOR, f"NOT ({own_name})"))
    yield _trigger("content_update", f"BEFORE UPDATE ON {CONTENTS} FOR EACH ROW", f"SELECT RAISE(ABORT, {_text(APPEND_ONLY)})")
    of_row = f"SELECT 1 FROM {EVENTS} AS own WHERE own.table_name = event.table_name AND own.row_id = event.row_id AND own.row_id <> ''"
    erased = (
        f"EXISTS (SELECT 1 FROM {EVENTS} AS event WHERE event.id = OLD.event_id AND event.child_id <> '' AND"
        f" (event.child_id = rootwise_session('erasing') OR EXISTS ({of_row} AND own.child_id = rootwise_session('erasing'))))"
    )
    yield _trigger("content_delete", f"BEFORE DELETE ON {CONTENTS} FOR EACH ROW", _refusal(APPEND_ONLY, f"NOT {erased}"))


def _trigger(name: str, head: str, *statements: str) -> tuple[str, str]:
    body = "".join(f"  {statement};\n" for statement in statements)
    return f"{GUARD_PREFIX}{name}", f"CREATE TRIGGER {_name(GUARD_PREFIX + name)} {head} BEGIN\n{body}END"


def _refusal(message: str, condition: str) -> str:
    return f"SELECT RAISE(ABORT, {_text(message)}) WHERE {condition}"


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"

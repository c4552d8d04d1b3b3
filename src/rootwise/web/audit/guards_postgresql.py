"""The guards in PostgreSQL: four functions, and on every table triggers that call them. ENABLE ALWAYS: no setting of a session switches
them off."""

from collections.abc import Iterable
from typing import Any

from rootwise.web.audit.tables import APPEND_ONLY, CONTENTS, EVENT_COLUMNS, EVENTS, NO_ACTOR, SEAL_COLUMNS, GuardedTable
from rootwise.web.database.schema import GUARD_PREFIX
from rootwise.web.database.versions import STALE_VERSION

# 23514 (check_violation): Django raises IntegrityError, as it does for the triggers of SQLite.
_REFUSE = "RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = '{}'"

# Arguments of the row trigger: key column, child column or '', withheld columns separated by commas.
_ROW = f"""
DECLARE
  before jsonb := '{{}}'; after jsonb := '{{}}'; row_now jsonb; changes jsonb; names jsonb; event bigint;
  withheld text[] := string_to_array(TG_ARGV[2], ',');
BEGIN
  IF coalesce(current_setting('rootwise.actor', true), '') = '' THEN
    {_REFUSE.format(NO_ACTOR)};
  END IF;
  IF TG_OP <> 'INSERT' THEN before := to_jsonb(OLD); END IF;
  IF TG_OP <> 'DELETE' THEN after := to_jsonb(NEW); END IF;
  row_now := CASE WHEN TG_OP = 'DELETE' THEN before ELSE after END;
  SELECT coalesce(jsonb_agg(name ORDER BY name), '[]'),
         coalesce(jsonb_object_agg(name, CASE WHEN name = ANY (withheld) THEN '[]'::jsonb
                                              ELSE jsonb_build_array(before -> name, after -> name) END), '{{}}')
    INTO names, changes
    FROM jsonb_object_keys(row_now) AS name
    WHERE TG_OP <> 'UPDATE' OR before -> name IS DISTINCT FROM after -> name;
  INSERT INTO {EVENTS} ({EVENT_COLUMNS})
    VALUES (clock_timestamp(), current_setting('rootwise.actor'), current_setting('rootwise.role'), current_setting('rootwise.action'),
            current_setting('rootwise.reason'), current_setting('rootwise.request'), lower(TG_OP), TG_TABLE_NAME,
            replace(row_now ->> TG_ARGV[0], '-', ''), replace(coalesce(row_now ->> TG_ARGV[1], ''), '-', ''), names, '', '')
    RETURNING id INTO event;
  INSERT INTO {CONTENTS} (event_id, salt, content)
    VALUES (event, replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), changes);
  RETURN NULL;
END
"""

_VERSION = f"""
BEGIN
  IF NEW.version IS DISTINCT FROM OLD.version + 1 THEN
    {_REFUSE.format(STALE_VERSION)};
  END IF;
  RETURN NEW;
END
"""

_SEALED = " AND ".join(f"NEW.{one} IS NOT NULL" for one in SEAL_COLUMNS)
_SEAL_NAMES = ", ".join(f"'{one}'" for one in SEAL_COLUMNS)
_EVENT = f"""
BEGIN
  IF TG_OP = 'INSERT' AND NEW.position IS NULL
    AND coalesce(current_setting('rootwise.actor', true), '') <> '' AND NEW.actor = current_setting('rootwise.actor') THEN
    RETURN NEW;
  ELSIF TG_OP = 'UPDATE' AND OLD.position IS NULL AND {_SEALED}
    AND to_jsonb(NEW) - ARRAY[{_SEAL_NAMES}] = to_jsonb(OLD) - ARRAY[{_SEAL_NAMES}] THEN
    RETURN NEW;
  END IF;
  {_REFUSE.format(APPEND_ONLY)};
END
"""

_CONTENT = f"""
BEGIN
  IF TG_OP = 'DELETE' AND EXISTS (
    SELECT 1 FROM {EVENTS} AS event WHERE event.id = OLD.event_id AND event.child_id <> '' AND (
      event.child_id = current_setting('rootwise.erasing', true) OR EXISTS (
        SELECT 1 FROM {EVENTS} AS own WHERE own.table_name = event.table_name AND own.row_id = event.row_id AND own.row_id <> ''
          AND own.child_id = current_setting('rootwise.erasing', true)))
  ) THEN
    RETURN OLD;
  END IF;
  {_REFUSE.format(APPEND_ONLY)};
END
"""

_TRUNCATE = f"BEGIN {_REFUSE.format(APPEND_ONLY)}; END"

_FUNCTIONS = {"row": _ROW, "version": _VERSION, "event": _EVENT, "content": _CONTENT, "truncate": _TRUNCATE}

_PRESENT_TRIGGERS = """
SELECT t.tgname || ' on ' || c.relname, pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text, t.tgname, c.relname
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT t.tgisinternal AND n.nspname = current_schema()
"""
_PRESENT_FUNCTIONS = """
SELECT p.proname, p.prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = current_schema() AND starts_with(p.proname, %s)
"""


class PostgreSQLGuards:
    def drop(self, cursor: Any) -> list[str]:
        cursor.execute(_PRESENT_TRIGGERS)
        ours = [(name, table) for _, _, name, table in cursor.fetchall() if name.startswith(GUARD_PREFIX)]
        return [f"DROP TRIGGER {_name(name)} ON {_name(table)}" for name, table in ours]

    def create(self, tables: Iterable[GuardedTable]) -> list[str]:
        functions = [
            f"CREATE OR REPLACE FUNCTION {GUARD_PREFIX}{name}() RETURNS trigger LANGUAGE plpgsql AS $rootwise${body}$rootwise$"
            for name, body in _FUNCTIONS.items()
        ]
        triggers = []
        for table, name, head, call in _triggers(tables):
            full = _name(GUARD_PREFIX + name)
            triggers.append(f"CREATE TRIGGER {full} {head} ON {_name(table)} {call}")
            triggers.append(f"ALTER TABLE {_name(table)} ENABLE ALWAYS TRIGGER {full}")
        return functions + triggers

    def wanted(self, tables: Iterable[GuardedTable]) -> dict[str, str]:
        """In the words of pg_get_triggerdef, with A for "always" at the end."""
        made = {f"{GUARD_PREFIX}{name}": body for name, body in _FUNCTIONS.items()}
        for table, name, head, call in _triggers(tables):
            full = GUARD_PREFIX + name
            made[f"{full} on {table}"] = f"CREATE TRIGGER {full} {head} ON {{schema}}.{table} {call} A"
        return made

    def present(self, cursor: Any) -> dict[str, str]:
        cursor.execute("SELECT current_schema()")
        (schema,) = cursor.fetchone()
        cursor.execute(_PRESENT_TRIGGERS)
        found = {key: text.replace(f" ON {schema}.", " ON {schema}.", 1) for key, text, _, _ in cursor.fetchall()}
        cursor.execute(_PRESENT_FUNCTIONS, [GUARD_PREFIX])
        return found | dict(cursor.fetchall())


def _triggers(tables: Iterable[GuardedTable]) -> Iterable[tuple[str, str, str, str]]:
    """Table, name, head and call, in the order and the words in which PostgreSQL tells them again."""
    for table in tables:
        arguments = ", ".join(_text(one) for one in (table.key, table.child or "", ",".join(table.withheld)))
        yield table.name, "row", "AFTER INSERT OR DELETE OR UPDATE", _call("row", arguments)
        yield table.name, "truncate", "BEFORE TRUNCATE", _call("truncate", each="STATEMENT")
        if table.has_version:
            yield table.name, "version", "BEFORE UPDATE", _call("version")
    for name, function in ((EVENTS, "event"), (CONTENTS, "content")):
        yield name, "append_only", "BEFORE INSERT OR DELETE OR UPDATE" if name == EVENTS else "BEFORE DELETE OR UPDATE", _call(function)
        yield name, "truncate", "BEFORE TRUNCATE", _call("truncate", each="STATEMENT")


def _call(function: str, arguments: str = "", *, each: str = "ROW") -> str:
    return f"FOR EACH {each} EXECUTE FUNCTION {GUARD_PREFIX}{function}({arguments})"


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"

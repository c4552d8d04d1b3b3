"""The triggers that stand on every table, made from the tables as they are now (one generator, two engines).

- row: whoever writes must have a name; what changed is written beside it (columns, values before and after).
- version: a change of a row with a version raises it by exactly one, else somebody's edit would be lost.
- append only: what the audit holds is not changed and not deleted.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from rootwise.web.audit.guards_postgresql import PostgreSQLGuards
from rootwise.web.audit.guards_sqlite import SQLiteGuards
from rootwise.web.audit.tables import EVENTS, Dialect, GuardsMissing, guarded_tables, is_there

_DIALECTS: dict[str, Dialect] = {"sqlite": SQLiteGuards(), "postgresql": PostgreSQLGuards()}


def put_guards_on(connection: BaseDatabaseWrapper) -> None:
    """Make every trigger anew. Runs inside the transaction that changed the tables."""
    if not is_there(connection, EVENTS):
        return  # the very first migrations: nothing of anybody is here yet
    dialect = _DIALECTS[connection.vendor]
    tables = guarded_tables(connection)
    with connection.cursor() as cursor:
        for statement in (*dialect.drop(cursor), *dialect.create(tables)):
            cursor.execute(statement)


def take_guards_off(connection: BaseDatabaseWrapper) -> None:
    """Only for a restore, into a database that nobody uses yet: the rows it brings were recorded when they were written."""
    with connection.cursor() as cursor:
        for statement in _DIALECTS[connection.vendor].drop(cursor):
            cursor.execute(statement)


def missing_guards(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that are absent, altered, switched off or not ours."""
    if not is_there(connection, EVENTS):
        return [EVENTS]
    dialect = _DIALECTS[connection.vendor]
    wanted = dialect.wanted(guarded_tables(connection))
    with connection.cursor() as cursor:
        present = dialect.present(cursor)
    return sorted({name for name, text in wanted.items() if present.get(name) != text} | (set(present) - set(wanted)))


def require_guards(connection: BaseDatabaseWrapper) -> None:
    missing = missing_guards(connection)
    if missing:
        raise GuardsMissing(
            f"triggers are missing or altered: {', '.join(missing)}. Ask who took them off; `rootwise manage migrate` makes them anew."
        )

"""A change of tables takes the guards off and puts them on again in the same transaction.

SQLite rebuilds a table to change it, which drops its triggers, and refuses to drop a column that a trigger names. So they go before the
first change and are made again from the tables as they are then. A migration that changes rows only keeps them, and is recorded row by row.
"""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from rootwise.web.database.session import NamedConnection

GUARD_PREFIX = "rootwise_"  # of the name of every trigger and function of ours


class RestoresGuards(BaseDatabaseSchemaEditor):
    guards_are_off = False

    def execute(self, sql: Any, params: Any = ()) -> None:
        if not self.guards_are_off and not self.collect_sql:
            self.guards_are_off = True
            self.take_guards_off()
        super().execute(sql, params)

    def take_guards_off(self) -> None:
        """Only where they stand in the way."""

    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None:
        try:
            if exc_type is None:
                self._put_guards_on()
        except BaseException as error:
            super().__exit__(type(error), error, error.__traceback__)
            raise
        super().__exit__(exc_type, exc_value, traceback)

    def _put_guards_on(self) -> None:
        connection = self.connection
        if not self.guards_are_off or not isinstance(connection, NamedConnection):
            return
        deferred, self.deferred_sql = self.deferred_sql, []
        for sql in deferred:  # indexes and constraints that Django puts off to the end: before the guards, which come last
            self.execute(sql, None)
        for hook in connection.after_schema_change:
            hook(connection)

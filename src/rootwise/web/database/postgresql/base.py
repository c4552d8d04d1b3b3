"""PostgreSQL through psycopg 3. The name of who writes is a setting of the transaction, which ends with it."""

from django.db.backends.postgresql import base as django_postgresql
from django.db.backends.postgresql.schema import DatabaseSchemaEditor

from rootwise.web.database.schema import RestoresGuards
from rootwise.web.database.session import KEYS, NamedConnection, Session


class SchemaEditor(RestoresGuards, DatabaseSchemaEditor):
    pass


class DatabaseWrapper(NamedConnection, django_postgresql.DatabaseWrapper):
    SchemaEditorClass = SchemaEditor

    def name(self, session: Session | None) -> None:
        """Without an open transaction the name is for the connection: that is how an operator's commands are named."""
        super().name(session)
        if self.connection is not None and not self.needs_rollback:
            self._tell(for_transaction=self.in_atomic_block)

    def init_connection_state(self) -> None:
        super().init_connection_state()
        if self.session is not None:
            self._tell(for_transaction=False)

    def _tell(self, *, for_transaction: bool) -> None:
        values = [value for key in KEYS for value in (f"rootwise.{key}", self.named_value(key) or "", for_transaction)]
        with self.cursor() as cursor:
            cursor.execute("SELECT " + ", ".join(["set_config(%s, %s, %s)"] * len(KEYS)), values)

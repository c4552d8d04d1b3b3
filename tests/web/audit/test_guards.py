"""No row is written without a name and a record, however it is written; and no migration leaves a table without its triggers."""

from collections.abc import Callable

import pytest
from django.apps.registry import Apps
from django.db import IntegrityError, ProgrammingError, connection, connections, migrations, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState
from django.db.utils import DatabaseError

from rootwise.web.accounts.models import Site, SiteContact
from rootwise.web.audit.guards import missing_guards, require_guards
from rootwise.web.audit.models import Content, Event
from rootwise.web.audit.operator import named_operator
from rootwise.web.audit.recording import Actor, recorded
from rootwise.web.audit.tables import EVENT_COLUMNS, UNRECORDED, GuardsMissing, guarded_tables

RENAME = "UPDATE accounts_site SET name = 'Elm Street', version = version + 1"
WAYS: dict[str, Callable[[], object]] = {
    "save": lambda: Site(name="new").save(),
    "bulk_create": lambda: Site.objects.bulk_create([Site(name="a"), Site(name="b")]),
    "update": lambda: Site.objects.update(name="Elm Street", version=models.F("version") + 1),
    "delete": lambda: Site.objects.all().delete(),
    "raw update": lambda: _run(RENAME),
    "raw delete": lambda: _run("DELETE FROM accounts_site"),
}


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _recorded_since(number: int) -> list[tuple[str, str]]:
    return list(Event.objects.filter(id__gt=number).order_by("id").values_list("verb", "table"))


def _last() -> int:
    return Event.objects.order_by("-id").values_list("id", flat=True).first() or 0


@pytest.fixture
def site(db: None, somebody: Actor) -> Site:
    with recorded(somebody, action="test"):
        return Site.objects.create(name="Willow Street")


@pytest.mark.parametrize("way", WAYS)
def test_nobody_writes_without_a_name(site: Site, way: str) -> None:
    with pytest.raises(IntegrityError, match="rootwise: nobody writes without a name"), transaction.atomic():
        WAYS[way]()
    assert [one.name for one in Site.objects.all()] == ["Willow Street"]


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        ("save", ["insert"]),
        ("bulk_create", ["insert", "insert"]),
        ("update", ["update"]),
        ("delete", ["delete"]),
        ("raw update", ["update"]),
        ("raw delete", ["delete"]),
    ],
)
def test_every_row_is_recorded_however_it_is_written(site: Site, somebody: Actor, way: str, expected: list[str]) -> None:
    before = _last()
    with recorded(somebody, action="test"):
        WAYS[way]()
    assert _recorded_since(before) == [(verb, "accounts_site") for verb in expected]


def test_an_event_says_who_did_what_to_which_row_and_how_it_was(site: Site) -> None:
    with recorded(Actor("7" * 32, "supervisor", request="r9", reason="spelling"), action="accounts.rename"):
        site.name = "Elm Street"
        site.save()
    event = Event.objects.latest("id")
    assert (event.actor, event.role, event.action, event.reason, event.request) == (
        "7" * 32,
        "supervisor",
        "accounts.rename",
        "spelling",
        "r9",
    )
    assert (event.verb, event.table, event.row, event.child) == ("update", "accounts_site", site.id.hex, "")
    assert sorted(event.columns) == ["name", "version"]
    assert Content.objects.get(event=event.id).values == {"name": ["Willow Street", "Elm Street"], "version": [1, 2]}


def test_rows_that_go_with_another_are_recorded_too(site: Site, somebody: Actor) -> None:
    with recorded(somebody, action="test"):
        SiteContact.objects.create(site=site, place=1, kind="crisis", name="Line", phone="1")
        before = _last()
        site.delete()
    assert _recorded_since(before) == [("delete", "accounts_sitecontact"), ("delete", "accounts_site")]


def test_of_a_secret_only_that_it_changed_is_kept(site: Site, somebody: Actor) -> None:
    with recorded(somebody, action="test"):
        user = site.users.create(email="a@example.org", name="Ann", initials="A", role="clinician", password="canary-hash")
        user.password = "canary-second"
        user.save()
    values = list(Content.objects.order_by("-event").values_list("values", flat=True)[:2])
    assert values[0] == {"password": [], "version": [1, 2]}
    assert "canary" not in str(values)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit_event",
        "UPDATE audit_event SET actor = 'nobody'",
        "UPDATE audit_event SET position = NULL, mac = ''",
        "UPDATE audit_content SET content = '{}'",
        "DELETE FROM audit_content",
        f"INSERT INTO audit_event ({EVENT_COLUMNS}) "
        "VALUES ('2026-01-01', 'somebody else', 'x', 'x', '', '', 'read', 'x', '', '', '[]', '', '')",
    ],
)
def test_the_record_is_only_added_to_and_only_in_ones_own_name(site: Site, somebody: Actor, statement: str) -> None:
    with pytest.raises(IntegrityError, match="rootwise: "), transaction.atomic(), recorded(somebody, action="test"):
        _run(statement)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="TRUNCATE is PostgreSQL's")
@pytest.mark.parametrize("table", ["audit_event", "audit_content", "accounts_sitecontact"])
def test_no_table_is_emptied_behind_its_triggers(site: Site, somebody: Actor, table: str) -> None:
    with pytest.raises(IntegrityError, match="rootwise: the audit"), transaction.atomic(), recorded(somebody, action="test"):
        _run(f"TRUNCATE {table} CASCADE")


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="REPLACE is SQLite's")
def test_replace_tells_what_it_deleted(site: Site, somebody: Actor) -> None:
    before = _last()
    with recorded(somebody, action="test"):
        _run(f"REPLACE INTO accounts_site (id, name, version) VALUES ('{site.id.hex}', 'Elm Street', 1)")
    assert [verb for verb, _ in _recorded_since(before)] == ["delete", "insert"]


def test_every_table_is_guarded_or_has_a_reason_not_to_be(db: None) -> None:
    assert missing_guards(connection) == []
    tables = {one.name for one in guarded_tables(connection)}
    assert tables | set(UNRECORDED) == set(connection.introspection.table_names())
    assert {"accounts_user", "accounts_site", "accounts_sitecontact", "auth_group", "auth_group_permissions"} <= tables


def test_a_trigger_that_is_gone_is_noticed(site: Site) -> None:
    _run("DROP TRIGGER rootwise_update_accounts_site" if connection.vendor == "sqlite" else "DROP TRIGGER rootwise_row ON accounts_site")
    with pytest.raises(GuardsMissing, match=r"triggers are missing or altered: rootwise_(update_accounts_site|row on accounts_site)\."):
        require_guards(connection)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite cannot switch a trigger off")
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE accounts_site DISABLE TRIGGER rootwise_row",
        "CREATE OR REPLACE FUNCTION rootwise_row() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    ],
)
def test_a_trigger_that_does_nothing_is_noticed(site: Site, statement: str) -> None:
    _run(statement)
    assert len(missing_guards(connection)) == 1


def test_a_foreign_trigger_is_noticed(site: Site) -> None:
    if connection.vendor == "sqlite":
        _run("CREATE TRIGGER copy_away AFTER INSERT ON accounts_site BEGIN SELECT 1; END")
    else:
        _run("CREATE TRIGGER copy_away AFTER INSERT ON accounts_site EXECUTE FUNCTION rootwise_row('id', '', '')")
    assert len(missing_guards(connection)) == 1


OPERATIONS = {
    "a column more": migrations.AddField("site", "colour", models.CharField(max_length=9, default="green")),
    "a column of another kind": migrations.AlterField("site", "name", models.TextField()),
    "a column less": migrations.RemoveField("site", "name"),
    "a column renamed": migrations.RenameField("site", "name", "title"),
    "a table more": migrations.CreateModel("Room", [("id", models.BigAutoField(primary_key=True)), ("name", models.TextField())]),
    "a table less": migrations.DeleteModel("SiteContact"),
    "a table renamed": migrations.RenameModel("SiteContact", "Contact"),
}


@pytest.mark.parametrize("change", OPERATIONS)
def test_after_a_migration_every_table_is_guarded(committing: None, somebody: Actor, change: str) -> None:
    """SQLite rebuilds the table for some of these, which drops its triggers."""
    state = _migrate(OPERATIONS[change])
    assert missing_guards(connection) == []
    site = state.apps.get_model("accounts", "Site")
    with pytest.raises((IntegrityError, ProgrammingError), match="nobody writes without a name"):
        site.objects.create(version=1)
    with recorded(somebody, action="test"):
        site.objects.create(version=1)
    assert Event.objects.latest("id").table == "accounts_site"


def test_a_migration_of_rows_is_recorded_row_by_row(committing: None, somebody: Actor) -> None:
    with recorded(somebody, action="test"):
        Site.objects.create(name="Willow Street")
    with named_operator(connections["default"], action="migrate"):
        _migrate(migrations.RunPython(_rename_all))
    event = Event.objects.latest("id")
    assert event.actor.startswith("operator:")
    assert (event.action, event.verb, event.table, event.position) == ("operator.migrate", "update", "accounts_site", Event.objects.count())


def test_a_migration_without_a_name_changes_no_row(committing: None, somebody: Actor) -> None:
    with recorded(somebody, action="test"):
        Site.objects.create(name="Willow Street")
    with pytest.raises(DatabaseError, match="nobody writes without a name"):
        _migrate(migrations.RunPython(_rename_all))


def test_a_migration_that_fails_leaves_the_guards_on(committing: None) -> None:
    def fail(_apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
        raise RuntimeError("as planned")

    with pytest.raises(RuntimeError, match="as planned"):
        _migrate(OPERATIONS["a column more"], migrations.RunPython(fail))
    assert missing_guards(connection) == []


def _rename_all(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("accounts", "Site").objects.update(name="Elm Street", version=models.F("version") + 1)


def _migrate(*operations: migrations.operations.base.Operation) -> ProjectState:
    from django.db.migrations.executor import MigrationExecutor

    before = MigrationExecutor(connection).loader.project_state()
    migration = type("Changed", (migrations.Migration,), {"operations": operations})("0999_test", "accounts")
    with connection.schema_editor(atomic=True) as editor:
        after: ProjectState = migration.apply(before, editor)
    return after

"""A populated database of every earlier state comes through all later migrations: no row changes that its migration does not name.

A migration that changes rows says so: `changes_rows = {"table.column": "why"}` in its class; a column or table that goes, `gone = {...}`
in the same way. Nothing else is to be done here for a new migration.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps as apps_now
from django.core.management import call_command
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from rootwise.web.audit.guards import missing_guards
from rootwise.web.audit.recording import recorded
from rootwise.web.audit.verify import verify
from rootwise.web.backup.copies import alias_like_default
from rootwise.web.backup.restore import RESTORING, _new_database
from tests.web.people import BY
from tests.web.test_house_rules import ORDER

Rows = dict[str, dict[Any, dict[str, Any]]]  # by table and primary key
STATES = sorted(key for key in MigrationLoader(None).graph.nodes if key[0] in ORDER)
A_DAY = dt.date(2026, 3, 29)
NOT_OURS_TO_FILL = {"audit", "contenttypes"}  # written by the triggers, and by Django after a migration


@pytest.fixture
def empty(committing: None) -> Iterator[BaseDatabaseWrapper]:
    with _new_database() as name, alias_like_default(RESTORING, name=name) as connection:
        yield connection


@pytest.mark.parametrize("state", STATES, ids=".".join)
def test_rows_of_this_state_come_through(empty: BaseDatabaseWrapper, state: tuple[str, str]) -> None:
    call_command("migrate", *state, database=RESTORING, verbosity=0)
    filled = _fill(MigrationLoader(None).project_state(state).apps)
    before = _rows(empty)
    assert filled <= {table for table, rows in before.items() if rows}
    call_command("migrate", database=RESTORING, verbosity=0)
    assert _differences(before, _rows(empty)) == []
    assert missing_guards(empty) == []
    assert verify(alias=RESTORING).problems == ()


def _fill(then: Any) -> set[str]:
    """Three rows in every table, in the order of their references."""
    made: dict[type[models.Model], list[models.Model]] = {}
    ours = [one for one in then.get_models() if one._meta.app_label not in NOT_OURS_TO_FILL and one._meta.managed]

    def make(model: type[models.Model]) -> None:
        if model in made:
            return
        made[model] = []
        for field in model._meta.concrete_fields:
            target = field.related_model
            if target is not None and target is not model and target in ours:
                make(target)
        with recorded(BY, action="test", using=RESTORING):
            for number in range(3):
                made[model].append(_row(model, number, made))

    for model in ours:
        make(model)
    return {one._meta.db_table for one in ours}


def _row(model: type[models.Model], number: int, made: dict[type[models.Model], list[models.Model]]) -> models.Model:
    values = {}
    relations = 0
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            target = made.get(field.related_model, [])
            if field.related_model is model or (field.null and not target):
                continue
            chosen = target[(number + relations) % 3] if target else field.related_model._base_manager.using(RESTORING).all()[number]
            relations += 0 if isinstance(field, models.OneToOneField) else 1
            values[field.name] = chosen
        elif not isinstance(field, models.AutoField):
            values[field.name] = _value(field, number)
    row = model(**values)
    row.save(using=RESTORING, force_insert=True)
    return row


VALUES: "tuple[tuple[type[models.Field[Any, Any]], Callable[[int], Any]], ...]" = (
    (models.UUIDField, lambda number: uuid.UUID(int=number + 1, version=4)),
    (models.EmailField, lambda number: f"row{number}@example.org"),
    (models.BooleanField, lambda number: number == 0),
    (models.DateTimeField, lambda _: dt.datetime(2026, 3, 29, 2, 30, 15, 123456, tzinfo=dt.UTC)),
    (models.DateField, lambda _: A_DAY),
    (models.JSONField, lambda number: {"number": number}),
    (models.IntegerField, lambda number: number + 1),
    (models.FloatField, lambda number: number + 0.1),
    (models.DecimalField, lambda number: number + 1),
    (models.BinaryField, lambda number: bytes([number])),
)


def _value(field: "models.Field[Any, Any]", number: int) -> Any:
    if field.choices:
        return list(field.flatchoices)[number % len(field.flatchoices)][0]
    for kind, value in VALUES:
        if isinstance(field, kind):
            return value(number)
    assert isinstance(field, models.CharField | models.TextField), f"say in VALUES what to write into a {type(field).__name__}"
    text = f"{number}ñ {field.name}"
    return text[: field.max_length] if field.max_length else text


def _rows(connection: BaseDatabaseWrapper) -> Rows:
    """Everything, as the database has it."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            (key, *_) = connection.introspection.get_primary_key_columns(cursor, table) or ["id"]
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [one[0] for one in cursor.description]
            found[table] = {row[names.index(key)]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}
    return found


def _differences(before: Rows, after: Rows) -> list[str]:
    named = _named()
    wrong = []
    for table, rows in before.items():
        if table not in after:
            wrong += [f"{table} is gone"] if table not in named else []
            continue
        for key, row in rows.items():
            now = after[table].get(key)
            if now is None:
                wrong.append(f"{table} {key} is gone")
                continue
            changed = [name for name, value in row.items() if f"{table}.{name}" not in named and (name not in now or now[name] != value)]
            wrong += [f"{table} {key}: {name} is {now.get(name, 'gone')!r}, not {row[name]!r}" for name in changed]
    return wrong


def _named() -> set[str]:
    migrations = [one for one in MigrationLoader(None).disk_migrations.values() if one.app_label in ORDER]
    return {name for one in migrations for name in {**getattr(one, "changes_rows", {}), **getattr(one, "gone", {})}}


def test_a_change_that_nobody_named_is_found() -> None:
    before: Rows = {"t": {1: {"id": 1, "name": "a", "old": 0}, 2: {"id": 2, "name": "b", "old": 0}}, "u": {}}
    after: Rows = {"t": {1: {"id": 1, "name": "A", "new": 1}}}
    assert _differences(before, after) == ["t 1: name is 'A', not 'a'", "t 1: old is 'gone', not 0", "t 2 is gone", "u is gone"]


def test_every_table_of_today_is_in_some_state() -> None:
    assert {one.label for one in apps_now.get_app_configs() if one.label in ORDER} == {app for app, _ in STATES}

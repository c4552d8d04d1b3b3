"""A database that commits for real, for what happens at a commit: seals, anchors, conflicts. The fixture `db` rolls back and is quicker."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test.utils import setup_databases, teardown_databases
from django.utils import translation
from pytest_django import DjangoDbBlocker, Settings

from rootwise.web.audit.recording import Actor


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test begins in English, whatever language the page before it spoke."""
    with translation.override("en"):
        yield


@pytest.fixture
def somebody() -> Actor:
    return Actor("5" * 32, "clinician", request="r1")


@pytest.fixture
def anchor(tmp_path: Path, settings: Settings) -> Path:
    settings.AUDIT_ANCHOR = tmp_path / "anchor"
    return tmp_path / "anchor"


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The migrated database, also for tests without the fixture `db`, which pytest-django does not count."""
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture
def committing(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path, anchor: Path) -> Iterator[None]:
    """A copy of the migrated database, thrown away after the test."""
    with django_db_blocker.unblock():
        original = connection.settings_dict["NAME"]
        copy = _copy_file(tmp_path) if connection.vendor == "sqlite" else _copy_database(original)
        connection.settings_dict["NAME"] = copy
        try:
            yield
        finally:
            connections.close_all()
            connection.settings_dict["NAME"] = original
            if connection.vendor == "postgresql":
                _administer(f'DROP DATABASE "{copy}" WITH (FORCE)')


def _copy_file(folder: Path) -> str:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    original = connection.settings_dict["NAME"]
    connection.close()
    return str(shutil.copy(original, folder / "committing.sqlite3"))


def _copy_database(original: str) -> str:
    copy = f"committing_{uuid.uuid4().hex}"
    connection.close()
    _administer(f'CREATE DATABASE "{copy}" TEMPLATE "{original}"')
    return copy


def _administer(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)

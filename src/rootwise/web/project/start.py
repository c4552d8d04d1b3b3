"""From nothing to a program that can answer: the folders, the keys, Django, the tables."""

import os
from contextlib import suppress

import django
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection, connections

from rootwise.errors import UserError
from rootwise.web.keys import KeyRing, Purpose, UnusableKeys
from rootwise.web.project.configuration import Configuration


class NoDatabase(UserError):
    """The database does not answer."""


def set_up() -> Configuration:
    """Make Django ready in this process. Changes nothing on the disk; what is written later is for its owner only."""
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rootwise.web.project.settings")
    django.setup()
    configuration: Configuration = settings.CONFIGURATION
    return configuration


class NothingYet(UserError):
    """Nobody has started this installation."""


def first_start(configuration: Configuration) -> list[Purpose]:
    """Make what a new installation lacks: folders, keys, tables."""
    configuration.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = _first_keys(configuration)
    if not has_tables():
        call_command("migrate", verbosity=0)
    return made


def let_go_of_the_database() -> None:
    """An open connection of SQLite leaves two files beside the database."""
    connections.close_all()


def require_started(configuration: Configuration) -> None:
    """For a check, which makes nothing."""
    if _missing_keys(configuration) or not configuration.data.is_dir() or not _has_data(configuration):
        raise NothingYet(
            f"There are no keys in {configuration.keys} and no tables yet. The first `rootwise serve` makes them; a check makes nothing."
        )


def _first_keys(configuration: Configuration) -> list[Purpose]:
    if not _missing_keys(configuration):
        return []
    ring = KeyRing(configuration.keys)
    made = ring.make_missing()
    settings.SECRET_KEY = ring.newest(Purpose.SIGNING).hex  # read by Django before there was one
    return made


def _missing_keys(configuration: Configuration) -> list[Purpose]:
    """Where there is data, a missing key is an error and never made anew."""
    ring = KeyRing(configuration.keys)
    missing = ring.missing()
    if missing and (len(missing) < len(Purpose) or _has_data(configuration)):
        raise UnusableKeys(
            f"{ring.folder}: there is no key for {', '.join(missing)}, but there is data. A new key would not open it. "
            "Put the key folder of this installation back from where you keep its copy."
        )
    return missing


def _has_data(configuration: Configuration) -> bool:
    return has_tables() if configuration.uses_postgresql else configuration.database_file.exists()


def has_tables() -> bool:
    require_database()
    return "django_migrations" in connection.introspection.table_names()


def require_database() -> None:
    """Say why it does not answer, in the words of the database: they name the host, never a row."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        reason = next(iter(str(error).strip().splitlines()), "no reason given")
        with suppress(OperationalError):
            connection.close()
        raise NoDatabase(
            f"The database does not answer: {reason}. Is it running, and is ROOTWISE_DATABASE or ROOTWISE_DATA right?"
        ) from None

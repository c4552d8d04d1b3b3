"""What the application refuses to start with in production: each with the reason and the fix, all at once."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from rootwise.errors import UserError
from rootwise.web.accounts.selectors import help_contacts, sites_without_help
from rootwise.web.audit.guards import missing_guards
from rootwise.web.project.configuration import Configuration


@dataclass(frozen=True, slots=True)
class Unsafe:
    """One thing that is not as it must be for real people."""

    what: str
    why: str
    do: str

    def __str__(self) -> str:
        return f"- {self.what}\n  Why: {self.why}\n  Do:  {self.do}"


class UnsafeSettings(UserError):
    def __init__(self, found: list[Unsafe]) -> None:
        self.found = found
        super().__init__("Rootwise does not start like this, because children could come to harm:\n" + "\n".join(str(one) for one in found))


def require_safe(configuration: Configuration, *, host: str) -> None:
    found = [*_listening(configuration, host), *_folders(configuration)]
    if configuration.is_production:
        found += [*_address(configuration), *_witness(configuration), *_transport(configuration)]
    found += list(_tables())
    if configuration.is_production and not any(one.what.startswith("Migrations") for one in found):
        found += list(_help())
    if found:
        raise UnsafeSettings(found)


def require_production(configuration: Configuration) -> None:
    """`rootwise serve` is for real people. A demonstration shows one-time codes on its pages and takes cookies without TLS."""
    if not configuration.is_production:
        raise UnsafeSettings(
            [
                Unsafe(
                    "ROOTWISE_MODE is demo.",
                    "a demonstration shows the codes of the second factor on the screen and does without TLS",
                    "leave ROOTWISE_MODE out; to try the program with fictional people: rootwise demo",
                )
            ]
        )


def is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _listening(configuration: Configuration, host: str) -> Iterator[Unsafe]:
    if not is_this_machine(host) and configuration.proxy is None:
        yield Unsafe(
            f"It would listen on {host}.",
            "what people read and write would go over the network without encryption",
            "leave out --host and put a reverse proxy with TLS on this machine, or name the one before it in ROOTWISE_PROXY "
            "(docs/installing.md)",
        )


def _folders(configuration: Configuration) -> Iterator[Unsafe]:
    data, keys = configuration.data.resolve(), configuration.keys.resolve()
    if data == keys or data in keys.parents or keys in data.parents:
        yield Unsafe(
            f"The keys ({keys}) and the data ({data}) are in the same place.",
            "whoever copies the data, or its disk, gets the keys with it",
            "set ROOTWISE_KEYS to a folder elsewhere, best on another disk, and move the keys there",
        )
    for name, place in (("data", data), ("keys", keys)):
        if stat.S_IMODE(place.stat().st_mode) & 0o077:
            yield Unsafe(f"Other users of this machine can open the {name} folder.", "it is for this program only", f"chmod 700 {place}")


def _address(configuration: Configuration) -> Iterator[Unsafe]:
    if not configuration.origin:
        yield Unsafe(
            "ROOTWISE_ORIGIN is not set.",
            "only requests for this address are answered; others could be led here by a foreign page",
            "set it to the address people type, such as ROOTWISE_ORIGIN=https://rootwise.example.org",
        )
    elif urlsplit(configuration.origin).scheme != "https" or not configuration.host or urlsplit(configuration.origin).path:
        yield Unsafe(
            f"ROOTWISE_ORIGIN is {configuration.origin}.",
            "without TLS, passwords and records can be read on the way",
            "set it to https://, the host, and nothing after it; the reverse proxy keeps the certificate (docs/installing.md)",
        )


def _witness(configuration: Configuration) -> Iterator[Unsafe]:
    place = configuration.anchor
    if place is None:
        yield Unsafe(
            "ROOTWISE_ANCHOR is not set.",
            "without a witness outside the database nobody would notice if the end of the audit were cut off",
            "set it to a file on another disk or machine, where this program can add and not rewrite (docs/installing.md)",
        )
        return
    if configuration.data.resolve() in place.resolve().parents:
        yield Unsafe(
            f"The anchor of the audit ({place}) is in the data folder.",
            "whoever could change the database could change its witness too",
            "set ROOTWISE_ANCHOR to a file on another disk or machine",
        )
    if not _can_append(place):
        yield Unsafe(
            f"The anchor of the audit ({place}) cannot be written.", "the audit needs its witness", "let this program's user add to it"
        )


def _can_append(place: Path) -> bool:
    if not place.exists():
        return os.access(place.parent, os.W_OK | os.X_OK)  # made with its first line
    try:
        os.close(os.open(place, os.O_WRONLY | os.O_APPEND))
    except OSError:
        return False
    return True


def _transport(configuration: Configuration) -> Iterator[Unsafe]:
    """PostgreSQL on another machine is spoken to with TLS, and its certificate is checked."""
    if not configuration.uses_postgresql:
        return
    url = urlsplit(configuration.database)
    query = parse_qs(url.query)
    host = query.get("host", [url.hostname or ""])[0]
    if host and not host.startswith("/") and not is_this_machine(host) and query.get("sslmode") != ["verify-full"]:
        yield Unsafe(
            f"PostgreSQL on {host} is used without checking who answers.",
            "records would go over the network where others can read or change them",
            "add ?sslmode=verify-full&sslrootcert=FILE to ROOTWISE_DATABASE",
        )


def _tables() -> Iterator[Unsafe]:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        yield Unsafe(
            f"Migrations are waiting: {len(pending)}.",
            "the tables are those of another version",
            "rootwise backup FILE, then rootwise manage migrate",
        )
    elif missing := missing_guards(connection):
        yield Unsafe(
            f"Triggers of the audit are missing or altered: {', '.join(missing[:5])}{' and more' if len(missing) > 5 else ''}.",
            "rows could be changed without a record",
            "find out who took them off (rootwise audit verify), then rootwise manage migrate makes them anew",
        )


def _help() -> Iterator[Unsafe]:
    if not help_contacts():
        yield Unsafe(
            "There is no site yet.",
            "a red flag must say whom to call",
            "rootwise manage add_site site.yaml (examples/site.yaml shows the form)",
        )
    for name, kinds in sites_without_help().items():
        yield Unsafe(
            f"{name} has no contact for: {', '.join(kinds)}.",
            "a red flag must say whom to call",
            "add it on the page of the site, or with rootwise manage add_site in a new installation",
        )

"""What an installation sets: a handful of variables of the environment, checked together. No secret is among them.

ROOTWISE_MODE      production (without a word) or demo
ROOTWISE_DATA      the folder of the database
ROOTWISE_KEYS      the folder of the keys, not inside the one above
ROOTWISE_DATABASE  empty for encrypted SQLite in ROOTWISE_DATA, or postgresql://user@host/name?sslmode=verify-full
ROOTWISE_ORIGIN    the address people type: https://rootwise.example.org
ROOTWISE_ANCHOR    the file that bears witness for the audit, where the program can add and not rewrite
ROOTWISE_PROXY     empty for a proxy on this machine, or the address or network from which the TLS proxy asks: 172.18.0.0/24
ROOTWISE_TIME_ZONE the zone of the service: Europe/Madrid
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from zoneinfo import available_timezones

from rootwise.errors import UserError


class Mode(StrEnum):
    PRODUCTION = "production"
    DEMO = "demo"  # fictional people on this machine only


class InvalidConfiguration(UserError):
    """Variables that cannot be understood, all of them at once."""


DATABASE_FILE = "rootwise.sqlite3"
_POSTGRESQL = ("postgresql", "postgres")
_KNOWN = {f"ROOTWISE_{name}" for name in ("MODE", "DATA", "KEYS", "DATABASE", "ORIGIN", "ANCHOR", "PROXY", "TIME_ZONE")}


@dataclass(frozen=True, slots=True)
class Configuration:
    mode: Mode
    data: Path
    keys: Path
    database: str
    origin: str
    anchor: Path | None
    time_zone: str
    proxy: IPv4Network | IPv6Network | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Configuration":
        """Read the variables. A misspelt one is an error: a setting that is silently not in force is worse than none."""
        problems = [
            f"{name}: there is no such setting. Known are {', '.join(sorted(_KNOWN))}"
            for name in sorted(environment)
            if name.startswith("ROOTWISE_") and name not in _KNOWN
        ]
        problems += _problems(environment)
        if problems:
            raise InvalidConfiguration("\n".join(problems))
        anchor = environment.get("ROOTWISE_ANCHOR", "")
        return cls(
            mode=Mode(environment.get("ROOTWISE_MODE") or Mode.PRODUCTION),
            data=Path(environment.get("ROOTWISE_DATA") or "/var/lib/rootwise"),
            keys=Path(environment.get("ROOTWISE_KEYS") or "/var/lib/rootwise-keys"),
            database=environment.get("ROOTWISE_DATABASE", ""),
            origin=environment.get("ROOTWISE_ORIGIN", "").rstrip("/"),
            anchor=Path(anchor) if anchor else None,
            time_zone=environment.get("ROOTWISE_TIME_ZONE") or "UTC",
            proxy=ip_network(environment["ROOTWISE_PROXY"]) if environment.get("ROOTWISE_PROXY") else None,
        )

    @property
    def is_production(self) -> bool:
        return self.mode is Mode.PRODUCTION

    @property
    def uses_postgresql(self) -> bool:
        return bool(self.database)

    @property
    def database_file(self) -> Path:
        return self.data / DATABASE_FILE

    @property
    def host(self) -> str:
        return urlsplit(self.origin).hostname or ""

    def databases(self) -> dict[str, dict[str, object]]:
        """Django's DATABASES. The key of the file is not in it, only where it lies."""
        return {"default": _postgresql(urlsplit(self.database)) if self.uses_postgresql else _sqlite(self.database_file, self.keys)}


def _problems(environment: Mapping[str, str]) -> list[str]:
    problems = []
    if (mode := environment.get("ROOTWISE_MODE", "")) not in ("", *Mode):
        problems.append(f"ROOTWISE_MODE: {mode!r} was not expected, but {' or '.join(Mode)}")
    if (database := environment.get("ROOTWISE_DATABASE", "")) and not _names_a_database(database):
        problems.append("ROOTWISE_DATABASE: expected postgresql://user@host/name, or nothing for encrypted SQLite")
    if (proxy := environment.get("ROOTWISE_PROXY", "")) and not _names_a_network(proxy):
        problems.append("ROOTWISE_PROXY: expected the address of the TLS proxy, or its network of at most 256 addresses: 172.18.0.0/24")
    if (zone := environment.get("ROOTWISE_TIME_ZONE", "UTC")) not in available_timezones():
        problems.append(f"ROOTWISE_TIME_ZONE: there is no zone {zone!r}. Expected a name like Europe/Madrid")
    problems += [
        f"{name}: expected a path from the root, not {value!r}: a service does not start where you stand"
        for name in ("ROOTWISE_DATA", "ROOTWISE_KEYS", "ROOTWISE_ANCHOR")
        if (value := environment.get(name, "")) and not Path(value).is_absolute()
    ]
    return problems


def _names_a_database(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in _POSTGRESQL and len(parts.path) > 1 and (parts.port or 1) > 0
    except ValueError:
        return False


def _names_a_network(text: str) -> bool:
    """Small: whoever asks from there is believed to have come by TLS."""
    try:
        return ip_network(text).num_addresses <= 256
    except ValueError:
        return False


def _sqlite(place: Path, keys: Path) -> dict[str, object]:
    return {
        "ENGINE": "rootwise.web.database.sqlcipher",
        "NAME": str(place),
        "CONN_MAX_AGE": None,
        # IMMEDIATE takes the write lock at the start: waiting for it works, upgrading to it later does not.
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "key_folder": str(keys)},
    }


def _postgresql(url: SplitResult) -> dict[str, object]:
    query = dict(parse_qsl(url.query))
    return {
        "ENGINE": "rootwise.web.database.postgresql",
        "NAME": unquote(url.path[1:]),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),  # better in ~/.pgpass (docs/installing.md)
        "HOST": query.pop("host", url.hostname or ""),
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }

"""`rootwise backup FILE`: a snapshot of every row, encrypted, and read again before it counts."""

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from rootwise import __version__
from rootwise.web.audit.operator import operator
from rootwise.web.audit.recording import record, recorded
from rootwise.web.audit.sealing import Head, head
from rootwise.web.backup.copies import snapshot
from rootwise.web.backup.rows import TableSum, table_lines
from rootwise.web.backup.sealed_file import DamagedBackup, new_sealed_file, opened_sealed_file
from rootwise.web.keys import KeyRing


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: its last line."""

    made_at: str
    version: str
    engine: str
    migrations: tuple[tuple[str, str], ...]
    head: Head
    tables: tuple[TableSum, ...]

    @property
    def rows(self) -> int:
        return sum(one.rows for one in self.tables)

    @classmethod
    def read(cls, told: dict[str, Any]) -> "Manifest":
        return cls(
            told["made_at"],
            told["version"],
            told["engine"],
            tuple((app, name) for app, name in told["migrations"]),
            Head(**told["head"]),
            tuple(TableSum(**one) for one in told["tables"]),
        )


def make_backup(place: Path) -> Manifest:
    """Write the backup, then read the file again from its first byte to its last. What does not agree is not left behind.

    That it was made is recorded before, so that the backup holds this too and nothing is newer than it.
    """
    with recorded(operator(), action="operator.backup"):
        record("backup", table="", row="", child="", columns=[place.name])
    ring = KeyRing(settings.KEY_FOLDER)
    with snapshot() as alias:
        manifest = _manifest(alias)
        sums: list[TableSum] = []
        about = {"made_at": manifest.made_at, "version": manifest.version}
        with new_sealed_file(place, ring, about) as sealed, gzip.GzipFile(fileobj=sealed, mode="wb", mtime=0, filename="") as lines:
            for line in table_lines(apps, alias, sums):
                lines.write(line.encode())
            manifest = replace(manifest, tables=tuple(sums))
            lines.write(json.dumps({"manifest": asdict(manifest)}).encode() + b"\n")
    try:
        agrees = read_manifest(place) == manifest
    except DamagedBackup:
        place.unlink()
        raise
    if not agrees:
        place.unlink()
        raise DamagedBackup(place, "what was read again is not what was written")
    return manifest


def _manifest(alias: str) -> Manifest:
    connection = connections[alias]
    applied = sorted(MigrationRecorder(connection).applied_migrations())
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Manifest(now, __version__, connection.vendor, tuple(applied), head(connection), ())


def read_manifest(place: Path) -> Manifest:
    """Read the whole file and check every row against the sums."""
    for item in items(place):
        if isinstance(item, Manifest):
            return item
    raise DamagedBackup(place, "its last line is missing")


@dataclass(frozen=True, slots=True)
class TableStart:
    model: str
    fields: tuple[str, ...]


def items(place: Path) -> Iterator[TableStart | list[Any] | TableSum | Manifest]:
    """What is in a backup, checked as it is read: the start of a table, its rows, its sum; at the end the manifest."""
    with opened_sealed_file(place, KeyRing(settings.KEY_FOLDER)) as (_, sealed), gzip.GzipFile(fileobj=sealed, mode="rb") as lines:
        digest, count, model = hashlib.sha256(), 0, ""
        sums = []
        for line in lines:
            told = json.loads(line)
            match told:
                case list():
                    digest.update(line)
                    count += 1
                    yield told
                case {"model": model, "fields": fields}:
                    digest, count = hashlib.sha256(), 0
                    yield TableStart(model, tuple(fields))
                case {"rows": rows, "sha256": sha256}:
                    if (rows, sha256) != (count, digest.hexdigest()):
                        raise DamagedBackup(place, f"the rows of {model} are not what was written")
                    sums.append(TableSum(model, rows, sha256))
                    yield sums[-1]
                case {"manifest": manifest}:
                    made = Manifest.read(manifest)
                    if made.tables != tuple(sums):
                        raise DamagedBackup(place, "a table is missing")
                    yield made

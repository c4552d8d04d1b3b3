"""The witness outside the database: after each commit, how many events the chain has and the code of the last, one line each.

The file belongs where the program can add to it and not rewrite it: `chattr +a`, another machine's log, a write-once share
(docs/installing.md).
"""

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from django.conf import settings

from rootwise.web.database.session import NamedConnection

log = logging.getLogger("rootwise.audit")


class Mark(StrEnum):
    SEALED = "sealed"
    RESTORED = "restored"  # a backup was put in place of what was there


@dataclass(frozen=True, slots=True)
class Anchor:
    at: str
    mark: Mark
    count: int
    mac: str

    def __str__(self) -> str:
        return f"{self.at} {self.mark} {self.count} {self.mac}"


def append_anchor(connection: NamedConnection) -> None:
    """What was committed stays committed: if the line cannot be written, the log says so and the next start refuses."""
    if connection.alias != "default" or connection.sealed_head is None:
        return
    try:
        write_anchor(Mark.SEALED, *connection.sealed_head)
    except OSError as error:
        log.critical("the audit anchor cannot be written: %s", error.strerror)


def write_anchor(mark: Mark, count: int, mac: str) -> None:
    place: Path | None = settings.AUDIT_ANCHOR
    if place is None:
        return
    line = f"{Anchor(datetime.now(UTC).isoformat(timespec='seconds'), mark, count, mac)}\n"
    opened = os.open(place, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(opened, line.encode("ascii"))  # one write of one line: lines of two processes do not mix
    finally:
        os.close(opened)


def read_anchors(place: Path) -> Iterator[Anchor | None]:
    """Each line of the file; one that is none of ours is None."""
    with place.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            match line.split():
                case [at, ("sealed" | "restored") as mark, count, mac] if count.isascii() and count.isdigit():
                    yield Anchor(at, Mark(mark), int(count), mac)
                case _:
                    yield None

"""The witness outside the database: after each commit, how many events the chain has and the code of the last, one line each.

A child that is erased has a line of its own, so that no restore of an older backup brings it back; and so has a restore. The file belongs
where the program can add to it and not rewrite it: `chattr +a`, another machine's log, a write-once share (docs/installing.md).
"""

import hashlib
import hmac
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar, Self

from django.conf import settings
from django.db import connections

from rootwise.errors import CannotWrite
from rootwise.web.audit.models import Event
from rootwise.web.audit.sealing import ERASE, Head, head, key_ring
from rootwise.web.database.session import NamedConnection
from rootwise.web.keys import Purpose

log = logging.getLogger("rootwise.audit")


_SEALED, _RESTORED, _ERASED = "sealed", "restored", "erased"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the chain ended: the code is the last event's, made with the audit key."""

    at: str
    count: int
    mac: str

    def __str__(self) -> str:
        return f"{self.at} {_SEALED} {self.count} {self.mac}"


@dataclass(frozen=True, slots=True)
class _Coded:
    """A line with a code of its own: whoever can add to the file must not be able to write one."""

    at: str
    count: int
    about: str
    key: int
    code: str
    word: ClassVar[str]

    @classmethod
    def now(cls, count: int, about: str) -> Self:
        at, key = _now(), key_ring().newest(Purpose.AUDIT).number
        return cls(at, count, about, key, _code(cls.word, at, count, about, key))

    @property
    def is_ours(self) -> bool:
        known = {one.number for one in key_ring().all(Purpose.AUDIT)}
        return self.key in known and hmac.compare_digest(self.code, _code(self.word, self.at, self.count, self.about, self.key))

    def __str__(self) -> str:
        return f"{self.at} {self.word} {self.count} {self.about} {self.key} {self.code}"


class Erasure(_Coded):
    """Which child was erased, or a restore would bring it back."""

    word = _ERASED


class Restoration(_Coded):
    """A backup that ended with this event was put in place of what was there, or the missing end would be one that was cut off."""

    word = _RESTORED


def _code(word: str, at: str, count: int, about: str, key: int) -> str:
    secret = key_ring().numbered(Purpose.AUDIT, key).secret
    return hmac.new(secret, f"{word}\n{at}\n{count}\n{about}".encode(), hashlib.sha256).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


Line = Anchor | Erasure | Restoration


def append_anchor(connection: NamedConnection) -> None:
    """What was committed stays committed: if the line cannot be written, the log says so, and the next start writes it or refuses."""
    if connection.alias != "default" or connection.sealed_head is None:
        return
    try:
        for count, child in connection.sealed_erasures:
            _append(Erasure.now(count, child))
        write_anchor(*connection.sealed_head)
    except OSError as error:
        log.critical("the audit anchor cannot be written: %s", error.strerror)


def write_anchor(count: int, mac: str) -> None:
    _append(Anchor(_now(), count, mac))


def write_restoration(count: int, mac: str) -> None:
    _append(Restoration.now(count, mac))


def complete_anchor() -> None:
    """What a kill between the commit and its line left out. Before anybody is let in, because a restore goes by these lines."""
    place: Path | None = settings.AUDIT_ANCHOR
    if place is None:
        return
    known, told, now = erased_children(place), last_anchor(place), head(connections["default"])
    try:
        for event in Event.objects.filter(verb=ERASE).exclude(position=None).order_by("position"):
            if event.child not in known:
                _append(Erasure.now(event.position or 0, event.child))
        # Where the two do not belong together nothing is added: that is for `rootwise audit verify` to say.
        if told.count < now.count and (told.count == 0 or Event.objects.filter(position=told.count, mac=told.mac).exists()):
            write_anchor(now.count, now.mac)
    except OSError as error:
        raise CannotWrite(str(place), error.strerror or "it cannot be written", do="Let this program's user add to it") from None


def last_anchor(place: Path) -> Head:
    """The end of the chain, as the witness knows it. Lines of two processes may have changed places, so not simply the last line."""
    highest = Head(0, "")
    restorations: set[str] = set()  # a line that was copied says nothing (verify tells of it)
    for line in read_anchors(place) if place.exists() else ():
        if isinstance(line, Restoration) and line.is_ours and line.code not in restorations:
            restorations.add(line.code)
            highest = Head(line.count, line.about)
        elif isinstance(line, Anchor) and line.count > highest.count:
            highest = Head(line.count, line.mac)
    return highest


def erased_children(place: Path) -> set[str]:
    return {line.about for line in read_anchors(place) if isinstance(line, Erasure) and line.is_ours} if place.exists() else set()


def require_keys_of_erasures(place: Path) -> None:
    """For a restore: a line that cannot be checked for want of its key may be an erasure, and must not be passed over. Says which key."""
    for line in read_anchors(place) if place.exists() else ():
        if isinstance(line, Erasure):
            key_ring().numbered(Purpose.AUDIT, line.key)


def _append(line: Line) -> None:
    place: Path | None = settings.AUDIT_ANCHOR
    if place is None:
        return
    opened = os.open(place, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(opened, f"{line}\n".encode("ascii"))  # one write of one line: lines of two processes do not mix
    finally:
        os.close(opened)


def read_anchors(place: Path) -> Iterator[Line | None]:
    """Each line of the file; one that is none of ours is None."""
    with place.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            match line.split():
                case [at, "sealed", count, mac] if _is_number(count):
                    yield Anchor(at, int(count), mac)
                case [at, "erased", count, child, key, code] if _is_number(count) and _is_number(key):
                    yield Erasure(at, int(count), child, int(key), code)
                case [at, "restored", count, mac, key, code] if _is_number(count) and _is_number(key):
                    yield Restoration(at, int(count), mac, int(key), code)
                case _:
                    yield None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()

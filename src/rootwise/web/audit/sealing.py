"""The chain: each event's code is made with a key that is not in the database, over the event and the code before it.

Who can write the database but does not have the key cannot change, insert or reorder an event unnoticed. That the end was not cut off, only
a witness outside can tell: the anchor (anchor.py).
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from rootwise.web.audit.models import Content, Event
from rootwise.web.audit.tables import EVENTS, is_there
from rootwise.web.database.session import NamedConnection
from rootwise.web.keys import Key, KeyRing, Purpose

ERASE = "erase"  # the verb of the event that says a child's values were taken out
GIVE_UP = "give_up"  # that of one that says a row under another child goes with it
START = "0" * 64  # what the first event follows
_LOCK = 0x526F6F74  # "Root": one transaction at a time puts its events at the end of the chain (PostgreSQL)
_UNSEALED = f"SELECT 1 FROM {EVENTS} WHERE position IS NULL LIMIT 1"
_HEAD = f"SELECT position, mac FROM {EVENTS} WHERE position IS NOT NULL ORDER BY position DESC LIMIT 1"
_SEAL = f"UPDATE {EVENTS} SET position = %s, key_number = %s, content_digest = %s, mac = %s WHERE id = %s"


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: how many events it has, and the code of the last."""

    count: int
    mac: str


def head(connection: BaseDatabaseWrapper) -> Head:
    with connection.cursor() as cursor:
        cursor.execute(_HEAD)
        found = cursor.fetchone()
    return Head(*found) if found else Head(0, START)


def seal(connection: NamedConnection) -> None:
    """Put the events of this transaction at the end of the chain just before it is committed, with any that were left without a seal."""
    with connection.cursor() as cursor:
        if not connection.audit_is_there:
            connection.audit_is_there = is_there(connection, EVENTS)
        if not connection.audit_is_there:
            return
        cursor.execute(_UNSEALED)
        if cursor.fetchone() is None:
            return
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])  # SQLite has one writer at a time anyway
        end = head(connection)
        events = list(Event.objects.using(connection.alias).filter(position=None).order_by("id"))
        rows, end = _sealed(connection, events, end)
        cursor.executemany(_SEAL, rows)
    connection.sealed_head = (end.count, end.mac)
    connection.sealed_erasures = tuple((one.position or 0, one.child) for one in events if one.verb == ERASE)


def _sealed(connection: BaseDatabaseWrapper, events: list[Event], end: Head) -> tuple[list[tuple[int, int, str, str, int]], Head]:
    key = key_ring().newest(Purpose.AUDIT)
    unsealed = Event.objects.using(connection.alias).filter(position=None).values("id")
    contents = {one.event: one for one in Content.objects.using(connection.alias).filter(event__in=unsealed)}
    rows = []
    for event in events:
        content = contents.get(event.id)
        event.position, event.key = end.count + 1, key.number
        event.content_digest = digest_of(content) if content is not None else ""
        end = Head(event.position, mac_of(event, previous=end.mac, key=key))
        rows.append((event.position, event.key, event.content_digest, end.mac, event.id))
    return rows, end


def seal_what_is_left(alias: str = "default") -> None:
    """After an operator's command, whose single statements have no transaction that could seal them."""
    from django.db import transaction

    with transaction.atomic(using=alias):
        connection = connections[alias]
        assert isinstance(connection, NamedConnection)
        connection.was_named = True


def mac_of(event: Event, *, previous: str, key: Key) -> str:
    return hmac.new(key.secret, f"{previous}\n{_canonical(_told(event))}".encode(), hashlib.sha256).hexdigest()


def digest_of(content: Content) -> str:
    """With salt, so that nobody can guess an erased value from its digest."""
    return hashlib.sha256(f"{content.salt}\n{_canonical(content.values)}".encode()).hexdigest()


def _told(event: Event) -> Sequence[object]:
    """Everything of an event but its code, in a fixed order."""
    at = event.at.replace(tzinfo=None).isoformat(timespec="microseconds")
    who = (event.actor, event.role, event.action, event.reason, event.request)
    what = (event.verb, event.table, event.row, event.child, event.columns)
    return (event.position, event.key, event.id, at, *who, *what, event.content_digest)


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def key_ring() -> KeyRing:
    return KeyRing(settings.KEY_FOLDER)

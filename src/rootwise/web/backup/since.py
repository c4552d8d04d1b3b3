"""What was done after the backup was made, as far as it can still be known, and what must not be undone by a restore.

What protects a child is often what was done last: an erasure, a withdrawn consent, an ended relation, a no-contact. So erasures are applied
again, from the witness and from the database in use; and when anything may be missing, services are closed until a supervisor has looked.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connections

from rootwise.errors import UserError
from rootwise.web.accounts.actions import close_services
from rootwise.web.audit.anchor import erased_children, last_anchor, require_keys_of_erasures
from rootwise.web.audit.models import Event
from rootwise.web.audit.operator import operator
from rootwise.web.audit.sealing import ERASE, Head, head
from rootwise.web.audit.tables import EVENTS, is_there
from rootwise.web.backup.make import Manifest
from rootwise.web.children.actions import erase_again


@dataclass(frozen=True, slots=True)
class Since:
    """`done` counts what the database in use still tells; None when it tells nothing."""

    erased: frozenset[str]
    done: Mapping[str, int] | None
    is_nothing: bool  # a witness says that the backup holds everything


def since(manifest: Manifest) -> Since:
    erased: set[str] = set()
    heads: list[Head] = []
    done: Counter[str] | None = None
    anchor: Path | None = settings.AUDIT_ANCHOR
    if anchor is not None:
        require_keys_of_erasures(anchor)
        erased |= erased_children(anchor)
        heads += [one for one in (last_anchor(anchor),) if one.count]
    with suppress(DatabaseError, UserError):  # damaged, gone, or its key is: that is what restores are for
        if _is_readable():
            heads.append(head(connections["default"]))
            erased |= set(Event.objects.filter(verb=ERASE).values_list("child", flat=True))
            done = _done_after(manifest.head)
    return Since(frozenset(erased), done, is_nothing=bool(heads) and all(one == manifest.head for one in heads))


def _is_readable() -> bool:
    connection = connections["default"]
    if connection.vendor == "sqlite" and not Path(str(connection.settings_dict["NAME"])).exists():
        return False  # opening it would make it
    return is_there(connection, EVENTS)


def _done_after(end: Head) -> Counter[str] | None:
    """Each thing once, however many rows it wrote; None when the database in use does not go on from the backup."""
    if end.count and not Event.objects.filter(position=end.count, mac=end.mac).exists():
        return None
    later = Event.objects.filter(position__gt=end.count).exclude(verb="read")
    return Counter(action for action, _, _ in later.values_list("action", "request", "actor").distinct())


def protect(manifest: Manifest, found: Since) -> tuple[str, ...]:
    """On the restored database, before it is put in place. Gives the children who were erased again."""
    by = operator()
    again = tuple(child for child in sorted(found.erased) if erase_again(by=by, child=UUID(child)))
    if not found.is_nothing:
        close_services(by=by, backup_made_at=manifest.made_at)
    return again


@contextmanager
def as_default(alias: str) -> Iterator[None]:
    """Inside, the actions of the application write to another database than the one in use."""
    in_use = connections["default"]
    connections["default"] = connections[alias]
    try:
        yield
    finally:
        connections["default"] = in_use

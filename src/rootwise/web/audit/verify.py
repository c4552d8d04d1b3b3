"""`rootwise audit verify`: is every event there, as it was, in its place, and does the end agree with the witness outside?"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connections

from rootwise.web.audit.anchor import Anchor, Line, Restoration, read_anchors
from rootwise.web.audit.guards import missing_guards
from rootwise.web.audit.models import Content, Event
from rootwise.web.audit.sealing import ERASE, START, Head, digest_of, key_ring, mac_of
from rootwise.web.keys import Key, Purpose


@dataclass(frozen=True, slots=True)
class Verification:
    head: Head
    contents: int
    erased: int
    problems: tuple[str, ...]
    notes: tuple[str, ...]


def verify(*, alias: str = "default", anchor: Path | None = None) -> Verification:
    """Walk the whole chain once. Every problem is told, each with the place in the chain."""
    problems = [f"the trigger {one} is missing or altered" for one in missing_guards(connections[alias])]
    unsealed = Event.objects.using(alias).filter(position=None).count()
    if unsealed:
        problems.append(
            f"{unsealed} events have no seal: they were written past the application, or it was killed in an operator's command"
        )
    walk = _Walk(alias)
    problems += walk.problems()
    notes: list[str] = []
    if anchor is not None:
        problems += list(_against(anchor, walk.macs, notes))
    return Verification(walk.head, walk.contents, walk.erased, tuple(problems), tuple(notes))


class _Walk:
    """Along the chain. A wrong event does not make the ones after it wrong: each is judged against the code that stands before it."""

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self.head = Head(0, START)
        self.macs: list[str] = []
        self.contents = 0
        self.erased = 0
        self.keys: dict[int, Key] = {one.number: one for one in key_ring().all(Purpose.AUDIT)}
        self.erasures: dict[str, int] = {}  # of a child, or of one event that it names: its place in the chain
        for event in Event.objects.using(alias).filter(verb=ERASE).exclude(position=None).order_by("position"):
            self.erasures |= dict.fromkeys([event.child, *event.columns], event.position or 0)

    def problems(self) -> Iterator[str]:
        contents = {one.event: one for one in Content.objects.using(self.alias).iterator()}
        for event in Event.objects.using(self.alias).exclude(position=None).order_by("position").iterator():
            yield from self._event(event)
            yield from self._content(event, contents.pop(event.id, None))
        unsealed = set(Event.objects.using(self.alias).filter(position=None).values_list("id", flat=True))
        yield from (f"the values of event {one} belong to no event" for one in sorted(set(contents) - unsealed))

    def _event(self, event: Event) -> Iterator[str]:
        assert event.position is not None
        expected = self.head.count + 1
        if event.position != expected:
            yield f"position {expected}: missing up to {event.position - 1}"
            self.macs += [""] * (event.position - expected)
        key = self.keys.get(event.key or 0)
        if key is None:
            yield f"position {event.position}: sealed with audit-{event.key}.key, which is not in the key folder"
        elif mac_of(event, previous=self.head.mac, key=key) != event.mac:
            yield f"position {event.position}: the event is not what was sealed"
        self.head = Head(event.position, event.mac)
        self.macs.append(event.mac)

    def _content(self, event: Event, content: Content | None) -> Iterator[str]:
        if content is not None:
            self.contents += 1
            if digest_of(content) != event.content_digest:
                yield f"position {event.position}: the values are not what was sealed"
        elif event.content_digest:
            erased_at = max(self.erasures.get(one, 0) for one in (event.child or str(event.id), str(event.id)))
            if erased_at < (event.position or 0):
                yield f"position {event.position}: the values are gone, and no erasure says so"
            else:
                self.erased += 1


def _against(anchor: Path, macs: list[str], notes: list[str]) -> Iterator[str]:
    """Every line of the witness is compared, but for the events that a restore is known to have replaced."""
    seen: dict[int, str] = {}
    restored: set[Line] = set()
    wrong_lines = 0
    for line in read_anchors(anchor):
        if isinstance(line, Anchor):
            if seen.setdefault(line.count, line.mac) != line.mac:
                yield f"anchor: position {line.count} was sealed twice: the end was cut off and written anew"
        elif line is None or not line.is_ours:
            wrong_lines += 1
        elif line in restored:
            yield f"anchor: the line of the restore of {line.at} is there again: somebody copied it"
        elif isinstance(line, Restoration):  # a line of an erasure is for a restore; the event itself is in the chain
            restored.add(line)
            seen = _without_replaced(seen, line, notes)
    if wrong_lines:
        yield f"anchor: {wrong_lines} lines are not lines of an anchor"
    yield from _compared(seen, macs, notes)


def _without_replaced(seen: dict[int, str], line: Restoration, notes: list[str]) -> dict[int, str]:
    lost = [count for count in seen if count > line.count]
    gone = f"; {max(lost) - line.count} later events are gone" if lost else ""
    notes.append(f"{line.at}: a backup with {line.count} events was restored{gone}")
    return {count: mac for count, mac in seen.items() if count <= line.count} | {line.count: line.about}


def _compared(seen: dict[int, str], macs: list[str], notes: list[str]) -> Iterator[str]:
    highest = max(seen, default=0)
    if highest > len(macs):
        yield f"anchor: {highest} events were sealed, {len(macs)} are here: the end was cut off"
    for count, mac in sorted(seen.items()):
        if 0 < count <= len(macs) and macs[count - 1] != mac:
            yield f"anchor: position {count} is not the event that was sealed"
    if len(macs) > highest:
        notes.append(f"{len(macs) - highest} events are not in the anchor yet")

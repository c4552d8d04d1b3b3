"""Whoever can write the database, but has not the key, is found out; and so is whoever cuts off the end."""

import hashlib
import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from rootwise.web.accounts.models import Site
from rootwise.web.audit import tables
from rootwise.web.audit.anchor import last_anchor, write_restoration
from rootwise.web.audit.guards import put_guards_on, take_guards_off
from rootwise.web.audit.models import Content, Event
from rootwise.web.audit.recording import Actor, erase_contents, record_read, recorded
from rootwise.web.audit.sealing import head, key_ring
from rootwise.web.audit.verify import Verification, verify
from rootwise.web.keys import Purpose
from rootwise.web.tiers import columns_with_values_in_audit

CHILD = "c" * 32


@pytest.fixture
def history(committing: None, somebody: Actor) -> int:
    """Ten edits of a site and a read; how many events there are then."""
    with recorded(somebody, action="test"):
        site = Site.objects.create(name="0")
    for name in range(1, 10):
        with recorded(somebody, action="test"):
            site.name = str(name)
            site.save()
    with recorded(somebody, action="test"):
        record_read(table="children_child", row="1", child=CHILD, columns=["name"])
    return Event.objects.count()


def _tamper(change: Callable[[], object]) -> None:
    """As somebody who has the database and its key, takes the triggers off and puts them back."""
    with transaction.atomic():
        take_guards_off(connection)
        change()
        put_guards_on(connection)


def _run(statement: str, *values: str | int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _delete(event: Event) -> None:
    _run("DELETE FROM audit_content WHERE event_id = %s", event.id)
    _run("DELETE FROM audit_event WHERE id = %s", event.id)


def test_an_honest_chain_is_found_whole(history: int, anchor: Path) -> None:
    found = verify(anchor=anchor)
    assert found.problems == ()
    assert found.head.count == history
    assert Event.objects.filter(position=None).count() == 0
    assert [one.position for one in Event.objects.order_by("id")] == list(range(1, history + 1))


EDITS: dict[str, Callable[[int], None]] = {
    "who": lambda event: _run("UPDATE audit_event SET actor = 'nobody' WHERE id = %s", event),
    "when": lambda event: _run("UPDATE audit_event SET at = '2020-01-01 00:00:00+00:00' WHERE id = %s", event),
    "what": lambda event: _run("UPDATE audit_event SET verb = 'read' WHERE id = %s", event),
    "why": lambda event: _run("UPDATE audit_event SET reason = 'asked' WHERE id = %s", event),
    "whose": lambda event: _run("UPDATE audit_event SET child_id = 'd' WHERE id = %s", event),
    "the columns": lambda event: _run("UPDATE audit_event SET column_names = '[]' WHERE id = %s", event),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_event_is_named(history: int, anchor: Path, edit: str) -> None:
    event = Event.objects.get(position=history - 5)
    _tamper(lambda: EDITS[edit](event.id))
    assert verify(anchor=anchor).problems == (f"position {history - 5}: the event is not what was sealed",)


def test_an_edit_with_all_codes_made_anew_without_the_key_is_found(history: int) -> None:
    """What a plain SHA-256 chain never notices."""

    def forge() -> None:
        previous = "0" * 64
        for event in Event.objects.order_by("position"):
            actor = "nobody" if event.position == history - 3 else event.actor
            told = json.dumps([event.position, actor, event.verb, event.row, event.content_digest])
            previous = hashlib.sha256((previous + told).encode()).hexdigest()
            _run("UPDATE audit_event SET actor = %s, mac = %s WHERE id = %s", actor, previous, event.id)

    _tamper(forge)
    assert len(verify().problems) == history


def test_a_deleted_event_is_found(history: int) -> None:
    gone = Event.objects.get(position=history - 5)
    _tamper(lambda: _delete(gone))
    assert verify().problems[0] == f"position {history - 5}: missing up to {history - 5}"


def test_a_deleted_event_is_found_when_the_others_move_up(history: int) -> None:
    gone = Event.objects.get(position=history - 5)

    def close_the_gap() -> None:
        _delete(gone)
        for event in Event.objects.filter(position__gt=gone.position).order_by("position"):
            _run("UPDATE audit_event SET position = %s WHERE id = %s", (event.position or 0) - 1, event.id)

    _tamper(close_the_gap)
    assert verify().problems[0] == f"position {history - 5}: the event is not what was sealed"


def test_two_events_that_changed_places_are_found(history: int) -> None:
    first, second = Event.objects.get(position=history - 5), Event.objects.get(position=history - 4)

    def swap() -> None:
        _run("UPDATE audit_event SET position = NULL WHERE id = %s", first.id)
        _run("UPDATE audit_event SET position = %s WHERE id = %s", first.position, second.id)
        _run("UPDATE audit_event SET position = %s WHERE id = %s", second.position, first.id)

    _tamper(swap)
    assert f"position {history - 5}: the event is not what was sealed" in verify().problems


def test_changed_values_are_found(history: int) -> None:
    event = Event.objects.get(position=history - 5)
    _tamper(lambda: _run("""UPDATE audit_content SET content = '{"name": ["x", "y"]}' WHERE event_id = %s""", event.id))
    assert verify().problems == (f"position {history - 5}: the values are not what was sealed",)


def test_values_taken_out_without_an_erasure_are_found(history: int) -> None:
    event = Event.objects.get(position=history - 5)
    _tamper(lambda: _run("DELETE FROM audit_content WHERE event_id = %s", event.id))
    assert verify().problems == (f"position {history - 5}: the values are gone, and no erasure says so",)


def test_an_event_written_past_the_application_has_no_seal_and_is_found(history: int) -> None:
    def insert() -> None:
        event = Event.objects.latest("id")
        event.pk, event.position, event.mac = None, None, ""
        event.save(force_insert=True)

    _tamper(insert)
    assert "1 events have no seal" in verify().problems[0]


def test_missing_triggers_are_found(history: int) -> None:
    with transaction.atomic():
        take_guards_off(connection)
    assert [one for one in verify().problems if one.startswith("the trigger rootwise_")]


@pytest.mark.parametrize("cut", [1, 5])
def test_a_cut_off_end_is_found_with_the_anchor_only(history: int, anchor: Path, cut: int) -> None:
    def cut_off() -> None:
        for event in Event.objects.filter(position__gt=history - cut):
            _delete(event)

    _tamper(cut_off)
    assert verify().problems == ()
    assert verify(anchor=anchor).problems == (f"anchor: {history} events were sealed, {history - cut} are here: the end was cut off",)


def test_an_end_cut_off_and_written_anew_by_the_application_is_found(history: int, anchor: Path, somebody: Actor) -> None:
    def cut_off() -> None:
        event = Event.objects.get(position=history)
        _run("DELETE FROM audit_event WHERE id = %s", event.id)

    _tamper(cut_off)
    with recorded(somebody, action="test"):
        Site.objects.create(name="harmless")
    assert verify(anchor=anchor).problems == (
        f"anchor: position {history} was sealed twice: the end was cut off and written anew",
        f"anchor: position {history} is not the event that was sealed",
    )


def test_the_anchor_says_after_each_commit_where_the_chain_ends(history: int, anchor: Path, somebody: Actor) -> None:
    with recorded(somebody, action="test"):
        Site.objects.create(name="one more")
    last = anchor.read_text().splitlines()[-1].split()
    assert last[1:] == ["sealed", str(history + 1), head(connection).mac]


def test_a_restored_backup_is_told_and_is_no_problem(history: int, anchor: Path, somebody: Actor) -> None:
    cut = Event.objects.get(position=history - 1)
    _tamper(lambda: _run("DELETE FROM audit_event WHERE position = %s", history))
    write_restoration(history - 1, cut.mac)
    with recorded(somebody, action="test"):
        Site.objects.create(name="life goes on")
    found = verify(anchor=anchor)
    assert found.problems == ()
    assert len(found.notes) == 1
    assert found.notes[0].endswith(f"a backup with {history - 1} events was restored; 1 later events are gone")


def _cut_off_one(history: int) -> str:
    """The end goes; gives the code of the event that is the last then."""
    _tamper(lambda: _delete(Event.objects.get(position=history)))
    return Event.objects.get(position=history - 1).mac


def test_a_restore_that_somebody_else_wrote_into_the_anchor_hides_no_cut(history: int, anchor: Path) -> None:
    mac = _cut_off_one(history)
    cut = f"anchor: {history} events were sealed, {history - 1} are here: the end was cut off"
    for forged in (f"restored {history - 1} {mac}", f"restored {history - 1} {mac} 1 {'0' * 64}", f"restored {history - 1} {mac} 9 {mac}"):
        before = anchor.read_text()
        with anchor.open("a") as file:
            file.write(f"2026-11-22T10:00:00+00:00 {forged}\n")
        assert verify(anchor=anchor).problems == ("anchor: 1 lines are not lines of an anchor", cut)
        assert last_anchor(anchor).count == history
        anchor.write_text(before)


def test_the_line_of_an_old_restore_hides_no_later_cut(history: int, anchor: Path, somebody: Actor) -> None:
    write_restoration(history, head(connection).mac)
    line = anchor.read_text().splitlines()[-1]
    with recorded(somebody, action="test"):
        Site.objects.create(name="after the restore")
    _cut_off_one(history + 1)
    with anchor.open("a") as file:
        file.write(f"{line}\n")
    at = line.split()[0]
    assert verify(anchor=anchor).problems == (
        f"anchor: the line of the restore of {at} is there again: somebody copied it",
        f"anchor: {history + 1} events were sealed, {history} are here: the end was cut off",
    )


def test_lines_that_are_not_of_an_anchor_are_told(history: int, anchor: Path) -> None:
    with anchor.open("a") as file:
        file.write("rubbish\nsealed by me\n")
    assert verify(anchor=anchor).problems == ("anchor: 2 lines are not lines of an anchor",)


def test_a_new_audit_key_goes_on_with_the_chain(history: int, somebody: Actor) -> None:
    key_ring().add(Purpose.AUDIT)
    try:
        with recorded(somebody, action="test"):
            Site.objects.create(name="under the second key")
        assert verify().problems == ()
        assert Event.objects.latest("position").key == 2
    finally:
        key_ring().place(Purpose.AUDIT, 2).unlink()
    assert verify().problems == (f"position {history + 1}: sealed with audit-2.key, which is not in the key folder",)


@pytest.fixture
def child_events(committing: None, somebody: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table with a child, as the later apps will have them, whose values the audit may keep."""
    kept = columns_with_values_in_audit
    monkeypatch.setattr(tables, "columns_with_values_in_audit", lambda name: {"id", "name"} if name == "test_note" else kept(name))
    with connection.schema_editor() as editor:
        editor.execute("CREATE TABLE test_note (id varchar(40) PRIMARY KEY, child_id varchar(40), name varchar(40))")
    with recorded(somebody, action="test"):
        _run("INSERT INTO test_note VALUES ('1', %s, 'canary')", CHILD)
    assert Event.objects.latest("id").child == CHILD
    assert "canary" in _kept_values()


def test_erased_values_are_gone_and_the_chain_holds(child_events: None, anchor: Path, somebody: Actor) -> None:
    assert erase_contents(somebody, child=CHILD) == 1
    found = verify(anchor=anchor)
    assert (found.problems, found.erased) == ((), 1)
    assert "canary" not in _kept_values()
    assert Event.objects.latest("id").verb == "erase"


def test_one_childs_erasure_does_not_touch_another(child_events: None, somebody: Actor) -> None:
    assert erase_contents(somebody, child="e" * 32) == 0
    assert "canary" in _kept_values()


def test_only_the_values_of_the_child_that_is_erased_may_go(child_events: None, somebody: Actor) -> None:
    """Not without an erasure, not those of no child, not those of another one; those of a row that was both, yes."""
    other = "e" * 32
    with recorded(somebody, action="test"):
        Site.objects.create(name="of no child")
        no_child = Event.objects.latest("id").id
        _run("INSERT INTO test_note VALUES ('2', %s, 'other')", other)
        of_another = Event.objects.latest("id").id
        _run("UPDATE test_note SET child_id = %s WHERE id = '1'", other)
        once_of_this = Event.objects.latest("id").id
    for erasing, event in (("", no_child), ("", of_another), (CHILD, no_child), (CHILD, of_another), (other, no_child)):
        with pytest.raises(IntegrityError, match="only ever added to"), recorded(somebody, action="test", erasing=erasing):
            Content.objects.filter(event=event).delete()
    with recorded(somebody, action="test", erasing=CHILD):
        assert Content.objects.filter(event=once_of_this).delete()[0] == 1


def _kept_values() -> str:
    return str(list(Content.objects.values_list("values", flat=True)))


@pytest.mark.parametrize("seed", range(12))
def test_any_single_change_is_found(history: int, anchor: Path, seed: int) -> None:
    """One random change of one random event: not one may pass."""
    chance = random.Random(seed)
    event = Event.objects.get(position=chance.randint(1, history))
    column = chance.choice(
        ["actor", "role", "action", "reason", "request", "verb", "table_name", "row_id", "child_id", "mac", "content_digest"]
    )
    _tamper(lambda: _run(f"UPDATE audit_event SET {column} = %s WHERE id = %s", f"{chance.random()}"[:16], event.id))
    found: Verification = verify(anchor=anchor)
    assert any(f"position {event.position}:" in one or f"position {event.position} is" in one for one in found.problems)

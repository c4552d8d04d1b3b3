"""A backup gives back every row, or says why not; and the database in use is never half of anything."""

import threading
from pathlib import Path

import pytest
from django.db import connection, connections

from rootwise.errors import InternalError
from rootwise.web.accounts.models import Site, User
from rootwise.web.audit.models import Event
from rootwise.web.audit.recording import Actor, recorded
from rootwise.web.audit.verify import verify
from rootwise.web.backup import restore as restoring
from rootwise.web.backup.copies import administer
from rootwise.web.backup.make import Manifest, TableStart, items, make_backup, read_manifest
from rootwise.web.backup.restore import CannotRestore, restore
from rootwise.web.backup.rows import LEFT_OUT, TableSum
from rootwise.web.backup.sealed_file import DamagedBackup
from rootwise.web.project.demo import TEAM, fill


@pytest.fixture
def team(committing: None) -> None:
    fill()


@pytest.fixture
def backup(team: None, tmp_path: Path) -> Path:
    make_backup(tmp_path / "one.backup")
    return tmp_path / "one.backup"


def _names() -> set[str]:
    return set(Site.objects.values_list("name", flat=True))


def _add(name: str, by: Actor) -> None:
    with recorded(by, action="test"):
        Site.objects.create(name=name)


def test_every_row_comes_back_as_it_was(backup: Path, somebody: Actor, anchor: Path) -> None:
    before = list(User.objects.order_by("pk").values())
    events = Event.objects.count()
    _add("After the backup", somebody)
    done = restore(backup, is_drill=False)
    assert list(User.objects.order_by("pk").values()) == before
    assert "After the backup" not in _names()
    assert done.problems == ()
    assert done.manifest.head.count == events
    assert list(Event.objects.filter(verb="restore").values_list("role", "columns")) == [("operator", [done.manifest.made_at])]
    assert list(Event.objects.filter(verb="backup").values_list("role", "columns")) == [("operator", [backup.name])]  # it is in itself
    _drop(done.kept_as)


def test_after_a_restore_the_audit_is_whole_and_says_what_was_lost(backup: Path, somebody: Actor, anchor: Path) -> None:
    _add("After the backup", somebody)
    kept = restore(backup, is_drill=False).kept_as
    _add("Life goes on", somebody)
    found = verify(anchor=anchor)
    assert found.problems == ()
    assert [note for note in found.notes if note.endswith("was restored; 1 later events are gone")]
    _drop(kept)


def test_new_rows_get_new_numbers_after_a_restore(backup: Path, somebody: Actor) -> None:
    last = Event.objects.latest("id").id
    kept = restore(backup, is_drill=False).kept_as
    _add("One more", somebody)
    assert Event.objects.latest("id").id > last
    _drop(kept)


def test_a_drill_compares_every_row_and_leaves_everything_as_it_is(backup: Path, somebody: Actor, anchor: Path) -> None:
    _add("After the backup", somebody)
    witness = anchor.read_bytes()
    done = restore(backup, is_drill=True)
    assert done.kept_as is None
    assert {one.model: one.rows for one in done.manifest.tables}["accounts.User"] == len(TEAM)
    assert "After the backup" in _names()
    assert anchor.read_bytes() == witness
    assert _databases_beside() == []


def test_a_backup_is_of_one_moment_while_others_write(team: None, tmp_path: Path, somebody: Actor) -> None:
    """Site and event are written together; no backup may have one without the other."""
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            _add(f"Street {number}", somebody)
        connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            place = tmp_path / f"{number}.backup"
            rows = {one.model: one.rows for one in make_backup(place).tables}
            sites = [event for event in _events_in(place) if event == "accounts_site"]
            assert len(sites) == rows["accounts.Site"]
    finally:
        stop.set()
        writer.join()


def _events_in(place: Path) -> list[str]:
    """The tables that inserted rows are of, as the events in a backup tell it."""
    told: list[str] = []
    fields: tuple[str, ...] = ()
    for item in items(place):
        if isinstance(item, TableStart):
            fields = item.fields if item.model == "audit.Event" else ()
        elif isinstance(item, list) and fields:
            row = dict(zip(fields, item, strict=True))
            told.append(row["table"] if row["verb"] == "insert" else "")
    return told


def test_whoever_was_signed_in_is_not_after_a_restore(committing: None, tmp_path: Path) -> None:
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session["who"] = "canary"
    session.save()
    manifest = make_backup(tmp_path / "one.backup")
    assert "sessions.Session" not in {one.model for one in manifest.tables}
    assert set(LEFT_OUT) == {"sessions.Session", "accounts.SignIn", "accounts.LastUse", "accounts.Remembered", "assessments.RatingLink"}
    kept = restore(tmp_path / "one.backup", is_drill=False).kept_as
    assert not SessionStore(session.session_key).exists(session.session_key or "")
    _drop(kept)


def test_a_damaged_backup_changes_nothing(backup: Path, somebody: Actor) -> None:
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 1
    backup.write_bytes(content)
    before = _names()
    with pytest.raises(DamagedBackup):
        restore(backup, is_drill=False)
    assert _names() == before
    assert _databases_beside() == []


@pytest.mark.parametrize("step", ["_load", "verify", "_say_so", "call_command", "put_guards_on"])
def test_a_failure_at_any_step_leaves_the_database_in_use_as_it_was(backup: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def fail(*_: object, **__: object) -> None:
        raise InternalError("as planned")

    before = _names()
    monkeypatch.setattr(restoring, step, fail)
    with pytest.raises(InternalError, match="as planned"):
        restore(backup, is_drill=False)
    assert _names() == before
    assert _databases_beside() == []


def test_a_row_that_does_not_come_back_is_found(team: None, somebody: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load = restoring._load
    _add("Referred to by nothing", somebody)
    make_backup(tmp_path / "one.backup")

    def lose_one(apps: object, place: Path) -> None:
        load(apps, place)  # type: ignore[arg-type]
        Site.objects.using(restoring.RESTORING).get(name="Referred to by nothing").delete()

    monkeypatch.setattr(restoring, "_load", lose_one)
    with pytest.raises(InternalError, match=r"what was restored is not what was in the backup: accounts\.Site[.,]"):
        restore(tmp_path / "one.backup", is_drill=True)


def test_a_backup_of_a_newer_version_is_refused(backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = read_manifest(backup)
    newer = Manifest(told.made_at, "9.9", told.engine, (*told.migrations, ("accounts", "0999_later")), told.head, told.tables)
    monkeypatch.setattr(restoring, "read_manifest", lambda _place: newer)
    with pytest.raises(CannotRestore, match=r"made by Rootwise 9\.9, which had migrations that are not here: accounts\.0999_later"):
        restore(backup, is_drill=True)


def test_two_backups_of_the_same_rows_have_the_same_sums(team: None, tmp_path: Path) -> None:
    first, second = (make_backup(tmp_path / name).tables for name in ("one", "two"))
    audit = {f"audit.{name}" for name in ("Event", "Content")}  # that the first was made stands in the second
    assert [one for one in first if one.model not in audit] == [one for one in second if one.model not in audit]
    assert TableSum("accounts.SiteContact", 4, next(one.sha256 for one in first if one.model == "accounts.SiteContact")) in first


def _databases_beside() -> list[str]:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return [one.name for one in Path(name).parent.glob(f"{Path(name).name}.*")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s) AND datname <> %s", [name, name])
        return [one for (one,) in cursor.fetchall()]


def _drop(kept: str | None) -> None:
    assert kept is not None
    if connection.vendor == "postgresql":
        administer(f'DROP DATABASE "{kept}"')
    else:
        assert Path(kept).is_file()

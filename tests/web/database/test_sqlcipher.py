"""Encrypted SQLite: what is on the disk says nothing, what could lose or show a record is refused."""

import sqlite3
import threading
from pathlib import Path

import pytest
from django.db import OperationalError, connection, connections, transaction

from rootwise.web.accounts.models import Site
from rootwise.web.audit.recording import Actor, recorded
from rootwise.web.database.sqlcipher.base import UnusableDatabase, open_encrypted, require_safe_sqlite
from rootwise.web.keys import KeyRing, Purpose, UnusableKeys

pytestmark = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="about SQLite")


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    ring = KeyRing(tmp_path / "keys")
    ring.make_missing()
    return ring


def test_nothing_in_the_files_can_be_read_without_the_key(committing: None, somebody: Actor) -> None:
    with recorded(somebody, action="test"):
        Site.objects.create(name="Canary Street 17")
    place = Path(connection.settings_dict["NAME"])
    files = [place, place.with_name(f"{place.name}-wal")]
    content = b"".join(one.read_bytes() for one in files)
    assert len(content) > 100_000
    assert all(one not in content for one in (b"Canary Street", b"accounts_site", b"CREATE TABLE", b"SQLite format 3"))


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("secure_delete", 1),
        ("temp_store", 2),  # memory
        ("busy_timeout", 20_000),
    ],
)
def test_every_connection_has_what_keeps_records_whole(committing: None, pragma: str, value: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone() == (value,)


def test_a_wrong_key_is_told_in_words(tmp_path: Path, ring: KeyRing, capfd: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "one.sqlite3"
    open_encrypted(place, ring.all(Purpose.DATABASE)).execute("CREATE TABLE one (id)").connection.close()
    with pytest.raises(UnusableDatabase) as refused:
        open_encrypted(place, ring.all(Purpose.BACKUP))
    assert str(refused.value) == (
        f"{place}: no key here opens this database (backup-1.key). Either the key folder belongs to another installation, "
        "or the file is damaged. Put the key folder of this installation back from its copy, or restore a backup."
    )
    assert capfd.readouterr().err == ""


def test_after_a_rotation_cut_short_the_older_key_still_opens(tmp_path: Path, ring: KeyRing) -> None:
    place = tmp_path / "one.sqlite3"
    open_encrypted(place, ring.all(Purpose.DATABASE)).execute("CREATE TABLE one (id)").connection.close()
    ring.add(Purpose.DATABASE)
    opened = open_encrypted(place, reversed(ring.all(Purpose.DATABASE)))
    assert opened.execute("SELECT name FROM sqlite_master").fetchall() == [("one",)]


def test_a_plain_database_is_refused(committing: None, tmp_path: Path) -> None:
    plain = tmp_path / "plain.sqlite3"
    with sqlite3.connect(plain) as made:
        made.execute("CREATE TABLE child (name)")
    connection.close()
    connection.settings_dict["NAME"] = str(plain)
    with pytest.raises(UnusableDatabase, match=r"plain\.sqlite3: this database is not encrypted, so Rootwise does not use it"):
        Site.objects.count()


def test_without_a_key_nothing_is_opened_and_nothing_is_made(committing: None, tmp_path: Path) -> None:
    connection.close()
    connection.settings_dict["NAME"] = str(tmp_path / "new.sqlite3")
    options, connection.settings_dict["OPTIONS"] = connection.settings_dict["OPTIONS"], {"key_folder": str(tmp_path / "none")}
    try:
        with pytest.raises(UnusableKeys):
            Site.objects.count()
    finally:
        connection.settings_dict["OPTIONS"] = options
    assert not (tmp_path / "new.sqlite3").exists()


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2)])
def test_a_sqlite_that_can_corrupt_a_wal_is_refused(version: tuple[int, ...]) -> None:
    with pytest.raises(UnusableDatabase, match=r"can corrupt a database in WAL mode; 3\.51\.3 or newer is needed"):
        require_safe_sqlite(version)


def test_a_safe_sqlite_is_taken() -> None:
    require_safe_sqlite((3, 51, 3))


def test_who_waits_too_long_for_their_turn_is_told_and_waits_again_next_time(committing: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.2)
    told: list[object] = []

    def write() -> None:
        try:
            for _ in range(2):
                try:
                    with transaction.atomic():
                        told.append("written")
                except OperationalError as error:
                    told.append(str(error))
                with connection.cursor() as cursor:
                    cursor.execute("PRAGMA busy_timeout")
                    told.append(cursor.fetchone()[0])
        finally:
            connections.close_all()

    with transaction.atomic():
        other = threading.Thread(target=write)
        other.start()
        other.join()
    assert told == ["database is locked", 200] * 2


def test_eight_writers_at_once_all_get_through(committing: None, somebody: Actor) -> None:
    """Without IMMEDIATE two thirds of these fail with "database is locked": reading first, then writing."""
    failed: list[Exception] = []

    def write(number: int) -> None:
        try:
            for turn in range(10):
                with recorded(somebody, action="test"):
                    count = Site.objects.count()
                    Site.objects.create(name=f"{number} {turn} {count}")
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=[number]) for number in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []
    counts = {int(site.name.split()[2]) for site in Site.objects.all()}
    assert counts == set(range(80))  # each saw all that were before it: they were one after the other

"""The file of a backup: not a bit, not a chunk, not the end can change unnoticed."""

import random
from pathlib import Path

import pytest

from rootwise.errors import CannotWrite
from rootwise.web.backup.sealed_file import CHUNK_BYTES, MAGIC, DamagedBackup, new_sealed_file, opened_sealed_file
from rootwise.web.keys import KeyRing, Purpose

CONTENT = b"Canary Street " * 15_000  # more than three chunks


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    ring = KeyRing(tmp_path / "keys")
    ring.add(Purpose.BACKUP)
    return ring


@pytest.fixture
def place(tmp_path: Path, ring: KeyRing) -> Path:
    return _write(tmp_path / "one.backup", ring, CONTENT)


def _write(place: Path, ring: KeyRing, content: bytes) -> Path:
    with new_sealed_file(place, ring, {"made_at": "now"}) as sealed:
        sealed.write(content)
    return place


def _read(place: Path, ring: KeyRing) -> bytes:
    with opened_sealed_file(place, ring) as (_, inside):
        return inside.read()


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES])
def test_what_goes_in_comes_out(tmp_path: Path, ring: KeyRing, size: int) -> None:
    content = random.Random(size).randbytes(size)
    assert _read(_write(tmp_path / "one", ring, content), ring) == content


def test_nothing_of_it_can_be_read_and_only_its_owner_may_try(place: Path) -> None:
    assert b"Canary" not in place.read_bytes()
    assert place.stat().st_mode & 0o077 == 0


def test_the_same_content_twice_gives_files_that_share_nothing(tmp_path: Path, ring: KeyRing, place: Path) -> None:
    other = _write(tmp_path / "two.backup", ring, CONTENT).read_bytes()
    assert other[400:500] != place.read_bytes()[400:500]


@pytest.mark.parametrize("seed", range(25))
def test_a_changed_byte_is_found_wherever_it_is(place: Path, ring: KeyRing, seed: int) -> None:
    content = bytearray(place.read_bytes())
    content[random.Random(seed).randrange(len(content))] ^= 0x40
    place.write_bytes(content)
    with pytest.raises((DamagedBackup, LookupError)):
        _read(place, ring)


@pytest.mark.parametrize("kept", [0, 10, len(MAGIC), 60, 300, CHUNK_BYTES, CHUNK_BYTES + 400, 3 * CHUNK_BYTES])
def test_a_missing_end_is_found(place: Path, ring: KeyRing, kept: int) -> None:
    place.write_bytes(place.read_bytes()[:kept])
    with pytest.raises(DamagedBackup):
        _read(place, ring)


def test_an_added_end_is_found(place: Path, ring: KeyRing) -> None:
    place.write_bytes(place.read_bytes() + b"x")
    with pytest.raises(DamagedBackup, match="something was added to its end"):
        _read(place, ring)


def test_chunks_that_changed_places_are_found(place: Path, ring: KeyRing) -> None:
    whole = place.read_bytes()
    start = whole.index(b"\n", len(MAGIC)) + 1
    size = 5 + CHUNK_BYTES + 16
    first, second = whole[start : start + size], whole[start + size : start + 2 * size]
    place.write_bytes(whole[:start] + second + first + whole[start + 2 * size :])
    with pytest.raises(DamagedBackup, match="it was changed after it was made"):
        _read(place, ring)


def test_another_installation_cannot_read_it(place: Path, tmp_path: Path) -> None:
    other = KeyRing(tmp_path / "other")
    other.add(Purpose.BACKUP)
    with pytest.raises(DamagedBackup, match=r"or it belongs to another installation\. Nothing was changed"):
        _read(place, other)


def test_after_a_rotation_the_older_backup_is_still_read(place: Path, ring: KeyRing) -> None:
    ring.add(Purpose.BACKUP)
    assert _read(place, ring) == CONTENT


def test_a_file_that_is_there_is_never_written_over(place: Path, ring: KeyRing) -> None:
    before = place.read_bytes()
    with pytest.raises(CannotWrite, match=r"file exists\. Nothing was written there"):
        _write(place, ring, b"other")
    assert place.read_bytes() == before


def test_what_fails_halfway_leaves_nothing(tmp_path: Path, ring: KeyRing) -> None:
    def write_half() -> None:
        with new_sealed_file(tmp_path / "one", ring, {}) as sealed:
            sealed.write(CONTENT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_half()
    assert [one.name for one in tmp_path.iterdir()] == ["keys"]


def test_what_is_no_backup_is_told(tmp_path: Path, ring: KeyRing) -> None:
    (tmp_path / "letter").write_text("Dear all")
    with pytest.raises(DamagedBackup, match="this is not a backup made by rootwise backup"):
        _read(tmp_path / "letter", ring)
    with pytest.raises(DamagedBackup, match="no such file or directory"):
        _read(tmp_path / "nothing", ring)

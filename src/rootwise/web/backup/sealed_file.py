"""The file of a backup: encrypted and authenticated in chunks, so that neither a byte nor the end can be missing unnoticed.

A line that names the format, a line of JSON that names the key, then chunks: a length and AES-256-GCM under a key derived for this file
from the backup key. The number of the chunk and whether it is the last are part of what is authenticated.
"""

import io
import json
import os
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from rootwise.errors import CannotWrite, UserError
from rootwise.web.keys import Key, KeyRing, Purpose, sync_folders

MAGIC = b"rootwise backup 1\n"
CHUNK_BYTES = 64 * 1024
_TAG_BYTES = 16
_LONGEST_HEADER = 4096


class DamagedBackup(UserError):
    """The file is not a whole backup of this installation."""

    def __init__(self, place: Path, reason: str) -> None:
        super().__init__(f"{place}: {reason}. Nothing was changed. Take another backup, and check where this one was kept.")


class _Chunks:
    """The cipher of one file: counts the chunks, so that none can be left out, repeated or moved."""

    def __init__(self, key: Key, header: bytes) -> None:
        salt = bytes.fromhex(json.loads(header)["salt"])
        self._cipher = AESGCM(HKDF(SHA256(), length=32, salt=salt, info=b"rootwise backup").derive(key.secret))
        self._header = header
        self._count = 0

    def seal(self, plain: bytes, *, last: bool) -> bytes:
        return self._cipher.encrypt(self._nonce(last=last), plain, self._header)

    def open(self, sealed: bytes, *, last: bool) -> bytes:
        return self._cipher.decrypt(self._nonce(last=last), sealed, self._header)

    def _nonce(self, *, last: bool) -> bytes:
        nonce = struct.pack(">IQ", int(last), self._count)
        self._count += 1
        return nonce


class _Writer(io.RawIOBase):
    """Collects what is written and puts it out in sealed chunks."""

    def __init__(self, file: IO[bytes], chunks: _Chunks) -> None:
        self._file = file
        self._chunks = chunks
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._waiting += data
        while len(self._waiting) > CHUNK_BYTES:  # never the last one: that is written by finish
            self._put(bytes(self._waiting[:CHUNK_BYTES]), last=False)
            del self._waiting[:CHUNK_BYTES]
        return len(data)

    def finish(self) -> None:
        self._put(bytes(self._waiting), last=True)

    def _put(self, plain: bytes, *, last: bool) -> None:
        sealed = self._chunks.seal(plain, last=last)
        self._file.write(struct.pack(">BI", int(last), len(sealed)) + sealed)


@contextmanager
def new_sealed_file(place: Path, ring: KeyRing, about: Mapping[str, object]) -> Iterator[IO[bytes]]:
    """Write a file that has its name only when it is whole and on the disk. One that is there already is never touched."""
    key = ring.newest(Purpose.BACKUP)
    header = json.dumps({**about, "key": key.number, "salt": os.urandom(32).hex()}).encode() + b"\n"
    draft = place.with_name(f".{place.name}.part")
    try:
        opened = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(opened, "wb") as file:
            file.write(MAGIC + header)
            writer = _Writer(file, _Chunks(key, header))
            buffered = io.BufferedWriter(writer, CHUNK_BYTES)
            yield buffered
            buffered.flush()
            writer.finish()
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, place)  # fails when the name is taken, where a rename would replace it
        sync_folders([place.absolute().parent])
    except OSError as error:
        raise CannotWrite(str(place), error.strerror or "it cannot be written", do="Name another file, or free some room") from None
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def opened_sealed_file(place: Path, ring: KeyRing) -> Iterator[tuple[dict[str, Any], IO[bytes]]]:
    """The header and what is inside. Reading on raises DamagedBackup at the first chunk that is not as it was written."""
    try:
        file = place.open("rb")
    except OSError as error:
        raise DamagedBackup(place, (error.strerror or "it cannot be read").lower()) from None
    with file:
        if file.read(len(MAGIC)) != MAGIC:
            raise DamagedBackup(place, "this is not a backup made by rootwise backup")
        header = file.readline(_LONGEST_HEADER)
        try:
            about = json.loads(header)
            chunks = _Chunks(ring.numbered(Purpose.BACKUP, int(about["key"])), header)
        except (ValueError, KeyError, TypeError):
            raise DamagedBackup(place, "its head cannot be read") from None
        yield about, io.BufferedReader(_Reader(file, chunks, place), CHUNK_BYTES)


class _Reader(io.RawIOBase):
    def __init__(self, file: IO[bytes], chunks: _Chunks, place: Path) -> None:
        self._file = file
        self._chunks = chunks
        self._place = place
        self._ready = b""
        self._is_at_end = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready and not self._is_at_end:
            self._ready = self._next()
        given = self._ready[: len(buffer)]
        buffer[: len(given)] = given
        self._ready = self._ready[len(given) :]
        return len(given)

    def _next(self) -> bytes:
        head = self._file.read(5)
        if len(head) < 5:
            raise DamagedBackup(self._place, "its end is missing")
        last, length = struct.unpack(">BI", head)
        if length > CHUNK_BYTES + _TAG_BYTES:
            raise DamagedBackup(self._place, "it was changed after it was made")
        try:
            plain = self._chunks.open(self._file.read(length), last=bool(last))
        except (InvalidTag, ValueError):
            raise DamagedBackup(self._place, "it was changed after it was made, or it belongs to another installation") from None
        if last:
            self._is_at_end = True
            if self._file.read(1):
                raise DamagedBackup(self._place, "something was added to its end")
        return plain

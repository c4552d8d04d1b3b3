"""The keys of an installation: one file a key, in a folder apart from what the keys protect.

A key is 32 random bytes, written as hexadecimal in `<purpose>-<number>.key`, readable by its owner only. The newest number is used for what
is written now; the older ones stay, because what was written under them must be read. No key is ever in the environment, in a setting or in
a log.
"""

import os
import pwd
import re
import secrets
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from rootwise.errors import UserError

KEY_BYTES = 32
_NAME = re.compile(r"(?P<purpose>[a-z]+)-(?P<number>[1-9][0-9]{0,5})\.key")


class Purpose(StrEnum):
    """What a key is for. Each has its own, so that one that gets out opens one thing."""

    DATABASE = "database"  # the SQLite file
    SIGNING = "signing"  # sessions and links (Django's SECRET_KEY)
    AUDIT = "audit"  # the chain over the audit events
    PLACEMENT = "placement"  # where a child lives (T5), once more inside the database
    BACKUP = "backup"  # backup files


class UnusableKeys(UserError):
    """The keys are missing, or others could read them. Says which file and what to do, never a byte of it."""


@dataclass(frozen=True, slots=True)
class Key:
    purpose: Purpose
    number: int
    secret: bytes = field(repr=False)

    @property
    def hex(self) -> str:
        return self.secret.hex()


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys in one folder, read from it each time: a key put in while the program runs is seen at the next use."""

    folder: Path

    def all(self, purpose: Purpose) -> tuple[Key, ...]:
        """The keys of a purpose, oldest first; none is an empty tuple."""
        numbers = sorted(self._numbers(purpose))
        return tuple(Key(purpose, number, self._secret(self.place(purpose, number))) for number in numbers)

    def require(self, purpose: Purpose) -> tuple[Key, ...]:
        """The keys of a purpose, oldest first, at least one."""
        found = self.all(purpose)
        if not found:
            raise UnusableKeys(
                f"{self.folder}: there is no {purpose} key. Put the key folder of this installation back from where you keep its copy; "
                "without it nobody can read the data. A new installation gets its keys at its first start."
            )
        return found

    def newest(self, purpose: Purpose) -> Key:
        return self.require(purpose)[-1]

    def numbered(self, purpose: Purpose, number: int) -> Key:
        return Key(purpose, number, self._secret(self.place(purpose, number)))

    def missing(self) -> list[Purpose]:
        return [purpose for purpose in Purpose if not self._numbers(purpose)]

    def place(self, purpose: Purpose, number: int) -> Path:
        return self.folder / f"{purpose}-{number}.key"

    def add(self, purpose: Purpose) -> Key:
        """Make the next key of a purpose, whole or not at all. Of two processes that do so at once, both get a key of their own."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        while True:
            number = max(self._numbers(purpose), default=0) + 1
            if _write_new(self.place(purpose, number), secrets.token_hex(KEY_BYTES) + "\n"):
                return self.numbered(purpose, number)

    def make_missing(self) -> list[Purpose]:
        """The first key of each purpose that has none. Of two processes that start at once, the second takes the keys of the first."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = self.missing()
        for purpose in made:
            _write_new(self.place(purpose, 1), secrets.token_hex(KEY_BYTES) + "\n")
        return made

    def _numbers(self, purpose: Purpose) -> set[int]:
        if not self.folder.is_dir():
            return set()
        try:
            found = [_NAME.fullmatch(one.name) for one in self.folder.iterdir()]
        except PermissionError:
            raise UnusableKeys(f"{self.folder}: {_not_ours(self.folder.stat().st_uid)}") from None
        return {int(one["number"]) for one in found if one is not None and one["purpose"] == purpose}

    def _secret(self, place: Path) -> bytes:
        try:
            opened = os.open(place, os.O_RDONLY | os.O_NOFOLLOW)
        except PermissionError:
            raise UnusableKeys(
                f"{place}: {_not_ours(place.lstat().st_uid)} Or, if it is to be its key: chown {_login(os.geteuid())} {place}"
            ) from None
        except OSError as error:
            reason = (error.strerror or "it cannot be read").lower()
            raise UnusableKeys(f"{place}: {reason}. Put this key back from where you keep its copy.") from None
        with os.fdopen(opened, encoding="ascii", errors="replace") as file:
            found = os.fstat(file.fileno())
            if found.st_uid not in (os.geteuid(), 0):
                raise UnusableKeys(f"{place}: {_not_ours(found.st_uid)}")
            if not stat.S_ISREG(found.st_mode) or stat.S_IMODE(found.st_mode) & 0o077:
                raise UnusableKeys(f"{place}: others than its owner could read or change this key. Do: chmod 600 {place}")
            text = file.read(KEY_BYTES * 4).strip()
        if not re.fullmatch(rf"[0-9a-f]{{{2 * KEY_BYTES}}}", text):
            raise UnusableKeys(f"{place}: this is not a key: {2 * KEY_BYTES} hexadecimal digits were expected. Put it back from its copy.")
        return bytes.fromhex(text)


def _not_ours(owner: int) -> str:
    return (
        f"this belongs to {_login(owner)}, and the program runs as {_login(os.geteuid())}. "
        f"Run it as its owner: sudo -u {_login(owner)} before the command (docs/installing.md, step 3). "
        f"Or, where another user is to run the program from now on: chown -R THAT-USER on the folders of keys and data."
    )


def _login(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:  # a number without a name, as in some containers
        return str(user)


def _write_new(place: Path, text: str) -> bool:
    """Write a file that is not there yet, on the disk before it has its name. False if somebody else was first."""
    draft = place.with_name(f".{place.name}.{secrets.token_hex(6)}")
    opened = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(opened, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, place)  # fails when the name is taken, where a rename would replace it
        except FileExistsError:
            return False
        sync_folders([place.parent])
        return True
    finally:
        draft.unlink()


def sync_folders(folders: Iterable[Path]) -> None:
    """A new name is on the disk only when its folder is."""
    for folder in folders:
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)

"""Who uses the data folder: many at once to work with it, one alone to put another database in its place."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rootwise.errors import UserError


class DataInUse(UserError):
    def __init__(self, *, wants_alone: bool) -> None:
        told = (
            "The application is running. Stop it, then do this again."
            if wants_alone
            else "A restore or a change of keys is under way. Wait for its end."
        )
        super().__init__(told)


@contextmanager
def data_in_use(data: Path, *, alone: bool = False) -> Iterator[None]:
    """The lock ends with the process, however it ends."""
    opened = os.open(data / "in-use.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(opened, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DataInUse(wants_alone=alone) from None
        yield
    finally:
        os.close(opened)

"""What goes out: documents for programs, and the status that holds even when nobody reads to the end."""

import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click

from rootwise.errors import CannotWrite, ExitStatus, UserError

_STATUS = "rootwise.status"


class OutputClosed(UserError):
    """There is nowhere to print to."""

    def __init__(self) -> None:
        super().__init__("Standard output is closed. Send it to a file or a terminal.")


def print_document(text: str) -> None:
    """A document for programs: UTF-8 whatever the locale says, so that the same input gives the same bytes."""
    if sys.stdout is None:
        raise OutputClosed
    sys.stdout.flush()
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:  # a stream of text only, as in a notebook
        sys.stdout.write(text)
    else:
        binary.write(text.encode())


def write_file(place: str, content: bytes, *, never_over: Sequence[str] = ()) -> None:
    """A file whole or not at all, readable for its owner only; `-` is standard output.

    Parameters
    ----------
    never_over : files that are read in the same run

    Raises
    ------
    CannotWrite
        The file cannot be written, is no ordinary file, or one of those that are read; what was there before is as it was.
    """
    if place == "-":
        print_document(content.decode())
        return
    final = Path(place).resolve()  # a link is followed, not replaced
    if final.exists() and not final.is_file():
        raise CannotWrite(place, "this is no ordinary file", do="Name another file, or - for standard output")
    for other in never_over:
        with suppress(OSError):
            if final.samefile(other):
                raise CannotWrite(place, "this file is read in the same run", do="Name another file")
    try:
        handle, aside = tempfile.mkstemp(prefix=".rootwise-", dir=final.parent)
    except OSError as error:
        raise CannotWrite(place, error.strerror or "it cannot be written to", do="Name another file") from None
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(handle)
        Path(aside).replace(final)
    except OSError as error:
        raise CannotWrite(place, error.strerror or "it cannot be written to", do="Name another file") from None
    finally:
        with suppress(OSError):
            Path(aside).unlink()


def promise(status: ExitStatus) -> ExitStatus:
    """Fix the exit status before anything is printed: a reader who stops early (`| head`) does not change what was found."""
    click.get_current_context().find_root().meta[_STATUS] = status
    return status


def promised(context: click.Context) -> ExitStatus:
    status = context.find_root().meta.get(_STATUS, ExitStatus.DONE)
    assert isinstance(status, ExitStatus)
    return status

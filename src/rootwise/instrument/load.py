"""Find, read and check instruments: those that come with Rootwise, and files of a site's own."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from rootwise.document import Document, checked, read_document
from rootwise.errors import Problem, UserError
from rootwise.instrument.consistency import inconsistencies
from rootwise.instrument.model import Instrument

CONTENT = resources.files("rootwise.instrument") / "content"
RELEASED = "released.yaml"


class UnknownInstrument(UserError):
    """A case or a command names an instrument that is not here."""

    def __init__(self, known: list[str]) -> None:
        super().__init__(f"There is no such instrument. Here are: {', '.join(known)}. Your own is given with --instrument FILE.")


class NameTaken(UserError):
    """A site's own instrument has the name of one that comes with Rootwise, and other content."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There are two instruments called {name}, and they say different things. Give yours another id or version.")


@dataclass(frozen=True, slots=True)
class LoadedInstrument:
    """An instrument and the SHA-256 of the bytes it was read from."""

    instrument: Instrument
    sha256: str


def known_instruments() -> list[str]:
    """The names of the instruments that come with Rootwise, such as `open-functional-map@1`, in order."""
    names = [entry.name.removesuffix(".yaml") for entry in CONTENT.iterdir() if "@" in entry.name and entry.name.endswith(".yaml")]
    instruments = [name for name in names if "." not in name]  # `open-functional-map@1.es` is the same instrument in other words
    return sorted(instruments, key=lambda name: (name.partition("@")[0], int(name.partition("@")[2])))


@cache
def load_instrument(name: str) -> LoadedInstrument:
    """The instrument of this name that comes with Rootwise.

    Raises
    ------
    UnknownInstrument
        Nothing of this name and version comes with Rootwise.
    """
    if name not in known_instruments():
        raise UnknownInstrument(known_instruments())
    return read_instrument(Path(str(CONTENT / f"{name}.yaml")))


def comes_with_rootwise(instrument: Instrument) -> bool:
    """Whether an instrument is, word for word, one of ours: only then do texts written for ours hold for it."""
    return instrument.name in known_instruments() and load_instrument(instrument.name).instrument == instrument


def read_instrument(place: Path) -> LoadedInstrument:
    """An instrument from a file, checked whole.

    Raises
    ------
    InvalidFile
        With every problem of the file.
    """
    document = read_document(place)
    instrument = checked(Instrument, document, also=lambda read: inconsistencies(read, document))
    return LoadedInstrument(instrument, _sha256(document))


def changed_releases() -> list[Problem]:
    """What is wrong with the promise that a released version is never edited: missing files and changed bytes."""
    document = read_document(Path(str(CONTENT / RELEASED)))
    problems: list[Problem] = []
    for name, recorded in document.data.items():
        entry = CONTENT / f"{name}.yaml"
        if not entry.is_file():
            problems.append(document.problem((name,), "this released file is gone", "Bring it back: stored profiles refer to it"))
        elif hashlib.sha256(entry.read_bytes()).hexdigest() != recorded:
            problems.append(document.problem((name,), "this released file was edited", "Undo the edit and release a new version beside it"))
    return problems


def _sha256(document: Document) -> str:
    return hashlib.sha256(document.content).hexdigest()

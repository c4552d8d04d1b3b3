"""Find, read and check catalogues; a site adds, changes or withdraws entries in a file of its own."""

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from rootwise.document import Document, checked, read_document
from rootwise.document.kinds import FormatVersion, Identifier
from rootwise.errors import InvalidFile, Problem, UserError
from rootwise.instrument import load_instrument
from rootwise.plan.catalogue.consistency import inconsistencies
from rootwise.plan.catalogue.model import Catalogue

CONTENT = resources.files("rootwise.plan") / "content"
_LARGEST = 4 * 1_048_576  # bytes; a catalogue of a few hundred entries


class UnknownCatalogue(UserError):
    """A command names a catalogue that is not here."""

    def __init__(self, known: list[str]) -> None:
        super().__init__(f"There is no such catalogue. Here are: {', '.join(known)}.")


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An entry that a site does not offer, and its reason."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class LoadedCatalogue:
    """A catalogue, what the site withdrew from it, and the SHA-256 of the bytes it was read from."""

    catalogue: Catalogue
    withdrawn: tuple[Withdrawn, ...]
    sha256: str


class _Changes(BaseModel):
    """A site's own file."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    rootwise: FormatVersion
    extends: str
    withdraw: dict[Identifier, Annotated[str, Field(min_length=1, max_length=400)]] = Field(default_factory=dict)
    change: dict[Identifier, dict[str, Any]] = Field(default_factory=dict)
    add: list[dict[str, Any]] = Field(default_factory=list)
    equipment: dict[str, str] = Field(default_factory=dict)
    sources: dict[str, Any] = Field(default_factory=dict)


def known_catalogues() -> list[str]:
    """The names of the catalogues that come with Rootwise, such as `open-activities@1`."""
    names = [one.name.removesuffix(".yaml") for one in CONTENT.iterdir() if one.name.endswith(".yaml") and "@" in one.name]
    return sorted((one for one in names if "." not in one), key=lambda name: (name.partition("@")[0], int(name.partition("@")[2])))


def chosen_catalogue(place: str | None) -> LoadedCatalogue:
    """The catalogue of a file, or without one the newest that comes with Rootwise."""
    return load_catalogue(known_catalogues()[-1]) if place is None else read_catalogue(Path(place))


@cache
def load_catalogue(name: str) -> LoadedCatalogue:
    """The catalogue of this name that comes with Rootwise.

    Raises
    ------
    UnknownCatalogue
        Nothing of this name and version comes with Rootwise.
    """
    if name not in known_catalogues():
        raise UnknownCatalogue(known_catalogues())
    return read_catalogue(Path(str(CONTENT / f"{name}.yaml")))


def read_catalogue(place: Path) -> LoadedCatalogue:
    """A whole catalogue, or a site's changes to one, from a file.

    Raises
    ------
    InvalidFile
        With every problem of the file.
    """
    document = read_document(place, largest=_LARGEST)
    if isinstance(document.data, dict) and "extends" in document.data:
        return _with_changes(document)
    return LoadedCatalogue(_checked(document), (), hashlib.sha256(document.content).hexdigest())


def _checked(document: Document, *, own_sources: Collection[str] | None = None) -> Catalogue:
    def disagreements(read: Catalogue) -> list[Problem]:
        try:
            instrument = load_instrument(read.instrument).instrument
        except UserError:
            return [
                document.problem(("instrument",), "there is no such instrument", "`rootwise instrument list` names those that are here")
            ]
        return inconsistencies(read, instrument, document, own_sources=own_sources)

    return checked(Catalogue, document, also=disagreements)


def _with_changes(document: Document) -> LoadedCatalogue:
    changes = checked(_Changes, document)
    if changes.extends not in known_catalogues():
        names = ", ".join(known_catalogues())
        raise InvalidFile([document.problem(("extends",), "there is no such catalogue", f"One of {names}")])
    base = read_document(Path(str(CONTENT / f"{changes.extends}.yaml")), largest=_LARGEST)
    ids = [one["id"] for one in base.data["activities"]]
    unknown = [
        document.problem((key, name), "the catalogue has no activity of this id", "`rootwise catalogue list` names those that are here")
        for key, names in (("withdraw", changes.withdraw), ("change", changes.change))
        for name in names
        if name not in ids
    ]
    lines = {("activities", number, *path[2:]): line for number, path, line in _lines_of_changes(document, ids, len(ids))}
    merged = Document(document.name, _merged(base.data, changes), {**document.lines, ("activities",): 1, **lines}, document.content)
    try:
        catalogue = _checked(merged, own_sources=changes.sources)
    except InvalidFile as wrong:
        raise InvalidFile([*unknown, *(_as_written(one, ids) for one in wrong.problems)]) from None
    if unknown:
        raise InvalidFile(unknown)
    kept = tuple(one for one in catalogue.activities if one.id not in changes.withdraw)
    withdrawn = tuple(Withdrawn(name, reason) for name, reason in changes.withdraw.items())
    sha256 = hashlib.sha256(base.content + document.content).hexdigest()
    return LoadedCatalogue(catalogue.model_copy(update={"activities": kept}), withdrawn, sha256)


def _merged(base: Mapping[str, Any], changes: _Changes) -> dict[str, Any]:
    activities = [{**one, **changes.change.get(one["id"], {})} for one in base["activities"]]
    return {
        **base,
        "activities": [*activities, *changes.add],
        "equipment": {**base["equipment"], **changes.equipment},
        "sources": {**base["sources"], **changes.sources},
    }


def _as_written(problem: Problem, ids: list[str]) -> Problem:
    """A problem of the merged catalogue, with the place as it is called in the site's own file."""
    merged = re.match(r"activities\[(\d+)\]", problem.where)
    if merged is None:
        return problem
    number = int(merged[1])
    own = f"change.{ids[number - 1]}" if number <= len(ids) else f"add[{number - len(ids)}]"
    return replace(problem, where=own + problem.where[merged.end() :])


def _lines_of_changes(document: Document, ids: list[str], first_new: int) -> list[tuple[int, tuple[Any, ...], int]]:
    """Where in the merged list the lines of a site's file stand: the number of the activity, the path in the file, the line."""
    found = []
    for path, line in document.lines.items():
        if len(path) >= 2 and path[0] == "change" and path[1] in ids:
            found.append((ids.index(str(path[1])), path, line))
        elif len(path) >= 2 and path[0] == "add" and isinstance(path[1], int):
            found.append((first_new + path[1], path, line))
    return found


def changed_releases() -> list[Problem]:
    """What is wrong with the promise that a released version is never edited."""
    document = read_document(Path(str(CONTENT / "released.yaml")))
    problems = []
    for name in known_catalogues():
        recorded = document.data.get(name)
        found = hashlib.sha256((CONTENT / f"{name}.yaml").read_bytes()).hexdigest()
        if recorded not in (None, found):
            problems.append(document.problem((name,), "this released file was edited", "Undo the edit and release a new version beside it"))
    return problems

"""From a file to a checked case, with every problem of the file told at once."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rootwise.case.age import Age, age_at
from rootwise.case.model import Case, CaseContext
from rootwise.case.vocabulary import PROFESSIONAL_ROLES
from rootwise.document import Document, checked, read_document
from rootwise.errors import InvalidFile, Problem
from rootwise.instrument import LoadedInstrument, known_instruments, load_instrument


@dataclass(frozen=True, slots=True)
class ReadCase:
    """A case, the instrument it was rated with, and the child's age at the assessment."""

    case: Case
    loaded: LoadedInstrument
    age: Age
    sha256: str


def read_case(place: str | Path, *, own_instruments: tuple[LoadedInstrument, ...] = ()) -> ReadCase:
    """Read and check a case file; `-` is standard input.

    Parameters
    ----------
    own_instruments : instruments of the site, beside those that come with Rootwise

    Raises
    ------
    InvalidFile
        With every problem of the file, each with its line.
    """
    document = read_document(place)
    own = {one.instrument.name: one for one in own_instruments}
    loaded, unknown = _instrument(document, own)
    context = CaseContext(loaded.instrument if loaded else None, *_people(document.data))
    try:
        case = checked(Case, document, context=context)
    except InvalidFile as found:
        raise InvalidFile([*unknown, *found.problems]) from None
    if loaded is None:
        raise InvalidFile(unknown)
    age = age_at(
        case.assessed_on,
        birth=case.child.birth_date,
        gestation_weeks=case.child.gestation_weeks,
        thresholds=loaded.instrument.thresholds,
    )
    ahead = _periods_ahead(document, case, loaded, age)
    if ahead:
        raise InvalidFile(ahead)
    return ReadCase(case, loaded, age, hashlib.sha256(document.content).hexdigest())


def _instrument(document: Document, own: Mapping[str, LoadedInstrument]) -> tuple[LoadedInstrument | None, list[Problem]]:
    name = document.data.get("instrument") if isinstance(document.data, dict) else None
    if not isinstance(name, str):
        return None, []  # told as a missing or misshapen key with the rest
    if name in own:
        return own[name], []
    if name in known_instruments():
        return load_instrument(name), []
    names = ", ".join([*own, *known_instruments()])
    return None, [
        document.problem(
            ("instrument",), "there is no such instrument or version here", f"One of {names}, or give yours with --instrument FILE"
        )
    ]


def _people(data: Any) -> tuple[frozenset[str] | None, frozenset[str]]:
    """The ids of all raters, None where there is no list of them, and of the professionals among them."""
    listed = data.get("raters") if isinstance(data, dict) else None
    raters = [one for one in listed if isinstance(one, dict) and isinstance(one.get("id"), str)] if isinstance(listed, list) else []
    return (
        frozenset(one["id"] for one in raters) if isinstance(listed, list) else None,
        frozenset(one["id"] for one in raters if isinstance(one.get("role"), str) and one["role"] in PROFESSIONAL_ROLES),
    )


def _periods_ahead(document: Document, case: Case, loaded: LoadedInstrument, age: Age) -> list[Problem]:
    """Periods the child cannot have reached yet (§8)."""
    return [
        document.problem(("history", period.id), "the child has not reached this period yet", "Leave it out, or look at the birth date")
        for period in loaded.instrument.history.periods
        if period.id in case.history and period.from_months is not None and period.from_months > age.oldest_months
    ]

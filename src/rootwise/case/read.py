"""From a file to a checked case, with every problem of the file told at once."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rootwise.case.age import Age, age_at
from rootwise.case.change import changed
from rootwise.case.contradictions import contradictions
from rootwise.case.model import Case
from rootwise.case.people import CaseContext
from rootwise.case.vocabulary import PROFESSIONAL_ROLES
from rootwise.document import Document, checked, parse_document, read_document
from rootwise.errors import InvalidFile, Problem
from rootwise.instrument import LoadedInstrument, known_instruments, load_instrument

_MOST_VALUES = 10_000  # a real case has a few hundred, and to tell 10,000 wrong ones takes half a second


@dataclass(frozen=True, slots=True)
class ReadCase:
    """A case, the instrument it was rated with, and the child's age at the assessment."""

    case: Case
    loaded: LoadedInstrument
    age: Age
    sha256: str
    document: Document


def read_case(place: str | Path, *, own_instruments: tuple[LoadedInstrument, ...] = (), changes: Sequence[str] = ()) -> ReadCase:
    """Read and check a case file; `-` is standard input.

    Parameters
    ----------
    own_instruments : instruments of the site, beside those that come with Rootwise
    changes : what if, such as `sleep=7` (see `change.changed`)

    Raises
    ------
    InvalidFile
        With every problem of the file, each with its line.
    """
    return check_case(changed(read_document(place, most_values=_MOST_VALUES), changes), own_instruments=own_instruments)


def parse_case(name: str, content: bytes, *, own_instruments: tuple[LoadedInstrument, ...] = ()) -> ReadCase:
    """Check the bytes of a case file, called `name` in what is told about it; as `read_case`."""
    return check_case(parse_document(name, content, most_values=_MOST_VALUES), own_instruments=own_instruments)


def changed_case(read: ReadCase, changes: Sequence[str], *, own_instruments: tuple[LoadedInstrument, ...] = ()) -> ReadCase:
    """What if: a case that was read, with changes; as `read_case` with them, and without reading the file again."""
    return check_case(changed(read.document, changes), own_instruments=own_instruments)


def check_case(document: Document, *, own_instruments: tuple[LoadedInstrument, ...] = ()) -> ReadCase:
    """Check a case that was read into a document; as `read_case`."""
    own = {one.instrument.name: one for one in own_instruments}
    loaded, found = _instrument(document, own)
    found += _doubled_raters(document) + contradictions(document)
    context = CaseContext(loaded.instrument if loaded else None, *_people(document.data))
    try:
        case = checked(Case, document, context=context)
    except InvalidFile as wrong:
        raise InvalidFile([*found, *wrong.problems]) from None
    if loaded is None or found:
        raise InvalidFile(found)
    age = age_at(
        case.assessed_on,
        birth=case.child.birth_date,
        gestation_weeks=case.child.gestation_weeks,
        thresholds=loaded.instrument.thresholds,
    )
    ahead = _periods_ahead(document, case, loaded, age)
    if ahead:
        raise InvalidFile(ahead)
    return ReadCase(case, loaded, age, hashlib.sha256(document.content).hexdigest(), document)


def _doubled_raters(document: Document) -> list[Problem]:
    """Two ratings of one function by one rater. Looked for in the plain values, so that a fault in one of them hides nothing."""
    ratings = document.data.get("ratings") if isinstance(document.data, dict) else None
    problems = []
    for function_id, entries in ratings.items() if isinstance(ratings, dict) else ():
        by = [one.get("by") for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []
        named = [one for one in by if isinstance(one, str)]
        if len(named) > len(set(named)):
            problems.append(document.problem(("ratings", function_id), "one rater stands here twice", "Keep one entry for each rater"))
    return problems


def _instrument(document: Document, own: Mapping[str, LoadedInstrument]) -> tuple[LoadedInstrument | None, list[Problem]]:
    name = document.data.get("instrument") if isinstance(document.data, dict) else None
    if not isinstance(name, str):
        return None, []  # told as a missing or misshapen key with the rest
    if name in own:
        return own[name], []
    if name in known_instruments():
        return load_instrument(name), []
    names = ", ".join([*own, *known_instruments()])
    # Another version of the same instrument tells what else is wrong; with none, only what needs no instrument is told.
    near = [one for one in known_instruments() if one.partition("@")[0] == name.partition("@")[0]]
    return load_instrument(near[-1]) if near else None, [
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

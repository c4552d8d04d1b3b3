"""What must agree between the entries of a catalogue, found all at once."""

from collections.abc import Collection, Iterator

from rootwise.document import Document
from rootwise.document.kinds import PROJECT_DRAFT
from rootwise.errors import Problem
from rootwise.instrument import Instrument
from rootwise.plan.catalogue.model import Activity, Catalogue, Grade, Kind, Rule

Finding = tuple[tuple[str | int, ...], str, str]


def inconsistencies(
    catalogue: Catalogue, instrument: Instrument, document: Document, *, own_sources: Collection[str] | None = None
) -> list[Problem]:
    """Every disagreement, with its line in the document.

    Parameters
    ----------
    own_sources : the sources that must be cited; all where it is None. A site answers for those that it adds
    """
    asked = catalogue.sources if own_sources is None else own_sources
    found = [
        *_doubles(catalogue),
        *_references(catalogue, instrument),
        *_circles(catalogue),
        *_refusals(catalogue),
        *_moments(catalogue),
        *_citations(catalogue, asked),
    ]
    return [document.problem(place, what, expected) for place, what, expected in found]


def _doubles(catalogue: Catalogue) -> Iterator[Finding]:
    seen: set[str] = set()
    for number, one in enumerate(catalogue.activities):
        if one.id in seen:
            yield ("activities", number, "id"), "this id stands here a second time", "Give each activity an id of its own"
        seen.add(one.id)


def _references(catalogue: Catalogue, instrument: Instrument) -> Iterator[Finding]:
    functions = {one.id for one in instrument.functions}
    regions = {one.id for one in instrument.regions}
    relations = {one.id for one in instrument.relations.items}
    activities = {one.id for one in catalogue.activities}
    for number, one in enumerate(catalogue.activities):
        here = ("activities", number)
        yield from _unknown(here, "functions", one.functions, functions)
        yield from _unknown(here, "regions", one.regions, regions)
        yield from _unknown(here, "relieves", one.relieves, relations)
        for place, group in enumerate(one.equipment):
            at = (*here, "equipment") if isinstance(group, str) else (*here, "equipment", place)
            yield from _unknown_things(at, place, group, set(catalogue.equipment))
        for place, precaution in enumerate(one.precautions):
            yield from _unknown((*here, "precautions", place), "instead", precaution.instead, activities)
            yield from _unknown((*here, "precautions", place), "or_equipment", precaution.or_equipment, set(catalogue.equipment))
        if one.suits.to_rating > instrument.scale.highest:
            yield (*here, "suits", "to_rating"), "this rating is not on the scale", f"At most {instrument.scale.highest}"


def _unknown(here: tuple[str | int, ...], key: str, names: tuple[str, ...], known: set[str]) -> Iterator[Finding]:
    for place, name in enumerate(names):
        if name not in known:
            yield (*here, key, place), "nothing has this id", "Use an id of the catalogue, or of its instrument"


def _unknown_things(here: tuple[str | int, ...], place: int, group: str | tuple[str, ...], known: set[str]) -> Iterator[Finding]:
    """One thing, or several of which one will do."""
    for number, thing in enumerate((group,) if isinstance(group, str) else group):
        if thing not in known:
            where = place if isinstance(group, str) else number
            yield (*here, where), "nothing has this id", "Use an id of the catalogue, or of its instrument"


def _circles(catalogue: Catalogue) -> Iterator[Finding]:
    """What stands in for an activity must itself be possible for the child it stands in for."""
    excluded = {
        (one.id, precaution.when) for one in catalogue.activities for precaution in one.precautions if precaution.rule is Rule.EXCLUDE
    }
    for number, one in enumerate(catalogue.activities):
        for place, precaution in enumerate(one.precautions):
            for name in precaution.instead:
                if name == one.id or (name, precaution.when) in excluded:
                    where = ("activities", number, "precautions", place, "instead")
                    yield where, "what stands in is ruled out by the same precaution", "Name an activity that this child can do"


def _moments(catalogue: Catalogue) -> Iterator[Finding]:
    for number, one in enumerate(catalogue.activities):
        if one.only_at_moments and not one.best_before:
            yield ("activities", number, "best_before"), "the moments are missing", "Name them, or leave only_at_moments out"
        if one.only_at_moments and one.when_needed:
            yield ("activities", number, "when_needed"), "what is kept at hand has no place at a moment", "Leave one of the two out"


def _refusals(catalogue: Catalogue) -> Iterator[Finding]:
    for number, one in enumerate(catalogue.activities):
        if (one.kind is Kind.NEVER) != (one.evidence.grade is Grade.X):
            yield ("activities", number, "kind"), "kind never and grade X belong together", "Give it both, or neither"


def _citations(catalogue: Catalogue, asked: Collection[str]) -> Iterator[Finding]:
    used: set[str] = set()
    for number, one in enumerate(catalogue.activities):
        for place, keys in _cited(one):
            used |= set(keys)
            for key in keys:
                if key != PROJECT_DRAFT and key not in catalogue.sources:
                    yield ("activities", number, *place), "a source is cited that the file does not list", "Add it under `sources`"
    for key in catalogue.sources:
        if key not in used and key in asked:
            yield ("sources", key), "nothing cites this source", "Cite it, or leave it out"


def _cited(one: Activity) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    yield ("dose", "source"), one.dose.source
    yield ("evidence", "sources"), one.evidence.sources

"""Written vignettes: a fictional child in everyday scenes, and a reference rating of every function with its reason.

Some functions honestly cannot be rated from a story. There the right answer is `not_observed`, not a guess.
"""

import hashlib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from rootwise.document import Document, Place, checked, read_document
from rootwise.document.kinds import Identifier, Label, Language, Words, one_line
from rootwise.errors import Problem
from rootwise.instrument import Instrument, UnknownInstrument, load_instrument
from rootwise.instrument.model import Content
from rootwise.instrument.provenance import Provenance
from rootwise.instrument.shape import differences

CONTENT = resources.files("rootwise.training") / "content"

NotObserved = Literal["not_observed"]  # the word of a case file
Sentence = Annotated[str, Field(min_length=1, max_length=260), AfterValidator(one_line)]


class Scene(Content):
    """A part of the story; its paragraphs stand on lines of their own."""

    title: Label
    text: Annotated[str, Field(min_length=1, max_length=4000)]


class ReferenceRating(Content):
    """What the authors would rate, or that it cannot be rated here, and why."""

    function: Identifier
    rating: int | NotObserved
    why: Sentence


class Vignette(Provenance):
    """A fictional child in one language."""

    id: Identifier
    version: int = Field(ge=1)
    instrument: str
    language: Annotated[Language, Field(strict=False)]
    name: Label
    age_months: int = Field(ge=0, le=252)
    title: Label
    text: Words
    scenes: tuple[Scene, ...] = Field(strict=False, min_length=1)
    by: Sentence = Field(description="Who stands behind the reference ratings")
    reference: tuple[ReferenceRating, ...] = Field(strict=False, min_length=1, description="in the order of the instrument")

    @property
    def reference_ratings(self) -> dict[str, int | None]:
        """By function; None where the story does not show it."""
        return {one.function: None if one.rating == "not_observed" else one.rating for one in self.reference}


@cache
def vignettes(language: Language) -> tuple[Vignette, ...]:
    """The vignettes that come with Rootwise, youngest child first."""
    places = [Path(str(one)) for one in CONTENT.iterdir() if one.name.endswith(f".{language}.yaml")]
    return tuple(sorted((read_vignette(one) for one in places), key=lambda one: (one.age_months, one.id, one.version)))


def read_vignette(place: Path) -> Vignette:
    """A vignette from a file, checked whole against its instrument.

    Raises
    ------
    InvalidFile
        With every problem of the file.
    """
    document = read_document(place)
    return checked(Vignette, document, also=lambda read: [*_problems(read, document), *_unlike_the_original(read, document, place)])


def changed_releases() -> list[Problem]:
    """What is wrong with the promise that a released version is never edited: missing files and changed bytes."""
    document = read_document(Path(str(CONTENT / "released.yaml")))
    problems: list[Problem] = []
    for name, recorded in document.data.items():
        entry = CONTENT / f"{name}.yaml"
        if not entry.is_file():
            problems.append(document.problem((name,), "this released file is gone", "Bring it back: what people rated refers to it"))
        elif hashlib.sha256(entry.read_bytes()).hexdigest() != recorded:
            problems.append(document.problem((name,), "this released file was edited", "Undo the edit and release a new version beside it"))
    return problems


def _problems(vignette: Vignette, document: Document) -> list[Problem]:
    try:
        instrument = load_instrument(vignette.instrument).instrument
    except UnknownInstrument:
        return [document.problem(("instrument",), "there is no such instrument", "`rootwise instrument list` names those that are here")]
    return [document.problem(place, what, expected) for place, what, expected in _disagreements(vignette, instrument)]


def _disagreements(vignette: Vignette, instrument: Instrument) -> list[tuple[Place, str, str]]:
    functions = [one.id for one in instrument.functions]
    if [one.function for one in vignette.reference] != functions:
        expected = f"Each once, in this order: {', '.join(functions)}"
        return [(("reference",), "these are not the functions of the instrument", expected)]
    scale = instrument.scale
    return [
        (("reference", number, "rating"), "this rating is not on the scale", f"A whole number from {scale.lowest} to {scale.highest}")
        for number, rating in enumerate(vignette.reference_ratings.values())
        if rating is not None and not scale.lowest <= rating <= scale.highest
    ]


def _unlike_the_original(vignette: Vignette, document: Document, place: Path) -> list[Problem]:
    """Where a translation says more or less than the English file beside it, or rates otherwise."""
    beside = place.with_name(f"{vignette.id}@{vignette.version}.{Language.ENGLISH}.yaml")
    if vignette.language is Language.ENGLISH or not beside.is_file():
        return []
    original = read_vignette(beside)
    words = set(Vignette.model_fields) - set(Provenance.model_fields)
    found = [*differences(original.model_dump(include=words), vignette.model_dump(include=words))]
    problems = [document.problem(where, what, "As in the English file") for where, what in found]
    if (original.reference_ratings, original.age_months) != (vignette.reference_ratings, vignette.age_months):
        problems.append(document.problem(("reference",), "age or ratings are not those of the original", "As in the English file"))
    return problems

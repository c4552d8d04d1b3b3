"""Every text of an instrument that a person reads, in the language of its reader.

English falls out of the instrument itself. Other languages stand in a file beside each instrument of ours. They hold only for an instrument
that is ours word for word: a site that brings its own brings no other words, and its reader is shown the original, with a note.
"""

from functools import cache
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import Field

from rootwise.document import Document, checked, read_document
from rootwise.document.kinds import Identifier, Label, Language, Words
from rootwise.errors import Problem, UserError
from rootwise.instrument.load import CONTENT, UnknownInstrument, comes_with_rootwise, load_instrument
from rootwise.instrument.model import Content, Escalation, Function, Instrument, Level, RelationItem
from rootwise.instrument.provenance import Provenance
from rootwise.instrument.shape import differences

AnchorText = Annotated[str, Field(min_length=1, max_length=260)]
LevelNumber = Annotated[int, Field(strict=False)]  # a key of a file is text
LevelTexts = dict[LevelNumber, Words]
Part = TypeVar("Part", bound=Content)


class NoWords(UserError):
    """Nobody has written the words of an instrument of ours in this language."""

    def __init__(self, instrument: str, language: Language) -> None:
        super().__init__(f"There are no words for {instrument} in this language ({language}).")


class Named(Content):
    """A name and what it means."""

    name: Label
    text: Words


class FunctionWords(Content):
    """A function in words. `icf`: our labels, by code; `anchors`: by rating."""

    name: Label
    icf: dict[str, Label]
    definition: Words
    anchors: dict[LevelNumber, AnchorText]


class HistoryWords(Content):
    """How the past is recorded, in words."""

    text: Words
    periods: dict[Identifier, Label]
    adversity_levels: LevelTexts
    relational_health_levels: LevelTexts
    event_types: dict[Identifier, Named]


class RelationWords(Named):
    """A relation in words."""

    support_name: Label | None = None
    levels: LevelTexts


class RelationsWords(Content):
    """Who is around the child now, in words."""

    text: Words
    items: dict[Identifier, RelationWords]


class RedFlagWords(Content):
    """A red flag in words."""

    name: Label
    question: Words
    action: Words


class SafetyWords(Content):
    """The questions asked in every case, in words."""

    red_flags: dict[Identifier, RedFlagWords]
    escalation: Escalation


class InstrumentWords(Content):
    """Everything of an instrument that a person reads, by the ids of the instrument.

    `is_original`: in the instrument's own language, because there are no words in the language that was asked for.
    """

    is_original: bool = Field(default=False, exclude=True)
    title: Label
    text: Words
    confidences: dict[Identifier, Words]
    bands: dict[Identifier, Named]
    regions: dict[Identifier, Named]
    domains: dict[Identifier, Named]
    phases: dict[Identifier, Named]
    functions: dict[Identifier, FunctionWords]
    history: HistoryWords
    relations: RelationsWords
    safety: SafetyWords
    limits: tuple[Words, ...] = Field(strict=False)


class WordsInLanguage(Provenance):
    """A file of words."""

    instrument: str
    language: Annotated[Language, Field(strict=False)]
    words: InstrumentWords


def words_of(instrument: Instrument, language: Language) -> InstrumentWords:
    """The words of an instrument in this language, or its own where there are none for exactly this instrument."""
    if language is Language.ENGLISH:
        return _own_words(instrument)
    stored = _stored(instrument.name, language) if comes_with_rootwise(instrument) else None
    return stored or _own_words(instrument).model_copy(update={"is_original": True})


def spoken(instrument: Instrument, language: Language) -> Instrument:
    """The same instrument with its texts in this language, to be shown. What it measures, and its ids, stay those of the original."""
    if language is Language.ENGLISH:
        return instrument
    if comes_with_rootwise(instrument):
        return _spoken(instrument.name, language)
    return instrument


@cache
def _spoken(name: str, language: Language) -> Instrument:
    instrument = load_instrument(name).instrument
    words = words_of(instrument, language)
    history, relations, safety = instrument.history, instrument.relations, instrument.safety
    return _told(
        instrument,
        title=words.title,
        text=words.text,
        confidences=tuple(_told(one, text=words.confidences[one.id]) for one in instrument.confidences),
        bands=tuple(_told(one, **_named(words.bands[one.id])) for one in instrument.bands),
        regions=tuple(_told(one, **_named(words.regions[one.id])) for one in instrument.regions),
        domains=tuple(_told(one, **_named(words.domains[one.id])) for one in instrument.domains),
        phases=tuple(_told(one, **_named(words.phases[one.id])) for one in instrument.phases),
        functions=tuple(_function(one, words.functions[one.id]) for one in instrument.functions),
        history=_told(
            history,
            text=words.history.text,
            periods=tuple(_told(one, name=words.history.periods[one.id]) for one in history.periods),
            adversity_levels=_levels(history.adversity_levels, words.history.adversity_levels),
            relational_health_levels=_levels(history.relational_health_levels, words.history.relational_health_levels),
            event_types=tuple(_told(one, **_named(words.history.event_types[one.id])) for one in history.event_types),
        ),
        relations=_told(
            relations, text=words.relations.text, items=tuple(_relation(one, words.relations.items[one.id]) for one in relations.items)
        ),
        safety=_told(
            safety,
            escalation=words.safety.escalation,
            red_flags=tuple(_told(one, **words.safety.red_flags[one.id].model_dump()) for one in safety.red_flags),
        ),
        limits=tuple(_told(one, text=text) for one, text in zip(instrument.limits, words.limits, strict=True)),
    )


def _told(part: Part, **texts: Any) -> Part:
    return part.model_copy(update=texts)


def _named(words: Named) -> dict[str, str]:
    return {"name": words.name, "text": words.text}


def _function(one: Function, words: FunctionWords) -> Function:
    return _told(
        one,
        name=words.name,
        definition=words.definition,
        icf=tuple(_told(icf, label=words.icf[icf.code]) for icf in one.icf),
        anchors=tuple(_told(anchor, text=words.anchors[anchor.rating]) for anchor in one.anchors),
    )


def _relation(one: RelationItem, words: RelationWords) -> RelationItem:
    return _told(one, **_named(words), support_name=words.support_name, levels=_levels(one.levels, words.levels))


def _levels(levels: tuple[Level, ...], texts: LevelTexts) -> tuple[Level, ...]:
    return tuple(_told(one, text=texts[one.level]) for one in levels)


def read_words(place: Path) -> WordsInLanguage:
    """Words from a file, checked whole against their instrument.

    Raises
    ------
    InvalidFile
        With every problem of the file.
    """
    document = read_document(place)
    return checked(WordsInLanguage, document, also=lambda read: _problems(read, document))


@cache
def _stored(name: str, language: Language) -> InstrumentWords | None:
    place = Path(str(CONTENT / f"{name}.{language}.yaml"))
    return read_words(place).words if place.is_file() else None


def _problems(read: WordsInLanguage, document: Document) -> list[Problem]:
    try:
        own = _own_words(load_instrument(read.instrument).instrument)
    except UnknownInstrument:
        return [document.problem(("instrument",), "there is no such instrument", "`rootwise instrument list` names those that are here")]
    found = differences(own.model_dump(), read.words.model_dump(), place=("words",))
    return [document.problem(place, what, f"As in {read.instrument}") for place, what in found]


def _own_words(instrument: Instrument) -> InstrumentWords:
    history, relations, safety = instrument.history, instrument.relations, instrument.safety
    return InstrumentWords(
        title=instrument.title,
        text=instrument.text,
        confidences={one.id: one.text for one in instrument.confidences},
        bands={one.id: Named(name=one.name, text=one.text) for one in instrument.bands},
        regions={one.id: Named(name=one.name, text=one.text) for one in instrument.regions},
        domains={one.id: Named(name=one.name, text=one.text) for one in instrument.domains},
        phases={one.id: Named(name=one.name, text=one.text) for one in instrument.phases},
        functions={
            one.id: FunctionWords(
                name=one.name,
                icf={icf.code: icf.label for icf in one.icf},
                definition=one.definition,
                anchors={anchor.rating: anchor.text for anchor in one.anchors},
            )
            for one in instrument.functions
        },
        history=HistoryWords(
            text=history.text,
            periods={one.id: one.name for one in history.periods},
            adversity_levels=_by_level(history.adversity_levels),
            relational_health_levels=_by_level(history.relational_health_levels),
            event_types={one.id: Named(name=one.name, text=one.text) for one in history.event_types},
        ),
        relations=RelationsWords(
            text=relations.text,
            items={
                one.id: RelationWords(name=one.name, text=one.text, support_name=one.support_name, levels=_by_level(one.levels))
                for one in relations.items
            },
        ),
        safety=SafetyWords(
            red_flags={one.id: RedFlagWords(name=one.name, question=one.question, action=one.action) for one in safety.red_flags},
            escalation=safety.escalation,
        ),
        limits=tuple(one.text for one in instrument.limits),
    )


def _by_level(levels: tuple[Level, ...]) -> dict[int, str]:
    return {one.level: one.text for one in levels}

"""What is rated: regions, functions, anchors, typical curves, periods, bands (§2-§5)."""

from rootwise.instrument.load import (
    LoadedInstrument,
    NameTaken,
    UnknownInstrument,
    changed_releases,
    known_instruments,
    load_instrument,
    read_instrument,
)
from rootwise.instrument.model import Instrument
from rootwise.instrument.questions import NoQuestions, Questions, questions_for
from rootwise.instrument.words import InstrumentWords, NoWords, words_of

__all__ = [
    "Instrument",
    "InstrumentWords",
    "LoadedInstrument",
    "NameTaken",
    "NoQuestions",
    "NoWords",
    "Questions",
    "UnknownInstrument",
    "changed_releases",
    "known_instruments",
    "load_instrument",
    "questions_for",
    "read_instrument",
    "words_of",
]

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

__all__ = [
    "Instrument",
    "LoadedInstrument",
    "NameTaken",
    "UnknownInstrument",
    "changed_releases",
    "known_instruments",
    "load_instrument",
    "read_instrument",
]

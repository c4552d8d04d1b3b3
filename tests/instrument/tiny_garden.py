"""The tiny instrument: as a file, as plain values to break, and as it is told when broken."""

import json
from pathlib import Path
from typing import Any

import pytest

from rootwise.document import read_document
from rootwise.errors import InvalidFile
from rootwise.instrument import read_instrument

TINY = Path(__file__).with_name("tiny.yaml")


def plain() -> Any:
    """The tiny instrument as plain values, fresh for each test to break."""
    return read_document(TINY).data


def told(folder: Path, values: object) -> list[str]:
    """What is told about these values, without file and line."""
    place = folder / "broken.json"
    place.write_text(json.dumps(values, indent=1))
    with pytest.raises(InvalidFile) as refused:
        read_instrument(place)
    return [f"{one.where}: {one.what}. {one.expected}" for one in refused.value.problems]

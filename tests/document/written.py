"""A file with what a test writes into it, and what reading it tells."""

from pathlib import Path

import pytest

from rootwise.document import Document, read_document
from rootwise.errors import InvalidFile


def written(folder: Path, content: str | bytes, *, name: str = "case.yaml") -> Path:
    place = folder / name
    place.write_bytes(content if isinstance(content, bytes) else content.encode())
    return place


def read(folder: Path, content: str | bytes, *, name: str = "case.yaml") -> Document:
    return read_document(written(folder, content, name=name))


def refusal(folder: Path, content: str | bytes, *, name: str = "case.yaml") -> str:
    """The whole message, without the folder."""
    place = written(folder, content, name=name)
    with pytest.raises(InvalidFile) as refused:
        read_document(place)
    return str(refused.value).replace(f"{folder}/", "")

"""The exported JSON Schema judges instrument files as the reader does."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from rootwise.document import read_document
from rootwise.instrument import Instrument
from rootwise.instrument.load import CONTENT
from tests.instrument.tiny_garden import TINY, plain

SCHEMA = Instrument.model_json_schema(mode="validation")
JUDGE = Draft202012Validator(SCHEMA)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)

    assert SCHEMA["additionalProperties"] is False


@pytest.mark.parametrize("place", [TINY, Path(str(CONTENT)) / "open-functional-map@1.yaml"], ids=["tiny", "map"])
def test_the_schema_accepts_an_instrument_as_it_is_written(place: Path) -> None:
    assert [one.message for one in JUDGE.iter_errors(read_document(place).data)] == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda values: values.pop("scale"),
        lambda values: values.update(colour="green"),
        lambda values: values.update(version=0),
        lambda values: values.update(id="Tiny Garden"),
        lambda values: values["scale"].update(lowest=0),
        lambda values: values["functions"][0].update(icf=[]),
        lambda values: values["functions"][0]["icf"][0].update(code="x110"),
        lambda values: values["functions"][0]["anchors"][0].update(rating="3"),
        lambda values: values["functions"][0]["anchors"][0].update(age_months=253),
        lambda values: values["functions"][0].update(anchors=values["functions"][0]["anchors"][:1]),
        lambda values: values["phases"][1]["opens"]["conditions"][0].update(kind="weather"),
        lambda values: values["safety"]["red_flags"][0].update(severity="later"),
        lambda values: values["limits"][0].update(sources="project drafts"),
        lambda values: values["limits"][0].update(sources=["Two Words"]),
    ],
)
def test_the_schema_rejects_what_the_reader_rejects(spoil: Callable[[Any], object]) -> None:
    values = plain()

    spoil(values)

    assert not JUDGE.is_valid(values)

"""The exported JSON Schema judges case files as people write them: every example is right, and the wrong ones are wrong."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from rootwise.case import read_case
from rootwise.case.schema import case_schema
from rootwise.document import read_document
from rootwise.errors import InvalidFile
from rootwise.instrument import load_instrument, read_instrument
from tests.case.short_case import SHORT
from tests.instrument.tiny_garden import TINY

EXAMPLES = sorted(one for one in (Path(__file__).parents[2] / "examples").glob("*.yaml") if one.name != "site.yaml")
SCHEMA = case_schema(load_instrument("open-functional-map@1").instrument)
JUDGE = Draft202012Validator(SCHEMA)


@pytest.fixture
def short(tmp_path: Path) -> Any:
    (tmp_path / "short.yaml").write_text(SHORT)
    return copy.deepcopy(read_document(tmp_path / "short.yaml").data)


def test_the_schema_is_one_and_names_its_draft() -> None:
    Draft202012Validator.check_schema(SCHEMA)

    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["title"] == "Rootwise case file, open-functional-map@1"


@pytest.mark.parametrize("place", EXAMPLES, ids=lambda one: one.stem)
def test_reader_and_schema_accept_every_example(place: Path) -> None:
    assert read_case(place).case.rootwise == 1
    assert [one.message for one in JUDGE.iter_errors(read_document(place).data)] == []


@pytest.mark.parametrize(
    "change",
    [
        lambda case: case["child"].update(birth_date=2018),
        lambda case: case["child"].update(birth_date="2018-03-09", name="River"),
        lambda case: case["safety"].update(safe_place=True),
        lambda case: case["safety"].update(safe_place={"answer": "no", "note": "x"}),
        lambda case: case["safety"].update(basic_needs={"answer": "not_met"}),
        lambda case: case["safety"]["red_flags"].update(missing=False),
        lambda case: case["safety"]["red_flags"].update(missing="not_asked"),
        lambda case: case["ratings"].update(memory={"rating": 1, "by": "kh", "note": "x"}),
        lambda case: case["ratings"].update(memory={"missing": "declined"}),
        lambda case: case["ratings"].update(memory=[{"missing": "unknown", "by": "kh"}, {"rating": 12, "by": "foster"}]),
        lambda case: case["relations"].update(peers="declined"),
        lambda case: case["history"].update(prenatal={}),
        lambda case: case.pop("context"),
        lambda case: case.pop("history"),
        lambda case: case.pop("relations"),
    ],
)
def test_reader_and_schema_accept_what_may_be_written(tmp_path: Path, short: Any, change: Callable[[Any], object]) -> None:
    change(short)
    (tmp_path / "case.yaml").write_text(yaml.safe_dump(short))

    assert read_case(tmp_path / "case.yaml").case.rootwise == 1
    assert [one.message for one in JUDGE.iter_errors(short)] == []


@pytest.mark.parametrize(
    "change",
    [
        lambda case: case.pop("ratings"),
        lambda case: case.pop("safety"),
        lambda case: case.update(contxt={}),
        lambda case: case.update(instrument="open-functional-map@2"),
        lambda case: case.update(raters=[]),
        lambda case: case["raters"][0].update(role="doctor"),
        lambda case: case["child"].update(id="River 01"),
        lambda case: case["child"].update(birth_date="March 2018"),
        lambda case: case["child"].update(gestation_weeks=19),
        lambda case: case["safety"].update(basic_needs="yes"),
        lambda case: case["safety"].update(safe_place="maybe"),
        lambda case: case["safety"]["red_flags"].update(lost="no"),
        lambda case: case["safety"]["red_flags"].update(missing=0),
        lambda case: case["safety"]["red_flags"]["self_harm"]["action"].pop("by"),
        lambda case: case["history"].update(babyhood={}),
        lambda case: case["history"]["infancy"].update(adversity=5),
        lambda case: case["history"]["infancy"].update(adversity="3"),
        lambda case: case["history"]["infancy"].update(confidence="certain"),
        lambda case: case["history"]["infancy"]["events"][0].update(type="rain"),
        lambda case: case["history"]["infancy"]["events"][0].update(severity=-1),
        lambda case: case["relations"].update(friends=1),
        lambda case: case["relations"].update(peers=5),
        lambda case: case["ratings"].update(spelling={"rating": 5, "by": "kh"}),
        lambda case: case["ratings"].update(memory={"rating": 0, "by": "kh"}),
        lambda case: case["ratings"].update(memory={"rating": 13, "by": "kh"}),
        lambda case: case["ratings"].update(memory={"rating": "5", "by": "kh"}),
        lambda case: case["ratings"].update(memory={"rating": True, "by": "kh"}),
        lambda case: case["ratings"].update(memory={"rating": 5}),
        lambda case: case["ratings"].update(memory=5),
        lambda case: case["ratings"].update(memory=[]),
        lambda case: case["ratings"].update(memory={"missing": "forgotten"}),
        lambda case: case["ratings"].update(memory={"missing": "unknown", "rating": 5, "by": "kh"}),
        lambda case: case["context"].update(settings=["moon"]),
        lambda case: case["context"].update(precautions=["rain"]),
    ],
)
def test_reader_and_schema_reject_the_same(tmp_path: Path, short: Any, change: Callable[[Any], object]) -> None:
    change(short)
    (tmp_path / "case.yaml").write_text(yaml.safe_dump(short))

    assert not JUDGE.is_valid(short)
    with pytest.raises(InvalidFile):
        read_case(tmp_path / "case.yaml")


def test_the_schema_is_that_of_the_instrument_it_is_made_for() -> None:
    schema = case_schema(read_instrument(TINY).instrument)

    assert schema["properties"]["instrument"] == {"const": "tiny-garden@3"}
    assert list(schema["properties"]["ratings"]["properties"]) == ["roots", "worms", "sap", "leaves", "fruit"]
    assert list(schema["properties"]["history"]["properties"]) == ["winter", "summer"]
    assert schema["$defs"]["Rated"]["properties"]["rating"] == {"type": "integer", "minimum": 1, "maximum": 5}
    assert schema["$defs"]["Rated"]["properties"]["confidence"] == {"enum": ["clear", "vague"]}

"""The examples: what their profiles say, and that the JSON has the shape that other people's scripts rely on (contract.md)."""

import json
from pathlib import Path
from typing import Any

import pytest

from rootwise.case import read_case
from rootwise.profile import profile_json, profile_of

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).with_name("golden.json")
EXAMPLES = sorted(one.stem for one in (ROOT / "examples").glob("*.yaml") if one.name != "site.yaml")

NUMBER = (int, float)
NUMBER_OR_NULL = (int, float, type(None))
TEXT_OR_NULL = (str, type(None))
SET = {
    "id": str,
    "rated": int,
    "of": int,
    "sum": NUMBER,
    "typical": NUMBER,
    "percent": NUMBER_OR_NULL,
    "interval90": ([NUMBER], None),
    "band": TEXT_OR_NULL,
    "band_probability": ({"essential": NUMBER, "therapeutic": NUMBER, "enrichment": NUMBER}, None),
    "needed": [str],
}
REASON = {"rule": str, "text": str}
PROFILE = {
    "rootwise": int,
    "instrument": {"id": str, "version": int, "sha256": str},
    "age_months": NUMBER,
    "age_range_months": ([NUMBER], None),
    "sensitive_to_age": [str],
    "corrected": bool,
    "functions": [
        {
            "id": str,
            "region": str,
            "domain": str,
            "rating": NUMBER_OR_NULL,
            "missing": TEXT_OR_NULL,
            "typical": NUMBER,
            "gap": NUMBER_OR_NULL,
            "confidence": TEXT_OR_NULL,
            "sd": NUMBER_OR_NULL,
        }
    ],
    "regions": [SET],
    "domains": [SET],
    "start": {
        "status": str,
        "region": TEXT_OR_NULL,
        "probability": dict.fromkeys(("brainstem", "diencephalon", "limbic", "cortex", "none"), NUMBER_OR_NULL),
        "ask_next": [str],
    },
    "readiness": dict.fromkeys(("value", "typical", "of_typical"), NUMBER_OR_NULL),
    "history": [
        {
            "period": str,
            "from_months": NUMBER,
            "to_months": NUMBER,
            **dict.fromkeys(("adversity", "relational_health", "load", "cumulative"), (int, type(None))),
        }
    ],
    "relations": {"percent": NUMBER_OR_NULL, "rated": int, "of": int},
    "flags": [{"id": str, "severity": str, "action": ({"by": str, "on": str, "what": str}, None)}],
    "gate": {"open": bool, "because": [REASON]},
    "phases": [{"id": str, "status": str, "because": [REASON]}],
}


def misfits(value: Any, shape: Any, where: str = "profile") -> list[str]:
    """Where a value has another shape: a dict lists its keys, a list its entries, (shape, None) may be null, else types."""
    if isinstance(shape, tuple) and None in shape:
        return [] if value is None else misfits(value, shape[0], where)
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return [f"{where} is no object"]
        missing = [f"{where}.{key} is missing" for key in shape if key not in value]
        return missing + [fault for key in shape if key in value for fault in misfits(value[key], shape[key], f"{where}.{key}")]
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{where} is no list"]
        return [fault for place, one in enumerate(value) for fault in misfits(one, shape[0], f"{where}[{place}]")]
    fits = isinstance(value, shape) and (shape is bool or not isinstance(value, bool))
    return [] if fits else [f"{where} is {type(value).__name__}"]


def _drawn(example: str) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(profile_json(profile_of(read_case(ROOT / "examples" / f"{example}.yaml"))))
    return parsed


def _key_results(drawn: dict[str, Any]) -> dict[str, Any]:
    return {
        "start": [drawn["start"]["status"], drawn["start"]["region"]],
        "ask_next": drawn["start"]["ask_next"],
        "bands": {one["id"]: one["band"] for one in drawn["regions"] + drawn["domains"]},
        "percents": {one["id"]: None if one["percent"] is None else round(one["percent"], 3) for one in drawn["regions"]},
        "gate": drawn["gate"]["open"],
        "phases": {one["id"]: one["status"] for one in drawn["phases"]},
        "sensitive_to_age": drawn["sensitive_to_age"],
    }


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_profile_has_the_shape_of_the_contract(example: str) -> None:
    assert misfits(_drawn(example), PROFILE) == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_says_what_it_said(example: str) -> None:
    stored = json.loads(GOLDEN.read_text(encoding="utf-8")).get(example)
    now = _key_results(_drawn(example))
    assert now == stored, (
        f"examples/{example}.yaml comes out differently from tests/profile/golden.json.\n"
        f"Look at it: rootwise profile examples/{example}.yaml\n"
        f"If the change is meant, and right by docs/method, put this into golden.json:\n{json.dumps({example: now}, indent=1)[2:-2]}"
    )


def test_every_stored_result_has_its_example() -> None:
    stored = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert sorted(stored) == EXAMPLES, "take results of examples that are gone out of tests/profile/golden.json"


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ({"id": "sleep"}, "profile.rated is missing"),
        ({"id": "sleep", "rated": True}, "profile.rated is bool"),
        ({"id": 3, "rated": 3}, "profile.id is int"),
        ([], "profile is no object"),
    ],
)
def test_the_search_for_misfits_finds_them(value: object, fault: str) -> None:
    assert misfits(value, {"id": str, "rated": int}) == [fault]

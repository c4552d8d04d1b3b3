"""The JSON Schema of a case file, with the ids of one instrument filled in, so that editors can offer them."""

from typing import Any

from rootwise.case.model import Case
from rootwise.instrument import Instrument


def case_schema(instrument: Instrument) -> dict[str, Any]:
    """The schema of a case rated with this instrument (JSON Schema draft 2020-12).

    It describes the shape that people write, short forms included. What one key demands of another (a rater must be
    listed, a date must be possible) only `rootwise check` tells.
    """
    schema = Case.model_json_schema(mode="validation")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = f"Rootwise case file, {instrument.name}"
    properties, parts = schema["properties"], schema["$defs"]
    properties["instrument"] = {"const": instrument.name}

    highest = len(instrument.history.adversity_levels) - 1
    confidences = {"enum": [one.id for one in instrument.confidences]}
    for part in ("Rated", "PeriodHistory"):
        parts[part]["properties"]["confidence"] = confidences
    parts["Rated"]["properties"]["rating"] = {
        "type": "integer",
        "minimum": instrument.scale.lowest,
        "maximum": instrument.scale.highest,
    }
    for part, keys in (("PeriodHistory", ("adversity", "relational_health")), ("Event", ("severity",))):
        for key in keys:
            parts[part]["properties"][key] = _level(highest)
    parts["Event"]["properties"]["type"] = {"enum": [one.id for one in instrument.history.event_types]}

    entry = {"oneOf": [{"$ref": "#/$defs/Rated"}, {"$ref": "#/$defs/NotRated"}]}
    entries = {"anyOf": [*entry["oneOf"], {"type": "array", "items": entry, "minItems": 1}]}
    properties["ratings"] = _keyed({one.id: (one.name, entries) for one in instrument.functions})
    properties["history"] = _keyed({one.id: (one.name, {"$ref": "#/$defs/PeriodHistory"}) for one in instrument.history.periods})
    levels = _level(len(instrument.relations.items[0].levels) - 1)
    properties["relations"] = _keyed({one.id: (one.text, levels) for one in instrument.relations.items})
    answer = _short(["yes", "no", "not_asked", True, False], "SafetyAnswer")
    parts["Safety"]["properties"]["red_flags"] = _keyed({one.id: (one.question, answer) for one in instrument.safety.red_flags})
    parts["Safety"]["properties"]["safe_place"] = answer
    parts["Safety"]["properties"]["basic_needs"] = _short(["met", "not_met", "not_asked"], "NeedsAnswer")
    return schema


def _keyed(entries: dict[str, tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    described = {key: {"description": text, **schema} for key, (text, schema) in entries.items()}
    return {"type": "object", "properties": described, "additionalProperties": False}


def _level(highest: int) -> dict[str, Any]:
    return {"anyOf": [{"type": "integer", "minimum": 0, "maximum": highest}, {"$ref": "#/$defs/Missing"}]}


def _short(words: list[str | bool], part: str) -> dict[str, Any]:
    return {"anyOf": [{"enum": words}, {"$ref": f"#/$defs/{part}"}]}

"""A kept profile read back from its JSON, so that what is shown is what was kept, not what later code makes of it."""

import json
from datetime import date
from typing import Any

from rootwise.case import ReadCase
from rootwise.case.model import Rated
from rootwise.case.vocabulary import Missing
from rootwise.instrument.model import Severity
from rootwise.instrument.typical import AgeSpan
from rootwise.profile.history import history
from rootwise.profile.model import (
    Flag,
    FunctionResult,
    Gate,
    OneRating,
    PeriodResult,
    PhaseResult,
    PhaseStatus,
    Profile,
    Readiness,
    Reason,
    RecordedAction,
    RelationsResult,
    SetResult,
    Start,
    StartStatus,
)
from rootwise.profile.relations import relations


def kept_profile(text: str, read: ReadCase) -> Profile:
    """The profile in this JSON. The words that the JSON leaves out (notes of raters, what is known of an event) come from its case."""
    kept = json.loads(text)
    return Profile(
        instrument=read.loaded.instrument,
        instrument_sha256=kept["instrument"]["sha256"],
        case_sha256=kept["case_sha256"],
        child=kept["child"],
        assessed_on=date.fromisoformat(kept["assessed_on"]),
        age_months=kept["age_months"],
        chronological_age_months=kept["chronological_age_months"],
        age_range_months=None if kept["age_range_months"] is None else (kept["age_range_months"][0], kept["age_range_months"][1]),
        sensitive_to_age=tuple(kept["sensitive_to_age"]),
        corrected=kept["corrected"],
        functions=tuple(_function(one, read) for one in kept["functions"]),
        regions=tuple(_set(one) for one in kept["regions"]),
        domains=tuple(_set(one) for one in kept["domains"]),
        start=_start(kept["start"]),
        readiness=Readiness(**kept["readiness"]),
        history=_history(kept, read),
        relations=_relations(kept["relations"], read),
        flags=tuple(Flag(one["id"], Severity(one["severity"]), _action(one["action"])) for one in kept["flags"]),
        gate=Gate(
            is_open=kept["gate"]["open"],
            is_shareable=kept["gate"]["shareable"],
            because=tuple(_reason(one) for one in kept["gate"]["because"]),
            not_asked=tuple(kept["gate"]["not_asked"]),
        ),
        phases=tuple(
            PhaseResult(one["id"], PhaseStatus(one["status"]), tuple(_reason(why) for why in one["because"])) for one in kept["phases"]
        ),
    )


def _function(kept: dict[str, Any], read: ReadCase) -> FunctionResult:
    notes = {one.by: one.note for one in read.case.ratings.get(kept["id"], ()) if isinstance(one, Rated)}
    span = kept["common_at_months"]
    return FunctionResult(
        **{key: kept[key] for key in ("id", "region", "domain", "rating", "typical", "gap", "percent", "confidence", "sd", "disagreement")},
        missing=None if kept["missing"] is None else Missing(kept["missing"]),
        is_below=kept["below"],
        common_at=None if span is None else AgeSpan(span[0], span[1]),
        ratings=tuple(OneRating(one["by"], one["rating"], one["confidence"], notes[one["by"]]) for one in kept["ratings"]),
    )


def _set(kept: dict[str, Any]) -> SetResult:
    return SetResult(
        **{key: kept[key] for key in ("id", "rated", "of", "sum", "typical", "percent", "band", "band_probability")},
        interval=None if kept["interval90"] is None else (kept["interval90"][0], kept["interval90"][1]),
        needed=tuple(kept["needed"]),
    )


def _start(kept: dict[str, Any]) -> Start:
    probability = dict(kept["probability"])
    none, unknown = probability.pop("none"), probability.pop("unknown")
    return Start(
        status=StartStatus(kept["status"]),
        region=kept["region"],
        probability=probability,
        none=none,
        unknown=unknown,
        insufficient=tuple(kept["insufficient"]),
        ask_next=tuple(kept["ask_next"]),
        expected_drop=kept["expected_drop_bits"],
    )


def _history(kept: dict[str, Any], read: ReadCase) -> tuple[PeriodResult, ...]:
    events = {one.period: one.events for one in history(read.case, read.loaded.instrument, age_months=kept["chronological_age_months"])}
    levels = ("period", "from_months", "to_months", "adversity", "relational_health", "confidence", "load", "cumulative")
    return tuple(PeriodResult(**{key: one[key] for key in levels}, events=events[one["period"]]) for one in kept["history"])


def _relations(kept: dict[str, Any], read: ReadCase) -> RelationsResult:
    return RelationsResult(kept["percent"], kept["rated"], kept["of"], relations(read.case, read.loaded.instrument).items)


def _action(kept: dict[str, Any] | None) -> RecordedAction | None:
    return None if kept is None else RecordedAction(kept["by"], date.fromisoformat(kept["on"]), kept["what"])


def _reason(kept: dict[str, Any]) -> Reason:
    return Reason(kept["rule"], kept["text"], kept.get("values", {}))

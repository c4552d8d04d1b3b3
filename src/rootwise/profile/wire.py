"""The profile as JSON (contract.md). Numbers are not rounded; the same profile gives the same bytes."""

import json
from typing import Any

from rootwise.instrument.typical import AgeSpan
from rootwise.profile.model import (
    FunctionResult,
    PeriodResult,
    Profile,
    Readiness,
    Reason,
    RelationsResult,
    SetResult,
    Start,
)

FORMAT = 1


def profile_json(profile: Profile) -> str:
    """One JSON document, with a line end."""
    return json.dumps(profile_document(profile), ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def profile_document(profile: Profile) -> dict[str, Any]:
    """The profile as plain values, in the order of contract.md."""
    return {
        "rootwise": FORMAT,
        "instrument": {"id": profile.instrument.id, "version": profile.instrument.version, "sha256": profile.instrument_sha256},
        "case_sha256": profile.case_sha256,
        "child": profile.child,
        "assessed_on": profile.assessed_on.isoformat(),
        "age_months": profile.age_months,
        "chronological_age_months": profile.chronological_age_months,
        "age_range_months": list(profile.age_range_months) if profile.age_range_months else None,
        "sensitive_to_age": list(profile.sensitive_to_age),
        "corrected": profile.corrected,
        "functions": [_function(one) for one in profile.functions],
        "regions": [_set(one) for one in profile.regions],
        "domains": [_set(one) for one in profile.domains],
        "start": _start(profile.start),
        "readiness": _readiness(profile.readiness),
        "history": [_period(one) for one in profile.history],
        "relations": _relations(profile.relations),
        "flags": [
            {
                "id": one.id,
                "severity": one.severity,
                "action": {"by": one.action.by, "on": one.action.on.isoformat(), "what": one.action.what} if one.action else None,
            }
            for one in profile.flags
        ],
        "gate": {
            "open": profile.gate.is_open,
            "shareable": profile.gate.is_shareable,
            "because": [reason_document(one) for one in profile.gate.because],
            "not_asked": list(profile.gate.not_asked),
        },
        "phases": [
            {"id": one.id, "status": one.status, "because": [reason_document(why) for why in one.because]} for one in profile.phases
        ],
    }


def _function(one: FunctionResult) -> dict[str, Any]:
    return {
        "id": one.id,
        "region": one.region,
        "domain": one.domain,
        "rating": one.rating,
        "missing": one.missing,
        "typical": one.typical,
        "gap": one.gap,
        "percent": one.percent,
        "below": one.is_below,
        "confidence": one.confidence,
        "sd": one.sd,
        "disagreement": one.disagreement,
        "common_at_months": _span(one.common_at),
        "ratings": [{"by": given.by, "rating": given.rating, "confidence": given.confidence} for given in one.ratings],
    }


def _span(span: AgeSpan | None) -> list[float | None] | None:
    return None if span is None else [span.from_months, span.to_months]


def _set(one: SetResult) -> dict[str, Any]:
    return {
        "id": one.id,
        "rated": one.rated,
        "of": one.of,
        "sum": one.sum,
        "typical": one.typical,
        "percent": one.percent,
        "interval90": list(one.interval) if one.interval else None,
        "band": one.band,
        "band_probability": dict(one.band_probability) if one.band_probability else None,
        "needed": list(one.needed),
    }


def _start(one: Start) -> dict[str, Any]:
    return {
        "status": one.status,
        "region": one.region,
        "probability": {**one.probability, "none": one.none, "unknown": one.unknown},
        "insufficient": list(one.insufficient),
        "ask_next": list(one.ask_next),
        "expected_drop_bits": dict(one.expected_drop),
    }


def _readiness(one: Readiness) -> dict[str, Any]:
    return {"value": one.value, "typical": one.typical, "of_typical": one.of_typical, "steadied": one.steadied}


def _period(one: PeriodResult) -> dict[str, Any]:
    return {
        "period": one.period,
        "from_months": one.from_months,
        "to_months": one.to_months,
        "adversity": one.adversity,
        "relational_health": one.relational_health,
        "load": one.load,
        "cumulative": one.cumulative,
        "confidence": one.confidence,
        "events": [{"type": event.type, "severity": event.severity, "chronic": event.chronic} for event in one.events],
    }


def _relations(one: RelationsResult) -> dict[str, Any]:
    return {
        "percent": one.percent,
        "rated": one.rated,
        "of": one.of,
        "items": [{"id": item.id, "level": item.level, "missing": item.missing} for item in one.items],
    }


def reason_document(one: Reason) -> dict[str, Any]:
    """A reason as plain values; the values the rule looked at only where there are some."""
    return {"rule": one.rule, "text": one.text, **({"values": dict(one.values)} if one.values else {})}

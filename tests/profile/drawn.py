"""Children drawn in a few words. What a test does not say is well: rated 12 and sure, asked and answered no.

At 20 years, the age that is drawn unless a test says otherwise, 12 is typical of every function, so percents are round.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from rootwise.case import Case, ReadCase
from rootwise.case.age import age_at
from rootwise.case.people import CaseContext
from rootwise.document import Document
from rootwise.instrument import LoadedInstrument, load_instrument
from rootwise.profile import profile_document, profile_of

# 6: by kh, as sure as the child's other ratings; (6, "guess"): so sure; (6, None): not said how sure;
# [4, (6, "likely")]: by two raters; "not_observed": why there is none; None: the key is left out.
Given = int | tuple[int, str | None] | str | None | Sequence["int | tuple[int, str | None] | str"]

MAP = load_instrument("open-functional-map@1")
ASSESSED_ON = date(2026, 5, 20)
TWENTY_YEARS = 7305  # days, 240 months


def document(
    ratings: Mapping[str, Given] | None = None,
    *,
    days: int = TWENTY_YEARS,
    born: str | None = None,
    gestation_weeks: int | None = None,
    others: Given = 12,
    confidence: str | None = "sure",
    loaded: LoadedInstrument = MAP,
    safety: Mapping[str, Any] | None = None,
    red_flags: Mapping[str, Any] | None = None,
    history: Mapping[str, Any] | None = None,
    relations: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """A case file as plain values. A key of `ratings` is a function, a region or a domain; the later one counts."""
    given: dict[str, Given] = {one.id: others for one in loaded.instrument.functions}
    for key, value in (ratings or {}).items():
        given.update({one.id: value for one in loaded.instrument.functions if key in (one.id, one.region, one.domain)})
    child = {"id": "drawn", "birth_date": born or (ASSESSED_ON - timedelta(days=days)).isoformat()}
    return {
        "rootwise": 1,
        "instrument": loaded.instrument.name,
        "child": {**child, **({"gestation_weeks": gestation_weeks} if gestation_weeks else {})},
        "assessed_on": ASSESSED_ON.isoformat(),
        "raters": [{"id": "kh", "role": "clinician"}, *({"id": f"r{n}", "role": "teacher"} for n in range(2, 13))],
        "safety": {
            "basic_needs": "met",
            "safe_place": "yes",
            **(safety or {}),
            "red_flags": {**{one.id: "no" for one in loaded.instrument.safety.red_flags}, **(red_flags or {})},
        },
        "history": dict(history or {}),
        "relations": dict(relations or {}),
        "ratings": {key: _entries(value, confidence) for key, value in given.items() if value is not None},
    }


def _entries(given: Given, confidence: str | None) -> list[dict[str, Any]]:
    raters = ["kh", *(f"r{n}" for n in range(2, 13))]
    several = given if isinstance(given, list) else [given]
    return [_entry(one, confidence, by) for one, by in zip(several, raters, strict=False)]


def _entry(given: Any, confidence: str | None, by: str) -> dict[str, Any]:
    if isinstance(given, str):
        return {"missing": given, "by": by}
    rating, stated = given if isinstance(given, tuple) else (given, confidence)
    return {"rating": rating, "by": by, **({"confidence": stated} if stated else {})}


def case(ratings: Mapping[str, Given] | None = None, **words: Any) -> ReadCase:
    """The same as a case that was read and checked."""
    return checked_case(document(ratings, **words), loaded=words.get("loaded", MAP))


def checked_case(given: dict[str, Any], *, loaded: LoadedInstrument = MAP) -> ReadCase:
    raters = frozenset(one["id"] for one in given["raters"])
    professionals = frozenset(one["id"] for one in given["raters"] if one["role"] == "clinician")
    checked = Case.model_validate(given, context=CaseContext(loaded.instrument, raters, professionals))
    age = age_at(
        checked.assessed_on,
        birth=checked.child.birth_date,
        gestation_weeks=checked.child.gestation_weeks,
        thresholds=loaded.instrument.thresholds,
    )
    content = json.dumps(given).encode()
    return ReadCase(checked, loaded, age, hashlib.sha256(content).hexdigest(), Document("drawn", given, {(): 1}, content))


def profile(ratings: Mapping[str, Given] | None = None, **words: Any) -> dict[str, Any]:
    """The profile JSON of a drawn child, as plain values."""
    plain: dict[str, Any] = json.loads(json.dumps(profile_document(profile_of(case(ratings, **words)))))
    return plain


def one(parts: list[dict[str, Any]], name: str, *keys: str) -> dict[str, Any]:
    """The part with this id (or period), only these keys of it."""
    part = next(each for each in parts if name in (each.get("id"), each.get("period")))
    return {key: part[key] for key in keys} if keys else part


def functions_of(name: str) -> list[str]:
    """The functions of a region or a domain, in the order of the instrument."""
    return [each.id for each in MAP.instrument.functions if name in (each.region, each.domain)]


def spread(total: int, members: Sequence[str]) -> dict[str, Given]:
    """Ratings that come to this total, as even as can be, the higher ones first."""
    low, more = divmod(total, len(members))
    return {name: low + (place < more) for place, name in enumerate(members)}

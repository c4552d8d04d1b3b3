"""Plans drawn in a few words: a drawn child, who and what is around, and a catalogue of a few drawn activities.

What a test does not say fits everybody: an activity for every age and rating, at home, with a caregiver, who has an hour a day.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from rootwise.case import ReadCase
from rootwise.document import read_document
from rootwise.plan import Plan, plan_document, plan_of
from rootwise.plan.catalogue import LoadedCatalogue, load_catalogue
from rootwise.plan.catalogue.load import CONTENT
from rootwise.plan.catalogue.model import Catalogue
from rootwise.profile import profile_of
from tests.profile.drawn import Given, checked_case, document

OPEN = load_catalogue("open-activities@1")
OPEN_FILE = CONTENT / "open-activities@1.yaml"
CARER: dict[str, Any] = {"id": "carer", "role": "caregiver", "minutes": 60}
TEACHER: dict[str, Any] = {"id": "tutor", "role": "teacher", "minutes": 60}


def activity(name: str = "rest", **words: Any) -> dict[str, Any]:
    """One entry of a catalogue file. `minutes`, `per_day`, `days` are ranges such as (5, 10)."""
    dose = {
        "minutes": _range(words.pop("minutes", (5, 10))),
        "per_day": _range(words.pop("per_day", (1, 4))),
        "days_per_week": _range(words.pop("days", (5, 7))),
        "source": "project draft",
    }
    low, high = words.pop("ratings", (1, 12))
    young, old = words.pop("years", (0, 21))
    entry = {
        "id": name,
        "name": name.replace("_", " ").capitalize(),
        "kind": "everyday",
        "why": "Drawn for a test.",
        "steps": ["Do it."],
        "functions": ["sleep"],
        "regions": ["diencephalon"],
        "suits": {"from_rating": low, "to_rating": high},
        "ages": {"from_years": young, "to_years": old},
        "settings": ["home"],
        "leads": ["caregiver"],
        "dose": dose,
        "best_before": [],
        "equipment": [],
        "cost": "none",
        "effort": 1,
        "precautions": [],
        "stop_when": ["Enough."],
        "adaptations": [],
        "evidence": {"grade": words.pop("grade", "D"), "outcome": "Drawn.", "sources": "project draft"},
        "culture_and_access": "Drawn.",
        "likes": [],
    }
    return {**entry, **words}


def _range(ends: Sequence[int]) -> dict[str, int]:
    return {"from": ends[0], "to": ends[1]}


def precaution(when: str, rule: str, *, instead: Sequence[str] = ()) -> dict[str, Any]:
    return {"when": when, "rule": rule, "text": f"Mind {when}.", "instead": list(instead)}


def catalogue_values(*activities: dict[str, Any], **planning: Any) -> dict[str, Any]:
    """A whole catalogue file as plain values, with the numbers of the open one."""
    values = _open_values()
    return {
        **values,
        "id": "drawn",
        "planning": {**values["planning"], "youth_from_years": 22, **planning},  # a drawn child is 20 years old
        "equipment": {"swing": "swing", "drum": "hand drum"},
        "activities": list(activities) or [activity()],
        "sources": {},
    }


@cache
def _open_values() -> dict[str, Any]:
    values: dict[str, Any] = read_document(str(OPEN_FILE), largest=8_000_000).data
    return values


def catalogue(*activities: dict[str, Any], **planning: Any) -> LoadedCatalogue:
    return LoadedCatalogue(Catalogue.model_validate(catalogue_values(*activities, **planning)), (), "0" * 64)


def read(
    ratings: Mapping[str, Given] | None = None,
    *,
    adults: Sequence[Mapping[str, Any]] = (CARER,),
    settings: Sequence[str] = ("home", "school", "therapy", "outdoors"),
    context: Mapping[str, Any] | None = None,
    **words: Any,
) -> ReadCase:
    """A drawn child with people and places around."""
    around = {"adults": [dict(one) for one in adults], "settings": list(settings), **(context or {})}
    return checked_case({**document(ratings, **words), "context": around})


def made(ratings: Mapping[str, Given] | None = None, *, loaded: LoadedCatalogue | None = None, **words: Any) -> Plan:
    """The plan of a drawn child."""
    drawn = read(ratings, **words)
    return plan_of(profile_of(drawn), drawn.case, OPEN if loaded is None else loaded)


def plan(ratings: Mapping[str, Given] | None = None, *activities: dict[str, Any], **words: Any) -> dict[str, Any]:
    """The plan JSON of a drawn child, as plain values. Without activities: with the open catalogue."""
    loaded = catalogue(*activities) if activities else OPEN
    plain: dict[str, Any] = json.loads(json.dumps(plan_document(made(ratings, loaded=loaded, **words))))
    return plain


def chosen(given: Mapping[str, Any]) -> list[str]:
    return [one["id"] for one in given["activities"]]


def why_not(given: Mapping[str, Any], name: str) -> list[str]:
    """What is told about an activity that is not in the plan."""
    return [reason["text"] for one in given["excluded"] if one["id"] == name for reason in one["because"]]

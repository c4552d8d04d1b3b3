"""The plan as JSON (contract.md): the profile, and what the plan adds to it."""

import json
from typing import Any

from rootwise.plan.model import AtHand, Exclusion, Goal, Option, Plan, PlannedActivity, Relief
from rootwise.profile import profile_document
from rootwise.profile.wire import reason_document


def plan_json(plan: Plan) -> str:
    """One JSON document, with a line end."""
    return json.dumps(plan_document(plan), ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def plan_document(plan: Plan) -> dict[str, Any]:
    """The plan as plain values, the profile's keys first."""
    catalogue = plan.catalogue.catalogue
    return {
        **profile_document(plan.profile),
        "catalogue": {"id": catalogue.id, "version": catalogue.version, "sha256": plan.catalogue.sha256},
        "status": plan.status,
        "because": [reason_document(one) for one in plan.because],
        "relations_first": [_relief(one) for one in plan.relations_first],
        "goals": [_goal(one) for one in plan.goals],
        "activities": [_activity(one) for one in plan.activities],
        "at_hand": [_at_hand(one) for one in plan.at_hand],
        "options": [_option(one) for one in plan.options],
        "treatments": list(plan.treatments),
        "excluded": [_exclusion(one) for one in plan.excluded],
        "unserved": [{"function": one.function, "because": [reason_document(why) for why in one.because]} for one in plan.unserved],
        "notes": [reason_document(one) for one in plan.notes],
    }


def _relief(one: Relief) -> dict[str, Any]:
    return {"relation": one.relation, "name": one.name, "text": one.text, "helped_by": list(one.helped_by), "ask": one.ask}


def _at_hand(one: AtHand) -> dict[str, Any]:
    return {
        "id": one.activity.id,
        "functions": list(one.functions),
        "precautions": list(one.precautions),
        "because": [reason_document(why) for why in one.because],
    }


def _goal(one: Goal) -> dict[str, Any]:
    return {
        "function": one.function,
        "now": one.now,
        "target": one.target,
        "by": one.by.isoformat(),
        "seen": one.seen,
        "steps": {f"{step:+d}" if step else "0": text for step, text in one.steps.items()},
        "because": [reason_document(why) for why in one.because],
    }


def _activity(one: PlannedActivity) -> dict[str, Any]:
    evidence = one.activity.evidence
    return {
        "id": one.activity.id,
        "phase": one.phase,
        "functions": list(one.functions),
        "dose": {"minutes": one.dose.minutes, "per_day": one.dose.per_day, "days_per_week": one.dose.days_per_week},
        "setting": one.setting,
        "with": one.with_whom,
        "needs_another_adult": one.needs_another_adult,
        "evidence": {"grade": evidence.grade, "outcome": evidence.outcome, "source": list(evidence.sources)},
        "precautions": list(one.precautions),
        "because": [reason_document(why) for why in one.because],
    }


def _option(one: Option) -> dict[str, Any]:
    return {"id": one.activity.id, "because": [reason_document(why) for why in one.because]}


def _exclusion(one: Exclusion) -> dict[str, Any]:
    return {"id": one.id, "because": [reason_document(why) for why in one.because]}

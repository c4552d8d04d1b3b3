"""Why an activity was chosen, and why another was not: reasons as data, in words (§12)."""

from rootwise.plan.catalogue.model import Activity
from rootwise.plan.dose import Left
from rootwise.plan.model import PlannedDose
from rootwise.plan.ranking import counted_grade, domain_of, is_worth_while, points
from rootwise.plan.rules import Situation, Way
from rootwise.profile.model import Reason


def because(activity: Activity, situation: Situation, way: Way, dose: PlannedDose, left: Left, *, enjoyed: bool) -> tuple[Reason, ...]:
    ranked = points(activity, situation, left.unmet, joys=left.joys)
    return (
        *needs(activity, situation),
        *_relations(activity, situation),
        *_joys(activity, situation, enjoyed=enjoyed),
        *_allowed(activity, situation),
        _evidence(activity, situation),
        Reason("§12", f"Ranked with {ranked.total:.1f} points when it was chosen.", ranked.values),
        *_dose_reasons(activity, situation, way, dose, left),
    )


def needs(activity: Activity, situation: Situation) -> list[Reason]:
    """The needs it serves, one reason each."""
    reasons = []
    for function_id in situation.needed_functions(activity):
        one = situation.profile.function(function_id)
        text = f"{situation.profile.instrument.function(function_id).name} is rated {one.rating:.3g}, typical is {one.typical:.1f}."
        reasons.append(Reason("§12", text, {"function": function_id, "rating": one.rating, "typical": one.typical}))
    return reasons


def _relations(activity: Activity, situation: Situation) -> list[Reason]:
    items = {item.id: item for item in situation.profile.instrument.relations.items}
    low = situation.low_relations(activity)
    if not low:
        return []
    names = [(items[one].support_name or items[one].name).lower() for one in low]
    return [Reason("§8", f"Helps with what comes first, the people around the child: {', '.join(names)}.", {"relations": list(low)})]


def _joys(activity: Activity, situation: Situation, *, enjoyed: bool) -> list[Reason]:
    liked = situation.likes(activity)
    if liked:
        return [Reason("§11", f"The child likes {', '.join(liked)}.", {"likes": list(liked)})]
    if enjoyed:
        names = [situation.profile.instrument.function(one).name.lower() for one in situation.enjoyed_functions(activity)]
        return [Reason("§11", f"The child is good at this already: {', '.join(names)}.", {"strengths": names})]
    return []


def _allowed(activity: Activity, situation: Situation) -> list[Reason]:
    said, asked = situation.allowance(activity), situation.asked(activity)
    if said is None or not asked:
        return []
    who = situation.case.rater(said.by)
    note = f" Noted: {said.note}" if said.note else ""
    text = f"{who.name or who.role.replace('_', ' ').capitalize()} said yes on {said.on}, as its precautions ask.{note}"
    return [Reason("§12", text, {"by": said.by, "on": said.on.isoformat(), "precautions": list(asked)})]


def _evidence(activity: Activity, situation: Situation) -> Reason:
    grade, counted = activity.evidence.grade, counted_grade(activity, situation)
    less = "" if counted is grade else f" Nobody here has read its sources, so in the ranking it counts as {counted}."
    values = {"grade": grade, "counts_as": counted, "sources": list(activity.evidence.sources)}
    return Reason("§12", f"Evidence {grade}: {activity.evidence.outcome}{less}", values)


def _dose_reasons(activity: Activity, situation: Situation, way: Way, dose: PlannedDose, left: Left) -> list[Reason]:
    domain = situation.profile.domain(domain_of(activity, situation))
    asked = situation.catalogue.planning.doses_per_day.get(domain.band or "")
    reasons = []
    if asked is not None:
        name = situation.profile.instrument.domain(domain.id).name
        text = f"{name} asks for {asked.start} to {asked.end} short doses a day; this gives {dose.per_day}."
        values = {"domain": domain.id, "band": domain.band, "minutes_free": left.minutes.get(way.adult or "")}
        reasons.append(Reason("§12", text, values))
    load = left.loads[way.adult] if way.adult is not None else None
    told = next((one.minutes or 0 for one in situation.case.context.adults if one.id == way.adult), 0)
    if load is not None and load.minutes < told:
        text = f"The adult is under strain, so the plan asks for {load.minutes} of the {told} minutes a day they offered."
        reasons.append(Reason("§8", text, {"with": way.adult, "strain": load.strain, "offered": told, "asked": load.minutes}))
    return reasons


def why_not(activity: Activity, situation: Situation, left: Left, most: int) -> Reason:
    """Why a candidate that was never the first of the rest is not in the plan."""
    values = _values(activity, situation, left)
    if not situation.needed_functions(activity) and not situation.low_relations(activity):
        return Reason("§12", "Fits, and serves nothing that is below typical; something enjoyed was chosen already.", values)
    if not is_worth_while(activity, situation):
        return Reason("§11", "Fits; what it serves goes well enough that only what the child likes has a place there.", values)
    if len(left.chosen) >= most:
        text = f"Fits, and ranks below the {most} that were chosen; few routines that are kept do more than many."
        return Reason("§12", text, {**values, "most": most})
    return why_not_now(activity, situation, left)


def why_not_now(activity: Activity, situation: Situation, left: Left) -> Reason:
    """Why an activity that is worth while cannot be had at this point of the choice."""
    values = _values(activity, situation, left)
    domain = situation.profile.domain(domain_of(activity, situation))
    if domain.band is None:
        text = f"Fits; too little of {situation.profile.instrument.domain(domain.id).name} is rated to say how much of it to do."
        return Reason("§12", text, {**values, "needed": list(domain.needed)})
    if left.doses[domain.id] < 1:
        return Reason("§12", "Fits; its domain has as many doses a day as it asks for.", values)
    if all(left.is_full(one.adult) for one in situation.ways(activity)):
        return Reason("§12", "Fits; the adults who could lead it have as many routines as can be kept.", values)
    ways = situation.ways(activity)
    if activity.only_at_moments and all(left.moments_free(one, activity, situation) < activity.dose.per_day.start for one in ways):
        return Reason("§12", "Fits; the moments of the day it belongs to are taken by what was chosen before.", values)
    takes = activity.dose.minutes.start * activity.dose.per_day.start
    return Reason("§12", "Fits, and is more than the adults said they can carry.", {**values, "takes": takes})


def _values(activity: Activity, situation: Situation, left: Left) -> dict[str, object]:
    ranked = points(activity, situation, left.unmet, joys=left.joys)
    return {"points": ranked.total, "chosen": len(left.chosen), "minutes_left": dict(left.minutes)}

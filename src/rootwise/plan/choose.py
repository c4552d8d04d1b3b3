"""From candidates to a plan's activities: ranking, and doses that the adults can carry (§12).

One choice after another. Each time the activity with the most points is taken, with the smallest useful dose; what it serves
then counts less, so that the next choice looks elsewhere. A plan cut to one to three routines is a good plan.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rootwise.case.vocabulary import Setting
from rootwise.plan.catalogue.model import Activity
from rootwise.plan.model import PlannedActivity, PlannedDose
from rootwise.plan.rules import Situation, Way
from rootwise.profile.model import PhaseStatus, Reason

_SCHOOL_DAYS = 5
_FEW = 3


@dataclass(frozen=True, slots=True)
class Points:
    """How an activity ranks, part by part."""

    need: float
    main_phase: float
    evidence: float
    liked: float
    effort: float

    @property
    def total(self) -> float:
        return self.need + self.main_phase + self.evidence + self.liked - self.effort


@dataclass(slots=True)
class _Left:
    """What is still free while a plan is made: minutes of each adult, and doses of each domain."""

    minutes: dict[str, int]
    doses: dict[str, int]
    unmet: dict[str, float]
    chosen: list[PlannedActivity] = field(default_factory=list)


def points(activity: Activity, situation: Situation, unmet: Mapping[str, float]) -> Points:
    """The ranking of §12: need served, the phase the work is in, evidence, preference, and the burden on the adults.

    Parameters
    ----------
    unmet : rating steps below typical by function, lowered for what is served already
    """
    weights = situation.catalogue.planning.weights
    gaps = sorted((unmet.get(one, 0.0) for one in situation.needed_functions(activity)), reverse=True)
    need = sum(gap * weights.also**place for place, gap in enumerate(gaps)) * weights.need
    is_main = situation.status_of(situation.phase_of(activity)) is PhaseStatus.MAIN
    return Points(
        need=need,
        main_phase=weights.main_phase if is_main else 0.0,
        evidence=weights.evidence.get(activity.evidence.grade, 0.0),
        liked=weights.liked if situation.likes(activity) else 0.0,
        effort=weights.effort * (activity.effort - 1),
    )


def choose(candidates: Sequence[Activity], situation: Situation) -> tuple[tuple[PlannedActivity, ...], dict[str, Reason]]:
    """The activities of the plan, and for each candidate that was left out the reason.

    Something the child is good at or likes has its place before anything else is chosen (§11).
    """
    planning = situation.catalogue.planning
    left = _everything_free(situation)
    spoken = sum(left.minutes.values())
    most = planning.most_activities if spoken >= planning.fewest_minutes_for_more_than_three else _FEW
    _choose_something_enjoyed(candidates, situation, left)
    while len(left.chosen) < most:
        ranked = _ranked(candidates, situation, left)
        planned = next((one for one in (_planned(activity, situation, left) for activity in ranked) if one is not None), None)
        if planned is None:
            break
        _take(planned, situation, left)
    taken = {one.activity.id for one in left.chosen}
    return tuple(left.chosen), {one.id: _why_not(one, situation, left, most) for one in candidates if one.id not in taken}


def _everything_free(situation: Situation) -> _Left:
    planning, profile = situation.catalogue.planning, situation.profile
    doses = {one.id: planning.doses_per_day[one.band].end if one.band in planning.doses_per_day else 0 for one in profile.domains}
    unmet = {one.id: one.gap for one in profile.functions if one.gap is not None and one.is_below}
    return _Left({adult.id: adult.minutes or 0 for adult in situation.case.context.adults}, doses, unmet)


def _ranked(candidates: Sequence[Activity], situation: Situation, left: _Left) -> list[Activity]:
    taken = {one.activity.id for one in left.chosen}
    useful = [one for one in candidates if one.id not in taken and situation.needed_functions(one)]
    regions = [one.id for one in situation.profile.instrument.regions]
    return sorted(useful, key=lambda one: (-round(points(one, situation, left.unmet).total, 9), regions.index(one.regions[0])))


def _choose_something_enjoyed(candidates: Sequence[Activity], situation: Situation, left: _Left) -> None:
    """One small dose of what the child likes, or is good at already."""
    liked = [one for one in candidates if situation.likes(one)]
    strong = [one for one in candidates if situation.enjoyed_functions(one) and one not in liked]
    ranked = [sorted(some, key=lambda one: -points(one, situation, left.unmet).total) for some in (liked, strong)]
    for activity in (one for some in ranked for one in some):
        planned = _planned(activity, situation, left, doses=1, enjoyed=True)
        if planned is not None:
            _take(planned, situation, left)
            return


def _domain(activity: Activity, situation: Situation) -> str:
    served = situation.needed_functions(activity) or situation.enjoyed_functions(activity)
    return situation.profile.function(served[0]).domain


def _planned(
    activity: Activity, situation: Situation, left: _Left, *, doses: int | None = None, enjoyed: bool = False
) -> PlannedActivity | None:
    """The activity with a dose that somebody can carry, or None."""
    wanted = left.doses[_domain(activity, situation)] if doses is None else doses
    if wanted < 1:
        return None
    for way in sorted(situation.ways(activity), key=lambda one: -left.minutes.get(one.adult or "", 0)):
        dose = _dose(activity, way, wanted, left)
        if dose is not None:
            return _as_planned(activity, situation, way, dose, left, enjoyed=enjoyed)
    return None


def _dose(activity: Activity, way: Way, wanted: int, left: _Left) -> PlannedDose | None:
    """As many of the wanted doses as fit into the adult's minutes, never more than half of what is wanted for one domain.

    Half, so that a domain is served by more than one kind of moment where there are several.
    """
    minutes = activity.dose.minutes.start
    per_day = activity.dose.per_day.within(max((wanted + 1) // 2, 1))
    free = left.minutes.get(way.adult, 0) if way.adult is not None else minutes * per_day
    while per_day > activity.dose.per_day.start and minutes * per_day > free:
        per_day -= 1
    if minutes * per_day > free or per_day < 1:
        return None
    days = activity.dose.days_per_week.end
    return PlannedDose(minutes, per_day, min(days, _SCHOOL_DAYS) if way.setting is Setting.SCHOOL else days)


def _take(planned: PlannedActivity, situation: Situation, left: _Left) -> None:
    left.chosen.append(planned)
    if planned.with_whom is not None:
        left.minutes[planned.with_whom] -= planned.dose.minutes_a_day
    domain = _domain(planned.activity, situation)
    left.doses[domain] = max(left.doses[domain] - planned.dose.per_day, 0)
    for function_id in planned.functions:
        if function_id in left.unmet:
            left.unmet[function_id] *= situation.catalogue.planning.weights.served


def _as_planned(activity: Activity, situation: Situation, way: Way, dose: PlannedDose, left: _Left, *, enjoyed: bool) -> PlannedActivity:
    phase = situation.phase_of(activity)
    served = situation.needed_functions(activity) or situation.enjoyed_functions(activity)
    return PlannedActivity(
        activity=activity,
        phase=phase,
        phase_status=situation.status_of(phase),
        functions=served,
        dose=dose,
        setting=way.setting,
        with_whom=way.adult,
        precautions=tuple(one.text for one in activity.precautions if one.when in situation.precautions),
        because=_because(activity, situation, way, dose, left, enjoyed=enjoyed),
    )


def _because(activity: Activity, situation: Situation, way: Way, dose: PlannedDose, left: _Left, *, enjoyed: bool) -> tuple[Reason, ...]:
    instrument, profile = situation.profile.instrument, situation.profile
    reasons = []
    for function_id in situation.needed_functions(activity):
        one = profile.function(function_id)
        text = f"{instrument.function(function_id).name} is rated {one.rating:.3g}, typical is {one.typical:.1f}."
        reasons.append(Reason("§12", text, {"function": function_id, "rating": one.rating, "typical": one.typical}))
    liked = situation.likes(activity)
    if liked:
        reasons.append(Reason("§11", f"The child likes {', '.join(liked)}.", {"likes": list(liked)}))
    elif enjoyed:
        names = [instrument.function(one).name.lower() for one in situation.enjoyed_functions(activity)]
        reasons.append(Reason("§11", f"The child is good at this already: {', '.join(names)}.", {"strengths": names}))
    grade = activity.evidence.grade
    reasons.append(
        Reason("§12", f"Evidence {grade}: {activity.evidence.outcome}", {"grade": grade, "sources": list(activity.evidence.sources)})
    )
    ranked = points(activity, situation, left.unmet)
    values = {
        "need": ranked.need,
        "main_phase": ranked.main_phase,
        "evidence": ranked.evidence,
        "liked": ranked.liked,
        "effort": ranked.effort,
    }
    reasons.append(Reason("§12", f"Ranked with {ranked.total:.1f} points when it was chosen.", values))
    domain = profile.domain(_domain(activity, situation))
    asked = situation.catalogue.planning.doses_per_day.get(domain.band or "")
    free = left.minutes.get(way.adult or "")
    if asked is not None:
        name = instrument.domain(domain.id).name
        text = f"{name} asks for {asked.start} to {asked.end} short doses a day; this gives {dose.per_day}."
        reasons.append(Reason("§12", text, {"domain": domain.id, "band": domain.band, "minutes_free": free}))
    return tuple(reasons)


def _why_not(activity: Activity, situation: Situation, left: _Left, most: int) -> Reason:
    ranked = points(activity, situation, left.unmet)
    values = {"points": ranked.total, "chosen": len(left.chosen), "most": most, "minutes_left": dict(left.minutes)}
    if not situation.needed_functions(activity):
        return Reason("§12", "Fits, and serves nothing that is below typical; something enjoyed was chosen already.", values)
    if len(left.chosen) >= most:
        return Reason("§12", f"Fits, and ranks below the {most} that were chosen; few routines that are kept do more than many.", values)
    domain = situation.profile.domain(_domain(activity, situation))
    if domain.band is None:
        text = f"Fits; too little of {situation.profile.instrument.domain(domain.id).name} is rated to say how much of it to do."
        return Reason("§12", text, {**values, "needed": list(domain.needed)})
    if left.doses[domain.id] < 1:
        return Reason("§12", "Fits; its domain has as many doses a day as it asks for.", values)
    return Reason("§12", "Fits, and is more than the adults said they can carry.", values)

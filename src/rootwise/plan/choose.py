"""From candidates to a plan's activities: ranking, and doses that the adults can carry (§12).

One choice after another: something enjoyed, something that helps with the people around the child, then each time the activity with
the most points; what it serves then counts less, so that the next choice looks elsewhere. A plan cut to one to three routines is a good
plan, and nobody is asked for more than they can keep.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rootwise.case.vocabulary import Moment
from rootwise.plan.catalogue.model import Activity, Grade
from rootwise.plan.model import PlannedActivity, PlannedDose
from rootwise.plan.presence import Load
from rootwise.plan.rules import Situation, Way
from rootwise.profile.model import PhaseStatus, Reason

_WEEK = 7
_FEW = 3
_NEEDS_FIRST = 2  # so that a relation does not take the minutes of what is needed most
_PLANNED_IN = 5  # minutes: above that people plan in fives
_ENJOYED = "enjoyed"


@dataclass(frozen=True, slots=True)
class Points:
    """How an activity ranks, part by part."""

    need: float
    main_phase: float
    evidence: float
    liked: float
    relation: float
    effort: float

    @property
    def total(self) -> float:
        return self.need + self.main_phase + self.evidence + self.liked + self.relation - self.effort

    @property
    def values(self) -> dict[str, float]:
        return {
            "need": self.need,
            "main_phase": self.main_phase,
            "evidence": self.evidence,
            "liked": self.liked,
            "relation": self.relation,
            "effort": self.effort,
        }


@dataclass(slots=True)
class _Left:
    """What is still free while a plan is made: what each adult can carry and has left, and doses of each domain."""

    loads: Mapping[str, Load]
    minutes: dict[str, int]
    kept_back: dict[str, int]  # minutes an adult under strain offered and is not asked for; free for the adult's own rest
    doses: dict[str, int]
    unmet: dict[str, float]
    chosen: list[PlannedActivity] = field(default_factory=list)

    def is_full(self, adult: str | None) -> bool:
        """Whether this adult has as many routines as can be kept. Rest of their own is no burden."""
        asked = [one for one in self.chosen if one.with_whom == adult and not one.is_for_the_adult]
        return adult is not None and len(asked) >= self.loads[adult].most_activities

    def free(self, adult: str, *, for_the_adult: bool) -> int:
        return self.minutes[adult] + (self.kept_back[adult] if for_the_adult else 0)


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
        evidence=weights.evidence.get(_counted_grade(activity, situation), 0.0),
        liked=weights.liked if situation.likes(activity) else 0.0,
        relation=weights.relation if situation.low_relations(activity) else 0.0,
        effort=weights.effort * (activity.effort - 1),
    )


def _counted_grade(activity: Activity, situation: Situation) -> Grade:
    """The grade that counts: a good one whose source nobody has read ranks lower than the same one with a source."""
    least = situation.catalogue.planning.unread_counts_as
    return least if not activity.is_read and activity.evidence.grade in _better_than(least) else activity.evidence.grade


def _better_than(grade: Grade) -> tuple[Grade, ...]:
    order = tuple(Grade)
    return order[: order.index(grade)]


def choose(candidates: Sequence[Activity], situation: Situation) -> tuple[tuple[PlannedActivity, ...], dict[str, Reason]]:
    """The activities of the plan, and for each candidate that was left out the reason.

    Something the child is good at or likes has its place before anything else is chosen (§11).
    """
    planning = situation.catalogue.planning
    left = _everything_free(situation)
    most = planning.most_activities if _minutes_a_day(situation, left) >= planning.fewest_minutes_for_more_than_three else _FEW
    _choose_something_enjoyed(candidates, situation, left)
    for _ in range(_NEEDS_FIRST if most > _FEW else 1):
        _choose_the_best(candidates, situation, left)
    _choose_something_for_relations(candidates, situation, left)
    while len(left.chosen) < most and _choose_the_best(candidates, situation, left):
        pass
    taken = {one.activity.id for one in left.chosen}
    return tuple(left.chosen), {one.id: _why_not(one, situation, left, most) for one in candidates if one.id not in taken}


def _everything_free(situation: Situation) -> _Left:
    planning, profile = situation.catalogue.planning, situation.profile
    doses = {one.id: planning.doses_per_day[one.band].end if one.band in planning.doses_per_day else 0 for one in profile.domains}
    unmet = {one.id: one.gap for one in profile.functions if one.gap is not None and one.is_below}
    loads = {adult.id: situation.load(adult.id) for adult in situation.case.context.adults}
    kept_back = {adult.id: (adult.minutes or 0) - loads[adult.id].minutes for adult in situation.case.context.adults}
    return _Left(loads, {one: load.minutes for one, load in loads.items()}, kept_back, doses, unmet)


def _minutes_a_day(situation: Situation, left: _Left) -> float:
    """What all adults can give on an average day: somebody who is there on Saturdays does not carry the week."""
    if not situation.case.context.routine:
        return sum(left.minutes.values())
    there = {adult: {day for one in situation.case.context.routine if adult in one.adults for day in one.days} for adult in left.minutes}
    return sum(minutes * len(there[adult]) / _WEEK for adult, minutes in left.minutes.items())


def _choose_the_best(candidates: Sequence[Activity], situation: Situation, left: _Left) -> bool:
    """Take the activity with the most points that somebody can carry; whether there was one."""
    ranked = _ranked(candidates, situation, left)
    planned = next((one for one in (_planned(activity, situation, left) for activity in ranked) if one is not None), None)
    if planned is not None:
        _take(planned, situation, left)
    return planned is not None


def _ranked(candidates: Sequence[Activity], situation: Situation, left: _Left) -> list[Activity]:
    taken = {one.activity.id for one in left.chosen}
    useful = [one for one in candidates if one.id not in taken and is_worth_while(one, situation)]
    regions = [one.id for one in situation.profile.instrument.regions]
    return sorted(useful, key=lambda one: (-round(points(one, situation, left.unmet).total, 9), regions.index(one.regions[0])))


def is_worth_while(activity: Activity, situation: Situation) -> bool:
    """Whether it has a place in a plan: it serves a need, helps with a relation that is low, or is liked (§11).

    In a domain that asks for enrichment only, what the child likes is enough, unless a function by itself calls for more.
    """
    needed = [situation.profile.function(one) for one in situation.needed_functions(activity)]
    bands = situation.profile.instrument.bands
    support_below = next((one.below for one in reversed(bands) if one.below is not None), 0.0)
    calls = any(
        situation.profile.domain(one.domain).band != bands[-1].id or (one.percent is not None and one.percent < support_below)
        for one in needed
    )
    return calls or (bool(needed) and bool(situation.likes(activity))) or bool(situation.low_relations(activity))


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


def _choose_something_for_relations(candidates: Sequence[Activity], situation: Situation, left: _Left) -> None:
    """One thing that helps with a relation in the lower half of its scale, where there is one: relations come before activities (§8)."""
    if any(situation.low_relations(one.activity) for one in left.chosen):
        return
    for activity in _ranked([one for one in candidates if situation.low_relations(one)], situation, left):
        planned = _planned(activity, situation, left, doses=1)
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
    domain = situation.profile.domain(_domain(activity, situation))
    wanted = left.doses[domain.id] if doses is None else doses
    if wanted < 1:
        return None
    is_own = situation.is_for_the_adult(activity)
    ways = [one for one in situation.ways(activity) if is_own or not left.is_full(one.adult)]
    for way in sorted(ways, key=lambda one: _order(one, activity, situation, left)):
        free = left.free(way.adult, for_the_adult=is_own) if way.adult is not None else None
        per_day = _times_a_day(activity, wanted, free)
        if per_day:
            kind = _ENJOYED if enjoyed else domain.band or ""
            dose = PlannedDose(_minutes(activity, per_day, kind, situation, free), per_day, _days(activity, way, kind, situation))
            return _as_planned(activity, situation, way, dose, left, enjoyed=enjoyed)
    return None


def _order(way: Way, activity: Activity, situation: Situation, left: _Left) -> tuple[float, ...]:
    """Together goes before alone, more days before fewer, more minutes before fewer; rest goes to whom it is hardest for."""
    if way.adult is None:
        return (1,)
    is_own = situation.is_for_the_adult(activity)
    strain = (left.loads[way.adult].strain or 0) if is_own else 0
    days = min(situation.days(way), activity.dose.days_per_week.end)
    return (0, -strain, -days, -left.free(way.adult, for_the_adult=is_own))


def _times_a_day(activity: Activity, wanted: int, free: int | None) -> int:
    """As many of the wanted doses as fit into the adult's free minutes, never more than half of what is wanted for one domain; 0: none.

    Half, so that a domain is served by more than one kind of moment where there are several.
    """
    minutes = activity.dose.minutes.start
    per_day = activity.dose.per_day.within(max((wanted + 1) // 2, 1))
    free = minutes * per_day if free is None else free
    while per_day > activity.dose.per_day.start and minutes * per_day > free:
        per_day -= 1
    return per_day if minutes * per_day <= free else 0


def _minutes(activity: Activity, per_day: int, kind: str, situation: Situation, free: int | None) -> int:
    """Short where the need is great, longer where things go well; the longer ones take at most a third of what the adult has left."""
    minutes = activity.dose.minutes
    wanted = minutes.along(situation.catalogue.planning.minutes_along_range.get(kind, 0.0))
    wanted = max(minutes.start, wanted - wanted % 5 if wanted > _PLANNED_IN else wanted)
    if free is not None and 3 * wanted * per_day > free:
        return minutes.start
    return wanted


def _days(activity: Activity, way: Way, kind: str, situation: Situation) -> int:
    """On most days where the need is great, on the fewest that make a habit where things go well; only on days when both are there.

    What belongs to bedtime is done every night, as it is the same each time that helps. Six days are five: nobody remembers which is free.
    """
    days = activity.dose.days_per_week
    is_nightly = activity.best_before == (Moment.SLEEP,)
    wanted = days.end if is_nightly else max(days.along(situation.catalogue.planning.days_along_range.get(kind, 0.0)), 1)
    if wanted == _WEEK - 1 and days.start < wanted:
        wanted -= 1
    return min(wanted, situation.days(way))


def _take(planned: PlannedActivity, situation: Situation, left: _Left) -> None:
    left.chosen.append(planned)
    if planned.with_whom is not None:
        minutes, back = planned.dose.minutes_a_day, left.kept_back[planned.with_whom] if planned.is_for_the_adult else 0
        left.kept_back[planned.with_whom] -= min(minutes, back)
        left.minutes[planned.with_whom] -= minutes - min(minutes, back)
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
        precautions=situation.cautions(activity),
        because=_because(activity, situation, way, dose, left, enjoyed=enjoyed),
        is_for_the_adult=situation.is_for_the_adult(activity),
    )


def _because(activity: Activity, situation: Situation, way: Way, dose: PlannedDose, left: _Left, *, enjoyed: bool) -> tuple[Reason, ...]:
    ranked = points(activity, situation, left.unmet)
    return (
        *_needs(activity, situation),
        *_relations(activity, situation),
        *_joys(activity, situation, enjoyed=enjoyed),
        *_allowed(activity, situation),
        _evidence(activity, situation),
        Reason("§12", f"Ranked with {ranked.total:.1f} points when it was chosen.", ranked.values),
        *_dose_reasons(activity, situation, way, dose, left),
    )


def _needs(activity: Activity, situation: Situation) -> list[Reason]:
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
    text = f"{who.name or who.role.replace('_', ' ').capitalize()} said yes on {said.on}, as its precautions ask."
    return [Reason("§12", text, {"by": said.by, "on": said.on.isoformat(), "precautions": list(asked)})]


def _evidence(activity: Activity, situation: Situation) -> Reason:
    grade, counted = activity.evidence.grade, _counted_grade(activity, situation)
    less = "" if counted is grade else f" Nobody here has read its sources, so in the ranking it counts as {counted}."
    values = {"grade": grade, "counts_as": counted, "sources": list(activity.evidence.sources)}
    return Reason("§12", f"Evidence {grade}: {activity.evidence.outcome}{less}", values)


def _dose_reasons(activity: Activity, situation: Situation, way: Way, dose: PlannedDose, left: _Left) -> list[Reason]:
    domain = situation.profile.domain(_domain(activity, situation))
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


def _why_not(activity: Activity, situation: Situation, left: _Left, most: int) -> Reason:
    ranked = points(activity, situation, left.unmet)
    values = {"points": ranked.total, "chosen": len(left.chosen), "most": most, "minutes_left": dict(left.minutes)}
    if not situation.needed_functions(activity) and not situation.low_relations(activity):
        return Reason("§12", "Fits, and serves nothing that is below typical; something enjoyed was chosen already.", values)
    if not is_worth_while(activity, situation):
        return Reason("§11", "Fits; what it serves goes well enough that only what the child likes has a place there.", values)
    if len(left.chosen) >= most:
        return Reason("§12", f"Fits, and ranks below the {most} that were chosen; few routines that are kept do more than many.", values)
    domain = situation.profile.domain(_domain(activity, situation))
    if domain.band is None:
        text = f"Fits; too little of {situation.profile.instrument.domain(domain.id).name} is rated to say how much of it to do."
        return Reason("§12", text, {**values, "needed": list(domain.needed)})
    if left.doses[domain.id] < 1:
        return Reason("§12", "Fits; its domain has as many doses a day as it asks for.", values)
    if all(left.is_full(one.adult) for one in situation.ways(activity)):
        return Reason("§12", "Fits; the adults who could lead it have as many routines as can be kept.", values)
    return Reason("§12", "Fits, and is more than the adults said they can carry.", values)

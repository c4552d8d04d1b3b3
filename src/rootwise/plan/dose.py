"""How much of an activity: minutes, times a day, days a week, within its own range and what an adult has left (§12)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rootwise.plan.catalogue.model import Activity
from rootwise.plan.model import PlannedActivity, PlannedDose
from rootwise.plan.presence import Load
from rootwise.plan.ranking import domain_of, unmet_needs
from rootwise.plan.rules import Situation, Way
from rootwise.profile.model import Reason

ENJOYED = "enjoyed"  # stands where a band does: the smallest dose of what the child likes
_WEEK = 7
_PLANNED_IN = 5  # minutes: above that people plan in fives


@dataclass(slots=True)
class Left:
    """What is still free while a plan is made: what each adult can carry and has left, and doses of each domain."""

    loads: Mapping[str, Load]
    minutes: dict[str, int]
    kept_back: dict[str, int]  # minutes an adult under strain offered and is not asked for; free for the adult's own rest
    doses: dict[str, int]
    unmet: dict[str, float]
    chosen: list[PlannedActivity] = field(default_factory=list)
    joys: int = 0
    passed_over: dict[str, Reason] = field(default_factory=dict)  # what ranked first once and could not be had, and why

    def is_full(self, adult: str | None) -> bool:
        """Whether this adult has as many routines as can be kept. Rest of their own is no burden."""
        asked = [one for one in self.chosen if one.with_whom == adult and not one.is_for_the_adult]
        return adult is not None and len(asked) >= self.loads[adult].most_activities

    def free(self, adult: str, *, for_the_adult: bool) -> int:
        return self.minutes[adult] + (self.kept_back[adult] if for_the_adult else 0)

    def moments_free(self, way: Way, activity: Activity, situation: Situation) -> int:
        """How many moments of the day are left to what belongs to moments: each holds one dose. Anything else is not held by them."""
        if not activity.only_at_moments or situation.term is None:
            return activity.dose.per_day.end
        others = [one for one in self.chosen if one.activity.only_at_moments and (one.setting, one.with_whom) == (way.setting, way.adult)]
        before = activity.best_before + tuple(what for one in others for what in one.activity.best_before)
        return situation.moments_a_day(way, before) - sum(one.dose.per_day for one in others)

    def take(self, planned: PlannedActivity, situation: Situation) -> None:
        """Add a choice, and take off what it uses and what it serves."""
        self.chosen.append(planned)
        self.joys += bool(situation.likes(planned.activity))
        if planned.with_whom is not None:
            minutes, back = planned.dose.minutes_a_day, self.kept_back[planned.with_whom] if planned.is_for_the_adult else 0
            self.kept_back[planned.with_whom] -= min(minutes, back)
            self.minutes[planned.with_whom] -= minutes - min(minutes, back)
        domain = domain_of(planned.activity, situation)
        self.doses[domain] = max(self.doses[domain] - planned.dose.per_day, 0)
        for function_id in planned.functions:
            if function_id in self.unmet:
                self.unmet[function_id] *= situation.catalogue.planning.weights.served

    def copy(self) -> "Left":
        """The same, to try a choice out."""
        return Left(self.loads, dict(self.minutes), dict(self.kept_back), dict(self.doses), dict(self.unmet), list(self.chosen), self.joys)


def everything_free(situation: Situation) -> Left:
    """What there is before anything is chosen."""
    planning, profile = situation.catalogue.planning, situation.profile
    doses = {one.id: planning.doses_per_day[one.band].end if one.band in planning.doses_per_day else 0 for one in profile.domains}
    loads = {adult.id: situation.load(adult.id) for adult in situation.case.context.adults}
    kept_back = {adult.id: (adult.minutes or 0) - loads[adult.id].minutes for adult in situation.case.context.adults}
    return Left(loads, {one: load.minutes for one, load in loads.items()}, kept_back, doses, unmet_needs(situation))


def minutes_a_day(situation: Situation) -> float:
    """What all adults can give on an average day: somebody who is there on Saturdays does not carry the week."""
    minutes = {adult.id: situation.load(adult.id).minutes for adult in situation.case.context.adults}
    if not situation.case.context.routine:
        return sum(minutes.values())
    there = {adult: {day for one in situation.case.context.routine if adult in one.adults for day in one.days} for adult in minutes}
    return sum(given * len(there[adult]) / _WEEK for adult, given in minutes.items())


def carried(activity: Activity, situation: Situation, left: Left, wanted: int, kind: str) -> tuple[Way, PlannedDose] | None:
    """The best way that somebody can carry and its dose, or None.

    Parameters
    ----------
    wanted : doses a day
    kind : the band of its domain, or ENJOYED
    """
    is_own = situation.is_for_the_adult(activity)
    ways = [one for one in situation.ways(activity) if is_own or not left.is_full(one.adult)]
    for way in sorted(ways, key=lambda one: _order(one, activity, situation, left)):
        free = left.free(way.adult, for_the_adult=is_own) if way.adult is not None else None
        most = min(situation.most_times_a_day(way, activity), left.moments_free(way, activity, situation))
        per_day = _times_a_day(activity, min(wanted, 2 * most), free) if most >= activity.dose.per_day.start else 0
        if per_day:
            minutes = _minutes(activity, per_day, kind, situation, free)
            return way, PlannedDose(minutes, per_day, _days(activity, way, kind, situation))
    return None


def _order(way: Way, activity: Activity, situation: Situation, left: Left) -> tuple[float, ...]:
    """Together goes before alone, more days before fewer, more minutes before fewer; rest goes to whom it is hardest for."""
    if way.adult is None:
        return (1,)
    is_own = situation.is_for_the_adult(activity)
    strain = (left.loads[way.adult].strain or 0) if is_own else 0
    days = min(len(situation.days(way, activity)), activity.dose.days_per_week.end)
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
    wanted = days.end if activity.is_nightly else max(days.along(situation.catalogue.planning.days_along_range.get(kind, 0.0)), 1)
    if wanted == _WEEK - 1 and days.start < wanted:
        wanted -= 1
    return min(wanted, len(situation.days(way, activity)))

"""Who is with the child where and on which days, and how much can be asked of each (§12).

The routine tells on which days an adult is there; without one, school has five days and everything else seven. An adult under strain
is asked for less: fewer minutes, less that takes effort, fewer things.
"""

from dataclasses import dataclass

from rootwise.case import Case
from rootwise.case.context import Adult, Context
from rootwise.case.vocabulary import Day, Role, Season, Setting
from rootwise.instrument import Instrument
from rootwise.plan.catalogue.model import Planning

# Where somebody of a role can be with the child.
PLACES = {
    Role.CAREGIVER: frozenset({Setting.HOME, Setting.OUTDOORS}),
    Role.TEACHER: frozenset({Setting.SCHOOL}),
    Role.OCCUPATIONAL_THERAPIST: frozenset({Setting.THERAPY}),
    Role.THERAPIST: frozenset({Setting.THERAPY}),
    Role.CLINICIAN: frozenset({Setting.THERAPY}),
    Role.CASE_WORKER: frozenset({Setting.THERAPY, Setting.OUTDOORS}),
    Role.SUPERVISOR: frozenset(),  # stands behind the adults, and leads nothing
}
_SCHOOL_DAYS = frozenset(tuple(Day)[:5])
_MOST_EFFORT = 3  # the highest effort of an activity
_HEAVIEST = 4  # the highest level of `strain` in a case file


@dataclass(frozen=True, slots=True)
class Load:
    """What can be asked of one adult. `strain` is on the scale of the case file, None where nobody told."""

    strain: int | None
    minutes: int
    most_effort: int
    most_activities: int


def load_of(adult: Adult, case: Case, instrument: Instrument, planning: Planning) -> Load:
    """How much the plan asks of an adult: what they offer, and less of it the more they are under strain (§8)."""
    strain = strain_of(adult, case, instrument)
    most = planning.most_activities_of_one_teacher if adult.role is Role.TEACHER else planning.most_activities_of_one_adult
    reached = [one for one in planning.strain if strain is not None and strain >= one.from_level]
    if not reached:
        return Load(strain, adult.minutes or 0, _MOST_EFFORT, most)
    now = reached[-1]
    return Load(strain, int((adult.minutes or 0) * now.share_of_minutes), now.most_effort, min(now.most_activities, most))


def strain_of(adult: Adult, case: Case, instrument: Instrument) -> int | None:
    """What was told of this adult; for a caregiver of whom nothing was told, what the relations tell of the caregivers."""
    if adult.strain is not None or adult.role is not Role.CAREGIVER:
        return adult.strain
    told = [
        round(_HEAVIEST * level / (len(item.levels) - 1))
        for item in instrument.relations.items
        if item.reverse and isinstance(level := case.relations.get(item.id), int)
    ]
    return max(told, default=None)


def days_at(setting: Setting, adult: str | None, context: Context) -> frozenset[Day]:
    """The days on which the child is in a place, with this adult (None: with or without anybody); in term, where that differs."""
    if not context.routine:
        return _SCHOOL_DAYS if setting is Setting.SCHOOL else frozenset(Day)
    return frozenset(
        day
        for one in context.routine
        if one.only is not Season.HOLIDAYS and one.where is setting and (adult is None or adult in one.adults)
        for day in one.days
    )


def days_with_another(setting: Setting, adult: str | None, context: Context) -> frozenset[Day]:
    """The days on which somebody else is there as well: another adult beside this one (None: two adults)."""
    if not context.routine:
        others = [one for one in context.adults if one.id != adult and setting in PLACES[one.role]]
        return days_at(setting, adult, context) if len(others) > (adult is None) else frozenset()
    return frozenset(
        day
        for one in context.routine
        if one.only is not Season.HOLIDAYS and one.where is setting and (adult is None or adult in one.adults)
        if len(set(one.adults)) > 1
        for day in one.days
    )


def nights_with(setting: Setting, adult: str | None, context: Context) -> frozenset[Day]:
    """The days that end in a place with this adult: who is there in the morning is not there at bedtime."""
    if not context.routine:
        return days_at(setting, adult, context)
    found = set()
    for day in Day:
        today = [one for one in context.routine if day in one.days and one.only is not Season.HOLIDAYS and one.start > 0]
        last = max((one.end for one in today), default=0)
        if any(one.end == last and one.where is setting and (adult is None or adult in one.adults) for one in today):
            found.add(day)
    return frozenset(found)

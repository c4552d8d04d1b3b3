"""The hard rules of matching (§12): what an activity must meet to be a candidate at all.

Every rule is asked of every activity, so an exclusion names all that spoke against it. Missing knowledge never opens a door:
a function that nobody rated is no need, an adult who is not named cannot lead.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from rootwise.case import Case
from rootwise.case.context import Allowed
from rootwise.case.vocabulary import Day, Moment, Precaution, Role, Setting
from rootwise.plan.catalogue.model import Activity, Catalogue, Kind, Lead, Rule
from rootwise.plan.moments import TermWeek, term_week
from rootwise.plan.presence import PLACES, Load, days_at, days_with_another, load_of, nights_with
from rootwise.profile import Profile
from rootwise.profile.model import PhaseStatus, Reason

__all__ = ["PLACES", "Situation", "Way", "is_about", "objections"]

_ALONE_FROM_YEARS = 6  # project draft: a younger child is not sent to settle alone
_CALMS_ALONE_FROM_YEARS = 12  # project draft: nor an older one while calming is the work in hand; first together, then alone
_INFANT_UNTIL_YEARS = 1  # the first year, for which advice on safe sleep is given; said in the case or not
_MOUTHS_UNTIL_YEARS = 3  # small children put things into the mouth, and drown in little water; said in the case or not
_FENCE = "fence"  # equipment of the catalogue
_OUTSIDE_WITH_TWO = "Outdoors only inside a fence, or with a second adult who can follow."
_SMALL_CHILD = (Precaution.CHOKING, Precaution.WATER)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to carry an activity out: where, and with which adult (None: the child alone)."""

    setting: Setting
    adult: str | None


@dataclass(frozen=True, slots=True)
class Situation:
    """What the rules look at."""

    profile: Profile
    case: Case
    catalogue: Catalogue
    term: TermWeek | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "term", term_week(self.case.context, self.case.assessed_on))

    def needed_functions(self, activity: Activity) -> tuple[str, ...]:
        """Its functions that are a step or more below typical, at a rating for which it is meant."""
        held = []
        for function_id in activity.functions:
            one = self.profile.function(function_id)
            if one.is_below and one.rating is not None and self._suits(activity, one.rating):
                held.append(function_id)
        return tuple(held)

    def enjoyed_functions(self, activity: Activity) -> tuple[str, ...]:
        """Its functions in which the child is near typical already, at a rating for which it is meant."""
        return tuple(
            function_id
            for function_id in activity.functions
            if (rating := self.profile.function(function_id).rating) is not None
            and not self.profile.function(function_id).is_below
            and self._suits(activity, rating)
        )

    @staticmethod
    def _suits(activity: Activity, rating: float) -> bool:
        return activity.suits.from_rating <= rating <= activity.suits.to_rating

    def likes(self, activity: Activity) -> tuple[str, ...]:
        """The child's likes that point to the activity."""
        words = {one.lower() for one in (*activity.likes, activity.name, activity.id)}
        return tuple(like for like in self.case.context.likes if like.lower() in words or any(_same(like, word) for word in words))

    def phase_of(self, activity: Activity) -> str:
        """The phase its main region belongs to."""
        return next(phase.id for phase in self.profile.instrument.phases if activity.regions[0] in phase.regions)

    def status_of(self, phase: str) -> PhaseStatus:
        return next(one.status for one in self.profile.phases if one.id == phase)

    @property
    def precautions(self) -> frozenset[Precaution]:
        """What the case names, and safe sleep for every infant: nobody has to remember to write it down."""
        named = frozenset(self.case.context.precautions)
        is_infant = self.profile.chronological_age_months < 12 * _INFANT_UNTIL_YEARS
        return named | {Precaution.INFANT_SLEEP} if is_infant else named

    def cautions(self, activity: Activity, setting: Setting | None = None) -> tuple[str, ...]:
        """What to take care of: what a professional wrote, the texts of the child's precautions, and of water and choking under three.

        A text that asks somebody first belongs to a child of whom the case says so; it is then answered under `allowed`.
        """
        is_small = self.profile.chronological_age_months < 12 * _MOUTHS_UNTIL_YEARS
        said = self.allowance(activity)
        notes = (said.note,) if said is not None and said.note else ()
        outside = (_OUTSIDE_WITH_TWO,) if self.second_adult(activity, setting) == _OUTSIDE_WITH_TWO else ()
        texts = [
            one.text
            for one in activity.precautions
            if one.when in self.precautions or (is_small and one.when in _SMALL_CHILD and one.rule is Rule.ADAPT)
        ]
        return (*notes, *outside, *texts)

    def allowance(self, activity: Activity) -> Allowed | None:
        """A professional's yes to it; the newest, where there are several."""
        said = [one for one in self.case.context.allowed if one.activity == activity.id]
        return max(said, key=lambda one: one.on, default=None)

    def asked(self, activity: Activity) -> tuple[Precaution, ...]:
        """The child's precautions of which the entry says that a professional is asked first."""
        return tuple(one.when for one in activity.precautions if one.when in self.precautions and one.rule is Rule.ASK)

    def low_relations(self, activity: Activity) -> tuple[str, ...]:
        """The relations in the lower half of their scale that it helps with (§8)."""
        items = self.profile.instrument.relations.items
        low = {
            item.id
            for item, one in zip(items, self.profile.relations.items, strict=True)
            if one.support is not None and one.support < (len(item.levels) - 1) / 2
        }
        return tuple(one for one in activity.relieves if one in low)

    def is_for_the_adult(self, activity: Activity) -> bool:
        """Whether it is the adult's own rest or help: what relieves a strain."""
        strains = {item.id for item in self.profile.instrument.relations.items if item.reverse}
        return bool(strains & set(activity.relieves))

    def second_adult(self, activity: Activity, setting: Setting | None) -> str | None:
        """What asks for a second adult with this child, where nothing that is there will do instead.

        A child who runs away is outdoors with two adults, unless there is a fence or the entry has its own words for it.
        """
        mine = [one for one in activity.precautions if one.when in self.precautions]
        asks = next((one.text for one in mine if one.needs_second_adult and not self._has(one.or_equipment)), None)
        runs = setting is Setting.OUTDOORS and Precaution.RUNNING_AWAY in self.precautions
        if asks is None and runs and not self._has((_FENCE,)) and all(one.when is not Precaution.RUNNING_AWAY for one in mine):
            return _OUTSIDE_WITH_TWO
        return asks

    def _has(self, things: tuple[str, ...]) -> bool:
        labels = self.catalogue.equipment
        return any(_is_there(one, labels.get(one, one), self.case.context.equipment) for one in things)

    def needs_another_adult(self, activity: Activity, setting: Setting | None = None) -> bool:
        """Whether somebody else must be there: an adult rests only while another is with the child."""
        return self.is_for_the_adult(activity) or self.second_adult(activity, setting) is not None

    def is_strained(self, adult: str) -> bool:
        """Whether an adult carries so much that the plan asks for less."""
        lightest = min((one.from_level for one in self.catalogue.planning.strain), default=None)
        strain = self.load(adult).strain
        return lightest is not None and strain is not None and strain >= lightest

    def load(self, adult: str) -> Load:
        """What can be asked of an adult."""
        found = next(one for one in self.case.context.adults if one.id == adult)
        return load_of(found, self.case, self.profile.instrument, self.catalogue.planning)

    def days(self, way: Way, activity: Activity) -> frozenset[Day]:
        """The days of a week in term on which the way is open for an activity."""
        context = self.case.context
        found = days_at(way.setting, way.adult, context)
        if self.needs_another_adult(activity, way.setting):
            found &= days_with_another(way.setting, way.adult, context)
        if activity.is_nightly:
            found &= nights_with(way.setting, way.adult, context)
        if activity.only_at_moments and self.term is not None:
            found &= frozenset(self.term.moments_at(way.setting, way.adult, activity.best_before))
        return found

    def most_times_a_day(self, way: Way, activity: Activity) -> int:
        """How often a day the way makes sense: no more often than its moments come, and for the young seldom, most of all at school."""
        planning, most = self.catalogue.planning, activity.dose.per_day.end
        if activity.only_at_moments and self.term is not None:
            most = min(most, self.moments_a_day(way, activity.best_before))
        if self.profile.chronological_age_months < 12 * planning.youth_from_years:
            return most
        youth = planning.youth_times_a_day_at_school if way.setting is Setting.SCHOOL else planning.youth_times_a_day
        return min(most, max(youth, activity.dose.per_day.start))

    def moments_a_day(self, way: Way, before: tuple[Moment, ...]) -> int:
        """How many such moments there are on the day with the fewest of them, of those that have any; each holds one dose."""
        found = self.term.moments_at(way.setting, way.adult, before) if self.term is not None else {}
        return min(found.values(), default=0)

    def ways(self, activity: Activity) -> tuple[Way, ...]:
        """Every way to carry it out that nothing speaks against."""
        return tuple(one for one in self.possible_ways(activity) if self.obstacle(activity, one) is None)

    def obstacle(self, activity: Activity, way: Way) -> Reason | None:
        """What speaks against one way: no need there, nobody beside, too few days for a habit, too much for somebody under strain."""
        found = self._obstacle_at_school(activity) if way.setting is Setting.SCHOOL else None
        found = found or self._nobody_beside(activity, way) or self._too_seldom(activity, way)
        if found is not None:
            return found
        if way.adult is None and self._is_calming_now(activity):
            text = "A child who is learning to calm does it together with an adult first."
            return Reason("§12", text, {"age_months": self.profile.chronological_age_months, "from_years": _CALMS_ALONE_FROM_YEARS})
        load = self.load(way.adult) if way.adult is not None else None
        if load is not None and activity.effort > load.most_effort:
            text = "It takes more out of the adult than can be asked of somebody under this much strain."
            return Reason("§8", text, {"with": way.adult, "effort": activity.effort, "strain": load.strain})
        return None

    def _obstacle_at_school(self, activity: Activity) -> Reason | None:
        oldest = activity.school_until_years
        if self._is_no_need_at_school(activity):
            return Reason("§12", "At school the teacher who rated this sees no need for it.", {"setting": Setting.SCHOOL})
        if oldest is not None and self.profile.chronological_age_months >= 12 * (oldest + 1):
            return Reason("§12", f"At school only up to {oldest} years: nobody of this age wants it seen.", {"school_until_years": oldest})
        if self._missing_at_school(activity):
            text = "What it needs has not been said to be at school, such as `ball at school`."
            return Reason("§12", text, {"equipment": [" or ".join(one) for one in activity.needs]})
        return None

    def _nobody_beside(self, activity: Activity, way: Way) -> Reason | None:
        """A rest for which nobody takes over, and what asks for two adults where there is one."""
        if self.is_for_the_adult(activity) and (way.adult is None or not self.is_strained(way.adult)):
            return Reason("§8", "It is for an adult under strain; this one has not been said to be.", {"with": way.adult})
        if not self.needs_another_adult(activity, way.setting) or days_with_another(way.setting, way.adult, self.case.context):
            return None
        asks = self.second_adult(activity, way.setting)
        why = "Nobody else is there who could be with the child meanwhile." if asks is None else f"Only one adult is there. {asks}"
        return Reason("§12", why, {"with": way.adult, "setting": way.setting, "needs_another_adult": True})

    def _too_seldom(self, activity: Activity, way: Way) -> Reason | None:
        if activity.when_needed:
            return None
        days, fewest = len(self.days(way, activity)), activity.dose.days_per_week.start
        # Half of its fewest days make a habit (project draft); what the child likes is worth a single one.
        if days < max(1 if self.likes(activity) else math.ceil(fewest / 2), 1):
            text = "Nobody who could lead it is there with the child on enough days for it to become a habit."
            return Reason("§12", text, {"days": days, "days_per_week": fewest})
        most, least = self.most_times_a_day(way, activity), activity.dose.per_day.start
        if most < least:
            text = f"It belongs to {least} moments of the day or more; there with this adult are {most}."
            return Reason("§12", text, {"moments": list(activity.best_before), "a_day": most, "per_day": least})
        return None

    def _is_calming_now(self, activity: Activity) -> bool:
        """Whether it is work of the first phase while that is where the work is."""
        is_first = self.phase_of(activity) == self.profile.instrument.phases[0].id
        is_young = self.profile.chronological_age_months < 12 * _CALMS_ALONE_FROM_YEARS
        return is_first and is_young and self.status_of(self.phase_of(activity)) is PhaseStatus.MAIN

    def possible_ways(self, activity: Activity) -> tuple[Way, ...]:
        """Every way with the adults and places there are, whatever the day and whatever it takes out of them."""
        context = self.case.context
        found = []
        for setting in (one for one in activity.settings if one in context.settings):
            able = [adult for adult in context.adults if adult.role.value in activity.leads and setting in PLACES[adult.role]]
            found += [Way(setting, adult.id) for adult in able]
            if Lead.CHILD in activity.leads and self.profile.chronological_age_months >= 12 * _ALONE_FROM_YEARS:
                found.append(Way(setting, None))
        return tuple(found)

    def _is_no_need_at_school(self, activity: Activity) -> bool:
        """Whether a teacher rated every need it serves, and sees none of them. A teacher is not asked to mend what goes well there."""
        seen = [self._at_school(one) for one in self.needed_functions(activity)]
        return bool(seen) and all(one is False for one in seen)

    def _at_school(self, function_id: str) -> bool | None:
        teachers = {one.id for one in self.case.raters if one.role is Role.TEACHER}
        one = self.profile.function(function_id)
        rated = [rating.rating for rating in one.ratings if rating.by in teachers]
        return None if not rated else one.typical - sum(rated) / len(rated) >= self.profile.instrument.thresholds.below_from_steps

    def _missing_at_school(self, activity: Activity) -> bool:
        """What a family names is at home, unless they say otherwise."""
        at_school = tuple(one for one in self.case.context.equipment if "school" in one.lower())
        return any(not any(_is_there(one, self.catalogue.equipment[one], at_school) for one in group) for group in activity.needs)

    def missing_equipment(self, activity: Activity) -> tuple[str, ...]:
        """What it cannot do without and nobody has said is there; of several that would do, all are named."""
        labels = self.catalogue.equipment
        return tuple(
            " or ".join(labels[one] for one in group)
            for group in activity.needs
            if not any(_is_there(one, labels[one], self.case.context.equipment) for one in group)
        )


def _is_there(thing: str, label: str, equipment: tuple[str, ...]) -> bool:
    """A garden swing is a swing, and so is a swing at school; a swing seat cover is none."""
    words = (f" {label.lower()}", f" {thing.replace('_', ' ')}")
    return any(f" {one.lower().replace('_', ' ').removesuffix(' at school')}".endswith(words) for one in equipment)


def is_about(text: str, like: str) -> bool:
    """Whether what somebody wrote names one of the child's likes: `Choir practice`, `choir`."""
    return _same(text, " ".join(like.lower().split()))


def _same(like: str, word: str) -> bool:
    """Whether the words a caregiver wrote hold those that point to an activity: `the cat`, `cat`."""
    return f" {word} " in f" {' '.join(like.lower().split())} "


def objections(activity: Activity, situation: Situation) -> tuple[Reason, ...]:
    """Every rule that speaks against an activity for this child; none for a candidate. What is never offered needs no other reason."""
    if activity.kind is Kind.NEVER:
        return tuple(_kind(activity, situation))
    return tuple(reason for rule in (_kind, _age, _stage, _phase, _precautions, _ways, _equipment) for reason in rule(activity, situation))


def _kind(activity: Activity, _situation: Situation) -> Iterator[Reason]:
    if activity.kind is Kind.NEVER:
        yield Reason("§12", f"Never offered. {activity.why}", {"grade": activity.evidence.grade})
    elif activity.when_needed:
        yield Reason("§12", "Kept at hand for when something calls for it; it has no place in a day of its own.", {"when_needed": True})
    elif activity.kind is Kind.TREATMENT:
        yield Reason("§11", "A treatment that a clinician decides on; the program never chooses one.", {"kind": activity.kind})


def _age(activity: Activity, situation: Situation) -> Iterator[Reason]:
    months = situation.profile.chronological_age_months
    if not activity.ages.hold(months):
        text = f"Meant for {activity.ages.from_years:g} to {activity.ages.to_years:g} years of age."
        yield Reason("§12", text, {"age_months": months, "from_years": activity.ages.from_years, "to_years": activity.ages.to_years})


def _stage(activity: Activity, situation: Situation) -> Iterator[Reason]:
    if not situation.needed_functions(activity) and not situation.enjoyed_functions(activity):
        ratings = {one: situation.profile.function(one).rating for one in activity.functions}
        text = "None of its functions is rated at a step for which it is meant."
        yield Reason("§12", text, {"ratings": ratings, "from_rating": activity.suits.from_rating, "to_rating": activity.suits.to_rating})


def _phase(activity: Activity, situation: Situation) -> Iterator[Reason]:
    phase = situation.phase_of(activity)
    status = situation.status_of(phase)
    if status in (PhaseStatus.CLOSED, PhaseStatus.LATER) and not situation.low_relations(activity):
        name = next(one.name for one in situation.profile.instrument.phases if one.id == phase)
        yield Reason("§11", f"Belongs to {name}, which is not open yet.", {"phase": phase, "status": status})


def _precautions(activity: Activity, situation: Situation) -> Iterator[Reason]:
    for one in activity.precautions:
        if one.when in situation.precautions and one.rule is not Rule.ADAPT:
            instead = [name for name in one.instead if any(other.id == name for other in situation.catalogue.activities)]
            if one.rule is Rule.ASK and situation.allowance(activity) is not None:
                continue
            asked = "Only after the named professional says yes. " if one.rule is Rule.ASK else ""
            yield Reason("§12", f"{asked}{one.text}", {"precaution": one.when, "rule": one.rule, "instead": instead})


def _ways(activity: Activity, situation: Situation) -> Iterator[Reason]:
    if activity.kind is not Kind.EVERYDAY or situation.ways(activity):
        return
    possible = situation.possible_ways(activity)
    if not possible:
        values = {"settings": list(activity.settings), "leads": list(activity.leads)}
        yield Reason("§12", "Nobody who could lead it is there in a place where it can be done.", values)
    against = [one for way in possible if (one := situation.obstacle(activity, way)) is not None]
    yield from {one.text: one for one in reversed(against)}.values()  # each once, for the first way it stands against


def _equipment(activity: Activity, situation: Situation) -> Iterator[Reason]:
    missing = situation.missing_equipment(activity)
    if missing:
        yield Reason("§12", f"Needs what nobody has said is there: {', '.join(missing)}.", {"equipment": list(missing)})

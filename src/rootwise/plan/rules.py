"""The hard rules of matching (§12): what an activity must meet to be a candidate at all.

Every rule is asked of every activity, so an exclusion names all that spoke against it. Missing knowledge never opens a door:
a function that nobody rated is no need, an adult who is not named cannot lead.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from rootwise.case import Case
from rootwise.case.context import Allowed
from rootwise.case.vocabulary import Precaution, Role, Setting
from rootwise.plan.catalogue.model import Activity, Catalogue, Kind, Lead, Rule
from rootwise.plan.presence import PLACES, Load, days_at, load_of
from rootwise.profile import Profile
from rootwise.profile.model import PhaseStatus, Reason

__all__ = ["PLACES", "Situation", "Way", "objections"]

_ALONE_FROM_YEARS = 6  # project draft: a younger child is not sent to settle alone
_CALMS_ALONE_FROM_YEARS = 12  # project draft: nor an older one while calming is the work in hand; first together, then alone
_INFANT_UNTIL_YEARS = 1  # the first year, for which advice on safe sleep is given; said in the case or not
_MOUTHS_UNTIL_YEARS = 3  # small children put things into the mouth, and drown in little water; said in the case or not
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

    def cautions(self, activity: Activity) -> tuple[str, ...]:
        """What to take care of: the texts of the child's precautions, and of water and choking for every child under three.

        A text that asks somebody first belongs to a child of whom the case says so; it is then answered under `allowed`.
        """
        is_small = self.profile.chronological_age_months < 12 * _MOUTHS_UNTIL_YEARS
        return tuple(
            one.text
            for one in activity.precautions
            if one.when in self.precautions or (is_small and one.when in _SMALL_CHILD and one.rule is Rule.ADAPT)
        )

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

    def load(self, adult: str) -> Load:
        """What can be asked of an adult."""
        found = next(one for one in self.case.context.adults if one.id == adult)
        return load_of(found, self.case, self.profile.instrument, self.catalogue.planning)

    def days(self, way: Way) -> int:
        """On how many days of a week in term the way is open."""
        return len(days_at(way.setting, way.adult, self.case.context))

    def ways(self, activity: Activity) -> tuple[Way, ...]:
        """Every way to carry it out that nothing speaks against."""
        return tuple(one for one in self.possible_ways(activity) if self.obstacle(activity, one) is None)

    def obstacle(self, activity: Activity, way: Way) -> Reason | None:
        """What speaks against one way: no need there, too few days for a habit, too much for somebody under strain."""
        if way.setting is Setting.SCHOOL and self._is_no_need_at_school(activity):
            return Reason("§12", "At school the teacher who rated this sees no need for it.", {"setting": way.setting})
        oldest = activity.school_until_years
        if way.setting is Setting.SCHOOL and oldest is not None and self.profile.chronological_age_months >= 12 * (oldest + 1):
            return Reason("§12", f"At school only up to {oldest} years: nobody of this age wants it seen.", {"school_until_years": oldest})
        if way.setting is Setting.SCHOOL and self._missing_at_school(activity):
            text = "What it needs has not been said to be at school, such as `ball at school`."
            return Reason("§12", text, {"equipment": [" or ".join(one) for one in activity.needs]})
        if way.adult is None and self._is_calming_now(activity):
            text = "A child who is learning to calm does it together with an adult first."
            return Reason("§12", text, {"age_months": self.profile.chronological_age_months, "from_years": _CALMS_ALONE_FROM_YEARS})
        days, fewest = self.days(way), activity.dose.days_per_week.start
        # Half of its fewest days make a habit (project draft); what the child likes is worth a single one.
        if days < max(1 if self.likes(activity) else math.ceil(fewest / 2), 1):
            text = "Nobody who could lead it is there with the child on enough days for it to become a habit."
            return Reason("§12", text, {"days": days, "days_per_week": fewest})
        load = self.load(way.adult) if way.adult is not None else None
        if load is not None and activity.effort > load.most_effort:
            text = "It takes more out of the adult than can be asked of somebody under this much strain."
            return Reason("§8", text, {"with": way.adult, "effort": activity.effort, "strain": load.strain})
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


def _same(like: str, word: str) -> bool:
    """Whether the words a caregiver wrote hold those that point to an activity: `the cat`, `cat`."""
    return f" {word} " in f" {' '.join(like.lower().split())} "


def objections(activity: Activity, situation: Situation) -> tuple[Reason, ...]:
    """Every rule that speaks against an activity for this child; none for a candidate."""
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

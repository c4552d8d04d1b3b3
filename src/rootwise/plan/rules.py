"""The hard rules of matching (§12): what an activity must meet to be a candidate at all.

Every rule is asked of every activity, so an exclusion names all that spoke against it. Missing knowledge never opens a door:
a function that nobody rated is no need, an adult who is not named cannot lead.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rootwise.case import Case
from rootwise.case.vocabulary import Precaution, Role, Setting
from rootwise.plan.catalogue.model import Activity, Catalogue, Kind, Lead, Rule
from rootwise.profile import Profile
from rootwise.profile.model import PhaseStatus, Reason

# Where somebody of a role can be with the child.
PLACES = {
    Role.CAREGIVER: frozenset({Setting.HOME, Setting.OUTDOORS}),
    Role.TEACHER: frozenset({Setting.SCHOOL}),
    Role.OCCUPATIONAL_THERAPIST: frozenset({Setting.THERAPY}),
    Role.THERAPIST: frozenset({Setting.THERAPY}),
    Role.CLINICIAN: frozenset({Setting.THERAPY}),
    Role.CASE_WORKER: frozenset({Setting.THERAPY, Setting.OUTDOORS}),
    Role.SUPERVISOR: frozenset(),
}
_ALONE_FROM_YEARS = 6  # project draft: a younger child is not sent to settle alone
_INFANT_UNTIL_YEARS = 1  # the first year, for which advice on safe sleep is given; said in the case or not


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

    def ways(self, activity: Activity) -> tuple[Way, ...]:
        """Every way to carry it out with the adults and places there are."""
        context = self.case.context
        found = []
        for setting in (one for one in activity.settings if one in context.settings):
            able = [adult for adult in context.adults if adult.role.value in activity.leads and setting in PLACES[adult.role]]
            found += [Way(setting, adult.id) for adult in able]
            if Lead.CHILD in activity.leads and self.profile.chronological_age_months >= 12 * _ALONE_FROM_YEARS:
                found.append(Way(setting, None))
        return tuple(found)

    def missing_equipment(self, activity: Activity) -> tuple[str, ...]:
        """What it cannot do without and nobody has said is there. A garden swing is a swing; a swing seat cover is none."""
        there = [one.lower().replace("_", " ") for one in self.case.context.equipment]
        labels = {one: self.catalogue.equipment[one] for one in activity.equipment}
        return tuple(
            label
            for one, label in labels.items()
            if not any(f" {thing}".endswith((f" {label.lower()}", f" {one.replace('_', ' ')}")) for thing in there)
        )


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
    if status in (PhaseStatus.CLOSED, PhaseStatus.LATER):
        name = next(one.name for one in situation.profile.instrument.phases if one.id == phase)
        yield Reason("§11", f"Belongs to {name}, which is not open yet.", {"phase": phase, "status": status})


def _precautions(activity: Activity, situation: Situation) -> Iterator[Reason]:
    for one in activity.precautions:
        if one.when in situation.precautions and one.rule is not Rule.ADAPT:
            instead = [name for name in one.instead if any(other.id == name for other in situation.catalogue.activities)]
            asked = "Only after the named professional says yes. " if one.rule is Rule.ASK else ""
            yield Reason("§12", f"{asked}{one.text}", {"precaution": one.when, "rule": one.rule, "instead": instead})


def _ways(activity: Activity, situation: Situation) -> Iterator[Reason]:
    if activity.kind is Kind.EVERYDAY and not situation.ways(activity):
        values = {"settings": list(activity.settings), "leads": list(activity.leads)}
        yield Reason("§12", "Nobody who could lead it is there in a place where it can be done.", values)


def _equipment(activity: Activity, situation: Situation) -> Iterator[Reason]:
    missing = situation.missing_equipment(activity)
    if missing:
        yield Reason("§12", f"Needs what nobody has said is there: {', '.join(missing)}.", {"equipment": list(missing)})

"""From a profile to a plan: gate, relations, candidates, choice, goals (§10-§12)."""

from collections.abc import Mapping

from rootwise.case import Case
from rootwise.plan.around import relations_first
from rootwise.plan.catalogue import LoadedCatalogue
from rootwise.plan.catalogue.model import Kind
from rootwise.plan.choose import choose
from rootwise.plan.explain import needs
from rootwise.plan.goals import goals
from rootwise.plan.model import AtHand, Exclusion, Option, Plan, PlanStatus
from rootwise.plan.notes import notes
from rootwise.plan.ranking import points, unmet_needs
from rootwise.plan.rules import Situation, objections
from rootwise.plan.unserved import unserved
from rootwise.profile import Profile
from rootwise.profile.model import Reason, StartStatus


def plan_of(profile: Profile, case: Case, loaded: LoadedCatalogue) -> Plan:
    """The plan for one child; the case has been found plannable (`plannable`).

    A closed gate or an undecided start makes no plan, and says what would help.
    """
    situation = Situation(profile, case, loaded.catalogue)
    stopped = _stopped(profile)
    if stopped is not None:
        status, because = stopped
        return _without_activities(situation, loaded, status, because)
    against = {one.id: objections(one, situation) for one in loaded.catalogue.activities}
    open_ones = [one for one in loaded.catalogue.activities if not against[one.id]]
    candidates = [one for one in open_ones if one.kind is Kind.EVERYDAY]
    choice = choose(candidates, situation)
    activities, left_out = choice.activities, choice.left_out
    at_hand = _at_hand(situation, against)
    near = {one.activity.id for one in at_hand}
    excluded = [
        Exclusion(one.id, against[one.id] or (left_out[one.id],))
        for one in loaded.catalogue.activities
        if one.id not in near and (against[one.id] or one.id in left_out)
    ]
    excluded += [
        Exclusion(one.id, (Reason("§12", "Fits, and serves nothing that is below typical."),))
        for one in open_ones
        if one.kind is Kind.PROGRAMME and not situation.needed_functions(one)
    ]
    excluded += [Exclusion(one.id, (Reason("§12", f"Withdrawn here: {one.reason}"),)) for one in loaded.withdrawn]
    return Plan(
        profile=profile,
        catalogue=loaded,
        status=PlanStatus.PLANNED if activities else PlanStatus.NOTHING_FITS,
        because=() if activities else (Reason("§12", "No activity of the catalogue fits; each says why under `excluded`."),),
        relations_first=relations_first(situation, open_ones),
        goals=goals(situation, activities),
        activities=activities,
        options=tuple(_option(situation, one.id) for one in open_ones if one.kind is Kind.PROGRAMME and situation.needed_functions(one)),
        treatments=tuple(one.name for one in case.context.treatments),
        excluded=tuple(excluded),
        unserved=unserved(situation),
        at_hand=at_hand,
        notes=notes(situation, choice),
    )


def _stopped(profile: Profile) -> tuple[PlanStatus, tuple[Reason, ...]] | None:
    if not profile.gate.is_open:
        return PlanStatus.STOPPED, profile.gate.because
    if profile.start.status is StartStatus.UNDECIDED:
        names = [profile.instrument.function(one).name for one in profile.start.ask_next]
        text = f"Too little is rated to say where to start. Rating these would help most: {', '.join(names)}."
        return PlanStatus.INSUFFICIENT, (Reason("§7", text, {"ask_next": list(profile.start.ask_next)}),)
    return None


def _without_activities(situation: Situation, loaded: LoadedCatalogue, status: PlanStatus, because: tuple[Reason, ...]) -> Plan:
    treatments = tuple(one.name for one in situation.case.context.treatments)
    relations = relations_first(situation, ()) if status is PlanStatus.INSUFFICIENT else ()
    return Plan(situation.profile, loaded, status, because, relations, (), (), (), treatments, ())


def _at_hand(situation: Situation, against: Mapping[str, tuple[Reason, ...]]) -> tuple[AtHand, ...]:
    """What is kept for when it is needed: only what would serve this child and against which nothing else speaks, the most useful first."""
    unmet = unmet_needs(situation)
    fitting = [
        one
        for one in situation.catalogue.activities
        if one.when_needed and situation.needed_functions(one) and all("when_needed" in reason.values for reason in against[one.id])
    ]
    ranked = sorted(fitting, key=lambda one: -points(one, situation, unmet).total)
    return tuple(
        AtHand(one, situation.needed_functions(one), situation.cautions(one), (*needs(one, situation), *against[one.id]))
        for one in ranked[: situation.catalogue.planning.most_at_hand]
    )


def _option(situation: Situation, activity_id: str) -> Option:
    activity = situation.catalogue.activity(activity_id)
    names = [situation.profile.instrument.function(one).name for one in situation.needed_functions(activity)]
    text = f"Serves what is below typical: {', '.join(names)}. It needs trained people, so a clinician weighs it."
    grade = Reason("§12", f"Evidence {activity.evidence.grade}: {activity.evidence.outcome}", {"grade": activity.evidence.grade})
    return Option(activity, (Reason("§12", text, {"functions": list(situation.needed_functions(activity))}), grade))

"""The plan in words: what comes first, goals, activities, what only a clinician decides (§11, §12)."""

from rootwise.case.vocabulary import Setting
from rootwise.document.kinds import PROJECT_DRAFT
from rootwise.plan import Plan, PlanStatus
from rootwise.plan.model import AtHand, Goal, PlannedActivity, Relief
from rootwise.report.blocks import Block, Item, Paragraph, Points, Section, Subheading, Tone
from rootwise.report.content.subject import Subject
from rootwise.report.words import ROLES, count, day

_PLACES = {Setting.HOME: "at home", Setting.SCHOOL: "at school", Setting.THERAPY: "in therapy", Setting.OUTDOORS: "outdoors"}
_DAYS = {1: "on one day a week", 7: "every day"}
_NO_PLAN = {
    PlanStatus.STOPPED: "There is no plan of activities while something under Safety is open.",
    PlanStatus.INSUFFICIENT: "There is no plan of activities yet.",
    PlanStatus.NOTHING_FITS: "No activity of the catalogue fits as things are.",
}


def plan_section(subject: Subject, plan: Plan | None) -> Section:
    """The plan, or why there is none. None where the case does not say who could carry one."""
    title = "A plan to talk over"
    if plan is None:
        text = (
            "There is no plan of activities: the case file does not say which adults are there, where, and how many minutes they can give."
        )
        return Section("plan", title, (Paragraph(text),))
    if not plan.activities:
        reasons = " ".join(one.text for one in plan.because) if plan.status is not PlanStatus.STOPPED else ""
        return Section("plan", title, (Paragraph(_NO_PLAN[plan.status], Tone.LEAD), *((Paragraph(reasons),) if reasons else ())))
    blocks: list[Block] = [Paragraph("A proposal. It counts once a professional who knows the child has changed and signed it.", Tone.LEAD)]
    if plan.relations_first:
        relief = Points(tuple(_relief(plan, one) for one in plan.relations_first))
        blocks += [Subheading("First, around the child"), relief]
    blocks += [Subheading("Goals"), Points(tuple(_goal(subject, one) for one in plan.goals))]
    for setting in Setting:
        here = [one for one in plan.activities if one.setting is setting]
        if here:
            blocks += [Subheading(_PLACES[setting].capitalize()), Points(tuple(_activity(subject, plan, one) for one in here))]
    if plan.at_hand:
        near = Points(tuple(_at_hand(subject, one) for one in plan.at_hand))
        blocks += [Subheading("At hand, for when something calls for it"), near]
    left = [*(reason for one in plan.unserved for reason in one.because), *plan.notes]
    if left:
        blocks += [Subheading("Left open"), Points(tuple(Item(one.text) for one in left))]
    if plan.options:
        names = ", ".join(one.activity.name for one in plan.options)
        blocks += [Subheading("For a clinician to weigh"), Paragraph(f"These need trained people: {names}.")]
    blocks += [Subheading("When to stop"), Paragraph(" ".join(plan.catalogue.catalogue.stop_always)), Paragraph(_trace(plan), Tone.SMALL)]
    return Section("plan", title, tuple(blocks))


def _relief(plan: Plan, one: Relief) -> Item:
    names = [plan.catalogue.catalogue.activity(each).name for each in one.helped_by]
    may_help = f"May help: {', '.join(names)}." if names else ""
    return Item(f"{one.text}{f' {one.ask}' if one.ask else ''}", name=one.name, small=may_help)


def _at_hand(subject: Subject, one: AtHand) -> Item:
    served = ", ".join(subject.function_name(function).lower() for function in one.functions)
    care = f" Take care: {' '.join(one.precautions)}" if one.precautions else ""
    return Item(f"{one.activity.why}{care}", name=one.activity.name, small=f"For {served}.")


def _goal(subject: Subject, one: Goal) -> Item:
    name = f"{subject.function_name(one.function)}, by {day(one.by)}"
    more = f"More than hoped for: {one.steps[1]}"
    return Item(one.seen, name=name, small=more)


def _activity(subject: Subject, plan: Plan, one: PlannedActivity) -> Item:
    names = {adult.id: adult.name or ROLES[adult.role] for adult in subject.case.context.adults}
    who = names[one.with_whom] if one.with_whom else f"{subject.child} alone"
    times = "once a day" if one.dose.per_day == 1 else f"{one.dose.per_day} times a day"
    minutes = count(one.dose.minutes, "minute", "minutes")
    dose = f"{minutes}, {times}, {_DAYS.get(one.dose.days_per_week, f'{one.dose.days_per_week} days a week')}, with {who}."
    served = ", ".join(subject.function_name(function).lower() for function in one.functions)
    care = f" Take care: {' '.join(one.precautions)}" if one.precautions else ""
    sources = [plan.catalogue.catalogue.sources[key].citation for key in one.activity.evidence.sources if key != PROJECT_DRAFT]
    evidence = f"Evidence {one.activity.evidence.grade}: {one.activity.evidence.outcome} {' '.join(sources)}".rstrip()
    return Item(f"{dose} {one.activity.why}{care}", name=one.activity.name, small=f"For {served}. {evidence}")


def _trace(plan: Plan) -> str:
    catalogue = plan.catalogue.catalogue
    reviewer = catalogue.clinical_reviewer or "not reviewed by a clinician yet"
    return f"Catalogue {catalogue.name} ({catalogue.licence}; {reviewer}), SHA-256 {plan.catalogue.sha256[:16]}."

"""A plan, its reasons and what a change would do, for a terminal."""

from collections.abc import Iterable, Mapping

from rich.console import Console
from rich.text import Text

from rootwise.case import Case
from rootwise.cli.terminal import terminal
from rootwise.plan import Plan, PlanStatus
from rootwise.plan.catalogue import Activity, Catalogue
from rootwise.plan.model import AtHand, PlannedActivity, PlannedDose, Relief
from rootwise.profile import Profile
from rootwise.profile.gate import BASIC_NEEDS, SAFE_PLACE
from rootwise.profile.model import Reason

_DAYS = {1: "1 day a week", 7: "every day"}
_URGENT = "bold dark_orange3"


def show_plan(plan: Plan, case: Case) -> None:
    """What stops it or keeps it from being shared; then relations, goals, activities with their doses, what only a clinician decides."""
    out = terminal()
    instrument = plan.profile.instrument
    out.print(Text(f"A plan for {case.child.name or case.child.id}, assessed {plan.profile.assessed_on}", style="bold"))
    for line in (*not_shareable_lines(plan.profile), *stopped_lines(plan.profile)):
        out.print(Text(line, style=_URGENT))
    if plan.status is PlanStatus.STOPPED:
        _part(out, "Goes on as decided", list(plan.treatments))
        return
    for reason in plan.because:
        out.print(Text(reason.text, style="bold"))
    _part(out, "First, around the child", [_relief(plan, one) for one in plan.relations_first])
    _part(out, "Goals", [f"{instrument.function(one.function).name}, by {one.by}: {one.seen}" for one in plan.goals])
    _part(out, "Activities", [_in_a_line(case, one) for one in plan.activities])
    _part(out, "At hand, for when something calls for it", [_at_hand(plan, one) for one in plan.at_hand])
    _part(out, "Left open", [reason.text for one in plan.unserved for reason in one.because] + [one.text for one in plan.notes])
    _part(out, "For a clinician to weigh (needs trained people)", [one.activity.name for one in plan.options])
    _part(out, "Goes on as decided", list(plan.treatments))
    why = "Why one of them, or why not another: --why ID. " if plan.activities else ""
    out.print(Text(f"\n{why}Signed by a professional before anybody follows it.", style="dim"))


def not_shareable_lines(profile: Profile) -> list[str]:
    """One line while safety questions have not been asked (§10); nothing else."""
    questions = profile.gate.not_asked
    if not questions:
        return []
    names = {one.id: one.name for one in profile.instrument.safety.red_flags} | {BASIC_NEEDS: "Basic needs", SAFE_PLACE: "Safe place"}
    asked = "1 safety question has" if len(questions) == 1 else f"{len(questions)} safety questions have"
    return [f"Not to be shared yet: {asked} not been asked: {'; '.join(names[one] for one in questions)}."]


def stopped_lines(profile: Profile) -> list[str]:
    """While the gate is closed (§10): what stops planning, and for each thing what to do now; nothing else."""
    if profile.gate.is_open:
        return []
    safety = profile.instrument.safety
    lines = [f"{safety.escalation.title.upper()}. {safety.escalation.text}"]
    for reason in profile.gate.because:
        if "flag" in reason.values:
            lines.append(f"{reason.text} {profile.instrument.red_flag(reason.values['flag']).action}")
        elif "question" in reason.values:
            texts = {BASIC_NEEDS: safety.escalation.basic_needs, SAFE_PLACE: safety.escalation.safe_place}
            lines.append(f"{reason.text} {texts[reason.values['question']]}")
    return lines


def _part(out: Console, title: str, lines: list[str]) -> None:
    if lines:
        out.print(Text(f"\n{title}", style="bold"))
    for line in lines:
        out.print(f"  {line}")


def _relief(plan: Plan, one: Relief) -> str:
    names = [plan.catalogue.catalogue.activity(each).name for each in one.helped_by]
    may_help = f" May help: {', '.join(names)}." if names else ""
    return f"{one.name}: {one.text}{may_help}{f' {one.ask}' if one.ask else ''}"


def _at_hand(plan: Plan, one: AtHand) -> str:
    served = ", ".join(plan.profile.instrument.function(function).name.lower() for function in one.functions)
    care = "".join(f"\n      Take care: {text}" for text in one.precautions)
    return f"{one.activity.name} ({one.activity.id}), for {served}{care}"


def _in_a_line(case: Case, one: PlannedActivity) -> str:
    names = {adult.id: adult.name or adult.role.replace("_", " ") for adult in case.context.adults}
    who = names[one.with_whom] if one.with_whom else "alone"
    care = "".join(f"\n      Take care: {text}" for text in one.precautions)
    return f"{one.activity.name} ({one.activity.id}): {_dose(one.dose)}, {one.setting}, {who}; {_evidence(one)}{care}"


def _evidence(one: PlannedActivity) -> str:
    """A grade whose source nobody has read is not shown as if it had been."""
    grade = one.activity.evidence.grade
    counted = next((reason.values["counts_as"] for reason in one.because if "counts_as" in reason.values), grade)
    return f"evidence {grade}" if counted == grade else f"evidence {grade}, unread, so counted as {counted}"


def show_why(plan: Plan, activity_id: str) -> None:
    """Why an activity was chosen, or every rule that spoke against it."""
    out = terminal()
    chosen = plan.activity(activity_id)
    near = next((one for one in plan.at_hand if one.activity.id == activity_id), None)
    option = next((one for one in plan.options if one.activity.id == activity_id), None)
    if chosen is not None:
        out.print(Text(f"{activity_id} is in the plan:", style="bold"))
        _reasons(out, chosen.because)
        _cautions(out, chosen.precautions)
    elif near is not None:
        out.print(Text(f"{activity_id} is kept at hand:", style="bold"))
        _reasons(out, near.because)
        _cautions(out, near.precautions)
    elif option is not None:
        out.print(Text(f"{activity_id} is for a clinician to weigh:", style="bold"))
        _reasons(out, option.because)
    else:
        out.print(Text(f"{activity_id} is not in the plan:", style="bold"))
        _reasons(out, _why_not(plan, activity_id))
        for line in stopped_lines(plan.profile):
            out.print(Text(line, style=_URGENT))


def _why_not(plan: Plan, activity_id: str) -> tuple[Reason, ...]:
    return next((one.because for one in plan.excluded if one.id == activity_id), plan.because)


def _cautions(out: Console, precautions: tuple[str, ...]) -> None:
    for text in precautions:
        out.print(f"       Take care: {text}")


def _reasons(out: Console, because: tuple[Reason, ...]) -> None:
    for reason in because:
        out.print(f"  {reason.rule:<5}{reason.text}")
        told = [f"{key.replace('_', ' ')} {_plain(value)}" for key, value in reason.values.items() if value not in ([], {}, ())]
        if told:
            out.print(Text(f"       {'; '.join(told)}", style="dim"))


def _plain(value: object) -> str:
    """A value of a reason for people: no float of sixteen digits, no word of a program."""
    match value:
        case None:
            return "not known"
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{round(value, 1):g}"
        case Mapping():
            return ", ".join(f"{_plain(key)} {_plain(one)}" for key, one in value.items())
        case str():
            return str(value).replace("_", " ")
        case Iterable():
            return ", ".join(_plain(one) for one in value)
    return str(value)


def show_changes(before: Plan, after: Plan) -> None:
    """What would be different."""
    out = terminal()
    lines = [*_moved(before, after), *_activities(before, after)]
    out.print(Text("What would change", style="bold"))
    for line in lines or ["Nothing."]:
        out.print(f"  {line}")


def _moved(before: Plan, after: Plan) -> list[str]:
    lines = []
    if before.status is not after.status:
        lines.append(f"The plan: {before.status} -> {after.status}")
    if before.profile.start.region != after.profile.start.region:
        lines.append(f"Where to start: {before.profile.start.region} -> {after.profile.start.region}")
    for old, new in zip((*before.profile.regions, *before.profile.domains), (*after.profile.regions, *after.profile.domains), strict=True):
        if old.percent != new.percent:
            shown = [f"{one.percent:.0f} % {one.band}" if one.percent is not None else "too little rated" for one in (old, new)]
            lines.append(f"{old.id}: {shown[0]} -> {shown[1]}")
    goals = [{goal.function for goal in plan.goals} for plan in (before, after)]
    lines += [f"Goal no longer: {one}" for one in sorted(goals[0] - goals[1])]
    return lines + [f"New goal: {one}" for one in sorted(goals[1] - goals[0])]


def _activities(before: Plan, after: Plan) -> list[str]:
    old = {one.activity.id: one for one in before.activities}
    new = {one.activity.id: one for one in after.activities}
    lines = [f"No longer: {old[one].activity.name} ({one}). {_because_of(after, one)}" for one in old if one not in new]
    lines += [f"New: {new[one].activity.name} ({one}). Before: {_because_of(before, one)}" for one in new if one not in old]
    for one in old:
        if one in new and old[one].dose != new[one].dose:
            a, b = old[one].dose, new[one].dose
            lines.append(f"{old[one].activity.name}: {_dose(a)} -> {_dose(b)}")
    return lines


def _because_of(plan: Plan, activity_id: str) -> str:
    """What keeps an activity out of a plan, in a sentence or two."""
    return " ".join(one.text for one in _why_not(plan, activity_id))


def _dose(dose: PlannedDose) -> str:
    days = _DAYS.get(dose.days_per_week, f"{dose.days_per_week} days a week")
    return f"{dose.minutes} min, {dose.per_day} x a day, {days}"


def show_activity(catalogue: Catalogue, one: Activity) -> None:
    """One entry of the catalogue, sources as they are tagged."""
    out = terminal()
    out.print(Text(f"{one.name} ({one.id})", style="bold"))
    out.print(one.why)
    for number, step in enumerate(one.steps, start=1):
        out.print(f"  {number}. {step}")
    dose = one.dose
    out.print(
        f"Dose: {dose.minutes.start}-{dose.minutes.end} min, {dose.per_day.start}-{dose.per_day.end} x a day, "
        f"{dose.days_per_week.start}-{dose.days_per_week.end} days a week ({', '.join(dose.source)})"
    )
    out.print(
        f"Ages {one.ages.from_years:g} to {one.ages.to_years:g}; ratings {one.suits.from_rating} to {one.suits.to_rating} of its functions"
    )
    out.print(f"Serves: {', '.join(one.functions)}")
    things = ", ".join(" or ".join(group) for group in one.needs) or "nothing"
    out.print(f"Where: {', '.join(one.settings)}; led by: {', '.join(one.leads)}; needs: {things}")
    for care in one.precautions:
        out.print(Text(f"Care, {care.when} ({care.rule}): {care.text}", style="yellow3"))
    out.print(f"Stop: {' '.join((*one.stop_when, *catalogue.stop_always))}")
    for text in one.adaptations:
        out.print(f"Adapt: {text}")
    out.print(f"Evidence {one.evidence.grade}: {one.evidence.outcome}")
    for key in one.evidence.sources:
        source = catalogue.sources.get(key)
        out.print(f"  {source.citation if source else key}")
    out.print(f"Culture and access: {one.culture_and_access}")

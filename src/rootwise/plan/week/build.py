"""From a plan to its week: what has to be placed, the solver, the checker, and in words what finds no place (§13)."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from rootwise.case import Case
from rootwise.case.context import Adult
from rootwise.errors import RootwiseError
from rootwise.plan.model import Plan, PlannedActivity
from rootwise.plan.rules import Situation, Way
from rootwise.plan.week import days
from rootwise.plan.week.checker import violations
from rootwise.plan.week.conflict import Names, conflicts
from rootwise.plan.week.model import Moved, Resting, Unplaced, Week, WeekStatus
from rootwise.plan.week.problem import Carer, Dose, Need, WeekProblem
from rootwise.plan.week.solve import SECONDS, Solved, solve
from rootwise.plan.week.windows import options, windows

_IMPORTANCE = {"essential": 3, "therapeutic": 2}  # project draft; everything else counts 1


class WrongWeek(RootwiseError):
    """The checker found a fault in a week of ours: it is never shown (§13)."""


def monday_of(case: Case, day: date | None = None) -> date:
    """The Monday of the week of this day; without one, the first Monday on or after the assessment."""
    if day is not None:
        return day - timedelta(days=day.weekday())
    return case.assessed_on + timedelta(days=-case.assessed_on.weekday() % 7)


def week_of(
    plan: Plan, case: Case, starts: date, *, last: Sequence[Dose] | None = None, revision: int = 0, seconds: float = SECONDS
) -> Week:
    """The plan placed in the week that starts on this Monday.

    Parameters
    ----------
    plan : with activities; its case has a routine
    last : last week's doses; as little as possible moves, and what moved is told
    revision : how often this week was made before
    seconds : for each of the solver's objectives

    Raises
    ------
    WrongWeek
        The independent checker does not accept the result: a fault of ours.
    SolverFailure
        The solver ended without a result: a fault of ours.
    """
    assert starts.weekday() == 0
    problem, resting = problem_of(plan, case, starts)
    solved = solve(problem, last=last or (), seconds=seconds)
    faults = violations(problem, solved.doses, solved.unplaced)
    if faults:
        raise WrongWeek(f"the checker does not accept this week: {faults[0]}")
    names = Names(
        {one.activity.id: one.activity.name for one in plan.activities},
        {one.id: one.name or one.id for one in case.context.adults},
    )
    return Week(
        starts=starts,
        problem=problem,
        status=_status(solved),
        gap=solved.gap,
        objective=solved.objective,
        doses=solved.doses,
        unplaced=tuple(Unplaced(activity, doses, _unplaced_because(problem, activity)) for activity, doses in solved.unplaced.items()),
        conflicts=conflicts(problem, solved.unplaced, names) if solved.unplaced else (),
        moved=moved(last, solved.doses) if last is not None else (),
        resting=resting,
        revision=revision,
        alone=days.without_anybody(case.context, starts),
    )


def problem_of(plan: Plan, case: Case, starts: date) -> tuple[WeekProblem, tuple[Resting, ...]]:
    """What has to be placed in this week, and what rests because school is closed."""
    context = case.context
    awake = days.awake(context, starts)
    situation = Situation(plan.profile, case, plan.catalogue.catalogue)
    needs, resting = [], []
    for one in plan.activities:
        need = _need(plan, situation, one)
        open_days = {day.day for day in awake if day.setting in {way.setting for way in need.ways}}
        is_closed = len(open_days) < need.days and any(days.is_holiday(context, on) for _, on in days.dates(starts))
        if is_closed:
            resting.append(Resting(need.activity, _resting_because(len(open_days))))
        if not is_closed:
            needs.append(need)
        elif open_days:
            needs.append(Need(need.activity, need.minutes, need.per_day, len(open_days), need.ways, need.before, need.importance))
    carers = tuple(_carer(plan, situation, one) for one in context.adults)
    return WeekProblem(tuple(needs), awake, days.blocked(context, starts), days.moments(context, starts), carers), tuple(resting)


def moved(before: Sequence[Dose], after: Sequence[Dose]) -> tuple[Moved, ...]:
    """What is not where it was: first what has another time on the same day, then what changed its day, then what is new or gone."""
    gone, new = list((Counter(before) - Counter(after)).elements()), list((Counter(after) - Counter(before)).elements())
    found = []
    for same_day in (True, False):
        for dose in list(gone):
            other = next((one for one in new if one.activity == dose.activity and (one.day is dose.day or not same_day)), None)
            if other is not None:
                gone.remove(dose)
                new.remove(other)
                found.append(Moved(dose.activity, dose, other))
    return (*found, *(Moved(one.activity, one, None) for one in gone), *(Moved(one.activity, None, one) for one in new))


def _need(plan: Plan, situation: Situation, one: PlannedActivity) -> Need:
    planned = Way(one.setting, one.with_whom)
    others = [way for way in situation.ways(one.activity) if way != planned and not one.is_for_the_adult]
    bands = {plan.profile.domain(plan.profile.function(name).domain).band for name in one.functions}
    return Need(
        activity=one.activity.id,
        minutes=one.dose.minutes,
        per_day=one.dose.per_day,
        days=one.dose.days_per_week,
        ways=(planned, *others),
        before=frozenset(one.activity.best_before),
        importance=max((_IMPORTANCE.get(band or "", 1) for band in bands), default=1),
        only_at_moments=one.activity.only_at_moments,
        needs_another_adult=one.needs_another_adult,
    )


def _carer(plan: Plan, situation: Situation, adult: Adult) -> Carer:
    """What the plan asks of an adult is what the week may ask: less than they offered where they are under strain (§8)."""
    planned = sum(one.dose.minutes_a_day for one in plan.activities if one.with_whom == adult.id)
    minutes = min(adult.minutes or 0, max(situation.load(adult.id).minutes, planned))
    return Carer(adult.id, minutes, frozenset(adult.away), adult.child_turns_to)


def _status(solved: Solved) -> WeekStatus:
    if solved.unplaced:
        return WeekStatus.INFEASIBLE
    return WeekStatus.OPTIMAL if solved.proven else WeekStatus.FEASIBLE


def _unplaced_because(problem: WeekProblem, activity: str) -> str:
    need = next(one for one in problem.needs if one.activity == activity)
    if not any(one.need == problem.needs.index(need) for one in options(problem, windows(problem))):
        return "Nobody who can lead it is with the child at a time and place where it can be done."
    return "There is no room for all of it in this week."


def _resting_because(open_days: int) -> str:
    if not open_days:
        return "It rests in the holidays: the place where it is done is closed this week."
    return f"This week only on {open_days} days: in the holidays the place where it is done is closed."

"""Which weeks a plan holds for, and until when what is done in one week is done in the next."""

from datetime import date, timedelta

from rootwise.case import Case
from rootwise.errors import UserError
from rootwise.plan.model import Plan
from rootwise.plan.week.model import Week

_LAST_DAY = 6


class PlanIsOver(UserError):
    """A week that begins after the day on which the plan was to be looked at again."""

    def __init__(self, review: date) -> None:
        super().__init__(f"The plan was to be looked at again by {review.isoformat()}, and this week begins later. Assess again first.")


class BeforeThePlan(UserError):
    """A week that is over before the assessment that the plan is made from."""

    def __init__(self, assessed_on: date) -> None:
        super().__init__(f"The child was assessed on {assessed_on.isoformat()}, and this week was over before. Name a later week.")


def require_in_time(plan: Plan, case: Case, starts: date) -> None:
    """Whether the plan holds in the week that starts on this Monday.

    Raises
    ------
    BeforeThePlan, PlanIsOver
        It does not yet, or no longer.
    """
    review = review_date(plan, case)
    if starts > review:
        raise PlanIsOver(review)
    if (case.assessed_on - starts).days > _LAST_DAY:
        raise BeforeThePlan(case.assessed_on)


def review_date(plan: Plan, case: Case) -> date:
    """The last day of a plan: when the first of its goals is due."""
    weeks = plan.catalogue.catalogue.planning.goal_weeks
    return min((one.by for one in plan.goals), default=case.assessed_on + timedelta(weeks=weeks))


def last_day(on: date, *, week: Week, plan: Plan, case: Case) -> date:
    """Until when what is done on this day of the week can be done week after week.

    Until the plan is looked at again, or until term turns into holidays or holidays into term. A week on which somebody is away is a week
    of its own.
    """
    ends = [review_date(plan, case)]
    if is_of_its_own(week):
        ends.append(week.starts + timedelta(days=6))
    for one in case.context.holidays:
        if one.start <= on <= one.end:
            ends.append(one.end)
        elif one.start > on:
            ends.append(one.start - timedelta(days=1))
    return min(ends)


def is_of_its_own(week: Week) -> bool:
    """Whether this week is not like others, because somebody is away."""
    return any(one.away for one in week.problem.carers)

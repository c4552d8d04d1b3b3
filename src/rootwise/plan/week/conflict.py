"""Why not everything has a place (§13): a smallest set of needs and limits that do not go together, in words.

Found by leaving out one thing after another: what is left when nothing more can be left out is a conflict in which every part counts.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from rootwise.case.vocabulary import Day
from rootwise.plan.week.greedy import greedy
from rootwise.plan.week.model import Conflict
from rootwise.plan.week.problem import Carer, Need, WeekProblem
from rootwise.plan.week.programme import week_programme

_MOST_CONFLICTS = 3
_SECONDS = 3.0
_A_DAY = 24 * 60
_WEEK = 7


@dataclass(frozen=True, slots=True)
class _Limit:
    """Something that can be lifted from a week, and how people would say it."""

    text: str
    lift: Callable[[WeekProblem], WeekProblem]


@dataclass(frozen=True, slots=True)
class Names:
    """What people call activities and adults."""

    activities: Mapping[str, str]
    adults: Mapping[str, str]


def conflicts(problem: WeekProblem, unplaced: Mapping[str, int], names: Names) -> tuple[Conflict, ...]:
    """For what found no place, the needs and limits that do not go together; at most three."""
    found: list[Conflict] = []
    for activity in sorted(unplaced, key=lambda one: -unplaced[one]):
        if len(found) < _MOST_CONFLICTS and not any(activity in one.activities for one in found):
            found += _conflict(problem, activity, names)
    return tuple(found)


def _conflict(problem: WeekProblem, activity: str, names: Names) -> list[Conflict]:
    needs, limits, lifted = list(problem.needs), list(_limits(problem, names)), list[_Limit]()
    for need in sorted(needs, key=lambda one: (one.activity == activity, one.importance)):
        fewer = [one for one in needs if one is not need]
        if fewer and surely_too_much(_left(problem, fewer, lifted)):
            needs = fewer
    for limit in list(limits):
        if surely_too_much(_left(problem, needs, [*lifted, limit])):
            lifted.append(limit)
            limits.remove(limit)
    if not surely_too_much(_left(problem, needs, lifted)):
        return []  # not proven in the time there was: nothing is claimed
    texts = tuple(one.text for one in limits)
    return [Conflict(tuple(one.activity for one in needs), texts, _words(needs, texts, names))]


def surely_too_much(problem: WeekProblem) -> bool:
    """Whether it is proven that not everything can have a place."""
    if greedy(problem).unplaced_weight == 0:
        return False
    made = week_programme(problem)
    return made.programme.minimise(made.unplaced_costs, seconds=_SECONDS).bound > 0


def _left(problem: WeekProblem, needs: Sequence[Need], lifted: Sequence[_Limit]) -> WeekProblem:
    """The week with these needs, without the limits that are lifted."""
    left = replace(problem, needs=tuple(needs))
    for limit in lifted:
        left = limit.lift(left)
    return left


def _limits(problem: WeekProblem, names: Names) -> Iterator[_Limit]:
    rules = problem.rules
    for carer in problem.carers:
        name = names.adults[carer.id]
        yield _Limit(f"{name} gives {carer.minutes} minutes a day", partial(_carer_with, carer=carer, minutes=_A_DAY))
        if carer.away:
            days = ", ".join(day for day in Day if day in carer.away)
            yield _Limit(f"{name} is away ({days})", partial(_carer_with, carer=carer, away=frozenset()))
    for what in dict.fromkeys(one.what for one in problem.blocked):
        days = ", ".join(day for day in Day if any(one.what == what and one.day is day for one in problem.blocked))
        text = f"the quiet hours ({days})" if what is None else f"the appointment {what} ({days})"
        yield _Limit(text, partial(_without_blocked, what=what))
    yield _Limit(f"{rules.gap_minutes} minutes of rest before each", partial(_with_rules, gap_minutes=0))
    yield _Limit(
        f"the last {rules.wind_down_minutes} minutes before sleep are for calming things", partial(_with_rules, wind_down_minutes=0)
    )


def _carer_with(problem: WeekProblem, *, carer: Carer, minutes: int | None = None, away: frozenset[Day] | None = None) -> WeekProblem:
    """The week with one adult who gives so many minutes, or is away on these days."""
    changed = [
        replace(one, minutes=one.minutes if minutes is None else minutes, away=one.away if away is None else away)
        if one.id == carer.id
        else one
        for one in problem.carers
    ]
    return replace(problem, carers=tuple(changed))


def _without_blocked(problem: WeekProblem, *, what: str | None) -> WeekProblem:
    return replace(problem, blocked=tuple(one for one in problem.blocked if one.what != what))


def _with_rules(problem: WeekProblem, **changes: int) -> WeekProblem:
    return replace(problem, rules=replace(problem.rules, **changes))  # type: ignore[arg-type]  # only whole numbers are changed


def _words(needs: Sequence[Need], limits: Sequence[str], names: Names) -> str:
    wanted = ", ".join(f"{names.activities[one.activity]} ({_times(one)}, {one.minutes} minutes each)" for one in needs)
    if not limits:
        return f"In this routine there is too little time for {wanted} with somebody who can lead it."
    if len(limits) == 1:
        return f"{wanted}: this does not fit, because {limits[0]}. Without this limit it would fit."
    return f"{wanted}: this does not fit, because all of these hold: {'; '.join(limits)}. Without any one of them it would fit."


def _times(need: Need) -> str:
    per_day = {1: "once", 2: "twice"}.get(need.per_day, f"{need.per_day} times")
    return f"{per_day} a day on {need.days} days" if need.days < _WEEK else f"{per_day} a day"

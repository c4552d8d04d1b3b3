"""Why not everything has a place (§13): a smallest set of needs and limits that do not go together, in words.

Found by leaving out one thing after another: what is left when nothing more can be left out is a conflict in which every part counts.
What is not proven in the time there is, is not claimed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from rootwise.case.vocabulary import Day
from rootwise.plan.week.greedy import greedy
from rootwise.plan.week.model import Conflict
from rootwise.plan.week.problem import Carer, Need, WeekProblem
from rootwise.plan.week.programme import week_programme

_MOST_CONFLICTS = 3
_SECONDS = 2.0
_SECONDS_IN_ALL = 20.0
_MOST_QUESTIONS = 200
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


@dataclass(slots=True)
class Judge:
    """Says whether everything of a week can have a place; after so much time and so many questions it says that it does not know."""

    seconds: float = _SECONDS_IN_ALL
    questions: int = _MOST_QUESTIONS
    _known: dict[WeekProblem, bool | None] = field(default_factory=dict)

    def fits(self, problem: WeekProblem) -> bool | None:
        """True or False where that is proven, else None."""
        if problem not in self._known:
            self._known[problem] = self._judged(problem)
        return self._known[problem]

    def is_too_much(self, problem: WeekProblem) -> bool:
        return self.fits(problem) is False

    def _judged(self, problem: WeekProblem) -> bool | None:
        if self.seconds <= 0 or self.questions <= 0:
            return None
        self.questions -= 1
        if greedy(problem).unplaced_weight == 0:
            return True
        made = week_programme(problem)
        outcome = made.programme.minimise(made.unplaced_costs, seconds=min(_SECONDS, self.seconds))
        self.seconds -= outcome.seconds
        if outcome.bound > 0:
            return False
        values = outcome.values
        return True if values is not None and not any(values[column] for column in made.short.values()) else None


def conflicts(problem: WeekProblem, unplaced: Mapping[str, int], names: Names, *, judge: Judge | None = None) -> tuple[Conflict, ...]:
    """For what found no place, the needs and limits that do not go together; at most three."""
    judge = judge or Judge()
    found: list[Conflict] = []
    for activity in sorted(unplaced, key=lambda one: -unplaced[one]):
        if len(found) < _MOST_CONFLICTS and not any(activity in one.activities for one in found):
            found += _conflict_with(problem, activity, names, judge)
    return tuple(found)


def _conflict_with(problem: WeekProblem, activity: str, names: Names, judge: Judge) -> list[Conflict]:
    """A conflict that this activity is part of. Those without it are put aside: they are told for activities of their own."""
    pool = problem
    while judge.is_too_much(pool):
        needs = _fewest(pool, activity, judge)
        if any(one.activity == activity for one in needs):
            return [_told(problem, needs, names, judge)]
        least = min(needs, key=lambda one: one.importance)
        pool = replace(pool, needs=tuple(one for one in pool.needs if one is not least))
    return []


def _fewest(pool: WeekProblem, activity: str, judge: Judge) -> tuple[Need, ...]:
    """Needs that are too much together, and no longer when one of them is left out."""
    needs = pool.needs
    for need in sorted(pool.needs, key=lambda one: (one.activity == activity, one.importance)):
        fewer = tuple(one for one in needs if one is not need)
        if fewer and judge.is_too_much(replace(pool, needs=fewer)):
            needs = fewer
    return needs


def _told(problem: WeekProblem, needs: tuple[Need, ...], names: Names, judge: Judge) -> Conflict:
    limits, lifted = list(_limits(problem, names)), list[_Limit]()
    for limit in list(limits):
        if judge.is_too_much(_left(problem, needs, [*lifted, limit])):
            lifted.append(limit)
            limits.remove(limit)
    is_proven = all(judge.fits(_left(problem, needs, [*lifted, limit])) for limit in limits)
    texts = tuple(one.text for one in limits)
    return Conflict(tuple(one.activity for one in needs), texts, _words(needs, texts, names, is_proven=is_proven))


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


def _words(needs: Sequence[Need], limits: Sequence[str], names: Names, *, is_proven: bool) -> str:
    wanted = ", ".join(f"{names.activities[one.activity]} ({_times(one)}, {one.minutes} min each)" for one in needs)
    if not limits:
        return f"In this routine there is too little time for {wanted} with somebody who can lead it."
    if len(limits) == 1:
        without = " Without this limit it would fit." if is_proven else ""
        return f"{wanted}: this does not fit, because {limits[0]}.{without}"
    without = " Without any one of them it would fit." if is_proven else ""
    return f"{wanted}: this does not fit, because all of these hold: {'; '.join(limits)}.{without}"


def _times(need: Need) -> str:
    per_day = {1: "once", 2: "twice"}.get(need.per_day, f"{need.per_day} times")
    return f"{per_day} a day on {need.days} days" if need.days < _WEEK else f"{per_day} a day"

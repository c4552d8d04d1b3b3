"""Whether a week keeps every hard rule of §13, judged again from the rules in words.

This is the second opinion on every week that leaves the module. It shares no code with what makes weeks: no windows, no slots,
only the minutes of the problem. What is a convenience of the solver is left out: that doses end on slots, and that the rest
before a dose lies between the same two moments.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rootwise.case.vocabulary import Day, Moment, Setting
from rootwise.plan.rules import Way
from rootwise.plan.week.problem import Dose, Need, WeekProblem


def violations(problem: WeekProblem, doses: Sequence[Dose], unplaced: Mapping[str, int]) -> list[str]:
    """Everything about a week that breaks a hard rule.

    Parameters
    ----------
    problem
        The week that was to be made.
    doses
        The doses in their places, in any order.
    unplaced
        For each activity, how many of its doses have no place; an activity that is not named has none.

    Returns
    -------
    list of str
        One sentence for each broken rule and place, with the day, the time and the activity; empty for a good week.

    References
    ----------
    Method §13.
    """
    week = _Given(problem)
    faults = ((dose, what) for dose in sorted(doses, key=_order) for what in week.faults(dose))
    each = [f"§13, {_at(dose.day, dose.start)}, {dose.activity}: {what}." for dose, what in faults]
    return [*each, *_rests(problem, doses), *_times_a_day(week, doses), *_adult_minutes(problem, doses), *_totals(week, doses, unplaced)]


@dataclass(frozen=True)
class _Given:
    """What one dose is held against."""

    problem: WeekProblem

    @cached_property
    def need(self) -> dict[str, Need]:
        return {one.activity: one for one in self.problem.needs}

    def faults(self, dose: Dose) -> Iterator[str]:
        """What is wrong with a dose taken by itself."""
        need = self.need.get(dose.activity)
        if need is None:
            yield "nobody asked for this activity"
        else:
            yield from _way_and_minutes(need, dose)
            yield from self._before_sleep(need, dose)
            yield from self._answers_a_moment(need, dose)
            yield from self._second_adult(need, dose)
        yield from self._place(dose)
        yield from self._adult(dose)
        yield from self._free_time(dose)
        yield from self._moments(dose)

    def _place(self, dose: Dose) -> Iterator[str]:
        """The child is awake and in the right place during the dose, and in the rest before it."""
        if (away := _first(dose.start, dose.end, lambda minute: not self._is_at(dose.day, minute, dose.setting))) is not None:
            yield f"at {_clock(away)} the child is not awake in this place ({dose.setting})"
        gap = self.problem.rules.gap_minutes
        if _first(dose.start - gap, dose.start, lambda minute: not self._is_at(dose.day, minute, dose.setting)) is not None:
            yield f"the {gap} minutes before it are no rest, for the child is not awake in this place yet ({dose.setting})"

    def _adult(self, dose: Dose) -> Iterator[str]:
        """The adult is there all the time, and not away that day."""
        if dose.adult is None:
            return
        carer = self.problem.carer.get(dose.adult)
        if carer is None:
            yield f"{dose.adult} is no adult of this week"
            return
        if dose.day in carer.away:
            yield f"{dose.adult} is away on this day"
        if (alone := _first(dose.start, dose.end, lambda minute: self._is_left_alone(dose, minute))) is not None:
            yield f"{dose.adult} is not there at {_clock(alone)}"

    def _free_time(self, dose: Dose) -> Iterator[str]:
        """Nothing is placed in an appointment or in quiet hours, nor so soon after one that there is no rest."""
        rest = dose.start - self.problem.rules.gap_minutes
        for one in self.problem.blocked:
            if one.day is not dose.day:
                continue
            name = one.what or "a quiet time"
            if _overlap(dose.start, dose.end, one.start, one.end):
                yield f"it lies in {name} from {_clock(one.start)} to {_clock(one.end)}"
            elif _overlap(rest, dose.start, one.start, one.end):
                yield f"the {self.problem.rules.gap_minutes} minutes before it are no rest, for {name} ends at {_clock(one.end)}"

    def _moments(self, dose: Dose) -> Iterator[str]:
        """Nothing goes on while the day turns: over a meal, over the way to school, over falling asleep."""
        for one in self.problem.moments:
            if one.day is dose.day and dose.start < one.at < dose.end:
                yield f"it goes on over {one.what} at {_clock(one.at)}"

    def _before_sleep(self, need: Need, dose: Dose) -> Iterator[str]:
        """Only what helps to sleep ends shortly before sleep, and what is for bedtime lies there and nowhere else."""
        sleeps = self._sleeps(dose.day)
        winding_down = self.problem.rules.wind_down_minutes
        for at in sleeps:
            if Moment.SLEEP not in need.before and dose.start < at and dose.end > at - winding_down:
                yield f"it ends less than {winding_down} minutes before sleep at {_clock(at)} and does not help to sleep"
        if need.before == {Moment.SLEEP} and not any(self._leads_to(dose, at) for at in sleeps[-1:]):
            yield "it is for bedtime only and is not right before the sleep of the night"

    def _answers_a_moment(self, need: Need, dose: Dose) -> Iterator[str]:
        """What only answers moments ends shortly before one of them, or comes soon after waking; shortly is told in whole slots."""
        rules = self.problem.rules
        before, after = rules.near_minutes + rules.slot_minutes, rules.near_minutes + rules.gap_minutes + 2 * rules.slot_minutes
        today = [one for one in self.problem.moments if one.day is dose.day and one.what in need.before]
        leads = any(0 <= one.at - dose.end < before for one in today if one.what is not Moment.WAKING)
        follows = any(0 <= dose.start - one.at < after for one in today if one.what is Moment.WAKING)
        if need.only_at_moments and not (leads or follows):
            yield "it answers a moment, and there is none"

    def _second_adult(self, need: Need, dose: Dose) -> Iterator[str]:
        """Another adult is with the child all the time, where that is needed."""
        if need.needs_another_adult and _first(dose.start, dose.end, lambda minute: not self._others(dose, minute)) is not None:
            yield "nobody else is with the child"

    def _others(self, dose: Dose, minute: int) -> set[str]:
        here = {adult for one in self.problem.awake if one.day is dose.day and one.start <= minute < one.end for adult in one.adults}
        return {one for one in here - {dose.adult} if one in self.problem.carer and dose.day not in self.problem.carer[one].away}

    def _leads_to(self, dose: Dose, sleep: int) -> bool:
        """Whether nothing changes from the dose until shortly before this sleep: neither place nor moment, no appointment."""
        until = max(dose.end, sleep - self.problem.rules.near_minutes)
        turns = any(one.day is dose.day and dose.start < one.at < until for one in self.problem.moments)
        leaves = _first(dose.start, until, lambda minute: not self._is_free_at(dose, minute)) is not None
        return dose.end <= sleep and not turns and not leaves

    def _sleeps(self, day: Day) -> list[int]:
        return sorted(one.at for one in self.problem.moments if one.day is day and one.what is Moment.SLEEP)

    def _is_at(self, day: Day, minute: int, setting: Setting) -> bool:
        return any(one.day is day and one.setting is setting and one.start <= minute < one.end for one in self.problem.awake)

    def _is_left_alone(self, dose: Dose, minute: int) -> bool:
        """Whether the child is there and the adult is not."""
        there = [one for one in self.problem.awake if one.day is dose.day and one.setting is dose.setting and one.start <= minute < one.end]
        return bool(there) and not any(dose.adult in one.adults for one in there)

    def _is_free_at(self, dose: Dose, minute: int) -> bool:
        taken = any(one.day is dose.day and one.start <= minute < one.end for one in self.problem.blocked)
        return not taken and self._is_at(dose.day, minute, dose.setting)


def _way_and_minutes(need: Need, dose: Dose) -> Iterator[str]:
    """It is done in one of the ways that suit it, for as long as it takes."""
    if Way(dose.setting, dose.adult) not in need.ways:
        yield f"it is not to be done in this place ({dose.setting}) {f'with {dose.adult}' if dose.adult else 'alone'}"
    if dose.minutes != need.minutes:
        yield f"it takes {need.minutes} minutes, not {dose.minutes}"


def _rests(problem: WeekProblem, doses: Sequence[Dose]) -> Iterator[str]:
    """Between one dose and the next of a day there is rest; so no two are at the same time."""
    gap = problem.rules.gap_minutes
    last: dict[Day, Dose] = {}  # of those so far, the one that ends last
    for dose in sorted(doses, key=_order):
        before = last.get(dose.day)
        if before is not None and dose.start < before.end + gap:
            where = f"§13, {_at(dose.day, dose.start)}, {dose.activity}"
            yield f"{where}: it begins less than {gap} minutes after {before.activity}, which ends at {_clock(before.end)}."
        last[dose.day] = max(before or dose, dose, key=lambda one: one.end)


def _times_a_day(week: _Given, doses: Sequence[Dose]) -> Iterator[str]:
    """No activity is done more often on a day than planned."""
    for (day, activity), times in sorted(Counter((one.day, one.activity) for one in doses).items(), key=lambda item: _day_first(*item[0])):
        need = week.need.get(activity)
        if need is not None and times > need.per_day:
            yield f"§13, {day}, {activity}: it is done {times} times on this day, {need.per_day} are the most."


def _adult_minutes(problem: WeekProblem, doses: Sequence[Dose]) -> Iterator[str]:
    """No adult gives more minutes on a day than they said they can."""
    given: dict[tuple[Day, str], list[Dose]] = defaultdict(list)
    for dose in doses:
        if dose.adult in problem.carer:
            given[dose.day, dose.adult].append(dose)
    for (day, adult), theirs in sorted(given.items(), key=lambda item: _day_first(*item[0])):
        minutes, most = sum(one.minutes for one in theirs), problem.carer[adult].minutes
        if minutes > most:
            names = ", ".join(sorted({one.activity for one in theirs}))
            yield f"§13, {day}, {names}: {adult} gives {minutes} minutes on this day and has {most}."


def _totals(week: _Given, doses: Sequence[Dose], unplaced: Mapping[str, int]) -> Iterator[str]:
    """Every dose is accounted for: it has a place, or it is said that it has none."""
    placed = Counter(one.activity for one in doses)
    if len(week.need) < len(week.problem.needs):
        yield "§13: an activity is asked for twice, so its doses cannot be counted."
    for activity in sorted(set(unplaced) - set(week.need)):
        yield f"§13, {activity}: doses without a place are told of it, but nobody asked for this activity."
    for activity, need in week.need.items():
        missing = unplaced.get(activity, 0)
        if missing < 0:
            yield f"§13, {activity}: {missing} doses cannot be without a place."
        if placed[activity] + missing != need.doses:
            yield f"§13, {activity}: {placed[activity]} doses have a place and {missing} have none, but {need.doses} are to be done."


def _first(start: int, end: int, is_wrong: Callable[[int], bool]) -> int | None:
    """The first minute of a stretch of time for which something is wrong."""
    return next((minute for minute in range(start, end) if is_wrong(minute)), None)


def _overlap(start: int, end: int, other_start: int, other_end: int) -> bool:
    return start < other_end and other_start < end


def _order(dose: Dose) -> tuple[int, int, int, str]:
    return (list(Day).index(dose.day), dose.start, dose.end, dose.activity)


def _day_first(day: Day, name: str) -> tuple[int, str]:
    return (list(Day).index(day), name)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _at(day: Day, minute: int) -> str:
    return f"{day} {_clock(minute)}"

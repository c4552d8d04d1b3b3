"""One real week of a routine: which entries hold on which date, and what each day turns on (§13)."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from rootwise.case.context import Context, Stretch
from rootwise.case.vocabulary import Day, Moment, Season, Setting
from rootwise.plan.week.problem import Awake, Blocked, DayMoment

_MIDNIGHT = 24 * 60


def is_holiday(context: Context, on: date) -> bool:
    return any(one.start <= on <= one.end for one in context.holidays)


def dates(starts: date) -> list[tuple[Day, date]]:
    """The seven days of the week that starts on this Monday."""
    return [(day, starts + timedelta(days=number)) for number, day in enumerate(Day)]


def awake(context: Context, starts: date) -> tuple[Awake, ...]:
    """Where the child is on each day, and with whom."""
    return tuple(Awake(day, one.start, one.end, one.where, frozenset(one.adults)) for day in Day for one in stretches(context, starts, day))


def blocked(context: Context, starts: date) -> tuple[Blocked, ...]:
    """Appointments and quiet hours on each day."""
    found = []
    for day, on in dates(starts):
        season = _season(context, on)
        found += [
            Blocked(day, one.start, one.end, one.what) for one in context.appointments if day in one.days and one.only in (None, season)
        ]
        found += [Blocked(day, one.start, one.end) for one in context.quiet_hours if day in one.days and one.only in (None, season)]
    return tuple(found)


def moments(context: Context, starts: date) -> tuple[DayMoment, ...]:
    """What each day turns on: what is told, and what follows from the routine."""
    found: set[tuple[Day, int, Moment]] = set()
    for number, (day, on) in enumerate(dates(starts)):
        season = _season(context, on)
        today = stretches(context, starts, day)
        tomorrow = stretches(context, starts, list(Day)[(number + 1) % 7])
        found |= {(day, at, what) for at, what in _of_routine(today, goes_on=_begins_at_midnight(tomorrow))}
        found |= {(day, one.at, Moment(one.what)) for one in context.moments if day in one.days and one.only in (None, season)}
        found |= {(day, one.start, Moment.DEMAND) for one in blocked(context, starts) if one.day is day and one.what is not None}
    days = list(Day)
    return tuple(DayMoment(day, at, what) for day, at, what in sorted(found, key=lambda one: (days.index(one[0]), one[1], one[2])))


def without_anybody(context: Context, starts: date) -> tuple[tuple[Day, int, int], ...]:
    """When everybody whom the routine names is away: day, from, to."""
    away = {one.id: set(one.away) for one in context.adults}
    return tuple(
        (day, one.start, one.end)
        for day in Day
        for one in stretches(context, starts, day)
        if one.adults and all(day in away.get(adult, ()) for adult in one.adults)
    )


def stretches(context: Context, starts: date, day: Day) -> list[Stretch]:
    """The entries of the routine that hold on one day of this week, from morning to night."""
    season = _season(context, starts + timedelta(days=list(Day).index(day)))
    return sorted((one for one in context.routine if day in one.days and one.only in (None, season)), key=lambda one: (one.start, one.end))


def _season(context: Context, on: date) -> Season:
    return Season.HOLIDAYS if is_holiday(context, on) else Season.TERM


def _begins_at_midnight(today: Sequence[Stretch]) -> bool:
    return bool(today) and today[0].start == 0


def _of_routine(today: Sequence[Stretch], *, goes_on: bool) -> Iterator[tuple[int, Moment]]:
    """Waking, changes of place, the beginning of school, and sleep. What begins at midnight is the end of the day before."""
    if not today:
        return
    night = _night_part(today)
    day = today[night:]
    if night:
        yield max(one.end for one in today[:night]), Moment.SLEEP
    if day:
        yield day[0].start, Moment.WAKING
        last = max(one.end for one in day)
        if not (last == _MIDNIGHT and goes_on):
            yield last, Moment.SLEEP
    for one, other in pairwise(day):
        if (one.where, one.called) != (other.where, other.called):
            yield one.end, Moment.TRANSITION
    for place, one in enumerate(day):
        if one.where is Setting.SCHOOL and (place == 0 or day[place - 1].where is not Setting.SCHOOL):
            yield one.start, Moment.SCHOOL


def _night_part(today: Sequence[Stretch]) -> int:
    """How many entries belong to the evening before: those from midnight on without a break."""
    if not _begins_at_midnight(today):
        return 0
    end, number = 0, 0
    while number < len(today) and today[number].start <= end:
        end = max(end, today[number].end)
        number += 1
    return number

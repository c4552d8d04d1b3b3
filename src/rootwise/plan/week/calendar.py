"""The week as a calendar file (ICS) for phones and calendar programs (§13).

A calendar travels: it holds what to do and when, and nothing of who the child is or why. Times stand in the time zone of the case, so that
a quarter past seven stays a quarter past seven when the clocks change. The same week gives the same bytes.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from rootwise.case import Case
from rootwise.case.vocabulary import Day, Role
from rootwise.errors import UserError
from rootwise.plan.catalogue.words import activity_words
from rootwise.plan.language import Language, words_in
from rootwise.plan.model import Plan
from rootwise.plan.presence import PLACES
from rootwise.plan.week.model import Week
from rootwise.plan.week.problem import Dose

_NAMESPACE = UUID("6f0d9c1e-6a0f-5d1b-9a53-3f5c1b7f2a10")
_FIRST_WEEK = date(2020, 1, 6)  # sequence numbers count weeks from here: a later week takes the place of an earlier one
_REMINDER = timedelta(minutes=10)


class NoTimeZone(UserError):
    """A calendar needs to know where on earth a day begins."""

    def __init__(self) -> None:
        super().__init__("The case file does not say in which time zone the child lives. Write it as `context.time_zone: Europe/Madrid`.")


class PlanIsOver(UserError):
    """A week that begins after the day on which the plan was to be looked at again."""

    def __init__(self, review: date) -> None:
        super().__init__(f"The plan was to be looked at again by {review.isoformat()}, and this week begins later. Assess again first.")


def review_date(plan: Plan, case: Case) -> date:
    """The last day of a plan: when the first of its goals is due."""
    weeks = plan.catalogue.catalogue.planning.goal_weeks
    return min((one.by for one in plan.goals), default=case.assessed_on + timedelta(weeks=weeks))


def last_day(on: date, *, week: Week, plan: Plan, case: Case) -> date:
    """Until when what is done on this day of the week is done week after week.

    Until the plan is looked at again, or until term turns into holidays or holidays into term. A week on which somebody is away is a week
    of its own, and so is the day.
    """
    if any(one.away for one in week.problem.carers):
        return on
    ends = [review_date(plan, case)]
    for one in case.context.holidays:
        if one.start <= on <= one.end:
            ends.append(one.end)
        elif one.start > on:
            ends.append(one.start - timedelta(days=1))
    return min(ends)


def doses_of(week: Week, case: Case, adult: str) -> tuple[Dose, ...]:
    """The doses that one adult carries, and those the child does alone where this adult is near."""
    role = next(one.role for one in case.context.adults if one.id == adult)
    return tuple(one for one in week.doses if one.adult == adult or (one.adult is None and _is_near(week, one, adult, role)))


def _is_near(week: Week, dose: Dose, adult: str, role: Role) -> bool:
    around = {near for part in week.problem.awake if part.day is dose.day and part.start <= dose.start < part.end for near in part.adults}
    return adult in around if around else dose.setting in PLACES[role]


def has_calendar(week: Week, plan: Plan, case: Case) -> bool:
    """Whether there can be a calendar: the time zone is known, and the plan still runs."""
    return case.context.time_zone is not None and week.starts <= review_date(plan, case)


def calendar_of(week: Week, plan: Plan, case: Case, *, language: Language = Language.ENGLISH, adult: str | None = None) -> bytes:
    """The week as an ICS file: one event for each dose, repeated weekly as long as the week holds.

    Parameters
    ----------
    adult : only what this adult carries, by id; None: everybody's

    Raises
    ------
    NoTimeZone
        The case does not name one.
    PlanIsOver
        The week begins after the plan was to be looked at again.
    """
    if case.context.time_zone is None:
        raise NoTimeZone
    if week.starts > review_date(plan, case):
        raise PlanIsOver(review_date(plan, case))
    words, zone = words_in(language), ZoneInfo(case.context.time_zone)
    calendar = Calendar()
    title = words.calendar.title
    for name, text in (("prodid", f"-//Rootwise//{language}"), ("version", "2.0"), ("method", "PUBLISH"), ("x-wr-calname", title)):
        calendar.add(name, text)
    now, before = _named(week.doses, case), _named(_last_week(week), case)
    mine = set(week.doses if adult is None else doses_of(week, case, adult))
    for uid, dose in now.items():
        weeks = (last_day(week.date_of(dose.day), week=week, plan=plan, case=case) - week.date_of(dose.day)).days // 7 + 1
        if dose in mine and weeks > 0:
            event = _event(uid, dose, week, zone)
            _describe(event, dose, plan, language)
            if weeks > 1:
                event.add("rrule", {"freq": "weekly", "count": weeks})
            calendar.add_component(event)
    for uid, dose in before.items():
        if uid not in now and (adult is None or dose.adult in (adult, None)):
            event = _event(uid, dose, week, zone)
            event.add("status", "CANCELLED")
            event.add("summary", title)
            calendar.add_component(event)
    calendar.add_missing_timezones(date(week.starts.year, 1, 1), date(week.starts.year + 2, 1, 1))
    content: bytes = calendar.to_ical()
    return content


def _named(doses: Iterable[Dose], case: Case) -> dict[str, Dose]:
    """Each dose by its opaque name, which is the same in every week: child, activity, day, and the how-manieth of the day."""
    found: dict[str, Dose] = {}
    counted: dict[tuple[str, Day], int] = {}
    for one in sorted(doses):
        number = counted.get((one.activity, one.day), 0) + 1
        counted[one.activity, one.day] = number
        found[str(uuid5(_NAMESPACE, f"{case.child.id}|{one.activity}|{one.day}|{number}"))] = one
    return found


def _last_week(week: Week) -> list[Dose]:
    """The doses as they were, so that what is gone can be taken out of calendars."""
    doses = list(week.doses)
    for one in week.moved:
        if one.after in doses:
            doses.remove(one.after)
    return [*doses, *(one.before for one in week.moved if one.before is not None)]


def _event(uid: str, dose: Dose, week: Week, zone: ZoneInfo) -> Event:
    """When something is, and which version of it this is: a later week takes the place of an earlier one."""
    midnight = datetime.combine(week.date_of(dose.day), time())
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", datetime.combine(week.starts, time(), UTC))
    event.add("sequence", max((week.starts - _FIRST_WEEK).days // 7, 0))
    # Added to the clock on the wall and put into the zone last: what ends at 24:00 ends at the next midnight.
    event.add("dtstart", (midnight + timedelta(minutes=dose.start)).replace(tzinfo=zone))
    event.add("dtend", (midnight + timedelta(minutes=dose.end)).replace(tzinfo=zone))
    event.add("class", "PRIVATE")
    return event


def _describe(event: Event, dose: Dose, plan: Plan, language: Language) -> None:
    """What to do, in plain words: nothing about the child."""
    planned, words = plan.activity(dose.activity), words_in(language)
    assert planned is not None, "a week holds doses of its plan only"
    said = activity_words(planned.activity, language)
    lines = [words.calendar.minutes.format(minutes=dose.minutes, place=words.places[dose.setting])]
    lines += [words.calendar.alone] if dose.adult is None else []
    lines += [f"{number}. {step}" for number, step in enumerate(said.steps, start=1)]
    lines += [f"{words.calendar.stop_when}: {' '.join(said.stop_when)}"]
    lines += [words.calendar.care] if planned.precautions else []
    lines += [words.calendar.original] if said.is_original else []
    event.add("summary", said.name)
    event.add("description", "\n".join(lines))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", said.name)
    alarm.add("trigger", -_REMINDER)
    event.add_component(alarm)

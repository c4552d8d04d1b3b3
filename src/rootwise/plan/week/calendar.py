"""The week as a calendar file (ICS) for phones and calendar programs (§13).

A calendar travels: it holds what to do, when and with whom, and nothing of who the child is or why. Times stand in the time zone of the
case, so that a quarter past seven stays a quarter past seven when the clocks change. The same week gives the same bytes.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from rootwise.case import Case
from rootwise.case.vocabulary import Day, Role, Setting
from rootwise.document.kinds import Language
from rootwise.errors import UserError
from rootwise.plan.catalogue.words import activity_words
from rootwise.plan.language import Words, words_in
from rootwise.plan.model import Plan
from rootwise.plan.presence import PLACES
from rootwise.plan.week.model import Week
from rootwise.plan.week.problem import Dose
from rootwise.plan.week.told import ALL, care_of, told_to
from rootwise.plan.week.validity import PlanIsOver, is_of_its_own, last_day, review_date

_NAMESPACE = UUID("6f0d9c1e-6a0f-5d1b-9a53-3f5c1b7f2a10")
_FIRST_WEEK = date(2020, 1, 6)  # sequence numbers count weeks from here: a later week takes the place of an earlier one
_REVISIONS = 100  # of one week, before the numbers of the next one begin
_REMINDER = timedelta(minutes=10)


class NoTimeZone(UserError):
    """A calendar needs to know where on earth a day begins."""

    def __init__(self) -> None:
        super().__init__("The case file does not say in which time zone the child lives. Write it as `context.time_zone: Europe/Madrid`.")


class CannotRepeat(UserError):
    """A week that is not like the others cannot stand for them."""

    def __init__(self) -> None:
        super().__init__("Somebody is away in this week, so it cannot be repeated. Make its calendar without --repeat.")


def doses_of(week: Week, case: Case, adult: str) -> tuple[Dose, ...]:
    """The doses that one adult carries, and those the child does alone where this adult is near."""
    return _carried(week.doses, week, case, adult)


def _carried(doses: Iterable[Dose], week: Week, case: Case, adult: str) -> tuple[Dose, ...]:
    role = _role(case, adult)
    return tuple(one for one in doses if one.adult == adult or (one.adult is None and _is_near(week, one, adult, role)))


def _role(case: Case, adult: str) -> Role:
    return next(one.role for one in case.context.adults if one.id == adult)


def _is_near(week: Week, dose: Dose, adult: str, role: Role) -> bool:
    around = {near for part in week.problem.awake if part.day is dose.day and part.start <= dose.start < part.end for near in part.adults}
    return adult in around if around else dose.setting in PLACES[role]


def has_calendar(week: Week, plan: Plan, case: Case) -> bool:
    """Whether there can be a calendar: the time zone is known, and the plan still runs."""
    return case.context.time_zone is not None and week.starts <= review_date(plan, case)


def calendar_of(
    week: Week, plan: Plan, case: Case, *, language: Language = Language.ENGLISH, adult: str | None = None, repeat: bool = False
) -> bytes:
    """The week as an ICS file: one event for each dose.

    Parameters
    ----------
    adult : only what this adult carries, by id, and of it only what somebody of this role is told; None: everybody's, each with whom
    repeat : not this week alone, but week after week until the plan is looked at again or the next holidays begin or end

    Raises
    ------
    NoTimeZone
        The case does not name one.
    PlanIsOver
        The week begins after the plan was to be looked at again.
    CannotRepeat
        Somebody is away this week, so that it is not like the others.
    """
    if case.context.time_zone is None:
        raise NoTimeZone
    if week.starts > review_date(plan, case):
        raise PlanIsOver(review_date(plan, case))
    if repeat and is_of_its_own(week):
        raise CannotRepeat
    calendar = _opened(language)
    series = "every week" if repeat else week.starts.isoformat()
    now = _named(_mine(week.doses, week, case, adult), case, series=series, adult=adult)
    before = _named(_mine(_last_week(week), week, case, adult), case, series=series, adult=adult)
    for uid, dose in now.items():
        last = last_day(week.date_of(dose.day), week=week, plan=plan, case=case)
        weeks = (last - week.date_of(dose.day)).days // 7 + 1 if repeat else 1
        if week.date_of(dose.day) <= review_date(plan, case):
            event = _event(uid, dose, week, ZoneInfo(case.context.time_zone))
            _describe(event, dose, plan, case, language=language, adult=adult)
            if weeks > 1:
                event.add("rrule", {"freq": "weekly", "count": weeks})
            calendar.add_component(event)
    for uid, dose in before.items():
        if uid not in now and (repeat or week.revision):  # the single events of another week stay in that week
            event = _event(uid, dose, week, ZoneInfo(case.context.time_zone))
            event.add("status", "CANCELLED")
            event.add("summary", words_in(language).calendar.title)
            calendar.add_component(event)
    calendar.add_missing_timezones(date(week.starts.year, 1, 1), date(week.starts.year + 2, 1, 1))
    content: bytes = calendar.to_ical()
    return content


def _opened(language: Language) -> Calendar:
    calendar, title = Calendar(), words_in(language).calendar.title
    for name, text in (("prodid", f"-//Rootwise//{language}"), ("version", "2.0"), ("method", "PUBLISH"), ("x-wr-calname", title)):
        calendar.add(name, text)
    return calendar


def _mine(doses: Iterable[Dose], week: Week, case: Case, adult: str | None) -> tuple[Dose, ...]:
    """What goes into one adult's file; a teacher's holds what is done at school only."""
    if adult is None:
        return tuple(doses)
    at_school_only = _role(case, adult) is Role.TEACHER
    return tuple(one for one in _carried(doses, week, case, adult) if one.setting is Setting.SCHOOL or not at_school_only)


def _named(doses: Iterable[Dose], case: Case, *, series: str, adult: str | None) -> dict[str, Dose]:
    """Each dose by its opaque name: child, week, activity, day, and the how-manieth of the day.

    The same each time a file of one week is made, so that importing it again changes what is there; another one in every other week, so
    that next week's file takes nothing out of this week. What repeats has the same names whenever it is made.
    """
    found: dict[str, Dose] = {}
    counted: dict[tuple[str, Day], int] = {}
    for one in sorted(doses, key=lambda each: (each.day, each.start, each.activity, each.minutes, each.setting, each.adult or "")):
        number = counted.get((one.activity, one.day), 0) + 1
        counted[one.activity, one.day] = number
        found[str(uuid5(_NAMESPACE, f"{case.child.id}|{series}|{adult or ''}|{one.activity}|{one.day}|{number}"))] = one
    return found


def _last_week(week: Week) -> list[Dose]:
    """The doses as they were, so that what is gone can be taken out of calendars."""
    doses = list(week.doses)
    for one in week.moved:
        if one.after in doses:
            doses.remove(one.after)
    return [*doses, *(one.before for one in week.moved if one.before is not None)]


def _event(uid: str, dose: Dose, week: Week, zone: ZoneInfo) -> Event:
    """When something is, and which version of it this is: a later week, or the same week made anew, takes the place of an earlier one."""
    midnight = datetime.combine(week.date_of(dose.day), time())
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", datetime.combine(week.starts, time(), UTC) + timedelta(minutes=week.revision))
    event.add("sequence", max((week.starts - _FIRST_WEEK).days // 7, 0) * _REVISIONS + week.revision)
    # Added to the clock on the wall and put into the zone last: what ends at 24:00 ends at the next midnight.
    event.add("dtstart", (midnight + timedelta(minutes=dose.start)).replace(tzinfo=zone))
    event.add("dtend", (midnight + timedelta(minutes=dose.end)).replace(tzinfo=zone))
    event.add("class", "PRIVATE")
    return event


def _describe(event: Event, dose: Dose, plan: Plan, case: Case, *, language: Language, adult: str | None) -> None:
    """What to do, what to take care of and when to stop, in plain words: nothing about the child."""
    planned, words = plan.activity(dose.activity), words_in(language)
    assert planned is not None, "a week holds doses of its plan only"
    said = activity_words(planned.activity, language)
    care = care_of(planned, said, words, told=told_to(_role(case, adult)) if adult else ALL)
    first = [words.calendar.minutes.format(minutes=dose.minutes, place=words.places[dose.setting])]
    first += [words.calendar.alone] if dose.adult is None else []
    if dose.adult is not None and adult is None:
        first.append(words.calendar.with_whom.format(name=_name(dose.adult, case, words)))
    safety = [f"{words.calendar.care}: {' '.join(care.texts)}"] if care.texts else []
    safety += [words.calendar.ask_first] if care.ask_first else []
    safety += [f"{words.calendar.stop_when}: {' '.join(said.stop_when)}"]
    steps = [f"{number}. {step}" for number, step in enumerate(said.steps, start=1)]
    event.add("summary", said.name)
    # What keeps the child safe comes before the steps: a phone shows the first lines only.
    event.add("description", "\n".join([*first, *safety, *steps, *([words.calendar.original] if said.is_original else [])]))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", said.name)
    alarm.add("trigger", -_REMINDER)
    event.add_component(alarm)


def _name(adult: str, case: Case, words: Words) -> str:
    one = next(each for each in case.context.adults if each.id == adult)
    return one.name or words.roles[one.role]

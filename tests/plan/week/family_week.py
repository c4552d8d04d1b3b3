"""One family's week for tests: a foster mother all week, her partner in the evenings of two days and at the weekend, a teacher."""

from rootwise.case.vocabulary import Day, Moment, Setting
from rootwise.plan.rules import Way
from rootwise.plan.week.problem import Awake, Blocked, Carer, DayMoment, Need, WeekProblem

WEEKDAYS, WEEKEND = list(Day)[:5], list(Day)[5:]
MOTHER, PARTNER, TEACHER = Way(Setting.HOME, "mother"), Way(Setting.HOME, "partner"), Way(Setting.SCHOOL, "teacher")


def at(clock: str) -> int:
    """Minutes since midnight."""
    hours, minutes = clock.split(":")
    return 60 * int(hours) + int(minutes)


def awake(day: Day, start: str, end: str, setting: Setting, *adults: str) -> Awake:
    return Awake(day, at(start), at(end), setting, frozenset(adults))


def _routine() -> tuple[Awake, ...]:
    found = []
    for day in WEEKDAYS:
        partner = ("partner",) if day in (Day.TUESDAY, Day.THURSDAY) else ()
        found += [
            awake(day, "06:45", "08:15", Setting.HOME, "mother"),
            awake(day, "08:40", "14:45", Setting.SCHOOL, "teacher"),
            awake(day, "15:10", "19:45", Setting.HOME, "mother", *partner),
        ]
    return (*found, *(awake(day, "07:15", "20:00", Setting.HOME, "mother", "partner") for day in WEEKEND))


def _moments() -> tuple[DayMoment, ...]:
    school = {
        "06:45": Moment.WAKING,
        "08:15": Moment.TRANSITION,
        "08:40": Moment.SCHOOL,
        "13:15": Moment.DEMAND,
        "16:00": Moment.HOMEWORK,
        "18:00": Moment.MEAL,
        "19:45": Moment.SLEEP,
    }
    free = {"07:15": Moment.WAKING, "12:30": Moment.MEAL, "18:00": Moment.MEAL, "20:00": Moment.SLEEP}
    days = [(day, school if day in WEEKDAYS else free) for day in Day]
    return tuple(DayMoment(day, at(clock), what) for day, today in days for clock, what in today.items())


BEDTIME = Need("bedtime", 25, 1, 7, (MOTHER, PARTNER), frozenset({Moment.SLEEP}), 3)
PUSHING = Need("pushing", 5, 3, 7, (MOTHER, PARTNER, TEACHER), frozenset({Moment.DEMAND, Moment.TRANSITION, Moment.HOMEWORK}), 3)
ROCKING = Need("rocking", 5, 2, 7, (MOTHER, PARTNER), frozenset({Moment.SLEEP, Moment.TRANSITION}), 3)
DRUMMING = Need("drumming", 5, 2, 5, (TEACHER,), frozenset({Moment.DEMAND}), 2)
BAKING = Need("baking", 30, 1, 2, (MOTHER, PARTNER), frozenset({Moment.MEAL}), 1)
WALKING = Need("walking", 10, 1, 7, (PARTNER, MOTHER), frozenset(), 2)

THERAPY = Blocked(Day.TUESDAY, at("15:30"), at("16:30"), "occupational therapy")
QUIET = Blocked(Day.SATURDAY, at("13:00"), at("14:00"))

WEEK = WeekProblem(
    needs=(BEDTIME, PUSHING, ROCKING, DRUMMING, BAKING, WALKING),
    awake=_routine(),
    blocked=(THERAPY, QUIET),
    moments=_moments(),
    carers=(Carer("mother", 80, child_turns_to=True), Carer("partner", 40), Carer("teacher", 15)),
)

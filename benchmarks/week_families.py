"""Invented families and their days, for the instances of the week: who is where with the child, and what each day turns on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

from rootwise.case.vocabulary import Day, Moment, Role, Setting
from rootwise.plan.week.problem import Awake, Blocked, DayMoment

MON, TUE, WED, THU, FRI, SAT, SUN = Day
WORKDAYS, WEEKEND, ALL = (MON, TUE, WED, THU, FRI), (SAT, SUN), tuple(Day)
HOME, SCHOOL, THERAPY, OUTDOORS = Setting.HOME, Setting.SCHOOL, Setting.THERAPY, Setting.OUTDOORS
CAREGIVER, TEACHER, OT = Role.CAREGIVER, Role.TEACHER, Role.OCCUPATIONAL_THERAPIST


@dataclass(slots=True)
class Family:
    """A child's people, and a week of theirs while it is written down."""

    adults: dict[str, Role]
    awake: list[Awake] = field(default_factory=list)
    blocked: list[Blocked] = field(default_factory=list)
    told: list[DayMoment] = field(default_factory=list)

    def at(self, setting: Setting, days: Iterable[Day], start: float, end: float, *adults: str) -> None:
        """Where the child is, from which hour to which, and with whom."""
        self.awake += [Awake(day, round(60 * start), round(60 * end), setting, frozenset(adults)) for day in days]

    def busy(self, days: Iterable[Day], start: float, end: float, what: str | None = None) -> None:
        """An appointment, or a quiet time."""
        self.blocked += [Blocked(day, round(60 * start), round(60 * end), what) for day in days]
        self.told += [DayMoment(day, round(60 * start), Moment.DEMAND) for day in days if what is not None]

    def moment(self, what: Moment, days: Iterable[Day], *hours: float) -> None:
        self.told += [DayMoment(day, round(60 * hour), what) for day in days for hour in hours]

    @property
    def all_moments(self) -> list[DayMoment]:
        """What was told, and what follows from the days: waking, changes of place, school, sleep."""
        found = set(self.told)
        for day in ALL:
            today = sorted((one for one in self.awake if one.day is day), key=lambda one: one.start)
            found |= {DayMoment(day, today[0].start, Moment.WAKING), DayMoment(day, today[-1].end, Moment.SLEEP)}
            found |= {DayMoment(day, one.end, Moment.TRANSITION) for one, then in pairwise(today) if one.setting is not then.setting}
            found |= {DayMoment(day, one.start, Moment.SCHOOL) for one in today if one.setting is SCHOOL}
        return sorted(found, key=lambda one: (ALL.index(one.day), one.at, one.what))


def _one_carer(random: Random) -> Family:
    """A toddler and one foster mother, at home and in the park."""
    made = Family({"foster": CAREGIVER})
    up, park = random.choice((6.5, 7, 7.25)), random.choice((10, 15.5))
    made.at(HOME, ALL, up, park, "foster")
    made.at(OUTDOORS, ALL, park, park + 1.5, "foster")
    made.at(HOME, ALL, park + 1.5, random.choice((19, 19.5)), "foster")
    made.busy(ALL, 12.75, 14.25)
    made.moment(Moment.MEAL, ALL, 8, 12.25, 18)
    made.busy((random.choice(WORKDAYS),), 9, 9.75, "Doctor")
    return made


def _school_child(random: Random) -> Family:
    """A child at school, one parent."""
    made = Family({"mother": CAREGIVER, "teacher": TEACHER})
    made.at(HOME, WORKDAYS, 6.75, 8.25, "mother")
    made.at(SCHOOL, WORKDAYS, 8.25, random.choice((14, 15)), "teacher")
    made.at(HOME, WORKDAYS, 15.5, 20.5, "mother")
    made.at(HOME, WEEKEND, 7.5, 11, "mother")
    made.at(OUTDOORS, WEEKEND, 11, 13, "mother")
    made.at(HOME, WEEKEND, 13, 21, "mother")
    _school_days(made)
    made.busy((random.choice(WORKDAYS),), 16, 17, random.choice(("Football", "Dentist")))
    return made


def _two_parents(random: Random) -> Family:
    """Two parents who work, a teacher, and the park before dinner."""
    made = Family({"mother": CAREGIVER, "father": CAREGIVER, "teacher": TEACHER})
    made.at(HOME, WORKDAYS, 6.5, 7.5, "mother", "father")
    made.at(HOME, WORKDAYS, 7.5, 8.25, random.choice(("mother", "father")))
    made.at(SCHOOL, WORKDAYS, 8.25, 15.25, "teacher")
    made.at(OUTDOORS, WORKDAYS, 15.5, 16.5, "father")
    made.at(HOME, WORKDAYS, 16.5, 18, "father")
    made.at(HOME, WORKDAYS, 18, 20.5, "mother", "father")
    made.at(HOME, WEEKEND, 7.5, 10, "mother", "father")
    made.at(OUTDOORS, WEEKEND, 10, 12.5, "mother", "father")
    made.at(HOME, WEEKEND, 12.5, 20.75, "mother", "father")
    _school_days(made)
    made.busy((random.choice(WORKDAYS),), 16.75, 17.75, "Swimming lesson")
    made.busy(WEEKEND, 13, 14)
    return made


def _shift_work(random: Random) -> Family:
    """One parent on early shifts, the other on late ones; they change in the middle of the week."""
    made = Family({"mother": CAREGIVER, "father": CAREGIVER, "teacher": TEACHER})
    change = random.choice((2, 3))
    for number, day in enumerate(WORKDAYS):
        early, late = ("mother", "father") if number < change else ("father", "mother")
        made.at(HOME, (day,), 6.5, 8, late)
        made.at(SCHOOL, (day,), 8, 14.5, "teacher")
        made.at(HOME, (day,), 14.75, 20.25, early)
    made.at(HOME, (SAT,), 7, 13.5, "mother")
    made.at(HOME, (SAT,), 13.5, 20.5, "mother", "father")
    made.at(HOME, (SUN,), 7.5, 14, "father")
    made.at(OUTDOORS, (SUN,), 14, 16, "father", "mother")
    made.at(HOME, (SUN,), 16, 20.25, "mother")
    _school_days(made)
    made.busy((random.choice(WORKDAYS),), 15.5, 16.5, "Choir")
    return made


def _two_homes(random: Random) -> Family:
    """Three days with the mother, four with the father and his partner; school in between."""
    made = Family({"mother": CAREGIVER, "father": CAREGIVER, "partner": CAREGIVER, "teacher": TEACHER})
    at_mothers = (MON, TUE, WED)
    made.at(HOME, at_mothers, 6.75, 8.25, "mother")
    made.at(HOME, (THU, FRI), 7, 8.25, "father")
    made.at(SCHOOL, WORKDAYS, 8.25, 15, "teacher")
    made.at(HOME, (MON, TUE), 15.25, 20.5, "mother")
    made.at(OUTDOORS, (WED,), 15.25, 17, "mother")
    made.at(HOME, (WED,), 17, 20.5, "father", "partner")
    made.at(HOME, (THU, FRI), 15.25, 17.5, "partner")
    made.at(HOME, (THU, FRI), 17.5, 21, "father", "partner")
    made.at(HOME, (SAT,), 8, 12, "father", "partner")
    made.at(OUTDOORS, (SAT,), 12, 15, "father")
    made.at(HOME, (SAT,), 15, 21, "father", "partner")
    made.at(HOME, (SUN,), 8, 16, "father")
    made.at(HOME, (SUN,), 16.5, 20.25, "mother")
    _school_days(made)
    made.busy((random.choice(at_mothers),), 15.5, 16.5, "Visit of the social worker")
    return made


def _holidays(random: Random) -> Family:
    """No school: the grandmother in the mornings, the parents in the evenings, and long days outdoors."""
    made = Family({"mother": CAREGIVER, "father": CAREGIVER, "grandmother": CAREGIVER})
    made.at(HOME, WORKDAYS, 8, 10, "grandmother")
    made.at(OUTDOORS, WORKDAYS, 10, 12.5, "grandmother")
    made.at(HOME, WORKDAYS, 12.5, 16, "grandmother")
    made.at(HOME, WORKDAYS, 16, 17.5, "mother", "grandmother")
    made.at(OUTDOORS, WORKDAYS, 17.5, 19, "mother", "father")
    made.at(HOME, WORKDAYS, 19, 21.25, "mother", "father")
    made.at(HOME, WEEKEND, 8.5, 11, "mother", "father")
    made.at(OUTDOORS, WEEKEND, 11, 17, "mother", "father")
    made.at(HOME, WEEKEND, 17, 21.5, random.choice(("mother", "father")))
    made.moment(Moment.MEAL, ALL, 8.75, 13, 19.5)
    made.busy(WORKDAYS, 14, 15)
    made.busy((random.choice(WORKDAYS),), 10.5, 11.5, "Swimming lesson")
    return made


def _teenager(random: Random) -> Family:
    """Late to bed, out on their own in the afternoon, half the weekend asleep."""
    made = Family({"aunt": CAREGIVER, "uncle": CAREGIVER, "teacher": TEACHER})
    made.at(HOME, WORKDAYS, 6.75, 7.5, random.choice(("aunt", "uncle")))
    made.at(SCHOOL, WORKDAYS, 8, 15.75, "teacher")
    made.at(OUTDOORS, WORKDAYS, 16, 17.5)
    made.at(HOME, WORKDAYS, 17.5, 19, "aunt")
    made.at(HOME, WORKDAYS, 19, 22.5, "aunt", "uncle")
    made.at(HOME, WEEKEND, 11, 14, "aunt", "uncle")
    made.at(OUTDOORS, WEEKEND, 14, 18)
    made.at(HOME, WEEKEND, 18, 23.5, "aunt")
    _school_days(made, homework=18.5, dinner=19.5)
    made.busy((random.choice(WORKDAYS),), 17.75, 18.75, "Counselling")
    return made


def _therapy_week(random: Random) -> Family:
    """Occupational therapy on two days, four places in a week."""
    made = Family({"foster": CAREGIVER, "teacher": TEACHER, "ot": OT})
    there = tuple(random.sample(WORKDAYS, 2))
    others = tuple(day for day in WORKDAYS if day not in there)
    made.at(HOME, WORKDAYS, 6.75, 8.25, "foster")
    made.at(SCHOOL, others, 8.25, 15, "teacher")
    made.at(SCHOOL, there, 8.25, 13, "teacher")
    made.at(THERAPY, there, 13.5, 15, "ot", "foster")
    made.at(OUTDOORS, WORKDAYS, 15.5, 16.75, "foster")
    made.at(HOME, WORKDAYS, 16.75, 20.25, "foster")
    made.at(HOME, WEEKEND, 7.25, 13, "foster")
    made.at(OUTDOORS, WEEKEND, 13, 15.5, "foster")
    made.at(HOME, WEEKEND, 15.5, 20.5, "foster")
    _school_days(made, homework=17.25)
    return made


def _small_child(random: Random) -> Family:
    """A small child at home with four people who take turns, awake from early on, with a nap."""
    made = Family(dict.fromkeys(("mother", "father", "grandmother", "aunt"), CAREGIVER))
    nap = random.choice((12.5, 13))
    made.at(HOME, ALL, 6, 9, "mother", "father")
    made.at(HOME, WORKDAYS, 9, 11, "grandmother")
    made.at(OUTDOORS, WORKDAYS, 11, nap - 0.5, "grandmother", "aunt")
    made.at(HOME, WORKDAYS, nap - 0.5, nap, "grandmother")
    made.at(HOME, WEEKEND, 9, nap, "mother", "father")
    made.at(HOME, ALL, nap + 1.5, 17, "aunt", "mother")
    made.at(HOME, ALL, 17, 19.5, "mother", "father")
    made.moment(Moment.MEAL, ALL, 7.5, 12, 18)
    made.moment(Moment.SLEEP, ALL, nap)
    made.moment(Moment.WAKING, ALL, nap + 1.5)
    return made


def _school_days(made: Family, *, homework: float = 16.5, dinner: float = 18.5) -> None:
    """What a day with school turns on."""
    made.moment(Moment.DEMAND, WORKDAYS, 10.25, 13.25)
    made.moment(Moment.MEAL, WORKDAYS, 12.25, dinner)
    made.moment(Moment.MEAL, WEEKEND, 12.75, dinner)
    made.moment(Moment.HOMEWORK, WORKDAYS, homework)


FAMILIES: dict[str, Callable[[Random], Family]] = {
    "one_carer": _one_carer,
    "school_child": _school_child,
    "two_parents": _two_parents,
    "shift_work": _shift_work,
    "two_homes": _two_homes,
    "holidays": _holidays,
    "teenager": _teenager,
    "therapy_week": _therapy_week,
    "small_child": _small_child,
}

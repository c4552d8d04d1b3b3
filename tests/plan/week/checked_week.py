"""A week of two days that is good, written by hand, and what the checker says of it when something in it is changed."""

from collections.abc import Sequence
from dataclasses import replace

from rootwise.case.vocabulary import Day, Moment, Setting
from rootwise.plan.rules import Way
from rootwise.plan.week.checker import violations
from rootwise.plan.week.problem import Awake, Blocked, Carer, DayMoment, Dose, Need, WeekProblem

MON, TUE = Day.MONDAY, Day.TUESDAY
HOME, SCHOOL = Setting.HOME, Setting.SCHOOL
FOSTER, GRANDPA, TEACHER = "foster", "grandpa", "teacher"


def clock(text: str) -> int:
    hours, minutes = text.split(":")
    return 60 * int(hours) + int(minutes)


def awake(start: str, end: str, setting: Setting, *adults: str, day: Day = MON) -> Awake:
    return Awake(day, clock(start), clock(end), setting, frozenset(adults))


def moments(day: Day) -> tuple[DayMoment, ...]:
    times = (("7:00", Moment.WAKING), ("8:30", Moment.SCHOOL), ("12:00", Moment.MEAL), ("18:00", Moment.MEAL), ("20:30", Moment.SLEEP))
    return tuple(DayMoment(day, clock(at), what) for at, what in times)


def dose(activity: str, start: str, *, day: Day = MON, **other: object) -> Dose:
    """A dose as it is planned, but for what is said."""
    need = next(one for one in WEEK.needs if one.activity == activity)
    planned = Dose(day, clock(start), activity, need.minutes, need.ways[0].setting, need.ways[0].adult)
    return replace(planned, **other)  # type: ignore[arg-type]


def broken(doses: Sequence[Dose], *, without: dict[str, int] | None = None, problem: WeekProblem | None = None) -> list[str]:
    """What the checker says. Whatever is not in the week and not in `without` is told as without a place, so totals are right."""
    problem = problem or WEEK
    missing = {need.activity: need.doses - sum(one.activity == need.activity for one in doses) for need in problem.needs}
    return violations(problem, doses, missing if without is None else without)


# Monday as always; on Tuesday the foster mother leaves at 17:00, when Grandpa comes, who has been away on Monday.
WEEK = WeekProblem(
    needs=(
        Need("rocking", 10, per_day=2, days=2, ways=(Way(HOME, FOSTER), Way(HOME, GRANDPA)), before=frozenset({Moment.SCHOOL})),
        Need("walk", 10, per_day=1, days=2, ways=(Way(SCHOOL, TEACHER),), before=frozenset({Moment.MEAL})),
        Need("story", 15, per_day=1, days=2, ways=(Way(HOME, FOSTER), Way(HOME, GRANDPA)), before=frozenset({Moment.SLEEP})),
        Need("humming", 5, per_day=1, days=2, ways=(Way(HOME, FOSTER),), before=frozenset({Moment.SLEEP, Moment.SCHOOL})),
        Need("drawing", 30, per_day=1, days=1, ways=(Way(HOME, None),)),
    ),
    awake=(
        awake("7:00", "8:30", HOME, FOSTER),
        awake("8:30", "15:00", SCHOOL, TEACHER),
        awake("15:00", "16:00", HOME, FOSTER),
        awake("15:45", "20:30", HOME, FOSTER, GRANDPA),
        awake("7:00", "8:30", HOME, FOSTER, day=TUE),
        awake("8:30", "15:00", SCHOOL, TEACHER, day=TUE),
        awake("15:00", "17:00", HOME, FOSTER, day=TUE),
        awake("17:00", "20:30", HOME, GRANDPA, day=TUE),
    ),
    blocked=(Blocked(MON, clock("16:30"), clock("17:15"), "Dentist"), Blocked(TUE, clock("13:00"), clock("14:00"))),
    moments=(*moments(MON), *moments(TUE)),
    carers=(Carer(FOSTER, 40), Carer(GRANDPA, 25, away=frozenset({MON})), Carer(TEACHER, 10)),
)
GOOD = (
    dose("rocking", "8:20"),
    dose("walk", "11:50"),
    dose("drawing", "15:45"),
    dose("rocking", "17:30"),
    dose("humming", "19:55"),
    dose("story", "20:15"),
    dose("humming", "8:25", day=TUE),
    dose("walk", "14:50", day=TUE),
    dose("rocking", "16:10", day=TUE),
    dose("rocking", "17:00", day=TUE, adult=GRANDPA),
    dose("story", "20:15", day=TUE, adult=GRANDPA),
)

"""Tiny problems of a week from a seed: few windows, few doses, and every rule of §13 at work in some of them."""

from collections.abc import Sequence
from random import Random

from rootwise.case.vocabulary import Day, Moment, Setting
from rootwise.plan.rules import Way
from rootwise.plan.week.problem import Awake, Blocked, Carer, DayMoment, Dose, Need, WeekProblem, WeekRules

ADULTS = ("ada", "ben")
SETTINGS = (Setting.HOME, Setting.SCHOOL)
BEFORE = (Moment.SLEEP, Moment.WAKING, Moment.SCHOOL, Moment.MEAL)


def tiny_problem(seed: int) -> WeekProblem:
    """One or two days with one to three stretches each, one to three needs of one or two doses a day."""
    random = Random(seed)
    roomy = seed % 3 > 0  # two of three have room for nearly everything
    first = random.randrange(5)
    days = [list(Day)[one] for one in random.choice([(first,), (first, first + 1), (first, first + 2)])]
    awake, blocked, moments = [], [], []
    for day in days:
        stretches = _stretches(random, day, roomy=roomy)
        awake += stretches
        blocked += _blocked(random, stretches)
        moments += _moments(random, stretches)
    carers = tuple(_carer(random, one, days, roomy=roomy) for one in ADULTS)
    settings = sorted({one.setting for one in awake}) if roomy else SETTINGS
    needs = tuple(_need(random, f"need_{number}", len(days), settings) for number in range(random.choice((1, 2, 2, 3))))
    return WeekProblem(needs, tuple(awake), tuple(blocked), tuple(moments), carers, _rules(random))


def changed(random: Random, problem: WeekProblem, doses: tuple[Dose, ...]) -> tuple[WeekProblem, tuple[Dose, ...]]:
    """One change to a week that was made: an adult is away, something is blocked, a dose lay elsewhere or is new."""
    change = random.randrange(4)
    if change == 0:
        away = random.choice(ADULTS)
        carers = tuple(Carer(one.id, one.minutes, frozenset(Day) if one.id == away else one.away) for one in problem.carers)
        return WeekProblem(problem.needs, problem.awake, problem.blocked, problem.moments, carers, problem.rules), doses
    if change == 1 and doses:
        taken = random.choice(doses)
        blocked = (*problem.blocked, Blocked(taken.day, taken.start, taken.start + random.choice((5, 15)), "New"))
        return WeekProblem(problem.needs, problem.awake, blocked, problem.moments, problem.carers, problem.rules), doses
    step = problem.rules.slot_minutes
    moved = tuple(
        Dose(one.day, one.start + random.choice((0, 0, -step, step, -60)), one.activity, one.minutes, one.setting, one.adult)
        for one in doses
    )
    return problem, moved if change == 2 else moved[1:]


def _rules(random: Random) -> WeekRules:
    return WeekRules(
        slot_minutes=random.choice((10, 15, 15, 20)),
        gap_minutes=random.choice((0, 5, 15, 15)),
        wind_down_minutes=random.choice((0, 20, 30)),
        near_minutes=random.choice((0, 15, 30)),
        part_ends=random.choice(((9 * 60, 12 * 60, 24 * 60), (8 * 60 + 30, 24 * 60), (10 * 60, 11 * 60, 24 * 60))),
        full_part=random.choice((1, 1, 2)),
        few_days=random.choice((0, 1, 3)),
    )


def _stretches(random: Random, day: Day, *, roomy: bool) -> list[Awake]:
    at = random.choice((7 * 60, 7 * 60 + 30, 8 * 60 + 10))
    found = []
    for _ in range(random.choice((1, 1, 2, 3))):
        at += random.choice((0, 0, 0, 20, 45))
        end = at + random.choice((60, 75, 100, 150) if roomy else (30, 45, 60, 75))
        adults = frozenset(one for one in ADULTS if random.random() < (0.9 if roomy else 0.7))
        found.append(Awake(day, at, end, random.choice(SETTINGS), adults))
        if random.random() < 0.1:  # read together with the one before, in the same place
            found.append(Awake(day, end - 20, end, found[-1].setting, frozenset(ADULTS)))
        at = end
    return found


def _blocked(random: Random, stretches: list[Awake]) -> list[Blocked]:
    if random.random() < 0.7:
        return []
    one = random.choice(stretches)
    start = one.start + 5 * random.randrange(0, (one.end - one.start) // 5)
    return [Blocked(one.day, start, start + random.choice((10, 30)), random.choice(("Dentist", None)))]


def _moments(random: Random, stretches: list[Awake]) -> list[DayMoment]:
    day, start, end = stretches[0].day, stretches[0].start, stretches[-1].end
    found = []
    if random.random() < 0.8:
        found.append(DayMoment(day, end + random.choice((0, 0, 10, 25, 40)), Moment.SLEEP))
    if random.random() < 0.8:
        found.append(DayMoment(day, start - random.choice((0, 0, 10, 40)), Moment.WAKING))
    if random.random() < 0.6:
        edge = random.choice(stretches)
        found.append(DayMoment(day, random.choice((edge.end, edge.end - 10, edge.start + 45)), random.choice(BEFORE)))
    return found


def _carer(random: Random, adult: str, days: list[Day], *, roomy: bool) -> Carer:
    away = frozenset({random.choice(days)}) if random.random() < (0.05 if roomy else 0.2) else frozenset()
    return Carer(adult, random.choice((40, 60) if roomy else (10, 20, 30, 60)), away, random.random() < 0.4)


def _need(random: Random, activity: str, days: int, settings: Sequence[Setting]) -> Need:
    ways = [Way(setting, adult) for setting in settings for adult in (*ADULTS, None)]
    return Need(
        activity,
        random.choice((5, 10, 15, 20, 25)),
        per_day=random.choice((1, 1, 2)),
        days=random.randint(1, days),
        ways=tuple(random.sample(ways, random.randrange(1, 4))),
        before=frozenset(one for one in BEFORE if random.random() < 0.35),
        importance=random.choice((1, 1, 2, 3)),
        only_at_moments=random.random() < 0.15,
        needs_another_adult=random.random() < 0.1,
    )

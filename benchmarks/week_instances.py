"""Weeks to be made, from small to hard: drawn with fixed seeds, and kept as files so that a result can be repeated exactly.

`python benchmarks/week_instances.py` draws them again and says which files would change; `--write` writes them. The children, their people
and their days are invented; what is done with them, how long and how often is taken from the catalogue (open-activities, version 1) as it
was when they were drawn.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from pydantic import TypeAdapter
from week_families import FAMILIES, Family

from rootwise.case.vocabulary import Day, Moment, Role, Setting
from rootwise.plan.rules import Way
from rootwise.plan.week.problem import Blocked, Carer, Dose, Need, WeekProblem, WeekRules

HERE = Path(__file__).parent / "week_instances"
_PROBLEM = TypeAdapter(WeekProblem)

# activity, minutes, most times a day, days a week, settings, who leads it (c: the child alone), what it is good right before
_ACTIVITIES = """
rocking_together       5 6 5-7 home,school                  caregiver,teacher   sleep,transition
massage_by_choice      5 2 2-7 home,therapy                 caregiver,ot        sleep,homework
self_massage           3 4 5-7 home,school                  c,caregiver,teacher demand,homework,sleep
weighted_lap_pad      10 3 3-7 school,home                  teacher,caregiver   demand,homework,meal
rocking_chair          5 4 5-7 home,school                  caregiver,teacher   demand,homework,sleep
slow_swinging          5 3 2-7 outdoors,therapy             caregiver,ot        school,homework,demand
bouncing               3 4 3-7 home,school,therapy          caregiver,teacher,ot demand,homework,school
heavy_work             3 4 5-7 home,school                  caregiver,teacher   demand,homework,transition,meal
crunchy_food           3 3 3-7 home,school                  caregiver,teacher   transition,demand,homework
warm_bath             10 1 3-7 home                         caregiver           sleep
paced_breathing        2 4 5-7 home,school,therapy,outdoors caregiver,teacher,c demand,school,homework,sleep
bubble_blowing         2 4 3-7 home,school,therapy,outdoors caregiver,teacher   transition,demand
humming_together       3 6 5-7 home,school,therapy,outdoors caregiver,teacher   transition,sleep,demand
steady_beat_listening 10 3 5-7 home,school                  caregiver,teacher   sleep,homework,demand
lullaby                5 1 5-7 home                         caregiver           sleep
bedtime_routine       15 1 7-7 home                         caregiver           sleep
toilet_times           2 6 5-7 home,school                  caregiver,teacher   waking,school,transition,sleep
sensory_bin            5 2 2-7 home,school,therapy          caregiver,teacher,ot homework,demand
side_by_side_walk     10 1 5-7 outdoors,school              caregiver,teacher   school,homework,demand
movement_break         3 4 3-5 school                       teacher             demand,transition
follow_the_leader     10 1 3-5 home,school,outdoors         caregiver,teacher   homework,demand
clapping_rhymes        3 3 5-7 home,school,outdoors         caregiver,teacher   transition,demand
playground_circuit    20 1 5-7 outdoors,school              caregiver,teacher   homework,meal
obstacle_course       10 1 5-7 home                         caregiver           homework,meal
swimming              30 1 1-2 outdoors                     caregiver           -
cycling               20 1 2-4 outdoors                     caregiver           homework,meal
skipping_rope          5 2 5-7 school,outdoors              teacher,caregiver,c demand,homework
roll_and_catch         5 1 5-7 home,school,therapy,outdoors caregiver,teacher   meal,demand
gardening             20 1 2-3 outdoors,school              caregiver,teacher   homework,meal
time_in_nature        30 2 5-7 outdoors,school              caregiver,teacher   meal,homework,sleep
cooking_together      20 1 2-2 home,school                  caregiver,teacher   meal
knitting_and_beading  10 1 5-7 home,school                  caregiver,teacher   homework,sleep
big_painting          10 1 3-7 home,school,therapy,outdoors caregiver,teacher   homework,transition
hand_play             10 1 5-7 home,school,therapy          caregiver,teacher,ot demand,meal
picture_schedule       1 6 5-7 home,school                  caregiver,teacher   waking,school,transition,sleep
special_time           5 1 5-7 home                         caregiver           -
greeting_ritual        1 2 5-5 school                       teacher             school,transition
check_in_mentor        5 2 5-5 school                       teacher             school,transition
paired_play           10 1 3-3 home,school                  caregiver,teacher   -
book_with_feelings    10 1 5-7 home,school                  caregiver,teacher   sleep
naming_feelings        5 1 5-7 home,school,therapy,outdoors caregiver,teacher,ot -
puppet_play           15 1 1-3 home,therapy                 caregiver,ot        -
family_meal_and_games 20 1 3-7 home                         caregiver           -
memory_training       20 1 3-5 home,school                  teacher,caregiver   -
games_with_rules      10 1 3-5 home,school,therapy,outdoors caregiver,teacher   -
planning_board         3 2 5-7 home,school                  caregiver,teacher,c waking,school,homework
reading_aloud         15 1 5-7 home,school                  caregiver,teacher   sleep,transition
journal_and_songs     10 1 2-5 home,school                  c                   -
day_and_night          5 3 7-7 home                         caregiver           waking,sleep
hand_and_body_songs    3 4 5-7 home,school                  caregiver,teacher   transition
sipping                1 6 7-7 home,school                  caregiver,teacher,c demand,homework,transition
unhurried_talk         3 3 5-7 home,school                  caregiver,teacher   -
"""
_LEADS = {"caregiver": Role.CAREGIVER, "teacher": Role.TEACHER, "ot": Role.OCCUPATIONAL_THERAPIST}
_PLACES = {  # where each can be with the child
    Role.CAREGIVER: (Setting.HOME, Setting.OUTDOORS),
    Role.TEACHER: (Setting.SCHOOL,),
    Role.OCCUPATIONAL_THERAPIST: (Setting.THERAPY,),
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """What one instance is drawn from. `minutes`: what the adults can give, as a share of what is asked of them."""

    family: str
    seed: int
    doses_a_day: int
    slot_minutes: int = 15
    gap_minutes: int = 15
    minutes: float = 1.6

    @property
    def name(self) -> str:
        return f"{self.family}-{self.doses_a_day}-a-day-{self.slot_minutes}-{self.seed}"


_MOST_A_DAY = {
    "one_carer": 14,
    "school_child": 16,
    "two_parents": 22,
    "shift_work": 20,
    "two_homes": 22,
    "holidays": 22,
    "teenager": 16,
    "therapy_week": 24,
}
# Every family three times with more to do each time; every second one again with adults who have too little time; then fuller days.
DRAWINGS = (
    *(
        Drawing(family, seed, doses, minutes=minutes)
        for number, (family, most) in enumerate(_MOST_A_DAY.items())
        for seed, doses, minutes in (
            (number, 10, 2.0),
            (10 + number, (10 + most) // 2, 1.6),
            (20 + number, most, 1.3),
            (30 + number, most, 0.6),
        )
        if seed < 30 or number % 2 == 0
    ),
    Drawing("two_parents", 41, 20, slot_minutes=5),
    Drawing("two_homes", 42, 24, slot_minutes=5),
    Drawing("small_child", 43, 30, gap_minutes=10),
    Drawing("small_child", 44, 45),  # over capacity: no day has so many quarter hours
    Drawing("small_child", 45, 40, slot_minutes=5, gap_minutes=5),
    Drawing("small_child", 46, 60, slot_minutes=5, gap_minutes=5),
)


@dataclass(frozen=True, slots=True)
class _Activity:
    name: str
    minutes: int
    per_day: int
    fewest_days: int
    most_days: int
    settings: tuple[Setting, ...]
    leads: tuple[str, ...]
    before: frozenset[Moment]


def instances() -> dict[str, WeekProblem]:
    """Every kept instance by its name."""
    return {path.stem: _PROBLEM.validate_json(path.read_bytes()) for path in sorted(HERE.glob("*.json"))}


def drawn(drawing: Drawing) -> WeekProblem:
    """The problem of one drawing: its family's days, and activities until there are enough doses a day."""
    random = Random(drawing.seed)
    family = FAMILIES[drawing.family](random)
    needs: list[Need] = []
    for activity in random.sample(_activities(), len(_activities())):
        if 7 * drawing.doses_a_day > sum(one.doses for one in needs):
            needs += _need(random, activity, family)
    rules = WeekRules(slot_minutes=drawing.slot_minutes, gap_minutes=drawing.gap_minutes)
    carers = _carers(random, family, needs, drawing.minutes)
    return WeekProblem(tuple(needs), tuple(family.awake), tuple(family.blocked), tuple(family.all_moments), carers, rules)


def _need(random: Random, activity: _Activity, family: Family) -> list[Need]:
    """An activity as a plan would ask for it; none where nobody can lead it."""
    ways = [
        Way(setting, adult)
        for setting in activity.settings
        for adult in (*family.adults, None)
        if (adult is None and "c" in activity.leads) or (adult is not None and _leads(activity, family.adults[adult], setting))
    ]
    days = {
        one.day for one in family.awake for way in ways if way.setting is one.setting and (way.adult is None or way.adult in one.adults)
    }
    if len(days) < activity.fewest_days:
        return []
    planned = random.choice(ways)
    others = [one for one in ways if one != planned]
    often = random.randint(1, activity.per_day)
    how_many_days = random.randint(activity.fewest_days, min(activity.most_days, len(days)))
    importance = random.choice((1, 2, 2, 3))
    return [Need(activity.name, activity.minutes, often, how_many_days, (planned, *others), activity.before, importance)]


def _leads(activity: _Activity, role: Role, setting: Setting) -> bool:
    return setting in _PLACES[role] and role in {_LEADS[one] for one in activity.leads if one != "c"}


def _carers(random: Random, family: Family, needs: list[Need], share: float) -> tuple[Carer, ...]:
    """Adults with so many minutes that they have their share of what is asked, more or less."""
    asked = dict.fromkeys(family.adults, 0.0)
    for need in needs:
        able = {way.adult for way in need.ways if way.adult is not None}
        for adult in able:
            asked[adult] += need.minutes * need.doses / 7 / len(able)
    found: list[Carer] = []
    for adult, minutes in asked.items():
        days_there = len({one.day for one in family.awake if adult in one.adults})
        given = minutes * 7 / max(days_there, 1) * share * random.uniform(0.8, 1.2)
        away = frozenset({random.choice(list(Day))}) if len(asked) > 2 and random.random() < 0.2 else frozenset()
        found.append(Carer(adult, 5 * round(given / 5) + 5, away, child_turns_to=len(found) == 0 or random.random() < 0.3))
    return tuple(found)


def _activities() -> list[_Activity]:
    found = []
    for line in _ACTIVITIES.strip().splitlines():
        name, minutes, per_day, days, settings, leads, before = line.split()
        few, many = days.split("-")
        moments = frozenset(Moment(one) for one in before.split(",") if one != "-")
        places = tuple(Setting(one) for one in settings.split(","))
        found.append(_Activity(name, int(minutes), int(per_day), int(few), int(many), places, tuple(leads.split(",")), moments))
    return found


def as_json(problem: WeekProblem) -> str:
    """The same text for the same problem, whatever order its sets are in."""
    values = _PROBLEM.dump_python(problem, mode="json")
    for group, name in (("needs", "before"), ("awake", "adults"), ("carers", "away")):
        for one in values[group]:
            one[name] = sorted(one[name])
    return json.dumps(values, indent=None, separators=(",", ":")).replace('},{"', '},\n{"') + "\n"


def changed(problem: WeekProblem, week: Sequence[Dose], *, seed: int) -> WeekProblem:
    """The week after, with one change that hits a dose: its adult is away on that day, or there is an appointment at that time.

    Where the family has an appointment already, it moves there; otherwise it is a new one.
    """
    random = Random(seed)
    hit = random.choice(list(week))
    if seed % 2 and hit.adult is not None:
        adult = problem.carer[hit.adult]
        carers = tuple(replace(one, away=one.away | {hit.day}) if one == adult else one for one in problem.carers)
        return replace(problem, carers=carers)
    named = [one for one in problem.blocked if one.what is not None]
    others = tuple(one for one in problem.blocked if one not in named[:1])
    start = hit.start - random.choice((0, 15, 30))
    return replace(problem, blocked=(*others, Blocked(hit.day, start, start + 45, named[0].what if named else "New appointment")))


def main() -> None:
    """Draw all of them again; say what differs from the files, and write it if asked to."""
    HERE.mkdir(exist_ok=True)
    names = {one.name for one in DRAWINGS}
    for path in HERE.glob("*.json"):
        if path.stem not in names:
            print(f"{path.name}: drawn by nothing here")
    for one in DRAWINGS:
        path, problem = HERE / f"{one.name}.json", drawn(one)
        if not path.exists() or _PROBLEM.validate_json(path.read_bytes()) != problem:
            print(f"{path.name}: {'written' if '--write' in sys.argv else 'differs'}")
            if "--write" in sys.argv:
                path.write_text(as_json(problem), "utf-8")


if __name__ == "__main__":
    main()

"""A week made by hand from a plan: every activity at its own time, in a school day that is easy to remember.

Home from 7:00 to 8:30, school from 9:00 to 15:00, home from 16:00 to 20:00; at the weekend home all day. A dose that has `per_day` 3 stands
at its first time, three hours later and six hours later, wherever the plan wants it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from rootwise.case import Case
from rootwise.case.vocabulary import Day, Setting
from rootwise.plan import Plan, plan_of
from rootwise.plan.catalogue import Activity
from rootwise.plan.model import PlannedActivity, PlannedDose
from rootwise.plan.week.model import Week, WeekStatus
from rootwise.plan.week.problem import Awake, Carer, Dose, WeekProblem
from rootwise.profile import profile_of
from tests.plan import drawn_plan

MONDAY = date(2026, 5, 25)
FIRST = {Setting.HOME: 7 * 60 + 30, Setting.SCHOOL: 10 * 60, Setting.OUTDOORS: 16 * 60 + 30, Setting.THERAPY: 14 * 60}
CAREGIVER = {"id": "carer", "role": "caregiver", "minutes": 60, "name": "Robin Carer"}
TEACHER = {"id": "tutor", "role": "teacher", "minutes": 60, "name": "Tamsin Tutor"}
AT_SCHOOL = drawn_plan.activity("beat", settings=["school"], leads=["teacher"], per_day=(2, 2), minutes=(3, 3))
AT_HOME = drawn_plan.activity("rocking", settings=["home"], leads=["caregiver"], per_day=(1, 1), minutes=(10, 10))


def made(
    *activities: dict[str, Any],
    adults: Sequence[Mapping[str, Any]] = (CAREGIVER, TEACHER),
    context: Mapping[str, Any] | None = None,
    **words: Any,
) -> tuple[Plan, Case]:
    """A plan of exactly these activities, for a child who needs help with sleep, and its case."""
    loaded = drawn_plan.catalogue(drawn_plan.activity("seed"), *(activities or (AT_HOME, AT_SCHOOL)))
    words.setdefault("days", 3000)
    read = drawn_plan.read({"sleep": 2}, adults=adults, context={"time_zone": "Europe/Madrid", **(context or {})}, **words)
    plan = plan_of(profile_of(read), read.case, loaded)
    chosen = tuple(_planned(one, plan, read.case) for one in loaded.catalogue.activities if one.id != "seed")
    return replace(plan, activities=chosen), read.case


def _planned(activity: Activity, plan: Plan, case: Case) -> PlannedActivity:
    """Put into a plan whatever its rules would say: at its first place, with its first leader, the longest dose."""
    who = next((one.id for one in case.context.adults if one.role.value in activity.leads), None)
    dose = PlannedDose(activity.dose.minutes.end, activity.dose.per_day.end, 5 if activity.settings[0] is Setting.SCHOOL else 7)
    precautions = tuple(one.text for one in activity.precautions if one.when in case.context.precautions)
    return replace(plan.activities[0], activity=activity, dose=dose, setting=activity.settings[0], with_whom=who, precautions=precautions)


def week(plan: Plan, case: Case, *, starts: date = MONDAY, apart: int = 20, **words: Any) -> Week:
    """Every dose of the plan in its place."""
    doses = []
    for place, one in enumerate(plan.activities):
        days = list(Day)[: one.dose.days_per_week]
        for day in days:
            start = FIRST[one.setting] + apart * place
            doses += [
                Dose(day, start + 180 * number, one.activity.id, one.dose.minutes, one.setting, one.with_whom)
                for number in range(one.dose.per_day)
            ]
    carers = tuple(Carer(one.id, one.minutes or 0, frozenset(one.away)) for one in case.context.adults)
    problem = WeekProblem((), _awake(case), (), (), carers)
    return Week(starts, problem, WeekStatus.OPTIMAL, 0.0, 0, tuple(doses), **words)


def _awake(case: Case) -> tuple[Awake, ...]:
    carers = frozenset(one.id for one in case.context.adults if one.role == "caregiver")
    teachers = frozenset(one.id for one in case.context.adults if one.role == "teacher")
    weekdays = [
        part
        for day in list(Day)[:5]
        for part in (
            Awake(day, 420, 510, Setting.HOME, carers),
            Awake(day, 540, 900, Setting.SCHOOL, teachers),
            Awake(day, 960, 1200, Setting.HOME, carers),
        )
    ]
    return (*weekdays, *(Awake(day, 420, 1200, Setting.HOME, carers) for day in list(Day)[5:]))

"""Whatever the child, the adults and the places: what no plan does, and what every plan has (§11, §12)."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rootwise.case import ReadCase
from rootwise.case.vocabulary import Precaution, Setting
from rootwise.plan import Plan, PlanStatus, plan_json, plan_of
from rootwise.plan.catalogue.model import Activity, Kind, Rule
from rootwise.plan.rules import PLACES, Situation
from rootwise.profile import profile_of
from rootwise.profile.model import PhaseStatus
from tests.plan.drawn_plan import OPEN, read
from tests.profile.children import ratings

ROLES = ["caregiver", "teacher", "occupational_therapist", "therapist", "case_worker"]
MINUTES = [0, 2, 5, 12, 29, 30, 45, 120, None]
adults = st.lists(st.tuples(st.sampled_from(ROLES), st.sampled_from(MINUTES)), min_size=1, max_size=4)
likes = st.sets(st.sampled_from(["music", "the dog", "climbing", "baking", "rocking", "special_time", "stories", "bubbles"]))
equipment = st.sets(st.sampled_from(["ball", "books", "garden swing", "dough", "paint", "trampoline", "timer", "music player"]))


@dataclass(frozen=True, slots=True)
class Made:
    """A plan and the case it was made for."""

    plan: Plan
    read: ReadCase

    @property
    def minutes(self) -> dict[str, int]:
        return {one.id: one.minutes or 0 for one in self.read.case.context.adults}

    @property
    def used(self) -> Counter[str]:
        used: Counter[str] = Counter()
        for one in self.plan.activities:
            used[one.with_whom or "the child alone"] += one.dose.minutes_a_day
        return used

    def domain(self, function_id: str) -> str:
        return self.plan.profile.function(function_id).domain


def drawn(case: ReadCase) -> Made:
    return Made(plan_of(profile_of(case), case.case, OPEN), case)


@st.composite
def plans(draw: st.DrawFn) -> Made:
    people = [{"id": f"p{number}", "role": role, "minutes": minutes} for number, (role, minutes) in enumerate(draw(adults))]
    around = {
        "precautions": sorted(draw(st.sets(st.sampled_from(list(Precaution)), max_size=4))),
        "likes": sorted(draw(likes)),
        "equipment": sorted(draw(equipment)),
        "treatments": [{"name": "Trauma therapy"}],
    }
    places = sorted(draw(st.sets(st.sampled_from(list(Setting)), min_size=1)))
    return drawn(read(draw(ratings()), days=draw(st.integers(30, 6900)), adults=people, settings=places, context=around))


def nobody_carries_more_than_was_said(made: Made) -> bool:
    return all(made.used[one] <= minutes for one, minutes in made.minutes.items())


def every_dose_is_inside_the_range_of_its_activity(made: Made) -> bool:
    return all(
        (own := one.activity.dose).minutes.start <= one.dose.minutes <= own.minutes.end
        and own.per_day.start <= one.dose.per_day <= own.per_day.end
        and min(own.days_per_week.start, 5) <= one.dose.days_per_week <= own.days_per_week.end
        for one in made.plan.activities
    )


def school_has_five_days(made: Made) -> bool:
    return all(one.dose.days_per_week <= 5 for one in made.plan.activities if one.setting is Setting.SCHOOL)


def there_are_not_too_many_routines(made: Made) -> bool:
    planning = OPEN.catalogue.planning
    few = sum(made.minutes.values()) < planning.fewest_minutes_for_more_than_three
    return len(made.plan.activities) <= (3 if few else planning.most_activities)


def no_activity_is_chosen_twice(made: Made) -> bool:
    ids = [one.activity.id for one in made.plan.activities]
    return len(ids) == len(set(ids))


def only_everyday_activities_are_placed(made: Made) -> bool:
    return all(one.activity.kind is Kind.EVERYDAY for one in made.plan.activities)


def only_open_phases_have_activities(made: Made) -> bool:
    """But for what helps with a relation that is low: that comes before activities (§8)."""
    low = {one.relation for one in made.plan.relations_first}
    return all(
        one.phase_status in (PhaseStatus.MAIN, PhaseStatus.MINOR) or low & set(one.activity.relieves) for one in made.plan.activities
    )


def no_precaution_is_passed_over(made: Made) -> bool:
    held = set(made.read.case.context.precautions)
    if made.read.age.oldest_months < 12:
        held.add(Precaution.INFANT_SLEEP)
    allowed = {one.activity for one in made.read.case.context.allowed}
    return all(
        (rule.rule is Rule.ADAPT or (rule.rule is Rule.ASK and one.activity.id in allowed)) and rule.text in one.precautions
        for one in made.plan.activities
        for rule in one.activity.precautions
        if rule.when in held
    )


def who_leads_is_there_and_can(made: Made) -> bool:
    roles = {one.id: one.role for one in made.read.case.context.adults}
    age_months = made.plan.profile.chronological_age_months
    return all(
        one.setting in made.read.case.context.settings
        and (
            (age_months >= 72 and "child" in one.activity.leads)
            if one.with_whom is None
            else (one.setting in PLACES[roles[one.with_whom]] and roles[one.with_whom].value in one.activity.leads)
        )
        for one in made.plan.activities
    )


def every_activity_suits_the_age_and_a_rating(made: Made) -> bool:
    profile = made.plan.profile
    return all(
        one.activity.ages.hold(profile.chronological_age_months)
        and one.functions
        and all(
            (rating := profile.function(name).rating) is not None
            and one.activity.suits.from_rating <= rating <= one.activity.suits.to_rating
            for name in one.functions
        )
        for one in made.plan.activities
    )


def a_domain_has_no_more_doses_than_it_asks_for_but_by_one_activity(made: Made) -> bool:
    """The last choice of a domain may begin above what is left: its own range goes first."""
    asked = OPEN.catalogue.planning.doses_per_day
    doses: dict[str, list[int]] = {}
    for one in made.plan.activities[1:]:  # the first may be the one thing that is enjoyed
        doses.setdefault(made.domain(one.functions[0]), []).append(one.dose.per_day)
    return all(sum(some[:-1]) < asked[made.plan.profile.domain(name).band or ""].end for name, some in doses.items())


def something_enjoyed_is_there_where_anything_enjoyable_fits(made: Made) -> bool:
    """Enjoyed: liked, or at a function that goes well. It fits where its smallest dose can be carried by somebody."""
    situation = Situation(made.plan.profile, made.read.case, OPEN.catalogue)

    def is_enjoyed(one: Activity) -> bool:
        return bool(situation.likes(one) or situation.enjoyed_functions(one))

    def fits(one: Activity) -> bool:
        smallest = one.dose.minutes.start * one.dose.per_day.start
        return any(way.adult is None or made.minutes[way.adult] >= smallest for way in situation.ways(one))

    left_out = {one.id for one in made.plan.excluded if any("minutes_left" in why.values for why in one.because)}
    could_be = [one for one in OPEN.catalogue.activities if one.id in left_out and is_enjoyed(one) and fits(one)]
    return not could_be or any(is_enjoyed(one.activity) for one in made.plan.activities)


def everything_that_was_not_chosen_says_why(made: Made) -> bool:
    if made.plan.status in (PlanStatus.STOPPED, PlanStatus.INSUFFICIENT):
        return bool(made.plan.because) and not made.plan.excluded
    placed = (
        [one.activity.id for one in made.plan.activities]
        + [one.activity.id for one in made.plan.at_hand]
        + [one.activity.id for one in made.plan.options]
    )
    named = sorted([*placed, *(one.id for one in made.plan.excluded)])
    return named == sorted(one.id for one in OPEN.catalogue.activities) and all(one.because for one in made.plan.excluded)


def treatments_are_kept(made: Made) -> bool:
    return made.plan.treatments == ("Trauma therapy",)


def goals_are_few_and_served(made: Made) -> bool:
    served = {name for one in made.plan.activities for name in one.functions}
    return len(made.plan.goals) <= 3 and all(
        one.function in served and 1 < one.target <= 12 and len(set(one.steps.values())) == 5 for one in made.plan.goals
    )


def the_same_input_gives_the_same_bytes(made: Made) -> bool:
    return plan_json(made.plan) == plan_json(drawn(made.read).plan)


PROPERTIES: list[Callable[[Made], bool]] = [
    nobody_carries_more_than_was_said,
    every_dose_is_inside_the_range_of_its_activity,
    school_has_five_days,
    there_are_not_too_many_routines,
    no_activity_is_chosen_twice,
    only_everyday_activities_are_placed,
    only_open_phases_have_activities,
    no_precaution_is_passed_over,
    who_leads_is_there_and_can,
    every_activity_suits_the_age_and_a_rating,
    a_domain_has_no_more_doses_than_it_asks_for_but_by_one_activity,
    something_enjoyed_is_there_where_anything_enjoyable_fits,
    everything_that_was_not_chosen_says_why,
    treatments_are_kept,
    goals_are_few_and_served,
    the_same_input_gives_the_same_bytes,
]


@settings(max_examples=150)
@given(plans())
def test_no_plan_breaks_a_rule(made: Made) -> None:
    broken = [holds.__name__ for holds in PROPERTIES if not holds(made)]

    assert broken == []


@pytest.mark.parametrize("minutes", [0, 1])
def test_an_adult_without_minutes_carries_nothing(minutes: int) -> None:
    made = drawn(read({"diencephalon": 5}, days=3000, adults=[{"id": "one", "role": "caregiver", "minutes": minutes}]))

    assert [one.with_whom for one in made.plan.activities if one.dose.minutes_a_day > minutes and one.with_whom] == []

"""From candidates to a plan's activities (§12).

One choice after another: something enjoyed, the most needed, something that helps with the people around the child, then each time the
activity with the most points; what it serves then counts less, so that the next choice looks elsewhere. A plan cut to one to three
routines is a good plan, and nobody is asked for more than they can keep.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rootwise.plan.catalogue.model import Activity
from rootwise.plan.dose import ENJOYED, Left, carried, everything_free, minutes_a_day
from rootwise.plan.explain import because, why_not, why_not_now
from rootwise.plan.model import PlannedActivity
from rootwise.plan.ranking import domain_of, is_worth_while, points
from rootwise.plan.rules import Situation
from rootwise.profile.model import Reason

FEW = 3
_COULD_BE_FOUND = 20  # minutes a day, project draft: what somebody else may take on
_NEEDS_FIRST = 2  # so that a relation does not take the minutes of what is needed most


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen, why the rest was not, and the first that failed for nothing but minutes."""

    activities: tuple[PlannedActivity, ...]
    left_out: dict[str, Reason]
    short_of_minutes: Activity | None


def choose(candidates: Sequence[Activity], situation: Situation) -> Choice:
    """The activities of the plan, and for each candidate that was left out the reason.

    Something the child is good at or likes has its place before anything else is chosen (§11), with its smallest dose and so that what is
    needed most still has its minutes.
    """
    planning, left = situation.catalogue.planning, everything_free(situation)
    most = planning.most_activities if minutes_a_day(situation) >= planning.fewest_minutes_for_more_than_three else FEW
    _choose_something_enjoyed(candidates, situation, left)
    for _ in range(_NEEDS_FIRST if most > FEW else 1):
        _choose_the_best(candidates, situation, left)
    _choose_something_for_relations(candidates, situation, left)
    while len(left.chosen) < most and _choose_the_best(candidates, situation, left):
        pass
    taken = {one.activity.id for one in left.chosen}
    reasons = {one.id: _why_not(one, situation, left, most) for one in candidates if one.id not in taken}
    by_rank = _ranked(candidates, situation, everything_free(situation))
    too_long = [one for one in by_rank if one.id in reasons and "takes" in reasons[one.id].values]
    short = next((one for one in too_long if reasons[one.id].values["takes"] <= _COULD_BE_FOUND), None)
    return Choice(tuple(left.chosen), reasons, short)


def _why_not(activity: Activity, situation: Situation, left: Left, most: int) -> Reason:
    """What kept it out first: what it met when its turn came, what nobody could carry from the beginning, or its rank."""
    if activity.id in left.passed_over:
        return left.passed_over[activity.id]
    untouched = everything_free(situation)
    if is_worth_while(activity, situation) and _planned(activity, situation, untouched) is None:
        return why_not_now(activity, situation, untouched)
    return why_not(activity, situation, left, most)


def _choose_the_best(candidates: Sequence[Activity], situation: Situation, left: Left) -> bool:
    """Take the activity with the most points that somebody can carry; whether there was one. What ranked higher keeps its reason."""
    for activity in _ranked(candidates, situation, left):
        planned = _planned(activity, situation, left)
        if planned is not None:
            left.take(planned, situation)
            return True
        left.passed_over.setdefault(activity.id, why_not_now(activity, situation, left))
    return False


def _ranked(candidates: Sequence[Activity], situation: Situation, left: Left) -> list[Activity]:
    taken = {one.activity.id for one in left.chosen}
    useful = [one for one in candidates if one.id not in taken and is_worth_while(one, situation)]
    regions = [one.id for one in situation.profile.instrument.regions]
    return sorted(
        useful, key=lambda one: (-round(points(one, situation, left.unmet, joys=left.joys).total, 9), regions.index(one.regions[0]))
    )


def _choose_something_enjoyed(candidates: Sequence[Activity], situation: Situation, left: Left) -> None:
    """One small dose of what the child likes, or is good at already; sooner one that leaves the minutes for what is needed most."""
    ranked = _ranked(candidates, situation, left)
    first = next((one for one in ranked if _planned(one, situation, left) is not None), None)
    liked = [one for one in candidates if situation.likes(one)]
    strong = [one for one in candidates if situation.enjoyed_functions(one) and one not in liked]
    ordered = [
        one for some in (liked, strong) for one in sorted(some, key=lambda one: -points(one, situation, left.unmet, joys=left.joys).total)
    ]
    possible = [planned for one in ordered if (planned := _planned(one, situation, left, doses=1, enjoyed=True)) is not None]
    if possible:
        left.take(next((one for one in possible if _leaves_room(one, first, situation, left)), possible[0]), situation)


def _leaves_room(enjoyed: PlannedActivity, first: Activity | None, situation: Situation, left: Left) -> bool:
    """Whether what is needed most can still be had beside it."""
    if first is None or first.id == enjoyed.activity.id:
        return True
    after = left.copy()
    after.take(enjoyed, situation)
    return _planned(first, situation, after) is not None


def _choose_something_for_relations(candidates: Sequence[Activity], situation: Situation, left: Left) -> None:
    """One thing that helps with a relation in the lower half of its scale, where there is one: relations come before activities (§8)."""
    if any(situation.low_relations(one.activity) for one in left.chosen):
        return
    for activity in _ranked([one for one in candidates if situation.low_relations(one)], situation, left):
        planned = _planned(activity, situation, left, doses=1)
        if planned is not None:
            left.take(planned, situation)
            return


def _planned(
    activity: Activity, situation: Situation, left: Left, *, doses: int | None = None, enjoyed: bool = False
) -> PlannedActivity | None:
    """The activity with a dose that somebody can carry, or None."""
    domain = situation.profile.domain(domain_of(activity, situation))
    wanted = left.doses[domain.id] if doses is None else doses
    found = carried(activity, situation, left, wanted, ENJOYED if enjoyed else domain.band or "") if wanted >= 1 else None
    if found is None:
        return None
    way, dose = found
    phase = situation.phase_of(activity)
    return PlannedActivity(
        activity=activity,
        phase=phase,
        phase_status=situation.status_of(phase),
        functions=situation.needed_functions(activity) or situation.enjoyed_functions(activity),
        dose=dose,
        setting=way.setting,
        with_whom=way.adult,
        precautions=situation.cautions(activity, way.setting),
        because=because(activity, situation, way, dose, left, enjoyed=enjoyed),
        is_for_the_adult=situation.is_for_the_adult(activity),
        needs_another_adult=situation.needs_another_adult(activity, way.setting),
    )

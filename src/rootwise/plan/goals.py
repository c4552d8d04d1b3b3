"""One to three goals, each with steps that both home and school can see (§11)."""

import math
from datetime import timedelta

from rootwise.instrument.model import Function, Scale
from rootwise.plan.model import Goal, PlannedActivity
from rootwise.plan.rules import Situation
from rootwise.profile.model import FunctionResult, Reason

_STEPS = (-2, -1, 0, 1, 2)


def goals(situation: Situation, activities: tuple[PlannedActivity, ...]) -> tuple[Goal, ...]:
    """The functions that the plan serves and that are furthest below typical, the lowest region first."""
    planning, profile = situation.catalogue.planning, situation.profile
    served = {one for planned in activities for one in planned.functions}
    regions = [one.id for one in profile.instrument.regions]
    needed = [one for one in profile.functions if one.id in served and one.gap is not None and one.is_below]
    first = [one for one in needed if one.region == profile.start.region]
    ranked = sorted(first, key=lambda one: -(one.gap or 0.0)) + sorted(
        (one for one in needed if one not in first), key=lambda one: (regions.index(one.region), -(one.gap or 0.0))
    )
    return tuple(_goal(situation, one) for one in ranked[: planning.most_goals])


def _goal(situation: Situation, one: FunctionResult) -> Goal:
    assert one.rating is not None
    profile, planning = situation.profile, situation.catalogue.planning
    function = profile.instrument.function(one.id)
    highest = profile.instrument.scale.highest
    now = math.ceil(one.rating - 0.5)  # halves go down: between two raters' 4 and 5 nobody starts at 6
    # One step in a season is a good step; two are more than hoped for. -1 is where the child is now.
    steps = {step: _seen(function, now + 1 + step, profile.instrument.scale) for step in _STEPS}
    text = f"{function.name} is rated {one.rating:.3g}, typical is {one.typical:.1f}, and the plan serves it."
    return Goal(
        function=one.id,
        now=one.rating,
        target=float(min(now + 1, highest)),
        by=profile.assessed_on + timedelta(weeks=planning.goal_weeks),
        seen=steps[0],
        steps=steps,
        because=(Reason("§11", text, {"function": one.id, "rating": one.rating, "gap": one.gap, "weeks": planning.goal_weeks}),),
    )


def _seen(function: Function, rating: int, scale: Scale) -> str:
    """What is seen at a rating, in the words of the anchors and how often: now and then, on most days, even on hard days."""
    if rating < scale.lowest:
        return f"Less than now: {_begun(_seen(function, scale.lowest, scale))}"
    if rating > scale.highest:
        when = "Even on hard days" if rating == scale.highest + 1 else "Even on hard days and with new people"
        return f"{when}: {_begun(function.anchors[-1].text)}"
    at = next((anchor for anchor in function.anchors if anchor.rating == rating), None)
    if at is not None:
        return f"On most days: {_begun(at.text)}"
    below = [anchor for anchor in function.anchors if anchor.rating < rating]
    above = next(anchor for anchor in function.anchors if anchor.rating > rating)
    return f"Now and then: {_begun(above.text)}" if below else f"Not yet: {_begun(above.text)}"


def _begun(sentence: str) -> str:
    return f"{sentence[0].lower()}{sentence[1:]}"

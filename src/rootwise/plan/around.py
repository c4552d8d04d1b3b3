"""What comes before any activity: what to relieve or build among the people around the child (§8)."""

from collections.abc import Sequence

from rootwise.case.vocabulary import Role, Setting
from rootwise.instrument.model import RelationItem
from rootwise.plan.catalogue.model import Activity, Kind
from rootwise.plan.model import Relief
from rootwise.plan.presence import days_with_another
from rootwise.plan.rules import Situation
from rootwise.profile.model import RelationResult

_PART_OF_RANGE = 0.34  # project draft: how long a rest is asked about, along its range


def relations_first(situation: Situation, open_ones: Sequence[Activity]) -> tuple[Relief, ...]:
    """The relations in the lower half of their scale, and the strain of an adult for whom nobody can take over."""
    found = []
    for item, one in zip(situation.profile.instrument.relations.items, situation.profile.relations.items, strict=True):
        tired = _without_cover(situation) if item.reverse else ()
        is_low = one.support is not None and one.support < (len(item.levels) - 1) / 2
        if is_low or tired:
            helped_by = tuple(other.id for other in open_ones if item.id in other.relieves)
            found.append(Relief(item.id, item.name, _text(item, one), helped_by, _ask(situation, item, tired)))
    return tuple(found)


def _text(item: RelationItem, one: RelationResult) -> str:
    return item.levels[one.level].text if one.level is not None else "An adult who is with the child carries a heavy load at present."


def _without_cover(situation: Situation) -> tuple[str, ...]:
    """Caregivers under strain who are never at home with the child beside somebody else."""
    context = situation.case.context
    return tuple(
        one.name or "the caregiver"
        for one in context.adults
        if one.role is Role.CAREGIVER and one.minutes and situation.is_strained(one.id)
        if not days_with_another(Setting.HOME, one.id, context)
    )


def _ask(situation: Situation, item: RelationItem, tired: tuple[str, ...]) -> str | None:
    """Who could take over; nobody rests while the child is alone."""
    rests = [
        one
        for one in situation.catalogue.activities
        if item.id in one.relieves and one.kind is Kind.EVERYDAY and one.ages.hold(situation.profile.chronological_age_months)
    ]
    if not tired or not rests:
        return None
    minutes = min(one.dose.minutes.along(_PART_OF_RANGE) for one in rests)
    child = situation.case.child.name or "the child"
    return f"Find out first: who could be with {child} for {minutes} minutes while {' or '.join(tired)} rests?"

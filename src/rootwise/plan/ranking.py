"""How activities rank: need served, the phase the work is in, evidence, preference, and the burden on the adults (§12)."""

from collections.abc import Mapping
from dataclasses import dataclass

from rootwise.plan.catalogue.model import Activity, Grade
from rootwise.plan.rules import Situation
from rootwise.profile.model import PhaseStatus


@dataclass(frozen=True, slots=True)
class Points:
    """How an activity ranks, part by part."""

    need: float
    main_phase: float
    evidence: float
    liked: float
    relation: float
    effort: float

    @property
    def total(self) -> float:
        return self.need + self.main_phase + self.evidence + self.liked + self.relation - self.effort

    @property
    def values(self) -> dict[str, float]:
        return {
            "need": self.need,
            "main_phase": self.main_phase,
            "evidence": self.evidence,
            "liked": self.liked,
            "relation": self.relation,
            "effort": self.effort,
        }


def points(activity: Activity, situation: Situation, unmet: Mapping[str, float], *, joys: int = 0) -> Points:
    """The ranking of §12.

    Parameters
    ----------
    unmet : rating steps below typical by function, lowered for what is served already
    joys : how many activities that the child likes were chosen already; one more counts less, as with needs
    """
    weights = situation.catalogue.planning.weights
    gaps = sorted((unmet.get(one, 0.0) for one in situation.needed_functions(activity)), reverse=True)
    need = sum(gap * weights.also**place for place, gap in enumerate(gaps)) * weights.need
    is_main = situation.status_of(situation.phase_of(activity)) is PhaseStatus.MAIN
    return Points(
        need=need,
        main_phase=weights.main_phase if is_main else 0.0,
        evidence=weights.evidence.get(counted_grade(activity, situation), 0.0),
        liked=weights.liked * weights.served**joys if situation.likes(activity) else 0.0,
        relation=weights.relation if situation.low_relations(activity) else 0.0,
        effort=weights.effort * (activity.effort - 1),
    )


def unmet_needs(situation: Situation) -> dict[str, float]:
    """Rating steps below typical, before anything is chosen."""
    return {one.id: one.gap for one in situation.profile.functions if one.gap is not None and one.is_below}


def counted_grade(activity: Activity, situation: Situation) -> Grade:
    """The grade that counts: a good one whose source nobody has read ranks lower than the same one with a source."""
    least = situation.catalogue.planning.unread_counts_as
    return least if not activity.is_read and activity.evidence.grade in _better_than(least) else activity.evidence.grade


def _better_than(grade: Grade) -> tuple[Grade, ...]:
    order = tuple(Grade)
    return order[: order.index(grade)]


def is_worth_while(activity: Activity, situation: Situation) -> bool:
    """Whether it has a place in a plan: it serves a need, helps with a relation that is low, or is liked (§11).

    In a domain that asks for enrichment only, what the child likes is enough, unless a function by itself calls for more.
    """
    needed = [situation.profile.function(one) for one in situation.needed_functions(activity)]
    bands = situation.profile.instrument.bands
    support_below = next((one.below for one in reversed(bands) if one.below is not None), 0.0)
    calls = any(
        situation.profile.domain(one.domain).band != bands[-1].id or (one.percent is not None and one.percent < support_below)
        for one in needed
    )
    return calls or (bool(needed) and bool(situation.likes(activity))) or bool(situation.low_relations(activity))


def domain_of(activity: Activity, situation: Situation) -> str:
    """The domain in which it is counted: that of the first function it serves."""
    served = situation.needed_functions(activity) or situation.enjoyed_functions(activity)
    return situation.profile.function(served[0]).domain

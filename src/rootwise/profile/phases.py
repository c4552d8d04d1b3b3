"""The order of work (§11): which phase is the main one, and which gates are open, each with its reasons.

Gates order the plan's own activities. They never hold back a treatment that a clinician has decided on.
"""

from dataclasses import dataclass
from typing import assert_never

from rootwise.instrument import Instrument
from rootwise.instrument.model import (
    Condition,
    DomainsAtLeast,
    FunctionsAtLeast,
    NoRegionInBand,
    Phase,
    ReadinessAtLeast,
)
from rootwise.profile.model import (
    FunctionResult,
    Gate,
    PhaseResult,
    PhaseStatus,
    Readiness,
    Reason,
    SetResult,
    Start,
    StartStatus,
)

SAFETY = "safety"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the conditions of the gates look at."""

    instrument: Instrument
    functions: tuple[FunctionResult, ...]
    regions: tuple[SetResult, ...]
    domains: tuple[SetResult, ...]
    readiness: Readiness


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether a condition holds; None where it cannot be judged."""

    holds: bool | None
    reason: Reason


def phases(standing: Standing, start: Start, gate: Gate) -> tuple[PhaseResult, ...]:
    """Safety first, then the phases of the instrument in their order."""
    if not gate.is_open:
        waiting = (Reason("§10", "Planning waits until what stands under safety is taken care of."),)
        return (
            PhaseResult(SAFETY, PhaseStatus.MAIN, gate.because),
            *(PhaseResult(one.id, PhaseStatus.CLOSED, waiting) for one in standing.instrument.phases),
        )
    kept = (Reason("§10", "Basic needs and a safe place stay in view at every review."),)
    return (PhaseResult(SAFETY, PhaseStatus.MINOR, kept), *(_phase(one, standing, start) for one in standing.instrument.phases))


def _phase(phase: Phase, standing: Standing, start: Start) -> PhaseResult:
    if start.region in phase.regions:
        region = standing.instrument.region(start.region or "").name
        share = start.probability[start.region or ""]
        text = f"The lowest region below typical is most probably {region}."
        return PhaseResult(phase.id, PhaseStatus.MAIN, (Reason("§11", text, {"region": start.region, "probability": share}),))
    if start.status is StartStatus.UNDECIDED and any(one in start.insufficient for one in phase.regions):
        text = "Too little is rated here to tell whether the work should start here."
        needed = [function for region in standing.regions if region.id in phase.regions for function in region.needed]
        return PhaseResult(phase.id, PhaseStatus.LATER, (Reason("§7", text, {"needed": needed}),))
    if phase.opens is None:
        return PhaseResult(phase.id, PhaseStatus.MINOR, (Reason("§11", "Always open: what goes well here is kept up."),))
    judged = [_judge(one, standing) for one in phase.opens.conditions]
    status = _status([one.holds for one in judged], any_is_enough=phase.opens.needs == "any")
    because = tuple(Reason(one.reason.rule, one.reason.text, {**one.reason.values, "holds": one.holds}) for one in judged)
    return PhaseResult(phase.id, status, because)


def _status(holds: list[bool | None], *, any_is_enough: bool) -> PhaseStatus:
    if any_is_enough:
        met = True if True in holds else None if None in holds else False
    else:
        met = False if False in holds else None if None in holds else True
    return {True: PhaseStatus.MINOR, False: PhaseStatus.CLOSED, None: PhaseStatus.LATER}[met]


def _judge(condition: Condition, standing: Standing) -> Judged:
    match condition:
        case NoRegionInBand():
            return _no_region_in_band(condition, standing)
        case FunctionsAtLeast():
            shares = {one.id: one.percent for one in standing.functions if one.id in condition.functions}
            return _at_least(shares, condition.percent, {one.id: one.name for one in standing.instrument.functions})
        case DomainsAtLeast():
            percents = {one.id: one.percent for one in standing.domains if one.id in condition.domains}
            return _at_least(percents, condition.percent, {one.id: one.name for one in standing.instrument.domains})
        case ReadinessAtLeast():
            return _ready(condition, standing.readiness)
        case _:
            assert_never(condition)


def _no_region_in_band(condition: NoRegionInBand, standing: Standing) -> Judged:
    bands = {one.id: one.band for one in standing.regions if one.id in condition.regions}
    band = standing.instrument.band(condition.band).name.lower()
    names = _named([standing.instrument.region(one).name for one in condition.regions])
    inside = [standing.instrument.region(one).name for one, held in bands.items() if held == condition.band]
    if inside:
        holds, text = False, f"{_named(inside)} {'is' if len(inside) == 1 else 'are'} in the {band} band."
    elif None in bands.values():
        holds, text = None, f"Not all of {names} can be judged yet."
    else:
        holds, text = True, f"None of {names} is in the {band} band."
    return Judged(holds, Reason("§11", text, {"bands": bands, "not_in": condition.band}))


def _at_least(percents: dict[str, float | None], least: float, names: dict[str, str]) -> Judged:
    values = {"percent": percents, "at_least": least}
    under = [names[one] for one, percent in percents.items() if percent is not None and percent < least]
    unknown = [names[one] for one, percent in percents.items() if percent is None]
    if under:
        return Judged(
            holds=False, reason=Reason("§11", f"{_named(under)} {'is' if len(under) == 1 else 'are'} under {least:g} % of typical.", values)
        )
    if unknown:
        return Judged(holds=None, reason=Reason("§11", f"{_named(unknown)} cannot be judged yet.", values))
    return Judged(
        holds=True, reason=Reason("§11", f"{_named([names[one] for one in percents])}: at {least:g} % of typical or above.", values)
    )


def _ready(condition: ReadinessAtLeast, readiness: Readiness) -> Judged:
    values = {"of_typical": readiness.of_typical, "steadied": readiness.steadied, "at_least": condition.of_typical}
    if readiness.steadied is None:
        return Judged(holds=None, reason=Reason("§9", "Top-down readiness cannot be judged yet.", values))
    holds = readiness.steadied >= condition.of_typical
    share = int(100 * readiness.steadied + 1e-9)  # cut, not rounded: what misses the mark must not look as if it met it
    text = f"Top-down readiness comes to {share} % of what is typical; {100 * condition.of_typical:g} % is needed."
    return Judged(holds=holds, reason=Reason("§9", text, values))


def _named(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

"""The past by period (§8): levels and load, unknown kept as unknown, never one score."""

from rootwise.case import Case
from rootwise.case.model import Event, PeriodHistory
from rootwise.case.vocabulary import Missing
from rootwise.instrument import Instrument
from rootwise.instrument.typical import DAYS_PER_MONTH
from rootwise.profile.model import EventResult, PeriodResult


def history(case: Case, instrument: Instrument, *, age_months: float) -> tuple[PeriodResult, ...]:
    """The periods the child has reached, in order; the present one ends at the child's age.

    Load = adversity + (highest level - relational health). `cumulative` adds the loads up to and with a period and is
    None from the first unknown load on: a sum with an unknown in it is unknown.
    """
    highest = len(instrument.history.relational_health_levels) - 1
    results: list[PeriodResult] = []
    cumulative: int | None = 0
    for period in instrument.history.periods:
        begins = _conception(case, instrument) if period.from_months is None else period.from_months
        # A partial birth date may leave open whether a period is reached; what was recorded is never dropped in silence.
        if begins > age_months and period.id not in case.history:
            continue
        recorded = case.history.get(period.id, PeriodHistory())
        adversity, health = _level(recorded.adversity), _level(recorded.relational_health)
        load = None if adversity is None or health is None else adversity + highest - health
        cumulative = None if load is None or cumulative is None else cumulative + load
        results.append(
            PeriodResult(
                period=period.id,
                from_months=begins,
                to_months=max(begins, age_months if period.to_months is None else min(period.to_months, age_months)),
                adversity=adversity,
                relational_health=health,
                confidence=recorded.confidence,
                load=load,
                cumulative=cumulative,
                events=tuple(_event(one) for one in recorded.events),
            )
        )
    return tuple(results)


def _conception(case: Case, instrument: Instrument) -> float:
    """Months before birth, counted as gestation is counted; at term where the weeks are not known."""
    weeks = case.child.gestation_weeks or instrument.thresholds.term_weeks
    return -weeks * 7 / DAYS_PER_MONTH


def _level(recorded: int | Missing) -> int | None:
    return None if isinstance(recorded, Missing) else recorded


def _event(event: Event) -> EventResult:
    return EventResult(event.type, _level(event.severity), event.chronic, event.source, event.note)

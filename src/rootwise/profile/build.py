"""From a case to its profile: one straight line through §1-§11."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rootwise.case import Case, ReadCase
from rootwise.case.age import Age
from rootwise.case.model import NotRated, Rated
from rootwise.case.vocabulary import Missing
from rootwise.instrument import Instrument, LoadedInstrument
from rootwise.instrument.typical import common_at
from rootwise.profile.certainty import Certainty, certainty
from rootwise.profile.gate import flags, gate
from rootwise.profile.history import history
from rootwise.profile.kernel import DUST_DECIMALS, INSUFFICIENT, Scores, score, typical_ratings
from rootwise.profile.model import FunctionResult, OneRating, Profile, SetResult, Start
from rootwise.profile.phases import Standing, phases
from rootwise.profile.readiness import readiness
from rootwise.profile.relations import relations
from rootwise.profile.scoring import Scoring, scoring_of
from rootwise.profile.start import start

_SCORINGS: dict[str, Scoring] = {}  # by the hash of the instrument


@dataclass(frozen=True, slots=True, eq=False)
class _Measured:
    """What the ratings of a child come to at the scored age, and at the ends of the possible ages where it is not exact (§1).

    `ratings` and `typical` have the shape (functions,), 0 = missing; `results` (regions, then domains) and `starts` have one
    entry for each age, the scored one first.
    """

    ratings: NDArray[np.float64]
    sd: NDArray[np.float64]
    typical: NDArray[np.float64]
    results: list[tuple[SetResult, ...]]
    starts: list[Start]


def profile_of(read: ReadCase) -> Profile:
    """The profile of one case."""
    case, instrument, age = read.case, read.loaded.instrument, read.age
    scoring = _scoring(read.loaded)
    measured = _measured(case, scoring, age)
    regions, domains = measured.results[0][: scoring.regions], measured.results[0][scoring.regions :]
    functions = tuple(_function(case, scoring, measured, place) for place in range(scoring.functions))
    ready = readiness(scoring, regions, measured.ratings, measured.typical)
    raised = flags(case, instrument)
    safety_gate = gate(case, instrument, raised)
    return Profile(
        instrument=instrument,
        instrument_sha256=read.loaded.sha256,
        case_sha256=read.sha256,
        child=case.child.id,
        assessed_on=case.assessed_on,
        age_months=age.scored_months,
        chronological_age_months=age.months,
        age_range_months=None if age.is_exact else (age.scored_youngest_months, age.scored_oldest_months),
        sensitive_to_age=_sensitive_to_age(measured),
        corrected=age.is_corrected,
        functions=functions,
        regions=regions,
        domains=domains,
        start=measured.starts[0],
        readiness=ready,
        history=history(case, instrument, age_months=age.months),
        relations=relations(case, instrument),
        flags=raised,
        gate=safety_gate,
        phases=phases(Standing(instrument, functions, regions, domains, ready), measured.starts[0], safety_gate),
    )


def _measured(case: Case, scoring: Scoring, age: Age) -> _Measured:
    ratings, sd = _arrays(case, scoring.instrument)
    ages = np.array([age.scored_months, *(() if age.is_exact else (age.scored_youngest_months, age.scored_oldest_months))])
    many = np.repeat(ratings[None, :], len(ages), axis=0), np.repeat(sd[None, :], len(ages), axis=0)
    scores = score(scoring, many[0], ages)
    sure = certainty(scoring, scores, *many, ages)
    typical = typical_ratings(scoring, ages)
    can_be_asked = _can_be_asked(case, scoring.instrument)
    open_questions = (ratings == 0) & can_be_asked
    results = [_sets(scoring, scores, sure, row, open_questions) for row in range(len(ages))]
    starts = [
        start(
            scoring,
            results[row][: scoring.regions],
            sure.below_probability[row],
            ratings,
            sd,
            typical[row],
            can_be_asked=can_be_asked,
            asking=row == 0,
        )
        for row in range(len(ages))
    ]
    return _Measured(ratings, sd, typical[0], results, starts)


def _scoring(loaded: LoadedInstrument) -> Scoring:
    if loaded.sha256 not in _SCORINGS:
        _SCORINGS[loaded.sha256] = scoring_of(loaded.instrument)
    return _SCORINGS[loaded.sha256]


def _arrays(case: Case, instrument: Instrument) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The mean rating (0 = missing) and standard deviation of each function (§6): two arrays of shape (functions,)."""
    deviation = {one.id: one.sd for one in instrument.confidences}
    ratings, sd = np.zeros(len(instrument.functions)), np.zeros(len(instrument.functions))
    for place, function in enumerate(instrument.functions):
        given = _rated(case, function.id)
        if given:
            steps = [one.rating for one in given]
            ratings[place] = sum(steps) / len(steps)
            sd[place] = max(*(deviation[_confidence(one, instrument)] for one in given), (max(steps) - min(steps)) / 2)
    return ratings, sd


def _can_be_asked(case: Case, instrument: Instrument) -> NDArray[np.bool_]:
    """Which functions apply to the child: shape (functions,)."""
    entries = [case.ratings.get(one.id, ()) for one in instrument.functions]
    return np.array([not any(isinstance(one, NotRated) and one.missing is Missing.NOT_APPLICABLE for one in given) for given in entries])


def _rated(case: Case, function_id: str) -> tuple[Rated, ...]:
    return tuple(one for one in case.ratings.get(function_id, ()) if isinstance(one, Rated))


def _confidence(one: Rated, instrument: Instrument) -> str:
    return one.confidence or instrument.thresholds.confidence_not_stated


def _function(case: Case, scoring: Scoring, measured: _Measured, place: int) -> FunctionResult:
    instrument = scoring.instrument
    rating, sd, typical = (float(values[place]) for values in (measured.ratings, measured.sd, measured.typical))
    function = instrument.functions[place]
    entries = case.ratings.get(function.id, ())
    given = _rated(case, function.id)
    least_sure = max((_confidence(one, instrument) for one in given), key=lambda one: instrument.confidence(one).sd, default=None)
    reasons = [one.missing for one in entries if isinstance(one, NotRated)]
    return FunctionResult(
        id=function.id,
        region=function.region,
        domain=function.domain,
        rating=rating if given else None,
        missing=None if given else (reasons[0] if reasons else Missing.NOT_ASKED),
        typical=typical,
        gap=typical - rating if given else None,
        # Rounded as in the kernel: the mean of five raters, 10.2, is 85 % of 12 and not a hair less.
        percent=round(100.0 * rating, DUST_DECIMALS) / typical if given else None,
        is_below=bool(given) and typical - rating >= scoring.instrument.thresholds.below_from_steps,
        confidence=least_sure,
        sd=sd if given else None,
        disagreement=float(max(one.rating for one in given) - min(one.rating for one in given)) if len(given) > 1 else None,
        common_at=common_at(scoring.table[place], rating=rating) if given else None,
        ratings=tuple(OneRating(one.by, one.rating, _confidence(one, instrument), one.note) for one in given),
    )


def _sets(scoring: Scoring, scores: Scores, sure: Certainty, row: int, open_questions: NDArray[np.bool_]) -> tuple[SetResult, ...]:
    return tuple(_set(scoring, scores, sure, row, place, open_questions) for place in range(scoring.sets))


def _set(scoring: Scoring, scores: Scores, sure: Certainty, row: int, place: int, open_questions: NDArray[np.bool_]) -> SetResult:
    instrument = scoring.instrument
    ids = [*(one.id for one in instrument.regions), *(one.id for one in instrument.domains)]
    enough = int(scores.band[row, place]) != INSUFFICIENT
    chances = sure.band_probability[row, place].tolist()
    return SetResult(
        id=ids[place],
        rated=int(scores.rated[row, place]),
        of=len(scoring.members[place]),
        sum=float(scores.sums[row, place]),
        typical=float(scores.typical[row, place]),
        percent=float(scores.percent[row, place]) if enough else None,
        interval=(float(sure.low[row, place]), float(sure.high[row, place])) if enough else None,
        band=instrument.bands[int(scores.band[row, place])].id if enough else None,
        band_probability=dict(zip((band.id for band in instrument.bands), chances, strict=True)) if enough else None,
        needed=() if enough else tuple(instrument.functions[f].id for f in scoring.members[place] if open_questions[f]),
    )


def _sensitive_to_age(measured: _Measured) -> tuple[str, ...]:
    """What would come out differently if the child were as young, or as old, as the birth date allows (§1)."""
    now, *ends = measured.results
    bands = [one.id for place, one in enumerate(now) if any(other[place].band != one.band for other in ends)]
    first, *others = measured.starts
    moved = any((one.status, one.region) != (first.status, first.region) for one in others)
    return (*bands, *(("start",) if moved else ()))

"""What is computed from one case: values with reasons, nothing to act on yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from rootwise.case.vocabulary import Missing
from rootwise.instrument import Instrument
from rootwise.instrument.model import Severity
from rootwise.instrument.typical import AgeSpan


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something came out as it did: the rule (§), a sentence, and the values the rule looked at."""

    rule: str
    text: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OneRating:
    """What one rater said of one function."""

    by: str
    rating: int
    confidence: str
    note: str | None


@dataclass(frozen=True, slots=True)
class FunctionResult:
    """One function now, beside what is typical.

    `rating` is the mean of all raters, in rating steps; None where `missing` says why. `gap` = typical - rating: what is
    left to go, negative where the child is ahead; `percent` = 100 x rating / typical. `is_below` says that a whole step or more is missing:
    less cannot be told from typical. `disagreement` is the distance between the extremes of several raters.
    """

    id: str
    region: str
    domain: str
    rating: float | None
    missing: Missing | None
    typical: float
    gap: float | None
    percent: float | None
    is_below: bool
    confidence: str | None
    sd: float | None
    disagreement: float | None
    common_at: AgeSpan | None
    ratings: tuple[OneRating, ...]


@dataclass(frozen=True, slots=True)
class SetResult:
    """A region or a domain (§4-§6). Percent, interval and bands are None where too little is rated."""

    id: str
    rated: int
    of: int
    sum: float
    typical: float
    percent: float | None
    interval: tuple[float, float] | None
    band: str | None
    band_probability: Mapping[str, float] | None
    needed: tuple[str, ...]


class StartStatus(StrEnum):
    """How far the ratings decide where to start (§7)."""

    DECIDED = "decided"
    CLOSE = "close"
    UNDECIDED = "undecided"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Start:
    """Where to start (§7).

    `probability` is by region, None for a region that cannot be judged, bottom up from the first insufficient one;
    `none` is the probability that no region is below typical. `unknown` is what is left for those that cannot be judged.
    All that are not None sum to 1 with `unknown`. `ask_next` are the ratings that would help most, best first;
    `expected_drop` by how many bits of entropy, for those of which it can be worked out.
    """

    status: StartStatus
    region: str | None
    probability: Mapping[str, float | None]
    none: float | None
    unknown: float
    insufficient: tuple[str, ...]
    ask_next: tuple[str, ...]
    expected_drop: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Readiness:
    """Top-down readiness and the same ratio of the typical ratings (§9); None where a region is insufficient.

    `steadied` is the share of typical that the gate looks at: near maturity the plain share divides by nearly nothing
    (docs/adr/0003). Below it is the same as `of_typical`.
    """

    value: float | None
    typical: float | None
    of_typical: float | None
    steadied: float | None


@dataclass(frozen=True, slots=True)
class EventResult:
    type: str
    severity: int | None
    chronic: bool | None
    source: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class PeriodResult:
    """One period the child has reached (§8). Levels are None where they are not known; months from birth."""

    period: str
    from_months: float
    to_months: float
    adversity: int | None
    relational_health: int | None
    confidence: str | None
    load: int | None
    cumulative: int | None
    events: tuple[EventResult, ...]


@dataclass(frozen=True, slots=True)
class RelationResult:
    """One current relation; `support` is the level turned so that high is always good."""

    id: str
    level: int | None
    support: int | None
    missing: Missing | None


@dataclass(frozen=True, slots=True)
class RelationsResult:
    percent: float | None
    rated: int
    of: int
    items: tuple[RelationResult, ...]


@dataclass(frozen=True, slots=True)
class RecordedAction:
    by: str
    on: date
    what: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A red flag that was answered yes, and what was done (§10)."""

    id: str
    severity: Severity
    action: RecordedAction | None


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether planning may go on, and whether the report may be shared (§10)."""

    is_open: bool
    is_shareable: bool
    because: tuple[Reason, ...]
    not_asked: tuple[str, ...]


class PhaseStatus(StrEnum):
    """Main: the work now. Minor: a small part beside it. Closed: its condition is not met. Later: it cannot be judged yet."""

    MAIN = "main"
    MINOR = "minor"
    CLOSED = "closed"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class PhaseResult:
    id: str
    status: PhaseStatus
    because: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything computed from one case. The same case, instrument and code give the same profile, bit for bit."""

    instrument: Instrument
    instrument_sha256: str
    case_sha256: str
    child: str
    assessed_on: date
    age_months: float
    chronological_age_months: float
    age_range_months: tuple[float, float] | None
    sensitive_to_age: tuple[str, ...]
    corrected: bool
    functions: tuple[FunctionResult, ...]
    regions: tuple[SetResult, ...]
    domains: tuple[SetResult, ...]
    start: Start
    readiness: Readiness
    history: tuple[PeriodResult, ...]
    relations: RelationsResult
    flags: tuple[Flag, ...]
    gate: Gate
    phases: tuple[PhaseResult, ...]

    def function(self, function_id: str) -> FunctionResult:
        return next(one for one in self.functions if one.id == function_id)

    def region(self, region_id: str) -> SetResult:
        return next(one for one in self.regions if one.id == region_id)

    def domain(self, domain_id: str) -> SetResult:
        return next(one for one in self.domains if one.id == domain_id)

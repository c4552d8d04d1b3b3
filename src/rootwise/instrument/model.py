"""What an instrument is: the closed schema of its content file (§2-§11).

Everything a rating is compared with stands in the file, nothing in the code: another instrument with other regions,
another scale or other periods is scored by the same engine.
"""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from rootwise.document import wrong
from rootwise.document.kinds import PROJECT_DRAFT, FormatVersion, FullDate, Identifier, Label, SourceKey, Words


class Content(BaseModel):
    """A part of a content file: closed, and unchangeable once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class Scale(Content):
    """The rating scale, for instance 1 to 12."""

    lowest: int = Field(ge=1)  # 0 stands for "missing" in the kernel, and a percent of 0 means nothing (§4)
    highest: int = Field(le=30)

    @model_validator(mode="after")
    def _has_steps(self) -> Self:
        if self.highest - self.lowest < 2:
            raise wrong("the scale has fewer than three steps", "`highest` at least two above `lowest`")
        return self


class Source(Content):
    """A publication, as it is cited."""

    citation: Words
    doi: str | None = Field(default=None, pattern=r"^10\.[^\s]+$")
    licence: str | None = None


def _as_list(value: object) -> object:
    return [value] if value == PROJECT_DRAFT else value


# Keys of `sources`. `project draft` stands where no open source gives the fact; beside a key it means: in part.
Sources = Annotated[
    tuple[SourceKey | Literal["project draft"], ...],
    BeforeValidator(_as_list),
    Field(strict=False, min_length=1),
    WithJsonSchema(
        {
            "anyOf": [
                {"const": PROJECT_DRAFT},
                {
                    "type": "array",
                    "minItems": 1,
                    "items": {"anyOf": [{"const": PROJECT_DRAFT}, {"type": "string", "pattern": "^[a-z][a-z0-9-]{0,39}$"}]},
                },
            ]
        }
    ),
]


class Region(Content):
    """A group of functions, bottom up (§2). Not a measurement of brain tissue."""

    id: Identifier
    name: Label
    text: Words


class Domain(Content):
    """A group of functions across regions (§2, §4)."""

    id: Identifier
    name: Label
    text: Words


class IcfCode(Content):
    """A code of the International Classification of Functioning with our own label."""

    code: str = Field(pattern=r"^[bdes][0-9]{3,5}$")
    label: Label


class Anchor(Content):
    """One worded level of a function, and the age at which it is typical."""

    rating: int
    age_months: int = Field(ge=0, le=252)
    text: Annotated[str, Field(min_length=1, max_length=260)]
    source: Sources


class Function(Content):
    """One rated capacity."""

    id: Identifier
    name: Label
    region: Identifier
    domain: Identifier
    icf: tuple[IcfCode, ...] = Field(strict=False, min_length=1)
    definition: Words
    anchors: tuple[Anchor, ...] = Field(strict=False, min_length=2)

    @model_validator(mode="after")
    def _anchors_climb(self) -> Self:
        for lower, upper in zip(self.anchors, self.anchors[1:], strict=False):
            if upper.rating <= lower.rating or upper.age_months <= lower.age_months:
                raise wrong("the anchors do not climb", "From one anchor to the next both `rating` and `age_months` go up")
        return self


class Band(Content):
    """How strong the support should be (§5): up to, not including, `below` percent of typical. The last has no end."""

    id: Identifier
    name: Label
    below: float | None = Field(default=None, gt=0)
    text: Words


class Confidence(Content):
    """How sure a rater is, and the standard deviation that stands for it, in rating steps (§6)."""

    id: Identifier
    sd: float = Field(gt=0, le=4)
    text: Words


class Thresholds(Content):
    """The numbers of §4, §6, §7 and §9."""

    minimum_share: float = Field(gt=0, le=1)  # §4: share of a set that must be rated
    interval: float = Field(gt=0, lt=1)  # §6: mass of the interval
    missing_sd: float = Field(gt=0)  # §6: a function nobody rated, in a set that is sufficient
    typical_from_percent: float = Field(gt=0, le=100)  # §7: a region at or above this needs no start
    start_decided_at: float = Field(gt=0, le=1)  # §7
    below_from_steps: float = Field(
        default=1.0, gt=0
    )  # a function is called below typical from so many steps on: less is the noise of a rating
    readiness_least_unsteady: float = Field(gt=0)  # §9 and ADR 0003: steps; in the gate the lower regions count as no steadier
    correct_age_below_months: float = Field(ge=0)  # §1
    preterm_below_weeks: int  # §1
    term_weeks: int  # §1
    confidence_not_stated: Identifier  # §6: what counts where a rater did not say how sure


class Level(Content):
    """One worded step of a short scale that starts at 0."""

    level: int = Field(ge=0)
    text: Words


Levels = Annotated[tuple[Level, ...], Field(strict=False, min_length=2)]


class Period(Content):
    """A stretch of a child's life, from `from_months` up to, not including, `to_months` (§8). Before birth is negative."""

    id: Identifier
    name: Label
    from_months: float | None = Field(description="null: from conception")
    to_months: float | None = Field(description="null: no end")


class EventType(Content):
    """A kind of thing that happened."""

    id: Identifier
    name: Label
    text: Words


class History(Content):
    """How the past is recorded (§8)."""

    text: Words
    sources: Sources
    periods: tuple[Period, ...] = Field(strict=False, min_length=1)
    adversity_levels: Levels
    relational_health_levels: Levels
    event_types: tuple[EventType, ...] = Field(strict=False)

    @model_validator(mode="after")
    def _no_gap(self) -> Self:
        for earlier, later in zip(self.periods, self.periods[1:], strict=False):
            if earlier.to_months is None or earlier.to_months != later.from_months:
                raise wrong("the periods leave a gap or overlap", "Each period starts where the one before ends")
        if self.periods[-1].to_months is not None:
            raise wrong("the last period has an end", "`to_months: null`")
        return self


class RelationItem(Content):
    """One current relation (§8). `reverse`: a high level is a strain, not a support."""

    id: Identifier
    name: Label
    text: Words
    reverse: bool
    support_name: Label | None = Field(default=None, description="What it is called where it goes well; for a reversed item")
    levels: Levels


class Relations(Content):
    """Who is around the child now (§8)."""

    text: Words
    sources: Sources
    items: tuple[RelationItem, ...] = Field(strict=False, min_length=1)


class Severity(StrEnum):
    """When a red flag needs somebody."""

    NOW = "now"
    TODAY = "today"
    SOON = "soon"


class RedFlag(Content):
    """Something that stops planning until a named professional records what was done (§10)."""

    id: Identifier
    name: Label
    question: Words
    severity: Annotated[Severity, Field(strict=False)]
    action: Words
    sources: Sources


class Escalation(Content):
    """What is shown while the safety gate is closed (§10)."""

    title: Label
    text: Words
    not_asked: Words
    basic_needs: Words
    safe_place: Words


class Safety(Content):
    """The questions asked in every case, before anything else (§10)."""

    red_flags: tuple[RedFlag, ...] = Field(strict=False, min_length=1)
    escalation: Escalation


class NoRegionInBand(Content):
    """Holds when none of the regions is in the band."""

    kind: Literal["no_region_in_band"]
    regions: tuple[Identifier, ...] = Field(strict=False, min_length=1)
    band: Identifier


class FunctionsAtLeast(Content):
    """Holds when every one of the functions has at least this percent of typical."""

    kind: Literal["functions_at_least"]
    functions: tuple[Identifier, ...] = Field(strict=False, min_length=1)
    percent: float = Field(gt=0)


class DomainsAtLeast(Content):
    """Holds when every one of the domains has at least this percent of typical."""

    kind: Literal["domains_at_least"]
    domains: tuple[Identifier, ...] = Field(strict=False, min_length=1)
    percent: float = Field(gt=0)


class ReadinessAtLeast(Content):
    """Holds when top-down readiness has at least this share of the typical ratio (§9)."""

    kind: Literal["readiness_at_least"]
    of_typical: float = Field(gt=0)


Condition = Annotated[
    NoRegionInBand | FunctionsAtLeast | DomainsAtLeast | ReadinessAtLeast,
    Field(discriminator="kind"),
]


class Opening(Content):
    """The gate of a phase (§11): `any` of the conditions is enough, or `all` are needed."""

    needs: Literal["any", "all"]
    conditions: tuple[Condition, ...] = Field(strict=False, min_length=1)


class Phase(Content):
    """One step in the order of work (§11). A phase without `opens` is always open."""

    id: Identifier
    name: Label
    text: Words
    regions: tuple[Identifier, ...] = Field(strict=False, min_length=1)
    opens: Opening | None = None


class Limit(Content):
    """A sentence that stands in every report (§16)."""

    text: Words
    sources: Sources


class Instrument(Content):
    """A versioned content file. A released version is never edited."""

    rootwise: FormatVersion
    id: str = Field(pattern=r"^[a-z][a-z0-9-]{0,59}$")
    version: int = Field(ge=1)
    title: Label
    text: Words
    licence: Label
    authors: tuple[Label, ...] = Field(strict=False, min_length=1)
    clinical_reviewer: str | None = Field(description="The name of the professional who reviewed it; null until there is one")
    reviewed_on: FullDate
    review_due: FullDate
    scale: Scale
    thresholds: Thresholds
    confidences: tuple[Confidence, ...] = Field(strict=False, min_length=1, max_length=9, description="surest first")
    bands: tuple[Band, ...] = Field(strict=False, min_length=1, description="lowest first")
    regions: tuple[Region, ...] = Field(strict=False, min_length=2, description="bottom up")
    domains: tuple[Domain, ...] = Field(strict=False, min_length=1)
    phases: tuple[Phase, ...] = Field(strict=False, min_length=1, description="in their order")
    functions: tuple[Function, ...] = Field(
        strict=False, min_length=2, max_length=200, description="bottom up, in the order of the regions"
    )
    history: History
    relations: Relations
    safety: Safety
    limits: tuple[Limit, ...] = Field(strict=False, min_length=1)
    sources: dict[SourceKey, Source]

    @property
    def name(self) -> str:
        """The name a case file uses, such as `open-functional-map@1`."""
        return f"{self.id}@{self.version}"

    def function(self, function_id: str) -> Function:
        return next(one for one in self.functions if one.id == function_id)

    def region(self, region_id: str) -> Region:
        return next(one for one in self.regions if one.id == region_id)

    def domain(self, domain_id: str) -> Domain:
        return next(one for one in self.domains if one.id == domain_id)

    def band(self, band_id: str) -> Band:
        return next(one for one in self.bands if one.id == band_id)

    def confidence(self, confidence_id: str) -> Confidence:
        return next(one for one in self.confidences if one.id == confidence_id)

    def period(self, period_id: str) -> Period:
        return next(one for one in self.history.periods if one.id == period_id)

    def red_flag(self, flag_id: str) -> RedFlag:
        return next(one for one in self.safety.red_flags if one.id == flag_id)

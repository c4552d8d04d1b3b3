"""What an activity is: the closed schema of a catalogue file (§12)."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from rootwise.case.vocabulary import Moment, Precaution, Setting
from rootwise.document import wrong
from rootwise.document.kinds import PROJECT_DRAFT, FormatVersion, FullDate, Identifier, Label, SourceKey, Words
from rootwise.instrument.model import Content, Source, Sources

Sentence = Annotated[str, Field(min_length=1, max_length=400)]


class Kind(StrEnum):
    """Who can do it, and whether the program may choose it."""

    EVERYDAY = "everyday"  # from the entry itself
    PROGRAMME = "programme"  # needs a trained person or a course: suggested to the clinician, never placed in a day
    TREATMENT = "treatment"  # a clinician's decision: kept and surrounded, never chosen
    NEVER = "never"  # refused, with the reason


class Lead(StrEnum):
    """Who can lead an activity. `child`: the child alone."""

    CAREGIVER = "caregiver"
    TEACHER = "teacher"
    OCCUPATIONAL_THERAPIST = "occupational_therapist"
    THERAPIST = "therapist"
    CLINICIAN = "clinician"
    CASE_WORKER = "case_worker"
    CHILD = "child"


class Cost(StrEnum):
    NONE = "none"
    LOW = "low"
    SOME = "some"
    HIGH = "high"


class Grade(StrEnum):
    """How good the evidence is for the stated outcome, never for changing a brain region.

    A: systematic review or two sound trials in children. B: one trial or mixed reviews. C: observational, adult or indirect. D: practice
    and theory. 0: a sound trial shows no benefit for the usual claim. X: never offer.
    """

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    ZERO = "0"
    X = "X"


class Range(Content):
    """From up to and with, in whole numbers."""

    start: int = Field(alias="from", ge=0)
    end: int = Field(alias="to", ge=0)

    @model_validator(mode="after")
    def _climbs(self) -> Self:
        if self.end < self.start:
            raise wrong("the range ends before it begins", "`to` at least as large as `from`")
        return self

    def within(self, wanted: int) -> int:
        """The number of this range that is nearest to what is wanted."""
        return min(max(wanted, self.start), self.end)

    def along(self, share: float) -> int:
        """The number at a share of the way, half up: 0 is the start of the range, 1 its end."""
        return self.start + int((self.end - self.start) * share + 0.5)


class Dose(Content):
    """One dose is one short moment; where it comes from is said."""

    minutes: Range
    per_day: Range
    days_per_week: Range
    source: Sources


class Suits(Content):
    """The ratings of its functions at which an activity fits: what a child can do there now."""

    from_rating: int = Field(ge=1)
    to_rating: int

    @model_validator(mode="after")
    def _climbs(self) -> Self:
        if self.to_rating < self.from_rating:
            raise wrong("the range ends before it begins", "`to_rating` at least as large as `from_rating`")
        return self


class Ages(Content):
    """Chronological age in years, up to and with the year named last: safety, and dignity."""

    from_years: float = Field(ge=0, le=21)
    to_years: float = Field(ge=0, le=21)

    @model_validator(mode="after")
    def _climbs(self) -> Self:
        if self.to_years <= self.from_years:
            raise wrong("the range ends before it begins", "`to_years` above `from_years`")
        return self

    def hold(self, age_months: float) -> bool:
        """Whether a child of this age is meant. `to_years: 5` holds until the sixth birthday; `to_years: 0.5` until six months."""
        years = age_months / 12.0
        end = self.to_years + 1.0 if self.to_years.is_integer() and self.to_years >= 1 else self.to_years
        return self.from_years <= years < end


class Rule(StrEnum):
    """What a precaution does with an activity for a child it concerns."""

    EXCLUDE = "exclude"
    ASK = "ask"
    ADAPT = "adapt"


class ActivityPrecaution(Content):
    when: Annotated[Precaution, Field(strict=False)]
    rule: Annotated[Rule, Field(strict=False)]
    text: Sentence
    instead: tuple[Identifier, ...] = Field(default=(), strict=False)
    needs_second_adult: bool = Field(default=False, description="For this child only where a second adult is there as well")
    or_equipment: tuple[Identifier, ...] = Field(default=(), strict=False, description="What will do instead of the second adult")


class Evidence(Content):
    grade: Annotated[Grade, Field(strict=False)]
    outcome: Sentence
    sources: Sources


Alternatives = Annotated[tuple[Identifier, ...], Field(strict=False, min_length=2)]


class Activity(Content):
    """One entry of the catalogue."""

    id: Identifier
    code: str | None = Field(default=None, pattern=r"^[A-Z][0-9]{2}$", description="The row of the project's facts it was written from")
    name: Label
    kind: Annotated[Kind, Field(strict=False)]
    when_needed: bool = Field(default=False, description="Kept at hand for when something calls for it; never placed in a day")
    only_at_moments: bool = Field(
        default=False, description="Belongs to the moments of `best_before`: no place elsewhere, and never more often than they come"
    )
    why: Words
    steps: tuple[Sentence, ...] = Field(strict=False, min_length=1, max_length=8)
    functions: tuple[Identifier, ...] = Field(strict=False, min_length=1, max_length=6, description="Best served first")
    regions: tuple[Identifier, ...] = Field(strict=False, min_length=1)
    suits: Suits
    ages: Ages
    school_until_years: int | None = Field(default=None, ge=1, le=21, description="At school only up to this age: dignity before others")
    settings: tuple[Annotated[Setting, Field(strict=False)], ...] = Field(strict=False, min_length=1)
    leads: tuple[Annotated[Lead, Field(strict=False)], ...] = Field(strict=False, min_length=1)
    dose: Dose
    best_before: tuple[Annotated[Moment, Field(strict=False)], ...] = Field(strict=False)
    equipment: tuple[Identifier | Alternatives, ...] = Field(
        strict=False, description="Only what it cannot do without; a list within the list: one of these will do"
    )
    cost: Annotated[Cost, Field(strict=False)]
    effort: Literal[1, 2, 3] = Field(description="What it takes out of the adult")
    precautions: tuple[ActivityPrecaution, ...] = Field(strict=False)
    stop_when: tuple[Sentence, ...] = Field(strict=False, min_length=1)
    adaptations: tuple[Sentence, ...] = Field(strict=False)
    evidence: Evidence
    culture_and_access: Sentence
    likes: tuple[Label, ...] = Field(strict=False, description="Everyday words that point to it")
    relieves: tuple[Identifier, ...] = Field(
        default=(), strict=False, description="Relations around the child that it helps with; where one is low, no phase holds it back (§8)"
    )

    @property
    def needs(self) -> tuple[tuple[str, ...], ...]:
        """Its equipment: of each group one thing will do."""
        return tuple((one,) if isinstance(one, str) else one for one in self.equipment)

    @property
    def is_nightly(self) -> bool:
        """Whether it belongs to bedtime, and so to every night."""
        return self.best_before == (Moment.SLEEP,)

    @property
    def is_read(self) -> bool:
        """Whether somebody of the project has read a source of the grade."""
        return any(one != PROJECT_DRAFT for one in self.evidence.sources)


class Weights(Content):
    """What counts in the ranking (§12), each in points; the sum decides. Ties go to the lower region, then to the order of the file."""

    need: float = Field(ge=0)  # for each rating step below typical, of the function served best
    also: float = Field(ge=0, le=1)  # each further function counts this share of the one before it
    main_phase: float = Field(ge=0)  # for the phase the work is in now
    evidence: dict[str, float]  # by grade
    liked: float = Field(ge=0)
    relation: float = Field(ge=0)  # for what helps with a relation in the lower half of its scale
    effort: float = Field(ge=0)  # off, for each step of effort above the first
    served: float = Field(ge=0, le=1)  # what a need still counts once an activity serves it


class Strain(Content):
    """What can be asked of an adult from this level of strain on (0 to 4, worded as the relation `caregiver_strain`)."""

    from_level: int = Field(ge=0)
    share_of_minutes: float = Field(ge=0, le=1)
    most_effort: int = Field(ge=1)
    most_activities: int = Field(ge=1)


class Planning(Content):
    """The numbers of §11 and §12. Every one is a project draft."""

    doses_per_day: dict[Identifier, Range]  # by band, for each domain
    minutes_along_range: dict[Identifier, float]  # by band, and for what is enjoyed: 0 the shortest dose, 1 the longest
    days_along_range: dict[Identifier, float]
    unread_counts_as: Annotated[Grade, Field(strict=False)]  # in the ranking, a better grade whose source nobody has read
    strain: tuple[Strain, ...] = Field(strict=False)  # lightest first
    most_activities_of_one_adult: int = Field(ge=1)
    most_activities_of_one_teacher: int = Field(ge=1)  # a class waits
    most_activities: int = Field(ge=1)
    most_at_hand: int = Field(ge=0)  # named for when they are needed, beside the plan
    youth_from_years: int = Field(ge=1)  # from this age on nobody wants to be reminded all day, and least of all before a class
    youth_times_a_day: int = Field(ge=1)
    youth_times_a_day_at_school: int = Field(ge=1)
    fewest_minutes_for_more_than_three: int = Field(ge=0)
    most_goals: int = Field(ge=1)
    goal_weeks: int = Field(ge=1)
    weights: Weights


class Catalogue(Content):
    """A versioned content file. A released version is never edited."""

    rootwise: FormatVersion
    id: str = Field(pattern=r"^[a-z][a-z0-9-]{0,59}$")
    version: int = Field(ge=1)
    title: Label
    text: Words
    instrument: str = Field(description="The instrument whose functions it serves, such as open-functional-map@1")
    licence: Label
    authors: tuple[Label, ...] = Field(strict=False, min_length=1)
    clinical_reviewer: str | None
    reviewed_on: FullDate
    review_due: FullDate
    planning: Planning
    equipment: dict[Identifier, Label] = Field(description="Everything an activity may need, with the word people use")
    stop_always: tuple[Sentence, ...] = Field(strict=False, min_length=1, description="When to stop any activity")
    activities: tuple[Activity, ...] = Field(strict=False, min_length=1)
    sources: dict[SourceKey, Source]

    @property
    def name(self) -> str:
        return f"{self.id}@{self.version}"

    def activity(self, activity_id: str) -> Activity:
        return next(one for one in self.activities if one.id == activity_id)

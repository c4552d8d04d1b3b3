"""The case file as values: closed, checked when made, unchangeable (contract.md).

Every check that concerns one key happens where that key is read, so that a file with many faults is told all of them at
once. What a check needs to know about the rest of the file (the instrument, who the raters are) comes with it as
`CaseContext`.
"""

from datetime import date
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from rootwise.case.age import OLDEST_YEARS, is_older_than
from rootwise.case.birth import Birth
from rootwise.case.context import Context
from rootwise.case.kinds import Key, Name, Note, Part
from rootwise.case.people import ProfessionalId, RaterId, context_of
from rootwise.case.vocabulary import Answer, BasicNeeds, Missing, Role
from rootwise.document import wrong
from rootwise.document.kinds import FormatVersion, FullDate

ACTION_DAYS = 183  # project draft: an action further from the assessment is about another time (§10)


class Child(Part):
    id: Key
    name: Name | None = Field(default=None, description="First name or nickname for the report; the id where it is left out")
    birth_date: Birth
    gestation_weeks: int | None = Field(default=None, ge=20, le=44, description="Completed weeks at birth, where known")


class Rater(Part):
    id: Key
    role: Annotated[Role, Field(strict=False)]
    name: Name | None = None


class Action(Part):
    """What a named professional did about a red flag or an unmet need (§10)."""

    by: ProfessionalId
    on: FullDate
    what: Note


def _yes_or_no(value: object) -> object:
    words: dict[object, str] = {True: "yes", False: "no"}
    if isinstance(value, dict) and isinstance(value.get("answer"), bool):
        value = {**value, "answer": words[value["answer"]]}
    return {"answer": words[value]} if isinstance(value, bool) else {"answer": value} if isinstance(value, str) else value


class SafetyAnswer(Part):
    answer: Annotated[Answer, Field(strict=False)]
    action: Action | None = None
    note: Note | None = None


def _action_belongs_to_yes(given: SafetyAnswer) -> SafetyAnswer:
    if given.action is not None and given.answer is not Answer.YES:
        raise wrong("an action is recorded, but the answer is not yes", "Answer yes, or move the words to `note`")
    return given


def _action_belongs_to_no(given: SafetyAnswer) -> SafetyAnswer:
    if given.action is not None and given.answer is not Answer.NO:
        raise wrong("an action is recorded, but the answer is not no", "Answer no, or move the words to `note`")
    return given


FlagAnswer = Annotated[SafetyAnswer, BeforeValidator(_yes_or_no), AfterValidator(_action_belongs_to_yes)]
SafePlaceAnswer = Annotated[SafetyAnswer, BeforeValidator(_yes_or_no), AfterValidator(_action_belongs_to_no)]


class NeedsAnswer(Part):
    answer: Annotated[BasicNeeds, Field(strict=False)]
    action: Action | None = None
    note: Note | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, value: object) -> object:
        return {"answer": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _action_belongs_to_not_met(self) -> Self:
        if self.action is not None and self.answer is not BasicNeeds.NOT_MET:
            raise wrong("an action is recorded, but the answer is not not_met", "Answer not_met, or move the words to `note`")
        return self


def _known_flag(flag: str, info: ValidationInfo) -> str:
    instrument = context_of(info).instrument
    if instrument is not None and flag not in {one.id for one in instrument.safety.red_flags}:
        raise wrong("there is no such red flag", f"`rootwise instrument show {instrument.name}` lists them")
    return flag


class Safety(Part):
    """Asked first, in every case (§10). A flag that is left out has not been asked."""

    basic_needs: NeedsAnswer
    safe_place: SafePlaceAnswer
    red_flags: dict[Annotated[str, AfterValidator(_known_flag)], FlagAnswer]


def _level_or_reason(value: object) -> object:
    """A level, or a word that says why there is none."""
    if isinstance(value, str) and value in set(Missing):
        return Missing(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise wrong("this is neither a level nor a reason", f"A whole number without quotes, or one of {', '.join(Missing)}")
    return value


Recorded = Annotated[
    int | Missing,
    BeforeValidator(_level_or_reason),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 0}, {"enum": list(Missing)}]}),
]


def _known_confidence(confidence: str, info: ValidationInfo) -> str:
    instrument = context_of(info).instrument
    if instrument is not None and confidence not in (known := [one.id for one in instrument.confidences]):
        raise wrong("this word is not one of the choices", f"One of {', '.join(known)}")
    return confidence


ConfidenceId = Annotated[str, AfterValidator(_known_confidence)]


def _known_event(event: str, info: ValidationInfo) -> str:
    instrument = context_of(info).instrument
    if instrument is not None and event not in (known := [one.id for one in instrument.history.event_types]):
        raise wrong("there is no such kind of event", f"One of {', '.join(known)}")
    return event


def _history_level(level: int | Missing, info: ValidationInfo) -> int | Missing:
    instrument = context_of(info).instrument
    if instrument is not None and isinstance(level, int):
        _within(level, highest=len(instrument.history.adversity_levels) - 1)
    return level


def _within(level: int, *, highest: int) -> None:
    if not 0 <= level <= highest:
        raise wrong("this level is not on the scale", f"A whole number from 0 to {highest}")


HistoryLevel = Annotated[Recorded, AfterValidator(_history_level)]


class Event(Part):
    type: Annotated[str, AfterValidator(_known_event)]
    severity: HistoryLevel = Missing.NOT_ASKED
    chronic: bool | None = None
    source: Note | None = Field(default=None, description="Where this is known from, such as a court report")
    note: Note | None = None


class PeriodHistory(Part):
    """One period of the past (§8). What is left out has not been asked."""

    adversity: HistoryLevel = Missing.NOT_ASKED
    relational_health: HistoryLevel = Missing.NOT_ASKED
    confidence: ConfidenceId | None = None
    events: tuple[Event, ...] = Field(default=(), strict=False, max_length=60)
    note: Note | None = None


def _known_period(period: str, info: ValidationInfo) -> str:
    instrument = context_of(info).instrument
    if instrument is not None and period not in (known := [one.id for one in instrument.history.periods]):
        raise wrong("there is no such period", f"One of {', '.join(known)}")
    return period


def _known_relation(item: str, info: ValidationInfo) -> str:
    instrument = context_of(info).instrument
    if instrument is not None and item not in (known := [one.id for one in instrument.relations.items]):
        raise wrong("there is no such relation", f"One of {', '.join(known)}")
    return item


def _relation_level(level: int | Missing, info: ValidationInfo) -> int | Missing:
    instrument = context_of(info).instrument
    if instrument is not None and isinstance(level, int):
        _within(level, highest=len(instrument.relations.items[0].levels) - 1)
    return level


def _on_scale(rating: int, info: ValidationInfo) -> int:
    instrument = context_of(info).instrument
    if instrument is not None and not instrument.scale.lowest <= rating <= instrument.scale.highest:
        raise wrong("this rating is not on the scale", f"A whole number from {instrument.scale.lowest} to {instrument.scale.highest}")
    return rating


class Rated(Part):
    """What one rater saw of one function."""

    rating: Annotated[int, AfterValidator(_on_scale)]
    by: RaterId
    confidence: ConfidenceId | None = None
    note: Note | None = None


class NotRated(Part):
    """Why there is no rating."""

    missing: Annotated[Missing, Field(strict=False)]
    by: RaterId | None = None
    note: Note | None = None


def _kind(entry: Any) -> str:
    given = entry if isinstance(entry, dict) else getattr(entry, "__dict__", {})
    return "(not rated)" if "missing" in given and "rating" not in given else "(rated)"


# The tags stand in pydantic's locations, so they must not look like keys of a file.
Entry = Annotated[Annotated[Rated, Tag("(rated)")] | Annotated[NotRated, Tag("(not rated)")], Discriminator(_kind)]


def _one_or_more(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


def _known_function(function: str, info: ValidationInfo) -> str:
    instrument = context_of(info).instrument
    if instrument is not None and function not in {one.id for one in instrument.functions}:
        raise wrong("there is no such function", f"`rootwise instrument show {instrument.name}` lists them")
    return function


FunctionEntries = Annotated[
    tuple[Entry, ...],
    BeforeValidator(_one_or_more),
    Field(strict=False, min_length=1, max_length=12),
]


class Case(Part):
    """Everything recorded about one child at one assessment."""

    rootwise: FormatVersion
    fictional: bool = Field(default=False, description="true for a child who does not exist; the report says so")
    instrument: str
    child: Child
    assessed_on: FullDate
    raters: tuple[Rater, ...] = Field(strict=False, min_length=1, max_length=20)
    safety: Safety
    history: dict[Annotated[str, AfterValidator(_known_period)], PeriodHistory] = Field(default_factory=dict)
    relations: dict[
        Annotated[str, AfterValidator(_known_relation)],
        Annotated[Recorded, AfterValidator(_relation_level)],
    ] = Field(default_factory=dict)
    ratings: dict[Annotated[str, AfterValidator(_known_function)], FunctionEntries]
    context: Context = Field(default_factory=Context)

    @field_validator("assessed_on")
    @classmethod
    def _age_is_possible(cls, assessed_on: date, info: ValidationInfo) -> date:
        child = info.data.get("child")
        if isinstance(child, Child):
            if child.birth_date.earliest > assessed_on:
                raise wrong("the child was born after this day", "Look at `child.birth_date` and at this date")
            if is_older_than(OLDEST_YEARS, born=child.birth_date.latest, on=assessed_on):
                raise wrong(f"the child would be over {OLDEST_YEARS} years old", "Look at `child.birth_date` and at this date")
        return assessed_on

    @field_validator("safety")
    @classmethod
    def _actions_belong_here(cls, safety: Safety, info: ValidationInfo) -> Safety:
        child, assessed_on = info.data.get("child"), info.data.get("assessed_on")
        actions = [safety.basic_needs.action, *(one.action for one in (safety.safe_place, *safety.red_flags.values()))]
        days = [action.on for action in actions if action is not None]
        if isinstance(child, Child) and isinstance(assessed_on, date) and any(on < child.birth_date.earliest for on in days):
            raise wrong("an action is dated before the child was born", "Look at `on` of each action")
        if isinstance(assessed_on, date) and any(abs((on - assessed_on).days) > ACTION_DAYS for on in days):
            raise wrong(
                f"an action is more than {ACTION_DAYS} days away from the assessment",
                "What was done about an answer given now is dated about now; write older actions into `note` and record what is done today",
            )
        return safety

    @field_validator("context")
    @classmethod
    def _allowances_belong_here(cls, context: Context, info: ValidationInfo) -> Context:
        """A yes is about the child as it is now, as an action is (§10)."""
        child, assessed_on = info.data.get("child"), info.data.get("assessed_on")
        days = [one.on for one in context.allowed]
        if isinstance(child, Child) and any(on < child.birth_date.earliest for on in days):
            raise wrong("something was allowed before the child was born", "Look at `on` in `allowed`")
        if isinstance(assessed_on, date) and any(abs((on - assessed_on).days) > ACTION_DAYS for on in days):
            raise wrong(
                f"something was allowed more than {ACTION_DAYS} days away from the assessment",
                "Ask again: what was right then may not be right now",
            )
        return context

    @field_validator("raters")
    @classmethod
    def _raters_differ(cls, raters: tuple[Rater, ...]) -> tuple[Rater, ...]:
        if len({one.id for one in raters}) < len(raters):
            raise wrong("two raters have the same id", "Give each rater an id of their own")
        return raters

    def rater(self, rater_id: str) -> Rater:
        return next(one for one in self.raters if one.id == rater_id)

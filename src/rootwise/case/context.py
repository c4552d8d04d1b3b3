"""The child's days: who and what is there, what is fixed, and what to reckon with (§12, §13)."""

import re
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from rootwise.case.kinds import Key, Name, Note, Part
from rootwise.case.people import ProfessionalId
from rootwise.case.vocabulary import Day, Precaution, Role, Season, Setting
from rootwise.document import wrong
from rootwise.document.kinds import FullDate

NAMED_DAYS = {"every_day": tuple(Day), "weekdays": tuple(Day)[:5], "weekend": tuple(Day)[5:]}


def _days(given: object) -> object:
    """`every_day`, `weekdays`, `weekend`, one day, or a list of days."""
    if isinstance(given, str):
        return NAMED_DAYS.get(given, (given,))
    return given


def _in_order(days: tuple[Day, ...]) -> tuple[Day, ...]:
    return tuple(day for day in Day if day in days)


_DAYS_SCHEMA = {"anyOf": [{"enum": [*NAMED_DAYS, *Day]}, {"type": "array", "items": {"enum": list(Day)}, "minItems": 1}]}
Days = Annotated[
    tuple[Annotated[Day, Field(strict=False)], ...],
    BeforeValidator(_days),
    Field(strict=False, min_length=1, max_length=7),
    AfterValidator(_in_order),
    WithJsonSchema(_DAYS_SCHEMA),
]

DaysOrNone = Annotated[
    tuple[Annotated[Day, Field(strict=False)], ...],
    BeforeValidator(_days),
    Field(strict=False, max_length=7),
    AfterValidator(_in_order),
    WithJsonSchema({"anyOf": [{"enum": [*NAMED_DAYS, *Day]}, {"type": "array", "items": {"enum": list(Day)}}]}),
]

_CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$"


def _clock(given: object) -> object:
    """Minutes since midnight."""
    if not isinstance(given, str) or not re.fullmatch(_CLOCK, given):
        raise wrong("this is not a time of day", 'Write it in quotes, from "00:00" to "24:00"')
    hours, minutes = given.split(":")
    return 60 * int(hours) + int(minutes)


Clock = Annotated[int, BeforeValidator(_clock), WithJsonSchema({"type": "string", "pattern": _CLOCK})]


def _time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise wrong("this time zone is not known", "A name such as Europe/Madrid or Pacific/Auckland") from None
    return name


class Timed(Part):
    """A part of certain days, from when to when."""

    days: Days
    start: Clock = Field(alias="from")
    end: Clock = Field(alias="to")
    only: Annotated[Season, Field(strict=False)] | None = None

    @model_validator(mode="after")
    def _ends_later(self) -> Self:
        if self.end <= self.start:
            expected = '`to` later than `from`; what goes past midnight is two entries: to "24:00", and from "00:00"'
            raise wrong("this ends before it begins", expected)
        return self


class Stretch(Timed):
    """A part of the child's waking day: where the child is, and which adults are there."""

    where: Annotated[Setting, Field(strict=False)]
    adults: tuple[Key, ...] = Field(alias="with", default=(), strict=False, max_length=20)
    called: Name | None = Field(default=None, description="Which of several, such as `at Grandma's`")


class QuietHours(Timed):
    """A time that is kept free of everything."""


class Appointment(Timed):
    """A fixed time of the child; nothing else is placed in it."""

    what: Name


class FixedMoment(Part):
    """Something the day turns on; a short dose helps most right before it."""

    days: Days
    at: Clock
    what: Literal["meal", "demand", "homework", "sleep"]
    only: Annotated[Season, Field(strict=False)] | None = None


class Dates(Part):
    """From one day up to and with another."""

    start: FullDate = Field(alias="from")
    end: FullDate = Field(alias="to")

    @model_validator(mode="after")
    def _ends_later(self) -> Self:
        if self.end < self.start:
            raise wrong("this ends before it begins", "`to` no earlier than `from`")
        return self


class Adult(Part):
    """An adult around the child, and what the adult can carry."""

    id: Key
    name: Name | None = None
    role: Annotated[Role, Field(strict=False)]
    minutes: int | None = Field(default=None, ge=0, le=1440, description="Minutes a day this adult says they can give")
    away: DaysOrNone = Field(default=(), description="Days of this week on which the adult is not there")
    strain: int | None = Field(
        default=None, ge=0, le=4, description="How heavy the load is, 0 to 4, worded as the relation caregiver_strain"
    )
    child_turns_to: bool = Field(default=False, description="true for an adult the child turns to when upset")


class Treatment(Part):
    """A treatment a clinician has decided on: kept, never displaced (§11)."""

    name: Name
    note: Note | None = None


class Allowed(Part):
    """A professional's yes to an activity about which a precaution says to ask first (§12)."""

    activity: Key
    by: ProfessionalId
    on: FullDate
    note: Note | None = Field(default=None, description="Who was asked and what to keep to")


class Context(Part):
    """The child's days: who and what is there, and what to reckon with."""

    adults: tuple[Adult, ...] = Field(default=(), strict=False, max_length=20)
    settings: tuple[Annotated[Setting, Field(strict=False)], ...] = Field(default=(), strict=False)
    time_zone: Annotated[str, AfterValidator(_time_zone)] | None = Field(
        default=None, description="Such as Pacific/Auckland; for calendars"
    )
    routine: tuple[Stretch, ...] = Field(default=(), strict=False, max_length=100)
    moments: tuple[FixedMoment, ...] = Field(default=(), strict=False, max_length=60)
    appointments: tuple[Appointment, ...] = Field(default=(), strict=False, max_length=60)
    quiet_hours: tuple[QuietHours, ...] = Field(default=(), strict=False, max_length=60)
    holidays: tuple[Dates, ...] = Field(default=(), strict=False, max_length=40)
    equipment: tuple[Name, ...] = Field(default=(), strict=False, max_length=60)
    likes: tuple[Name, ...] = Field(default=(), strict=False, max_length=60)
    precautions: tuple[Annotated[Precaution, Field(strict=False)], ...] = Field(default=(), strict=False)
    allowed: tuple[Allowed, ...] = Field(default=(), strict=False, max_length=60)
    treatments: tuple[Treatment, ...] = Field(default=(), strict=False, max_length=20)

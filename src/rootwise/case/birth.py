"""The birth date as a key of a case file: as exactly as it is known (§1)."""

from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from rootwise.case.age import PartialDate
from rootwise.document import wrong


def _near_our_time(birth: PartialDate) -> PartialDate:
    if not 1900 <= birth.earliest.year < 2200:
        raise ValueError("not a year of a child's birth")
    return birth


def _partial_date(value: object) -> object:
    if isinstance(value, PartialDate):
        return value
    try:
        text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        return _near_our_time(PartialDate.parse(text))  # type: ignore[arg-type]
    except (ValueError, TypeError):
        raise wrong("this is not a date, a month or a year", "Write 2018-03-09, 2018-03 or 2018, as exactly as it is known") from None


Birth = Annotated[
    PartialDate,
    BeforeValidator(_partial_date),
    PlainSerializer(lambda birth: birth.text),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}, {"type": "integer"}]}),
]

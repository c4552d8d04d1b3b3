"""The birth date as a key of a case file: as exactly as it is known (§1)."""

from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from rootwise.case.age import PartialDate
from rootwise.document import wrong


def _partial_date(value: object) -> object:
    if isinstance(value, PartialDate):
        return value
    try:
        return PartialDate.parse(str(value) if isinstance(value, int) and not isinstance(value, bool) else value)  # type: ignore[arg-type]
    except (ValueError, TypeError):
        raise wrong("this is not a date, a month or a year", "Write 2018-03-09, 2018-03 or 2018, as exactly as it is known") from None


Birth = Annotated[
    PartialDate,
    BeforeValidator(_partial_date),
    PlainSerializer(lambda birth: birth.text),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}, {"type": "integer"}]}),
]

"""Kinds of values that every file of ours uses: ids, labels, words, languages, dates, the version of the format."""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from rootwise.document.check import wrong

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
SourceKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]


def visible(text: str) -> str:
    """A text that somebody can read: at least one letter or digit."""
    if not any(one.isalnum() for one in text):
        raise wrong("this text says nothing", "Write it, or leave the key out")
    return text


def one_line(text: str) -> str:
    """A name or label, which must not look like several lines of a report."""
    if any(one in text for one in "\n\r\t"):
        raise wrong("this goes over several lines", "Write it on one line")
    return visible(text)


Words = Annotated[str, Field(min_length=1, max_length=1200), AfterValidator(visible)]
Label = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(one_line)]

PROJECT_DRAFT = "project draft"


class Language(StrEnum):
    """The languages that families and schools read."""

    ENGLISH = "en"
    SPANISH = "es"


def _iso_date(value: object) -> object:
    if isinstance(value, str):
        try:
            if re.fullmatch(r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}", value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        raise wrong("this is not a date", "Write it as 2026-05-20")
    return value


def _known_format(version: int) -> int:
    if version != 1:
        raise wrong("this version of the format is not known", "Write 1")
    return version


FormatVersion = Annotated[int, AfterValidator(_known_format), WithJsonSchema({"const": 1})]
FullDate = Annotated[date, BeforeValidator(_iso_date)]

"""The words of the sheets: one file a language, and every file has every key."""

from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from rootwise.document import checked, read_document
from rootwise.document.kinds import Language
from rootwise.plan.language import Text, Texts
from rootwise.report.sheets.reader import Reader
from rootwise.report.site import ContactKind

CONTENT = resources.files("rootwise.report.sheets")
_Several = Annotated[tuple[Text, ...], Field(strict=False, min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class SignWords(_Part):
    by: Text
    on: Text


class DayWords(_Part):
    title: Text
    today: Text
    school: Text
    in_words: Text
    part: Text
    mark: Text


class MomentWords(_Part):
    caregiver: Text
    teacher: Text
    none: Text
    kindly: Text
    minutes: Text
    alone: Text
    care: Text
    care_first: Text
    stop_when: Text
    stop_always: Text
    elsewhere: Text
    over: Text
    original: Text


class StateWords(_Part):
    """One state a child can be in, and what to do then."""

    title: Text
    what: _Several


class HardWords(_Part):
    """What to do when it gets hard: `small` for a child under three, `older` for the rest."""

    title: Text
    first: Text
    small: tuple[StateWords, ...] = Field(strict=False, min_length=3, max_length=3)
    older: tuple[StateWords, ...] = Field(strict=False, min_length=3, max_length=3)
    after: Text
    teacher: Text


class CallWords(_Part):
    title: Text
    fill_in: Text
    when: Texts[ContactKind]
    who: Texts[ContactKind]
    school: Text


class SheetWords(_Part):
    """Every sentence of the sheets in one language."""

    child: Text
    title: Texts[Reader]
    for_reader: Text
    reader: Texts[Reader]
    fictional: Text
    valid: Text
    unsigned: Text
    sign: SignWords
    signed: Text
    likes: Text
    days: DayWords
    moments: MomentWords
    likes_words: dict[str, Text]
    hard: HardWords
    calls: CallWords
    footer: Text
    no_letter: Text


@cache
def sheet_words(language: Language) -> SheetWords:
    """The words of the sheets in a language."""
    return checked(SheetWords, read_document(Path(str(CONTENT / f"sheet.{language}.yaml"))))

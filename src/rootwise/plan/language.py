"""How days, dates and times are said in the languages that families and schools read."""

from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from rootwise.case.vocabulary import Day, Role, Setting
from rootwise.document import checked, read_document, wrong
from rootwise.document.kinds import Language

CONTENT = resources.files("rootwise.plan") / "content"
Text = Annotated[str, Field(min_length=1, max_length=400)]
_Word = TypeVar("_Word", bound=StrEnum)


def _every_one(given: dict[_Word, str]) -> dict[_Word, str]:
    """Texts for words of ours: one for each of them."""
    kind = type(next(iter(given)))
    if set(given) != set(kind):
        raise wrong("a word has no text here", f"All of {', '.join(kind)}")
    return given


Texts = Annotated[dict[Annotated[_Word, Field(strict=False)], Text], Field(min_length=1), AfterValidator(_every_one)]


class CalendarWords(BaseModel):
    """What a calendar says beside the words of an activity."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    title: Text
    minutes: Text
    alone: Text
    with_whom: Text
    stop_when: Text
    care: Text
    ask_first: Text
    original: Text


class Words(BaseModel):
    """The words of one language for days, places and calendars: one file a language, and every file has every key."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    days: Texts[Day]
    days_short: Texts[Day]
    every_day: Text
    days_from_to: Text
    months: tuple[Text, ...] = Field(strict=False, min_length=12, max_length=12)
    full_date: Text
    conjunction: Text
    conjunction_before_i: Text
    at_times: Text
    places: Texts[Setting]
    roles: Texts[Role]
    own_cautions: dict[Text, Text]
    calendar: CalendarWords

    def on_date(self, one: date) -> str:
        """`20 May 2026`."""
        return self.full_date.format(day=one.day, month=self.months[one.month - 1], year=one.year)

    def listed(self, parts: list[str] | tuple[str, ...]) -> str:
        """`a`, `a and b`, `a, b and c`."""
        if len(parts) < 2:
            return "".join(parts)
        begins = parts[-1].lower()
        before_i = begins.startswith(("i", "í", "hi", "hí")) and not begins.startswith(("hie", "ia", "ie", "io"))
        return f"{', '.join(parts[:-1])} {self.conjunction_before_i if before_i else self.conjunction} {parts[-1]}"

    def on_days(self, days: tuple[Day, ...], *, short: bool = False) -> str:
        """`every day`, `Monday to Friday`, `Saturday and Sunday`, `Mon, Wed and Fri`; short: `Mon to Fri`."""
        every, names = list(Day), self.days_short if short else self.days
        places = [every.index(day) for day in days]
        if len(days) == len(every):
            return self.every_day
        if len(days) > 2 and places[-1] - places[0] == len(days) - 1:
            return self.days_from_to.format(first=names[days[0]], last=names[days[-1]])
        return self.listed([(names if len(days) < 3 else self.days_short)[day] for day in days])


def clock(minutes: int) -> str:
    """`7:05` of minutes since midnight."""
    return f"{minutes // 60}:{minutes % 60:02d}"


@cache
def words_in(language: Language) -> Words:
    """The words of a language."""
    return checked(Words, read_document(Path(str(CONTENT / f"week.{language}.yaml"))))

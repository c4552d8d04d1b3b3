"""The week as JSON (contract.md), and read back so that the next week can stay like it."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from rootwise.case import Case
from rootwise.case.context import Clock
from rootwise.case.kinds import Key
from rootwise.case.vocabulary import Day, Setting
from rootwise.document import checked, read_document
from rootwise.document.kinds import FormatVersion, FullDate, Identifier
from rootwise.errors import InvalidFile
from rootwise.plan.week.model import Moved, Week
from rootwise.plan.week.problem import Dose

LAST_REVISION = 99  # calendars count a hundred numbers for each week


def week_json(week: Week, case: Case) -> str:
    """One JSON document, with a line end."""
    return json.dumps(week_document(week, case), ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def week_document(week: Week, case: Case) -> dict[str, Any]:
    """The week as plain values."""
    return {
        "rootwise": 1,
        "child": case.child.id,
        "starts": week.starts.isoformat(),
        "revision": week.revision,
        "time_zone": case.context.time_zone,
        "status": week.status,
        "gap": week.gap,
        "objective": week.objective,
        "doses": [_dose(one) for one in week.doses],
        "unplaced": [{"activity": one.activity, "doses": one.doses, "because": one.because} for one in week.unplaced],
        "conflicts": [{"activities": list(one.activities), "limits": list(one.limits), "text": one.text} for one in week.conflicts],
        "moved": [_moved(one) for one in week.moved],
        "alone": [{"day": day, "from": clock(start), "to": clock(end)} for day, start, end in week.alone],
        "resting": [{"activity": one.activity, "because": one.because} for one in week.resting],
    }


def clock(minutes: int) -> str:
    """Minutes since midnight as people write them."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


@dataclass(frozen=True, slots=True)
class LastWeek:
    """An earlier week, as far as the next one asks for it."""

    starts: date
    revision: int
    doses: tuple[Dose, ...]

    def revision_for(self, starts: date) -> int:
        """The number of a week made after this one: the same week made anew is the next, another week the first of its own."""
        return min(self.revision + 1, LAST_REVISION) if starts == self.starts else 0


def read_last_week(place: str, *, case: Case) -> LastWeek:
    """A week that `rootwise week --json` wrote.

    Raises
    ------
    InvalidFile
        It is not such a file, or another child's.
    """
    document = read_document(place)
    read = checked(_WrittenWeek, document)
    if read.child != case.child.id:
        raise InvalidFile([document.problem(("child",), "this is the week of another child", "Give last week of the same child")])
    doses = tuple(Dose(one.day, one.start, one.activity, one.minutes, one.setting, one.adult) for one in read.doses)
    return LastWeek(read.starts, read.revision, doses)


def _dose(one: Dose) -> dict[str, Any]:
    return {
        "activity": one.activity,
        "day": one.day,
        "start": clock(one.start),
        "minutes": one.minutes,
        "setting": one.setting,
        "with": one.adult,
    }


def _moved(one: Moved) -> dict[str, Any]:
    return {
        "activity": one.activity,
        "before": _dose(one.before) if one.before else None,
        "after": _dose(one.after) if one.after else None,
    }


class _WrittenDose(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    activity: Identifier
    day: Annotated[Day, Field(strict=False)]
    start: Clock
    minutes: int = Field(ge=1, le=1440)
    setting: Annotated[Setting, Field(strict=False)]
    adult: Key | None = Field(alias="with")


class _WrittenWeek(BaseModel):
    """What is needed of a written week; the rest is told by us and not read."""

    model_config = ConfigDict(extra="ignore", strict=True)

    rootwise: FormatVersion
    child: Key
    starts: FullDate
    revision: int = Field(default=0, ge=0, le=LAST_REVISION)
    doses: tuple[_WrittenDose, ...] = Field(strict=False, max_length=1000)

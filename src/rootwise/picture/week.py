"""The days of a week: where the child is, and when something is done. Whoever asks for the picture brings the words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rootwise.case.vocabulary import Setting
from rootwise.picture.drawing import CHARACTER_WIDTH, Picture, drawn, lines

_WIDTH = 720
_NAME_SIZE = 13
_NARROWEST_NAME = 60.0
_WIDEST_NAME = 140.0
_RIGHT = 712.0
_BAND = 22
_LANE = 36
_GAP = 9
_AXIS = 18
_TIME_WIDTH = 35.0  # pixels that a time takes under its mark
_COMPACT_BAND = 20
_COMPACT_GAP = 4
_ICON = 16
_LEGEND_ROW = 20
_LEGEND_COLUMNS = 2
_HOUR = 60


@dataclass(frozen=True, slots=True)
class DayPart:
    """A part of a day, in minutes since midnight. `place` None: an appointment, by its name."""

    start: int
    end: int
    place: Setting | None
    name: str


@dataclass(frozen=True, slots=True)
class DayMark:
    """Something done at a time, by its number in the list beside the picture."""

    start: int
    number: str


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day, or several that are alike."""

    name: str
    parts: tuple[DayPart, ...]
    marks: tuple[DayMark, ...]


@dataclass(frozen=True, slots=True)
class _Band:
    x: float
    width: float
    place: str
    name: str
    icon: float | None


@dataclass(frozen=True, slots=True)
class _Mark:
    x: float
    lane: int
    number: str
    time: str


@dataclass(frozen=True, slots=True)
class _Row:
    y: float
    name: list[str]
    bands: list[_Band]
    marks: list[_Mark]


def week_picture(
    rows: Sequence[DayRow], *, title: str, alternative: str, legend: Sequence[tuple[str, str]] = (), compact: bool = False
) -> Picture:
    """One row for each day. A mark that would hide another one is drawn a lane lower; a `compact` picture has no times.

    Parameters
    ----------
    legend : what each number is, drawn under the days
    """
    first, last = _hours(rows)
    longest = max((len(row.name) for row in rows), default=0) * _NAME_SIZE * CHARACTER_WIDTH + 10
    left = min(max(longest, _NARROWEST_NAME), _WIDEST_NAME)
    scale = (_RIGHT - left) / max(last - first, _HOUR)

    def x(minutes: int) -> float:
        return left + (minutes - first) * scale

    gap = _COMPACT_GAP if compact else _GAP
    placed: list[_Row] = []
    y = float(_AXIS)
    for row in rows:
        marks = [_Mark(x(mark.start), 0, mark.number, "") for mark in row.marks] if compact else _in_lanes(row, x)
        bands = [_band(part, x, hiding=[one.x for one in marks] if compact else []) for part in row.parts]
        placed.append(_Row(y, lines(row.name, width=left - 4, size=_NAME_SIZE, most=2), bands, marks))
        y += (_COMPACT_BAND if compact else _BAND + _LANE * (1 + max((one.lane for one in marks), default=0))) + gap
    half = -(-len(legend) // _LEGEND_COLUMNS)
    return drawn(
        "week.svg.jinja",
        title=title,
        alternative=alternative,
        width=_WIDTH,
        height=int(y + (half * _LEGEND_ROW + 8 if legend else 0)),
        rows=placed,
        ticks=[(x(hour), str(hour // _HOUR)) for hour in range(first, last + 1, _HOUR)],
        bottom=y - gap,
        band=_COMPACT_BAND if compact else _BAND,
        lane=_LANE,
        compact=compact,
        legend=[
            (left + (_RIGHT - left) / _LEGEND_COLUMNS * (place // half), y + 14 + _LEGEND_ROW * (place % half), number, name)
            for place, (number, name) in enumerate(legend)
        ],
    )


def _hours(rows: Sequence[DayRow]) -> tuple[int, int]:
    """The whole hours between which anything is."""
    marks = [one.start for row in rows for one in row.marks]
    starts = [one.start for row in rows for one in row.parts] + marks
    ends = [one.end for row in rows for one in row.parts] + marks
    return min(starts, default=0) // _HOUR * _HOUR, -(-max(ends, default=24 * _HOUR) // _HOUR) * _HOUR


def _in_lanes(row: DayRow, x: Callable[[int], float]) -> list[_Mark]:
    """Each mark in the first lane in which its time hides no other."""
    ends: list[float] = []
    marks = []
    for mark in sorted(row.marks, key=lambda one: (one.start, one.number)):
        at = x(mark.start)
        lane = next((number for number, end in enumerate(ends) if at - _TIME_WIDTH / 2 >= end), len(ends))
        ends[lane : lane + 1] = [at + _TIME_WIDTH / 2]
        marks.append(_Mark(at, lane, mark.number, f"{mark.start // _HOUR}:{mark.start % _HOUR:02d}"))
    return marks


def _band(part: DayPart, x: Callable[[int], float], *, hiding: list[float]) -> _Band:
    """A part with its icon at its beginning, or at its end where marks hide that; its name only where it fits beside the icon."""
    start, width = x(part.start), x(part.end) - x(part.start)
    icons = [at for at in (start + 5, start + width - _ICON - 5) if all(abs(at + _ICON / 2 - one) > _ICON + 2 for one in hiding)]
    fits = width - _ICON - 10 >= len(part.name) * 12 * CHARACTER_WIDTH
    return _Band(
        start,
        width,
        "fixed" if part.place is None else part.place.value,
        part.name if fits else "",
        icons[0] if icons and width >= _ICON + 4 else None,
    )

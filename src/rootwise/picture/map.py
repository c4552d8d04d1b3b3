"""The functional map: every function of a child in the shape of an inverted triangle, beside what is typical for the age."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from rootwise.picture.drawing import BandLook, Picture, band_legend, drawn, function_look, lines
from rootwise.profile.model import FunctionResult, Profile, SetResult
from rootwise.profile.words import age

_WIDTH = 960
_NARROWEST = 0.56  # the bottom row's share of the width
_MOST_IN_A_ROW = 7
_CELL_HEIGHT = 82
_GAP = 5
_HEADING = 25
_NAME_SIZE = 13
_NUMBER_WIDTH = 34  # the rating stands left of its bar


@dataclass(frozen=True, slots=True)
class _Cell:
    x: float
    y: float
    width: float
    link: str
    words: str
    name: list[str]
    rating: str | None
    missing: str
    typical: str
    look: BandLook | None
    filled: float
    sure_from: float
    sure_to: float
    tick: float


@dataclass(frozen=True, slots=True)
class _Row:
    region: str
    functions: tuple[FunctionResult, ...]
    heading: str | None
    y: float
    share: float


def map_picture(profile: Profile, *, name: str = "picture-map", links: Mapping[str, str] | None = None) -> Picture:
    """The map of one child, top region on top.

    Parameters
    ----------
    name : what ids inside the picture begin with; two pictures on one page need two
    links : by function, where its box leads
    """
    rows, bottom = _rows(profile)
    track = min(_cell_width(row) for row in rows) - 16 - _NUMBER_WIDTH
    cells = [cell for row in rows for cell in _cells(profile, row, track, links or {})]
    headings = [(row.y - 9, _WIDTH * (1 - row.share) / 2, row.heading) for row in rows if row.heading]
    corner = next((row.y for row in rows if row.share <= 0.68), bottom + 12)
    height = int(max(bottom, corner + 176))
    typical_age = age(profile.age_months)
    return drawn(
        "map.svg.jinja",
        title="Functional map",
        alternative=_in_words(profile),
        width=_WIDTH,
        height=height,
        name=name,
        role="group" if links else "img",  # what stands inside an image cannot be reached
        cells=cells,
        headings=headings,
        cell_height=_CELL_HEIGHT,
        number_width=_NUMBER_WIDTH,
        track=track,
        legend=band_legend(profile.instrument),
        small=_small_map(rows),
        small_caption=lines(f"Typical ratings at {typical_age}", width=160, size=12, most=2),
        corner=corner,
    )


def _rows(profile: Profile) -> tuple[list[_Row], float]:
    split = [
        (region, chunk, place == 0)
        for region in reversed(profile.regions)
        for place, chunk in enumerate(_chunks([one for one in profile.functions if one.region == region.id]))
    ]
    rows: list[_Row] = []
    y = 0.0
    for place, (region, chunk, is_first) in enumerate(split):
        share = 1 - (1 - _NARROWEST) * place / max(len(split) - 1, 1)
        y += _HEADING if is_first else 0
        rows.append(_Row(region.id, tuple(chunk), _heading(profile, region) if is_first else None, y, share))
        y += _CELL_HEIGHT + _GAP
    return rows, y


def _chunks(functions: list[FunctionResult]) -> list[list[FunctionResult]]:
    size = ceil(len(functions) / ceil(len(functions) / _MOST_IN_A_ROW))
    return [functions[start : start + size] for start in range(0, len(functions), size)]


def _heading(profile: Profile, region: SetResult) -> str:
    name = profile.instrument.region(region.id).name
    if region.percent is None or region.interval is None or region.band is None:
        return f"{name}: too little is rated ({region.rated} of {region.of})"
    low, high = region.interval
    band = profile.instrument.band(region.band).name.lower()
    return f"{name}: {region.percent:.0f} % of typical ({low:.0f} to {high:.0f}), {band}"


def _cell_width(row: _Row) -> float:
    return (_WIDTH * row.share - _GAP * (len(row.functions) - 1)) / len(row.functions)


def _cells(profile: Profile, row: _Row, track: float, links: Mapping[str, str]) -> list[_Cell]:
    """The boxes of a row; `track` is the length of the whole scale, the same in every box so that lengths can be compared."""
    scale = profile.instrument.scale
    whole = _WIDTH * row.share
    width = _cell_width(row)
    cells = []
    for place, one in enumerate(row.functions):
        rating, sd = one.rating or 0.0, one.sd or 0.0
        name = profile.instrument.function(one.id).name
        cells.append(
            _Cell(
                x=(_WIDTH - whole) / 2 + place * (width + _GAP),
                y=row.y,
                width=width,
                link=links.get(one.id, ""),
                words=_function_in_words(profile, one),
                name=lines(name, width=width - 14, size=_NAME_SIZE),
                rating=None if one.rating is None else f"{one.rating:.2g}" if one.rating < 10 else f"{one.rating:.3g}",
                missing=str(one.missing or "").replace("_", " "),
                typical=f"{one.typical:.1f}",
                look=None if one.rating is None else function_look(profile.instrument, one),
                filled=track * rating / scale.highest,
                sure_from=track * max(rating - sd, 0) / scale.highest,
                sure_to=track * min(rating + sd, scale.highest) / scale.highest,
                tick=track * one.typical / scale.highest,
            )
        )
    return cells


def _small_map(rows: list[_Row]) -> list[tuple[float, float, float, str]]:
    """The same shape in small, with the typical ratings: x, y, width and text of each box, from the right-hand corner."""
    whole, height = 150.0, 17.0
    boxes = []
    for place, row in enumerate(rows):
        width = whole * row.share / len(row.functions)
        left = (whole - whole * row.share) / 2
        boxes += [(left + n * width, place * (height + 2), width - 1.5, f"{one.typical:.0f}") for n, one in enumerate(row.functions)]
    return boxes


def _in_words(profile: Profile) -> str:
    parts = []
    for region in profile.regions:
        names = [_function_in_words(profile, one) for one in profile.functions if one.region == region.id]
        parts.append(f"{_heading(profile, region)}. {'; '.join(names)}.")
    return f"From the bottom up, each function with its rating and what is typical at {age(profile.age_months)}. {' '.join(parts)}"


def _function_in_words(profile: Profile, one: FunctionResult) -> str:
    name = profile.instrument.function(one.id).name
    if one.rating is None:
        return f"{name} {str(one.missing).replace('_', ' ')}, typical {one.typical:.1f}"
    return f"{name} {one.rating:.3g}, typical {one.typical:.1f}"

"""The domains: percent of typical with its interval, on the bands."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from rootwise.picture.drawing import BandLook, Picture, band_legend, band_look, drawn
from rootwise.profile.model import Profile, SetResult
from rootwise.profile.words import chance

_WIDTH = 720
_LEFT = 158.0
_RIGHT = 520.0
_TOP = 40.0
_ROW = 54.0


@dataclass(frozen=True, slots=True)
class _Row:
    y: float
    name: str
    look: BandLook | None
    percent: str
    dot: float
    low: float
    high: float
    words: list[str]


def domains_picture(profile: Profile) -> Picture:
    """One row a domain; the axis goes from 0 to the end of the farthest interval, at least 110 percent."""
    farthest = max((one.interval[1] for one in profile.domains if one.interval), default=0.0)
    end = max(110.0, 10.0 * -(-farthest // 10))

    def x(percent: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * percent / end

    rows = [_row(profile, one, _TOP + place * _ROW, x) for place, one in enumerate(profile.domains)]
    edges = [0.0, *(band.below for band in profile.instrument.bands if band.below is not None), end]
    grounds = [
        (x(low), x(high) - x(low), look, band.name)
        for (low, high), (look, _), band in zip(pairwise(edges), band_legend(profile.instrument), profile.instrument.bands, strict=False)
    ]
    ticks = [(x(percent), f"{percent:g}") for percent in (*edges[:-1], 100.0)]
    return drawn(
        "domains.svg.jinja",
        title="Domains",
        alternative=_in_words(profile),
        width=_WIDTH,
        height=int(_TOP + len(rows) * _ROW + 34),
        rows=rows,
        grounds=grounds,
        ticks=ticks,
        top=_TOP,
        bottom=_TOP + len(rows) * _ROW,
        typical=x(100.0),
        left=_LEFT,
        right=_RIGHT,
    )


def _row(profile: Profile, one: SetResult, y: float, x: Callable[[float], float]) -> _Row:
    name = profile.instrument.domain(one.id).name
    if one.percent is None or one.interval is None:
        return _Row(y, name, None, "", 0, 0, 0, [f"too little is rated: {one.rated} of {one.of}"])
    return _Row(
        y=y,
        name=name,
        look=band_look(profile.instrument, one.percent),
        percent=f"{one.percent:.0f} %",
        dot=x(one.percent),
        low=x(one.interval[0]),
        high=x(one.interval[1]),
        words=_chances(profile, one),
    )


def _chances(profile: Profile, one: SetResult) -> list[str]:
    """How likely each band is, the likeliest first; what is under one percent is left out."""
    chances = sorted((one.band_probability or {}).items(), key=lambda item: -item[1])
    return [f"{profile.instrument.band(band).name.lower()} {chance(share)}" for band, share in chances if share >= 0.01][:2]


def _in_words(profile: Profile) -> str:
    parts = []
    for one in profile.domains:
        name = profile.instrument.domain(one.id).name
        if one.percent is None or one.interval is None or one.band is None:
            parts.append(f"{name}: too little is rated, {one.rated} of {one.of} functions.")
        else:
            low, high = one.interval
            band = profile.instrument.band(one.band).name.lower()
            parts.append(f"{name}: {one.percent:.0f} % of typical, between {low:.0f} and {high:.0f}, {band}.")
    mass = 100 * profile.instrument.thresholds.interval
    return f"Percent of what is typical for the age, with the {mass:g} % interval. {' '.join(parts)}"

"""What all pictures share: colours, patterns, text in boxes, and the step from a layout to an SVG.

A picture is one SVG text. It is set from a template, so that what is drawn can be read; places and sizes are worked out
before. Colours never carry a meaning alone: bands differ in pattern as well, and every picture has a text alternative.
"""

from dataclasses import dataclass
from functools import cache
from textwrap import wrap
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from rootwise.instrument import Instrument
from rootwise.profile.model import FunctionResult

# Ink and paper.
INK = "#2b2a33"
SOFT_INK = "#5a5866"
LINE = "#c9c4bb"
PAPER = "#ffffff"
SUPPORT = "#3f7f78"  # who was there
LOAD = "#b4532e"  # how hard it was

CHARACTER_WIDTH = 0.54  # of the font size, a little more than the mean of our sans-serif


@dataclass(frozen=True, slots=True)
class BandLook:
    """How a band is drawn: a light ground for text, a strong colour, and a pattern for eyes and printers without colour."""

    ground: str
    strong: str
    pattern: str


_LOOKS = (
    BandLook("#f8e1d6", "#b4532e", "hatch"),
    BandLook("#fbf0d2", "#c9952b", "dots"),
    BandLook("#dcebe6", "#4d8f83", "plain"),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG, its title, and what it shows in words."""

    svg: str
    title: str
    alternative: str
    width: int
    height: int


def band_look(instrument: Instrument, percent: float) -> BandLook:
    """The look of the band a percent of typical falls into; further bands look like the highest."""
    band = sum(one.below is not None and percent >= one.below for one in instrument.bands)
    return _LOOKS[min(band, len(_LOOKS) - 1)]


def function_look(instrument: Instrument, one: FunctionResult) -> BandLook:
    """The look of one rated function. What is not below typical by a whole step is drawn as typical."""
    assert one.percent is not None
    return band_look(instrument, one.percent if one.is_below else 100.0)


def band_legend(instrument: Instrument) -> list[tuple[BandLook, str]]:
    """The looks in use with what they mean, lowest first."""
    legend = []
    lower: float | None = None
    for place, band in enumerate(instrument.bands[: len(_LOOKS)]):
        if band.below is None:
            text = f"{lower:g} % and above" if lower is not None else "all"
        else:
            text = f"under {band.below:g} %" if lower is None else f"{lower:g} to {band.below:g} %"
        legend.append((_LOOKS[place], text))
        lower = band.below
    return legend


def lines(text: str, *, width: float, size: float, most: int = 3) -> list[str]:
    """A text broken to fit a width in pixels at a font size; what does not fit into `most` lines ends in an ellipsis."""
    broken = wrap(text, max(int(width / (size * CHARACTER_WIDTH)), 4), break_long_words=True)
    if len(broken) > most:
        return [*broken[: most - 1], f"{broken[most - 1].rstrip('.,; ')}…"]
    return broken


def drawn(template: str, *, title: str, alternative: str, width: int, height: int, **parts: Any) -> Picture:
    """Set a template."""
    svg = (
        _templates()
        .get_template(template)
        .render(title=title, alternative=alternative, width=width, height=height, ink=INK, soft_ink=SOFT_INK, line=LINE, **parts)
    )
    return Picture(svg.strip() + "\n", title, alternative, width, height)


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("rootwise.picture"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["px"] = lambda number: f"{number:.1f}".removesuffix(".0")
    environment.globals.update(paper=PAPER, support=SUPPORT, load=LOAD)
    return environment

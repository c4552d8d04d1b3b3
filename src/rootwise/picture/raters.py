"""Where the ratings of several people on one function differ."""

from dataclasses import dataclass

from rootwise.picture.drawing import Picture, drawn
from rootwise.profile.model import FunctionResult, Profile

_WIDTH = 720
_LEFT = 232.0
_RIGHT = 696.0
_LEGEND_ROW = 26.0
_LEGEND_COLUMNS = 4
_ROW = 36.0
_MOST_ROWS = 12
_SHAPES = ("circle", "square", "diamond", "triangle")


@dataclass(frozen=True, slots=True)
class _Mark:
    x: float
    y: float
    shape: str
    rating: str


@dataclass(frozen=True, slots=True)
class _Row:
    y: float
    name: str
    low: float
    high: float
    typical: float
    marks: list[_Mark]


def disagreements(profile: Profile) -> tuple[FunctionResult, ...]:
    """The functions on which ratings differ, the widest gap first; a tie keeps the order of the instrument."""
    differing = [one for one in profile.functions if one.disagreement]
    return tuple(sorted(differing, key=lambda one: -(one.disagreement or 0)))


def raters_picture(profile: Profile, names: dict[str, str]) -> Picture | None:
    """One row a function that people rated differently, the widest differences at most; None where nobody differs.

    Parameters
    ----------
    names : what each rater is called, by id
    """
    differing = disagreements(profile)[:_MOST_ROWS]
    if not differing:
        return None
    scale = profile.instrument.scale
    by = list(dict.fromkeys(given.by for one in differing for given in one.ratings))
    shapes = {rater: _SHAPES[place % len(_SHAPES)] for place, rater in enumerate(by)}

    def x(rating: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * (rating - scale.lowest) / (scale.highest - scale.lowest)

    legend = [
        (_WIDTH / _LEGEND_COLUMNS * (place % _LEGEND_COLUMNS), _LEGEND_ROW * (place // _LEGEND_COLUMNS), shapes.get(rater, "typical"), name)
        for place, (rater, name) in enumerate([("", "typical for the age"), *((rater, names[rater]) for rater in by)])
    ]
    top = legend[-1][1] + _LEGEND_ROW + 14
    rows = []
    for place, one in enumerate(differing):
        y = top + place * _ROW + _ROW / 2
        steps = [given.rating for given in one.ratings]
        # Raters who agree stand above each other, so that no mark hides another.
        marks = [
            _Mark(x(given.rating), y - 12 * steps[:number].count(given.rating), shapes[given.by], str(given.rating))
            for number, given in enumerate(one.ratings)
        ]
        rows.append(_Row(y, profile.instrument.function(one.id).name, x(min(steps)), x(max(steps)), x(one.typical), marks))
    return drawn(
        "raters.svg.jinja",
        title="Where ratings differ",
        alternative=_in_words(profile, differing, names),
        width=_WIDTH,
        height=int(top + len(rows) * _ROW + 30),
        rows=rows,
        legend=legend,
        ticks=[(x(step), str(step)) for step in range(scale.lowest, scale.highest + 1)],
        top=top,
        bottom=top + len(rows) * _ROW,
        left=_LEFT,
    )


def _in_words(profile: Profile, differing: tuple[FunctionResult, ...], names: dict[str, str]) -> str:
    parts = []
    for one in differing:
        said = ", ".join(f"{names[given.by]} {given.rating}" for given in one.ratings)
        parts.append(f"{profile.instrument.function(one.id).name}: {said}, typical {one.typical:.1f}.")
    return f"Ratings of several people, the widest difference first. {' '.join(parts)}"

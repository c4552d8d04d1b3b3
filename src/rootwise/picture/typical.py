"""One function: what is typical at every age (§3), and where the child stands beside it."""

import numpy as np

from rootwise.instrument.typical import curve, knots
from rootwise.picture.drawing import Picture, drawn
from rootwise.profile.model import Profile
from rootwise.profile.words import age

_WIDTH = 560
_LEFT = 40.0
_RIGHT = 544.0
_TOP = 26.0
_BOTTOM = 236.0
_POINTS = 81  # of the curve
_YEARS_APART = (1, 2, 3, 5)
_MOST_TICKS = 8


def typical_picture(profile: Profile, function_id: str) -> Picture:
    """The typical curve from birth on, the anchors on it, and the rating at the child's age with how sure it is."""
    instrument, one = profile.instrument, profile.function(function_id)
    function, scale = instrument.function(function_id), instrument.scale
    ages, ratings = knots(function, instrument)
    last = max(float(ages[-1]), profile.age_months) * 1.05

    def x(months: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * months / last

    def y(rating: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * (rating - scale.lowest) / (scale.highest - scale.lowest)

    at = last * np.linspace(0.0, 1.0, _POINTS) ** 2  # closer where the curve is steep
    line = [(x(months), y(rating)) for months, rating in zip(at.tolist(), curve(at, ages, ratings).tolist(), strict=True)]
    years = next((step for step in _YEARS_APART if last / 12 / step <= _MOST_TICKS), _YEARS_APART[-1])
    sd = one.sd or 0.0
    return drawn(
        "typical.svg.jinja",
        title=f"{function.name}: what is typical",
        alternative=_in_words(profile, function_id),
        width=_WIDTH,
        height=int(_BOTTOM + 40),
        path=" ".join(f"{left:.1f} {top:.1f}" for left, top in line),
        anchors=[(x(anchor.age_months), y(anchor.rating)) for anchor in function.anchors],
        levels=[(y(step), str(step)) for step in range(scale.lowest, scale.highest + 1) if step % 2 == scale.highest % 2],
        ticks=[(x(12.0 * year), str(year)) for year in range(0, int(last / 12) + 1, years)],
        child_x=x(profile.age_months),
        child_y=None if one.rating is None else y(one.rating),
        sure=(y(min(one.rating + sd, scale.highest)), y(max(one.rating - sd, scale.lowest))) if one.rating is not None else None,
        typical_y=y(one.typical),
        left=_LEFT,
        right=_RIGHT,
        top=_TOP,
        bottom=_BOTTOM,
    )


def _in_words(profile: Profile, function_id: str) -> str:
    function, one = profile.instrument.function(function_id), profile.function(function_id)
    anchors = ", ".join(f"{anchor.rating} at {age(anchor.age_months)}" for anchor in function.anchors)
    here = "not rated" if one.rating is None else f"rated {one.rating:.3g}"
    return f"Typical ratings by age: {anchors}. At {age(profile.age_months)} {one.typical:.1f} is typical; {function.name} is {here}."

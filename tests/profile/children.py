"""Children that Hypothesis makes up: any age, any ratings, any number of raters, anything missing."""

from typing import Any

from hypothesis import strategies as st

from rootwise.case.vocabulary import Missing
from tests.profile.drawn import MAP, Given

OLDEST_DAYS = 7670  # 252 months are 7670.25 days
CONFIDENCES = [one.id for one in MAP.instrument.confidences]
FUNCTIONS = [one.id for one in MAP.instrument.functions]

days = st.one_of(st.integers(0, OLDEST_DAYS), st.sampled_from([0, 487, 1461, 2922, 4383, 6575, 7305, OLDEST_DAYS]))
rated = st.tuples(st.integers(1, 12), st.sampled_from([*CONFIDENCES, None]))
several = st.lists(rated, min_size=2, max_size=5)
missing = st.sampled_from([None, *Missing])


@st.composite
def ratings(draw: st.DrawFn) -> dict[str, Given]:
    """What was given for each function: mostly rated, so that most sets are sufficient."""
    level = draw(st.integers(1, 12))
    near = st.integers(max(level - 2, 1), min(level + 2, 12))
    one = st.one_of(near, near, st.tuples(near, st.sampled_from([*CONFIDENCES, None])), rated, several)
    given: dict[str, Given] = {name: draw(one) for name in FUNCTIONS}
    gaps: dict[str, Any] = draw(st.dictionaries(st.sampled_from(FUNCTIONS), missing, max_size=8))
    return {**given, **gaps}


def as_reference(given: dict[str, Given], confidence: str = "sure") -> dict[str, list[tuple[int, float]]]:
    """The same ratings as the reference takes them."""
    sd = {one.id: one.sd for one in MAP.instrument.confidences} | {None: 1.0}  # §6: not stated counts as likely
    plain: dict[str, list[tuple[int, float]]] = {}
    for name, value in given.items():
        entries = value if isinstance(value, list) else [value]
        pairs = [entry if isinstance(entry, tuple) else (entry, confidence) for entry in entries]
        plain[name] = [(rating, sd[stated]) for rating, stated in pairs if isinstance(rating, int)]
    return plain

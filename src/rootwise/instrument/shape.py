"""Whether two texts of one shape say equally much, whatever their words: the same keys, lists of the same length, nothing left out."""

from collections.abc import Iterator
from typing import Any

from rootwise.document import Place


def differences(own: Any, other: Any, *, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every place where the plain values of `other` hold more or less than `own`, and what is wrong there."""
    if isinstance(own, dict) and isinstance(other, dict):
        yield from (((*place, str(key)), "this is missing") for key in own if key not in other)
        yield from (((*place, str(key)), "the original has nothing of this name") for key in other if key not in own)
        for key in own:
            if key in other:
                yield from differences(own[key], other[key], place=(*place, str(key)))
    elif isinstance(own, tuple) and isinstance(other, tuple):
        if len(own) != len(other):
            yield place, f"the original has {len(own)} entries here"
        for number, (one, another) in enumerate(zip(own, other, strict=False)):
            yield from differences(one, another, place=(*place, number))
    elif (own is None) != (other is None):
        yield place, "this is missing" if other is None else "the original says nothing here"

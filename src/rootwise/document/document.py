"""What was read of one file: plain values, and where each of them stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rootwise.errors import Problem

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """What one file holds: plain values, and the line on which each of them starts.

    `problems` are those that still leave a readable document (a key that stands twice); `checked` reports them with the rest. `given` says
    of values that stand in no file where they came from.
    """

    name: str
    data: Any
    lines: dict[Place, int]
    content: bytes
    problems: tuple[Problem, ...] = ()
    given: Mapping[Place, str] = field(default_factory=dict)

    def holds(self, place: Place) -> bool:
        """Whether a value stands at this place, in the file or given beside it."""
        return place in self.lines or place in self.given

    def problem(self, path: Place, what: str, expected: str) -> Problem:
        """A problem at a path, told with the line of the nearest value that the file really has."""
        origin = next((self.given[path[:length]] for length in range(len(path), 0, -1) if path[:length] in self.given), None)
        if origin is not None:
            return Problem(origin, None, spoken(path), what, expected)
        known = path
        while known not in self.lines and known:
            known = known[:-1]
        return Problem(self.name, self.lines.get(known), spoken(path), what, expected)


def spoken(path: Place) -> str:
    """A path as people write it: `ratings.arousal[2].by`, counting from 1."""
    words = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{_safe_key(part)}" for part in path)
    return words.removeprefix(".")


def _safe_key(key: str) -> str:
    return key if re.fullmatch(r"[a-z][a-z0-9_@.-]{0,60}|[0-9]{1,2}", key) else "(unreadable key)"

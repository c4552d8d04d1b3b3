"""What if: the same case with something changed (`--set sleep=7 --set context.adults.foster.minutes=20`)."""

import re
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from rootwise.document import Document, Place
from rootwise.errors import UserError

# What may be tried out: never whether a child is safe, nor which child it is (§10).
_MAY_CHANGE = ("ratings", "relations", "context", "history")
_MAY_WORRY = {"red_flags": "yes", "safe_place": "no", "basic_needs": "not_met"}  # the gate may be tried closed, never open
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,18}")


class CannotChange(UserError):
    """A `--set` that does not fit the case."""

    def __init__(self, change: str, what: str) -> None:
        # Without `=` nobody knows where the name ends and an answer begins, so nothing of it is told.
        name, equals, _ = change.partition("=")
        told = f"--set {name}" if name and equals else "--set"
        super().__init__(f"{told}: {what}. Write --set sleep=7 or --set context.adults.foster.minutes=20.")


def changed(document: Document, changes: Sequence[str]) -> Document:
    """The document with every change made; it is checked like any other afterwards.

    A bare name is a function: its rating is changed, and several raters become one. A path goes through keys, and through lists
    by the `id` of their entries. `[mon, tue]` is a list. Problems of a changed value are told of the change, not of the file.

    Raises
    ------
    CannotChange
        A change has no `=`, or its path leads nowhere.
    """
    data, given = deepcopy(document.data), dict[Place, str]()
    for change in changes:
        path, equals, value = change.partition("=")
        if not equals or not path or not isinstance(data, dict):
            raise CannotChange(change, "this is not NAME=VALUE")
        given[_set(data, path, _value(value), change)] = f"--set {path}"
    # The changes belong to the content: what comes of them is never taken for what was really recorded.
    content = b"\n".join([document.content, *(f"--set {one}".encode() for one in changes)])
    return Document(document.name, data, document.lines, content, document.problems, given)


def _set(data: dict[str, Any], path: str, value: Any, change: str) -> Place:
    if "." in path:
        first, *more = path.split(".")
        closes_the_gate = first == "safety" and bool(more) and _MAY_WORRY.get(more[0]) == value
        if first not in _MAY_CHANGE and not closes_the_gate:
            raise CannotChange(change, f"only {', '.join(_MAY_CHANGE)} can be tried out; what is known to be so is written into the case")
        return _set_path(data, path.split("."), value, change)
    return _set_rating(data, path, value, change)


def _value(text: str) -> Any:
    if text.startswith("[") and text.endswith("]"):
        return [_value(one.strip()) for one in text[1:-1].split(",") if one.strip()]
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else text


def _set_rating(data: dict[str, Any], function_id: str, value: Any, change: str) -> Place:
    if function_id in _as_dict(data.get("relations")):
        raise CannotChange(change, f"this is a relation: write relations.{function_id}")
    ratings = data.get("ratings")
    raters = data.get("raters")
    if not isinstance(ratings, dict) or not isinstance(raters, list) or not raters:
        raise CannotChange(change, "the case has no ratings or no raters")
    before = ratings.get(function_id)
    first = before[0] if isinstance(before, list) and before else before
    by = first.get("by") if isinstance(first, dict) else None
    ratings[function_id] = {
        "rating": value,
        "confidence": "sure",
        "by": by or (raters[0].get("id") if isinstance(raters[0], dict) else None),
    }
    return "ratings", function_id


def _set_path(data: Any, path: list[str], value: Any, change: str) -> Place:
    *way, last = path
    here, place = data, list[str | int]()
    for part in way:
        step = _step(here, part)
        if step is None:
            raise CannotChange(change, "this path leads nowhere in the case")
        place.append(step)
        here = here[step]
    if not isinstance(here, dict):
        raise CannotChange(change, "this path does not end at a key")
    here[last] = value
    return (*place, last)


def _step(here: Any, part: str) -> str | int | None:
    """The key or number under which a part of a path is found."""
    if isinstance(here, dict):
        return part if part in here else None
    if isinstance(here, list):
        return next((number for number, one in enumerate(here) if isinstance(one, dict) and one.get("id") == part), None)
    return None


def _as_dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}

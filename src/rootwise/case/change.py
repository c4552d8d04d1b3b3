"""What if: the same case with something changed (`--set sleep=7 --set context.adults.foster.minutes=20`)."""

import re
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from rootwise.document import Document
from rootwise.errors import UserError

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
    by the `id` of their entries.

    Raises
    ------
    CannotChange
        A change has no `=`, or its path leads nowhere.
    """
    data = deepcopy(document.data)
    for change in changes:
        path, equals, value = change.partition("=")
        if not equals or not path or not isinstance(data, dict):
            raise CannotChange(change, "this is not NAME=VALUE")
        if "." in path:
            _set_path(data, path.split("."), _value(value), change)
        else:
            _set_rating(data, path, _value(value), change)
    # The changes belong to the content: what comes of them is never taken for what was really recorded.
    content = b"\n".join([document.content, *(f"--set {one}".encode() for one in changes)])
    return Document(document.name, data, document.lines, content, document.problems)


def _value(text: str) -> Any:
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else text


def _set_rating(data: dict[str, Any], function_id: str, value: Any, change: str) -> None:
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


def _set_path(data: Any, path: list[str], value: Any, change: str) -> None:
    *way, last = path
    here = data
    for part in way:
        here = _step(here, part)
        if here is None:
            raise CannotChange(change, "this path leads nowhere in the case")
    if not isinstance(here, dict):
        raise CannotChange(change, "this path does not end at a key")
    here[last] = value


def _step(here: Any, part: str) -> Any:
    if isinstance(here, dict):
        return here.get(part)
    if isinstance(here, list):
        return next((one for one in here if isinstance(one, dict) and one.get("id") == part), None)
    return None

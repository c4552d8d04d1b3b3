"""Check plain values against a pydantic model; tell every problem in words, with its line, without its value."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from rootwise.document.document import Document, Place
from rootwise.errors import InvalidFile, Problem

Model = TypeVar("Model", bound=BaseModel)

_SCHEMA_HINT = "`rootwise check --schema` describes every key"

# What pydantic calls an error -> (what is wrong, what was expected). `{...}` comes from the error's own context,
# which holds our limits and choices, never the value that was given.
_WORDS: Mapping[str, tuple[str, str]] = {
    "missing": ("this key is missing", f"Add it; {_SCHEMA_HINT}"),
    "extra_forbidden": ("this key is not known here", f"Check its spelling and indentation; {_SCHEMA_HINT}"),
    "int_type": ("this is not a whole number", "Write a whole number without quotes"),
    "int_from_float": ("this is not a whole number", "Write a whole number without quotes"),
    "float_type": ("this is not a number", "Write a number without quotes"),
    "date_type": ("this is not a date", "Write it as 2026-05-20"),
    "bool_type": ("this is not true or false", "Write true or false"),
    "string_type": ("this is not text", "Write text; put it in quotes if it looks like a number"),
    "string_too_short": ("this text is empty", "Write it, or leave the key out"),
    "string_too_long": ("this text is too long", "At most {max_length} characters"),
    "string_pattern_mismatch": ("this is not written in the form that is needed here", "It has to match {pattern}"),
    "dict_type": ("keys with values were expected here", "Write `key: value` lines, indented"),
    "model_type": ("keys with values were expected here", "Write `key: value` lines, indented"),
    "model_attributes_type": ("keys with values were expected here", "Write `key: value` lines, indented"),
    "list_type": ("a list was expected here", "Write one `- ` line for each"),
    "tuple_type": ("a list was expected here", "Write one `- ` line for each"),
    "too_short": ("too few entries", "At least {min_length}"),
    "too_long": ("too many entries", "At most {max_length}"),
    "literal_error": ("this word is not one of the choices", "One of {expected}"),
    "enum": ("this word is not one of the choices", "One of {expected}"),
    "union_tag_invalid": ("this word is not one of the choices", "One of {expected_tags}"),
    "union_tag_not_found": ("it is not said which kind this is", "Add the key {discriminator}"),
    "greater_than_equal": ("this number is too small", "At least {ge}"),
    "greater_than": ("this number is too small", "More than {gt}"),
    "less_than_equal": ("this number is too large", "At most {le}"),
    "less_than": ("this number is too large", "Less than {lt}"),
}


def wrong(what: str, expected: str) -> PydanticCustomError:
    """What a validator of ours raises. Both sentences are shown as they are: never put an answer into them."""
    return PydanticCustomError("rootwise", "{what}", {"what": what, "expected": expected})


def checked(
    model: type[Model],
    document: Document,
    *,
    context: Any = None,
    also: Callable[[Model], list[Problem]] | None = None,
) -> Model:
    """The document as a `model`.

    `also` looks for problems that only show when everything else is right.

    Raises
    ------
    InvalidFile
        With every problem of the document.
    """
    try:
        value = model.model_validate(document.data, context=context)
    except ValidationError as error:
        every = error.errors(include_url=False, include_input=False)
        # Pydantic leaves wrong entries out and then finds the list too short: only the wrong entries are told.
        inside = {one["loc"][:length] for one in every for length in range(len(one["loc"]))}
        details = [one for one in every if not (one["type"] == "too_short" and one["loc"] in inside)]
        raise InvalidFile([*document.problems, *dict.fromkeys(_problem(document, one) for one in details)]) from None
    problems = [*document.problems, *(also(value) if also else [])]
    if problems:
        raise InvalidFile(problems)
    return value


def _problem(document: Document, error: ErrorDetails) -> Problem:
    context = error.get("ctx", {})
    if error["type"] == "rootwise":
        what, expected = context["what"], context["expected"]
    else:
        what, expected = _WORDS.get(error["type"], (f"this is not accepted ({error['type'].replace('_', ' ')})", _SCHEMA_HINT))
        expected = expected.format_map(context)
    if what == "this key is missing" and len(document.lines) < 2:
        what = "this key is missing (the file is empty or not made of keys)"
    return document.problem(_place(document, error), what, expected)


def _place(document: Document, error: ErrorDetails) -> Place:
    """Pydantic's location without what only pydantic knows: names of union members, `[key]`, list wrapping."""
    place: Place = ()
    for part in error["loc"]:
        if document.holds((*place, part)):
            place = (*place, part)
    if error["type"] == "missing":
        place = (*place, error["loc"][-1])
    return place

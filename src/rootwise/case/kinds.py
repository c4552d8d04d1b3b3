"""Kinds of values that every part of a case file uses."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema

from rootwise.document import wrong
from rootwise.document.kinds import one_line, visible

_KEY = r"^[a-z][a-z0-9_-]{0,39}$"


def _plain_key(key: str) -> str:
    if not re.fullmatch(_KEY.strip("^$"), key):
        raise wrong("this id is not written in the form that is needed", "Small letters, digits, - and _, beginning with a letter")
    return key


Key = Annotated[str, AfterValidator(_plain_key), WithJsonSchema({"type": "string", "pattern": _KEY})]
Note = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(visible)]
Name = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(one_line)]


class Part(BaseModel):
    """A part of a case: closed, and unchangeable once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)

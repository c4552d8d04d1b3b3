"""Who wrote a content file beside an instrument, and who has looked at it."""

from typing import Literal, Self

from pydantic import Field, model_validator

from rootwise.document import wrong
from rootwise.document.kinds import FormatVersion, FullDate, Label
from rootwise.instrument.model import Content


class Provenance(Content):
    """The head of a content file whose wording is our own draft."""

    rootwise: FormatVersion
    licence: Label
    authors: tuple[Label, ...] = Field(strict=False, min_length=1)
    source: Literal["project draft"] = Field(description="Where the wording comes from: it is our own")
    clinical_reviewer: str | None = Field(description="The name of the professional who reviewed it; null until there is one")
    native_reviewer: str | None = Field(description="The name of the native reader who reviewed the wording; null until there is one")
    reviewed_on: FullDate
    review_due: FullDate

    @model_validator(mode="after")
    def _due_after_review(self) -> Self:
        if self.review_due <= self.reviewed_on:
            raise wrong("the review is due before it was done", "A later date than `reviewed_on`")
        return self

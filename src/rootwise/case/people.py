"""Who answers: what one key of a case file has to know about the people and the instrument named in the rest of it."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, ValidationInfo

from rootwise.document import wrong
from rootwise.instrument.model import Instrument


@dataclass(frozen=True, slots=True)
class CaseContext:
    """What the check of one key has to know about the rest. None: the file does not tell, which is said once."""

    instrument: Instrument | None
    raters: frozenset[str] | None
    professionals: frozenset[str]


NOBODY_ASKED = CaseContext(None, None, frozenset())  # for looking at a part of a file by itself: what needs the rest is told elsewhere


def context_of(info: ValidationInfo) -> CaseContext:
    assert isinstance(info.context, CaseContext)
    return info.context


def _known_rater(by: str, info: ValidationInfo) -> str:
    raters = context_of(info).raters
    if raters is not None and by not in raters:
        raise wrong("this person is not in `raters`", "List everybody who answers under `raters`, and use that id here")
    return by


def _known_professional(by: str, info: ValidationInfo) -> str:
    _known_rater(by, info)
    if context_of(info).raters is not None and by not in context_of(info).professionals:
        raise wrong("only a professional can record an action", "Name a rater whose role is not caregiver or teacher")
    return by


RaterId = Annotated[str, AfterValidator(_known_rater)]
ProfessionalId = Annotated[str, AfterValidator(_known_professional)]

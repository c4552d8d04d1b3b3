"""Between the rows of an assessment and a case file (docs/case-file.md): every part of the file is one row, and nothing is left out."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rootwise.case import ReadCase, parse_case
from rootwise.case.contradictions import contradictions
from rootwise.document import Place, parse_document
from rootwise.errors import InvalidFile, Problem, UserError
from rootwise.profile.gate import BASIC_NEEDS, SAFE_PLACE
from rootwise.web.assessments.models import Answer, Assessment, ContextAnswer, PeriodAnswer, Rater, Rating, RelationAnswer, SafetyAnswer

ANSWERS: tuple[type[Answer], ...] = (SafetyAnswer, PeriodAnswer, RelationAnswer, Rating, ContextAnswer)
SENSITIVE: tuple[type[Answer], ...] = (SafetyAnswer, PeriodAnswer)  # T4
NOT_ASKED: dict[str, Any] = {"answer": "not_asked"}
NAME = "the assessment"  # what a problem calls the document


@dataclass(frozen=True, slots=True)
class Part:
    """Where one answer stands: the kind of answer, and its name among those of the kind; of a rating also the rater."""

    kind: type[Answer]
    name: str
    rater: str | None = None

    @property
    def place(self) -> Place:
        """Where it stands in the case file."""
        if self.kind is SafetyAnswer:
            return ("safety", self.name) if self.name in (BASIC_NEEDS, SAFE_PLACE) else ("safety", "red_flags", self.name)
        return ({PeriodAnswer: "history", RelationAnswer: "relations", Rating: "ratings", ContextAnswer: "context"}[self.kind], self.name)


def safety_part(question: str) -> Part:
    return Part(SafetyAnswer, question)


def relation_part(item: str) -> Part:
    return Part(RelationAnswer, item)


def rating_part(function: str, rater: str | None) -> Part:
    return Part(Rating, function, rater)


def period_part(period: str) -> Part:
    return Part(PeriodAnswer, period)


def context_part(section: str) -> Part:
    return Part(ContextAnswer, section)


_FIELDS = {SafetyAnswer: "question", PeriodAnswer: "period", RelationAnswer: "item", Rating: "function", ContextAnswer: "section"}


def columns(part: Part, raters: Iterable[Rater]) -> dict[str, Any]:
    """What tells the row of this part from the other rows of its kind."""
    named: dict[str, Any] = {_FIELDS[part.kind]: part.name}
    if part.kind is Rating:
        named["rater"] = next(one for one in raters if one.key == part.rater) if part.rater is not None else None
    return named


def part_of(row: Answer, raters: Iterable[Rater]) -> Part:
    if isinstance(row, Rating):
        return Part(Rating, row.function, next((one.key for one in raters if one.pk == row.rater_id), None))
    return Part(type(row), getattr(row, _FIELDS[type(row)]))


def document_of(assessment: Assessment, birth: str, raters: Sequence[Rater], values: Mapping[Part, Any]) -> dict[str, Any]:
    """The case file these answers make. What was not answered is not asked."""
    child: dict[str, Any] = {"id": assessment.child_key, "birth_date": birth}
    if assessment.child_called:
        child["name"] = assessment.child_called
    if assessment.gestation_weeks is not None:
        child["gestation_weeks"] = assessment.gestation_weeks
    document: dict[str, Any] = {
        "rootwise": 1,
        **({"fictional": True} if assessment.is_fictional else {}),
        "instrument": assessment.instrument,
        "child": child,
        "assessed_on": assessment.assessed_on.isoformat(),
        "raters": [{"id": one.key, "role": one.role, **({"name": one.name} if one.name else {})} for one in raters],
        "safety": {BASIC_NEEDS: NOT_ASKED, SAFE_PLACE: NOT_ASKED, "red_flags": {}},
        "history": {},
        "relations": {},
        "ratings": {},
        "context": {},
    }
    order = {one.key: number for number, one in enumerate(raters)}
    for part in sorted(values, key=lambda one: (one.place, order.get(one.rater or "", -1))):
        *above, last = (str(key) for key in part.place)
        inside = document
        for key in above:
            inside = inside[key]
        if part.kind is Rating:
            by = {"by": part.rater} if part.rater is not None else {}
            inside.setdefault(last, []).append({**values[part], **by})
        else:
            inside[last] = values[part]
    return document


def parts_in(document: Mapping[str, Any]) -> dict[Part, Any]:
    """The answers in a case file that was checked, each in its long form.

    Raises
    ------
    UserError
        It says twice of one function, without a name, why there is no rating.
    """
    safety, found = document["safety"], {}
    for question, given in {**{one: safety[one] for one in (BASIC_NEEDS, SAFE_PLACE)}, **safety["red_flags"]}.items():
        found[Part(SafetyAnswer, question)] = _long(given)
    for kind, key in ((PeriodAnswer, "history"), (RelationAnswer, "relations"), (ContextAnswer, "context")):
        for name, given in (document.get(key) or {}).items():
            found[Part(kind, name)] = given
    for function, given in document["ratings"].items():
        for entry in given if isinstance(given, list) else [given]:
            part = Part(Rating, function, entry.get("by"))
            if part in found:
                raise UserError(_("%(function)s has two entries that nobody signed. Keep one.") % {"function": function})
            found[part] = {key: one for key, one in entry.items() if key != "by"}
    return found


def _long(given: Any) -> dict[str, Any]:
    if isinstance(given, bool):
        given = "yes" if given else "no"
    if isinstance(given, str):
        return {"answer": given}
    answer = given["answer"]
    return {**given, "answer": {True: "yes", False: "no"}.get(answer, answer) if isinstance(answer, bool) else answer}


def bytes_of(document: Mapping[str, Any]) -> bytes:
    """The document as JSON; the same answers give the same bytes."""
    return (json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def read_parts(document: Mapping[str, Any]) -> ReadCase | list[Problem]:
    """The case, or everything that is wrong in it."""
    try:
        return parse_case(NAME, bytes_of(document))
    except InvalidFile as wrong:
        return wrong.problems


def contradictions_in(document: Mapping[str, Any]) -> list[Problem]:
    """What cannot be true of the child's week at the same time. It is told and stops nobody: a week is written row by row."""
    return contradictions(parse_document(NAME, bytes_of(document)))


def concerns(problem: Problem, part: Part) -> bool:
    """Whether a problem lies in this part."""
    spoken = ".".join(str(one) for one in part.place)
    return problem.where == spoken or problem.where.startswith((f"{spoken}.", f"{spoken}["))

"""What happened, and who was there, period by period (§8). It shows timing: nothing is added up, and nothing is foretold."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods

from rootwise.case import ReadCase
from rootwise.errors import Problem
from rootwise.instrument.model import Period
from rootwise.picture import history_picture
from rootwise.profile.build import profile_of
from rootwise.web.assessments import selectors
from rootwise.web.assessments.history_forms import PeriodForm
from rootwise.web.assessments.parts import Part, document_of, period_part, read_parts
from rootwise.web.assessments.views.answering import AnswerPage, Given, answer_page, opened_for
from rootwise.web.assessments.views.entry import FORM, address
from rootwise.web.children.needs import Need

_STEPS = 24  # of the axis: the columns of the style sheet are t1 to t24


@dataclass(frozen=True, slots=True)
class Column:
    """A period on the axis of the child's life, in tenths of a month from conception."""

    period: Period
    begins: int
    length: int
    life: int

    @property
    def share(self) -> int:
        """How wide it is drawn. The shortest keep a width that a finger hits; the axis above them is true."""
        return max(1, round(_STEPS * self.length / self.life))


@require_http_methods(FORM)
@login_required
def history(request: HttpRequest, child: UUID, assessment: UUID) -> HttpResponse:
    found, opened = opened_for(request, child, assessment, Need.T4, write=request.method == "POST")

    def make(opened: selectors.Opened, data: Any) -> list[Given]:
        return [Given(PeriodForm(opened, period_part(one.period.id), data), one) for one in columns(opened)]

    def context(opened: selectors.Opened) -> dict[str, Any]:
        read = _history_alone(opened)
        picture = history_picture(profile_of(read)) if isinstance(read, ReadCase) else None
        history = opened.instrument.history
        return {
            "is_wide": True,
            "history": history,
            "adversity_levels": history.adversity_levels,
            "health_levels": history.relational_health_levels[::-1],
            "picture": mark_safe(picture.svg) if picture is not None else "",  # noqa: S308 - drawn by rootwise.picture, which escapes what it writes
            "problems": read if isinstance(read, list) else (),
        }

    return answer_page(request, found, opened, AnswerPage("history", "history", make, context, address("relations", opened)))


def columns(opened: selectors.Opened) -> list[Column]:
    """The periods the child has reached; none where the day of birth and that of the assessment do not go together."""
    read = _history_alone(opened)
    if not isinstance(read, ReadCase):
        return []
    conceived, now = profile_of(read).history[0].from_months, read.age.oldest_months
    spans = [
        (one, conceived if one.from_months is None else one.from_months, now if one.to_months is None else min(one.to_months, now))
        for one in opened.instrument.history.periods
        if one.from_months is None or one.from_months <= now
    ]
    life = round(10 * (now - conceived))
    return [Column(one, round(10 * (begins - conceived)), round(10 * (ends - begins)), life) for one, begins, ends in spans]


def _history_alone(opened: selectors.Opened) -> ReadCase | list[Problem]:
    """As a case of its own, so that a picture of it can be drawn whatever else is missing."""
    parts: list[Part] = [period_part(one.id) for one in opened.instrument.history.periods]
    values = {part: opened.value(part) for part in parts if part in opened.rows}
    return read_parts(document_of(opened.assessment, opened.assessment.child.birth, opened.raters, values))

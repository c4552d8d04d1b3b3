"""Writing down what was seen: safety first, who is around the child, the functions one by one."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rootwise.web.accounts.selectors import help_contacts
from rootwise.web.assessments import actions, selectors
from rootwise.web.assessments.forms import RatingForm, RelationForm, SafetyForm
from rootwise.web.assessments.parts import context_part, rating_part, relation_part, safety_part
from rootwise.web.assessments.views.answering import AnswerPage, Given, answer_page, opened_for, require_ticket
from rootwise.web.assessments.voices import why_not
from rootwise.web.audit.recording import Actor
from rootwise.web.children.needs import Need
from rootwise.web.children.views.asking import actor

FORM = ["GET", "HEAD", "POST"]


def address(name: str, opened: selectors.Opened, *more: object) -> str:
    return reverse(f"assessments:{name}", args=[opened.assessment.child_id, opened.assessment.pk, *more])


@require_http_methods(FORM)
@login_required
def safety(request: HttpRequest, child: UUID, assessment: UUID) -> HttpResponse:
    """Basic needs, a safe place and the red flags: first of all, in every case (§10)."""
    found, opened = opened_for(request, child, assessment, Need.T4, write=request.method == "POST")

    def make(opened: selectors.Opened, data: Any) -> list[Given]:
        asked = [("basic_needs", None), ("safe_place", None), *((one.id, one) for one in opened.instrument.safety.red_flags)]
        return [Given(SafetyForm(opened, safety_part(question), data), flag) for question, flag in asked]

    def context(opened: selectors.Opened) -> dict[str, Any]:
        return {
            "flags": selectors.flags_of(actor(request), opened),
            "sites": [one for one in help_contacts() if one.name == found.site.name],
            "escalation": opened.instrument.safety.escalation,
            "left": selectors.questions_left(opened),
        }

    return answer_page(request, found, opened, AnswerPage("safety", "safety", make, context, address("history", opened)))


@require_http_methods(FORM)
@login_required
def relations(request: HttpRequest, child: UUID, assessment: UUID) -> HttpResponse:
    """The eight current relations (§8)."""
    found, opened = opened_for(request, child, assessment, Need.T3, write=request.method == "POST")

    def make(opened: selectors.Opened, data: Any) -> list[Given]:
        return [Given(RelationForm(opened, relation_part(one.id), data), one) for one in opened.instrument.relations.items]

    user: Any = request.user
    after = address("function", opened, selectors.next_function(opened, opened.rater_of(user)))
    return answer_page(request, found, opened, AnswerPage("relations", "relations", make, lambda _opened: {}, after))


@require_http_methods(FORM)
@login_required
def function(request: HttpRequest, child: UUID, assessment: UUID, function: str) -> HttpResponse:
    """One function, rated by one person; what the others said stands beside it."""
    found, opened = opened_for(request, child, assessment, Need.T3, write=request.method == "POST")
    ids = [one.id for one in opened.instrument.functions]
    if function not in ids:
        raise Http404
    user: Any = request.user
    if request.method == "POST" and request.GET.get("by") is None and opened.rater_of(user) is None:
        require_ticket(request, opened, f"function {function}")
        with suppress(actions.Refused):  # closed meanwhile: the answer says so
            actions.add_rater(by=actor(request), assessment=opened.assessment, user=user, role=user.role, name=user.name)
        opened = selectors.opened(actor(request), user, opened.assessment)
    rater = _rater(request, opened)
    part = rating_part(function, rater.key if rater else "")
    place = ids.index(function)
    query = f"?by={rater.key}" if rater is not None and request.GET.get("by") else ""
    after = address("function", opened, ids[place + 1]) + query if place + 1 < len(ids) else _after_the_last(opened)

    def make(opened: selectors.Opened, data: Any) -> list[Given]:
        return [Given(RatingForm(opened, part, data), opened.instrument.functions[place])]

    def context(opened: selectors.Opened) -> dict[str, Any]:
        return {
            "function": opened.instrument.functions[place],
            "region": opened.instrument.region(opened.instrument.functions[place].region),
            "number": place + 1,
            "of": len(ids),
            "rater": rater,
            "is_told": rater is not None and rater.user_id != request.user.pk,
            "refused": why_not(actor(request), rater) if rater is not None else "",
            "other": _next_rater(opened, rater, actor(request)),
            "query": query,
            "before": ids[place - 1] if place else "",
            "after": after,
            "ratings": selectors.ratings_beside(opened, function),
            "ages": selectors.typical_ages(opened, function) if opened.value(part) is not None else (),
        }

    return answer_page(request, found, opened, AnswerPage(f"function {function}", "function", make, context, after))


def _after_the_last(opened: selectors.Opened) -> str:
    """The child's days, where nobody wrote them down yet."""
    is_told = opened.value(context_part("adults")) is not None
    return address("page", opened) if is_told else address("context", opened, "people")


def _next_rater(opened: selectors.Opened, rater: Any, by: Actor) -> Any:
    """The next one as whom this person may answer, in the order of the list and round again; None where there is nobody else."""
    keys = [one.key for one in opened.raters]
    after = keys.index(rater.key) + 1 if rater is not None else 0
    others = [one for one in (*opened.raters[after:], *opened.raters[:after]) if rater is None or one.key != rater.key]
    return next((one for one in others if not why_not(by, one)), None)


def _rater(request: HttpRequest, opened: selectors.Opened) -> Any:
    """For whom somebody writes: the rater in the address, else themselves."""
    asked = request.GET.get("by")
    if asked is None:
        user: Any = request.user
        return opened.rater_of(user)
    rater = next((one for one in opened.raters if one.key == asked), None)
    if rater is None:
        raise Http404
    return rater

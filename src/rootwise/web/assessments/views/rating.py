"""What somebody without an account sees: a code to type, one question a screen, and only their own answers.

The address with the token opens nothing by itself: the code comes by another way. Once opened, the link works in that one browser. Whatever
is wrong with a link, the answer is the same page.
"""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rootwise.web.accounts.selectors import help_contacts
from rootwise.web.assessments import actions, selectors
from rootwise.web.assessments.forms import CodeForm, OutsiderForm
from rootwise.web.assessments.links import IDLE_MINUTES
from rootwise.web.assessments.parts import rating_part
from rootwise.web.audit.recording import Actor
from rootwise.web.database.versions import EditConflict

COOKIE = "rating"
_SALT = "rootwise.rating"
_RATES = {"rating": "30/m/ip"}
FORM = ["GET", "HEAD", "POST"]


@login_not_required
@require_http_methods(FORM)
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """The code is asked for, except in the browser that was inside within the hour. Looking at the address uses nothing up: programs that
    preview links do so, too.
    """
    if not ratelimit.consume(request, app="rootwise", action="rating", config=_RATES, limit_get=True):
        return cast("HttpResponse", ratelimit.respond_429(request))
    link = selectors.link_with(token)
    if link is None:
        return _over(request)
    key, carried = _cookie(request, max_age=IDLE_MINUTES * 60)
    if request.method != "POST" and key == link.pk and selectors.link_in(carried, link.pk) is not None:
        return HttpResponseRedirect(reverse("rating_next"))
    with translation.override(link.language):
        form = CodeForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            browser = _carried(request, link) or secrets.token_urlsafe(32)
            if actions.try_code(by=_actor(request, link), link=link, token=token, code=form.cleaned_data["code"], browser=browser):
                return _carrying(HttpResponseRedirect(reverse("rating_next")), request, link, browser)
            form.add_error("code", _("This is not the code, or the link was opened in another browser. After five wrong codes it ends."))
        return _page(request, "rating_code", {"form": form}, status=422 if form.errors else 200)


def _with_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For the browser in which a link was opened, in the language of the link."""

    @login_not_required
    @wraps(view)
    def run(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        key, browser = _cookie(request, max_age=IDLE_MINUTES * 60)
        link = selectors.link_in(browser, key) if key is not None else None
        if link is None:
            return _over(request)
        with translation.override(link.language):
            return _carrying(view(request, link, **kwargs), request, link, browser)

    return run


@require_safe
@_with_link
def next_question(request: HttpRequest, link: Any) -> HttpResponse:
    """The welcome, and where to go on."""
    questions = selectors.questions_of(link)
    asked, answers = selectors.asked(link), selectors.own_answers(_actor(request, link), link)
    open_ones = [one for one in asked if selectors.is_open(answers.get(one.function))]
    context = {"questions": questions, "next": (open_ones or asked)[0], "left": len(open_ones), "of": len(asked)}
    return _page(request, "rating_welcome", context | {"called": link.assessment.child_called})


@require_http_methods(FORM)
@_with_link
def question(request: HttpRequest, link: Any, function: str) -> HttpResponse:
    questions, asked = selectors.questions_of(link), selectors.asked(link)
    place = next((number for number, one in enumerate(asked) if one.function == function), None)
    if place is None:
        raise Http404
    row = selectors.own_answers(_actor(request, link), link).get(function)
    form = OutsiderForm(questions, asked[place], row.value if row else None, row.version if row else 0, request.POST or None)
    while_writing = request.headers.get("HX-Request") == "true"
    status, state = 200, ""
    if request.method == "POST":
        status, state = _save(request, link, function, form, while_writing=while_writing)
        if while_writing:
            response = _page(request, "rating_state", {"form": form, "state": state, "oob": True}, status=status)
            response["X-Answered"] = "yes"
            return response
        if state == "saved":
            after = asked[place + 1].function if place + 1 < len(asked) else None
            return HttpResponseRedirect(reverse("rating_question", args=[after]) if after else reverse("rating_end"))
    look = asked[place].look.teacher if link.rater.role == "teacher" else asked[place].look.caregiver
    context = {
        "questions": questions,
        "question": asked[place],
        "look": look,
        "form": form,
        "number": place + 1,
        "of": len(asked),
        "before": asked[place - 1].function if place else "",
        "after": asked[place + 1].function if place + 1 < len(asked) else "",
        "called": link.assessment.child_called,
        "state": state,
    }
    return _page(request, "rating_question", context, status=status)


def _save(request: HttpRequest, link: Any, function: str, form: OutsiderForm, *, while_writing: bool) -> tuple[int, str]:
    """What becomes of an answer. While somebody writes, words are kept before a sentence is chosen."""
    is_chosen = form.is_valid()
    if not is_chosen and not (while_writing and set(form.errors) == {"choice"} and not form.data.get("choice")):
        return 422, "wrong"
    if not is_chosen and not form.initial["note"] and "note" not in form.value():
        return 200, "unfinished"
    by, part = _actor(request, link), rating_part(function, link.rater.key)
    try:
        row = actions.answer(by=by, assessment=link.assessment, part=part, value=form.value(), seen_version=form.cleaned_data["version"])
        state = "saved" if is_chosen else "words"
    except EditConflict:
        row, state = selectors.own_answers(by, link)[function], "conflict"
    form.data = form.data | {"version": str(row.version)}  # type: ignore[operator]
    return (409 if state == "conflict" else 200), state


@require_http_methods(FORM)
@_with_link
def end(request: HttpRequest, link: Any) -> HttpResponse:
    """Thanks; with the button the link is over and the browser forgets it."""
    questions = selectors.questions_of(link)
    if request.method == "POST":
        actions.finish_link(by=_actor(request, link), link=link)
        return _page(request, "rating_thanks", {"questions": questions})
    answers = selectors.own_answers(_actor(request, link), link)
    left = sum(selectors.is_open(answers.get(one.function)) for one in selectors.asked(link))
    return _page(request, "rating_end", {"questions": questions, "left": left})


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    response = render(request, f"assessments/{template}.html", {**context, "sites": help_contacts()}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _over(request: HttpRequest) -> HttpResponse:
    """The same for a link that never was, is over, was taken back or is open elsewhere."""
    return _page(request, "rating_over", {}, status=404)


def _actor(request: HttpRequest, link: Any) -> Actor:
    asked: Actor = request.actor  # type: ignore[attr-defined]
    return Actor(f"link:{link.pk.hex}", link.rater.role, request=asked.request)


def _cookie(request: HttpRequest, *, max_age: int | None) -> tuple[UUID | None, str]:
    """Which link this browser carries, and its secret."""
    try:
        key, browser = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=max_age)
        return UUID(key), str(browser)
    except (signing.BadSignature, ValueError, TypeError):
        return None, ""


def _carried(request: HttpRequest, link: Any) -> str:
    """The secret of this browser for this link, however long ago it was used: the code is asked for all the same."""
    key, browser = _cookie(request, max_age=None)
    return browser if key == link.pk else ""


def _carrying(response: HttpResponse, request: HttpRequest, link: Any, browser: str) -> HttpResponse:
    kept = signing.dumps([link.pk.hex, browser], salt=_SALT)
    response.set_cookie(COOKIE, kept, path="/rate/", expires=link.expires_at, httponly=True, samesite="Lax", secure=request.is_secure())
    return response

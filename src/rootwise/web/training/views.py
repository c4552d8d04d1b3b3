"""Pages of rater training, for the clinical roles. Of an open attempt no page says anything of the reference or of what others rated."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from rootwise.web.accounts.forms import ConfirmForm
from rootwise.web.accounts.tickets import Ticket
from rootwise.web.accounts.views.asking import FormPage, answer
from rootwise.web.training import actions, selectors
from rootwise.web.training.forms import RatingForm
from rootwise.web.training.picture import picture_of

FORM = ["GET", "HEAD", "POST"]


def _for_raters(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For the clinical roles; for all others there is nothing at this address."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        if not selectors.may_train(user):
            raise Http404
        return view(request, *args, **kwargs)

    return run


def _own(request: HttpRequest, attempt: UUID) -> selectors.Opened:
    user: Any = request.user
    found = selectors.own_attempt(user, attempt)
    if found is None:
        raise Http404
    return found


@require_safe
@_for_raters
def listed(request: HttpRequest) -> HttpResponse:
    """The vignettes, and one's own attempts over time."""
    user: Any = request.user
    results = selectors.results_of(user)
    finished = {one.opened.attempt.vignette for one in results}
    stories = [(name, one, selectors.open_attempt(user, name), name in finished) for name, one in selectors.vignettes_here().items()]
    return render(request, "training/list.html", {"stories": stories, "results": results, "picture": picture_of(results)})


@require_http_methods(FORM)
@_for_raters
def story(request: HttpRequest, vignette: str) -> HttpResponse:
    """The story to read, and the button with which one begins to rate it."""
    user: Any = request.user
    found = selectors.vignettes_here().get(vignette)
    if found is None:
        raise Http404
    begun = selectors.open_attempt(user, vignette)
    results = [one for one in selectors.results_of(user) if one.opened.attempt.vignette == vignette]

    def save(_form: object, ticket: Ticket) -> str:
        made = actions.begin_attempt(by=request.actor, attempt=selectors.new_attempt(user, vignette, ticket.row))  # type: ignore[attr-defined]
        return reverse("training:attempt", args=[made.pk])

    def show(request: HttpRequest, page: FormPage, context: dict[str, Any], *, status: int) -> HttpResponse:  # noqa: ARG001
        return render(request, "training/story.html", context | {"vignette": found, "begun": begun, "results": results}, status=status)

    return answer(request, FormPage(f"begin {vignette}", found.title, ConfirmForm, save), show)


@require_safe
@_for_raters
def attempt(request: HttpRequest, attempt: UUID) -> HttpResponse:
    """How far one has come; of a finished attempt, how far one agrees."""
    user: Any = request.user
    opened = _own(request, attempt)
    if not opened.attempt.is_finished:
        return render(request, "training/attempt.html", {"opened": opened, "vignette": opened.vignette})
    result, colleagues = selectors.result_of(user, opened.attempt), selectors.colleagues_of(user, opened.attempt.vignette)
    context = {
        "opened": opened,
        "vignette": opened.vignette,
        "result": result,
        "colleagues": colleagues,
        "lines": selectors.lines_of(result, colleagues),
        "least": selectors.LEAST_COLLEAGUES,
    }
    return render(request, "training/result.html", context)


@require_http_methods(FORM)
@_for_raters
def function(request: HttpRequest, attempt: UUID, function: str) -> HttpResponse:
    """One function to rate. It is saved with the button, or as soon as something is chosen (htmx)."""
    opened = _own(request, attempt)
    if function not in opened.functions:
        raise Http404
    if opened.attempt.is_finished and request.method != "POST":
        return HttpResponseRedirect(reverse("training:attempt", args=[attempt]))
    while_writing = request.headers.get("HX-Request") == "true"
    row, anchors, place = opened.rows.get(function), selectors.anchors_of(opened, function), opened.functions.index(function)
    after = opened.functions[place + 1] if place + 1 < len(opened.functions) else ""

    def form(data: Any) -> RatingForm:
        return RatingForm(anchors, data, rated=row is not None, rating=row.rating if row else None)

    def save(form: RatingForm, ticket: Ticket) -> str | HttpResponse:
        by: Any = request.actor  # type: ignore[attr-defined]
        saved = actions.rate(by=by, attempt=opened.attempt, function=function, rating=form.value(), seen_version=ticket.version)
        if while_writing:
            fresh = Ticket(ticket.page, ticket.user, ticket.child, ticket.row, saved.version)
            return show(request, page, {"form": form, "ticket": fresh.seal(), "saved": True}, status=200)
        return reverse("training:function", args=[attempt, after]) if after else reverse("training:attempt", args=[attempt])

    def show(request: HttpRequest, page: FormPage, context: dict[str, Any], *, status: int) -> HttpResponse:  # noqa: ARG001
        context |= {
            "opened": opened,
            "vignette": opened.vignette,
            "function": opened.words.functions[function],
            "number": place + 1,
            "before": opened.functions[place - 1] if place else "",
            "after": after,
            "now": selectors.rating_row(opened, function) if context.get("conflict") else None,
            "ages": selectors.typical_ages(opened, function),
        }
        response = render(request, "training/saved.html" if while_writing else "training/function.html", context, status=status)
        if while_writing:
            response["X-Answered"] = "yes"  # a sign-in page that comes instead has no such header
        return response

    page = FormPage(f"rate {function}", opened.words.functions[function].name, form, save, row=attempt, version=row.version if row else 0)
    return answer(request, page, show)


@require_http_methods(FORM)
@_for_raters
def finish(request: HttpRequest, attempt: UUID) -> HttpResponse:
    """Asked once more: afterwards nothing is changed, because the reference is shown."""
    opened = _own(request, attempt)
    result = reverse("training:attempt", args=[attempt])
    if opened.attempt.is_finished and request.method != "POST":
        return HttpResponseRedirect(result)

    def save(_form: object, ticket: Ticket) -> str:
        actions.finish_attempt(by=request.actor, attempt=opened.attempt, seen_version=ticket.version)  # type: ignore[attr-defined]
        return result

    left = len(opened.left)
    note = _("You said something of every function.")
    if left:
        text = ngettext(
            "%(count)d function has no answer yet. It will count as not rated.",
            "%(count)d functions have no answer yet. They will count as not rated.",
            left,
        )
        note = text % {"count": left}
    means = _("After this the reference is shown, and this attempt is not changed any more. You can rate the story again later.")
    page = FormPage(
        "finish_attempt", _("Finish"), ConfirmForm, save, row=attempt, version=opened.attempt.version, note=note, means=means,
        button=_("Finish and compare"),
    )  # fmt: skip
    return answer(request, page)

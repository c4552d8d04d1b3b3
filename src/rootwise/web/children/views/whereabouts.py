"""Where a child lives and what implies it: opened with a reason, each time."""

from copy import copy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rootwise.web.accounts.tickets import Ticket
from rootwise.web.children import actions, selectors
from rootwise.web.children.forms import WHEREABOUTS_FORMS, ReasonForm
from rootwise.web.children.needs import Need, Reason
from rootwise.web.children.views.asking import FormPage, actor, answer, child_for, show, there


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def whereabouts(request: HttpRequest, child: UUID) -> HttpResponse:
    reason = _reason(request)
    if not reason:
        return _ask(request, child)
    return _opened(request, child, reason)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add_whereabouts(request: HttpRequest, child: UUID, kind: str) -> HttpResponse:
    reason = _reason(request)
    if not reason:
        return _ask(request, child, write=True)
    found = child_for(request, child, Need.T5, write=True, reason=reason)
    made: Any = WHEREABOUTS_FORMS[kind]

    def save(form: Any, ticket: Ticket) -> HttpResponse:
        form.instance.pk = ticket.row
        saved = actions.add_whereabouts(by=actor(request, reason=reason), row=form.instance)
        return _saved(request, child, reason, again=saved is not form.instance)

    def form(data: Any) -> Any:
        return made(data, instance=made.Meta.model(child=found))

    page = FormPage(f"add_{kind}", _titles()[kind], form, save, found, fields=(("reason", reason),), is_asked_by_post=True)
    return answer(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit_whereabouts(request: HttpRequest, child: UUID, kind: str, row: UUID) -> HttpResponse:
    reason = _reason(request)
    if not reason:
        return _ask(request, child, write=True)
    found = child_for(request, child, Need.T5, write=True, reason=reason)
    by = actor(request, reason=reason)
    made: Any = WHEREABOUTS_FORMS[kind]
    stored = there(selectors.whereabouts_row(by, found, kind, row))
    version = stored.version

    def save(form: Any, ticket: Ticket) -> HttpResponse:
        saved = actions.change_whereabouts(by=by, row=form.instance, seen_version=ticket.version)
        return _saved(request, child, reason, again=saved is not form.instance)

    def form(data: Any) -> Any:
        return made(data, instance=copy(stored))

    page = FormPage(f"edit_{kind}", _titles()[kind], form, save, found, row, version, fields=(("reason", reason),), is_asked_by_post=True)
    return answer(request, page)


def _reason(request: HttpRequest) -> str:
    """Never from the address: that lands in the log of whatever stands between."""
    return request.POST.get("reason", "")


def _ask(request: HttpRequest, child: UUID, *, write: bool = False) -> HttpResponse:
    """Who may open it with a reason is asked for one."""
    found = child_for(request, child, Need.T5, write=write, reason=Reason.VISIT)
    return show(request, "reason", found, form=ReasonForm())


def _saved(request: HttpRequest, child: UUID, reason: str, *, again: bool) -> HttpResponse:
    """The page itself, because its reason must not stand in an address: who loads it again sends the form again."""
    if again:
        messages.info(request, _("This is saved already. Sending it again changed nothing."))
    return _opened(request, child, reason)


def _opened(request: HttpRequest, child: UUID, reason: str) -> HttpResponse:
    found = child_for(request, child, Need.T5, reason=reason)
    rows = selectors.whereabouts_of(actor(request, reason=reason), found)
    return show(request, "whereabouts", found, rows=rows, reason=reason)


def _titles() -> dict[str, str]:
    return {
        "placement": _("Where the child lives"),
        "household": _("With whom the child lives"),
        "school": _("School or day care"),
        "contact": _("Somebody to reach"),
    }

"""Closing an assessment, and correcting a closed one by another beside it."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rootwise.web.accounts.tickets import Ticket
from rootwise.web.assessments import actions, selectors
from rootwise.web.assessments.forms import BecauseForm
from rootwise.web.assessments.views.answering import opened_for
from rootwise.web.assessments.views.entry import FORM, address
from rootwise.web.children.forms import ConfirmForm
from rootwise.web.children.needs import Need
from rootwise.web.children.views.asking import FormPage, actor, answer


@require_http_methods(FORM)
@login_required
def close(request: HttpRequest, child: UUID, assessment: UUID) -> HttpResponse:
    found, opened = opened_for(request, child, assessment, Need.T4, write=True)
    user: Any = request.user
    if not selectors.may_close(user):
        raise Http404
    row = opened.assessment

    def save(_form: object, ticket: Ticket) -> str:
        actions.close_assessment(by=actor(request), user=user, assessment=row, seen_version=ticket.version)
        return address("page", opened)

    note = _("From then on nobody changes it. What it says and what it comes to is kept under your name, %(name)s.") % {"name": user.name}
    asked = selectors.still_answering(actor(request), opened)
    means = _("Still answering by a link, which then ends: %(who)s.") % {"who": asked} if asked else ""
    return answer(request, FormPage("close", _("Close this assessment"), ConfirmForm, save, found, row.pk, row.version, note, means))


@require_http_methods(FORM)
@login_required
def correct(request: HttpRequest, child: UUID, assessment: UUID) -> HttpResponse:
    """Opens a copy. The old assessment and its profile stay."""
    found, opened = opened_for(request, child, assessment, Need.T4, write=True)
    user: Any = request.user
    if not selectors.may_close(user):
        raise Http404

    def save(form: BecauseForm, ticket: Ticket) -> str:
        because = form.cleaned_data["because"]
        copy = actions.correct_assessment(by=actor(request), user=user, assessment=opened.assessment, because=because, new_id=ticket.row)
        return reverse("assessments:page", args=[child, copy.pk])

    note = _("A copy opens beside this one. This one and its profile stay as they are.")
    return answer(request, FormPage("correct", _("Correct this assessment"), BecauseForm, save, found, note=note))

"""Asking somebody without an account by a link, and who has not answered yet."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rootwise.web.accounts.tickets import Ticket
from rootwise.web.assessments import actions, selectors
from rootwise.web.assessments.forms import LinkForm
from rootwise.web.assessments.links import NewLink
from rootwise.web.assessments.views.answering import opened_for
from rootwise.web.assessments.views.entry import FORM, address
from rootwise.web.children.forms import ConfirmForm
from rootwise.web.children.needs import Need
from rootwise.web.children.views.asking import FormPage, about, actor, answer, there


@require_safe
@login_required
def asked(request: HttpRequest, child: UUID, assessment: UUID) -> HttpResponse:
    """Who was asked by a link, how far they came, and how to remind them."""
    found, opened = opened_for(request, child, assessment, Need.T3)
    context = {"opened": opened, "assessment": opened.assessment, "rows": selectors.links_of(actor(request), opened)}
    return render(request, "assessments/asked.html", about(request, found) | context)


@require_http_methods(FORM)
@login_required
def ask(request: HttpRequest, child: UUID, assessment: UUID) -> HttpResponse:
    """Make a link. It and its code are shown once, on the answer to the form, and kept nowhere."""
    found, opened = opened_for(request, child, assessment, Need.T3, write=True)
    user: Any = request.user
    made: list[NewLink] = []

    def save(form: LinkForm, ticket: Ticket) -> str:
        given = form.cleaned_data
        rater = selectors.rater_row(opened, request.GET.get("rater", "")) or actions.add_rater(
            by=actor(request), assessment=opened.assessment, user=None, role=given["role"], name=given["name"], new_id=ticket.row
        )
        link = actions.make_link(
            by=actor(request), user=user, assessment=opened.assessment, rater=rater, language=given["language"], days=given["days"],
            new_id=ticket.row,
        )  # fmt: skip
        made.append(link)
        return address("asked", opened)

    rater = selectors.rater_row(opened, request.GET.get("rater", ""))
    initial = {"role": rater.role, "name": rater.name} if rater is not None else {}

    def form(data: Any) -> LinkForm:
        return LinkForm(data, initial=initial)

    answered = answer(request, FormPage("ask", _("Ask somebody by a link"), form, save, found))
    if not made:
        return answered
    origin = settings.CONFIGURATION.origin or f"http://{request.get_host()}"
    context = {"made": made[0], "link": origin + reverse("rating", args=[made[0].token]), "assessment": opened.assessment}
    return render(request, "assessments/link_made.html", about(request, found) | context)


@require_http_methods(FORM)
@login_required
def revoke(request: HttpRequest, child: UUID, assessment: UUID, link: UUID) -> HttpResponse:
    found, opened = opened_for(request, child, assessment, Need.T3, write=True)
    row = there(selectors.link_row(opened, link))

    def save(_form: object, ticket: Ticket) -> str:
        actions.revoke_link(by=actor(request), link=row, seen_version=ticket.version)
        return address("asked", opened)

    note = _("The link works no more, at once. What was answered stays.")
    return answer(request, FormPage("revoke_link", _("Take the link back"), ConfirmForm, save, found, row.pk, row.version, note))


@require_http_methods(FORM)
@login_required
def remind(request: HttpRequest, child: UUID, assessment: UUID, link: UUID) -> HttpResponse:
    """A text to send, with nothing about the child in it; and that it was sent."""
    found, opened = opened_for(request, child, assessment, Need.T3, write=True)
    row = there(selectors.link_row(opened, link))
    if not selectors.waits(row):
        raise Http404

    def save(_form: object, ticket: Ticket) -> str:
        actions.note_reminder(by=actor(request), link=row, seen_version=ticket.version)
        return address("asked", opened)

    text = _("A few questions are still waiting for you. The link I sent works until %(day)s. Thank you for every answer.")
    said = text % {"day": date_format(row.expires_at)}
    note = _("Write to this person as you always do, for example:") + f" “{said}”"
    return answer(request, FormPage("remind", _("I reminded this person"), ConfirmForm, save, found, row.pk, row.version, note))

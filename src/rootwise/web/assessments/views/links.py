"""Asking somebody without an account by a link, and who has not answered yet."""

from typing import Any
from uuid import UUID

from allauth.core.internal import ratelimit
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
from rootwise.web.assessments.views.answering import opened_for
from rootwise.web.assessments.views.entry import FORM, address
from rootwise.web.children.forms import ConfirmForm
from rootwise.web.children.needs import Need
from rootwise.web.children.selectors.no_contact import Alike
from rootwise.web.children.views.asking import FormPage, about, actor, answer, there

_REFUSALS = {"ask": "10/h/user"}  # each tells who is barred from a child, or nearly


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
    made: list[actions.NewLink] = []

    rater = selectors.rater_row(opened, request.GET.get("rater", ""))
    count: dict[str, Any] = {"app": "rootwise", "action": "ask", "config": _REFUSALS, "user": user}
    if not ratelimit.consume(request, dry_run=True, **count):
        limited: HttpResponse = ratelimit.respond_429(request)
        return limited

    def form(data: Any) -> LinkForm:
        return LinkForm(data, rater=rater)

    def save(form: LinkForm, ticket: Ticket) -> str:
        given = form.cleaned_data
        alike = selectors.like_barred(actor(request), found, given["name"])
        if alike.is_same or (alike.entries and "checked" not in form.data):
            ratelimit.consume(request, **count)
        if alike.is_same:
            raise actions.Refused(_("Somebody of this name is on the child's list of no contact. No link is made for them."))
        twin = None if rater is not None else selectors.same_rater(opened, given["role"], given["name"], but=ticket.row)
        _ask(form, alike, address("ask", opened) + f"?rater={twin.key}" if twin is not None else "")
        link = actions.ask_by_link(
            by=actor(request), user=user, assessment=opened.assessment, rater=rater, role=given["role"], name=given["name"],
            language=given["language"], days=given["days"], made_sure=alike.entries, new_id=ticket.row,
        )  # fmt: skip
        made.append(link)
        return address("asked", opened)

    answered = answer(request, FormPage("ask", _("Ask somebody by a link"), form, save, found))
    if not made:
        return answered
    origin = settings.CONFIGURATION.origin or f"http://{request.get_host()}"
    context = {"made": made[0], "link": origin + reverse("rating", args=[made[0].token]), "assessment": opened.assessment}
    return render(request, "assessments/link_made.html", about(request, found) | context)


def _ask(form: LinkForm, alike: Alike, twin: str) -> None:
    """Both questions stay on the page until both are answered."""
    asked = []
    if alike.entries:
        form.ask_whether_somebody_else()
        if "checked" not in form.data:
            asked.append(_("Somebody with a name like this is on the child's list of no contact."))
    if twin:
        form.ask_whether_another(twin)
        if "another" not in form.data:
            asked.append(_("Somebody of this name is in this assessment already. Is it the same person?"))
    if asked:
        raise actions.Refused(" ".join(asked))


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

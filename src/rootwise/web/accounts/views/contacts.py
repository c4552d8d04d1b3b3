"""Whom the people of a service call: everybody sees it, administrators change it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rootwise.report.site import ContactKind
from rootwise.web.accounts import actions, selectors
from rootwise.web.accounts.forms import KIND_NAMES, ConfirmForm, ContactForm
from rootwise.web.accounts.tickets import Ticket
from rootwise.web.accounts.views.asking import FormPage, answer

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    found = [(one, KIND_NAMES[ContactKind(one.kind)]) for one in selectors.contacts_of(user)]
    return render(request, "accounts/contacts.html", {"contacts": found, "may_manage": selectors.may_manage_people(user)})


def _contact_for(request: HttpRequest, contact: UUID) -> Any:
    """A contact of one's own service, for who may change it."""
    user: Any = request.user
    found = next((one for one in selectors.contacts_of(user) if one.pk == contact), None)
    if found is None or not selectors.may_manage_people(user):
        raise Http404
    return found


@_get_or_post
def add(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    if not selectors.may_manage_people(user):
        raise Http404

    def form(data: Any) -> ContactForm:
        return ContactForm(data, initial={"place": len(selectors.contacts_of(user)) + 1})

    def save(form: ContactForm, ticket: Ticket) -> str:
        form.instance.pk, form.instance.site = ticket.row, user.site
        actions.add_contact(by=request.actor, contact=form.instance)  # type: ignore[attr-defined]
        return reverse("contacts")

    return answer(request, FormPage("add_contact", _("Add a contact"), form, save))


@_get_or_post
def change(request: HttpRequest, contact: UUID) -> HttpResponse:
    version = _contact_for(request, contact).version

    def form(data: Any) -> ContactForm:
        return ContactForm(data, instance=_contact_for(request, contact))

    def save(form: ContactForm, ticket: Ticket) -> str:
        actions.change_contact(by=request.actor, contact=form.instance, seen_version=ticket.version)  # type: ignore[attr-defined]
        return reverse("contacts")

    return answer(request, FormPage("change_contact", _("Change a contact"), form, save, None, contact, version))


@_get_or_post
def remove(request: HttpRequest, contact: UUID) -> HttpResponse:
    found = _contact_for(request, contact)

    def save(_form: object, ticket: Ticket) -> str:
        actions.remove_contact(by=request.actor, contact=found, seen_version=ticket.version)  # type: ignore[attr-defined]
        return reverse("contacts")

    note = f"{found.name}, {found.phone}"
    page = FormPage("remove_contact", _("Remove a contact"), ConfirmForm, save, None, contact, found.version, note, is_grave=True)
    return answer(request, page)

"""Names and addresses of accounts: one's own, and those of the people of a site. Another address takes a second person."""

from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rootwise.web.accounts import actions, selectors
from rootwise.web.accounts.forms import AddressForm, DecideForm, NameForm
from rootwise.web.accounts.tickets import Ticket
from rootwise.web.accounts.views.asking import FormPage, answer

_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _person_for(request: HttpRequest, person: UUID) -> Any:
    """Somebody else of one's own site, for who looks after its people."""
    user: Any = request.user
    found = selectors.people_of(user).filter(pk=person).exclude(pk=user.pk).first()
    if found is None or not selectors.may_manage_people(user):
        raise Http404
    return found


@_get_or_post
def own_name(request: HttpRequest) -> HttpResponse:
    return _name(request, request.user, reverse("account"))


@_get_or_post
def person_name(request: HttpRequest, person: UUID) -> HttpResponse:
    return _name(request, _person_for(request, person), reverse("person", args=[person]))


def _name(request: HttpRequest, whose: Any, back: str) -> HttpResponse:
    changer: Any = request.user
    version = whose.version

    def form(data: Any) -> NameForm:
        return NameForm(data, instance=selectors.as_stored(whose))

    def save(form: NameForm, ticket: Ticket) -> str:
        actions.change_name(by=request.actor, changer=changer, user=form.instance, seen_version=ticket.version)  # type: ignore[attr-defined]
        return back

    note = _("Everybody you work with sees this, for a year together with the name before.")
    return answer(request, FormPage("name", _("Change the name"), form, save, None, whose.pk, version, note))


@_get_or_post
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def own_address(request: HttpRequest) -> HttpResponse:
    return _address(request, request.user, reverse("account"))


@_get_or_post
def person_address(request: HttpRequest, person: UUID) -> HttpResponse:
    return _address(request, _person_for(request, person), reverse("person", args=[person]))


def _address(request: HttpRequest, whose: Any, back: str) -> HttpResponse:
    asker: Any = request.user

    def save(form: AddressForm, ticket: Ticket) -> str:
        email = form.cleaned_data["email"]
        actions.ask_address(by=request.actor, asker=asker, user=whose, email=email, row=ticket.row)  # type: ignore[attr-defined]
        messages.info(request, _("This waits until a second person agrees. Until then the old address is the one to sign in with."))
        return back

    note = _("Now: %(email)s. This program sends no mail, so nobody is written to: a second person looks at it.") % {"email": whose.email}
    return answer(request, FormPage(f"address_{whose.pk.hex}", _("Another e-mail address"), AddressForm, save, note=note))


@_get_or_post
def decide(request: HttpRequest, asked: UUID) -> HttpResponse:
    user: Any = request.user
    found = selectors.address_to_decide(user, asked)
    if found is None:
        raise Http404
    version = found.version

    def save(form: DecideForm, ticket: Ticket) -> str:
        accept = form.cleaned_data["answer"] == "accept"
        actions.decide_address(by=request.actor, decider=user, request=found, accept=accept, seen_version=ticket.version)  # type: ignore[attr-defined]
        return reverse("account") if found.user_id == user.pk else reverse("person", args=[found.user_id])

    names = {"name": found.user.called, "old": found.user.email, "new": found.email, "by": found.asked_by.called}
    note = _("%(name)s signs in with %(old)s now. %(by)s asks for %(new)s instead. Make sure with the person that it is right.") % names
    return answer(request, FormPage("decide_address", _("Another e-mail address"), DecideForm, save, None, asked, version, note))

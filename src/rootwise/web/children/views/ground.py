"""On what ground anybody sees a record: team and relations, consent, no-contact."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rootwise.web.accounts.tickets import Ticket
from rootwise.web.children import actions, selectors
from rootwise.web.children.forms import ConfirmForm, ConsentForm, LiftForm, NoContactForm, RelationForm
from rootwise.web.children.needs import OPENED_FOR, PURPOSE_NAMES, Need, Purpose
from rootwise.web.children.views.asking import FormPage, actor, answer, child_for, show, there
from rootwise.web.children.views.children import address


@require_safe
@login_required
def team(request: HttpRequest, child: UUID) -> HttpResponse:
    found = child_for(request, child, Need.GROUND)
    relations = selectors.relations_of(actor(request), found)
    return show(request, "team", found, relations=relations, supervisors=selectors.supervisors_of(found))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add_relation(request: HttpRequest, child: UUID) -> HttpResponse:
    found = child_for(request, child, Need.GROUND, write=True)
    user: Any = request.user

    def save(form: RelationForm, ticket: Ticket) -> str:
        form.instance.pk = ticket.row
        actions.add_relation(by=actor(request), user=user, relation=form.instance)
        return address("team", child)

    return answer(request, FormPage("add_relation", _("Somebody new around this child"), _about(RelationForm, found), save, found))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end_relation(request: HttpRequest, child: UUID, row: UUID) -> HttpResponse:
    found = child_for(request, child, Need.GROUND, write=True)
    relation = there(selectors.relation_row(actor(request), found, row))

    def save(_form: object, ticket: Ticket) -> str:
        actions.end_relation(by=actor(request), relation=relation, seen_version=ticket.version)
        return address("team", child)

    title = _("End this relation today")
    means = _("With their next click this person sees nothing of this child any more. What they wrote stays.")
    page = FormPage("end_relation", title, ConfirmForm, save, found, row, relation.version, relation.user.in_full, means, is_grave=True)
    return answer(request, page)


@require_safe
@login_required
def consent(request: HttpRequest, child: UUID) -> HttpResponse:
    found = child_for(request, child, Need.GROUND)
    purposes = [(one.value, PURPOSE_NAMES[one]) for one in Purpose if OPENED_FOR[one]]
    return show(request, "consent", found, consents=selectors.consents_of(actor(request), found), purposes=purposes)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add_consent(request: HttpRequest, child: UUID) -> HttpResponse:
    found = child_for(request, child, Need.GROUND, write=True)

    def save(form: ConsentForm, ticket: Ticket) -> str:
        form.instance.pk = ticket.row
        actions.add_consent(by=actor(request), consent=form.instance)
        return address("consent", child)

    asked = (request.POST if request.method == "POST" else request.GET).get("purpose", "")
    purpose = Purpose(asked) if asked in set(Purpose) else Purpose.CARE

    def form(data: Any) -> ConsentForm:
        return ConsentForm(data, instance=ConsentForm.Meta.model(child=found, purpose=purpose.value))

    return answer(request, FormPage("add_consent", _("A new consent"), form, save, found, note=str(PURPOSE_NAMES[purpose])))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def withdraw_consent(request: HttpRequest, child: UUID, row: UUID) -> HttpResponse:
    found = child_for(request, child, Need.GROUND, write=True)
    consent = there(selectors.consent_row(actor(request), found, row))
    user: Any = request.user

    def save(_form: object, ticket: Ticket) -> str:
        actions.withdraw_consent(by=actor(request), user=user, consent=consent, seen_version=ticket.version)
        return address("consent", child)

    title = _("Withdraw this consent now")
    means = _("Whoever saw something because of this consent sees it no more. To allow it again, write a new one.")
    note = f"{consent.get_purpose_display()}: {consent.given_by}"
    page = FormPage("withdraw_consent", title, ConfirmForm, save, found, row, consent.version, note, means, is_grave=True)
    return answer(request, page)


@require_safe
@login_required
def no_contact(request: HttpRequest, child: UUID) -> HttpResponse:
    found = child_for(request, child, Need.GROUND)
    entries = selectors.no_contacts_of(actor(request), found)
    alike, at = selectors.resembling_accounts(found), selectors.accounts_at(found)
    return show(request, "no_contact", found, no_contacts=[(one, at.get(one.pk, []), alike.get(one.pk, [])) for one in entries])


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add_no_contact(request: HttpRequest, child: UUID) -> HttpResponse:
    found = child_for(request, child, Need.GROUND, write=True)

    def save(form: NoContactForm, ticket: Ticket) -> str:
        form.instance.pk = ticket.row
        actions.add_no_contact(by=actor(request), no_contact=form.instance)
        return address("no_contact", child)

    note = _("Give the account or the e-mail address as well: a name alone bars nobody.")
    return answer(
        request, FormPage("add_no_contact", _("Somebody who must see nothing"), _about(NoContactForm, found), save, found, note=note)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def bar_account(request: HttpRequest, child: UUID, row: UUID, account: UUID) -> HttpResponse:
    """One of the accounts whose name is like that of an entry."""
    found = child_for(request, child, Need.GROUND, write=True)
    barred = there(selectors.no_contact_row(actor(request), found, row))
    alike = selectors.resembling_accounts(found).get(barred.pk, [])
    user = there(next((one for one in alike if one.pk == account), None) or selectors.barred_account(found, account))

    def save(_form: object, ticket: Ticket) -> str:
        actions.bar_account(by=actor(request), barred=barred, account=user, row=ticket.row)
        return address("no_contact", child)

    title, note = _("This account is the same person"), f"{barred.name}: {user.in_full}"
    return answer(request, FormPage("bar_account", title, ConfirmForm, save, found, note=note))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def lift_no_contact(request: HttpRequest, child: UUID, row: UUID) -> HttpResponse:
    found = child_for(request, child, Need.GROUND, write=True)
    barred = there(selectors.no_contact_row(actor(request), found, row))
    user: Any = request.user

    def save(form: LiftForm, ticket: Ticket) -> str:
        because = form.cleaned_data["because"]
        actions.lift_no_contact(by=actor(request), user=user, no_contact=barred, because=because, seen_version=ticket.version)
        return address("no_contact", child)

    title = _("Lift this no-contact")
    means = _("From then on this person sees whatever relation and consent allow. Do it only on a paper of the court or the authority.")
    page = FormPage("lift_no_contact", title, LiftForm, save, found, row, barred.version, barred.name, means, is_grave=True)
    return answer(request, page)


def _about(form: Any, child: Any) -> Any:
    """A form for a new row of this child."""
    return lambda data: form(data, instance=form.Meta.model(child=child))

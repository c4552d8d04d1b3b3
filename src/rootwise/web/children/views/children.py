"""My children, a child's page, beginning and changing a record, who opened it."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rootwise.web.accounts.tickets import Ticket
from rootwise.web.children import actions, selectors
from rootwise.web.children.forms import ChildForm
from rootwise.web.children.needs import Need
from rootwise.web.children.selectors import openings_of
from rootwise.web.children.views.asking import FormPage, actor, answer, child_for, show


def address(name: str, *arguments: object) -> str:
    return reverse(f"children:{name}", args=arguments)


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    search = request.GET.get("q", "")[:120]
    found, waiting = selectors.my_children(request.user, search)
    can = {"may_add": selectors.keeps_records(request.user), "may_review": selectors.supervises(request.user)}
    can["has_proposals"] = bool(selectors.proposals_to_confirm(request.user))
    return show(request, "mine", children=found, waiting=waiting, search=search, **can)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: HttpRequest) -> HttpResponse:
    if not selectors.keeps_records(request.user):
        raise Http404
    user: Any = request.user

    def form(data: Any) -> ChildForm:
        return ChildForm(data, instance=ChildForm.Meta.model(site=user.site))

    def save(form: ChildForm, ticket: Ticket) -> str:
        form.instance.pk = ticket.row
        alike = selectors.records_like(user, form.instance.name, form.instance.birth, but=ticket.row)
        if alike and "another" not in form.data:
            form.ask_whether_another((_page_or_consent(user, one.id), one) for one in alike)
            raise actions.Refused(_("You see a record of a child with this name already. Is it this one?"))
        made = actions.add_child(by=actor(request), user=user, child=form.instance)
        return address("consent", made.pk)  # without one nobody opens the rest

    return answer(request, FormPage("add", _("A new record"), form, save))


@require_safe
@login_required
def page(request: HttpRequest, child: UUID) -> HttpResponse:
    found = child_for(request, child, Need.T1)
    selectors.opened_child(actor(request), found)
    return show(request, "page", found)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, child: UUID) -> HttpResponse:
    found = child_for(request, child, Need.GROUND, write=True)
    version = found.version
    # A consent may come while somebody writes: what was hidden when the form was opened stays when it is left empty.
    hides_birth = selectors.reached(request.user, child, Need.T2) is None or "birth_was_hidden" in request.POST

    def save(form: ChildForm, ticket: Ticket) -> str:
        actions.change_child(by=actor(request), child=form.instance, seen_version=ticket.version)
        return _page_or_consent(request.user, child)

    def form(data: Any) -> ChildForm:
        return ChildForm(data, instance=child_for(request, child, Need.GROUND, write=True), hides_birth=hides_birth)

    untold, kept = (("birth",), (("birth_was_hidden", "1"),)) if hides_birth else ((), ())
    return answer(request, FormPage("edit", _("Change who this is"), form, save, found, found.pk, version, untold=untold, fields=kept))


def _page_or_consent(user: object, child: UUID) -> str:
    """Without a consent there is no page yet."""
    return address("page" if selectors.reached(user, child, Need.T1) is not None else "consent", child)


@require_safe
@login_required
def openings(request: HttpRequest, child: UUID) -> HttpResponse:
    found = child_for(request, child, Need.OPENINGS)
    user: Any = request.user
    told = openings_of(actor(request), user, found, page=request.GET.get("page", "1"))
    return show(request, "openings", found, openings=told)

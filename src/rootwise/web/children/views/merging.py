"""Two records of one child: one person proposes, another does it; the same to take them apart."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rootwise.web.accounts.tickets import Ticket
from rootwise.web.children import actions, selectors
from rootwise.web.children.forms import ConfirmForm, MergeForm
from rootwise.web.children.needs import Need
from rootwise.web.children.views.asking import FormPage, actor, answer, child_for, show, there
from rootwise.web.children.views.children import address


@require_safe
@login_required
def merges(request: HttpRequest, child: UUID) -> HttpResponse:
    found = child_for(request, child, Need.GROUND)
    return show(request, "merges", found, merges=selectors.merges_of(actor(request), found))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def propose_merge(request: HttpRequest, child: UUID) -> HttpResponse:
    found = child_for(request, child, Need.GROUND, write=True)
    user: Any = request.user

    def save(form: Any, ticket: Ticket) -> str:
        other = selectors.to_merge_with(user, found, form.cleaned_data["other_name"], form.cleaned_data["other_birth"])
        if other is None:
            raise actions.Refused(_("Among the records you keep there is no other one with this name and date of birth."))
        form.instance.pk, form.instance.child, form.instance.other = ticket.row, found, other
        actions.propose_merge(by=actor(request), user=user, merge=form.instance)
        return address("merges", child)

    return answer(request, FormPage("propose_merge", _("The same child has another record"), MergeForm, save, found))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def next_step(request: HttpRequest, child: UUID, row: UUID, step: str) -> HttpResponse:
    found = child_for(request, child, Need.GROUND, write=True)
    merge = there(selectors.merge_row(actor(request), found, row))
    user: Any = request.user
    if step == "do":
        child_for(request, merge.other_id, Need.GROUND, write=True)
    if step != "withdraw" and merge.child_id != found.pk:
        raise Http404

    title, take = {
        "do": (_("Merge the two records"), actions.do_merge),
        "withdraw": (_("Withdraw this proposal"), actions.withdraw_merge),
        "propose-undo": (_("Propose to take them apart"), actions.propose_unmerge),
        "undo": (_("Take them apart"), actions.do_unmerge),
    }[step]

    def save(_form: object, ticket: Ticket) -> str:
        take(by=actor(request), user=user, merge=merge, seen_version=ticket.version)
        return address("merges", child)

    note = merge.because if merge.child_id == found.pk else ""
    return answer(request, FormPage(f"merge_{step}", title, ConfirmForm, save, found, row, merge.version, note))

"""How long records are kept: the rule of the service, what is due, holds, closing and erasing."""

from copy import copy
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rootwise.web.accounts.tickets import Ticket
from rootwise.web.children import actions, selectors
from rootwise.web.children.forms import ConfirmForm, HoldForm, RetentionRuleForm
from rootwise.web.children.needs import Need
from rootwise.web.children.views.asking import FormPage, actor, answer, child_for, show, there
from rootwise.web.children.views.children import address


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def retention_rule(request: HttpRequest) -> HttpResponse:
    if not selectors.administers(request.user):
        raise Http404
    user: Any = request.user
    stored = selectors.retention_rule(user)
    version = stored.version if stored is not None else 0

    def form(data: Any) -> RetentionRuleForm:
        return RetentionRuleForm(data, instance=copy(stored) or RetentionRuleForm.Meta.model(pk=user.site_id, site=user.site))

    def save(form: RetentionRuleForm, ticket: Ticket) -> str:
        actions.set_retention(by=actor(request), user=user, rule=form.instance, seen_version=ticket.version)
        return address("retention_rule")

    note = _(
        "Your service decides how long closed records are kept; ask whoever knows your law. Where both are set, the later day counts. "
        "Nothing is erased by itself."
    )
    return answer(request, FormPage("retention_rule", _("How long records are kept"), form, save, None, user.site_id, version, note))


@require_safe
@login_required
def closed(request: HttpRequest) -> HttpResponse:
    if not selectors.supervises(request.user):
        raise Http404
    user: Any = request.user
    records, elsewhere = selectors.closed_records(user), selectors.due_elsewhere(user)
    return show(request, "closed", rule=selectors.retention_rule(user), records=records, elsewhere=elsewhere)


@require_safe
@login_required
def keeping(request: HttpRequest, child: UUID) -> HttpResponse:
    """The state of the record, what holds it, and what comes next."""
    found = child_for(request, child, Need.GROUND)
    return show(request, "keeping", found, holds=selectors.holds_of(actor(request), found), due=selectors.erasure_due(found))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def place_hold(request: HttpRequest, child: UUID) -> HttpResponse:
    found = child_for(request, child, Need.GROUND, write=True)
    user: Any = request.user

    def form(data: Any) -> HoldForm:
        return HoldForm(data, instance=HoldForm.Meta.model(child=found))

    def save(form: HoldForm, ticket: Ticket) -> str:
        form.instance.pk = ticket.row
        actions.place_hold(by=actor(request), user=user, hold=form.instance)
        return address("keeping", child)

    return answer(request, FormPage("place_hold", _("Keep this record for now"), form, save, found))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def lift_hold(request: HttpRequest, child: UUID, row: UUID) -> HttpResponse:
    found = child_for(request, child, Need.GROUND, write=True)
    hold = there(selectors.hold_row(actor(request), found, row))
    user: Any = request.user

    def save(_form: object, ticket: Ticket) -> str:
        actions.lift_hold(by=actor(request), user=user, hold=hold, seen_version=ticket.version)
        return address("keeping", child)

    note = hold.get_reason_display()
    return answer(request, FormPage("lift_hold", _("Lift this hold"), ConfirmForm, save, found, row, hold.version, note))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def retention(request: HttpRequest, child: UUID, step: str) -> HttpResponse:
    """Close, reopen, propose to erase, keep after all, erase."""
    found = child_for(request, child, Need.GROUND, write=True)
    user: Any = request.user

    def save(_form: object, ticket: Ticket) -> str:
        how: dict[str, Any] = {"by": actor(request), "child": found, "seen_version": ticket.version}
        match step:
            case "close":
                actions.close_child(**how)
            case "reopen":
                actions.reopen_child(**how)
            case "propose-erasure":
                actions.propose_erasure(user=user, **how)
            case "keep":
                actions.keep_child(**how)
            case _:
                actions.erase_child(user=user, **how)
                return address("mine")
        return address("keeping", child)

    titles = {
        "close": _("Close this record"),
        "reopen": _("Open this record again"),
        "propose-erasure": _("Propose to erase this record"),
        "keep": _("Keep this record after all"),
        "erase": _("Erase this record for good"),
    }
    means = {
        "close": _("Only those who keep the record can look into it then. It can be opened again."),
        "reopen": _("Relations and consents hold again as they are written."),
        "propose-erasure": _("Nothing is erased yet. A supervisor who is not you decides."),
        "erase": _("Everything about this child is taken out, and nobody can bring it back. That it was done, by whom and when, stays."),
    }
    note = _due_in_words(found) if step in ("propose-erasure", "erase") else ""
    page = FormPage(f"retention_{step}", titles[step], ConfirmForm, save, found, found.pk, found.version, note, means.get(step, ""))
    return answer(request, replace(page, is_grave=step in ("close", "erase")))


def _due_in_words(child: Any) -> str:
    due = selectors.erasure_due(child)
    if due is None:
        return _("By the rule of your service no day is known from which this record is due.")
    return _("By the rule of your service this record is due from %(day)s.") % {"day": date_format(due)}

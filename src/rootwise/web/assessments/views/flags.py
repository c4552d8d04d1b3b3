"""The flags that wait, and what somebody did about one, by name."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rootwise.web.accounts.selectors import help_contacts
from rootwise.web.accounts.tickets import Ticket
from rootwise.web.assessments import actions, selectors
from rootwise.web.assessments.forms import ActionForm
from rootwise.web.assessments.views.answering import opened_for
from rootwise.web.assessments.views.entry import FORM, address
from rootwise.web.assessments.waiting import late_elsewhere, waiting_flags
from rootwise.web.children.needs import Need
from rootwise.web.children.views.asking import FormPage, actor, answer, there


@require_safe
@login_required
def waiting(request: HttpRequest) -> HttpResponse:
    """What nobody has answered for yet."""
    user: Any = request.user
    if not selectors.may_close(user):
        raise Http404
    context = {
        "waiting": waiting_flags(actor(request), user),
        "elsewhere": late_elsewhere(user),
        "sites": help_contacts(),
    }
    return render(request, "assessments/flags.html", context)


@require_http_methods(FORM)
@login_required
def acknowledge(request: HttpRequest, child: UUID, assessment: UUID, flag: UUID) -> HttpResponse:
    found, opened = opened_for(request, child, assessment, Need.T4, write=True)
    raised = there(next((one for one in selectors.flags_of(actor(request), opened) if one.flag.pk == flag), None))
    user: Any = request.user

    def save(form: ActionForm, ticket: Ticket) -> str:
        what = form.cleaned_data["what"]
        actions.acknowledge_flag(by=actor(request), user=user, flag=raised.flag, what=what, seen_version=ticket.version)
        return address("safety", opened)

    title = _("What was done: %(flag)s") % {"flag": raised.name}
    return answer(request, FormPage("acknowledge", title, ActionForm, save, found, raised.flag.pk, raised.flag.version, raised.action))

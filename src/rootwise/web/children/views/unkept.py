"""Records that nobody keeps: a supervisor finds them a keeper, who is somebody else."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rootwise.web.accounts.tickets import Ticket
from rootwise.web.children import actions, selectors
from rootwise.web.children.forms import EntrustForm
from rootwise.web.children.views.asking import FormPage, actor, answer, show, there
from rootwise.web.children.views.children import address


@require_safe
@login_required
def unkept(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    if not selectors.supervises(user):
        raise Http404
    return show(request, "unkept", records=selectors.unkept_records(actor(request), user))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def entrust(request: HttpRequest, child: UUID) -> HttpResponse:
    user: Any = request.user
    found = there(selectors.unkept_record(actor(request), user, child))

    def form(data: Any) -> EntrustForm:
        return EntrustForm(data, instance=EntrustForm.Meta.model(child=found.child), asked_by=user)

    def save(form: EntrustForm, _ticket: Ticket) -> str:
        actions.entrust(by=actor(request), user=user, relation=form.instance)
        return address("unkept")

    note = f"{found.child.initials}. {_('Kept before by:')} {found.before or _('nobody')}"
    means = _("This person keeps the record from today: they see as much of it as consents allow, and say who else does.")
    return answer(request, FormPage("entrust", _("Who keeps this record"), form, save, None, child, found.child.version, note, means))

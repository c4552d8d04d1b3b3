"""Records that nobody keeps: a supervisor finds them a keeper, who is somebody else."""

from typing import Any
from uuid import UUID

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rootwise.web.accounts.tickets import Ticket
from rootwise.web.children import actions, selectors
from rootwise.web.children.forms import EntrustForm
from rootwise.web.children.views.asking import FormPage, actor, answer, show, there
from rootwise.web.children.views.children import address

_REFUSALS = {"entrust": "10/h/user"}  # each tells who is barred from a child, or nearly


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
    count: dict[str, Any] = {"app": "rootwise", "action": "entrust", "config": _REFUSALS, "user": user}
    if not ratelimit.consume(request, dry_run=True, **count):
        limited: HttpResponse = ratelimit.respond_429(request)
        return limited

    def form(data: Any) -> EntrustForm:
        return EntrustForm(data, instance=EntrustForm.Meta.model(child=found.child), asked_by=user)

    def save(form: EntrustForm, _ticket: Ticket) -> str:
        if "checked" not in form.data and selectors.is_like_barred(actor(request), found, form.instance.user):
            ratelimit.consume(request, **count)
            form.ask_whether_somebody_else()
            raise actions.Refused(_("Somebody with a name like this is on the child's list of no contact."))
        try:
            actions.entrust(by=actor(request), user=user, relation=form.instance)
        except actions.Barred:
            ratelimit.consume(request, **count)
            actions.refuse_keeper(by=actor(request), relation=form.instance)
            raise
        return address("unkept")

    note = f"{found.child.initials}. {_('Kept before by:')} {found.before or _('nobody')}"
    means = _("This person keeps the record from today: they see as much of it as consents allow, and say who else does.")
    return answer(request, FormPage("entrust", _("Who keeps this record"), form, save, None, child, found.child.version, note, means))

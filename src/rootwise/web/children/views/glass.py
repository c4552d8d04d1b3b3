"""Breaking the glass, and looking at it afterwards."""

from copy import copy
from typing import Any
from uuid import UUID

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rootwise.web.accounts.selectors import factors
from rootwise.web.accounts.tickets import Ticket
from rootwise.web.children import actions, selectors
from rootwise.web.children.forms import GlassForm, ReviewForm
from rootwise.web.children.second_factor import was_used_recently
from rootwise.web.children.views.asking import FormPage, actor, answer, show, there
from rootwise.web.children.views.children import address

_TRIES = {"break_glass": "10/h/user"}  # of somebody who does not know the name and the day of birth


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def break_glass(request: HttpRequest) -> HttpResponse:
    if not selectors.keeps_records(request.user):
        raise Http404
    user: Any = request.user
    if not was_used_recently(request.session):
        kinds = {one.is_passkey for one in factors(user)}
        return show(request, "second_factor", status=403, has_passkey=True in kinds, has_codes=False in kinds)

    def save(form: Any, ticket: Ticket) -> str:
        if user.vouched_at is None:
            raise actions.Refused(_("A supervisor has to vouch for your account first, on the People page."))
        child = selectors.behind_glass_by_name(user, form.cleaned_data["child_name"], form.cleaned_data["birth"])
        if child is None:
            actions.refuse_glass(by=actor(request), user=user)
            raise actions.Refused(_("There is no such record that you could open. Ask a supervisor."))
        form.instance.pk, form.instance.child = ticket.row, child
        actions.break_glass(by=actor(request), user=user, glass=form.instance)
        return address("page", child.pk)

    if request.method == "POST" and not ratelimit.consume(request, app="rootwise", action="break_glass", config=_TRIES, user=user):
        limited: HttpResponse = ratelimit.respond_429(request)
        return limited
    note = _("You open one record for 60 minutes, to read. A supervisor is told and looks at it within 72 hours.")
    title, button = _("Open a record in an emergency"), _("Open this record")
    return answer(request, FormPage("break_glass", title, GlassForm, save, note=note, button=button))


@require_safe
@login_required
def reviews(request: HttpRequest) -> HttpResponse:
    if not selectors.supervises(request.user):
        raise Http404
    glasses, late = selectors.glasses_to_review(actor(request), request.user), selectors.late_reviews(request.user)
    return show(request, "reviews", glasses=glasses, late_reviews=late, now=timezone.now())


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def review(request: HttpRequest, row: UUID) -> HttpResponse:
    user: Any = request.user
    glass = there(selectors.glass_to_review(actor(request), user, row))
    version = glass.version

    def save(form: Any, ticket: Ticket) -> str:
        actions.review_glass(by=actor(request), user=user, glass=form.instance, seen_version=ticket.version)
        return address("reviews")

    def form(data: Any) -> ReviewForm:
        return ReviewForm(data, instance=copy(glass))

    note = f"{glass.user.in_full}, {glass.child.name}: {glass.reason}"
    return answer(request, FormPage("review", _("Was it needed?"), form, save, None, row, version, note))

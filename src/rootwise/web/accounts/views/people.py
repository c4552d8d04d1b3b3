"""Pages of accounts: one's own, joining, recovering, and the people of a site."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from allauth.account.internal.flows.login import perform_login, perform_password_login, record_authentication
from allauth.account.models import Login
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rootwise.errors import UserError
from rootwise.web.accounts import actions, selectors
from rootwise.web.accounts.forms import InviteForm, JoinForm, RecoverForm, RoleForm, VersionForm
from rootwise.web.accounts.passwords import worked_out
from rootwise.web.accounts.reasons import EndedBecause, Lost
from rootwise.web.accounts.signals import RECOVERED
from rootwise.web.accounts.tickets import Ticket, opened_ticket
from rootwise.web.accounts.views.asking import FormPage, answer
from rootwise.web.audit.recording import recorded
from rootwise.web.database.versions import EditConflict

_RATES = {"recover": "10/m/ip,5/300s/key", "invitation": "20/m/ip"}
_get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _user(request: HttpRequest) -> Any:
    """Who is signed in; a page without `login_not_required` is never reached by anybody else."""
    return request.user


def _only(allowed: Callable[[Any], bool]) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """For these people; for all others there is nothing at this address."""

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not allowed(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return run

    return wrap


def _too_often(request: HttpRequest, what: str, key: str | None = None) -> HttpResponse | None:
    used = ratelimit.consume(request, app="rootwise", action=what, config=_RATES, key=key or "", limit_get=True)
    return None if used else cast("HttpResponse", ratelimit.respond_429(request))


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    user = _user(request)
    context = {
        "sessions": selectors.open_sessions(user),
        "factors": selectors.factors(user),
        "recoveries": selectors.recoveries_about(user),
        "address_requests": [one for one in selectors.open_address_requests(user) if one.user_id == user.pk],
        "has_unseen": bool(selectors.recoveries_not_seen(user)),
        "passkeys_work": request.get_host().partition(":")[0] != "127.0.0.1",
    }
    return render(request, "accounts/account.html", context)


@require_GET
def to_account(_request: HttpRequest) -> HttpResponse:
    return redirect("account")


@require_GET
def second_factor(request: HttpRequest) -> HttpResponse:
    """Staff set one up before anything else."""
    return render(request, "accounts/second_factor.html", {"has": selectors.number_of_factors(_user(request))})


@require_POST
def end_own_session(request: HttpRequest, session: UUID) -> HttpResponse:
    found = selectors.own_session(_user(request), session)
    if found is None:
        raise Http404
    actions.end_session(by=request.actor, session=found, because=EndedBecause.ENDED_BY_PERSON)  # type: ignore[attr-defined]
    return redirect("account")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    because = EndedBecause.ENDED_BY_PERSON
    actions.end_sessions(by=request.actor, user=_user(request), because=because, but=request.sign_in)  # type: ignore[attr-defined]
    messages.success(request, _("All other sessions have ended."))
    return redirect("account")


@require_POST
def recoveries_seen(request: HttpRequest) -> HttpResponse:
    actions.note_recoveries_seen(by=request.actor, user=_user(request))  # type: ignore[attr-defined]
    return redirect("account")


@require_POST
def recovery_revoke(request: HttpRequest, recovery: UUID) -> HttpResponse:
    found = selectors.open_recovery(_user(request), recovery)
    if found is None:
        raise Http404
    actions.revoke_recovery(by=request.actor, recovery=found)  # type: ignore[attr-defined]
    messages.success(request, _("This recovery code works no more."))
    return redirect("account" if found.user_id == request.user.pk else reverse("person", args=[found.user_id]))


@login_not_required
@_get_or_post
@sensitive_post_parameters()
def recover(request: HttpRequest) -> HttpResponse:
    """Get in with a code from a second member of staff, or with two from two of them. Whatever is wrong, the answer is the same."""
    form = RecoverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if refused := _too_often(request, "recover", given["email"].lower()):
            return refused
        claimed = selectors.recovery_of(given["email"], given["code"])
        password = given["password"] or "-"  # always compared, so that time tells nothing
        knows_password = selectors.knows_password(claimed.user if claimed else None, password)  # before the transaction: it takes long
        with recorded(request.actor, action="accounts.recover"):  # type: ignore[attr-defined]
            recovery = selectors.recovery_of(given["email"], given["code"]) if claimed else None  # nobody has used it meanwhile
            other = selectors.recovery_of(given["email"], given["other_code"]) if recovery else None
            if recovery is not None and other is not None and selectors.stand_for_both(recovery, other):
                for one in (recovery, other):
                    actions.use_recovery(by=request.actor, recovery=one)  # type: ignore[attr-defined]
                record_authentication(request, recovery.user, method=RECOVERED)
                return cast("HttpResponse", perform_login(request, Login(user=recovery.user)))
            if recovery is not None and (knows_password or recovery.lost == "password"):
                actions.use_recovery(by=request.actor, recovery=recovery)  # type: ignore[attr-defined]
                record_authentication(request, recovery.user, method=RECOVERED if recovery.lost == "password" else "password")
                return cast("HttpResponse", perform_login(request, Login(user=recovery.user)))
            actions.refuse_sign_in(by=request.actor, user=selectors.user_with_address(given["email"]))  # type: ignore[attr-defined]
        form.add_error(None, _("This did not work. Check the address, the code and the password; a code works once and for one day."))
    return render(request, "accounts/recover.html", {"form": form})


@login_not_required
@_get_or_post
@sensitive_post_parameters()
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Join by a link. One that was used, ended, revoked or never made is the same: nothing is here."""
    if refused := _too_often(request, "invitation"):
        return refused
    found = selectors.invitation_of(token)
    if found is None:
        raise Http404
    form = JoinForm(request.POST or None, email=found.email)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with worked_out(to_make=[given["password"]]), recorded(request.actor, action="accounts.join"):  # type: ignore[attr-defined]
            try:
                user = actions.accept_invitation(
                    by=request.actor,  # type: ignore[attr-defined]
                    invitation=found,
                    name=given["name"],
                    initials=given["initials"],
                    password=given["password"],
                )
            except (actions.CannotAdd, actions.NotAllowed, EditConflict):
                form.add_error(None, _("This link cannot be used. Ask the person who gave it to you."))
            else:
                return cast("HttpResponse", perform_password_login(request, {"email": user.email}, Login(user=user)))
    return render(request, "accounts/join.html", {"form": form, "invitation": found})


@_get_or_post
@_only(selectors.may_open_service)
def open_service(request: HttpRequest) -> HttpResponse:
    """After a restore: what a supervisor has to look at before everybody comes in again."""
    closing = selectors.closing_of(_user(request).site_id)
    if closing is None:
        raise Http404
    if request.method == "POST":
        actions.open_service(by=request.actor, user=_user(request))  # type: ignore[attr-defined]
        messages.success(request, _("Everybody can come in again."))
        return redirect("people")
    return render(request, "accounts/open_service.html", {"backup_made_at": parse_datetime(closing.columns[0])})


@require_GET
@_only(selectors.may_see_people)
def people(request: HttpRequest) -> HttpResponse:
    user = _user(request)
    context = {
        "people": selectors.people_of(user),
        "invitations": selectors.open_invitations(user),
        "address_requests": selectors.open_address_requests(user),
        "may_manage": selectors.may_manage_people(user),
    }
    return render(request, "accounts/people.html", context)


@_get_or_post
@_only(selectors.may_manage_people)
def invite_person(request: HttpRequest) -> HttpResponse:
    """The link is shown on the answer to the form, and kept nowhere."""

    def save(form: InviteForm, ticket: Ticket) -> HttpResponse:
        row, token = actions.invite(by=request.actor, inviter=_user(request), row=ticket.row, **form.cleaned_data)  # type: ignore[attr-defined]
        origin = settings.CONFIGURATION.origin or f"http://{request.get_host()}"
        return render(request, "accounts/invited.html", {"invitation": row, "link": origin + reverse("invitation", args=[token])})

    note = _(
        "You get a link that works once, for seven days. Hand it over yourself: this program sends no mail. "
        "Role and site cannot be changed by whoever opens it."
    )
    return answer(request, FormPage("invite", _("Invite somebody"), InviteForm, save, note=note, button=_("Make the link")))


@require_POST
@_only(selectors.may_manage_people)
def invitation_revoke(request: HttpRequest, invitation: UUID) -> HttpResponse:
    found = selectors.open_invitations(_user(request)).filter(pk=invitation).first()
    if found is None:
        raise Http404
    actions.revoke_invitation(by=request.actor, invitation=found)  # type: ignore[attr-defined]
    messages.success(request, _("The link works no more."))
    return redirect("people")


def _person(request: HttpRequest, person: UUID) -> Any:
    found = selectors.people_of(_user(request)).filter(pk=person).first()
    if found is None:
        raise Http404
    return found


@require_GET
@_only(selectors.may_see_people)
def person(request: HttpRequest, person: UUID) -> HttpResponse:
    return _show_person(request, _person(request, person))


def _show_person(request: HttpRequest, found: Any, *, status: int = 200, **more: Any) -> HttpResponse:
    viewer = _user(request)
    context = {
        "person": found,
        "form": RoleForm(initial={"role": found.role, "version": found.version}),
        "sessions": len(selectors.open_sessions(found)),
        "factors": selectors.number_of_factors(found),
        "recoveries": selectors.recoveries_about(found),
        "may_manage": selectors.may_manage_people(viewer) and viewer != found,
        "may_recover": selectors.may_recover(viewer, found),
        "may_vouch": selectors.may_vouch(viewer, found),
        "ticket": Ticket(f"recovery_{found.pk.hex}", str(viewer.pk), "", uuid.uuid4(), 1).seal(),
        **more,
    }
    return render(request, "accounts/person.html", context, status=status)


@require_POST
@_only(selectors.may_manage_people)
def person_role(request: HttpRequest, person: UUID) -> HttpResponse:
    found, form = _person(request, person), RoleForm(request.POST)
    if not form.is_valid():
        return _show_person(request, found, form=form)
    given = form.cleaned_data
    return _done(request, found, actions.change_role, manager=_user(request), role=given["role"], seen_version=given["version"])


@require_POST
@_only(selectors.may_manage_people)
def person_active(request: HttpRequest, person: UUID) -> HttpResponse:
    """Lock out, or let in again: the other of the two that is now."""
    found, form = _person(request, person), VersionForm(request.POST)
    if not form.is_valid():
        raise Http404
    change = actions.deactivate if "deactivate" in request.POST else actions.activate
    return _done(request, found, change, manager=_user(request), seen_version=form.cleaned_data["version"])


@require_POST
@_only(selectors.may_see_people)
def person_vouch(request: HttpRequest, person: UUID) -> HttpResponse:
    """Say that this is a colleague."""
    found, form = _person(request, person), VersionForm(request.POST)
    if not form.is_valid() or not selectors.may_vouch(_user(request), found):
        raise Http404
    return _done(request, found, actions.vouch, voucher=_user(request), seen_version=form.cleaned_data["version"])


def _done(request: HttpRequest, found: Any, change: Callable[..., None], **given: Any) -> HttpResponse:
    try:
        change(by=request.actor, user=found, **given)  # type: ignore[attr-defined]
    except EditConflict:
        messages.error(request, _("Somebody else changed this person while you were looking. This is how it is now."))
        return _show_person(request, _person(request, found.pk), status=409)
    except UserError as error:
        messages.error(request, str(error))
        return _show_person(request, _person(request, found.pk), status=409)
    messages.success(request, _("Saved."))
    return redirect("person", found.pk)


@require_POST
@_only(selectors.may_see_people)
def person_recovery(request: HttpRequest, person: UUID) -> HttpResponse:
    """Issue a one-time code. It is shown once, on this answer."""
    found = _person(request, person)
    lost = request.POST.get("lost")
    ticket = opened_ticket(request.POST.get("ticket", ""), page=f"recovery_{found.pk.hex}", user=str(_user(request).pk), child="")
    if ticket is None or not selectors.may_recover(_user(request), found) or lost not in ("password", "second_factor"):
        raise Http404
    try:
        row, code = actions.issue_recovery(
            by=request.actor,  # type: ignore[attr-defined]
            issuer=_user(request),
            user=found,
            lost=Lost(lost),
            row=ticket.row,
        )
    except actions.NotAllowed as error:
        messages.error(request, str(error))
        return _show_person(request, found, status=409)
    return render(request, "accounts/recovery_issued.html", {"person": found, "recovery": row, "code": code})

"""Whether a session still holds, asked at every request; and what must be set up before anything else."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from rootwise.web.accounts.actions import end_session, note_use
from rootwise.web.accounts.roles import USE_NOTED_EVERY
from rootwise.web.accounts.selectors import actor_of, may_come_in, needs_second_factor, session_of, why_over

SESSION = "sign_in"  # under this name the session of the browser holds the id of ours
ENDED = "ended"  # and here, after its end, why
_USE_NOTED_EVERY_SECONDS = USE_NOTED_EVERY.total_seconds()
_WITHOUT_PASSWORD = {"account_set_password", "account_logout"}
_WITHOUT_FACTOR = {"second_factor", "mfa_activate_totp", "mfa_add_webauthn", "account_logout"} | {
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}


class SessionRules:
    """Ended, idle, too long or deactivated: the next click is a stranger's."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.sign_in = None  # type: ignore[attr-defined]
        if SESSION_KEY in request.session:
            self._hold(request)
        return self.answer(request)

    def _hold(self, request: HttpRequest) -> None:
        user = request.user
        session = session_of(user, request.session.get(SESSION)) if user.is_authenticated else None
        now = timezone.now()
        because = why_over(session, now) if session is not None else None
        if session is None or because is not None:
            if session is not None and because is not None:
                end_session(by=actor_of(user, request=request.number), session=session, because=because)  # type: ignore[attr-defined]
            request.session.flush()
            request.session[ENDED] = because or "ended"
            request.user = AnonymousUser()
            return
        request.sign_in = session  # type: ignore[attr-defined]
        if (now - session.last_use.at).total_seconds() >= _USE_NOTED_EVERY_SECONDS:
            note_use(by=actor_of(user, request=request.number), session=session)  # type: ignore[attr-defined]

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Who has no password since a recovery sets one; staff without a second factor set one up; after a restore most people wait."""
        session = getattr(request, "sign_in", None)
        if session is None or not getattr(view, "login_required", True):
            return None
        name = request.resolver_match.url_name if request.resolver_match else None
        if not session.user.has_usable_password():
            return None if name in _WITHOUT_PASSWORD else redirect("account_set_password")
        if needs_second_factor(session.user) and not session.second_factor and name not in _WITHOUT_FACTOR:
            return redirect("second_factor")
        if name != "account_logout" and not may_come_in(session):
            return render(request, "accounts/closed.html", status=503)
        return None

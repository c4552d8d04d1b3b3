"""Around the views of allauth, which writes its own rows: under a name, in one transaction, and by the rules of this service."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.contrib import messages
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rootwise.web.accounts.actions import note_second_factor
from rootwise.web.accounts.passwords import worked_out
from rootwise.web.accounts.selectors import needs_second_factor, number_of_factors, user_with_address
from rootwise.web.audit.recording import recorded

View = Callable[..., HttpResponse]
_SAFE = ("GET", "HEAD", "OPTIONS")


def recorded_view(view: View, name: str) -> View:
    """What the view writes carries who asked and which page. Read requests write nothing, so they take no lock."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in _SAFE:
            return view(request, *args, **kwargs)
        with _passwords_of(request, name), recorded(request.actor, action=f"accounts.{name}"):  # type: ignore[attr-defined]
            session = getattr(request, "sign_in", None)
            before = number_of_factors(session.user) if session is not None else 0
            response = view(request, *args, **kwargs)
            return response if session is None else _after(request, session, before, response)

    return run


def _passwords_of(request: HttpRequest, name: str) -> AbstractContextManager[None]:
    """What this page will ask about passwords, worked out; nothing for whoever has to wait, so that guessing costs us nothing."""
    given, user = request.POST, request.user
    match name:
        case "account_login":
            email = given.get("login", "").strip()
            if _has_to_wait(request, "login") or _has_to_wait(request, "login_failed", email):
                return worked_out()
            return _check(given.get("password", ""), user_with_address(email))
        case "account_reauthenticate" if user.is_authenticated and not _has_to_wait(request, "reauthenticate"):
            return _check(given.get("password", ""), user)
        case "account_change_password" if user.is_authenticated and not _has_to_wait(request, "change_password"):
            return worked_out(to_check=[(given.get("oldpassword", ""), user.password)], to_make=[given.get("password1", "")])
        case "account_set_password":
            return worked_out(to_make=[given.get("password1", "")])
    return worked_out()


def _check(password: str, user: Any) -> AbstractContextManager[None]:
    """For nobody a hash is made: it takes as long."""
    if user is None or not user.has_usable_password():
        return worked_out(to_make=[password])
    return worked_out(to_check=[(password, user.password)])


def _has_to_wait(request: HttpRequest, limit: str, email: str = "") -> bool:
    """Asks allauth's limits without counting."""
    key = get_adapter()._get_login_attempts_cache_key(request, email=email)  # noqa: SLF001 - the name it counts under
    for rate in ratelimit.get_rates(app="allauth.account", action=limit):
        counted = cache.get(ratelimit.get_cache_key(request, app="allauth.account", action=limit, rate=rate, key=key), [])
        if not ratelimit.apply_rate(counted, time.time(), rate, dry_run=True)[0]:
            return True
    return False


def _after(request: HttpRequest, session: Any, before: int, response: HttpResponse) -> HttpResponse:
    """A second factor more: this session has it, the others end. The last one of staff is not taken away."""
    after = number_of_factors(session.user)
    if after > before:
        note_second_factor(by=request.actor, session=session)  # type: ignore[attr-defined]
    elif after < before and after == 0 and needs_second_factor(session.user):
        transaction.set_rollback(True)
        list(messages.get_messages(request))  # it said that the factor is gone, which is taken back
        messages.error(request, _("You need a second factor. Add another one first, then remove this one."))
        return redirect("account")
    return response

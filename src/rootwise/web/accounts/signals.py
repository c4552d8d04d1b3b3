"""What follows when somebody signs in or out, whichever way."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import password_changed, password_set
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest
from django.utils.translation import gettext as _

from rootwise.web.accounts.actions import end_session, end_sessions, forget_password, open_session, refuse_sign_in
from rootwise.web.accounts.devices import device_name
from rootwise.web.accounts.middleware import ENDED, SESSION
from rootwise.web.accounts.models import User
from rootwise.web.accounts.reasons import EndedBecause
from rootwise.web.accounts.selectors import actor_of, recoveries_not_seen, user_with_address

RECOVERED = "recovery"  # how somebody got in, in allauth's records: with a code in place of the password


def connect() -> None:
    for signal, receiver in (
        (user_logged_in, _signed_in),
        (user_logged_out, _signed_out),
        (user_login_failed, _refused),
        (password_changed, _password_changed),
        (password_set, _password_changed),
    ):
        signal.connect(receiver, dispatch_uid=f"rootwise.accounts.{receiver.__name__}.{id(signal)}")


def _number(request: HttpRequest | None) -> str:
    return getattr(request, "number", "")


def _signed_in(*, request: HttpRequest, user: User, **_kwargs: Any) -> None:
    methods = {one.get("method") for one in get_authentication_records(request, user)}
    session = open_session(
        by=actor_of(user, request=_number(request)),
        user=user,
        device=device_name(request.META.get("HTTP_USER_AGENT", "")),
        second_factor="mfa" in methods,
    )
    if RECOVERED in methods:
        forget_password(by=actor_of(user, request=_number(request)), user=user, session=session)
        update_session_auth_hash(request, user)
    request.session[SESSION] = session.id.hex
    request.session.pop(ENDED, None)
    request.sign_in = session  # type: ignore[attr-defined]
    for recovery in recoveries_not_seen(user):
        _tell(
            request, _("%(name)s issued a recovery code for your account. Look at your account page.") % {"name": recovery.issued_by.name}
        )


def _tell(request: HttpRequest, text: str) -> None:
    messages.add_message(request, messages.WARNING, text, fail_silently=True)


def _signed_out(*, request: HttpRequest | None, user: User | None, **_kwargs: Any) -> None:
    session = getattr(request, "sign_in", None)
    if session is not None and user is not None:
        end_session(by=actor_of(user, request=_number(request)), session=session, because=EndedBecause.SIGNED_OUT)


def _refused(*, credentials: dict[str, Any], request: HttpRequest | None = None, **_kwargs: Any) -> None:
    email = str(credentials.get("email") or credentials.get("username") or "")
    refuse_sign_in(by=actor_of(AnonymousUser(), request=_number(request)), user=user_with_address(email))


def _password_changed(*, request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Whoever knew the old one is out, on every other device."""
    by = actor_of(user, request=_number(request))
    end_sessions(by=by, user=user, because=EndedBecause.PASSWORD_CHANGED, but=getattr(request, "sign_in", None))

"""Where allauth asks this program what to do."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from rootwise.web.accounts.sealed import open_factor, seal_factor
from rootwise.web.accounts.selectors import closing_of, may_open_service, needs_second_factor

FRESH_SECONDS = 300  # so long after proving who they are, people may change their password and factors without doing so again
_UNTOLD = ("account/messages/logged_in.txt", "account/messages/logged_out.txt")  # they see it, and the address need not be on the screen


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """By e-mail address and password. Who may not sign in any more is told what a stranger is told."""

    def _check_password(self, user: AbstractBaseUser | None, password: str) -> AbstractBaseUser | None:
        """Who has no password is nobody here, which is what has been worked out (library.py)."""
        found: AbstractBaseUser | None = super()._check_password(user if user and user.has_usable_password() else None, password)
        return found

    @classmethod
    def _stash_user(cls, user: AbstractBaseUser | None) -> None:  # noqa: ARG003
        return None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False  # by invitation only

    def send_mail(self, *_: Any, **__: Any) -> None:
        """This program sends no mail."""

    def add_message(self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any) -> None:
        if message_template not in _UNTOLD:
            super().add_message(request, level, message_template, *args, **kwargs)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Who must set something up goes there, not to a page that would send them on."""
        session = request.sign_in  # type: ignore[attr-defined]
        if not session.user.has_usable_password():
            return reverse("account_set_password")
        if needs_second_factor(session.user) and not session.second_factor:
            return reverse("second_factor")
        if may_open_service(session.user) and closing_of(session.user.site_id) is not None:
            return reverse("open_service")
        return str(super().get_login_redirect_url(request))

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:  # noqa: ARG002
        return redirect("account_login")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:  # noqa: ARG002
        request = context.request
        records = get_authentication_records(request, request.user)
        return not records or time.time() - records[-1]["at"] > FRESH_SECONDS


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def encrypt(self, text: str) -> str:
        return seal_factor(text)

    def decrypt(self, encrypted_text: str) -> str:
        return open_factor(encrypted_text)

    def send_notification_mail(self, *_: Any, **__: Any) -> None:
        """This program sends no mail."""

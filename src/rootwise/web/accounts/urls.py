"""The addresses of accounts. allauth's views under our paths; whatever they write is recorded under their name."""

from collections.abc import Callable
from typing import Any

from allauth.account import views as allauth_account
from allauth.mfa.base import views as allauth_mfa
from allauth.mfa.totp import views as allauth_totp
from allauth.mfa.webauthn import views as allauth_webauthn
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.urls.resolvers import URLPattern

from rootwise.web.accounts import views
from rootwise.web.accounts.library import recorded_view


def _library(route: str, view: Callable[..., Any], name: str, *, open_to_all: bool = False) -> URLPattern:
    """A page of allauth. Without a word it is for who is signed in."""
    wrapped = recorded_view(view, name)
    return path(route, login_not_required(wrapped) if open_to_all else wrapped, name=name)


urlpatterns = [
    _library("account/sign-in", allauth_account.login, "account_login", open_to_all=True),
    _library("account/sign-in/code", allauth_mfa.authenticate, "mfa_authenticate", open_to_all=True),
    _library("account/sign-in/passkey", allauth_webauthn.login_webauthn, "mfa_login_webauthn", open_to_all=True),
    _library("account/sign-out", allauth_account.logout, "account_logout", open_to_all=True),
    _library("account/again", allauth_account.reauthenticate, "account_reauthenticate"),
    _library("account/again/code", allauth_mfa.reauthenticate, "mfa_reauthenticate"),
    _library("account/again/passkey", allauth_webauthn.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    _library("account/password", allauth_account.password_change, "account_change_password"),
    _library("account/password/new", allauth_account.password_set, "account_set_password"),
    _library("account/codes/add", allauth_totp.activate_totp, "mfa_activate_totp"),
    _library("account/codes/remove", allauth_totp.deactivate_totp, "mfa_deactivate_totp"),
    _library("account/passkeys/add", allauth_webauthn.add_webauthn, "mfa_add_webauthn"),
    _library("account/passkeys/<int:pk>/remove", allauth_webauthn.remove_webauthn, "mfa_remove_webauthn"),
    path("account", views.account, name="account"),
    path("account/factors", views.to_account, name="mfa_index"),  # where allauth goes after a change
    path("account/passkeys", views.to_account, name="mfa_list_webauthn"),
    path("account/second-factor", views.second_factor, name="second_factor"),
    path("account/sessions/end-others", views.end_other_sessions, name="end_other_sessions"),
    path("account/sessions/<uuid:session>/end", views.end_own_session, name="end_own_session"),
    path("account/recoveries/seen", views.recoveries_seen, name="recoveries_seen"),
    path("account/recoveries/<uuid:recovery>/revoke", views.recovery_revoke, name="recovery_revoke"),
    path("account/recover", views.recover, name="recover"),
    path("invitation/<str:token>", views.invitation, name="invitation"),
    path("service/open", views.open_service, name="open_service"),
    path("people", views.people, name="people"),
    path("people/invite", views.invite_person, name="invite"),
    path("people/invitations/<uuid:invitation>/revoke", views.invitation_revoke, name="invitation_revoke"),
    path("people/<uuid:person>", views.person, name="person"),
    path("people/<uuid:person>/role", views.person_role, name="person_role"),
    path("people/<uuid:person>/active", views.person_active, name="person_active"),
    path("people/<uuid:person>/recovery", views.person_recovery, name="person_recovery"),
]

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

from rootwise.web.accounts.library import recorded_view
from rootwise.web.accounts.views import addresses, contacts, past, people


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
    path("account", people.account, name="account"),
    path("account/factors", people.to_account, name="mfa_index"),  # where allauth goes after a change
    path("account/passkeys", people.to_account, name="mfa_list_webauthn"),
    path("account/second-factor", people.second_factor, name="second_factor"),
    path("account/sessions/end-others", people.end_other_sessions, name="end_other_sessions"),
    path("account/sessions/<uuid:session>/end", people.end_own_session, name="end_own_session"),
    path("account/name", addresses.own_name, name="own_name"),
    path("account/address", addresses.own_address, name="own_address"),
    path("account/recorded", past.recorded_about_me, name="recorded_about_me"),
    path("account/recoveries/seen", people.recoveries_seen, name="recoveries_seen"),
    path("account/recoveries/<uuid:recovery>/revoke", people.recovery_revoke, name="recovery_revoke"),
    path("account/recover", people.recover, name="recover"),
    path("invitation/<str:token>", people.invitation, name="invitation"),
    path("service/open", people.open_service, name="open_service"),
    path("people", people.people, name="people"),
    path("people/invite", people.invite_person, name="invite"),
    path("people/invitations/<uuid:invitation>/revoke", people.invitation_revoke, name="invitation_revoke"),
    path("people/addresses/<uuid:asked>", addresses.decide, name="decide_address"),
    path("contacts", contacts.contacts, name="contacts"),
    path("contacts/new", contacts.add, name="add_contact"),
    path("contacts/<uuid:contact>", contacts.change, name="change_contact"),
    path("contacts/<uuid:contact>/remove", contacts.remove, name="remove_contact"),
    path("people/<uuid:person>", people.person, name="person"),
    path("people/<uuid:person>/role", people.person_role, name="person_role"),
    path("people/<uuid:person>/vouch", people.person_vouch, name="person_vouch"),
    path("people/<uuid:person>/name", addresses.person_name, name="person_name"),
    path("people/<uuid:person>/address", addresses.person_address, name="person_address"),
    path("people/<uuid:person>/active", people.person_active, name="person_active"),
    path("people/<uuid:person>/recovery", people.person_recovery, name="person_recovery"),
]

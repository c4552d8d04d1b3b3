"""Argon2 never runs while the one writer of SQLite waits for it, and the attempt is recorded all the same."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.test import Client
from pytest_django import Settings

from rootwise.web.accounts.actions import invite, issue_recovery
from rootwise.web.accounts.models import User
from rootwise.web.accounts.passwords import Argon2, worked_out
from rootwise.web.accounts.reasons import Lost
from rootwise.web.accounts.roles import Role
from rootwise.web.audit.models import Event
from rootwise.web.audit.recording import recorded
from tests.web.people import BY, PASSWORD, make_site, make_user, signed_in

NEW = "another long password"


@pytest.fixture
def ruth(committing: None, settings: Settings) -> User:
    settings.PASSWORD_HASHERS = ["rootwise.web.accounts.passwords.Argon2"]
    return make_user(make_site(), "Ruth", Role.CAREGIVER)


@pytest.fixture
def in_transaction(ruth: User, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each time that Argon2 runs, whether a transaction was open."""
    seen: list[bool] = []

    def spied(real: Callable[..., Any]) -> Callable[..., Any]:
        def run(self: Argon2PasswordHasher, *given: str) -> Any:
            seen.append(connection.in_atomic_block)
            return real(self, *given)

        return run

    for name in ("verify", "encode"):
        monkeypatch.setattr(Argon2PasswordHasher, name, spied(getattr(Argon2PasswordHasher, name)))
    return seen


def _sign_in(email: str, password: str) -> int:
    return Client().post("/account/sign-in", {"login": email, "password": password}).status_code


@pytest.mark.parametrize(
    ("email", "password", "status", "verb"),
    [
        ("ruth@example.org", PASSWORD, 302, "sign_in"),
        (" RUTH@example.org", PASSWORD, 302, "sign_in"),
        ("ruth@example.org", "wrong", 200, "sign_in_refused"),
        ("nobody@example.org", "wrong", 200, "sign_in_refused"),
    ],
)
def test_signing_in_takes_one_hash_outside_the_transaction(
    in_transaction: list[bool], email: str, password: str, status: int, verb: str
) -> None:
    assert _sign_in(email, password) == status
    assert in_transaction == [False]
    assert Event.objects.filter(verb__startswith="sign_in").get().verb == verb


def test_who_has_no_password_is_refused_in_the_same_time(ruth: User, in_transaction: list[bool]) -> None:
    with recorded(BY, action="test"):
        ruth.set_unusable_password()
        ruth.save()
    assert _sign_in("ruth@example.org", PASSWORD) == 200
    assert in_transaction == [False]
    assert Event.objects.filter(verb="sign_in_refused").count() == 1


def test_who_has_to_wait_costs_no_hash(in_transaction: list[bool]) -> None:
    for _ in range(5):
        assert _sign_in("ruth@example.org", "wrong") == 200
    in_transaction.clear()
    assert _sign_in("ruth@example.org", PASSWORD) == 200
    assert in_transaction == []


@pytest.mark.parametrize(
    ("page", "form"),
    [("/account/again", {"password": "wrong"}), ("/account/password", {"oldpassword": "wrong", "password1": NEW, "password2": NEW})],
)
def test_who_has_to_wait_on_another_page_costs_no_hash_either(
    ruth: User, in_transaction: list[bool], page: str, form: dict[str, str]
) -> None:
    client = signed_in(ruth)
    for _ in range(11):
        client.post(page, form)
    in_transaction.clear()
    client.post(page, form)
    assert in_transaction == []


def test_proving_who_one_is_and_changing_the_password(ruth: User, in_transaction: list[bool]) -> None:
    client = signed_in(ruth)
    assert client.post("/account/again", {"password": PASSWORD}).status_code == 302
    changed = client.post("/account/password", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert changed.status_code == 302
    assert in_transaction == [False, False, False]
    assert User.objects.get().check_password(NEW)


def test_a_wrong_old_password_changes_nothing(ruth: User, in_transaction: list[bool]) -> None:
    signed_in(ruth).post("/account/password", {"oldpassword": "wrong", "password1": NEW, "password2": NEW})
    assert in_transaction == [False, False]
    assert User.objects.get().check_password(PASSWORD)


def test_joining_and_recovering(ruth: User, in_transaction: list[bool]) -> None:
    boss = make_user(ruth.site, "Omar", Role.ADMINISTRATOR)
    _, token = invite(by=BY, inviter=boss, email="ben@example.org", role=Role.TEACHER)
    _, code = issue_recovery(by=BY, issuer=boss, user=ruth, lost=Lost.PASSWORD)
    in_transaction.clear()
    filled = {"name": "Ben", "initials": "BO", "password": NEW, "again": NEW}
    assert Client().post(f"/invitation/{token}", filled).status_code == 302
    recovered = Client()
    assert recovered.post("/account/recover", {"email": "ruth@example.org", "code": code}).status_code == 302
    assert recovered.post("/account/password/new", {"password1": NEW, "password2": NEW}).status_code == 302
    assert in_transaction == [False] * len(in_transaction) != []
    assert all(one.check_password(NEW) for one in User.objects.exclude(pk=boss.pk))


def test_what_was_worked_out_is_for_exactly_this_password_and_hash(ruth: User) -> None:
    hasher = Argon2()
    with worked_out(to_check=[(PASSWORD, ruth.password)], to_make=[NEW]):
        assert hasher.verify(PASSWORD, ruth.password)
        assert not hasher.verify(NEW, ruth.password)
        first, second = hasher.encode(NEW, hasher.salt()), hasher.encode(NEW, hasher.salt())
        assert first != second  # a hash is given out once
        assert hasher.verify(NEW, first)
        assert hasher.verify(NEW, second)

"""Signing in: password, then a code; the same answer to everybody who may not; limits; each step recorded."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client, override_settings

from rootwise.web.accounts.actions import deactivate
from rootwise.web.accounts.models import SignIn, Site, User
from rootwise.web.accounts.roles import Role
from rootwise.web.accounts.sealed import CannotOpenFactor, open_factor, seal_factor
from rootwise.web.audit.models import Content, Event
from rootwise.web.audit.recording import recorded
from tests.web.people import BY, PASSWORD, SECRET, make_site, make_user, signed_in

SIGN_IN = "/account/sign-in"


@pytest.fixture
def site(db: None) -> Site:
    return make_site()


def _code(*, ahead: int = 0) -> str:
    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + ahead)))


def _enter(client: Client, email: str, password: str = PASSWORD) -> tuple[int, str]:
    answer = client.post(SIGN_IN, {"login": email, "password": password})
    return answer.status_code, answer.get("Location", "")


def _text(answer: object) -> str:
    """A page without what differs in every answer."""
    text = answer.content.decode()  # type: ignore[attr-defined]
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|value="[^"]*@example\.org"', "", text)


def test_who_needs_no_second_factor_is_in_with_a_password(site: Site) -> None:
    make_user(site, "Ruth", Role.CAREGIVER)
    client = Client()
    assert _enter(client, "RUTH@example.org") == (302, "/")
    assert "Ruth" in client.get("/account").content.decode()


def test_a_code_is_asked_for_after_the_password_and_taken_once(site: Site) -> None:
    make_user(site, "Ines", Role.CLINICIAN, codes=True)
    client, code = Client(), _code()
    assert _enter(client, "ines@example.org") == (302, "/account/sign-in/code")
    assert client.get("/account").status_code == 302  # not in yet
    assert client.post("/account/sign-in/code", {"code": code}).status_code == 302
    assert client.get("/account").status_code == 200
    again = Client()
    _enter(again, "ines@example.org")
    assert "Incorrect code." in again.post("/account/sign-in/code", {"code": code}).content.decode()


@pytest.mark.parametrize(("ahead", "status"), [(-1, 302), (0, 302), (1, 302), (-3, 200), (3, 200)])
def test_a_code_may_be_half_a_minute_early_or_late(site: Site, ahead: int, status: int) -> None:
    make_user(site, "Ines", Role.CLINICIAN, codes=True)
    client = Client()
    _enter(client, "ines@example.org")
    assert client.post("/account/sign-in/code", {"code": _code(ahead=ahead)}).status_code == status


def test_a_late_code_is_not_taken_again_when_a_minute_has_passed(site: Site) -> None:
    """allauth remembers a used code for 30 seconds, but with tolerance it would be taken for 90."""
    make_user(site, "Ines", Role.CLINICIAN, codes=True)
    client, code = Client(), _code(ahead=1)
    _enter(client, "ines@example.org")
    assert client.post("/account/sign-in/code", {"code": code}).status_code == 302
    user = User.objects.get()
    cache.delete(f"allauth.mfa.totp.used?user={user.pk}&code={code}")
    again = Client()
    _enter(again, "ines@example.org")
    assert again.post("/account/sign-in/code", {"code": code}).status_code == 200


def test_unknown_wrong_and_locked_out_get_the_same_page(site: Site) -> None:
    boss, gone = make_user(site, "Omar", Role.ADMINISTRATOR), make_user(site, "Gone", Role.CAREGIVER)
    make_user(site, "Ruth", Role.CAREGIVER)
    deactivate(by=BY, manager=boss, user=gone, seen_version=1)
    tries = [("nobody@example.org", PASSWORD), ("ruth@example.org", "wrong"), ("gone@example.org", PASSWORD)]
    answers = [Client().post(SIGN_IN, {"login": email, "password": password}) for email, password in tries]
    assert {one.status_code for one in answers} == {200}
    assert len({_text(one) for one in answers}) == 1


@pytest.mark.parametrize("email", ["ruth@example.org", "nobody@example.org"])
def test_after_five_wrong_passwords_even_the_right_one_waits_known_or_not(site: Site, email: str) -> None:
    make_user(site, "Ruth", Role.CAREGIVER)
    client = Client()
    for _ in range(5):
        assert _enter(client, email, "wrong")[0] == 200
    answer = client.post(SIGN_IN, {"login": email, "password": PASSWORD})
    assert "Too many failed login attempts. Try again later." in answer.content.decode()


def test_guessing_codes_is_limited(site: Site) -> None:
    make_user(site, "Ines", Role.CLINICIAN, codes=True)
    client = Client()
    _enter(client, "ines@example.org")
    for _ in range(5):
        client.post("/account/sign-in/code", {"code": "000000"})
    assert client.post("/account/sign-in/code", {"code": _code()}).status_code == 200


def test_signing_in_out_and_being_refused_are_recorded_without_words(site: Site) -> None:
    user = make_user(site, "Ruth", Role.CAREGIVER)
    client = Client()
    _enter(client, "ruth@example.org", "wrong-canary")
    _enter(client, "canary@example.org", "wrong-canary")
    _enter(client, "ruth@example.org")
    client.post("/account/sign-out")
    told = [(one.verb, one.row, one.actor) for one in Event.objects.filter(verb__startswith="sign_in").order_by("id")]
    assert told == [
        ("sign_in_refused", user.id.hex, "visitor"),
        ("sign_in_refused", "", "visitor"),
        ("sign_in", user.id.hex, user.id.hex),
    ]
    assert SignIn.objects.get().ended_because == "signed_out"
    assert "canary" not in str(list(Content.objects.values_list("values", flat=True)))


def test_staff_set_up_a_second_factor_before_anything_else(site: Site) -> None:
    make_user(site, "Omar", Role.ADMINISTRATOR)
    client = Client()
    _enter(client, "omar@example.org")
    for address in ("/account", "/people", "/account/password"):
        assert client.get(address)["Location"] == "/account/second-factor"
    assert client.get("/account/second-factor").status_code == 200


def test_setting_up_codes_opens_the_rest_and_ends_sessions_without(site: Site) -> None:
    make_user(site, "Omar", Role.ADMINISTRATOR)
    client, thief = Client(), Client()
    _enter(thief, "omar@example.org")
    _enter(client, "omar@example.org")
    page = client.get("/account/codes/add").content.decode()
    found = re.search(r'id="totp-secret">(\w+)<', page)
    assert found
    code = format_hotp_value(hotp_value(found[1], int(time.time()) // 30))
    assert client.post("/account/codes/add", {"code": code}).status_code == 302
    assert client.get("/people").status_code == 200
    assert thief.get("/people")["Location"].startswith(SIGN_IN)
    assert found[1] not in str(Authenticator.objects.get().data)
    assert open_factor(Authenticator.objects.get().data["secret"]) == found[1]


def test_staff_keep_at_least_one_second_factor(site: Site) -> None:
    user = make_user(site, "Omar", Role.ADMINISTRATOR, codes=True)
    client = Client()
    _enter(client, "omar@example.org")
    client.post("/account/sign-in/code", {"code": _code()})
    answer = client.post("/account/codes/remove", follow=True)
    assert "You need a second factor." in answer.content.decode()
    assert Authenticator.objects.filter(user=user).count() == 1


def test_staff_may_remove_one_of_two(site: Site) -> None:
    user = make_user(site, "Omar", Role.ADMINISTRATOR, codes=True)
    with recorded(BY, action="test"):
        passkey = Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": {}})
    client = Client()
    _enter(client, "omar@example.org")
    client.post("/account/sign-in/code", {"code": _code()})
    client.post("/account/codes/remove")
    assert list(Authenticator.objects.filter(user=user)) == [passkey]


def test_caregivers_may_remove_theirs(site: Site) -> None:
    user = make_user(site, "Ruth", Role.CAREGIVER, codes=True)
    client = Client()
    _enter(client, "ruth@example.org")
    client.post("/account/sign-in/code", {"code": _code()})
    client.post("/account/codes/remove")
    assert not Authenticator.objects.filter(user=user).exists()


def test_changing_the_password_asks_for_it_and_ends_other_sessions(site: Site) -> None:
    user = make_user(site, "Ruth", Role.CAREGIVER)
    mine, other = signed_in(user), signed_in(user)
    new = "another long password"
    mine.post("/account/password", {"oldpassword": "wrong", "password1": new, "password2": new})
    assert other.get("/account").status_code == 200
    mine.post("/account/password", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert mine.get("/account").status_code == 200
    assert other.get("/account").status_code == 302


def test_a_sealed_factor_that_was_changed_is_not_opened() -> None:
    sealed = seal_factor(SECRET)
    for wrong in (sealed[:-3] + "AAA", "plain", sealed.replace("factor1", "factor2")):
        with pytest.raises(CannotOpenFactor):
            open_factor(wrong)


def test_the_code_is_on_the_page_in_a_demonstration_only(site: Site) -> None:
    from dataclasses import replace

    from django.conf import settings

    from rootwise.web.project.configuration import Mode

    make_user(site, "Ines", Role.CLINICIAN, codes=True)
    client = Client()
    _enter(client, "ines@example.org")
    assert re.search(r"the code right now is \d{6}\.", client.get("/account/sign-in/code").content.decode())
    with override_settings(CONFIGURATION=replace(settings.CONFIGURATION, mode=Mode.PRODUCTION)):
        assert "the code right now" not in client.get("/account/sign-in/code").content.decode()


def test_no_page_for_signing_up_exists(site: Site) -> None:
    for address in ("/account/sign-up", "/accounts/signup/", "/account/password/reset"):
        assert Client().get(address).status_code == 404

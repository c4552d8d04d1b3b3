"""Signing in as people do: a real Chromium against `rootwise demo`, with codes, with a passkey (virtual authenticator), by invitation."""

import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, CDPSession, Page

from tests.web.look.browser import chromium
from tests.web.project.installation import Installation

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.xdist_group("accounts in a browser"),
    pytest.mark.skipif("ROOTWISE_TEST_DATABASE" in os.environ, reason="the demonstration is on SQLite"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of a demonstration, and the password of each address."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    place = Installation(tmp_path_factory.mktemp("demo"))
    with place.serving("demo", "--folder", "try", port=port):
        lines = Path(place.place / "server.log").read_text().splitlines()
        yield f"http://localhost:{port}", {line.split()[0]: line.split()[1] for line in lines if "@willow.example" in line}


@pytest.fixture
def page(browser: Browser, demo: tuple[str, dict[str, str]]) -> Iterator[Page]:
    context = browser.new_context(base_url=demo[0])
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def _password(page: Page, passwords: dict[str, str], email: str) -> None:
    page.goto("/account/sign-in")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(passwords[email])
    page.get_by_role("button", name="Sign in", exact=True).click()


def _code(page: Page) -> None:
    shown = page.locator("[data-demo-code]").get_attribute("data-demo-code")
    assert shown
    page.get_by_label("Code from your app").fill(shown)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile(r"/$"))


def _virtual_authenticator(page: Page) -> CDPSession:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, "automaticPresenceSimulation": True}})
    return session


def _whole(page: Page) -> None:
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_staff_sign_in_with_password_and_code_and_out_again(page: Page, demo: tuple[str, dict[str, str]]) -> None:
    page.goto("/people")
    assert page.url.endswith("/account/sign-in?next=/people")
    _whole(page)
    _password(page, demo[1], "grace@willow.example")
    _whole(page)
    _code(page)
    page.goto("/account")
    _whole(page)
    assert page.get_by_text("Where you are signed in").is_visible()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/account")
    assert "/account/sign-in" in page.url


def test_a_passkey_is_added_and_then_signs_in_by_itself(page: Page, demo: tuple[str, dict[str, str]]) -> None:
    _virtual_authenticator(page)
    _password(page, demo[1], "ines@willow.example")
    _code(page)
    page.goto("/account/second-factor")
    _whole(page)
    page.get_by_role("link", name="Add a passkey").click()
    _whole(page)
    page.get_by_label("Name of this key, for yourself").fill("Test key")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_text("Passkey: Test key").wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/account/sign-in?next=/account")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "/account/sign-in" not in url)
    page.goto("/account")
    assert page.get_by_text("ines@willow.example").is_visible()
    assert page.get_by_text("Add a second factor").is_visible()


def test_a_passkey_is_a_second_step_too_and_a_failure_is_told(page: Page, demo: tuple[str, dict[str, str]]) -> None:
    session = _virtual_authenticator(page)
    _password(page, demo[1], "tom@willow.example")
    _code(page)
    page.goto("/account/passkeys/add")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_text("Passkey:").wait_for()
    page.get_by_role("button", name="Sign out").click()
    _password(page, demo[1], "tom@willow.example")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(re.compile(r"/$"))
    page.get_by_role("button", name="Sign out").click()
    session.send("WebAuthn.disable")
    session.send("WebAuthn.enable")
    page.goto("/account/sign-in")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('refused')) }")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("The passkey was not used.").wait_for()


def test_an_administrator_invites_and_the_person_joins_and_sets_up_codes(
    page: Page, browser: Browser, demo: tuple[str, dict[str, str]]
) -> None:
    _password(page, demo[1], "omar@willow.example")
    _code(page)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="People").click()
    _whole(page)
    page.get_by_role("link", name="Invite somebody").click()
    _whole(page)
    page.get_by_label("E-mail address").fill("nora@willow.example")
    page.get_by_label("Role").select_option("therapist")
    page.get_by_role("button", name="Make the link").click()
    _whole(page)
    link = page.locator("#link").inner_text()
    context = browser.new_context(java_script_enabled=False)  # everything but passkeys works without
    guest = context.new_page()
    guest.goto(link)
    guest.get_by_label("Your name").fill("Nora Lind")
    guest.get_by_label("Your initials").fill("NL")
    guest.get_by_label("Choose a password").fill("a quiet lake at dawn")
    guest.get_by_label("The password once more").fill("a quiet lake at dawn")
    guest.get_by_role("button", name="Join").click()
    guest.get_by_role("link", name="Use one-time codes").click()
    secret = guest.locator("#totp-secret").inner_text()
    guest.get_by_label("Authenticator code").fill(_now(secret))
    guest.get_by_role("button", name="Switch on").click()
    assert guest.get_by_text("nora@willow.example").is_visible()
    assert guest.goto(link).status == 404  # type: ignore[union-attr]
    context.close()
    page.goto("/people")
    page.get_by_role("link", name="Nora Lind").click()
    _whole(page)


def _now(secret: str) -> str:
    import base64
    import hashlib
    import hmac
    import struct
    import time

    mac = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"

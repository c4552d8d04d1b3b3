"""The pages that people reach after they signed in: every role follows every link, and axe looks at what is there."""

import re
from collections import deque

import pytest
from django.http import Http404
from django.test import Client
from django.urls import resolve
from playwright.sync_api import Browser

from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import Role
from rootwise.web.project.demo import TEAM
from tests.web.look.browser import opened
from tests.web.look.test_in_a_browser import browser, team, violations
from tests.web.people import signed_in

__all__ = ["browser", "team"]
pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


def _client(role: Role, language: str) -> Client:
    email = next(one.email for one in TEAM if one.role is role)
    client = signed_in(User.objects.get(email=email))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    return client


def reachable(client: Client) -> dict[str, str]:
    """One address for each name of an address that links lead to from the front page, by name. A fault there fails here."""
    found: dict[str, str] = {}
    waiting = deque(["/"])
    while waiting:
        address = waiting.popleft()
        try:
            name = resolve(address).view_name
        except Http404:
            continue
        if name in found:
            continue
        answer = client.get(address)
        asks_again = name == "children:break_glass" and answer.status_code == 403  # the second factor has to be fresh; the page says so
        assert asks_again or answer.status_code in (200, 302), f"{address} is linked and answers {answer.status_code}"
        if answer.status_code in (200, 403) and answer.headers["Content-Type"].startswith("text/html"):
            found[name] = address
            waiting += re.findall(r'href="(/[^"#?]*)', answer.content.decode())
    return found


def test_links_are_followed(team: None) -> None:
    assert {"front", "account", "people", "person"} <= reachable(_client(Role.ADMINISTRATOR, "en")).keys()


@pytest.mark.parametrize("role", list(Role))
def test_axe_finds_nothing_on_any_page_of_a_role(browser: Browser, team: None, role: Role) -> None:
    """Wide, light and English, then as narrow as a phone, dark and Spanish."""
    for width, scheme, language in ((1200, "light", "en"), (320, "dark", "es")):
        client = _client(role, language)
        pages = reachable(client)
        with opened(browser, client, width=width, scheme=scheme) as page:  # type: ignore[arg-type]
            for address in pages.values():
                page.goto(address, wait_until="networkidle")
                assert "/account/sign-in" not in page.url, address
                for summary in page.locator("summary").all():
                    summary.click()
                assert violations(page) == [], address
                assert page.evaluate("document.documentElement.scrollWidth") <= width, address
                assert page.locator("h1").count() == 1, address

"""Every address of the URL conf as every role finds it, and as who is not in yet does: axe looks at each page, each fits the screen."""

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.web.look.browser import opened
from tests.web.look.world import VISITORS, World, pages, routes

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
Look = tuple[int, Literal["light", "dark"], str]
# Taken in turn, so that each page is seen in each of them by somebody and each role sees each of them.
LOOKS: tuple[Look, ...] = ((1200, "light", "en"), (320, "dark", "es"), (1200, "dark", "es"), (320, "light", "en"), (390, "light", "es"))

# Addresses that never show a page to anybody, and why.
NO_PAGE = {
    "alive": "a word for a watchdog",
    "language": "a button",
    "mfa_index": "sends on to the account",
    "mfa_list_webauthn": "sends on to the account",
    "mfa_login_webauthn": "talks to the script of passkeys",
    "end_own_session": "a button",
    "assessments:export": "a file",
    "assessments:profile_json": "a file",
    "assessments:profile_pdf": "a file",
    "open_service": "only while a service is closed after a restore",
    "rating": "for who was sent a link",
    "rating_next": "for the browser in which a link was opened",
    "rating_question": "for the browser in which a link was opened",
    "rating_end": "for the browser in which a link was opened",
    "end_other_sessions": "a button",
    "recoveries_seen": "a button",
    "recovery_revoke": "a button",
    "invitation_revoke": "a button",
    "person_role": "a form of the page of a person",
    "person_active": "a button",
    "person_vouch": "a button",
    "person_recovery": "a button, whose answer test_states.py sees",
}


def violations(page: Page) -> list[str]:
    results = Axe().run(page)
    assert len(results.response["passes"]) > 10
    return [f"{one['id']}: {node['html'][:120]}" for one in results.response["violations"] for node in one["nodes"]]


def wrong_with(page: Page, width: int) -> list[str]:
    """What axe finds, whether it is wider than the screen, and whether it has one heading above the others."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    wrong = violations(page)
    if page.evaluate("document.documentElement.scrollWidth") > width:
        wrong.append("wider than the screen")
    if page.locator("h1").count() != 1:
        wrong.append("not one heading of the first order")
    return [f"{page.url} {width}: {one}" for one in wrong]


def test_every_address_shows_its_page_to_somebody_or_never_does(world: World) -> None:
    seen = {name for who, enter in VISITORS.items() for name in pages(world, who, enter(world)).values()}
    assert seen == routes().keys() - NO_PAGE.keys()


@pytest.mark.parametrize("who", VISITORS)
def test_axe_finds_nothing_on_any_page(browser: Browser, world: World, who: str) -> None:
    client = VISITORS[who](world)
    found = [address for address, name in pages(world, who, client).items() if name != "style"]  # test_in_a_browser.py sees it in all looks
    assert found
    wrong = []
    with opened(browser, client) as page:
        for number, address in enumerate(found, start=list(VISITORS).index(who)):
            width, scheme, language = LOOKS[number % len(LOOKS)]
            client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            page.goto(address)
            assert page.evaluate("document.documentElement.lang") == language
            wrong += wrong_with(page, width)
            if page.locator("main #id_reason").count() and "whereabouts" in address:  # asked for a reason, each time
                page.locator("main form button").click()
                page.locator("main #id_reason").wait_for(state="detached")
                wrong += wrong_with(page, width)
    assert wrong == []

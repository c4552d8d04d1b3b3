"""In a real Chromium: a quick hand, a lost connection and a keyboard lose nothing on a page that saves while somebody writes."""

import pytest
from django.test import Client
from playwright.sync_api import Browser, Dialog, Page, Route

from rootwise.web.assessments.actions import answer
from rootwise.web.assessments.models import Assessment
from rootwise.web.assessments.parts import rating_part
from rootwise.web.assessments.selectors import document
from rootwise.web.audit.recording import recorded
from tests.web.assessments.people import Scene, by
from tests.web.assessments.test_in_a_browser import begun, client, saved, scene
from tests.web.assessments.test_pages import address
from tests.web.children.people import SETTING_UP
from tests.web.look.browser import opened
from tests.web.look.conftest import browser

__all__ = ["begun", "browser", "client", "scene"]
pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.tagName"))


def at_once(page: Page, keys: str) -> None:
    """Keys with nothing between them, not even an answer of the server; Enter presses the button."""
    page.evaluate(
        """keys => { for (const key of keys) document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
        document.querySelector("form[data-answers]").requestSubmit(document.querySelector(".sticky button")); }""",
        keys,
    )


def _lost(route: Route) -> None:
    if route.request.method == "POST":
        route.abort("internetdisconnected")
    else:
        route.fallback()


def test_a_quick_hand_does_not_meet_its_own_answer(browser: Browser, begun: Assessment, client: Client) -> None:
    with opened(browser, client) as page:
        place = address("function", begun, "sleep")
        page.goto(place, wait_until="networkidle")
        at_once(page, "9l")
        page.wait_for_url(lambda url: not url.endswith(place))
    assert document(begun)["ratings"]["sleep"] == [{"rating": 9, "confidence": "likely", "by": "clinician"}]


def test_somebody_elses_answer_is_shown_before_the_button_puts_ones_own_in_its_place(
    browser: Browser, scene: Scene, begun: Assessment, client: Client
) -> None:
    with opened(browser, client, height=500) as page:
        place = address("function", begun, "sleep")
        page.goto(place, wait_until="networkidle")
        with recorded(SETTING_UP, action="test.assessments"):
            part = rating_part("sleep", "clinician")
            answer(by=by(scene.clinician), assessment=begun, part=part, value={"rating": 2}, seen_version=0)
        at_once(page, "9")
        message = page.locator("#state-sleep .danger:focus")
        message.wait_for()
        box = message.bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 500
        assert page.url.endswith(place)
    assert document(begun)["ratings"]["sleep"] == [{"rating": 2, "by": "clinician"}]


@pytest.mark.parametrize("script", [True, False])
def test_a_refused_page_begins_at_its_message(browser: Browser, begun: Assessment, client: Client, script: bool) -> None:
    with opened(browser, client, height=500, script=script) as page:
        page.goto(address("function", begun, "sleep"))
        page.locator("textarea").fill("Wakes up.")
        page.locator(".sticky button").click()
        message = page.locator("#state-sleep .danger:focus")
        message.wait_for()
        box = message.bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 500


def test_without_a_connection_it_says_so_warns_and_sends_again(browser: Browser, begun: Assessment, client: Client) -> None:
    with opened(browser, client) as page:
        page.goto(address("relations", begun), wait_until="networkidle")
        page.keyboard.type("1")
        saved(page, "safe_adults")
        page.route("**/*", _lost)
        state = page.locator("#state-safe_adults")
        page.locator("label:has([name=safe_adults-level][value='3'])").click()
        state.get_by_text("Not saved: there is no connection.").wait_for()
        assert "Saved" not in state.inner_text()
        page.locator(".sticky button").click()  # tries once more and stays, with what was written
        page.locator("#state-safe_adults .danger:focus").wait_for()
        asked: list[str] = []

        def stay(dialog: Dialog) -> None:
            asked.append(dialog.type)
            dialog.dismiss()

        page.once("dialog", stay)
        page.evaluate("location.assign('/')")
        page.wait_for_timeout(300)
        assert asked == ["beforeunload"]
        page.unroute("**/*", _lost)
        page.evaluate("window.dispatchEvent(new Event('online'))")
        state.get_by_text("Saved", exact=True).wait_for()
        assert page.locator("[data-unsaved]").count() == 0
    assert document(begun)["relations"] == {"safe_adults": 3}


def test_the_focus_stays_where_an_answer_comes_in(browser: Browser, begun: Assessment, client: Client) -> None:
    with opened(browser, client) as page:
        page.goto(address("safety", begun), wait_until="networkidle")
        page.locator("[data-note-at=yes] input[value=yes]").first.check(force=True)
        page.locator(".banner.stop").first.wait_for()
        box = page.locator("fieldset.answer:has(.banner.stop) textarea")
        box.fill("He said so.")
        with page.expect_response(lambda one: one.request.method == "POST"):
            box.press("Tab")
        page.wait_for_timeout(200)
        assert focused(page).startswith("call-")


def test_the_last_function_can_be_left_by_its_key(browser: Browser, begun: Assessment, client: Client) -> None:
    with opened(browser, client) as page:
        page.goto(address("function", begun, "values"), wait_until="networkidle")
        page.keyboard.type(".")
        page.wait_for_url(f"**{address('context', begun, 'people')}")

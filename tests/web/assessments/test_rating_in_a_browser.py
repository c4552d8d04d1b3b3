"""The pages of who rates by a link, in every state: axe finds nothing, nothing is too wide, nothing tells of the child before the code."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page

from rootwise.web.assessments.models import Rating, RatingLink
from rootwise.web.audit.recording import recorded
from tests.web.assessments.test_links import Asked
from tests.web.children.people import SETTING_UP
from tests.web.look.browser import opened
from tests.web.look.conftest import browser
from tests.web.look.test_every_page import wrong_with

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
CHILD = ("Noa", "Fictional", "2018", "Willow", "Foster mother")  # name, service and who was asked


@pytest.fixture
def written(db: None) -> Iterator[None]:
    with recorded(SETTING_UP, action="test.rating"):
        yield


def look(page: Page, where: str, width: int, state: str, *, tells: bool = False) -> list[str]:
    """What is wrong with a page in this state."""
    if where:
        page.goto(where)
    shown = page.locator("main").inner_text() + page.title()
    leaked = [] if tells else [f"{state}: tells {one}" for one in CHILD if one in shown or one in page.content()]
    return [f"{state}: {one}" for one in wrong_with(page, width)] + leaked


@pytest.mark.parametrize(("width", "scheme", "language"), [(390, "light", "en"), (320, "dark", "es"), (1180, "light", "es")])
def test_every_state_of_a_link(browser: Browser, written: None, width: int, scheme: str, language: str) -> None:
    asked = Asked(language)
    link = RatingLink.unguarded.get()
    with opened(browser, Client(), width=width, scheme=scheme) as page:  # type: ignore[arg-type]
        wrong = look(page, asked.path, width, "the code is asked for")
        assert page.evaluate("document.documentElement.lang") == language
        page.locator("#id_code").fill("000000" if asked.code != "000000" else "111111")
        page.locator("main form button").click()
        page.locator(".errors, .errorlist, [aria-invalid=true]").first.wait_for()
        wrong += look(page, "", width, "a wrong code")
        page.locator("#id_code").fill(asked.code)
        page.locator("main form button").click()
        page.wait_for_url("**/rate/")
        wrong += look(page, "", width, "welcome", tells=True)
        page.locator("main a.button").first.click()
        page.locator("h1.question").wait_for()
        wrong += look(page, "", width, "a question", tells=True)
        page.locator("main form button").click()
        page.locator("[role=alert]").wait_for()
        wrong += look(page, "", width, "nothing chosen", tells=True)
        wrong += look(page, "/rate/end", width, "the end", tells=True)
        with opened(browser, Client(), width=width, scheme=scheme) as other:  # type: ignore[arg-type]
            wrong += look(other, "/rate/", width, "not opened in this browser")
            wrong += look(other, asked.path, width, "opened in another browser: the code is asked for")
        page.locator("main form button").click()
        page.wait_for_load_state()
        wrong += look(page, "", width, "done", tells=True)
        wrong += look(page, asked.path, width, "used up")
        over = [page.locator("main").inner_text()]
        for state, column in (("expired", "expires_at"), ("taken back", "revoked_at")):
            link.refresh_from_db()
            link.finished_at, link.revoked_at, link.expires_at = None, None, timezone.now() + dt.timedelta(days=1)
            setattr(link, column, timezone.now() - dt.timedelta(seconds=1))
            link.save()
            wrong += look(page, asked.path, width, state)
            over.append(page.locator("main").inner_text())
    assert wrong == []
    assert over == over[:1] * 3
    assert over[0].startswith("This link opens nothing now")


def test_what_is_written_is_kept_before_the_button(browser: Browser, written: None) -> None:
    asked = Asked()
    with opened(browser, asked.opened()) as page:
        page.goto("/rate/about/visceral_comfort", wait_until="networkidle")
        page.locator("textarea").fill("Wakes at three.")
        page.get_by_text("Leave this one").click()
        page.wait_for_url(lambda url: not url.endswith("visceral_comfort"))
        assert Rating.unguarded.get(function="visceral_comfort").value == {"missing": "not_asked", "note": "Wakes at three."}
        page.goto("/rate/")
        assert (page.locator("main a.button").first.get_attribute("href") or "").endswith("/visceral_comfort")  # still open
        page.goto("/rate/about/visceral_comfort", wait_until="networkidle")
        assert page.locator("textarea").input_value() == "Wakes at three."
        page.locator("label:has([name=choice][value='not_observed'])").click()
        page.get_by_text("Saved", exact=True).wait_for()
    assert Rating.unguarded.get(function="visceral_comfort").value == {"missing": "not_observed", "note": "Wakes at three."}


def test_two_windows_of_one_link_do_not_write_over_each_other(browser: Browser, written: None) -> None:
    asked = Asked()
    client = asked.opened()
    with opened(browser, client) as one, opened(browser, client) as other:
        for page in (one, other):
            page.goto("/rate/about/sleep", wait_until="networkidle")
        one.locator("label:has([name=choice][value='not_observed'])").click()
        one.get_by_text("Saved", exact=True).wait_for()
        other.locator("label:has([name=choice][value='declined'])").click()
        other.get_by_text("This was answered in another window meanwhile.").wait_for()
        assert Rating.unguarded.get(function="sleep").value == {"missing": "not_observed"}
        other.get_by_text("Save and go on").click()
        other.wait_for_url(lambda url: not url.endswith("sleep"))
    assert Rating.unguarded.get(function="sleep").value == {"missing": "declined"}

"""Every page in a real Chromium: axe finds nothing, it fits a phone and 200 %, the keyboard reaches everything and one sees where it is."""

from typing import Literal

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from rootwise.web.project.demo import fill
from tests.web.look.browser import opened
from tests.web.look.test_every_page import violations

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
Scheme = Literal["light", "dark"]
PAGES = ["/", "/style", "/nowhere"]


@pytest.fixture
def team(db: None) -> None:
    fill()


def _speaking(language: str) -> Client:
    return Client(enforce_csrf_checks=True, headers={"Accept-Language": language})


def _open_all(page: Page) -> None:
    for summary in page.locator("summary").all():
        summary.click()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1200])
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(browser: Browser, team: None, address: str, width: int, scheme: Scheme, language: str) -> None:
    with opened(browser, _speaking(language), width=width, scheme=scheme) as page:
        page.goto(address)
        assert page.evaluate("document.documentElement.lang") == language
        _open_all(page)
        assert violations(page) == []


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("width", [320, 390, 600, 640])
def test_nothing_scrolls_sideways(browser: Browser, team: None, address: str, width: int) -> None:
    """640 is a screen of 1280 at 200 %."""
    with opened(browser, _speaking("es"), width=width) as page:
        page.goto(address)
        _open_all(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_text_alone_at_200_percent_fits(browser: Browser, team: None) -> None:
    with opened(browser, _speaking("es"), width=1200) as page:
        page.goto("/style")
        page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")  # what a reader sets in the browser
        assert page.evaluate("document.documentElement.scrollWidth") <= 1200
        cut = page.evaluate("[...document.querySelectorAll('button, .button, .tag')].filter(e => e.scrollWidth > e.clientWidth + 1).length")
        assert cut == 0


# The piece that has the focus, the width and style of its outline, and whether any of it is in sight and not under the banner of the child.
FOCUS = """() => { const e = document.activeElement; const s = getComputedStyle(e); const r = e.getBoundingClientRect();
  const child = document.querySelector('.child'); const c = child.getBoundingClientRect();
  const covered = !child.contains(e) && r.top >= c.top && r.bottom <= c.bottom;
  return [e.outerHTML.slice(0, 80), parseFloat(s.outlineWidth), s.outlineStyle, !covered && r.bottom > 0 && r.top < innerHeight - 20] }"""


def test_the_keyboard_reaches_everything_and_one_sees_where_it_is(browser: Browser, team: None) -> None:
    with opened(browser, _speaking("en"), height=700) as page:
        page.goto("/style")
        wanted = page.evaluate(
            "[...document.querySelectorAll('a[href], button:enabled, input:enabled:not([type=hidden]), select, textarea, summary')]"
            ".filter(e => e.checkVisibility() && e.type !== 'radio').length"
        )
        seen = []
        for _ in range(wanted + 12):  # each date has three parts, each group of radios one stop
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):
                break
            seen.append(page.evaluate(FOCUS))
    assert len({html for html, *_ in seen}) >= wanted - 14  # pieces of the style page that are written alike
    assert len(seen) >= wanted
    assert [html for html, width, style, *_ in seen if width < 2 or style == "none"] == []
    assert [html for html, *_, in_sight in seen if not in_sight] == []


def test_the_way_past_the_header(browser: Browser, team: None) -> None:
    with opened(browser, _speaking("en")) as page:
        page.goto("/style")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
        assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("script", [True, False])
def test_the_language_changes_with_and_without_a_script(browser: Browser, team: None, script: bool) -> None:
    with opened(browser, _speaking("en"), script=script) as page:
        page.goto("/style?page=2")
        page.get_by_role("button", name="Español").click()
        page.get_by_role("heading", name="Cómo se ve Rootwise").wait_for()
        assert page.url.endswith("/style?page=2")


def test_a_page_says_nothing_to_the_console_and_keeps_nothing(browser: Browser, team: None) -> None:
    with opened(browser, _speaking("en")) as page:
        page.goto("/")
        assert page.said == []  # type: ignore[attr-defined]
        assert page.evaluate("[localStorage.length, sessionStorage.length, document.scripts.length]") == [0, 0, 0]
        assert page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').length") >= 2


def test_htmx_evaluates_nothing_and_keeps_no_page(browser: Browser, team: None) -> None:
    with opened(browser, _speaking("en")) as page:
        page.goto("/style")
        page.wait_for_load_state("load")
        assert page.evaluate("[htmx.config.allowEval, htmx.config.selfRequestsOnly, htmx.config.historyEnabled]") == [False, True, False]
        assert page.evaluate("[localStorage.length, Object.keys(sessionStorage)]") == [0, ["htmx-current-path-for-history"]]
        assert [one for one in page.said if "Content Security Policy" in one] == []  # type: ignore[attr-defined]


def test_who_wants_nothing_to_move_sees_nothing_move(browser: Browser, team: None) -> None:
    with opened(browser, _speaking("en")) as page:
        page.emulate_media(reduced_motion="reduce")
        page.goto("/style")
        moving = "[...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0).length"
        assert page.evaluate(moving) == 0
        page.emulate_media(reduced_motion="no-preference")
        assert page.evaluate(moving) > 0


def test_on_paper_the_child_is_named_and_nothing_is_to_be_pressed(browser: Browser, team: None) -> None:
    with opened(browser, _speaking("en"), scheme="dark") as page:
        page.goto("/style")
        page.emulate_media(media="print")
        assert page.locator(".child").is_visible()
        assert page.locator(".banner.stop").first.is_visible()
        assert not page.locator("header.top").is_visible()
        assert not page.locator("form button").first.is_visible()
        assert page.evaluate("getComputedStyle(document.querySelector('main')).backgroundColor") == "rgb(255, 255, 255)"
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"

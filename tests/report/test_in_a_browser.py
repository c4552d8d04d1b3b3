"""The report in a real Chromium: accessible, and readable on a phone and at 200 %."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.report import examples

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert chromium, "The tests need Chromium. Debian: sudo apt-get install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


def shown(browser: Browser, name: str, folder: Path, *, width: int = 1200) -> Page:
    place = folder / "report.html"
    place.write_text(examples.html(name), "utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(place.as_uri())
    return page


@pytest.mark.parametrize("name", examples.NAMES)
def test_axe_finds_nothing(browser: Browser, name: str, tmp_path: Path) -> None:
    page = shown(browser, name, tmp_path)
    for summary in page.locator("summary").all():
        summary.click()
    results = Axe().run(page)  # put in through the debugger: the page itself allows no script
    assert len(results.response["passes"]) > 15
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", [320, 390, 640])
def test_nothing_but_pictures_and_tables_scrolls_sideways(browser: Browser, width: int, tmp_path: Path) -> None:
    page = shown(browser, "two-raters", tmp_path, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_picture_can_be_reached_and_scrolled_with_the_keyboard(browser: Browser, tmp_path: Path) -> None:
    page = shown(browser, "foster-care", tmp_path, width=390)
    labels = []
    for _ in range(60):
        page.keyboard.press("Tab")
        labels.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert {"Functional map", "Domains", "Where ratings differ", "History by period", "Table of all ratings"} <= set(labels)


def test_the_page_says_nothing_to_the_console_and_asks_nobody(browser: Browser, tmp_path: Path) -> None:
    said: list[str] = []
    asked: list[str] = []
    page = browser.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url.split(":")[0]))
    place = tmp_path / "report.html"
    place.write_text(examples.html("foster-care"), "utf-8")
    page.goto(place.as_uri())
    page.wait_for_load_state("networkidle")
    assert said == []
    assert set(asked) <= {"file", "data"}

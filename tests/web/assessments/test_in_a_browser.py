"""In a real Chromium: what is drawn, typed and pressed is saved without a button, nothing typed is lost, and axe finds nothing."""

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from rootwise.web.accounts.roles import Role
from rootwise.web.assessments.actions import answer
from rootwise.web.assessments.models import Assessment
from rootwise.web.assessments.parts import relation_part
from rootwise.web.assessments.selectors import document
from rootwise.web.audit.recording import recorded
from tests.web.assessments.people import Scene, by
from tests.web.assessments.test_pages import address
from tests.web.assessments.two_browsers import two_browsers
from tests.web.children.people import SETTING_UP, signed_in
from tests.web.look.browser import opened
from tests.web.look.conftest import browser
from tests.web.look.test_every_page import violations

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
PAGES = (("history",), ("context", "people"), ("context", "week"), ("context", "child"), ("safety",), ("relations",), ("function", "sleep"))


@pytest.fixture
def scene(db: None) -> Scene:
    with recorded(SETTING_UP, action="test.assessments"):
        return Scene()


@pytest.fixture
def begun(scene: Scene) -> Assessment:
    with recorded(SETTING_UP, action="test.assessments"):
        return scene.begun()


@pytest.fixture
def client(scene: Scene) -> Client:
    return signed_in(scene.clinician)


def saved(page: Page, name: str) -> None:
    page.locator(f"#state-{name}", has_text="Saved").wait_for()


@pytest.mark.parametrize(("width", "scheme", "language"), [(1180, "light", "en"), (390, "light", "es"), (320, "dark", "es")])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser: Browser, scene: Scene, width: int, scheme: str, language: str) -> None:
    with recorded(SETTING_UP, action="test.assessments"):
        assessment = scene.imported()
    client = signed_in(scene.clinician)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    with opened(browser, client, width=width, scheme=scheme) as page:  # type: ignore[arg-type]
        for name, *more in PAGES:
            place = address(name, assessment, *more)
            page.goto(place, wait_until="networkidle")
            assert page.url.endswith(place)
            for summary in page.locator("summary").all():
                summary.click()
            assert violations(page) == [], place
            assert page.evaluate("document.documentElement.scrollWidth") <= width, place
            assert page.said == [], place  # type: ignore[attr-defined]


def test_the_history_is_drawn_over_the_columns(browser: Browser, begun: Assessment, client: Client) -> None:
    with opened(browser, client) as page:
        page.goto(address("history", begun), wait_until="networkidle")
        boxes = [
            page.locator(f"label:has(#id_{name}-adversity_{level})") for name, level in (("prenatal", 3), ("perinatal", 3), ("infancy", 4))
        ]
        boxes[0].scroll_into_view_if_needed()
        places = [one.bounding_box() for one in boxes]
        middles = [(one["x"] + one["width"] / 2, one["y"] + one["height"] / 2) for one in places if one is not None]
        page.mouse.move(*middles[0])
        page.mouse.down()
        for one in middles[1:]:
            page.mouse.move(*one, steps=8)
        page.mouse.up()
        for name in ("prenatal", "perinatal", "infancy"):
            saved(page, name)
        assert "not known" in page.locator("#aside").inner_text()
    told = document(begun)["history"]
    assert {name: one["adversity"] for name, one in told.items()} == {"prenatal": 3, "perinatal": 3, "infancy": 4}
    assert {one["relational_health"] for one in told.values()} == {"not_asked"}


def test_keys_set_levels_and_go_on_and_rows_come_with_enter(browser: Browser, begun: Assessment, client: Client) -> None:
    with opened(browser, client) as page:
        page.goto(address("history", begun), wait_until="networkidle")
        page.keyboard.type("1us")  # who was there, nobody knows how hard it was, sure: now at the first row
        page.keyboard.type("st")  # Stress in pregnancy
        page.keyboard.press("Tab")
        page.keyboard.type("3")
        page.keyboard.press("Enter")  # another row
        page.keyboard.type("a")  # Alcohol or drugs before birth
        page.keyboard.press("Tab")
        page.locator('input[name="prenatal-0-gone"]').check()
        page.wait_for_load_state("networkidle")
        saved(page, "prenatal")
    events = [{"type": "substance_exposure"}]
    assert document(begun)["history"] == {
        "prenatal": {"adversity": "unknown", "relational_health": 1, "confidence": "sure", "events": events}
    }


def test_letters_stay_letters_in_text(browser: Browser, begun: Assessment, client: Client) -> None:
    with opened(browser, client) as page:
        page.goto(address("function", begun, "sleep"), wait_until="networkidle")
        page.keyboard.type("7s")
        page.locator("textarea").focus()
        page.keyboard.type("n1. r,")
        saved(page, "sleep")
        page.wait_for_timeout(1500)  # the text is saved a second after the last key, without leaving the field
        page.keyboard.type(" and more")
        assert page.locator("textarea").input_value() == "n1. r, and more"
    assert document(begun)["ratings"]["sleep"] == [{"rating": 7, "confidence": "sure", "note": "n1. r,", "by": "clinician"}]


def test_two_write_at_once_and_another_machine_goes_on(browser: Browser, scene: Scene, begun: Assessment, client: Client) -> None:
    with opened(browser, client) as page:
        page.goto(address("relations", begun), wait_until="networkidle")
        with recorded(SETTING_UP, action="test.assessments"):
            answer(by=by(scene.clinician), assessment=begun, part=relation_part("safe_adults"), value=4, seen_version=0)
        page.keyboard.type("1")  # of the same, later
        page.keyboard.type("3")  # of the next
        page.locator("#state-safe_adults .danger").wait_for()
        saved(page, "caregiver_attunement")
    assert document(begun)["relations"] == {"safe_adults": 4, "caregiver_attunement": 3}
    with opened(browser, signed_in(scene.clinician)) as page:  # another browser
        page.goto(address("relations", begun), wait_until="networkidle")
        assert page.locator("input:checked").evaluate_all("all => all.slice(0, 3).map(one => one.value)") == ["4", "3", "not_asked"]


def test_without_a_script_the_same_form_saves(browser: Browser, begun: Assessment, client: Client) -> None:
    with opened(browser, client, script=False) as page:
        page.goto(address("history", begun))
        page.locator("#id_infancy-adversity_4").check()
        page.locator('select[name="infancy-0-type"]').select_option("bullying")
        page.locator(".sticky button").click()
        page.wait_for_url(f"**{address('relations', begun)}")
    assert document(begun)["history"]["infancy"]["events"] == [{"type": "bullying"}]


def test_ctrl_and_enter_go_on_and_a_place_brings_who_was_there(browser: Browser, scene: Scene, client: Client) -> None:
    with recorded(SETTING_UP, action="test.assessments"):
        assessment = scene.imported()
    with opened(browser, client) as page:
        page.goto(address("context", assessment, "week"), wait_until="networkidle")
        row = page.locator("#routine .entry").last
        row.locator("[name$=-where]").select_option("school")
        ticked = row.locator("[name$=-adults]:checked")
        assert ticked.count() == 1
        assert "teacher" in ticked.locator("xpath=..").inner_text().lower()
        row.locator("[name$=-where]").select_option("home")
        assert "mother" in ticked.locator("xpath=..").inner_text().lower()
        row.locator("[name$=-adults]").last.click()
        row.locator("[name$=-where]").select_option("school")
        assert ticked.count() == 2  # who ticked for themselves decides
        row.locator("[name$=-gone]").check()
        page.locator("[name=time_zone-zone]").fill("Europe/Madrid")
        page.keyboard.press("Control+Enter")
        page.wait_for_url(f"**{address('context', assessment, 'child')}")
    assert document(assessment)["context"]["time_zone"] == "Europe/Madrid"


def test_two_browsers_write_at_random_and_nothing_is_lost(browser: Browser, scene: Scene, begun: Assessment, client: Client) -> None:
    """The short form of benchmarks/web_two_browsers.py."""
    with two_browsers(browser, (client, signed_in(scene.users[Role.SUPERVISOR])), begun, seed=1) as both:
        for _ in range(60):
            both.step()
    assert both.outcomes["saved"] > 20
    assert both.outcomes["told what the other wrote"] > 3

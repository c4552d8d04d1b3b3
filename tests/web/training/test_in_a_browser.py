"""The pages in a real Chromium: axe, nothing wider than the screen, the keys, and saving as one goes."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser

from rootwise.web.audit.recording import recorded
from rootwise.web.training.models import Rating
from tests.web.children.people import SETTING_UP
from tests.web.look.browser import opened
from tests.web.look.conftest import browser
from tests.web.look.test_every_page import wrong_with
from tests.web.people import signed_in
from tests.web.training.people import RATERS, Team, begun, finished, shifted

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


@pytest.fixture
def rated(team: Team) -> dict[str, str]:
    """The address of every page, with attempts and colleagues to show."""
    with recorded(SETTING_UP, action="test.training"):
        for number, role in enumerate(RATERS[1:]):
            finished(team.users[role], shifted(number - 1))
        finished(team.clinician, shifted(2))
        done, attempt = finished(team.clinician, {**shifted(1), "sleep": None}), begun(team.clinician)
    return {
        "list": reverse("training:list"),
        "story": reverse("training:story", args=["samira@1"]),
        "attempt": reverse("training:attempt", args=[attempt.pk]),
        "function": reverse("training:function", args=[attempt.pk, "sleep"]),
        "finish": reverse("training:finish", args=[begun(team.clinician).pk]),
        "result": reverse("training:attempt", args=[done.pk]),
    }


@pytest.mark.parametrize(("width", "scheme", "language"), [(1180, "light", "en"), (390, "dark", "es"), (320, "light", "es")])
def test_axe_finds_nothing(browser: Browser, team: Team, rated: dict[str, str], width: int, scheme: str, language: str) -> None:
    client = signed_in(team.clinician)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    with opened(browser, client, width=width, scheme=scheme) as page:  # type: ignore[arg-type]
        for name, address in rated.items():
            page.goto(address, wait_until="networkidle")
            assert page.evaluate("location.pathname") == address
            assert wrong_with(page, width) == [], name
            assert [one for one in page.said if "Content Security Policy" in one] == [], name  # type: ignore[attr-defined]


def test_a_key_rates_saves_and_shows_the_ages(browser: Browser, team: Team, rated: dict[str, str]) -> None:
    with opened(browser, signed_in(team.clinician), width=390) as page:
        page.goto(rated["function"])
        page.locator("input[name=rating]").first.focus()
        page.keyboard.press("7")
        page.get_by_text("When this is typical").wait_for()
        page.keyboard.press("n")
        page.locator("input[value=not_observed]:checked").wait_for()
        page.wait_for_load_state("networkidle")
        page.get_by_role("button", name="Save and go on").click()
        page.wait_for_url("**/functions/*")
        page.locator("h1").wait_for()
    row = Rating.objects.get(attempt__finished_at=None)
    assert (row.rating, row.version) == (None, 2)

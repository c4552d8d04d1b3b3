"""What matters most, done with the keyboard alone; each begins with a mistake, and the focus goes to what sums it up."""

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page

from rootwise.web.accounts.actions import invite
from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import Role
from rootwise.web.audit.recording import recorded
from rootwise.web.children.models import BreakGlass, Child, Consent
from rootwise.web.project.demo import TEAM
from tests.web.children.people import a_child, days
from tests.web.look.browser import opened
from tests.web.look.keyboard import fill, follow, go_to, is_at_what_is_wrong, press
from tests.web.look.world import World, just_in
from tests.web.people import BY

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
TODAY, IN_A_MONTH = (f"{day:%m%d%Y}" for day in (timezone.localdate(), days(30)))


def _open(page: Page, address: str, heading: str) -> None:
    page.goto(address)
    page.get_by_role("heading", level=1, name=heading).wait_for()


def test_signing_in(browser: Browser, world: World) -> None:
    with opened(browser, Client(enforce_csrf_checks=True)) as page:
        _open(page, "/account/sign-in", "Sign in")
        fill(page, "Email", TEAM[0].email)
        fill(page, "Password", "not this one, surely")
        page.keyboard.press("Enter")
        assert is_at_what_is_wrong(page)
        fill(page, "Password", TEAM[0].password)
        press(page, "Sign in")
        page.get_by_role("heading", name="Second step").wait_for()
        code = page.locator("[data-demo-code]").get_attribute("data-demo-code")
        fill(page, "Code from your app", str(code))
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Hello, Ines Moreno").wait_for()
        follow(page, "My children", to="My children")


def test_joining(browser: Browser, world: World) -> None:
    _, token = invite(by=BY, inviter=world.people[Role.ADMINISTRATOR], email="nora@willow.example", role=Role.CAREGIVER)
    with opened(browser, Client(enforce_csrf_checks=True)) as page:
        _open(page, f"/invitation/{token}", "Join Willow Street Family Service (fictional)")
        fill(page, "Your name", "Nora Lind")
        fill(page, "Your initials", "NL")
        fill(page, "Choose a password", "a quiet lake at dawn")
        fill(page, "The password once more", "a quiet lake at dusk")
        press(page, "Join")
        assert is_at_what_is_wrong(page)
        follow(page, "The password once more", to="Join")
        assert page.evaluate("document.activeElement.id") == "id_again"
        page.keyboard.press("Shift+Tab")
        page.keyboard.type("a quiet lake at dawn")
        page.keyboard.press("Tab")
        page.keyboard.type("a quiet lake at dawn")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Hello, Nora Lind").wait_for()
    assert User.objects.get(email="nora@willow.example").role == Role.CAREGIVER


def test_adding_a_child(browser: Browser, world: World) -> None:
    with opened(browser, just_in(world.people[Role.CLINICIAN])) as page:
        _open(page, "/children/", "My children")
        follow(page, "Begin a new record", to="A new record")
        fill(page, "Name", "Wren Vale")
        fill(page, "Initials", "WV")
        fill(page, "Date of birth (optional)", "2017-13-40")
        press(page, "Save")
        assert is_at_what_is_wrong(page)
        follow(page, "Date of birth", to="A new record")
        page.keyboard.press("Control+A")
        page.keyboard.type("2017-12-04")
        page.keyboard.press("Enter")
        page.get_by_role("heading", level=1, name="Consent").wait_for()
        page.get_by_text("Wren Vale").wait_for()
    assert Child.unguarded.get(name="Wren Vale").birth == "2017-12-04"


def test_giving_consent(browser: Browser, world: World) -> None:
    with opened(browser, just_in(world.people[Role.CLINICIAN])) as page:
        _open(page, f"/children/{world.bare.pk}/consent", "Consent")
        follow(page, "Care by this team", to="A new consent")
        fill(page, "Given by", "Ruth Carter")
        fill(page, "On what authority", "Pa")
        fill(page, "How we know", "A signed paper")
        for part in ("Who the child is, and what helps", "The plan"):
            go_to(page, page.get_by_label(part, exact=True))
            page.keyboard.press("Space")
        fill(page, "From", IN_A_MONTH)
        fill(page, "Until", TODAY)
        press(page, "Save")
        assert is_at_what_is_wrong(page)
        fill(page, "From", TODAY)
        fill(page, "Until", IN_A_MONTH)
        press(page, "Save")
        page.get_by_role("cell", name="Ruth Carter", exact=True).wait_for()
    written = Consent.unguarded.get(child=world.bare)
    assert (written.starts, written.ends) == (timezone.localdate(), days(30))
    assert (written.t1, written.t2, written.t3, written.t4, written.t5) == (True, True, False, False, False)


def test_breaking_the_glass(browser: Browser, world: World) -> None:
    with recorded(BY, action="test.child"):
        child = a_child(world.child.site, name="Sky Moss", birth="2015-05-05")
    with opened(browser, just_in(world.people[Role.CLINICIAN])) as page:
        _open(page, "/children/", "My children")
        follow(page, "Open a record in an emergency", to="Open a record in an emergency")
        fill(page, "Why it cannot wait", "The police called at night.")
        fill(page, "Full name of the child", "Sky Mos")
        fill(page, "Date of birth, as it is in the record (optional)", "2015-05-05")
        press(page, "Open this record")
        assert is_at_what_is_wrong(page)
        fill(page, "Full name of the child", "s")
        page.keyboard.press("Control+A")
        page.keyboard.type("Sky Moss")
        page.keyboard.press("Enter")
        page.get_by_role("heading", level=1, name="Sky Moss").wait_for()
    assert BreakGlass.unguarded.get(child=child).reason == "The police called at night."

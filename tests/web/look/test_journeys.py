"""Whole journeys in Chromium. Passkeys, codes and invitations on the real server: tests/web/accounts/test_in_a_browser.py."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from rootwise.web.accounts.roles import Role
from rootwise.web.audit.recording import recorded
from rootwise.web.children.models import BreakGlass, Child, Consent
from rootwise.web.project.demo import TEAM
from tests.web.children.people import a_child, barred
from tests.web.look.browser import opened
from tests.web.look.test_every_page import wrong_with
from tests.web.look.world import World, just_in
from tests.web.people import BY

pytestmark = [pytest.mark.browser, pytest.mark.any_engine, pytest.mark.enable_socket]
NOTHING_HERE = "There is nothing at this address for you."
FIRST_PAGE = {
    Role.CLINICIAN: ["My children", "Learning to rate alike", "Your account"],
    Role.OCCUPATIONAL_THERAPIST: ["My children", "Learning to rate alike", "Your account"],
    Role.THERAPIST: ["My children", "Learning to rate alike", "Your account"],
    Role.SUPERVISOR: ["My children", "Emergency openings to review", "People", "Learning to rate alike", "Your account"],
    Role.CAREGIVER: ["My children", "Your account"],
    Role.TEACHER: ["My children", "Your account"],
    Role.PROGRAMME_LEAD: ["Your account"],
    Role.RESEARCHER: ["Your account"],
    Role.ADMINISTRATOR: ["People", "Invite somebody", "Your account"],
}


def _heading(page: Page, name: str) -> None:
    page.get_by_role("heading", level=1, name=name).wait_for()


def test_the_first_page_of_each_role(browser: Browser, world: World) -> None:
    for one in TEAM:
        client = Client(enforce_csrf_checks=True)
        with opened(browser, client) as page:
            page.goto("/account/sign-in")
            page.get_by_label("Email").fill(one.email)
            page.get_by_label("Password").fill(one.password)
            page.get_by_role("button", name="Sign in", exact=True).click()
            if one.one_time_secret:
                page.get_by_label("Code from your app").fill(str(page.locator("[data-demo-code]").get_attribute("data-demo-code")))
                page.get_by_role("button", name="Sign in", exact=True).click()
            _heading(page, f"Hello, {one.name}")
            assert page.locator("main .link-card a").all_inner_texts() == FIRST_PAGE[one.role]
            for offered in page.locator("main .link-card a, .main-nav a").evaluate_all("all => all.map(one => one.pathname)"):
                assert client.get(offered).status_code == 200, offered


def test_a_consent_is_withdrawn_and_the_open_tab_shows_nothing_more(browser: Browser, world: World) -> None:
    clinician, caregiver = just_in(world.people[Role.CLINICIAN]), just_in(world.people[Role.CAREGIVER])
    with opened(browser, caregiver, width=390) as tab, opened(browser, clinician) as page:
        tab.goto(f"/children/{world.child.pk}/")
        _heading(tab, world.child.name)
        page.goto(f"/children/{world.child.pk}/consent")
        page.get_by_role("link", name="Withdraw Sharing with caregivers, Ruth Carter").click()
        expect(page.get_by_text("Whoever saw something because of this consent sees it no more.")).to_be_visible()
        page.get_by_role("button", name="Withdraw this consent now").click()
        page.get_by_text("withdrawn", exact=True).wait_for()
        tab.get_by_role("link", name="Who opened this record").click()
        _heading(tab, NOTHING_HERE)
        assert world.child.name not in tab.content()
    assert Consent.unguarded.get(child=world.child, purpose="family").withdrawn_at is not None


def test_broken_glass_is_reviewed_by_a_supervisor(browser: Browser, world: World) -> None:
    with recorded(BY, action="test.child"):
        child = a_child(world.child.site, name="Sky Moss", birth="2015-05-05")
    with opened(browser, just_in(world.people[Role.CLINICIAN])) as page:
        page.goto("/children/break-glass")
        page.get_by_label("Why it cannot wait").fill("The police called at night.")
        page.get_by_label("Full name of the child").fill("Sky Moss")
        page.get_by_label("Date of birth, as it is in the record").fill("2015-05-05")
        page.get_by_role("button", name="Open this record").click()
        _heading(page, "Sky Moss")
        page.goto(f"/children/{child.pk}/edit")
        _heading(page, NOTHING_HERE)  # to read only
    with opened(browser, just_in(world.people[Role.SUPERVISOR])) as page:
        page.goto("/")
        page.get_by_role("link", name="Emergency openings to review").first.click()
        entry = page.locator("li.card", has_text="The police called at night.")
        entry.get_by_role("link", name="Review Ines Moreno").click()
        page.get_by_role("radio", name="Yes").check()
        page.get_by_label("What the review found").fill("The duty desk asked for it.")
        page.get_by_role("button", name="Save").click()
        _heading(page, "Emergency openings to review")
        expect(page.get_by_text("The police called at night.")).to_have_count(0)
    assert BreakGlass.unguarded.get(child=child).was_right is True


def test_a_caregiver_gets_in_again_by_a_code_of_a_supervisor_in_spanish_on_a_phone(browser: Browser, world: World) -> None:
    ruth = world.people[Role.CAREGIVER]
    with opened(browser, just_in(world.people[Role.SUPERVISOR])) as page:
        page.goto(f"/people/{ruth.pk}")
        page.get_by_role("button", name="Lost the password").click()
        code = page.locator("#code").inner_text()
        assert wrong_with(page, 1200) == []
    stranger = Client(enforce_csrf_checks=True, headers={"Accept-Language": "es"})
    with opened(browser, stranger, width=390, height=844, scheme="dark") as phone:
        phone.goto("/account/sign-in")
        phone.get_by_role("link", name="No puedo entrar").click()
        phone.locator("#id_email").fill(ruth.email)
        phone.locator("#id_code").fill(code)
        phone.get_by_role("button", name="Continuar").click()
        phone.locator("#id_password1").fill("un lago tranquilo al alba")
        phone.locator("#id_password2").fill("un lago tranquilo al alba")
        phone.get_by_role("button", name="Guardar").click()
        phone.get_by_text("Contraseña establecida con éxito.").wait_for()
        phone.goto("/account")
        _heading(phone, "Su cuenta")
        assert wrong_with(phone, 390) == []
        phone.get_by_role("button", name=re.compile("Sé de estos códigos|Conozco")).click()
        phone.get_by_role("link", name="Mis niños y niñas").click()
        phone.get_by_role("link", name=world.child.name).click()
        _heading(phone, world.child.name)
        assert wrong_with(phone, 390) == []


def test_who_is_on_the_list_of_no_contact_finds_nothing(browser: Browser, world: World) -> None:
    """An old caregiver account with a relation that nobody ended: everything leads to the page of what is not there."""
    ruth = world.people[Role.CAREGIVER]
    with recorded(BY, action="test.barred"):
        barred(world.child, ruth)
    with opened(browser, just_in(ruth), width=390) as page:
        page.goto("/children/")
        expect(page.get_by_text(world.child.name)).to_have_count(0)
        page.get_by_label("Find by name").fill("Noa")
        page.keyboard.press("Enter")
        expect(page.get_by_text("No child that you may see has")).to_be_visible()
        pages = set()
        for child in (world.child.pk, "00000000-0000-4000-8000-000000000000"):
            for part in ("", "openings", "whereabouts", "team"):
                page.goto(f"/children/{child}/{part}")
                pages.add(page.content())
        assert len(pages) == 1
        assert NOTHING_HERE in pages.pop()


def test_a_record_from_its_beginning_to_its_closing(browser: Browser, world: World) -> None:
    with opened(browser, just_in(world.people[Role.CLINICIAN])) as page:
        page.goto("/children/new")
        page.get_by_label("Name").fill("Wren Vale")
        page.get_by_label("Initials").fill("WV")
        page.get_by_role("button", name="Save").click()
        _heading(page, "Consent")
        page.get_by_role("link", name="My children").click()
        page.get_by_role("heading", name="Waiting for a consent").wait_for()
        page.get_by_role("link", name="Wren Vale").click()
        page.get_by_role("link", name="Team", exact=True).click()
        page.get_by_role("link", name="Add somebody").click()
        page.get_by_label("Who", exact=True).select_option(label=world.people[Role.CAREGIVER].in_full)
        page.get_by_label("Role").select_option("caregiver")
        page.get_by_label("From").fill("2026-01-01")
        page.get_by_label("How we know").fill("letter")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("link", name=f"End {world.people[Role.CAREGIVER].name}").click()
        page.get_by_role("button", name="End this relation today").click()
        page.get_by_text("ended", exact=True).wait_for()
        page.get_by_role("link", name="Keeping this record").click()
        page.get_by_role("link", name="Close this record").click()
        page.get_by_role("button", name="Close this record").click()
        page.get_by_role("link", name="Open this record again").wait_for()
    assert Child.unguarded.get(name="Wren Vale").retention == "closed"

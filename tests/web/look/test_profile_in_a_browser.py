"""The profile in a real Chromium: axe finds nothing, it fits a phone, a box of the map opens, a closed gate prints nothing."""

import uuid
from dataclasses import dataclass

import pytest
from django.test import Client
from playwright.sync_api import Browser

from rootwise.web.accounts.models import SiteContact
from rootwise.web.accounts.roles import Role
from rootwise.web.assessments.actions import answer, close_assessment, correct_assessment
from rootwise.web.assessments.models import Assessment, SafetyAnswer
from rootwise.web.assessments.parts import Part
from rootwise.web.audit.recording import recorded
from tests.web.assessments.people import Scene, by
from tests.web.assessments.test_profile_page import address
from tests.web.children.people import SETTING_UP, signed_in
from tests.web.look.browser import opened
from tests.web.look.test_every_page import violations

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


@dataclass(frozen=True)
class Seen:
    clinician: Client
    therapist: Client
    live: Assessment
    stopped: Assessment
    copy: Assessment


@pytest.fixture
def seen(db: None) -> Seen:
    with recorded(SETTING_UP, action="test.profiles"):
        scene = Scene()
        SiteContact.objects.create(site=scene.site, place=1, kind="crisis", name="Willow line", phone="555-0111")
        live, stopped, old = scene.imported(), scene.imported(), scene.imported()
        row = SafetyAnswer.unguarded.get(assessment=stopped, question="self_harm")
        part = Part(SafetyAnswer, "self_harm")
        actor = by(scene.clinician)
        answer(by=actor, assessment=stopped, part=part, value={"answer": "yes"}, seen_version=row.version)
        close_assessment(by=actor, user=scene.clinician, assessment=old, seen_version=old.version)
        copy = correct_assessment(by=actor, user=scene.clinician, assessment=old, because="Another child was meant.", new_id=uuid.uuid4())
        return Seen(signed_in(scene.clinician), signed_in(scene.users[Role.THERAPIST]), live, stopped, copy)


@pytest.mark.parametrize(("width", "scheme", "language"), [(1180, "light", "en"), (390, "light", "es"), (320, "dark", "es")])
def test_axe_finds_nothing_and_a_phone_shows_all_of_it(browser: Browser, seen: Seen, width: int, scheme: str, language: str) -> None:
    pages = [
        (seen.clinician, address("profile", seen.live)),
        (seen.clinician, address("profile_function", seen.live, "arousal")),
        (seen.clinician, address("profile_raters", seen.live)),
        (seen.clinician, address("profile_earlier", seen.copy)),
        (seen.clinician, address("profile", seen.stopped)),
        (seen.therapist, address("profile", seen.stopped)),
        (seen.clinician, address("profile_pdf", seen.stopped)),
    ]
    for client, place in pages:
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
        with opened(browser, client, width=width, scheme=scheme) as page:  # type: ignore[arg-type]
            page.goto(place, wait_until="networkidle")
            assert page.locator(".child").count() == 1, place  # and not the page to sign in
            for summary in page.locator("summary").all():
                summary.click()
            assert violations(page) == [], place
            assert page.evaluate("document.documentElement.scrollWidth") <= width, place
            assert page.locator("h1").count() == 1, place


def test_a_box_of_the_map_opens_below_it_with_the_mouse_and_with_the_keyboard(browser: Browser, seen: Seen) -> None:
    with opened(browser, seen.clinician, width=1180) as page:
        page.goto(address("profile", seen.live), wait_until="networkidle")
        page.locator("#start svg a[href$=sleep]").click()
        page.locator("#function h3", has_text="Sleep").first.wait_for()
        assert page.url.endswith("/profile")
        page.locator("#start svg a[href$=arousal]").focus()
        page.keyboard.press("Enter")
        page.locator("#function h3", has_text="Alarm and calming down").first.wait_for()
        assert page.evaluate("document.activeElement.id") == "function"
        assert violations(page) == []
        assert page.said == []  # type: ignore[attr-defined]


def test_without_a_script_it_is_a_page(browser: Browser, seen: Seen) -> None:
    with opened(browser, seen.clinician, script=False) as page:
        page.goto(address("profile", seen.live))
        page.locator("#start svg a[href$=sleep]").click()
        page.locator("h2", has_text="Sleep").wait_for()
        assert page.url.endswith("/profile/functions/sleep")


def test_who_was_signed_out_meanwhile_is_asked_to_sign_in(browser: Browser, seen: Seen) -> None:
    with opened(browser, seen.clinician) as page:
        page.goto(address("profile", seen.live), wait_until="networkidle")
        seen.clinician.logout()
        page.locator("#start svg a[href$=sleep]").click()
        page.locator("h1", has_text="Sign in").wait_for()


def test_on_paper_the_map_stands_unless_the_gate_is_closed(browser: Browser, seen: Seen) -> None:
    with opened(browser, seen.clinician) as page:
        for assessment, is_printed in ((seen.live, True), (seen.stopped, False)):
            page.goto(address("profile", assessment))
            page.emulate_media(media="print")
            assert page.locator("#start svg").is_visible() is is_printed
            assert page.locator(".child").is_visible()
            assert page.locator(".banner.stop").count() == (0 if is_printed else 1)
            page.emulate_media(media="screen")

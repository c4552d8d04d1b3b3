"""Pages in the states they can get into: a wrong form, a lost edit, nothing there, too often, a fault; and a session that ends."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from rootwise.web.accounts.models import SignIn
from rootwise.web.accounts.roles import Role
from rootwise.web.audit.recording import recorded
from rootwise.web.children.models import Child
from tests.web.look.browser import opened
from tests.web.look.test_every_page import violations, wrong_with
from tests.web.look.world import VISITORS, World, just_in, pages
from tests.web.people import BY, make_older, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
# Sends the first form of the page that is not complete, past the browser's own questions; tells whether there is one.
SEND_INCOMPLETE = """() => {
  const form = [...document.querySelectorAll('main form[method=post]')].find(one => one.querySelector(':invalid'));
  if (form) { form.noValidate = true; form.requestSubmit() } return Boolean(form) }"""


@pytest.mark.parametrize(
    "who", ["a stranger", Role.SUPERVISOR.value, Role.ADMINISTRATOR.value, Role.CAREGIVER.value, "let in by a recovery"]
)
def test_every_form_says_what_is_missing(browser: Browser, world: World, who: str) -> None:
    """The focus is on what sums it up, and axe finds nothing."""
    client = VISITORS[who](world)
    sent, wrong = 0, []
    with opened(browser, client, width=390) as page:
        for number, (address, name) in enumerate(pages(world, who, client).items()):
            if name == "style" or b" required" not in client.get(address).content:
                continue
            client.defaults["HTTP_ACCEPT_LANGUAGE"] = ("en", "es")[number % 2]
            page.emulate_media(color_scheme=("light", "dark", "dark")[number % 3])
            page.goto(address)
            if not page.evaluate(SEND_INCOMPLETE):
                continue
            page.locator(".banner.danger[autofocus]").wait_for()
            assert page.evaluate("document.activeElement.matches('.banner.danger')"), address
            sent += 1
            wrong += wrong_with(page, 390)
    assert wrong == []
    assert sent > 0


def _client(world: World, role: Role, language: str = "en") -> Client:
    client = just_in(world.people[role])
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    return client


@pytest.mark.parametrize(("width", "language"), [(320, "es"), (1200, "en")])
def test_pages_with_nothing_in_them(browser: Browser, world: World, width: int, language: str) -> None:
    with recorded(BY, action="test.empty"):
        for child in Child.unguarded.exclude(pk=world.bare.pk):
            child.retention = "erased"
            child.save()
    with opened(browser, _client(world, Role.SUPERVISOR, language), width=width, scheme="dark") as page:
        wrong = []
        for part in ("team", "consent", "no-contact", "merges"):
            page.goto(f"/children/{world.bare.pk}/{part}")
            wrong += wrong_with(page, width)
        for address in ("/children/", "/children/?q=nobody", "/children/break-glass/reviews"):
            page.goto(address)
            wrong += wrong_with(page, width)
        assert wrong == []
        assert page.locator(".empty").count() == 1


@pytest.mark.parametrize("language", ["en", "es"])
def test_glass_asks_for_the_second_factor_and_says_where(browser: Browser, world: World, language: str) -> None:
    client = signed_in(world.people[Role.CLINICIAN])
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    with opened(browser, client, width=320) as page:
        assert page.goto("/children/break-glass").status == 403  # type: ignore[union-attr]
        assert wrong_with(page, 320) == []
        page.locator("main a.button").first.click()
        page.locator("#id_code").fill(str(page.locator("[data-demo-code]").get_attribute("data-demo-code")))
        page.locator("main form button").click()
        page.locator("#id_child_name").wait_for()


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_lost_edit_gives_the_text_back(browser: Browser, world: World, language: str) -> None:
    with opened(browser, _client(world, Role.CLINICIAN, language), width=320, scheme="dark") as page:
        page.goto(f"/children/{world.child.pk}/edit")
        page.locator("#id_name").fill("Noa Brandt-Vale")
        with recorded(BY, action="test.other"):
            other = Child.unguarded.get(pk=world.child.pk)
            other.initials = "NX"
            other.save()
        with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
            page.locator("main form button").click()
        assert answer.value.status == 409
        page.locator(".banner.danger").wait_for()
        assert page.evaluate("document.activeElement.matches('.banner.danger')")
        assert page.locator("#id_name").input_value() == "Noa Brandt-Vale"
        assert wrong_with(page, 320) == []


@pytest.mark.parametrize(("width", "language"), [(320, "es"), (1200, "en")])
def test_refusals_and_faults(browser: Browser, world: World, width: int, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(headers={"Accept-Language": language}, raise_request_exception=False)
    wrong = []
    with opened(browser, client, width=width, scheme="dark") as page:
        assert page.goto("/nowhere").status == 404  # type: ignore[union-attr]
        wrong += wrong_with(page, width)
        for _ in range(21):
            client.get("/invitation/nothing")
        assert page.goto("/invitation/nothing").status == 429  # type: ignore[union-attr]
        wrong += wrong_with(page, width)
        monkeypatch.setattr("rootwise.web.project.views.help_contacts", lambda: 1 / 0)
        assert page.goto("/").status == 500  # type: ignore[union-attr]
        wrong += wrong_with(page, width)
        client.handler.enforce_csrf_checks = True
        page.goto("/account/sign-in")
        client.cookies.clear()
        page.locator("input[type=email]").fill("ann@example.org")
        page.locator("input[type=password]").fill("whatever it is")
        with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
            page.locator("main form button").first.click()
        assert answer.value.status == 403
        page.locator("main p a").wait_for()
        wrong += wrong_with(page, width)
    assert wrong == []


@contextmanager
def _writing(browser: Browser, client: Client) -> Iterator[Page]:
    """A form that somebody began to fill in, on a clock that the test moves."""
    with opened(browser, client, width=390) as page:
        page.clock.install()
        page.goto("/children/new")
        page.locator("#id_name").fill("Wren Vale")
        yield page


def _idle(world: World, role: Role) -> None:
    for session in SignIn.objects.filter(user=world.people[role], ended_at=None):
        make_older(session, used_minutes=16)


@pytest.mark.parametrize(("language", "button"), [("en", "Stay signed in"), ("es", "Seguir dentro")])
def test_two_minutes_before_the_end_one_may_stay(browser: Browser, world: World, language: str, button: str) -> None:
    with _writing(browser, _client(world, Role.CLINICIAN, language)) as page:
        page.clock.run_for("12:00")
        expect(page.get_by_role("alert")).to_be_empty()
        page.clock.run_for("00:40")
        assert page.get_by_role("alert").get_by_role("button", name=button).is_visible()
        assert violations(page) == []
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("alert")).to_be_empty()
        page.clock.run_for("12:00")
        expect(page.get_by_role("alert")).to_be_empty()
        assert page.locator("#id_name").input_value() == "Wren Vale"


def test_after_the_end_the_page_is_covered_and_given_back_to_the_same_person(browser: Browser, world: World) -> None:
    client = _client(world, Role.CLINICIAN)
    client.handler.enforce_csrf_checks = True
    with _writing(browser, client) as page:
        page.clock.run_for("15:00")
        expect(page.get_by_role("heading", level=1, name="You were signed out")).to_be_focused()
        expect(page.locator("#id_name")).to_be_hidden()
        assert page.title() == "You were signed out"
        assert violations(page) == []
        _idle(world, Role.CLINICIAN)
        page.get_by_role("button", name="I have signed in: show it again").click()  # not true
        page.wait_for_load_state("networkidle")
        expect(page.locator("#id_name")).to_be_hidden()
        client.cookies = just_in(world.people[Role.CLINICIAN]).cookies
        page.get_by_role("button", name="I have signed in: show it again").click()
        expect(page.locator("#id_name")).to_have_value("Wren Vale")
        page.locator("#id_initials").fill("WV")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("heading", name="Consent", exact=True).wait_for()
        assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert Child.unguarded.filter(name="Wren Vale").count() == 1


def test_somebody_else_gets_nothing_of_it(browser: Browser, world: World) -> None:
    client = _client(world, Role.CLINICIAN)
    with _writing(browser, client) as page:
        page.clock.run_for("15:00")
        client.cookies = just_in(world.people[Role.SUPERVISOR]).cookies
        page.get_by_role("button", name="I have signed in: show it again").click()
        page.wait_for_url(re.compile("/account$"))
        assert "Wren Vale" not in page.content()


def test_without_a_script_nothing_is_promised(browser: Browser, world: World) -> None:
    client = _client(world, Role.CLINICIAN)
    with opened(browser, client, script=False) as page:
        page.goto("/children/new")
        page.locator("#id_name").fill("Wren Vale")
        page.locator("#id_initials").fill("WV")
        _idle(world, Role.CLINICIAN)
        page.get_by_role("button", name="Save").click()
        page.get_by_text("You were signed out because nothing happened for a while.").wait_for()
    assert not Child.unguarded.filter(name="Wren Vale").exists()


def _box(page: Page, what: str) -> dict[str, float]:
    found = page.locator(what).bounding_box()
    assert found is not None, what
    return {"width": found["width"], "height": found["height"], "y": found["y"]}


def test_the_picture_of_a_second_factor_is_large_enough_to_scan(browser: Browser, world: World) -> None:
    """Each step below the one before, and the picture black on white."""
    client = VISITORS["new, without a second factor"](world)
    sizes: list[tuple[int, Literal["light", "dark"]]] = [(320, "dark"), (1200, "light")]
    for width, scheme in sizes:
        with opened(browser, client, width=width, scheme=scheme) as page:
            page.goto("/account/codes/add")
            picture, secret, field = (_box(page, one) for one in (".qr", "#totp-secret", "#id_code"))
            assert min(picture["width"], picture["height"]) >= 220
            assert picture["y"] + picture["height"] <= secret["y"] < secret["y"] + secret["height"] <= field["y"]
            assert page.locator(".qr").evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(255, 255, 255)"
            assert wrong_with(page, width) == []

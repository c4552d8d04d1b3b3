"""The pages that belong to no app, and what stands around every page."""

import logging
import re
from collections.abc import Callable

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse

from rootwise.web.audit.recording import Actor
from rootwise.web.database.versions import EditConflict
from rootwise.web.project.demo import fill
from rootwise.web.project.logs import LineFormatter
from rootwise.web.project.urls import urlpatterns as own
from tests.web.people import signed_in

handler403 = handler404 = "rootwise.web.project.views.not_found"
handler500 = "rootwise.web.project.views.fault"


def _raise(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    @login_not_required
    def view(_request: HttpRequest) -> HttpResponse:
        raise error

    return view


urlpatterns = [
    *own,
    path("absent", _raise(Http404("canary"))),
    path("forbidden", _raise(PermissionDenied("canary"))),
    path("conflict", _raise(EditConflict())),
    path("fault", _raise(ValueError("canary"))),
    path("who", login_not_required(lambda request: HttpResponse(f"{request.actor.id} {request.actor.role}"))),
]


def test_the_front_page_says_where_help_is(db: None, client: Client) -> None:
    fill()
    page = client.get("/").content.decode()
    assert '<a href="tel:555-0111">555-0111</a>, day and night' in page


def test_it_is_alive(db: None, client: Client) -> None:
    assert client.get("/alive").content == b"alive\n"


@pytest.mark.parametrize("address", ["/", "/alive"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written_from_these_pages(db: None, client: Client, address: str, method: str) -> None:
    assert getattr(client, method)(address).status_code == 405


@override_settings(ROOT_URLCONF=__name__)
def test_forbidden_and_absent_are_the_same_to_the_byte(client: Client) -> None:
    answers = [client.get(one) for one in ("/absent", "/forbidden", "/nowhere")]
    assert {one.status_code for one in answers} == {404}
    assert len({one.content for one in answers}) == 1
    assert len({tuple(sorted((k, v) for k, v in one.items() if k != "X-Request-Number")) for one in answers}) == 1
    assert b"canary" not in answers[0].content


@override_settings(ROOT_URLCONF=__name__)
def test_a_conflict_is_a_409(client: Client) -> None:
    answer = client.get("/conflict")
    assert answer.status_code == 409
    assert b"Somebody else changed this while you were writing." in answer.content


@override_settings(ROOT_URLCONF=__name__)
def test_a_fault_gives_a_number_and_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    answer = Client(raise_request_exception=False).get("/fault")
    assert answer.status_code == 500
    assert answer["X-Request-Number"] in answer.content.decode()
    assert b"canary" not in answer.content
    logged = "".join(LineFormatter().format(one) for one in caplog.records)
    assert "ValueError at tests.web.project.test_pages" in logged
    assert "canary" not in logged


@override_settings(ROOT_URLCONF=__name__)
def test_who_is_not_signed_in_is_a_visitor(db: None, client: Client) -> None:
    assert client.get("/who").content == b"visitor visitor"


@override_settings(ROOT_URLCONF=__name__)
def test_who_is_signed_in_acts_under_the_id(db: None) -> None:
    from rootwise.web.accounts.models import User

    fill()
    user = User.objects.get(email="grace@willow.example")
    assert signed_in(user).get("/who").content.decode() == f"{user.id.hex} supervisor"


def test_every_page_is_kept_by_no_cache_and_loads_nothing_from_elsewhere(client: Client) -> None:
    answer = client.get("/nowhere")
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "'unsafe" not in answer["Content-Security-Policy"]
    assert "http" not in answer["Content-Security-Policy"]


def test_pages_speak_spanish_when_asked(client: Client) -> None:
    assert client.get("/nowhere", headers={"Accept-Language": "es"})["Content-Language"] == "es"


def test_two_requests_have_two_numbers_and_none_is_taken_from_outside(client: Client) -> None:
    numbers = [client.get("/nowhere", headers={"X-Request-Number": "mine"})["X-Request-Number"] for _ in range(2)]
    assert len({*numbers, "mine"}) == 3


def _fail() -> None:
    try:
        _refuse()
    except IntegrityError as cause:
        raise ValueError("canary") from cause


def _refuse() -> None:
    raise IntegrityError("Key (email)=(canary@example.org) already exists")


def test_a_log_line_holds_no_message_of_a_fault_and_no_second_line() -> None:
    try:
        _fail()
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "saved\nforged line", (), (type(error), error, error.__traceback__))
    line = LineFormatter().format(record)
    assert "canary" not in line
    assert "\n" not in line
    assert re.fullmatch(rf".* error x: saved forged line \[ValueError at {__name__}:\d+ after IntegrityError at {__name__}:\d+\]", line)


def test_the_actor_of_a_system_part_says_so() -> None:
    assert Actor.system("demo") == Actor("system:demo", "system")


@pytest.mark.parametrize(("language", "told"), [("en", "Go back, copy what you wrote"), ("es", "Vuelva atrás, copie lo que escribió")])
def test_a_form_without_its_token_is_answered_in_our_own_words(db: None, language: str, told: str) -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "CANARY"}, headers={"Accept-Language": language})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert told in page
    assert "rootwise" in page
    assert "CSRF" not in page
    assert "CANARY" not in page

"""The frame of every page, its files and its pieces, without a browser."""

import re

import pytest
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from rootwise.web.look.examples import Example
from rootwise.web.project.urls import urlpatterns as own
from tests.web.look.browser import body_of

handler404 = "rootwise.web.project.views.not_found"


def _told(request: HttpRequest) -> HttpResponse:
    messages.error(request, "<b>not saved</b>")
    messages.success(request, "saved")
    return render(request, "page.html")


_told.login_required = False  # type: ignore[attr-defined]
urlpatterns = [*own, path("told", _told)]


def _file(client: Client, address: str) -> tuple[int, str]:
    answer = client.get(address)
    return answer.status_code, body_of(answer).decode("utf-8", "replace")


@pytest.fixture
def page(db: None, client: Client) -> str:
    return client.get("/style").content.decode()


def test_nothing_in_a_page_is_inline(page: str) -> None:
    assert not re.search(r"<[^>]+\s(?:style|on\w+)=", page)
    assert not re.search(r"<style|<script(?![^>]*\ssrc=)", page)
    assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", page)


def test_a_page_has_its_landmarks(page: str) -> None:
    assert '<a class="skip" href="#main">' in page
    assert page.count("<main ") == page.count("<h1") == 1
    assert 'href="/#help"' in page


def test_files_are_kept_as_long_as_they_stay_the_same(page: str, client: Client) -> None:
    address = re.findall(r'href="(/static/look/rootwise.css\?v=[0-9a-f]{12})"', page)[0]
    answer = client.get(address)
    assert body_of(answer).startswith(b"/* The design system")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "max-age=31536000, public"
    assert answer["Content-Type"] == 'text/css; charset="utf-8"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in answer


@pytest.mark.parametrize(
    "file", ["look/htmx-2.0.11.min.js", "look/mark.svg", "fonts/AtkinsonHyperlegibleNext-Regular.woff2", "fonts/OFL.txt"]
)
def test_files_are_served_from_the_package(client: Client, file: str) -> None:
    assert _file(client, f"/static/{file}")[0] == 200


@pytest.mark.parametrize("file", ["look/../../settings.py", "look/", "../keys", "look/nothing.css"])
def test_nothing_else_is_served(db: None, client: Client, file: str) -> None:
    assert _file(client, f"/static/{file}")[0] == 404


def test_every_font_and_picture_the_style_names_is_there(client: Client) -> None:
    _, style = _file(client, "/static/look/rootwise.css")
    named = re.findall(r'url\("\.\./([^"]+)"\)', style)
    assert len(named) == 4
    assert {_file(client, f"/static/{one}")[0] for one in named} == {200}
    assert style.count("url(") == len(named)


def test_the_language_stays_as_chosen(db: None, client: Client) -> None:
    answer = client.post("/language", {"language": "es", "next": "/"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert answer.cookies["django_language"]["httponly"]
    page = client.get("/", headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="es">' in page
    assert '<button class="quiet small" name="language" value="en" lang="en">English</button>' in page


def test_the_language_switch_leads_nowhere_else(db: None, client: Client) -> None:
    assert client.post("/language", {"language": "es", "next": "https://elsewhere.example/"})["Location"] == "/"


@override_settings(ROOT_URLCONF=__name__)
def test_messages_are_banners_and_never_markup(db: None, client: Client) -> None:
    page = client.get("/told").content.decode()
    assert '<div class="banner danger"><p>&lt;b&gt;not saved&lt;/b&gt;</p></div>' in page
    assert '<div class="banner success"><p>saved</p></div>' in page


def _piece(source: str, **values: object) -> str:
    return Template("{% load look %}" + source).render(Context(values))


def test_the_banner_says_who_the_child_is() -> None:
    text = _piece("{% child_banner name=name age='8 years' initials='RI' %}", name="<River>")
    assert "<strong>&lt;River&gt;</strong> <span>8 years</span>" in text
    assert "stop" not in text


def test_the_banner_says_when_the_plan_must_not_be_used() -> None:
    text = _piece("{% child_banner name='River' age='8 years' initials='RI' do_not_use='Call Ines.' %}")
    assert '<div class="banner stop" role="alert"><p><strong>Do not use this plan.</strong> Call Ines.</p></div>' in text


@pytest.mark.parametrize(("here", "marked"), [("/style", True), ("/style/more", True), ("/styles", False), ("/", False)])
def test_the_navigation_marks_where_one_is(here: str, marked: bool) -> None:
    text = _piece("{% entry 'style' 'Style' %}", request=RequestFactory().get(here))
    assert ('aria-current="page"' in text) is marked


def test_the_navigation_leaves_out_what_is_not_there() -> None:
    assert _piece("{% entry 'nowhere' 'Nowhere' %}").strip() == ""


def test_pages_of_a_list_keep_the_rest_of_the_address() -> None:
    request = RequestFactory().get("/people?site=a&page=2")
    text = render_to_string("look/pages.html", {"page": Paginator(range(60), 20).page(2)}, request)
    assert 'href="?site=a&amp;page=1"' in text
    assert 'href="?site=a&amp;page=3"' in text


def test_a_field_is_tied_to_its_hint_and_to_what_is_wrong() -> None:
    text = str(Example({"email": "ruth@"})["name"].as_field_group())
    assert 'aria-describedby="id_name_helptext id_name_error"' in text
    assert 'aria-invalid="true"' in text
    assert '<div class="hint" id="id_name_helptext">Not the full name.</div>' in text
    assert '<ul class="errorlist" id="id_name_error"><li>This field is required.</li></ul>' in text


def test_what_was_written_wrongly_is_given_back_and_is_never_markup() -> None:
    text = str(Example({"email": "<script>"}))
    assert "&lt;script&gt;" in text
    assert "<script>" not in text


def test_a_child_name_in_an_error_is_never_markup() -> None:
    form = Example({})
    form.add_error("name", "<b>")
    assert "&lt;b&gt;" in str(form["name"].as_field_group())

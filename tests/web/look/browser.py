"""A real Chromium, each request answered in this process by Django's test client: no server, no socket, and the database rolls back."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from typing import Literal
from urllib.parse import urlsplit

from django.db import connections
from django.http.response import HttpResponseBase
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
ORIGIN = "http://localhost:8000"  # by name: a passkey belongs to one


@contextmanager
def chromium() -> Iterator[Browser]:
    place = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert place, "The tests need Chromium. Debian: sudo apt-get install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=place, args=FLAGS)
        yield started
        started.close()


@contextmanager
def opened(
    browser: Browser,
    client: Client,
    *,
    width: int = 1200,
    height: int = 900,
    scheme: Literal["light", "dark"] = "light",
    script: bool = True,
) -> Iterator[Page]:
    """A page whose requests go to this client, which keeps the cookies. What the console says is in `page.said`."""
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=script, base_url=ORIGIN
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    said: list[str] = []
    page.said = said  # type: ignore[attr-defined]

    def listen(message: ConsoleMessage) -> None:
        said.append(message.text)

    page.on("console", listen)
    connections["default"]  # made here, so that the answers, which run in contexts of their own, use the same
    here = copy_context()
    page.route("**/*", lambda route: here.copy().run(_answer, route, client))
    yield page
    context.close()


def _answer(route: Route, client: Client) -> None:
    asked = urlsplit(route.request.url)
    if f"{asked.scheme}://{asked.netloc}" != ORIGIN:
        route.abort()
        return
    path = f"{asked.path}?{asked.query}" if asked.query else asked.path
    response = client.generic(
        route.request.method,
        path,
        route.request.post_data_buffer or b"",
        content_type=route.request.headers.get("content-type", "application/octet-stream"),
        headers={"Host": asked.netloc} | {name: one for name, one in route.request.headers.items() if name in ("accept", "hx-request")},
        follow=route.request.resource_type == "fetch",
    )
    if "location" in response.headers:  # the browser does not follow what is put in its way; a page that says so does
        _follow(route, client, response)
        return
    route.fulfill(status=response.status_code, headers=dict(response.items()), body=body_of(response))


def body_of(response: HttpResponseBase) -> bytes:
    """Everything of a static file too, and the file closed; the response itself is not, because that would close the database."""
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    for close in response._resource_closers:  # type: ignore[attr-defined]
        close()
    return bytes(body)


def _follow(route: Route, client: Client, response: HttpResponseBase) -> None:
    target = response.headers["Location"]
    route.fulfill(status=200, headers={"Content-Type": "text/html", "Refresh": f"0; url={target}"}, body=b"")

"""One Chromium for the tests of a module that a worker runs: two at once in one process are not possible."""

from collections.abc import Iterator

import pytest
from django.db import connections
from playwright.sync_api import Browser

from tests.web.look.browser import chromium
from tests.web.look.world import World, make_world


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, chromium() as started:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs a loop in this thread; the pages are answered outside it
        yield started
        connections.close_all()  # those of this loop; nobody could close them after it


@pytest.fixture
def world(db: None) -> World:
    return make_world()

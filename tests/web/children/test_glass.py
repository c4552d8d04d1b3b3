"""A record that is open in an emergency says so on every page, its supervisors hear of it at once, and a merge hides nothing."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import Role
from rootwise.web.audit.recording import Actor, recorded
from rootwise.web.children.actions import review_glass
from rootwise.web.children.models import BreakGlass, Child
from rootwise.web.children.selectors import glass_to_review, glasses_to_review, late_reviews
from tests.web.access.matrix import ASSESSMENTS, ROUTES, Cell, ask, is_allowed
from tests.web.access.world import make_world
from tests.web.children.people import SETTING_UP, a_child, a_site, a_user, barred, consented_to_all, related, signed_in

BY = Actor.system("test")
FILES = ("export", "profile_json", "profile_pdf")
BANNER = "You opened this record in an emergency."


@pytest.fixture(autouse=True)
def written(db: None) -> Iterator[None]:
    with recorded(SETTING_UP, action="test.glass"):
        yield


def test_every_page_about_the_child_says_that_it_is_open_in_an_emergency_and_until_when() -> None:
    world = make_world(grounds=("whole",), roles=(Role.CLINICIAN,))
    user, child = world.users[Role.CLINICIAN, "glass"], world.stages["whole"].child
    own = world.users[Role.CLINICIAN, "current"]
    until = date_format(timezone.localtime(BreakGlass.unguarded.get(user=user, child=child).ends_at), "TIME_FORMAT")
    asked = 0
    for route in (*ROUTES, *ASSESSMENTS):
        cell = Cell(route, "GET", Role.CLINICIAN, "glass", "whole")
        if route.need.startswith("roles:") or route.name in FILES or not is_allowed(cell):
            continue
        page = ask(world, cell, user).content.decode()
        assert (route.name, BANNER in page, f"until {until}." in page) == (route.name, True, True)
        assert BANNER not in ask(world, replace(cell, relation="current"), own).content.decode()
        asked += 1
    assert asked > 10


def _opened(child: Child, user: User, hours_ago: int = 0) -> BreakGlass:
    at = timezone.now() - dt.timedelta(hours=hours_ago)
    hour, days = dt.timedelta(hours=1), dt.timedelta(hours=72)
    return BreakGlass.unguarded.create(child=child, user=user, reason="x", opened_at=at, ends_at=at + hour, review_by=at + days)


def test_a_supervisor_reads_of_a_new_emergency_opening_on_the_start_page() -> None:
    site = a_site()
    supervisor, boss, clinician = (a_user(role, site) for role in (Role.SUPERVISOR, Role.ADMINISTRATOR, Role.CLINICIAN))
    told = "1 record was opened in an emergency and waits for your review."
    assert told not in signed_in(supervisor).get(reverse("front")).content.decode()
    glass = _opened(a_child(site), clinician)
    pages = {one: signed_in(one).get(reverse("front")).content.decode() for one in (supervisor, boss, clinician)}
    assert [told in page for page in pages.values()] == [True, False, False]
    glass.was_right = True
    review_glass(by=BY, user=supervisor, glass=glass, seen_version=glass.version)
    assert told not in signed_in(supervisor).get(reverse("front")).content.decode()


def test_an_emergency_opening_of_a_record_that_was_merged_since_is_still_reviewed() -> None:
    """However many merges, and not by who is barred from the record that it is now."""
    site = a_site()
    supervisor, other, clinician = (a_user(role, site) for role in (Role.SUPERVISOR, Role.SUPERVISOR, Role.CLINICIAN))
    now = a_child(site)
    between = a_child(site, merged_into=now)
    glass = _opened(a_child(site, merged_into=between), clinician, hours_ago=80)
    barred(now, other)
    assert [glasses_to_review(BY, one) for one in (supervisor, other)] == [[glass], []]
    assert [glass_to_review(BY, one, glass.pk) for one in (supervisor, other)] == [glass, None]
    assert [late_reviews(one) for one in (supervisor, other)] == [1, 0]


def test_the_family_reads_that_a_record_was_opened_in_an_emergency() -> None:
    site = a_site()
    mother, doctor = a_user(Role.CAREGIVER, site), a_user(Role.CLINICIAN, site, "Dr Night")
    child = a_child(site)
    related(mother, child)
    consented_to_all(child)
    _opened(child, doctor)
    signed_in(doctor).get(reverse("children:page", args=[child.pk]))
    line = "Dr Night .*?opened it in an emergency"
    log = signed_in(mother).get(reverse("children:openings", args=[child.pk])).content.decode()
    assert re.search(line, log)
    assert "opened it in an emergency" not in re.sub(line, "", log)

"""Who opened this record: nobody can bury what they did under more of it, and however long ago it was, it is there."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager

import pytest
from django.urls import reverse
from django.utils import timezone

from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import Role
from rootwise.web.audit.models import Event
from rootwise.web.audit.recording import Actor, recorded
from rootwise.web.children.models import Child
from tests.web.children.people import SETTING_UP, a_child, a_site, a_user, consented_to_all, related, signed_in


class Family:
    def __init__(self) -> None:
        site = a_site()
        self.mother, self.curious = a_user(Role.CAREGIVER, site, "Mother"), a_user(Role.CLINICIAN, site, "Curious Person")
        self.child: Child = a_child(site)
        for one in (self.mother, self.curious):
            related(one, self.child)
        consented_to_all(self.child)

    def lines(self, reader: User, page: int = 1) -> list[str]:
        answer = signed_in(reader).get(reverse("children:openings", args=[self.child.pk]), {"page": page})
        found = re.search('<ul class="events">(.*?)</ul>', answer.content.decode(), re.DOTALL)
        assert found is not None
        return [" ".join(re.sub("<[^>]+>", " ", one).split()) for one in re.findall("<li>(.*?)</li>", found[1], re.DOTALL)]

    def by_the_curious(self) -> AbstractContextManager[object]:
        return recorded(Actor(self.curious.pk.hex, "clinician"), action="test.openings")

    def read(self, at: dt.datetime, *, request: str, reason: str = "") -> None:
        Event.objects.create(
            at=at, actor=self.curious.pk.hex, role="clinician", action="children.open", reason=reason, request=request,
            verb="read", table="children_child", row=self.child.pk.hex, child=self.child.pk.hex,
        )  # fmt: skip


@pytest.fixture
def family(db: None) -> Iterator[Family]:
    with recorded(SETTING_UP, action="test.openings"):
        yield Family()


def test_a_page_that_is_opened_again_and_again_is_one_line(family: Family) -> None:
    noon = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)
    with family.by_the_curious():
        family.read(noon - dt.timedelta(days=1), request="before")
        for number in range(300):
            family.read(noon + dt.timedelta(seconds=number), request=f"again {number}")
        family.read(noon + dt.timedelta(minutes=7), request="again 299")  # another table, on the same page
    lines = [one for one in family.lines(family.mother) if "Curious" in one]
    assert len(lines) == 2
    assert "opened it, 300 times, the last at" in lines[0]
    assert lines[1].endswith("opened it")


def test_nothing_is_out_of_reach_however_long_ago(family: Family) -> None:
    noon = timezone.now().replace(hour=12)
    with family.by_the_curious():
        for day in range(1, 121):
            family.read(noon - dt.timedelta(days=day), request=f"day {day}")
    pages = [family.lines(family.mother, page) for page in (1, 2, 3)]
    assert len({one for page in pages for one in page if "Curious" in one}) == 120


def test_openings_for_another_reason_are_another_line_for_who_keeps_the_record(family: Family) -> None:
    noon = timezone.now().replace(hour=12)
    with family.by_the_curious():
        for reason in ("visit", "court", "court"):
            family.read(noon, request=f"for {reason}", reason=reason)
    kept = [one for one in family.lines(family.curious) if one.endswith(("appointment", "authority asks"))]
    assert len(kept) == 2
    assert not [one for one in family.lines(family.mother) if "appointment" in one]

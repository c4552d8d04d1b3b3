"""How long records are kept: what is due, holds, erasing by two; emergency openings that nobody reviewed; merges that are withdrawn."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import Role
from rootwise.web.audit.recording import Actor, recorded
from rootwise.web.children.actions import (
    Refused,
    do_merge,
    erase_child,
    lift_hold,
    place_hold,
    propose_erasure,
    reopen_child,
    review_glass,
    set_retention,
    withdraw_merge,
)
from rootwise.web.children.models import BreakGlass, Child, Merge, RetentionHold, RetentionRule
from rootwise.web.children.retention import due_on
from rootwise.web.children.selectors import closed_records, due_elsewhere, late_reviews
from tests.web.children.people import SETTING_UP, a_child, a_site, a_user, barred, related, signed_in, today
from tests.web.children.test_pages import ticket_in

BY = Actor.system("test")
DAY = dt.date(2020, 2, 29)


@pytest.mark.parametrize(
    ("birth", "years", "age", "due"),
    [
        ("2010-05-01", None, None, None),
        ("2010-05-01", 10, None, dt.date(2030, 3, 1)),
        ("2010-05-01", None, 18, dt.date(2028, 5, 1)),
        ("2010-05-01", 10, 18, dt.date(2030, 3, 1)),
        ("2010-05-01", 1, 18, dt.date(2028, 5, 1)),
        ("2010-05", None, 18, dt.date(2028, 5, 31)),
        ("2010", None, 18, dt.date(2028, 12, 31)),
        ("2008-02-29", None, 18, dt.date(2026, 3, 1)),
        ("", None, 18, None),
        ("", 10, 18, None),
        ("", 4, None, dt.date(2024, 2, 29)),
    ],
)
def test_the_day_from_which_a_record_is_due(birth: str, years: int | None, age: int | None, due: dt.date | None) -> None:
    assert due_on(closed_on=DAY, birth=birth, years_after_closing=years, until_age=age) == due


@given(closed=st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), born=st.dates(dt.date(1990, 1, 1)), years=st.integers(1, 120))
def test_the_later_of_two_days_counts(closed: dt.date, born: dt.date, years: int) -> None:
    born = min(born, dt.date(2100, 1, 1))
    both = due_on(closed_on=closed, birth=born.isoformat(), years_after_closing=years, until_age=years)
    alone = due_on(closed_on=closed, birth="", years_after_closing=years, until_age=None)
    assert both is not None
    assert alone is not None
    assert both >= alone
    assert both >= dt.date(born.year + years, born.month, min(born.day, 28))


class Service:
    def __init__(self) -> None:
        self.site = a_site()
        self.boss, self.clinician = a_user(Role.ADMINISTRATOR, self.site), a_user(Role.CLINICIAN, self.site)
        self.supervisor, self.second = a_user(Role.SUPERVISOR, self.site), a_user(Role.SUPERVISOR, self.site)
        self.child = self.closed("Noa Kept")

    def closed(self, name: str, **given: Any) -> Child:
        child = a_child(self.site, name=name, **{"retention": "closed", "retention_since": today() - dt.timedelta(days=800), **given})
        for user in (self.clinician, self.supervisor, self.second):
            related(user, child)
        return child

    def rule(self, years: int) -> None:
        rule = RetentionRule(pk=self.site.pk, site=self.site, years_after_closing=years)
        set_retention(by=BY, user=self.boss, rule=rule, seen_version=0)

    def broken(self, user: User, hours_ago: int) -> BreakGlass:
        at = timezone.now() - dt.timedelta(hours=hours_ago)
        until, review_by = at + dt.timedelta(hours=1), at + dt.timedelta(hours=72)
        return BreakGlass.unguarded.create(child=self.child, user=user, reason="x", opened_at=at, ends_at=until, review_by=review_by)


@pytest.fixture
def service(db: None) -> Iterator[Service]:
    with recorded(SETTING_UP, action="test.keeping"):
        yield Service()


def test_without_a_rule_nothing_is_due(service: Service) -> None:
    (found,) = closed_records(service.supervisor)
    assert (found.due_on, found.is_due) == (None, False)
    service.rule(2)
    (found,) = closed_records(service.supervisor)
    assert found.is_due
    assert Child.unguarded.get(pk=service.child.pk).retention == "closed"  # being due erases nothing


def test_what_a_supervisor_does_not_keep_is_a_number_and_of_whom_they_are_barred_not_even_that(service: Service) -> None:
    service.rule(2)
    elsewhere = a_child(service.site, name="CANARY", retention="closed", retention_since=today() - dt.timedelta(days=900))
    assert due_elsewhere(service.supervisor) == 1
    page = signed_in(service.supervisor).get(reverse("children:closed")).content.decode()
    assert "1 more closed record of your service is due" in page
    assert "CANARY" not in page
    barred(elsewhere, service.supervisor)
    assert due_elsewhere(service.supervisor) == 0


def test_two_people_erase(service: Service) -> None:
    child, supervisor = service.child, service.supervisor
    for proposes in (None, supervisor):
        if proposes is not None:
            propose_erasure(by=BY, user=proposes, child=child, seen_version=child.version)
        with pytest.raises(Refused, match="after somebody else proposed it"):
            erase_child(by=BY, user=supervisor, child=child, seen_version=child.version)
    with pytest.raises(Refused, match="A supervisor erases"):
        erase_child(by=BY, user=service.clinician, child=child, seen_version=child.version)
    erase_child(by=BY, user=service.second, child=child, seen_version=child.version)
    assert Child.unguarded.get().retention == "erased"


def test_reopening_makes_the_proposal_void(service: Service) -> None:
    child = service.child
    propose_erasure(by=BY, user=service.clinician, child=child, seen_version=child.version)
    reopen_child(by=BY, child=child, seen_version=child.version)
    with pytest.raises(Refused, match="Only a record that is closed"):
        erase_child(by=BY, user=service.supervisor, child=child, seen_version=child.version)
    assert Child.unguarded.get().erasure_proposed_by is None


def test_a_hold_stops_erasing_until_a_supervisor_lifts_it(service: Service) -> None:
    child = service.child
    propose_erasure(by=BY, user=service.clinician, child=child, seen_version=child.version)
    hold = place_hold(by=BY, user=service.clinician, hold=RetentionHold(child=child, reason="complaint"))
    with pytest.raises(Refused, match="This record is held"):
        erase_child(by=BY, user=service.supervisor, child=child, seen_version=child.version)
    with pytest.raises(Refused, match="Only a supervisor"):
        lift_hold(by=BY, user=service.clinician, hold=hold, seen_version=hold.version)
    lift_hold(by=BY, user=service.supervisor, hold=hold, seen_version=hold.version)
    erase_child(by=BY, user=service.supervisor, child=child, seen_version=child.version)
    assert not RetentionHold.unguarded.exists()


def test_a_withdrawn_merge_is_not_done_and_does_not_stop_erasing(service: Service) -> None:
    child, other = service.child, service.closed("Noa Twice")
    merge = Merge.unguarded.create(child=child, other=other, because="CANARY because", proposed_by=service.clinician)
    with pytest.raises(Refused, match="withdraw the merge"):
        propose_erasure(by=BY, user=service.clinician, child=other, seen_version=other.version)
    client, where = signed_in(service.second), reverse("children:merge_step", args=[other.pk, merge.pk, "withdraw"])
    assert "CANARY" not in client.get(reverse("children:merges", args=[other.pk])).content.decode()
    assert client.post(where, {"ticket": ticket_in(client.get(where).content.decode())}).status_code == 302
    merge.refresh_from_db()
    with pytest.raises(Refused, match="withdrawn"):
        do_merge(by=BY, user=service.supervisor, merge=merge, seen_version=merge.version)
    propose_erasure(by=BY, user=service.clinician, child=other, seen_version=other.version)
    erase_child(by=BY, user=service.supervisor, child=other, seen_version=other.version)
    assert Child.unguarded.get(pk=other.pk).retention == "erased"


def test_a_merge_that_was_done_is_not_withdrawn(service: Service) -> None:
    other = service.closed("Noa Twice")
    merge = Merge.unguarded.create(child=service.child, other=other, because="CANARY because", proposed_by=service.clinician)
    do_merge(by=BY, user=service.supervisor, merge=merge, seen_version=merge.version)
    with pytest.raises(Refused, match="Propose to take them apart"):
        withdraw_merge(by=BY, user=service.clinician, merge=merge, seen_version=merge.version)


def test_a_late_review_is_told_to_supervisors_and_as_a_number_to_administrators(service: Service) -> None:
    service.broken(service.clinician, 71)
    assert (late_reviews(service.supervisor), late_reviews(service.boss)) == (0, 0)
    glass = service.broken(service.supervisor, 73)
    counts = {one: late_reviews(one) for one in (service.supervisor, service.second, service.boss, service.clinician)}
    assert list(counts.values()) == [1, 1, 1, 0]
    for user in (service.second, service.boss):
        page = signed_in(user).get("/").content.decode()
        assert "1 emergency opening of a record was not reviewed within 72 hours." in page
        assert "Noa Kept" not in page
    assert "not reviewed" not in signed_in(service.clinician).get("/").content.decode()
    assert "not reviewed" not in Client().get("/").content.decode()
    halfway = Client()
    halfway.force_login(service.second)  # without the second factor
    assert "not reviewed" not in halfway.get("/").content.decode()
    assert "late:" in signed_in(service.second).get(reverse("children:reviews")).content.decode()
    with pytest.raises(Refused, match="not their own"):
        review_glass(by=BY, user=service.supervisor, glass=glass, seen_version=glass.version)
    glass.was_right = True
    review_glass(by=BY, user=service.second, glass=glass, seen_version=glass.version)
    assert late_reviews(service.boss) == 0


def test_another_service_hears_nothing_of_it(service: Service) -> None:
    service.broken(service.clinician, 80)
    assert late_reviews(a_user(Role.ADMINISTRATOR, a_site("Elsewhere"))) == 0


def test_two_administrators_who_set_the_rule_at_once_do_not_overwrite_each_other(service: Service) -> None:
    where = reverse("children:retention_rule")
    mine, theirs = signed_in(service.boss), signed_in(a_user(Role.ADMINISTRATOR, service.site))
    my_ticket, their_ticket = (ticket_in(one.get(where).content.decode()) for one in (mine, theirs))
    assert theirs.post(where, {"ticket": their_ticket, "years_after_closing": "8"}).status_code == 302
    assert mine.post(where, {"ticket": my_ticket, "years_after_closing": "3"}).status_code == 409
    assert RetentionRule.unguarded.get().years_after_closing == 8
    assert mine.post(where, {"ticket": my_ticket, "years_after_closing": "", "until_age": ""}).status_code == 422

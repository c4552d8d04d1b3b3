"""Two databases that differ only in what somebody may not see answer them byte for byte alike: every page, form, search and error."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from rootwise.web.accounts.roles import Role
from rootwise.web.assessments.models import Assessment, Flag, PeriodAnswer, Rating, SafetyAnswer
from rootwise.web.audit.recording import Actor, recorded
from rootwise.web.children import selectors
from rootwise.web.children.models import BreakGlass, Child, Contact, Household, Merge, Placement, School
from rootwise.web.children.needs import CEILINGS, Reason
from rootwise.web.tiers import Tier
from tests.web.access.canaries import HIGH, plant
from tests.web.access.matrix import ROUTES, Cell, ask
from tests.web.access.test_canaries import SEE_RATINGS, WAYS, by_link, pages_that_name_nothing, walked_by_link
from tests.web.access.world import MatrixWorld, assessed, make_world
from tests.web.children.people import SETTING_UP, a_child, barred, consented_to_all, days, related

KEEPERS = (Role.CLINICIAN, Role.SUPERVISOR)
# What is new with each request: its number, the token of a form, the ticket of a form.
NEW_EACH_TIME = re.compile(
    r'name="(csrfmiddlewaretoken|ticket)" value="[^"]*"|X-Request-Number: \w+|csrf=\w+|expires=[^;]*|'
    r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|adult-[0-9a-f]{8}|/rate/[\w-]{43}|id="code">\d{6}'
)


@pytest.fixture(autouse=True)
def one_moment() -> Iterator[None]:
    """A walk takes longer than a minute, and pages tell times to the minute."""
    with mock.patch.object(timezone, "now", return_value=timezone.now()):
        yield


@pytest.fixture
def world(db: None) -> MatrixWorld:
    with recorded(SETTING_UP, action="test.noninterference"):
        return make_world(grounds=("whole",))


def everything(world: MatrixWorld, role: Role, relation: str) -> dict[tuple[str, ...], str]:
    """All that this person can be answered."""
    user = world.users[role, relation]
    told: dict[tuple[str, ...], str] = {}
    for route in ROUTES:
        for way, how in WAYS.items():
            if way == "GET" or route.posts:
                cell = Cell(route, "GET" if way == "GET" else "POST", role, relation, "whole")
                with transaction.atomic():
                    told[route.name, str(route.arguments), route.reason, way] = _text(ask(world, cell, user, **how))
                    transaction.set_rollback(True)
    for name in pages_that_name_nothing():
        if not name.startswith(("account_", "mfa_")):  # the library's: another challenge each time, and no child
            with transaction.atomic():
                told[name,] = _text(world.client(user).get(reverse(name)))  # the list of flags is recorded as read, too
                transaction.set_rollback(True)
    for word in ("", "c", "child", "hidden", "zzz"):
        told["mine", word] = _text(world.client(user).get(reverse("children:mine"), {"q": word}))
        for only in ("", "flag", "over", "asked", "open") if not word else ("",):  # each word, and each filter
            with transaction.atomic():
                told["to_do", word, only] = _text(world.client(user).get(reverse("to_do"), {"q": word, "only": only}))
                transaction.set_rollback(True)
    return told


def _text(answer: Any) -> str:
    headers = sorted(f"{name}: {value}" for name, value in answer.items())
    return NEW_EACH_TIME.sub("", f"{answer.status_code} {headers} {answer.content.decode()}")


def other_children(world: MatrixWorld) -> None:
    """Records that nobody of the world reaches, and one that everybody would, were they not barred from it."""
    for name in ("Child Hidden", "Aaa Hidden", "Zzz Hidden"):
        hidden = a_child(world.site, name=name, team=None)
        consented_to_all(hidden)
        assessed(world, hidden)
        related(world.spare, hidden)
        far = a_child(world.site, name=f"{name} barred")
        consented_to_all(far)
        related(world.spare, far)  # likewise
        for user in world.users.values():
            if user.role in CEILINGS:
                related(user, far)
            barred(far, user)
        assessed(world, far)


def high_rows(world: MatrixWorld, child: Child, tiers: tuple[Tier, ...] = HIGH) -> None:
    """Everything of T3 and above is another text, and there is more of it, written and read by a clinician."""
    plant([child], tiers)
    clinician = world.users[Role.CLINICIAN, "current"]
    by = Actor(clinician.id.hex, clinician.role, reason=Reason.SAFETY)
    now = timezone.now()
    with recorded(by, action="test.move"):
        span: dict[str, Any] = {"child": child, "starts": days(-1)}
        Placement.unguarded.create(kind="new", address="moved", **span)
        Household.unguarded.create(people="others", **span)
        School.unguarded.create(name="another", **span)
        Contact.unguarded.create(name="another", standing="uncle", **span)
        barred(child, name="one more")
        other = a_child(world.site)
        related(world.spare, other)  # how many records nobody keeps is told to administrators, as a number
        Merge.unguarded.create(child=child, other=other, because="x", proposed_by=clinician)
        later = now + dt.timedelta(hours=1)
        BreakGlass.unguarded.create(child=child, user=world.spare, reason="x", opened_at=now, ends_at=later, review_by=later)
    with recorded(SETTING_UP, action="test.move"):  # who works in a record is shown to the family, and that is meant
        if Tier.T3 in tiers:
            assessed(world, child)
        more_of_t4(world, child)
    selectors.whereabouts_of(by, child)
    selectors.no_contacts_of(by, child)
    selectors.merges_of(by, child)


def more_of_t4(world: MatrixWorld, child: Child) -> None:
    """History, safety and flags of an assessment that was there already: others, and more of them."""
    for assessment in Assessment.unguarded.filter(child=child, closed_at=None):
        about: dict[str, Any] = {"assessment": assessment, "child": child}
        said: dict[str, Any] = {**about, "written_by": world.second.pk.hex, "written_at": timezone.now()}
        PeriodAnswer.unguarded.create(period="childhood", value={"adversity": 4, "relational_health": 0}, **said)
        SafetyAnswer.unguarded.create(question="exploitation", value={"answer": "yes"}, **said)
        span = {"raised_at": timezone.now(), "escalate_at": timezone.now() + dt.timedelta(hours=1)}
        Flag.unguarded.create(question="exploitation", severity="now", said_by=world.second.pk.hex, **span, **about)


@pytest.mark.parametrize("role", [one for one in Role if one not in KEEPERS])
def test_what_is_above_the_ceiling_changes_no_byte(world: MatrixWorld, role: Role) -> None:
    before = everything(world, role, "current")
    with recorded(SETTING_UP, action="test.noninterference"):
        high_rows(world, world.stages["whole"].child, (Tier.T4, Tier.T5) if role in SEE_RATINGS else HIGH)
        other_children(world)
    after = everything(world, role, "current")
    assert [one for one, text in before.items() if after[one] != text] == []


@pytest.mark.parametrize(("role", "relation"), [(Role.CLINICIAN, "current"), (Role.SUPERVISOR, "current"), (Role.CLINICIAN, "none")])
def test_records_that_somebody_does_not_reach_change_no_byte(world: MatrixWorld, role: Role, relation: str) -> None:
    before = everything(world, role, relation)
    with recorded(SETTING_UP, action="test.noninterference"):
        other_children(world)
        if relation == "none":
            high_rows(world, world.stages["whole"].child)
    after = everything(world, role, relation)
    assert [one for one, text in before.items() if after[one] != text] == []


def test_a_difference_that_may_be_seen_is_seen(world: MatrixWorld) -> None:
    before = everything(world, Role.CAREGIVER, "current")
    with recorded(SETTING_UP, action="test.noninterference"):
        child = world.stages["whole"].child
        child.name = "Another Name"
        child.save()
    assert [one for one, text in everything(world, Role.CAREGIVER, "current").items() if before[one] != text]


def test_what_others_say_changes_no_byte_for_who_rates_by_a_link(world: MatrixWorld) -> None:
    child, told = world.stages["whole"].child, []
    with recorded(SETTING_UP, action="test.noninterference"):
        where, code, link = by_link(world, child)
    for changed in (False, True):
        with transaction.atomic():
            if changed:
                with recorded(SETTING_UP, action="test.noninterference"):
                    others = [one for one in Rating.unguarded.filter(child=child) if one.rater_id != link.rater_id]
                    for one in others:
                        one.value = {"rating": 7, "note": "another thing"}
                        one.save()
                    assert others
                    more_of_t4(world, child)
            told.append([_text(answer) for _when, answer in walked_by_link(where, code)])
            transaction.set_rollback(True)
    assert told[0] == told[1]

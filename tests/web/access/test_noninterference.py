"""Two databases that differ only in what somebody may not see answer them byte for byte alike: every page, form, search and error."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from rootwise.web.accounts.roles import Role
from rootwise.web.audit.recording import Actor, recorded
from rootwise.web.children import selectors
from rootwise.web.children.models import BreakGlass, Child, Contact, Household, Merge, Placement, School
from rootwise.web.children.needs import CEILINGS, Reason
from tests.web.access.canaries import plant
from tests.web.access.matrix import ROUTES, Cell, ask
from tests.web.access.test_canaries import WAYS
from tests.web.access.world import MatrixWorld, make_world
from tests.web.children.people import SETTING_UP, a_child, barred, consented_to_all, days, related

KEEPERS = (Role.CLINICIAN, Role.SUPERVISOR)
# What is new with each request: its number, the token of a form, the ticket of a form.
NEW_EACH_TIME = re.compile(
    r'name="(csrfmiddlewaretoken|ticket)" value="[^"]*"|X-Request-Number: \w+|csrf=\w+|expires=[^;]*|/[0-9a-f-]{36}/'
)


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
    for word in ("", "c", "child", "hidden", "zzz"):
        told["mine", word] = _text(world.client(user).get(reverse("children:mine"), {"q": word}))
    return told


def _text(answer: Any) -> str:
    headers = sorted(f"{name}: {value}" for name, value in answer.items())
    return NEW_EACH_TIME.sub("", f"{answer.status_code} {headers} {answer.content.decode()}")


def other_children(world: MatrixWorld) -> None:
    """Records that nobody of the world reaches, and one that everybody would, were they not barred from it."""
    for name in ("Child Hidden", "Aaa Hidden", "Zzz Hidden"):
        hidden = a_child(world.site, name=name, team=None)
        consented_to_all(hidden)
        related(world.spare, hidden)
        far = a_child(world.site, name=f"{name} barred")
        consented_to_all(far)
        for user in world.users.values():
            if user.role in CEILINGS:
                related(user, far)
            barred(far, user)


def high_rows(world: MatrixWorld, child: Child) -> None:
    """Everything of T3 and above is another text, and there is more of it, written and read by a clinician."""
    plant([child])
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
        Merge.unguarded.create(child=child, other=a_child(world.site), because="x", proposed_by=clinician)
        later = now + dt.timedelta(hours=1)
        BreakGlass.unguarded.create(child=child, user=world.spare, reason="x", opened_at=now, ends_at=later, review_by=later)
    selectors.whereabouts_of(by, child)
    selectors.no_contacts_of(by, child)
    selectors.merges_of(by, child)


@pytest.mark.parametrize("role", [one for one in Role if one not in KEEPERS])
def test_what_is_above_the_ceiling_changes_no_byte(world: MatrixWorld, role: Role) -> None:
    before = everything(world, role, "current")
    with recorded(SETTING_UP, action="test.noninterference"):
        high_rows(world, world.stages["whole"].child)
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

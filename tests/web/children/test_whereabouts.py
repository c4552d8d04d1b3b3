"""Writing down where a child lives: said once, in the order of days, and with names that are what they look like."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import Role
from rootwise.web.audit.recording import recorded
from rootwise.web.children.actions import add_whereabouts, change_whereabouts
from rootwise.web.children.models import Child, Contact, Placement
from rootwise.web.children.selectors import KINDS
from tests.web.children.people import SETTING_UP, a_child, a_site, a_user, consented_to_all, days, related, signed_in
from tests.web.children.test_pages import ticket_in

WORDS = {"kind": "foster family", "address": "3 Lane", "people": "Ruth\nTom", "name": "Ann", "standing": "aunt"}
ALREADY = "This is saved already. Sending it again changed nothing."


class Scene:
    def __init__(self) -> None:
        self.site = a_site()
        self.child: Child = a_child(self.site)
        self.clinician: User = a_user(Role.CLINICIAN, self.site)
        related(self.clinician, self.child)
        consented_to_all(self.child)
        self.client: Client = signed_in(self.clinician)

    def form(self, name: str, *arguments: object) -> tuple[str, dict[str, Any]]:
        where = reverse(f"children:{name}", args=[self.child.pk, *arguments])
        ticket = ticket_in(self.client.post(where, {"reason": "visit"}).content.decode())
        return where, {"reason": "visit", "ticket": ticket, "starts": days(-9).isoformat(), **WORDS}

    def send(self, form: tuple[str, dict[str, Any]], **given: str) -> Any:
        return self.client.post(form[0], form[1] | given)


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    with recorded(SETTING_UP, action="test.whereabouts"):
        yield Scene()


@pytest.mark.parametrize("kind", KINDS)
def test_who_loads_the_page_again_after_saving_is_told_that_it_is_saved(scene: Scene, kind: str) -> None:
    made = scene.form("add_whereabouts", kind)
    answers = [scene.send(made) for _ in range(2)]
    row = KINDS[kind].unguarded.get(child=scene.child)
    changed = scene.form("edit_whereabouts", kind, row.pk)
    answers += [scene.send(changed, note="n", ends=days(1).isoformat()) for _ in range(2)]
    assert [(one.status_code, ALREADY in one.content.decode()) for one in answers] == [(200, False), (200, True)] * 2
    row.refresh_from_db()
    assert (row.version, row.ends) == (2, days(1))


def test_what_somebody_else_changed_since_is_still_a_conflict(scene: Scene) -> None:
    row = Placement.unguarded.create(child=scene.child, kind="foster", address="1 Road", starts=days(-9))
    mine, theirs = scene.form("edit_whereabouts", "placement", row.pk), scene.form("edit_whereabouts", "placement", row.pk)
    assert [scene.send(mine).status_code, scene.send(theirs, address="5 Road").status_code] == [200, 409]


@pytest.mark.parametrize("kind", KINDS)
def test_an_end_before_the_beginning_is_refused_in_words(scene: Scene, kind: str) -> None:
    row = KINDS[kind](child=scene.child, starts=days(-9), ends=days(-10))
    wrong = scene.send(scene.form("add_whereabouts", kind), ends=days(-10).isoformat())
    with pytest.raises(ValidationError, match="before the beginning"):
        add_whereabouts(by=SETTING_UP, row=row)
    assert (wrong.status_code, KINDS[kind].unguarded.count()) == (422, 0)
    assert "The end is before the beginning." in wrong.content.decode()
    row.ends = days(-9)
    row.save()
    row.ends = days(-10)
    with pytest.raises(ValidationError, match="before the beginning"):
        change_whereabouts(by=SETTING_UP, row=row, seen_version=row.version)
    assert scene.send(scene.form("edit_whereabouts", kind, row.pk), ends=days(-10).isoformat()).status_code == 422


@pytest.mark.parametrize(
    ("kind", "field"),
    [("contact", "name"), ("contact", "standing"), ("contact", "phone"), ("contact", "email"), ("school", "name"), ("household", "people")],
)
def test_names_and_numbers_that_are_not_what_they_look_like_are_refused(scene: Scene, kind: str, field: str) -> None:
    wrong = scene.send(scene.form("add_whereabouts", kind), **{field: "An\u202en"})
    assert (wrong.status_code, KINDS[kind].unguarded.count()) == (422, 0)
    assert "There is a character in it that cannot be seen." in wrong.content.decode()
    assert scene.send(scene.form("add_whereabouts", "contact"), phone="+34 555-0161").status_code == 200
    assert Contact.unguarded.get().phone == "+34 555-0161"

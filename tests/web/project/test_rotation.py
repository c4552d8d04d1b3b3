"""A new placement key: every value of where a child lives is sealed anew and still read, also when a kill came in the middle."""

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connections
from pytest_django import Settings

from rootwise.web.accounts.roles import Role
from rootwise.web.accounts.sealed import open_factor
from rootwise.web.audit.models import Event
from rootwise.web.audit.recording import recorded
from rootwise.web.audit.verify import verify
from rootwise.web.children.models import Contact, Household, Placement, School
from rootwise.web.database.encrypted import CannotOpen, as_stored, key_number
from rootwise.web.keys import KeyRing, Purpose
from rootwise.web.project import rotation
from rootwise.web.project.rotation import rotate
from tests.web.children.people import SETTING_UP, a_child, a_site, days
from tests.web.people import SECRET, make_site, make_user

KINDS: tuple[type[Any], ...] = (Placement, Household, School, Contact)


@pytest.fixture
def ring(committing: None, settings: Settings, tmp_path: Path) -> KeyRing:
    """Three children, and where they live, under keys of this test."""
    settings.KEY_FOLDER = shutil.copytree(settings.KEY_FOLDER, tmp_path / "keys")
    with recorded(SETTING_UP, action="test"):
        for number in range(3):
            span = {"child": a_child(a_site(f"Street {number}")), "starts": days(-5)}
            Placement.unguarded.create(kind="foster", address=f"Elm Street {number}", phone="", **span)
            Household.unguarded.create(people=f"Ann {number}", **span)
            School.unguarded.create(name=f"School {number}", address="", **span)
            Contact.unguarded.create(name=f"Aunt {number}", standing="aunt", **span)
    return KeyRing(settings.KEY_FOLDER)


def _words() -> list[tuple[str, ...]]:
    read: list[tuple[type[Any], str]] = [(Placement, "address"), (Household, "people"), (School, "name"), (Contact, "name")]
    return [tuple(model.unguarded.order_by("pk").values_list(name, flat=True)) for model, name in read]


def _keys_in_use() -> set[int]:
    """The number of the key of every stored value of every field."""
    used = set()
    with as_stored():
        for model in KINDS:
            names = [one.name for one in model._meta.concrete_fields if one.get_internal_type() == "TextField"]
            assert names
            used |= {key_number(value) for row in model.unguarded.values_list(*names) for value in row}
    return used


def _versions() -> set[int]:
    return {version for model in KINDS for version in model.unguarded.values_list("version", flat=True)}


def test_every_value_is_sealed_anew_and_the_old_key_opens_nothing_any_more(ring: KeyRing, anchor: Path) -> None:
    before = _words()
    done = rotate(Purpose.PLACEMENT)
    assert (done.key.number, done.rewritten) == (2, 12)
    assert _keys_in_use() == {2}
    ring.place(Purpose.PLACEMENT, 1).rename(ring.folder / "away")
    assert _words() == before
    assert _versions() == {2}
    assert Event.objects.filter(action="operator.rotate_placement", verb="update").count() == 12
    assert verify(anchor=anchor).problems == ()


def test_without_the_new_key_nothing_is_read(ring: KeyRing) -> None:
    rotate(Purpose.PLACEMENT)
    ring.place(Purpose.PLACEMENT, 2).unlink()
    with pytest.raises(Exception, match=r"placement-2\.key"):
        _words()


def _killed_while_rotating(monkeypatch: pytest.MonkeyPatch, after_rows: int) -> None:
    seal_anew: Callable[..., int] = rotation._seal_anew
    left = [after_rows]

    def killed(*given: object) -> int:
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        return seal_anew(*given)

    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            monkeypatch.setattr(rotation, "_seal_anew", killed)
            rotate(Purpose.PLACEMENT)
        finally:
            os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


@pytest.mark.parametrize("after_rows", [0, 1, 7, 11])
def test_killed_in_the_middle_everything_is_as_it_was_and_the_next_one_ends_it(
    ring: KeyRing, anchor: Path, monkeypatch: pytest.MonkeyPatch, after_rows: int
) -> None:
    before = _words()
    _killed_while_rotating(monkeypatch, after_rows)
    assert _words() == before
    assert (_keys_in_use(), _versions()) == ({1}, {1})
    assert [one.number for one in ring.all(Purpose.PLACEMENT)] == [1, 2]
    with recorded(SETTING_UP, action="test"):
        Household.unguarded.create(people="Written in between", child=a_child(a_site("In between")), starts=days(-5))
    assert _keys_in_use() == {1, 2}
    done = rotate(Purpose.PLACEMENT)
    assert (done.key.number, done.rewritten, _keys_in_use()) == (3, 13, {3})
    assert verify(anchor=anchor).problems == ()


def test_a_value_moved_to_another_field_is_not_opened(ring: KeyRing) -> None:
    with as_stored():
        stored = Placement.unguarded.values_list("address", flat=True)[0]
    with as_stored(), recorded(SETTING_UP, action="test"):
        for row in School.unguarded.all():
            row.name = stored
            row.save()
    with pytest.raises(CannotOpen, match=r"children\.school\.name cannot be opened"):
        _words()


def test_after_a_new_signing_key_codes_are_checked_without_the_old_one(ring: KeyRing) -> None:
    user = make_user(make_site(), "Ann", Role.CLINICIAN, codes=True)
    assert rotate(Purpose.SIGNING).rewritten == 1
    ring.place(Purpose.SIGNING, 1).unlink()
    assert open_factor(Authenticator.objects.get(user=user).data["secret"]) == SECRET

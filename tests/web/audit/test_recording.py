"""How to write: in an action, by somebody, all or nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, connections
from pytest_django import Settings

from rootwise.web.accounts.models import Site
from rootwise.web.audit.models import Event
from rootwise.web.audit.recording import Actor, ReadOutsideTransaction, action, record_read, recorded
from rootwise.web.database.session import NamedConnection, Session


@action
def open_site(*, by: Actor, name: str) -> Site:
    return Site.objects.create(name=name)


def test_an_action_writes_in_one_transaction_under_its_own_name(committing: None, somebody: Actor) -> None:
    open_site(by=somebody, name="Willow Street")
    event = Event.objects.latest("id")
    assert event.action == f"{__name__.split('.')[0]}.open_site"
    assert (event.actor, event.role, event.request) == (somebody.id, "clinician", "r1")


def test_an_action_that_fails_writes_nothing(committing: None, somebody: Actor) -> None:
    before = Event.objects.count()

    @action
    def open_twice(*, by: Actor) -> None:
        Site.objects.create(name="Willow Street")
        Site.objects.create(name="Willow Street")

    with pytest.raises(IntegrityError):
        open_twice(by=somebody)
    assert (Site.objects.count(), Event.objects.count()) == (0, before)


def _no_by(*, name: str) -> None: ...
def _positional(by: Actor) -> None: ...
def _mixed(name: str, *, by: Actor) -> None: ...
def _anything(*args: object, by: Actor) -> None: ...


@pytest.mark.parametrize("function", [_no_by, _positional, _mixed, _anything])
def test_what_is_not_made_like_an_action_is_refused_when_it_is_defined(function: Callable[..., None]) -> None:
    with pytest.raises(TypeError, match="an action takes keywords only, and one of them is `by`"):
        action(function)


def test_an_action_wants_an_actor_not_a_user(db: None) -> None:
    with pytest.raises(TypeError, match="`by` is an Actor"):
        open_site(by="somebody", name="x")  # type: ignore[arg-type]


@pytest.mark.parametrize("empty", ["actor", "role", "action"])
def test_a_name_cannot_be_empty(empty: str) -> None:
    with pytest.raises(ValueError, match=f"A session needs the {empty} of who writes"):
        Session(**{"actor": "a", "role": "b", "action": "c", empty: ""})


def test_the_inner_of_two_names_holds_inside_only(db: None, somebody: Actor) -> None:
    with recorded(somebody, action="outer"):
        Site.objects.create(name="1")
        with recorded(Actor.system("import"), action="inner"):
            Site.objects.create(name="2")
        Site.objects.create(name="3")
    assert list(Event.objects.order_by("-id").values_list("actor", "action")[:3]) == [
        (somebody.id, "outer"),
        ("system:import", "inner"),
        (somebody.id, "outer"),
    ]


def test_after_an_inner_failure_the_outer_name_is_back(db: None, somebody: Actor) -> None:
    with recorded(somebody, action="outer"):
        with pytest.raises(IntegrityError), recorded(Actor.system("import"), action="inner"):
            Site.objects.bulk_create([Site(name="2"), Site(name="2")])
        Site.objects.create(name="3")
    assert Event.objects.latest("id").actor == somebody.id


def test_a_name_ends_with_its_block_on_a_connection_that_lives_on(committing: None, somebody: Actor) -> None:
    with recorded(somebody, action="test"):
        Site.objects.create(name="1")
    with pytest.raises(IntegrityError, match="nobody writes without a name"):
        Site.objects.create(name="2")
    with pytest.raises(RuntimeError), recorded(somebody, action="test"):
        raise RuntimeError
    with pytest.raises(IntegrityError, match="nobody writes without a name"):
        Site.objects.create(name="3")


def test_a_read_is_recorded_in_the_transaction_that_reads(db: None, somebody: Actor) -> None:
    with recorded(somebody, action="children.open_profile"):
        record_read(table="children_child", row="a-b", child="c-d", columns=["ratings"])
    event = Event.objects.latest("id")
    assert (event.verb, event.table, event.row, event.child, event.columns) == ("read", "children_child", "ab", "cd", ["ratings"])


def test_a_read_without_a_reader_is_refused(db: None) -> None:
    with pytest.raises(ReadOutsideTransaction):
        record_read(table="children_child", row="1", child="2", columns=[])


def test_what_cannot_be_sealed_is_not_saved(committing: None, somebody: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_connection: NamedConnection) -> None:
        raise OSError("the key folder is gone")

    monkeypatch.setattr(NamedConnection, "before_commit", [fail])
    with pytest.raises(DatabaseError, match="The audit could not be sealed, so nothing was saved"):
        open_site(by=somebody, name="Willow Street")
    assert not connections["default"].in_atomic_block
    assert Site.objects.count() == 0


def test_an_anchor_that_cannot_be_written_is_told_and_what_was_committed_stays(
    committing: None, somebody: Actor, settings: Settings, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    settings.AUDIT_ANCHOR = tmp_path  # a folder, not a file
    open_site(by=somebody, name="Willow Street")
    assert Site.objects.count() == 1
    assert [(one.levelname, one.getMessage()) for one in caplog.records] == [
        ("CRITICAL", "the audit anchor cannot be written: Is a directory")
    ]

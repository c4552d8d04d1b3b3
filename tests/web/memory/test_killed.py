"""Short forms of the commands in benchmarks/: killed processes and failing disks; and that each of their checks finds what it looks for."""

import json
import os
import shutil
import subprocess
import sys
from random import Random
from typing import Any

import pytest
import web_world
from django.db import connection

from rootwise.web.accounts.models import LastUse
from rootwise.web.audit.models import Event
from rootwise.web.audit.recording import recorded
from rootwise.web.children.models import Child, Relation
from rootwise.web.database.session import NamedConnection
from tests.cli.command_line import ROOT
from tests.web.people import BY

ON_SQLITE = pytest.mark.skipif("'ROOTWISE_TEST_DATABASE' in __import__('os').environ", reason="PostgreSQL writes its files itself")


def _measured(name: str, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, str(ROOT / "benchmarks" / f"web_{name}.py"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, env=dict(os.environ))
    assert done.returncode == 0, done.stdout + done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def test_killed_at_random_and_at_the_commit() -> None:
    told = _measured("kill", "--kills", "30", "--seconds", "15")
    assert told["wrong"] == []
    assert told["kills"] >= 10
    assert told["acknowledged"] > 0


@ON_SQLITE
def test_each_system_call_killed_or_failing() -> None:
    assert shutil.which("strace"), "these tests need strace: apt-get install strace"
    told = _measured("syscalls", "--points", "60", "--seconds", "20")
    assert told["wrong"] == []
    assert told["points"] >= 5


@ON_SQLITE
def test_each_acknowledged_commit_is_synced() -> None:
    told = _measured("syscalls", "--syncs")
    assert told["commits"] <= told["syncs"] <= told["commits"] + 5


def test_of_two_edits_one_is_told_and_a_form_sent_four_times_makes_one_row() -> None:
    told = _measured("conflicts", "--edits", "400", "--forms", "50", "--seconds", "10")
    assert told["wrong"] == []
    assert told["edits told of a conflict"] > 0
    assert told["forms sent"] > told["forms"] > 0


def test_backups_while_others_write_come_back_whole_and_erased_stays_erased() -> None:
    told = _measured("drills", "--drills", "1", "--real-every", "1", "--seconds", "60")
    assert told["wrong"] == []
    assert told["real restores"] == 1
    assert told["erased again"] >= 1


@pytest.fixture
def world(committing: None) -> web_world.Writing:
    web_world.populate(children=3)
    assert [*web_world.half_written(), *web_world.not_whole()] == []
    return web_world.Writing(Random(7))


def test_a_write_that_was_acknowledged_and_is_not_there_is_found(world: web_world.Writing) -> None:
    (told,) = world.add_child()
    assert web_world.lost([told]) == []
    assert web_world.lost([{**told, "row": "0" * 32}])[0].startswith("lost: ")
    assert web_world.lost([{**told, "version": 2}])[0].startswith("older than what was acknowledged: ")
    assert web_world.lost([{**told, "values": {"name": "another"}}])[0].startswith("older than what was acknowledged: ")


def test_half_an_action_is_found(world: web_world.Writing) -> None:
    with recorded(BY, action="test"):
        Relation.unguarded.filter(child=Child.unguarded.all()[0]).delete()
    assert len(web_world.half_written()) == 1
    world.sign_in()
    with recorded(BY, action="test"):
        LastUse.objects.all().delete()
    assert "a sign-in without its last use" in web_world.half_written()


def test_a_row_without_its_event_is_found(world: web_world.Writing) -> None:
    with connection.cursor() as cursor, recorded(BY, action="test"):
        Event.objects.filter(pk=0).exists()
        off = (
            "ALTER TABLE children_child DISABLE TRIGGER USER"
            if connection.vendor == "postgresql"
            else "DROP TRIGGER rootwise_update_children_child"
        )
        cursor.execute(off)
        cursor.execute("UPDATE children_child SET version = version + 1")
    assert [one for one in web_world.half_written() if "version 2, events (1, 0)" in one]
    assert [one for one in web_world.not_whole() if one.startswith("guard ")]


def test_an_event_without_a_seal_is_found(world: web_world.Writing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(NamedConnection, "before_commit", [])
    world.add_child()
    assert "events without a seal" in web_world.half_written()

"""Every system call of somebody saving a form, killed or failing: what was answered as saved is there, and nothing is half written.

    .venv/bin/python benchmarks/web_syscalls.py --seconds 600
    .venv/bin/python benchmarks/web_syscalls.py --syncs

A signed-in person sends a form to the whole application, on encrypted SQLite. strace is put on the process before the form is sent and
makes one call kill it, fail with EIO, or fail with ENOSPC. Then the database is looked at as the next start would.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import web_world

CALLS = ("openat", "pread64", "pwrite64", "write", "fdatasync", "fsync", "ftruncate", "fcntl", "?rename", "?link", "?unlink")
FAULTS = {"kill": "signal=SIGKILL", "EIO": "error=EIO", "ENOSPC": "error=ENOSPC"}
SYNCED = 40  # commits that are counted


@dataclass(frozen=True, slots=True)
class Sending:
    """A form that is ready to be sent, and the action that saving it is."""

    client: Any
    address: str
    form: dict[str, Any]
    action: str
    saved: int = 302
    refused: tuple[int, ...] = ()  # what else says that nothing was saved, beside the page of a fault


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--points", type=int, default=3000)
    asked.add_argument("--seconds", type=float, default=600)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--syncs", action="store_true", help="Only count the syncs of commits.")
    given = asked.parse_args()
    told, wrong = Counter[str](), list[str]()
    with tempfile.TemporaryDirectory() as folder, web_world.installation(Path(folder) / "base"):
        web_world.populate(children=3)
        if given.syncs:
            told["commits"], told["syncs"] = SYNCED, _syncs(Path(folder))
        else:
            _fail_each(Path(folder), given, told, wrong)
    web_world.say(told, wrong=wrong[:20])
    return 1 if wrong or (given.syncs and told["syncs"] < SYNCED) else 0


def _fail_each(folder: Path, given: argparse.Namespace, told: Counter[str], wrong: list[str]) -> None:
    """In a random order, so that a short run sees something of everything."""
    ends = time.monotonic() + given.seconds
    points = []
    for number, sending in enumerate(list(_sendings())):
        _send(folder, sending, "")  # whatever is read once in a process has been read
        calls = _calls(folder, sending)
        points += [(number, call, when, fault) for call, count in calls.items() for when in range(1, count + 1) for fault in FAULTS]
    _look_at(folder / "base")
    told["points there are"] = len(points)
    Random(given.seed).shuffle(points)
    sendings, made = list(_sendings()), time.monotonic()
    for number, call, when, fault in points[: given.points]:
        if time.monotonic() > ends or wrong:
            return
        if time.monotonic() - made > 20:  # sessions grow old
            sendings, made = list(_sendings()), time.monotonic()
        status = _send(folder, sendings[number], f"inject={call}:{FAULTS[fault]}:when={when}")
        told["points"] += 1
        told[
            f"{fault}: {'killed' if status == 0 else 'answered as saved' if status == sendings[number].saved else f'answered {status}'}"
        ] += 1
        wrong += [f"{sendings[number].action}, {call} {when}, {fault}: {one}" for one in _wrong(folder, sendings[number], status)]


def _sendings() -> Iterator[Sending]:
    """Each form once, from people who signed in now."""
    from django.test import Client

    from rootwise.web.accounts.models import User
    from rootwise.web.audit.recording import Actor
    from rootwise.web.children.models import Child, Consent, Relation

    by = Actor.system("measured")
    child = Child.unguarded.exclude(retention="erased").order_by("id")[0]
    supervisor = User.objects.get(role="supervisor")
    if not Relation.unguarded.filter(user=supervisor).exists():
        _set_up(by, supervisor, child, Consent, Relation)
    day = {"starts": "2026-11-01", "ends": "2027-05-01"}
    consent = {"given_by": "Ruth", "evidence": "paper", "authority": "parent", "purpose": "school", "t1": "on", **day}
    about = f"/children/{child.pk}"
    for address, form, action in (
        ("/children/new", {"name": "New (fictional)", "initials": "NF", "birth": "2018"}, "children.add_child"),
        (f"{about}/edit", {"name": "Other (fictional)", "initials": "OF", "birth": "2018"}, "children.change_child"),
        (f"{about}/consent/new", consent, "children.add_consent"),
        (
            f"{about}/no-contact/new",
            {"name": "Alex (fictional)", "email": "alex@example.org", "evidence": "order"},
            "children.add_no_contact",
        ),
        (
            f"{about}/whereabouts/placement/new",
            {"reason": "visit", "kind": "foster", "address": "Elm 1", **day},
            "children.add_whereabouts",
        ),
        (f"{about}/record/close", {}, "children.close_child"),
    ):
        client = _signed_in(supervisor)
        page = (client.post(address, {"reason": "visit"}) if "whereabouts" in address else client.get(address)).content.decode()
        hidden = dict(re.findall(r'<input type="hidden" name="(ticket|reason)" value="([^"]*)"', page))
        yield Sending(client, address, hidden | form, action, saved=200 if "whereabouts" in address else 302)
    administrator = User.objects.get(role="administrator")
    inviting = _signed_in(administrator)
    hidden = dict(re.findall(r'<input type="hidden" name="(ticket)" value="([^"]*)"', inviting.get("/people/invite").content.decode()))
    yield Sending(inviting, "/people/invite", {"email": "new@example.org", "role": "teacher", **hidden}, "accounts.invite", saved=200)
    yield Sending(_signed_in(administrator), "/account/sign-out", {}, "accounts.end_session")
    visitor = Client(raise_request_exception=False, SERVER_NAME="localhost")
    yield Sending(
        visitor,
        "/account/sign-in",
        {"login": "caregiver@example.org", "password": web_world.PASSWORD},
        "accounts.open_session",
        refused=(200, 429),
    )


def _set_up(by: Any, supervisor: Any, child: Any, consent: Any, relation: Any) -> None:
    import datetime as dt

    from rootwise.web.audit.recording import recorded

    day = dt.datetime.now(dt.UTC).date()
    with recorded(by, action="measured.set_up"):
        relation.unguarded.create(user=supervisor, child=child, role="supervisor", starts=day - dt.timedelta(days=30), evidence="letter")
        consent.unguarded.create(
            child=child, given_by="Ruth", authority="parent", purpose="care", t1=True, t2=True, t3=True, t4=True, t5=True,
            starts=day - dt.timedelta(days=9), ends=day + dt.timedelta(days=90),
        )  # fmt: skip


def _signed_in(user: Any) -> Any:
    from django.test import Client

    from rootwise.web.accounts.models import SignIn
    from rootwise.web.audit.recording import Actor, recorded

    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    client.force_login(user)
    with recorded(Actor.system("measured"), action="measured.second_factor"):
        for session in SignIn.objects.filter(user=user, ended_at=None, second_factor=False):
            session.second_factor = True
            session.save()
    return client


def _fresh(folder: Path) -> None:
    """A copy of the installation, and this process looks at it."""
    from django.db import connection

    _look_at(folder / "base")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    shutil.rmtree(folder / "point", ignore_errors=True)
    (folder / "point" / "data").mkdir(parents=True)
    shutil.copy(folder / "base" / "data" / "rootwise.sqlite3", folder / "point" / "data")
    shutil.copy(folder / "base" / "anchor", folder / "point" / "anchor")
    _look_at(folder / "point")


def _look_at(place: Path) -> None:
    from django.conf import settings
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = str(place / "data" / "rootwise.sqlite3")
    settings.AUDIT_ANCHOR = place / "anchor"


def _send(folder: Path, sending: Sending, inject: str, *, log: str = "/dev/null") -> int:
    """The status of the answer, or 0 if there was none."""
    _fresh(folder)
    return _watched(lambda: int(sending.client.post(sending.address, sending.form).status_code), inject, log)


def _watched(do: Any, inject: str, log: str) -> int:
    """What `do` gives in a process of its own that strace watches from before it begins."""
    go_read, go = os.pipe()
    answer_read, answer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            os.read(go_read, 1)
            os.write(answer, f"{do()}\n".encode())
        finally:
            os._exit(1)
    for one in (go_read, answer):
        os.close(one)
    command = ["strace", "-f", "-p", str(child), "-o", log, "-e", f"trace={','.join(CALLS)}", *(["-e", inject] if inject else [])]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
        assert strace.stderr is not None
        assert "attached" in strace.stderr.readline()
        os.write(go, b"x")
        os.waitpid(child, 0)
    os.close(go)
    with os.fdopen(answer_read) as told:
        text = told.read()
    return int(text) if text.endswith("\n") else 0


def _calls(folder: Path, sending: Sending) -> Counter[str]:
    log = folder / "calls"
    status = _send(folder, sending, "", log=str(log))
    assert status == sending.saved, f"{sending.action}: {status} without any fault"
    assert _is_saved(sending), f"{sending.action} saves nothing"
    found = re.findall(r"^\d+ +(\w+)\(", log.read_text(), re.MULTILINE)
    return Counter(found)


def _is_saved(sending: Sending) -> bool:
    """In the copy, which is newer than what it was made from by this one form."""
    from django.conf import settings

    from rootwise.web.audit.anchor import last_anchor
    from rootwise.web.audit.models import Event

    anchor = settings.AUDIT_ANCHOR
    assert anchor is not None
    base = last_anchor(anchor.parents[1] / "base" / "anchor").count
    return Event.objects.filter(position__gt=base, action=sending.action).exists()


def _wrong(folder: Path, sending: Sending, status: int) -> list[str]:
    wrong = web_world.half_written() + web_world.not_whole()
    if status == sending.saved and not _is_saved(sending):
        wrong.append(f"answered {status}, and nothing was saved")
    if status not in (0, sending.saved, *sending.refused) and status < 500:
        wrong.append(f"answered {status} for something that failed")
    _look_at(folder / "base")
    return wrong


def _syncs(folder: Path) -> int:
    """fdatasync and fsync of a process that commits so many times, and does nothing else."""
    _fresh(folder)
    log = folder / "syncs"

    def commit() -> int:
        writing = web_world.Writing(Random(2))
        for _ in range(SYNCED):
            writing.add_child()
        return SYNCED

    assert _watched(commit, "", str(log)) == SYNCED
    return len(re.findall(r"\bf(?:data)?sync\(", log.read_text()))


if __name__ == "__main__":
    sys.exit(main())

"""Backups while others write, an erasure after each, then a restore: every hash equal, and who was erased stays erased.

    .venv/bin/python benchmarks/web_drills.py --seconds 600
    sh scripts/with_postgresql.sh .venv/bin/python benchmarks/web_drills.py --seconds 600

One drill in ten is a real restore: the writers end, the backup takes the place of the database, and they go on with that.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random

import web_world

WRITERS = 2
REAL_EVERY = 10


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--drills", type=int, default=200)
    asked.add_argument("--real-every", type=int, default=REAL_EVERY)
    asked.add_argument("--seconds", type=float, default=600)
    given = asked.parse_args()
    url, told, wrong = os.environ.get("ROOTWISE_TEST_DATABASE", ""), Counter[str](), list[str]()
    ends = time.monotonic() + given.seconds
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = stack.enter_context(web_world.own_postgresql(url)) if url else ""
        stack.enter_context(web_world.installation(folder, database))
        web_world.populate()
        while told["drills"] < given.drills and time.monotonic() < ends and not wrong:
            told["drills"] += 1
            wrong += _drill(folder / f"{told['drills']}.backup", told, is_real=told["drills"] % given.real_every == 0)
    web_world.say(told, engine="postgresql" if url else "sqlite", wrong=wrong[:20])
    return 1 if wrong else 0


def _drill(place: Path, told: Counter[str], *, is_real: bool) -> list[str]:
    """A row that does not come back with the same hash raises, and so does a restore that fails."""
    from django.db import connections

    from rootwise.web.audit.models import Content
    from rootwise.web.backup.make import make_backup
    from rootwise.web.backup.restore import restore
    from rootwise.web.children.models import Child

    with _others_writing(Random(told["drills"])):
        connections.close_all()
        made = make_backup(place)
        erased = _erase_one(Random(told["drills"]))
        if not is_real:
            done = restore(place, is_drill=True)
    if is_real:
        connections.close_all()
        done = restore(place, is_drill=False)
        told["real restores"] += 1
    place.unlink()
    told["rows compared"] += made.rows
    wrong = [*done.problems]
    if erased not in done.erased_again:
        wrong.append(f"{erased} was erased after the backup and is back")
    told["erased again"] += len(done.erased_again)
    if is_real:
        wrong += web_world.half_written(after_restore=True) + web_world.not_whole(after_restore=True)
        left = Child.unguarded.get(pk=erased)
        if left.retention != "erased" or left.name or Content.objects.filter(values__icontains=erased).exists():
            wrong.append(f"{erased}: something is left")
        _throw_away(done.kept_as)
        _open_the_service()
    return wrong


def _erase_one(chance: Random) -> str:
    """A child that is in the backup for sure: the writers may have erased others."""
    from rootwise.web.children import actions
    from rootwise.web.children.models import Child
    from rootwise.web.database.versions import EditConflict

    writing = web_world.Writing(chance)
    while True:
        child = Child.unguarded.exclude(retention="erased").order_by("id")[0]
        try:
            if child.retention == "active":
                actions.close_child(by=writing.by("supervisor"), child=child, seen_version=child.version)
            clinician, supervisor = writing.people["clinician"], writing.people["supervisor"]
            actions.propose_erasure(by=writing.by("clinician"), user=clinician, child=child, seen_version=child.version)
            actions.erase_child(by=writing.by("supervisor"), user=supervisor, child=child, seen_version=child.version)
        except EditConflict:
            continue
        return str(child.pk.hex)


@contextmanager
def _others_writing(chance: Random) -> Iterator[None]:
    from django.db import connections

    connections.close_all()
    writers = []
    for seed in [chance.getrandbits(64) for _ in range(WRITERS)]:
        child = os.fork()
        if child == 0:
            try:
                writing = web_world.Writing(Random(seed))
                while True:
                    writing.step()
                    time.sleep(0.01)
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(1)
        writers.append(child)
    try:
        yield
    finally:
        for child in writers:
            os.kill(child, signal.SIGKILL)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL, "a writer ended by itself"


def _open_the_service() -> None:
    """As a supervisor does who has looked (docs/adr/0008): until then nobody is invited, and the next writers would stop."""
    from rootwise.web.accounts.actions import open_service

    writing = web_world.Writing(Random(0))
    open_service(by=writing.by("supervisor"), user=writing.people["supervisor"])


def _throw_away(kept: str | None) -> None:
    from django.db import connection

    from rootwise.web.backup.copies import administer

    assert kept is not None
    if connection.vendor == "postgresql":
        connection.close()
        administer(f'DROP DATABASE "{kept}"')
    else:
        Path(kept).unlink()


if __name__ == "__main__":
    sys.exit(main())

"""kill -9 in the middle of writing: every acknowledged write is there with its event, nothing is half written, the audit is whole.

    .venv/bin/python benchmarks/web_kill.py --seconds 600
    sh scripts/with_postgresql.sh .venv/bin/python benchmarks/web_kill.py --seconds 600

Two processes write at once and are killed at a random moment, or at a chosen one: just before the commit, between the commit and its line
in the anchor, just after the line. What they acknowledged is looked up after each kill; every so many kills the whole database is walked.
"""

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import web_world

WRITERS = 2
WHOLE_EVERY = 100  # kills
MOMENTS = ("before the commit", "between commit and anchor", "after the anchor")


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--kills", type=int, default=10_000)
    asked.add_argument("--seconds", type=float, default=600)
    asked.add_argument("--seed", type=int, default=0)
    given = asked.parse_args()
    chance, told, wrong = Random(given.seed), Counter[str](), list[str]()
    url = os.environ.get("ROOTWISE_TEST_DATABASE", "")
    ends = time.monotonic() + given.seconds
    with tempfile.TemporaryDirectory() as folder:
        if url:
            with web_world.own_postgresql(url) as database, web_world.installation(Path(folder), database):
                _kill_until(ends, given.kills, chance, told, wrong)
        else:
            with web_world.installation(Path(folder)):
                _kill_until(ends, given.kills, chance, told, wrong)
    web_world.say(told, engine="postgresql" if url else "sqlite", wrong=wrong[:20])
    return 1 if wrong else 0


def _kill_until(ends: float, kills: int, chance: Random, told: Counter[str], wrong: list[str]) -> None:
    from django.db import connections

    web_world.populate()
    while told["kills"] < kills and time.monotonic() < ends and not wrong:
        connections.close_all()
        acknowledged = _write_and_kill(chance, told)
        wrong += web_world.lost(acknowledged)
        told["acknowledged"] += len(acknowledged)
        if told["kills"] % WHOLE_EVERY < WRITERS:
            wrong += web_world.half_written() + web_world.not_whole()
            told["walks over the whole"] += 1
    wrong += web_world.half_written() + web_world.not_whole()


def _write_and_kill(chance: Random, told: Counter[str]) -> list[dict[str, Any]]:
    read, write = os.pipe()
    writers: dict[int, float] = {}
    for _ in range(WRITERS):
        seed, moment = chance.getrandbits(64), chance.choice((*MOMENTS, *[""] * 7))
        child = os.fork()
        if child == 0:
            os.close(read)
            _write(write, Random(seed), moment)
        writers[child] = time.monotonic() + (chance.uniform(0.005, 0.15) if not moment else 5)
    os.close(write)
    _kill_each(writers, told)
    _wait_for_the_server()
    with os.fdopen(read) as lines:
        return [one for line in lines if line.endswith("\n") for one in json.loads(line)]


def _wait_for_the_server() -> None:
    """PostgreSQL ends what a killed client began a moment later."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            while True:
                cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
                if cursor.fetchone() == (0,):
                    return
                time.sleep(0.001)


def _kill_each(writers: dict[int, float], told: Counter[str]) -> None:
    while writers:
        for child, at in list(writers.items()):
            if time.monotonic() >= at:
                os.kill(child, signal.SIGKILL)
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL, "a writer ended by itself"
                del writers[child]
                told["kills"] += 1
        time.sleep(0.001)


def _write(to: int, chance: Random, moment: str) -> None:
    """Until killed. A line is one write, so it is whole or not there."""
    try:
        if moment:
            _die_at(moment, chance.randint(1, 4))
        writing = web_world.Writing(chance)
        while True:
            os.write(to, f"{json.dumps(writing.step())}\n".encode())
    finally:
        os._exit(1)


def _die_at(moment: str, commits: int) -> None:
    from rootwise.web.database.session import NamedConnection

    left = [commits]

    def die(_connection: NamedConnection) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    hooks = NamedConnection.before_commit if moment == MOMENTS[0] else NamedConnection.after_commit
    hooks.insert(0 if moment == MOMENTS[1] else len(hooks), die)


if __name__ == "__main__":
    sys.exit(main())

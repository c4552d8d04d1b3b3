"""Two processes of four threads that all want to write: how long one waits for its turn, with SQLite's own waiting and with ours.

    .venv/bin/python benchmarks/web_turns.py

Ours looks every few milliseconds (`rootwise/web/database/sqlcipher`); SQLite's comes to look ten times a second.
"""

import json
import multiprocessing
import sys
import tempfile
import threading
import time
from pathlib import Path
from random import uniform
from typing import Any

import sqlcipher3.dbapi2 as driver

from rootwise.web.database.sqlcipher.base import BETWEEN_LOOKS

SECONDS = 8


def _begin(connection: Any, *, ours: bool) -> None:
    if not ours:
        connection.execute("BEGIN IMMEDIATE")
        return
    connection.execute("PRAGMA busy_timeout = 0")
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
            break
        except driver.OperationalError:
            time.sleep(uniform(*BETWEEN_LOOKS))
    connection.execute("PRAGMA busy_timeout = 20000")


def _writes(place: str, told: list[tuple[int, float]], *, ours: bool) -> None:
    connection = driver.connect(place, isolation_level=None, timeout=20)
    connection.execute("PRAGMA synchronous = FULL")
    ends, written, longest = time.monotonic() + SECONDS, 0, 0.0
    while time.monotonic() < ends:
        began = time.monotonic()
        _begin(connection, ours=ours)
        longest = max(longest, time.monotonic() - began)
        for _ in range(4):
            connection.execute("INSERT INTO t VALUES (1)")
            sum(range(20_000))  # what a page does while it holds the lock
        connection.execute("COMMIT")
        sum(range(60_000))  # and without it
        written += 1
    told.append((written, longest))


def _process(place: str, ours: bool, answers: Any) -> None:  # noqa: FBT001
    told: list[tuple[int, float]] = []
    threads = [threading.Thread(target=_writes, args=(place, told), kwargs={"ours": ours}) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    answers.put(told)


def main() -> int:
    for ours in (False, True, False, True):
        with tempfile.TemporaryDirectory() as folder:
            place = str(Path(folder) / "turns.sqlite3")
            made = driver.connect(place, isolation_level=None)
            made.execute("PRAGMA journal_mode = WAL")
            made.execute("CREATE TABLE t (x)")
            made.close()
            answers: Any = multiprocessing.Queue()
            processes = [multiprocessing.Process(target=_process, args=(place, ours, answers)) for _ in range(2)]
            for one in processes:
                one.start()
            told = answers.get() + answers.get()
            for one in processes:
                one.join()
        figures = {"written": sum(one for one, _ in told), "longest_wait_seconds": round(max(longest for _, longest in told), 2)}
        print(json.dumps({"waiting": "ours" if ours else "SQLite's", **figures}))
    return 0


if __name__ == "__main__":
    sys.exit(main())

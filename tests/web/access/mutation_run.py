"""The mutation run: `python -m tests.web.access.mutation_run` for all, `--sample 20` for some. Every mutant must be caught by a test.

Each mutant lives in a forked process on a copy of a prepared database: first cells of the authorisation matrix, then tests, of both those
that run the changed function (what_runs.py). A run that was interrupted goes on: what the journal says was caught is not run again.
"""

import argparse
import gc
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

NOT_APPLIED = "not applied"
CPU_SECONDS = 200  # of one mutant: what takes longer never ends
FIRST = 5  # tests, before the matrix
FRESH_FOR = 12 * 60  # sessions idle out, second factors grow old
SUITE = [
    *(f"tests/web/{one}" for one in ("access", "accounts", "assessments", "children", "training")),
    *(f"tests/web/{one}" for one in ("project/test_pages.py", "project/test_safety.py")),
]
LEFT_OUT = [  # itself; the matrix, of which each mutant meets cells of its own; what takes half a minute
    f"tests/web/access/{one}.py" for one in ("test_mutants", "test_matrix", "test_canaries", "test_noninterference")
]  # fmt: skip


class World:
    """A database with the people and records of the matrix, made again before its sessions are over; and an empty one."""

    def __init__(self) -> None:
        from django.test.utils import setup_databases

        self.folder = Path(tempfile.mkdtemp(prefix="rootwise-mutants-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
        setup_databases(verbosity=0, interactive=False)
        self.empty = self._kept("empty")
        self.made, self.number, self.cells = 0.0, 0, list[Any]()

    def is_stale(self) -> bool:
        return self.number == 0 or time.monotonic() - self.made > FRESH_FOR

    def make(self) -> None:
        from django.test.utils import setup_test_environment, teardown_test_environment

        from rootwise.web.audit.recording import recorded
        from tests.web.access.matrix import cells, wrong_with
        from tests.web.access.what_runs import kind_of, some_of
        from tests.web.access.world import make_world
        from tests.web.children.people import SETTING_UP

        use(self.empty, self.folder / "in-the-making.sqlite3")
        with recorded(SETTING_UP, action="test.mutants"):
            self.people = make_world()
        if not self.cells:
            self.cells = some_of(list(cells(self.people)))
            setup_test_environment()
            seen = {one.route: one for one in self.cells if one.method == "GET" and kind_of(one) == "let in"}
            for one in seen.values():  # templates and translations are read once, and not by each mutant
                wrong_with(self.people, one)
            teardown_test_environment()
        self.number += 1
        self.full, self.made = self._kept(f"full-{self.number}"), time.monotonic()

    def _kept(self, name: str) -> Path:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        here = connection.settings_dict["NAME"]
        connection.close()
        return Path(shutil.copy(here, self.folder / f"{name}.sqlite3"))


def use(prepared: Path, copy: Path) -> None:
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = str(shutil.copy(prepared, copy))


@dataclass
class Started:
    """A mutant in its process. None is the program as it is, which nothing may catch."""

    mutant: Any
    process: int
    told: int  # where it says what caught it
    seconds: float = 0.0  # of the processor

    def end(self) -> str | None:
        """What caught it; nothing when it survived; None while it lives."""
        ended, status, used = os.wait4(self.process, os.WNOHANG)
        if not ended:
            return None
        self.seconds = round(used.ru_utime + used.ru_stime, 1)
        with os.fdopen(self.told) as told:
            said = told.read()
        return "it never ended" if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU else said


class Run:
    """What pytest does instead of running its tests one after the other."""

    def __init__(self, asked: argparse.Namespace) -> None:
        self.asked = asked
        asked.keep.mkdir(parents=True, exist_ok=True)
        self.journal = asked.keep / "journal.jsonl"
        self.count, self.caught_before, self.is_done = Counter[str](), Counter[str](), False

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """Generated input is the same each time, and none is made smaller: that a test fails is enough."""
        from hypothesis import Phase, settings

        settings.register_profile("mutants", phases=(Phase.explicit, Phase.generate), derandomize=True, database=None, deadline=None)
        settings.load_profile("mutants")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        from pytest_django.plugin import blocking_manager_key

        import tests.web.conftest as setting_up
        from tests.web.access.what_runs import WhatRuns

        session.config.stash[blocking_manager_key].unblock()
        vars(setting_up).update(setup_databases=lambda **_: [], teardown_databases=lambda *_, **__: None)
        self.what_runs = WhatRuns(self.asked.keep / "what-runs.jsonl")
        self.config, self.items = session.config, {one.nodeid: one for one in session.items}
        self.world = World()
        try:
            if not self.asked.suite:
                self.world.make()
                self._record()
            self._all()
        finally:
            shutil.rmtree(self.world.folder)
        return True

    def _record(self) -> None:
        """What each new test and each new cell runs, in a process of its own, without any change."""
        from tests.web.access.what_runs import Ran, WhatRuns, functions_run, named

        cells = [one for one in self.world.cells if named(one) not in self.what_runs.cells]
        items = [one for name, one in self.items.items() if name not in self.what_runs.tests]
        say(f"to record: {len(cells)} cells, {len(items)} tests")

        def record() -> str:
            for cell, told in self._wrong_of(cells, wrapped=functions_run):
                functions, seconds, wrong = told
                self.what_runs.keep(Ran(named(cell), seconds, functions, wrong), cell=True)
            use(self.world.empty, self.world.folder / "recording.sqlite3")
            for item in items:
                functions, seconds, failed = functions_run(lambda item=item: self._first_failure([item]))  # type: ignore[misc]
                self.what_runs.keep(Ran(item.nodeid, seconds, functions, failed), cell=False)
            return ""

        if (cells or items) and not self.asked.as_recorded:
            _wait(self._start(None, record))
            self.what_runs = WhatRuns(self.what_runs.file)
        failed = [one.name for one in (*self.what_runs.cells.values(), *self.what_runs.tests.values()) if one.failed]
        say(f"wrong without any change, and left out: {failed}")

    def _all(self) -> None:
        from tests.web.access.equivalents import EQUIVALENT
        from tests.web.access.mutants import every_mutant

        every = every_mutant()
        chosen = list(dict.fromkeys(one for part in self.asked.only for one in every if part in one.name)) if self.asked.only else every
        if self.asked.sample:
            chosen = random.Random(self.asked.seed).sample(chosen, min(self.asked.sample, len(chosen)))  # the same ones each time
        survived = {one["name"] for one in self._journal() if one["kind"] == "survived"}
        done = {one["name"] for one in self._journal() if one["kind"] == "caught"}
        chosen = [one for one in chosen if not (self.asked.new and one.name in survived - done)]
        chosen = [one for one in chosen if not self.asked.survived or one.name in survived - done]
        self.caught_before.update(one["told"] for one in self._journal() if one["kind"] == "caught")
        self.count.update(["caught before"] * len([one for one in chosen if one.name in done]))
        self.count.update(["equivalent"] * len([one for one in chosen if one.name in EQUIVALENT]))
        began, running = time.monotonic(), list[Started]()
        for mutant in [one for one in chosen if one.name not in done and one.name not in EQUIVALENT]:
            while len(running) >= self.asked.jobs:
                self._ended(running)
            if self.world.is_stale() and not self.asked.suite:
                self.world.make()
                running.append(self._start(None, self._control))
            running.append(self._start(mutant, lambda mutant=mutant: self._try(mutant)))
        while running:
            self._ended(running)
        self.is_done = True
        say(f"{len(chosen)} mutants: {dict(self.count)}, in {time.monotonic() - began:.0f} s")

    def _journal(self) -> Iterator[dict[str, Any]]:
        if self.journal.exists():
            yield from map(json.loads, self.journal.read_text("utf-8").splitlines())

    def _start(self, mutant: Any, work: Any) -> Started:
        reading, writing = os.pipe()
        child = os.fork()
        if child:
            os.close(writing)
            return Started(mutant, child, reading)
        os.close(reading)
        _silence()
        told = "the program broke"
        try:
            if mutant is not None:
                resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
            told = work()
        except BaseException as error:  # a program that cannot even answer has been caught
            told = f"the program broke: {error!r}"
        finally:
            os.write(writing, told[:2000].encode())
            os._exit(0)

    def _ended(self, running: list[Started]) -> None:
        time.sleep(0.01)
        for one in list(running):
            told = one.end()
            if told is None:
                continue
            running.remove(one)
            if one.mutant is None:
                if told:
                    raise SystemExit(f"caught without any change: {told}")
                continue
            kind = "survived" if not told or told.startswith(NOT_APPLIED) else "caught"
            self.count[kind] += 1
            self.caught_before[told] += kind == "caught"
            with self.journal.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"name": one.mutant.name, "kind": kind, "told": told[:300], "seconds": one.seconds}) + "\n")
            say(f"{kind}: {one.mutant.name} [line {one.mutant.line}] {told[:160]!r} {one.seconds} s")

    def _try(self, mutant: Any) -> str:
        from tests.web.access.applying import apply

        cells = self.what_runs.cells_for(mutant, self.world.cells)
        names = [*self.items] if self.asked.suite else self.what_runs.tests_for(mutant, self.caught_before, self.asked.seconds)
        items = [self.items[one] for one in names if one in self.items]
        try:
            apply(mutant)
        except Exception as error:
            return f"{NOT_APPLIED}: {error!r}"
        gc.freeze()
        return self._tested(items[:FIRST]) or self._asked_of(cells) or self._tested(items[FIRST:])

    def _tested(self, items: list[pytest.Item]) -> str:
        if not items:
            return ""
        copy = self.world.folder / f"{os.getpid()}.sqlite3"
        use(self.world.empty, copy)
        try:
            return self._first_failure(items)
        finally:
            copy.unlink()

    def _asked_of(self, cells: list[Any]) -> str:
        return next((f"matrix: {cell}: {told}" for cell, told in self._wrong_of(cells) if told), "") if cells else ""

    def _control(self) -> str:
        """The program as it is: nothing may catch it."""
        from tests.web.access.what_runs import named

        right = [one for one in self.world.cells if not self.what_runs.cells[named(one)].failed]
        cells = random.Random(self.world.number).sample(right, 60)
        items = [self.items[one] for one, _count in self.caught_before.most_common(12) if one in self.items]
        return self._asked_of(cells) or self._tested(items)

    def _wrong_of(self, cells: list[Any], wrapped: Any = lambda work: work()) -> Iterator[tuple[Any, Any]]:
        from django.test.utils import setup_test_environment, teardown_test_environment

        from tests.web.access.matrix import wrong_with

        copy = self.world.folder / f"{os.getpid()}-world.sqlite3"
        use(self.world.full, copy)
        setup_test_environment()
        try:
            for cell in cells:
                yield cell, wrapped(lambda cell=cell: wrong_with(self.world.people, cell))
        finally:
            teardown_test_environment()
            copy.unlink()

    def _first_failure(self, items: list[pytest.Item]) -> str:
        heard = _Heard()
        self.config.pluginmanager.register(heard)
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if heard.failed:
                break
        self.config.pluginmanager.unregister(heard)
        return heard.failed


class _Heard:
    failed = ""

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self.failed = str(report.nodeid)


def _wait(started: Started) -> None:
    while started.end() is None:
        time.sleep(0.1)


def _silence() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for one in (1, 2):
        os.dup2(nowhere, one)


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--sample", type=int, default=0)
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--only", nargs="*", default=[], help="parts of the names: these, in this order")
    given.add_argument("--new", action="store_true", help="only what was not run before")
    given.add_argument("--survived", action="store_true", help="only what survived before")
    given.add_argument("--jobs", type=int, default=1)
    given.add_argument("--seconds", type=float, default=60, help="of tests, for each mutant, as they took when they were recorded")
    given.add_argument("--as-recorded", action="store_true", help="leave out the tests that are new")
    given.add_argument("--suite", nargs="*", default=[], help="all of these tests for each mutant, and no cells")
    given.add_argument("--keep", type=Path, default=Path("out/mutants"), help="folder of the journal and of what each test runs")
    run = Run(given.parse_args())
    suite = run.asked.suite or SUITE
    without = [f"--ignore={one}" for one in LEFT_OUT]
    pytest.main([*suite, *without, "-n", "0", "-s", "-m", "not browser", "-W", "ignore::pytest.PytestAssertRewriteWarning"], plugins=[run])
    return 0 if run.is_done and not run.count["survived"] else 1


if __name__ == "__main__":
    sys.exit(main())

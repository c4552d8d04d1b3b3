"""The mutation run: `python -m tests.web.access.mutation_run` for all, `--sample 20` for some. Every mutant must be caught by a test.

Each mutant lives in a forked process on a copy of a prepared database: first cells of the authorisation matrix, then the tests of its app.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

SECONDS = 180
NOT_APPLIED = "not applied"
CELLS = {"denied": 90, "let in": 40, "405": 12}  # of the matrix, for each mutant
FRESH_FOR = 8 * 60  # sessions idle out, second factors grow old
# The tests that a mutant has to get past, by where it is; of several beginnings the longest counts.
_RULE = ["tests/web/access/test_reach.py"]
_CHILDREN = [
    "tests/web/access/test_double_locks.py",
    "tests/web/access/test_checks.py",
    "tests/web/children",
    "tests/web/access/test_reads_are_audited.py",
]
_ACCOUNTS = [
    "tests/web/accounts/test_people.py", "tests/web/accounts/test_recovering.py", "tests/web/accounts/test_sessions.py",
    "tests/web/accounts/test_joining.py", "tests/web/accounts/test_signing_in.py", "tests/web/accounts/test_actions.py",
    "tests/web/access/test_matrix_of_accounts.py",
]  # fmt: skip
TESTS = {
    "children/reach.py": [*_RULE, *_CHILDREN],
    "children/rules.py": _RULE,
    "children/facts.py": _RULE,
    "children/needs.py": [*_RULE, *_CHILDREN],
    "children/": _CHILDREN,
    "accounts/": _ACCOUNTS,
    "accounts/roles.py": [*_ACCOUNTS, *_RULE],
    "": ["tests/web/project/test_pages.py", "tests/web/project/test_safety.py", *_ACCOUNTS],
}


class Prepared:
    """Two databases: empty, and with the world of the matrix."""

    def __init__(self) -> None:
        from django.test.utils import setup_databases

        self.folder = Path(tempfile.mkdtemp(prefix="rootwise-mutants-"))
        setup_databases(verbosity=0, interactive=False)
        self.empty = self._kept("empty")
        self.made, self.ranked = 0.0, list[Any]()

    def world(self) -> Any:
        if time.monotonic() - self.made > FRESH_FOR:
            from rootwise.web.audit.recording import recorded
            from tests.web.access.matrix import cells
            from tests.web.access.world import make_world
            from tests.web.children.people import SETTING_UP

            use(self.empty, self.folder / "with-world.sqlite3")
            with recorded(SETTING_UP, action="test.mutants"):
                self._world = make_world()
            self.ranked = self.ranked or _thinned(cells(self._world))
            self.full, self.made = self._kept("full"), time.monotonic()
        return self._world

    def _kept(self, name: str) -> Path:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        here = connection.settings_dict["NAME"]
        connection.close()
        return Path(shutil.copy(here, self.folder / f"{name}.sqlite3"))


def _thinned(every: Any) -> list[Any]:
    """A tenth of the matrix, always the same."""
    return random.Random(1).sample(list(every), k=30_000)


def use(prepared: Path, copy: Path) -> None:
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = str(shutil.copy(prepared, copy))


def caught_by(mutant: Any, prepared: Prepared) -> str:
    """Which of the tests fails, run in a process of its own; nothing when the mutant survives."""
    world = prepared.world()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _silence()
        told = "the program broke"
        try:
            told = _try(mutant, prepared, world)
        except BaseException as error:  # a program that cannot even answer has been caught
            told = f"the program broke: {error!r}"
        finally:
            os.write(writing, told[:2000].encode())
            os._exit(0)
    os.close(writing)
    deadline = time.monotonic() + SECONDS
    while os.waitpid(child, os.WNOHANG)[0] == 0:
        if time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return "it took too long"
        time.sleep(0.02)
    with os.fdopen(reading) as told_there:
        return told_there.read()


def _silence() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for one in (1, 2):
        os.dup2(nowhere, one)


def _try(mutant: Any, prepared: Prepared, world: Any) -> str:
    from tests.web.access.mutants import apply

    with tempfile.TemporaryDirectory() as folder:
        try:
            apply(mutant)
        except Exception as error:
            return f"{NOT_APPLIED}: {error!r}"
        use(prepared.full, Path(folder) / "world.sqlite3")
        if told := _matrix(mutant, world, prepared.ranked):
            return told
        use(prepared.empty, Path(folder) / "empty.sqlite3")
        return _tests(mutant)


def _matrix(mutant: Any, world: Any, ranked: list[Any]) -> str:
    from django.test.utils import setup_test_environment, teardown_test_environment

    from tests.web.access.matrix import ROUTES, wrong_with
    from tests.web.access.test_matrix import kind_of

    if mutant.module in ("children/rules.py", "children/facts.py") or mutant.module.startswith("accounts/a"):
        return ""
    views = {one.name for one in ROUTES if _view_of(one.name) == (mutant.module, mutant.owner)} if "views" in mutant.module else set()
    chosen = [one for one in ranked if not views or one.route.name in views]
    chosen = [one for kind, number in CELLS.items() for one in [each for each in chosen if kind_of(each) == kind][:number]]
    random.Random(1).shuffle(chosen)
    setup_test_environment()
    try:
        return next((f"matrix: {one}: {told}" for one in chosen if (told := wrong_with(world, one))), "")
    finally:
        teardown_test_environment()


def _view_of(name: str) -> tuple[str, str]:
    from django.urls import get_resolver

    from tests.web.access.mutants import _patterns

    for one in _patterns(get_resolver().url_patterns):
        if one.name == name and ".children.views" in one.callback.__module__:
            module = one.callback.__module__.removeprefix("rootwise.web.").replace(".", "/") + ".py"
            return module, one.callback.__name__
    return "", ""


def _tests(mutant: Any) -> str:
    import pytest

    import tests.web.conftest as setting_up

    vars(setting_up).update(setup_databases=lambda **_: [], teardown_databases=lambda *_, **__: None)
    heard = _Heard()
    chosen = TESTS[max((one for one in TESTS if mutant.module.startswith(one)), key=len)]
    code = pytest.main(["-x", "-n", "0", "-W", "ignore::pytest.PytestAssertRewriteWarning", *chosen], plugins=[heard])
    if code == 0:
        return ""
    return heard.failed or f"pytest ended with {code}"


class _Heard:
    failed = ""

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self.failed = str(report.nodeid)


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--sample", type=int, default=0)
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--only", default="", help="part of the names")
    given.add_argument("--from", type=int, default=0, dest="first", help="leave out so many of the first")
    asked = given.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web.settings"
    _quick_hypothesis()
    import django

    django.setup()
    from tests.web.access.equivalents import EQUIVALENT
    from tests.web.access.mutants import every_mutant

    chosen = [one for one in every_mutant() if asked.only in one.name][asked.first :]
    if asked.sample:
        chosen = random.Random(asked.seed).sample(chosen, min(asked.sample, len(chosen)))  # the same ones each time
    prepared, count = Prepared(), Counter[str]()
    began = time.monotonic()
    prepared.world()
    for one in chosen:
        told = "" if one.name in EQUIVALENT else caught_by(one, prepared)
        kind = "equivalent" if one.name in EQUIVALENT else "survived" if not told or told.startswith(NOT_APPLIED) else "caught"
        count[kind] += 1
        print(f"{kind}: {one.name} [line {one.line}] {told[:160]!r}", flush=True)  # noqa: T201
    shutil.rmtree(prepared.folder)
    print(f"{len(chosen)} mutants: {dict(count)}, in {time.monotonic() - began:.0f} s")  # noqa: T201
    return 1 if count["survived"] else 0


def _quick_hypothesis() -> None:
    """The same examples each time, and none made smaller: that a test fails is enough."""
    from hypothesis import Phase, settings

    settings.register_profile("mutants", phases=(Phase.explicit, Phase.generate), derandomize=True, database=None)
    settings.load_profile("mutants")


if __name__ == "__main__":
    sys.exit(main())

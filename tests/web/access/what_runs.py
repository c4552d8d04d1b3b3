"""Which functions of the program each test and each cell of the matrix runs: a mutant meets those that could notice it."""

import ast
import cProfile
import json
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

from tests.web.access.mutants import WEB, Mutant, names_in

# For what no function has: a door of the URL conf, a member of the middleware, a decorator.
DOORS = (
    "tests/web/access/test_matrix_of_accounts.py", "tests/web/access/test_double_locks.py", "tests/web/accounts/test_sessions.py",
    "tests/web/accounts/test_signing_in.py", "tests/web/project/test_pages.py", "tests/web/project/test_safety.py",
    "tests/web/training/test_pages.py", "tests/web/assessments/test_links.py",
)  # fmt: skip
RULE = ("children/reach.py", "children/rules.py", "children/facts.py", "children/needs.py")
OF_THE_RULE = (
    "tests/web/access/test_facts.py",
    "tests/web/access/test_reach.py",
)  # comes first for the rule itself, and however long it takes
CELLS = {"denied": 30, "let in": 20, "405": 4}  # of the matrix, for each mutant
EACH = {"denied": 16, "let in": 12, "405": 4}  # of each address, of which these are chosen


@dataclass(frozen=True)
class Ran:
    name: str
    seconds: float
    functions: frozenset[str]
    failed: str = ""  # without any change


def functions_run(work: Callable[[], Any]) -> tuple[frozenset[str], float, Any]:
    profile, began = cProfile.Profile(builtins=False), time.process_time()
    profile.enable()
    try:
        told = work()
    finally:
        profile.disable()
    codes = {one.code for one in profile.getstats() if isinstance(one.code, CodeType)}
    inside = str(WEB) + "/"
    found = {f"{one.co_filename.removeprefix(inside)} {_function(one.co_qualname)}" for one in codes if one.co_filename.startswith(inside)}
    return frozenset(found), time.process_time() - began, told


def _function(name: str) -> str:
    """Without the comprehensions and lambdas in it, which belong to it."""
    while name.endswith(">"):
        name = name.rpartition(".")[0].removesuffix(".<locals>")
    return name


@dataclass
class WhatRuns:
    """What was recorded, kept as lines of JSON so that only what is new is recorded again."""

    file: Path
    tests: dict[str, Ran] = field(default_factory=dict)
    cells: dict[str, Ran] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.file.exists():
            for line in self.file.read_text("utf-8").splitlines():
                kept = json.loads(line)
                ran = Ran(kept["name"], kept["seconds"], frozenset(kept["functions"]), kept["failed"])
                (self.cells if kept["cell"] else self.tests)[ran.name] = ran

    def keep(self, ran: Ran, *, cell: bool) -> None:
        told = {"cell": cell, "name": ran.name, "seconds": round(ran.seconds, 3), "functions": sorted(ran.functions), "failed": ran.failed}
        with self.file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(told) + "\n")

    def tests_for(self, mutant: Mutant, caught_before: dict[str, int], most_seconds: float) -> list[str]:
        """Those that run it; first those that run little else, or that caught many others before."""
        wanted = _functions_of(mutant)
        doors = DOORS if not mutant.inside or _is_of_a_decorator(mutant) else ()

        def is_of_the_rule(one: Ran) -> bool:
            return mutant.module in RULE and one.name.startswith(OF_THE_RULE)

        def order(one: Ran) -> tuple[Any, ...]:
            runs_it, is_door = not one.functions.isdisjoint(wanted), one.name.startswith(doors)
            likely = (not is_of_the_rule(one), not (runs_it and is_door), not runs_it)
            return *likely, len(one.functions) / (1 + caught_before.get(one.name, 0)), one.seconds

        could = [one for one in self.tests.values() if not one.functions.isdisjoint(wanted) or one.name.startswith(doors)]
        chosen, seconds = [], 0.0
        for one in sorted(could, key=order):
            if not one.failed and (is_of_the_rule(one) or seconds + one.seconds < most_seconds):
                chosen.append(one.name)
                seconds += 0 if is_of_the_rule(one) else one.seconds
        return chosen

    def cells_for(self, mutant: Mutant, every: list[Any]) -> list[Any]:
        wanted, here = _functions_of(mutant), f"{mutant.module} {mutant.inside}"
        could = [one for one in every if named(one) in self.cells and not self.cells[named(one)].failed]
        ran = {named(one): self.cells[named(one)].functions for one in could}
        views = {one.route.address for one in could if here in ran[named(one)]} if _is_of_a_decorator(mutant) else set()
        could = [one for one in could if one.route.address in views or not ran[named(one)].isdisjoint(wanted)]
        return [one for kind, number in CELLS.items() for one in [each for each in could if kind_of(each) == kind][:number]]


def _is_of_a_decorator(mutant: Mutant) -> bool:
    return ": without @" in mutant.change


def _functions_of(mutant: Mutant) -> set[str]:
    return {f"{mutant.module} {mutant.inside}"} if mutant.inside else functions_that_name(mutant.owner)


@cache
def functions_that_name(name: str) -> set[str]:
    """Every function of the program in which a constant stands, or another that is made of it."""
    names, size = {name}, 0
    while len(names) > size:
        size = len(names)
        for _path, tree in _modules():
            for one in tree.body:
                if isinstance(one, ast.Assign | ast.AnnAssign) and one.value is not None and names_in(one.value) & names:
                    names |= {ast.unparse(each) for each in (one.targets if isinstance(one, ast.Assign) else [one.target])}
    return {f"{path} {function}" for path, tree in _modules() for function, node in _functions(tree, "") if names_in(node) & names}


@cache
def _modules() -> list[tuple[str, ast.Module]]:
    return [(str(path.relative_to(WEB)), ast.parse(path.read_text("utf-8"))) for path in sorted(WEB.rglob("*.py"))]


def _functions(node: ast.AST, before: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    for one in ast.iter_child_nodes(node):
        if isinstance(one, ast.FunctionDef):
            yield before + one.name, one
            yield from _functions(one, f"{before}{one.name}.<locals>.")
        elif isinstance(one, ast.ClassDef):
            yield from _functions(one, f"{before}{one.name}.")


def named(cell: Any) -> str:
    route = cell.route
    where = " ".join((route.address, *route.arguments, *([f"reason:{route.reason}"] if route.reason != "visit" else [])))
    return f"{where} {cell.method} {cell.role} {cell.relation} {cell.ground}"


def kind_of(cell: Any) -> str:
    from tests.web.access.test_matrix import kind_of

    return kind_of(cell)


def some_of(every: list[Any]) -> list[Any]:
    """Of each address some cells of each kind, always the same."""
    random.Random(1).shuffle(every)
    counted: dict[tuple[Any, str], int] = {}
    chosen = []
    for one in every:
        key = (one.route, kind_of(one))
        counted[key] = counted.get(key, 0) + 1
        if counted[key] <= EACH[key[1]]:
            chosen.append(one)
    return chosen

"""A few mutants of each run are caught here; all of them are a command (docs/web-access.md). A new permission check joins by itself."""

import ast
import os
import subprocess
import sys
from pathlib import Path

from tests.web.access.equivalents import EQUIVALENT
from tests.web.access.mutants import _of_statement, every_mutant

VIEW = """
@require_safe
@login_required
def new_page(request, child):
    found = child_for(request, child, Need.T4, write=True)
    if not may_print(request.user):
        raise Http404
    return show(request, found)
"""


def test_a_view_that_comes_later_is_changed_in_every_place_that_asks() -> None:
    (statement,) = ast.parse(VIEW).body
    assert {one.change for one in _of_statement("children/views/new.py", statement)} == {
        "new_page: without @require_safe",
        "new_page: without @login_required",
        "if not may_print(request.user): never",
        "if not may_print(request.user): turned",
        "child_for(...): Need.T4 is T1",
        "child_for(...): write=False",
    }


def test_every_mutant_differs_from_the_program_and_has_a_name_of_its_own() -> None:
    every = every_mutant()
    assert len(every) > 700
    assert len({one.name for one in every}) == len(every)
    assert [one.name for one in every if ast.dump(one.before) == ast.dump(one.after)] == []


def test_every_mutant_that_is_called_equivalent_is_one_of_them() -> None:
    assert set(EQUIVALENT) <= {one.name for one in every_mutant()}


def test_a_sample_of_the_mutants_is_caught(tmp_path: Path) -> None:
    """Of the rule itself, by its own tests. On SQLite, whatever the engine of the other tests: it works on copies of a file."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ROOTWISE_", "PYTEST_", "COV_"))}
    command = [sys.executable, "-m", "tests.web.access.mutation_run", "--sample", "6", "--only", "children/rules", "--keep", str(tmp_path)]
    command += ["--suite", "tests/web/access/test_reach.py"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert "6 mutants: {'caught': 6}" in done.stdout

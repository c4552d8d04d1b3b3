"""The command as a shell runs it, and the same in this process, which is quicker."""

import io
import shlex
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pytest

from rootwise.cli.main import main

ROOT = Path(__file__).parents[2]
EXAMPLE = str(ROOT / "examples" / "foster-care.yaml")
COMMAND = str(Path(sys.executable).with_name("rootwise"))


@dataclass(frozen=True, slots=True)
class Finished:
    status: int
    out: str
    err: str


def run(*arguments: str, stdin: bytes = b"") -> Finished:
    """`rootwise ARGUMENTS` in this process."""
    out, err = io.StringIO(), io.StringIO()
    given = patch.multiple(sys, argv=["rootwise", *arguments], stdin=io.TextIOWrapper(io.BytesIO(stdin)))
    with redirect_stdout(out), redirect_stderr(err), given, pytest.raises(SystemExit) as ended:
        main()
    status = ended.value.code
    assert isinstance(status, int)
    return Finished(status, out.getvalue(), err.getvalue())


def shell(script: str) -> Finished:
    """A line of bash in the root folder of the project: `R` is the command, `$E` the foster-care example.

    The status is that of the first command of a pipe.
    """
    done = subprocess.run(
        ["bash", "-c", f'R() {{ {shlex.quote(COMMAND)} "$@"; }}; E={shlex.quote(EXAMPLE)}; {script}\nexit ${{PIPESTATUS[0]}}'],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return Finished(done.returncode, done.stdout, done.stderr)

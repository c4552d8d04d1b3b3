"""Whole processes, with their bytecode compiled, from the start to the exit."""

import subprocess
import sys
from pathlib import Path

from ratio import Timer, timed

ROOTWISE = str(Path(sys.executable).with_name("rootwise"))


def runs(*command: str, status: int = 0, most_seconds: float | None = None) -> Timer:
    """A command whose output nobody reads. It has to end with this status, or is ended when it takes longer than it may."""

    def run() -> None:
        try:
            done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=most_seconds)
        except subprocess.TimeoutExpired:
            return
        if done.returncode != status:
            raise SystemExit(f"{' '.join(command)} ended with {done.returncode}, not with {status}: nothing is compared")

    return timed(run)


def python(code: str) -> Timer:
    """The Python that runs this script, on a line of code."""
    return runs(sys.executable, "-c", code)

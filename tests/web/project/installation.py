"""An installation of its own for a test: its environment, and the command as a shell runs it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.cli.command_line import COMMAND, ROOT, Finished

SITE = str(ROOT / "examples" / "site.yaml")


@dataclass(frozen=True, slots=True)
class Installation:
    """Folders under one place, as an installer would make them."""

    place: Path

    @property
    def environment(self) -> dict[str, str]:
        return {
            "ROOTWISE_DATA": str(self.place / "data"),
            "ROOTWISE_KEYS": str(self.place / "keys"),
            "ROOTWISE_ANCHOR": str(self.place / "anchor"),
            "ROOTWISE_ORIGIN": "https://rootwise.example.org",
        }

    def run(self, *arguments: str, **changes: str) -> Finished:
        done = subprocess.run(
            [COMMAND, *arguments], env=self.whole_environment(changes), cwd=self.place, capture_output=True, text=True, timeout=120
        )
        return Finished(done.returncode, done.stdout, done.stderr)

    @contextmanager
    def serving(self, *arguments: str, port: int, **changes: str) -> Iterator[subprocess.Popen[str]]:
        """The server, from when it answers until the test has seen enough."""
        with (self.place / "server.log").open("w") as log:
            started = subprocess.Popen(
                [COMMAND, *arguments, "--port", str(port)],
                env=self.whole_environment(changes),
                cwd=self.place,
                stdout=log,
                stderr=log,
                text=True,
            )
            try:
                self._wait(started, port)
                yield started
            finally:
                started.terminate()
                started.wait(timeout=30)

    def _wait(self, started: subprocess.Popen[str], port: int) -> None:
        for _ in range(900):
            assert started.poll() is None, (self.place / "server.log").read_text()
            try:
                with urlopen(f"http://127.0.0.1:{port}/alive"):
                    return
            except URLError as error:
                if getattr(error, "code", None):
                    return  # it answers, if not to this name
                time.sleep(0.1)
        raise TimeoutError((self.place / "server.log").read_text())

    def whole_environment(self, changes: dict[str, str]) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ROOTWISE_", "DJANGO_"))}
        wanted = {**kept, **self.environment, **changes}
        return {name: value for name, value in wanted.items() if value}


def python(installation: Installation, program: str) -> object:
    """What a program prints as JSON, with Django set up on this installation."""
    head = "import json, django, os; os.environ['DJANGO_SETTINGS_MODULE'] = 'rootwise.web.project.settings'; django.setup()\n"
    done = subprocess.run(
        [sys.executable, "-c", head + program],
        env=installation.whole_environment({}),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return json.loads(done.stdout)

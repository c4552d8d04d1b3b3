"""A case file that somebody sent is read in a process of its own, with little memory and time. What it says comes back as plain JSON.

The process is given no database, no key and no environment, and no file of it can grow:
`python -m rootwise.web.assessments.uploads KIND`, the file on standard input.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from rootwise.case import parse_case
from rootwise.document import Document, Place
from rootwise.document.read import LARGEST_FILE
from rootwise.errors import InvalidFile, Problem
from rootwise.web.accounts.readable import hides, mixes_alphabets

MEMORY_BYTES = 512 * 1024 * 1024  # addresses; the importer itself keeps under 256 MiB
PROCESSOR_SECONDS = 10
WAITED_SECONDS = 30  # on a machine that does much else


def readable(name: str, content: bytes) -> bytes:
    """The case file as JSON, when it was read to its end and nothing is wrong in it.

    Raises
    ------
    InvalidFile
        With every problem and its line; or that it was too much to read.
    """
    if len(content) > LARGEST_FILE:
        raise InvalidFile([_too_much(name)])
    kind = "file.json" if name.lower().endswith(".json") else "file.yaml"  # not the name: everybody on the machine sees a command
    command = [sys.executable, "-I", "-X", "utf8", "-m", "rootwise.web.assessments.uploads", kind]
    try:
        done = subprocess.run(command, input=content, capture_output=True, env={}, timeout=WAITED_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise InvalidFile([_too_much(name)]) from None
    if done.returncode != 0:
        raise InvalidFile([_too_much(name)])
    told = json.loads(done.stdout)
    if "problems" in told:
        raise InvalidFile([Problem(name, *one) for one in told["problems"]])
    return json.dumps(told["case"], ensure_ascii=False, separators=(",", ":")).encode()


def _too_much(name: str) -> Problem:
    return Problem(name, None, "", "this file could not be read", "A case file has at most 1 MB, and a real one is far smaller")


def _answer(kind: str, content: bytes) -> dict[str, Any]:
    try:
        document = parse_case(kind, content).document
        problems = list(_wrong_names(document))
    except InvalidFile as wrong:
        problems = wrong.problems[: InvalidFile.most_told]
    if problems:
        return {"problems": [(one.line, one.where, one.what, one.expected) for one in problems]}
    return {"case": document.data}


def _wrong_names(document: Document) -> Iterator[Problem]:
    """Names of people that could not be written in a form here."""
    adults = (document.data.get("context") or {}).get("adults") or []
    people: dict[Place, Any] = {("child",): document.data["child"]}
    people |= {("raters", number): one for number, one in enumerate(document.data["raters"])}
    people |= {("context", "adults", number): one for number, one in enumerate(adults)}
    for place, one in people.items():
        if hides(name := one.get("name") or "") or mixes_alphabets(name):
            what = "there is a character in this name that cannot be seen, or a word with letters of two alphabets"
            yield document.problem((*place, "name"), what, "Write it by hand")


def bound() -> None:
    """Little memory and time for this process, and no file to write."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    bound()
    json.dump(_answer(sys.argv[1], sys.stdin.buffer.read(LARGEST_FILE + 1)), sys.stdout)

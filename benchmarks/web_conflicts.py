"""Several people edit the same rows at once, and the same form is sent several times at once: no edit is lost, and each form makes one row.

.venv/bin/python benchmarks/web_conflicts.py --seconds 300
sh scripts/with_postgresql.sh .venv/bin/python benchmarks/web_conflicts.py --seconds 300
"""

import argparse
import json
import os
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import Any

import web_world

WORKERS = 4


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--edits", type=int, default=100_000)
    asked.add_argument("--forms", type=int, default=10_000)
    asked.add_argument("--seconds", type=float, default=300, help="For each of the two.")
    given = asked.parse_args()
    url = os.environ.get("ROOTWISE_TEST_DATABASE", "")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = stack.enter_context(web_world.own_postgresql(url)) if url else ""
        stack.enter_context(web_world.installation(folder, database))
        web_world.populate(children=2)
        told = Counter[str]()
        wrong = _conflicts(given.edits, given.seconds, told) + _double_submits(given.forms, given.seconds, told)
        wrong += web_world.half_written() + web_world.not_whole()
    web_world.say(told, engine="postgresql" if url else "sqlite", wrong=wrong[:20])
    return 1 if wrong else 0


def _conflicts(edits: int, seconds: float, told: Counter[str]) -> list[str]:
    """Each worker reads a row, then saves it. Of those who read the same version, one is acknowledged and all others are told."""
    from rootwise.web.children import actions
    from rootwise.web.children.models import Child
    from rootwise.web.database.versions import EditConflict

    rows = [one.pk for one in Child.unguarded.order_by("id")]
    ends = time.monotonic() + seconds

    def edit(chance: Random) -> Iterator[Any]:
        writing = web_world.Writing(chance)
        for _ in range(edits // WORKERS):
            if time.monotonic() > ends:
                return
            child = Child.unguarded.get(pk=chance.choice(rows))
            child.name = f"{chance.getrandbits(64):016x}"
            try:
                actions.change_child(by=writing.by("clinician"), child=child, seen_version=child.version)
            except EditConflict:
                yield None
            else:
                yield [child.pk.hex, child.version]

    answers = _together(edit)
    saved = [(row, version) for row, version in (one for one in answers if one is not None)]
    told["edits"], told["edits saved"], told["edits told of a conflict"] = len(answers), len(saved), len(answers) - len(saved)
    now = {one.pk.hex: one.version for one in Child.unguarded.all()}
    expected = sorted((row, version) for row, last in now.items() for version in range(2, last + 1))
    return [] if sorted(saved) == expected else ["the edits that were acknowledged are not the versions of the rows"]


def _double_submits(forms: int, seconds: float, told: Counter[str]) -> list[str]:
    """Every worker sends every form, in the same order, so that they meet."""
    from rootwise.web.children import actions
    from rootwise.web.children.models import Child, NoContact

    child = Child.unguarded.order_by("id")[0]
    chance = Random(3)
    ids = [uuid.UUID(int=chance.getrandbits(128), version=4) for _ in range(forms)]
    ends = time.monotonic() + seconds

    def send(chance: Random) -> Iterator[Any]:
        writing = web_world.Writing(chance)
        for one in ids:
            if time.monotonic() > ends:
                return
            row = NoContact(id=one, child=child, name=f"Alex {one.hex[:6]}", evidence="court order (fictional)")
            yield actions.add_no_contact(by=writing.by("clinician"), no_contact=row).pk.hex

    answers = Counter(_together(send))
    there = {one.hex for one in NoContact.unguarded.values_list("pk", flat=True)}
    told["forms"], told["forms sent"], told["rows of them"] = len(answers), answers.total(), len(there)
    return [] if there == set(answers) else ["forms and rows differ"]


def _together(work: Callable[[Random], Iterator[Any]]) -> list[Any]:
    """What all workers give, each a process with its own connection."""
    from django.db import connections

    connections.close_all()
    pipes = []
    for seed in range(WORKERS):
        read, write = os.pipe()
        if os.fork() == 0:
            status = 1
            try:
                given = list(work(Random(seed)))  # a full pipe would hold it up
                with os.fdopen(write, "w") as to:
                    json.dump(given, to)
                status = 0
            finally:
                os._exit(status)
        os.close(write)
        pipes.append(read)
    answers = []
    for read in pipes:
        with os.fdopen(read) as told:
            answers += json.load(told)
    assert all(os.wait()[1] == 0 for _ in pipes), "a worker failed"
    return answers


if __name__ == "__main__":
    sys.exit(main())

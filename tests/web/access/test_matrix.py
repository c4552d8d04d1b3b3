"""The authorisation matrix. A sample here; the whole is a command (docs/web-access.md)."""

import hashlib
import os
import random
from collections import Counter
from dataclasses import replace
from itertools import islice

import pytest
from django.db import connection, transaction

from rootwise.web.accounts.roles import Role
from rootwise.web.audit.models import Event
from rootwise.web.audit.recording import recorded
from tests.web.access.matrix import (
    ROUTES,
    ROWS,
    Cell,
    absent_page,
    ask,
    cells,
    is_allowed,
    names_in_the_url_conf,
    pair_of,
    unlike,
    wrong_with,
)
from tests.web.access.world import MatrixWorld, make_world
from tests.web.children.people import SETTING_UP

SAMPLE = {"let in": 1600, "denied": 9600, "405": 800}
if connection.vendor == "postgresql":  # the rule is the same there and the query another: a tenth of it
    SAMPLE = {kind: size // 10 for kind, size in SAMPLE.items()}
SHARDS = 8  # each is a test of its own, so that the processes of pytest-xdist share the work


@pytest.fixture(autouse=True)
def sessions_last(monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole run is longer than a session may be idle, and a use that is noted would look like something written."""
    monkeypatch.setattr("rootwise.web.accounts.middleware.why_over", lambda _session, _now: None)
    monkeypatch.setattr("rootwise.web.accounts.middleware._USE_NOTED_EVERY_SECONDS", 10**9)


@pytest.fixture
def world(db: None) -> MatrixWorld:
    with recorded(SETTING_UP, action="test.matrix"):
        return make_world()


def test_every_address_is_in_the_matrix() -> None:
    assert names_in_the_url_conf() == {one.address for one in ROUTES}


def test_a_row_of_another_child_or_of_another_assessment_is_not_there(world: MatrixWorld) -> None:
    """Asked by who keeps both records: every row that an address names, put in the place of one of the child named before it."""
    stage, other = world.stages["whole"], world.stages["lifted"]
    wrong, asked = [], 0
    for route in ROUTES:
        named = [one.removeprefix("row:") for one in route.arguments if one in ROWS or one.startswith("row:")]
        rows = named if route.reason == "visit" else []
        swaps = [(one, other.rows[one]) for one in rows] + [
            (one, stage.rows[f"{one} beside"]) for one in rows if f"{one} beside" in stage.rows
        ]
        for name, row in swaps:
            world.stages["mixed"] = replace(stage, rows={**stage.rows, name: row})
            # Where a child lives asks for the reason first, whatever the row: only with it is the row looked for.
            for method in ("POST",) if route.need == "t5" else ("GET", "POST") if route.posts else ("GET",):
                cell = Cell(route, method, Role.SUPERVISOR, "current", "mixed")
                with transaction.atomic():
                    before = Event.objects.exclude(verb="read").count()
                    got = ask(world, cell, world.reference)
                    told = unlike(got, absent_page(world, cell)) if got.status_code == 404 else str(got.status_code)
                    told = told or ("written" if Event.objects.exclude(verb="read").count() != before else "")
                    transaction.set_rollback(True)
                asked += 1
                if told:
                    wrong.append(f"{route.address} {method} {name}: {told}")
    assert wrong == []
    assert asked > 60


def kind_of(cell: Cell) -> str:
    if cell.method not in ("GET", "HEAD") and not (cell.method == "POST" and cell.route.posts):
        return "405"
    return "let in" if cell.role is not None and is_allowed(cell) else "denied"


def sample(every: list[Cell], sizes: dict[str, int]) -> list[Cell]:
    """Of each kind as many as asked, always the same ones."""
    random.Random(20261122).shuffle(every)
    return [one for kind, size in sizes.items() for one in islice((each for each in every if kind_of(each) == kind), size)]


def shard_of(cell: Cell) -> int:
    """What has the same pair is in the same shard."""
    told = f"{cell.route}{cell.method}{cell.ground}"
    return int.from_bytes(hashlib.sha256(told.encode()).digest()[:4]) % SHARDS


@pytest.mark.parametrize("shard", range(SHARDS))
def test_every_cell_is_answered_as_written(world: MatrixWorld, shard: int) -> None:
    every = list(cells(world))
    chosen = every if os.environ.get("MATRIX_CELLS") == "all" else sample(every, SAMPLE)
    chosen = [one for one in chosen if shard_of(one) == shard]
    wrong: list[str] = []
    pairs: dict[tuple[object, ...], str] = {}
    for cell in chosen:
        if told := wrong_with(world, cell):
            wrong.append(f"{cell}: {told}")
        if kind_of(cell) == "denied":
            key = (cell.route, cell.method, cell.ground)
            if key not in pairs:
                with recorded(SETTING_UP, action="test.matrix"):
                    pairs[key] = pair_of(world, cell)
            if pairs[key]:
                wrong.append(f"{cell}: {pairs[key]}")
    counts = Counter(kind_of(one) for one in chosen)
    print(f"\nshard {shard}: {len(chosen)} of {len(every)} cells, {dict(counts)}, {len(pairs)} pairs asked")  # noqa: T201
    assert wrong[:20] == []
    assert min(counts.values()) > min(SAMPLE.values()) // SHARDS // 3

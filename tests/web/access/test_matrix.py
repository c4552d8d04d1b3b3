"""The authorisation matrix. A sample here; the whole is a command (docs/web-access.md)."""

import os

import pytest

from rootwise.web.audit.recording import recorded
from tests.web.access.matrix import ROUTES, Cell, cells, is_allowed, names_in_the_url_conf, pair_of, wrong_with
from tests.web.access.world import MatrixWorld, make_world
from tests.web.children.people import SETTING_UP

SAMPLE = {"let in": 900, "denied": 2600, "405": 500}


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
    assert names_in_the_url_conf() == {one.name for one in ROUTES}


def kind_of(cell: Cell) -> str:
    if cell.method not in ("GET", "HEAD") and not (cell.method == "POST" and cell.route.posts):
        return "405"
    return "let in" if cell.role is not None and is_allowed(cell) else "denied"


def sample(every: list[Cell], sizes: dict[str, int]) -> list[Cell]:
    """Of each kind as many as asked, always the same ones."""
    ranked = sorted(every, key=lambda one: one.rank)
    return [one for kind, size in sizes.items() for one in [each for each in ranked if kind_of(each) == kind][:size]]


def _paired(world: MatrixWorld, cell: Cell, done: dict[tuple[object, ...], str]) -> str:
    key = (cell.route, cell.method, cell.ground)
    if key not in done:
        with recorded(SETTING_UP, action="test.matrix"):
            done[key] = pair_of(world, cell)
    return done[key]


def test_every_cell_is_answered_as_written(world: MatrixWorld) -> None:
    every = list(cells(world))
    chosen = every if os.environ.get("MATRIX_CELLS") == "all" else sample(every, SAMPLE)
    wrong: list[str] = []
    pairs: dict[tuple[object, ...], str] = {}
    denied = allowed = 0
    for cell in chosen:
        if told := wrong_with(world, cell):
            wrong.append(f"{cell}: {told}")
        allowed += kind_of(cell) == "let in"
        if kind_of(cell) == "denied":
            denied += 1
            if told := _paired(world, cell, pairs):
                wrong.append(f"{cell}: {told}")
    print(f"\n{len(chosen)} of {len(every)} cells; {denied} denied, each with its pair; {allowed} let in; {len(pairs)} pairs asked")  # noqa: T201
    assert wrong[:20] == []
    assert len(chosen) >= sum(SAMPLE.values())

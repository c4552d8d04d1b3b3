"""Ratios in one run: ours, theirs, ours, theirs, so that a slow minute of the machine slows both alike.

Absolute times are not stable on a shared machine; a ratio of neighbours nearly is. What is told is the median of the
pairs, with the lowest and the highest of them in brackets.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from statistics import median

Timer = Callable[[], float]  # does the work once, returns seconds


@dataclass(frozen=True, slots=True)
class Pairs:
    """Seconds of ours and of theirs, taken in turn."""

    ours: tuple[float, ...]
    theirs: tuple[float, ...]

    @property
    def slower(self) -> "Spread":
        """How many times as long ours takes."""
        return Spread(tuple(ours / theirs for ours, theirs in zip(self.ours, self.theirs, strict=True)))

    @property
    def faster(self) -> "Spread":
        """How many times as long theirs takes."""
        return Spread(tuple(theirs / ours for ours, theirs in zip(self.ours, self.theirs, strict=True)))


@dataclass(frozen=True, slots=True)
class Spread:
    values: tuple[float, ...]

    @property
    def middle(self) -> float:
        return median(self.values)

    def __str__(self) -> str:
        return f"{_number(self.middle)}x ({_number(min(self.values))} to {_number(max(self.values))})"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `holds` is None where there is no figure to reach, or nothing to compare with."""

    job: str
    against: str
    to_reach: str
    measured: str
    holds: bool | None
    versions: str = ""


def timed(work: Callable[[], object]) -> Timer:
    """Work with a clock around it."""

    def timer() -> float:
        started = time.perf_counter()
        work()
        return time.perf_counter() - started

    return timer


def alternated(ours: Timer, theirs: Timer, *, rounds: int, warm_up: int = 1) -> Pairs:
    """Take turns; the first turns warm up and do not count."""
    pairs = [(ours(), theirs()) for _ in range(warm_up + rounds)][warm_up:]
    return Pairs(tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs))


def milliseconds(seconds: Iterable[float]) -> str:
    return f"{_number(1000 * median(seconds))} ms"


def versions(*packages: str) -> str:
    """`numpy 2.4.6, pandas 3.1.1`."""
    return ", ".join(f"{one} {version(one)}" for one in packages)


def tell(figures: list[Figure], *, of: str) -> None:
    """Print the figures of one script: in words, or for `run.py` as JSON."""
    figures = [replace(one, versions=of) for one in figures]
    if "--json" in sys.argv:
        print(json.dumps([asdict(one) for one in figures]))
        return
    print(f"{of}; load {os.getloadavg()[0]:.2f}\n")
    for one in figures:
        print(f"{one.job}\n  against   {one.against}\n  to reach  {one.to_reach}\n  measured  {one.measured}\n  {verdict(one)}\n")


def verdict(one: Figure) -> str:
    return {True: "holds", False: "DOES NOT HOLD", None: "no figure"}[one.holds]


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"

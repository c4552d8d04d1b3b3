"""The week (§13): ours against the greedy week, HiGHS and CP-SAT on the plain slot model; and a change solved again.

For each kept instance ours, HiGHS and CP-SAT take their turns one after another, so that a slow minute of the machine slows all alike.
All minimise the same: first what has no place, by importance, then the same cost. What a peer does not prove within its time counts as
that time. Every week is ranked by its clock times alone and goes through the checker; where two are proven and differ, nothing is told.
"""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from pydantic import TypeAdapter
from ratio import Figure, Spread, tell, versions
from week_instances import as_json, changed, instances
from week_slots import rank, slot_model

from rootwise.plan.week.checker import violations
from rootwise.plan.week.greedy import greedy
from rootwise.plan.week.highs import Programme
from rootwise.plan.week.layout import laid_out
from rootwise.plan.week.problem import Dose, WeekProblem
from rootwise.plan.week.solve import SECONDS, solve

PEER_SECONDS = 10.0  # for both objectives together; with the time to build the model on top
_DOSES = TypeAdapter(tuple[Dose, ...])


@dataclass(frozen=True, slots=True)
class Made:
    """A week somebody made: how long it took, what it is worth, and whether it is proven the best. `gap` is None where nobody said."""

    seconds: float
    rank: tuple[int, int]
    proven: bool
    gap: float | None = None

    @property
    def counted(self) -> float:
        """Seconds to the proof; where there is none, no less than the time there was."""
        return self.seconds if self.proven else max(self.seconds, PEER_SECONDS)


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance, and what everybody made of it."""

    name: str
    ours: Made
    greedy: Made
    highs: Made
    cp_sat: Made
    again: Made


def main() -> None:
    with _CpSat() as cp_sat:
        found = [_measured(number, *one, cp_sat) for number, one in enumerate(instances().items())]
    if "--json" not in sys.argv:
        _print(found)
    figures = [
        _proven(found),
        _against("HiGHS on the plain slot model", found, [one.highs for one in found]),
        _against("CP-SAT, 8 workers, on the plain slot model", found, [one.cp_sat for one in found]),
        _against_greedy(found),
        _solved_again(found),
    ]
    tell(figures, of=versions("highspy", "ortools"))


def _measured(number: int, name: str, problem: WeekProblem, cp_sat: "_CpSat") -> Instance:
    week: list[Dose] = []

    def by_us() -> Made:
        started = time.perf_counter()
        solved = solve(problem, seconds=SECONDS)
        seconds = time.perf_counter() - started
        week.extend(solved.doses)
        return _made(problem, solved.doses, seconds, proven=solved.proven, gap=solved.gap)

    made = {"ours": by_us(), "highs": _by_highs(problem), "cp_sat": cp_sat(problem), "greedy": _by_greedy(problem)}
    _require_agreement(name, [made["ours"], made["highs"], made["cp_sat"]])
    one = Instance(name=name, again=_again(problem, week, seed=number), **made)
    if "--json" not in sys.argv:
        print(_line(one), flush=True)
    return one


def _by_highs(problem: WeekProblem) -> Made:
    """The same solver with the same settings as ours, on the plain slot model; each objective starts from the one before."""
    started = time.perf_counter()
    model, programme = slot_model(problem), Programme()
    for most in model.most:
        programme.column(most)
    for row in model.rows:
        programme.row(row.terms, least=row.least, most=row.most)
    first = programme.minimise(model.unplaced, seconds=PEER_SECONDS)
    if first.values is None:
        return _made(problem, (), time.perf_counter() - started, proven=False)  # not even an empty week in that time
    programme.row(model.unplaced, most=sum(factor * first.values[column] for column, factor in model.unplaced.items()))
    left = PEER_SECONDS - (time.perf_counter() - started)
    second = programme.minimise(model.wishes, seconds=max(left, 0.1), start=first.values)
    doses = model.doses(second.values or first.values)
    return _made(problem, doses, time.perf_counter() - started, proven=first.proven and second.proven)


def _by_greedy(problem: WeekProblem) -> Made:
    started = time.perf_counter()
    doses = laid_out(greedy(problem))
    return _made(problem, doses, time.perf_counter() - started, proven=False)


def _again(problem: WeekProblem, last: Sequence[Dose], *, seed: int) -> Made:
    """The week after one change: an adult is away, or an appointment moves."""
    other = changed(problem, last, seed=seed)
    started = time.perf_counter()
    solved = solve(other, last=last, seconds=SECONDS)
    return _made(other, solved.doses, time.perf_counter() - started, proven=solved.proven, gap=solved.gap)


def _made(problem: WeekProblem, doses: Sequence[Dose], seconds: float, *, proven: bool, gap: float | None = None) -> Made:
    placed = {need.activity: sum(one.activity == need.activity for one in doses) for need in problem.needs}
    faults = violations(problem, doses, {need.activity: need.doses - placed[need.activity] for need in problem.needs})
    if faults:
        raise SystemExit(f"a week breaks a rule, nothing is compared: {faults[0]}")
    return Made(seconds, rank(problem, doses), proven, gap)


def _require_agreement(name: str, made: Sequence[Made]) -> None:
    best = min(one.rank for one in made)
    if any(one.proven and one.rank != best for one in made):
        raise SystemExit(
            f"{name}: something proven is not the best there is ({[(one.rank, one.proven) for one in made]}): nothing is compared"
        )


class _CpSat:
    """A process of its own, which is asked one problem after another."""

    def __enter__(self) -> "_CpSat":
        command = [sys.executable, str(Path(__file__).with_name("week_cp_sat.py"))]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def __call__(self, problem: WeekProblem) -> Made:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"problem": json.loads(as_json(problem)), "seconds": PEER_SECONDS}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        return _made(problem, _DOSES.validate_python(answer["doses"]), answer["seconds"], proven=answer["proven"])


def _proven(found: Sequence[Instance]) -> Figure:
    ours = [one.ours for one in found]
    in_time = sum(one.proven and one.seconds <= SECONDS for one in ours)
    gaps = [one.gap or 0.0 for one in ours if not one.proven]
    gap = f"; the others within {median(gaps):.1%} (at most {max(gaps):.1%}) of the best there can be" if gaps else ""
    seconds = [one.seconds for one in ours]
    told = f"{in_time} of {len(ours)}, median {median(seconds):.2f} s (up to {max(seconds):.1f} s){gap}"
    return Figure(f"{len(ours)} weeks, proven the best there are", "", f"all within {SECONDS:.0f} s", told, in_time == len(ours))


def _against(peer: str, found: Sequence[Instance], theirs: Sequence[Made]) -> Figure:
    ours = [one.ours for one in found]
    ratio = median(one.counted for one in ours) / median(one.counted for one in theirs)
    both = zip(ours, theirs, strict=True)
    each = Spread(tuple(our.counted / their.counted for our, their in both if our.proven or their.proven))
    better = sum(our.rank < their.rank for our, their in zip(ours, theirs, strict=True))
    worse = sum(our.rank > their.rank for our, their in zip(ours, theirs, strict=True))
    told = (
        f"{ratio:.2g}x of its median; {each} on the {len(each.values)} that one of them proves; it proves "
        f"{sum(one.proven for one in theirs)} of {len(theirs)} in {PEER_SECONDS:.0f} s (ours {sum(one.proven for one in ours)}); "
        f"our week is better {better} times, worse {worse} times"
    )
    return Figure("Time to the proof, median", peer, "<= 0.5x", told, ratio <= 0.5)


def _against_greedy(found: Sequence[Instance]) -> Figure:
    better = sum(one.ours.rank < one.greedy.rank for one in found)
    worse = sum(one.ours.rank > one.greedy.rank for one in found)
    ours, theirs = (sum(made.rank[0] for made in side) for side in ([one.ours for one in found], [one.greedy for one in found]))
    same = [one.ours.rank[1] / one.greedy.rank[1] for one in found if one.ours.rank[0] == one.greedy.rank[0]]
    told = (
        f"better {better} times, worse {worse}; without a place {ours} against {theirs} (by importance); "
        f"where that is equal, {Spread(tuple(same))} of its cost"
    )
    return Figure("The week itself", "greedy alone", "never below", told, worse == 0)


def _solved_again(found: Sequence[Instance]) -> Figure:
    again = [one.again for one in found]
    seconds = [one.seconds for one in again]
    told = f"median {median(seconds):.2f} s (up to {max(seconds):.1f} s), {sum(one.proven for one in again)} of {len(again)} proven"
    return Figure("After one change, as little moved as possible", "", "<= 1 s median", told, median(seconds) <= 1)


def _print(found: Sequence[Instance]) -> None:
    print(f"\nEvery week went through the checker: {5 * len(found)} of them.\n")


def _line(one: Instance) -> str:
    made = {"ours": one.ours, "HiGHS": one.highs, "CP-SAT": one.cp_sat, "greedy": one.greedy, "again": one.again}
    told = (f"{who} {each.rank} {'' if each.proven else 'un'}proven {each.seconds:.2f} s" for who, each in made.items())
    return f"{one.name}: {'; '.join(told)}"


if __name__ == "__main__":
    main()

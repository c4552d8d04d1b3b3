"""CP-SAT on the plain slot model of a week, in a process of its own: it cannot live in one process with HiGHS (google/or-tools#5246).

Reads one line of JSON for each problem, `{"problem": ..., "seconds": ...}`, and answers with one. Eight workers.
"""

import json
import sys
import time
from collections.abc import Mapping
from typing import Any

from ortools.sat.python import cp_model
from pydantic import TypeAdapter
from week_slots import SlotModel, slot_model

from rootwise.plan.week.problem import Dose, WeekProblem

WORKERS = 8


def main() -> None:
    problems, weeks = TypeAdapter(WeekProblem), TypeAdapter(tuple[Dose, ...])
    for line in sys.stdin:
        asked = json.loads(line)
        problem = problems.validate_python(asked["problem"])
        started = time.perf_counter()
        found = solved(problem, seconds=asked["seconds"])
        answer = {**found, "seconds": time.perf_counter() - started, "doses": weeks.dump_python(found["doses"], mode="json")}
        print(json.dumps(answer), flush=True)


def solved(problem: WeekProblem, *, seconds: float) -> dict[str, Any]:
    """The best week within the time for both objectives together."""
    started = time.perf_counter()
    model = slot_model(problem)
    first = _minimise(model, model.unplaced, {}, None, seconds)
    left = max(0.1, seconds - (time.perf_counter() - started))
    second = _minimise(model, model.wishes, model.unplaced, first, left)
    proven = first["proven"] and second["proven"]
    values = second["values"] or first["values"]
    return {"doses": model.doses(values), "proven": proven, "bound": second["bound"]}


def _minimise(
    model: SlotModel, costs: Mapping[int, int], kept: Mapping[int, int], known: dict[str, Any] | None, seconds: float
) -> dict[str, Any]:
    """One objective; `kept`, the one before it, may not become worse than in the `known` solution, which is also a hint."""
    made: Any = cp_model.CpModel()
    columns = [made.new_int_var(0, most, "") for most in model.most]
    for terms, least, most in model.rows:
        total = sum(factor * columns[column] for column, factor in terms.items())
        if least == most:
            made.add(total == int(most))
        elif terms:
            made.add(total <= int(most))
    if known is not None:
        made.add(sum(factor * columns[column] for column, factor in kept.items()) <= known["value"])
        for column, value in zip(columns, known["values"], strict=True):
            made.add_hint(column, value)
    made.minimize(sum(factor * columns[column] for column, factor in costs.items()))
    solver: Any = cp_model.CpSolver()
    solver.parameters.num_workers = WORKERS
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.random_seed = 0
    status = solver.solve(made)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.UNKNOWN):
        raise SystemExit(f"CP-SAT ended with {solver.status_name(status)}: nothing is compared")
    values = [0] * len(columns) if status == cp_model.UNKNOWN and known is None else None
    values = [solver.value(one) for one in columns] if status != cp_model.UNKNOWN else values
    value = sum(factor * values[column] for column, factor in costs.items()) if values else 0
    bound = round(solver.best_objective_bound) if status != cp_model.UNKNOWN else 0
    return {"values": values, "value": value, "bound": bound, "proven": status == cp_model.OPTIMAL}


if __name__ == "__main__":
    main()

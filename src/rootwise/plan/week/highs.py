"""A mixed integer programme for HiGHS: columns, rows, one objective after another. The only module that knows the solver.

Everything here is a whole number, so a bound less than one away from a solution proves it best.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, inf
from typing import TYPE_CHECKING

from rootwise.errors import RootwiseError

if TYPE_CHECKING:
    import highspy

_OPTIONS: Mapping[str, bool | int | float] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.999,
}


class SolverFailure(RootwiseError):
    """The solver ended in a way that is not known to be a result (§13: an error, never a plan)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Values of all columns, None where the time was over before any was found; `bound`: no solution is lower; seconds it took."""

    values: tuple[int, ...] | None
    bound: int
    proven: bool
    seconds: float = 0.0


@dataclass(slots=True)
class Programme:
    """Columns are numbered as they come; every one is a whole number from 0 to its upper limit."""

    _uppers: list[int] = field(default_factory=list)
    _rows: list[tuple[dict[int, int], float, float]] = field(default_factory=list)

    def column(self, most: int) -> int:
        self._uppers.append(most)
        return len(self._uppers) - 1

    @property
    def size(self) -> int:
        return len(self._uppers)

    def most(self, column: int) -> int:
        return self._uppers[column]

    def row(self, terms: Mapping[int, int], *, least: float = -inf, most: float = inf) -> None:
        """`least` <= the sum <= `most`."""
        self._rows.append((dict(terms), least, most))

    def minimise(self, costs: Mapping[int, int], *, seconds: float, start: Sequence[int] | None = None) -> Outcome:
        """The lowest sum of costs.

        Raises
        ------
        SolverFailure
            HiGHS ended with a status that is neither a proof nor the end of the time.
        """
        if not self.size:
            return Outcome((), 0, proven=True)
        import highspy

        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in {**_OPTIONS, "time_limit": max(seconds, 0.01)}.items():
            if solver.setOptionValue(name, value) != highspy.HighsStatus.kOk:
                raise SolverFailure(f"HiGHS does not know the option {name}")
        solver.passModel(self._model(costs))
        if start is not None:
            known = highspy.HighsSolution()
            known.col_value = [float(one) for one in start]
            solver.setSolution(known)
        solver.run()
        status, info = solver.getModelStatus(), solver.getInfo()
        if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kTimeLimit):
            raise SolverFailure(f"HiGHS ended with {solver.modelStatusToString(status)} (§13)")
        proven = status == highspy.HighsModelStatus.kOptimal
        found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        values = tuple(round(one) for one in solver.getSolution().col_value) if found else None
        bound = ceil(info.mip_dual_bound - 1e-6) if abs(info.mip_dual_bound) < inf else 0
        return Outcome(values, bound, proven, solver.getRunTime())

    def _model(self, costs: Mapping[int, int]) -> "highspy.HighsLp":
        import highspy
        import numpy as np

        model = highspy.HighsLp()
        columns, rows = len(self._uppers), len(self._rows)
        model.num_col_, model.num_row_ = columns, rows
        cost = np.zeros(columns)
        for column, value in costs.items():
            cost[column] = value
        model.col_cost_ = cost
        model.col_lower_ = np.zeros(columns)
        model.col_upper_ = np.array(self._uppers, dtype=np.double)
        model.integrality_ = [highspy.HighsVarType.kInteger] * columns
        model.row_lower_ = np.array([least for _, least, _ in self._rows])
        model.row_upper_ = np.array([most for _, _, most in self._rows])
        lengths = [len(terms) for terms, _, _ in self._rows]
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        model.a_matrix_.index_ = np.array([column for terms, _, _ in self._rows for column in terms], dtype=np.int32)
        model.a_matrix_.value_ = np.array([value for terms, _, _ in self._rows for value in terms.values()], dtype=np.double)
        return model

"""The error tree and the exit statuses of every command (contract.md)."""

from dataclasses import dataclass
from enum import IntEnum


class ExitStatus(IntEnum):
    """What a command tells the shell."""

    DONE = 0
    OUR_FAULT = 1
    WRONG_INPUT = 2
    STOPPED_BY_SAFETY = 3
    NO_FEASIBLE_WEEK = 4


class RootwiseError(Exception):
    """Everything this package raises on purpose."""

    exit_status = ExitStatus.OUR_FAULT


class UserError(RootwiseError):
    """Something the person at the keyboard can put right. Shown without a traceback."""

    exit_status = ExitStatus.WRONG_INPUT


class InternalError(RootwiseError):
    """A fault of ours. Shown with what to report."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file, said so that it can be mended.

    A problem never carries a value from the file: only keys, lines and what was expected.
    """

    file: str
    line: int | None
    where: str
    what: str
    expected: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        subject = f"{self.where}: " if self.where else ""
        return f"{place}: {subject}{self.what}. {self.expected}".rstrip()


class InvalidFile(UserError):
    """A file that cannot be used; holds every problem found in it, and tells the first few hundred."""

    most_told = 300

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems, key=lambda one: (one.file, one.line or 0, one.where))
        told = [str(one) for one in self.problems[: self.most_told]]
        more = len(self.problems) - len(told)
        super().__init__("\n".join([*told, *([f"... and {more} more problems"] if more else [])]))


class CannotWrite(UserError):
    """The place a result should go to does not take it."""

    def __init__(self, place: str, reason: str, *, do: str = "Choose another folder with -o, or free some room") -> None:
        super().__init__(f"{place}: {reason.lower()}. Nothing was written there. {do}.")

"""What a case must hold before its plan can be placed in a week, all of it told at once."""

from collections.abc import Iterator

from rootwise.case import ReadCase
from rootwise.case.context import Context
from rootwise.errors import InvalidFile

_Found = tuple[tuple[str | int, ...], str, str]


def require_placeable(read: ReadCase) -> None:
    """Look for what makes a week impossible, beside what makes a plan impossible.

    Raises
    ------
    InvalidFile
        With every problem: no routine, an adult who has minutes and is nowhere in it.
    """
    problems = [read.document.problem(("context", *place), what, expected) for place, what, expected in _problems(read.case.context)]
    if problems:
        raise InvalidFile(problems)


def is_placeable(read: ReadCase) -> bool:
    """Whether the case says enough about the child's days for a week."""
    return not list(_problems(read.case.context))


def _problems(context: Context) -> Iterator[_Found]:
    if not context.routine:
        yield ("routine",), "there is no routine", "Say for each day where the child is, when, and with whom; docs/case-file.md shows how"
        return
    there = {adult for one in context.routine for adult in one.adults}
    for number, one in enumerate(context.adults):
        if one.minutes and one.id not in there:
            expected = "Add the adult under `with` where they are with the child, or leave out `minutes`"
            yield ("adults", number), "this adult gives minutes and is nowhere in the routine", expected

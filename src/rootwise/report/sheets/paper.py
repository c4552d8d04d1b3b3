"""A sheet as a page for the screen and as one sheet of A4 paper."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rootwise.report.html import faces, templates
from rootwise.report.pdf import page_count, plain, typeset
from rootwise.report.sheets.sheet import Sheet, shortened, without_reasons


@dataclass(frozen=True, slots=True)
class _Look:
    """How large the letters are, and whether each step has a line of its own."""

    points: float
    steps_below: bool


_TIGHT = _Look(10, steps_below=False)
_LOOKS = (_Look(12, steps_below=True), _Look(11, steps_below=True), _Look(11, steps_below=False), _TIGHT)


def sheet_html(sheet: Sheet, *, mark: str) -> str:
    """The whole sheet, every moment told whole.

    Parameters
    ----------
    mark : which child it is about, in a form that tells nobody anything
    """
    return templates().get_template("sheet.html.jinja").render(sheet=sheet, mark=mark, faces=faces())


def sheet_pdf(sheet: Sheet) -> bytes:
    """The sheet on one side of A4, or where that has no room on both, as large as it goes, and never in letters under 10 points.

    With both sides in use the days, what helps when it gets hard and whom to call stand on the first, and the moments on the second. Where
    there is still no room, the reasons go, then the steps of the moments that come last in the plan. What to take care of and when to stop
    is never left out.
    """
    for sides, each, look in _ways(sheet):
        pdf = _set(each, look, sides=sides)
        if page_count(pdf) <= sides:
            return pdf
    return _set(without_reasons(sheet), _TIGHT, sides=2)  # more pages, such as with contacts of 200 letters, but whole


def _ways(sheet: Sheet) -> Iterator[tuple[int, Sheet, _Look]]:
    """On how many sides and how a sheet can be set, best first."""
    brief, ranks = without_reasons(sheet), sorted(one.rank for one in sheet.moments)
    yield from ((1, sheet, look) for look in _LOOKS)
    yield 1, brief, _TIGHT
    yield from ((2, sheet, look) for look in _LOOKS)
    yield 2, brief, _TIGHT
    bare = replace(brief, today=())  # the times stand with each moment as well
    yield from ((2, shortened(bare, whole=ranks[:count]), _TIGHT) for count in range(len(ranks), -1, -1))


def _set(sheet: Sheet, look: _Look, *, sides: int) -> bytes:
    pictures: dict[str, bytes] = {}
    content = plain(sheet, pictures) | {"points": look.points, "steps_below": look.steps_below, "sides": sides}
    return typeset("sheet.typ", content, pictures, note=sheet.no_letter)

"""A sheet as a page for the screen and as one A4 page."""

from dataclasses import dataclass

from rootwise.report.html import faces, templates
from rootwise.report.pdf import page_count, plain, typeset
from rootwise.report.sheets.sheet import Sheet, shortened


@dataclass(frozen=True, slots=True)
class _Look:
    """How large the letters are, and whether each step has a line of its own."""

    points: float
    steps_below: bool


_TIGHT = _Look(10, steps_below=False)
_ROOMY = (_Look(12, steps_below=True), _Look(11, steps_below=True), _Look(11, steps_below=False), _TIGHT)


def sheet_html(sheet: Sheet, *, mark: str) -> str:
    """The whole sheet, every moment told whole.

    Parameters
    ----------
    mark : which child it is about, in a form that tells nobody anything
    """
    return templates().get_template("sheet.html.jinja").render(sheet=sheet, mark=mark, faces=faces())


def sheet_pdf(sheet: Sheet, *, page: str) -> bytes:
    """The sheet on one A4 page, as large as it goes, and never in letters under 10 points.

    Where there is no room, first the reasons go. Then the moments are told whole one by one in the order of the plan, as long as there is
    room, and the others are named only: a moment is told whole or not at all, so that nobody does half of it. `page` is where the rest
    stands.
    """
    ranks = sorted(one.rank for one in sheet.moments)
    for look in _ROOMY:
        pdf = _on_one_page(sheet, look)
        if pdf is not None:
            return pdf
    whole: list[int] = []
    best = _on_one_page(shortened(sheet, whole=whole, file=page), _TIGHT)
    if best is None:  # such as contacts of 200 letters: two pages are better than none
        return _set(shortened(sheet, whole=whole, file=page), _TIGHT)
    for rank in ranks:
        pdf = _on_one_page(shortened(sheet, whole=[*whole, rank], file=page), _TIGHT)
        if pdf is not None:
            best, whole = pdf, [*whole, rank]
    return best


def _on_one_page(sheet: Sheet, look: _Look) -> bytes | None:
    pdf = _set(sheet, look)
    return pdf if page_count(pdf) == 1 else None


def _set(sheet: Sheet, look: _Look) -> bytes:
    pictures: dict[str, bytes] = {}
    content = plain(sheet, pictures) | {"points": look.points, "steps_below": look.steps_below}
    return typeset("sheet.typ", content, pictures, note=sheet.no_letter)

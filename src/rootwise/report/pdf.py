"""The report as a tagged PDF (PDF/UA-1), set by Typst from the same blocks as the page."""

import json
import re
from contextlib import suppress
from dataclasses import fields, is_dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import typst

from rootwise.errors import InternalError
from rootwise.picture import Picture
from rootwise.report.blocks import Report
from rootwise.report.words import day

_TEMPLATE = resources.files("rootwise.report") / "templates" / "report.typ"
_FONTS = resources.files("rootwise.report") / "fonts"
_NO_LETTER = "□"
_NO_LETTER_NOTE = f"Where this PDF shows {_NO_LETTER}, there was no font here with the letter. The HTML report shows it."
# Marks and joiners are tied to the letter before them, which is gone.
_TIED = re.compile(r"[\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u200c\u200d\ufe00-\ufe0f]")
_SURELY_HERE = re.compile(r"[^\u0000-\u017f\u0386-\u03ce\u0400-\u045f\u2010-\u2027\u2030-\u203a]+")


def pdf_of(report: Report) -> bytes:
    """The whole document. The same report gives the same bytes.

    Our own fonts have the letters of Latin, Greek, Cyrillic and Arabic. For others the fonts of the machine are asked. Where those do
    not have them either, an empty box and a note stand in their place: PDF/UA forbids letters that cannot be seen.

    Raises
    ------
    InternalError
        Typst does not accept what it was given.
    """
    pictures: dict[str, bytes] = {}
    content = _plain(report, pictures) | {"assessed": day(report.assessed_on), "note": ""}
    text = json.dumps(content, ensure_ascii=False)
    boxed = json.dumps(content | {"note": _NO_LETTER_NOTE}, ensure_ascii=False)
    boxed = _SURELY_HERE.sub(_NO_LETTER, _TIED.sub("", boxed))
    for attempt, own_fonts_only in ((text, True), (text, False), (boxed, True)):
        with suppress(typst.TypstError):
            return _set(attempt, pictures, own_fonts_only=own_fonts_only)
    raise InternalError("the PDF could not be set")


def _set(text: str, pictures: dict[str, bytes], *, own_fonts_only: bool) -> bytes:
    pdf = typst.compile(  # type: ignore[call-overload]  # its types do not know yet that several files may be given
        {"main.typ": _TEMPLATE.read_bytes(), "report.json": text.encode(), **pictures},
        format="pdf",
        font_paths=[Path(str(_FONTS))],
        ignore_system_fonts=own_fonts_only,
        pdf_standards=["ua-1"],
        timestamp=0,
    )
    assert isinstance(pdf, bytes)
    return pdf


def _plain(value: Any, pictures: dict[str, bytes]) -> Any:
    """Blocks as JSON values that carry their kind; pictures become files beside the template."""
    if isinstance(value, Picture):
        name = f"{len(pictures)}.svg"
        pictures[name] = value.svg.encode()
        return {"file": name, "alternative": value.alternative, "title": value.title}
    if is_dataclass(value):
        plain = {one.name: _plain(getattr(value, one.name), pictures) for one in fields(value)}
        return plain | {"kind": type(value).__name__}
    if isinstance(value, tuple):
        return [_plain(one, pictures) for one in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)

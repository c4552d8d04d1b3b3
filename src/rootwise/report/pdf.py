"""The report as a tagged PDF (PDF/UA-1), set by Typst from the same blocks as the page; sheets are set the same way."""

import json
import re
from collections.abc import Mapping
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

_TEMPLATES = resources.files("rootwise.report") / "templates"
_FONTS = resources.files("rootwise.report") / "fonts"
NO_LETTER = "□"
_PAGE_COUNT = re.compile(rb"/Type/Pages/Count (\d+)")  # Typst writes the page tree plainly; a test with another reader watches this
_NO_LETTER_NOTE = "Where this PDF shows {box}, there was no font here with the letter. The HTML report shows it."
_SURELY_HERE = re.compile(r"[\u0000-\u017f\u0386-\u03ce\u0400-\u045f\u2010-\u2027\u2030-\u203a]+")
# Marks and joiners are tied to the letter before them; beside an empty box they are nothing.
_TIED_TO_A_BOX = re.compile(f"(?<={NO_LETTER})[\\u0300-\\u036f\\u0e31\\u0e34-\\u0e3a\\u0e47-\\u0e4e\\u200c\\u200d\\ufe00-\\ufe0f]+")
_ONE_LETTER = b"""#set document(title: "x")
#set text(font: ("Atkinson Hyperlegible Next", "Libertinus Serif"), lang: "en")
#json("letter.json")"""


def pdf_of(report: Report) -> bytes:
    """The whole document. The same report gives the same bytes where the same fonts are.

    Raises
    ------
    InternalError
        Typst does not accept what it was given.
    """
    pictures: dict[str, bytes] = {}
    return typeset("report.typ", plain(report, pictures) | {"assessed": day(report.assessed_on)}, pictures, note=_NO_LETTER_NOTE)


def typeset(template: str, content: dict[str, Any], pictures: Mapping[str, bytes], *, note: str) -> bytes:
    """Set a template with its content.

    Latin letters come from our own fonts, Greek, Cyrillic and Arabic ones from those of Typst. For others the fonts of the machine are
    asked. Only a letter that none of them has becomes an empty box, with a note: PDF/UA forbids letters that cannot be seen.

    Parameters
    ----------
    note : what is said where a letter could not be set; `{box}` stands for the empty box

    Raises
    ------
    InternalError
        Typst does not accept what it was given.
    """
    clear = json.dumps(content | {"note": ""}, ensure_ascii=False)
    with suppress(typst.TypstError):
        return _set(template, clear, pictures, _fonts(own_only=True))
    fonts = _fonts(own_only=False)
    text = json.dumps(content | {"note": note.format(box=NO_LETTER)}, ensure_ascii=False)
    missing = _without_letter({*text, *(letter for svg in pictures.values() for letter in svg.decode())}, fonts)
    boxed = {name: _boxed(svg.decode(), missing).encode() for name, svg in pictures.items()}
    try:
        return _set(template, _boxed(text, missing) if missing else clear, boxed, fonts)
    except typst.TypstError:
        raise InternalError("the PDF could not be set") from None


def page_count(pdf: bytes) -> int:
    """How many pages a document of ours has."""
    found = _PAGE_COUNT.search(pdf)
    if found is None:
        raise InternalError("the PDF does not tell its pages")
    return int(found[1])


def _fonts(*, own_only: bool) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=not own_only, font_paths=[Path(str(_FONTS))])


def _without_letter(letters: set[str], fonts: typst.Fonts) -> set[str]:
    """The letters that no font has: each unusual one is set alone."""
    missing = set()
    for letter in sorted(one for one in letters if not _SURELY_HERE.fullmatch(one)):
        try:
            _compiled({"main.typ": _ONE_LETTER, "letter.json": json.dumps(letter).encode()}, fonts)
        except typst.TypstError:
            missing.add(letter)
    return missing - {NO_LETTER}


def _boxed(text: str, missing: set[str]) -> str:
    return _TIED_TO_A_BOX.sub("", "".join(NO_LETTER if letter in missing else letter for letter in text))


def _set(template: str, text: str, pictures: Mapping[str, bytes], fonts: typst.Fonts) -> bytes:
    return _compiled({"main.typ": (_TEMPLATES / template).read_bytes(), "content.json": text.encode(), **pictures}, fonts)


def _compiled(files: dict[str, bytes], fonts: typst.Fonts) -> bytes:
    pdf = typst.compile(  # type: ignore[call-overload]  # its types do not know yet that several files may be given
        files, format="pdf", font_paths=fonts, pdf_standards=["ua-1"], timestamp=0
    )
    assert isinstance(pdf, bytes)
    return pdf


def plain(value: Any, pictures: dict[str, bytes]) -> Any:
    """Blocks as JSON values that carry their kind; pictures become files beside the template."""
    if isinstance(value, Picture):
        name = f"{len(pictures)}.svg"
        pictures[name] = value.svg.encode()
        return {"file": name, "alternative": value.alternative, "title": value.title}
    if is_dataclass(value):
        parts = {one.name: plain(getattr(value, one.name), pictures) for one in fields(value)}
        return parts | {"kind": type(value).__name__}
    if isinstance(value, tuple):
        return [plain(one, pictures) for one in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)

"""Sheets made for tests, and a PDF as everything that somebody could read in it."""

import io
from typing import Any

import pikepdf
import pypdf

from rootwise.case import Case
from rootwise.document.kinds import Language
from rootwise.plan import Plan
from rootwise.plan.week.model import Week
from rootwise.report.sheets import Reader, Sheet, sheets_of
from rootwise.report.sheets.paper import sheet_html, sheet_pdf
from tests.plan.week import hand_made

MARK = "00000000-0000-0000-0000-000000000000"


def of_hand_made(*activities: dict[str, Any], **words: Any) -> tuple[Plan, Week, Case]:
    plan, case = hand_made.made(*activities, **words)
    return plan, hand_made.week(plan, case), case


def one(made: tuple[Plan, Week, Case], reader: Reader, language: Language = Language.ENGLISH, **words: Any) -> Sheet:
    """The only sheet of a role."""
    (sheet,) = sheets_of(*made, reader=reader, language=language, **words).values()
    return sheet


def everything_in(sheet: Sheet) -> str:
    """The page, and all text, metadata and strings of the PDF."""
    pdf = sheet_pdf(sheet)
    return f"{sheet_html(sheet, mark=MARK)}\n{pdf_text(pdf)}\n{pdf_strings(pdf)}"


def pdf_text(pdf: bytes) -> str:
    return " ".join(" ".join((page.extract_text() or "").split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def page_count(pdf: bytes) -> int:
    return len(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def pdf_strings(pdf: bytes) -> str:
    """Every string object and stream of a PDF, unpacked."""
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for each in document.objects:
            if isinstance(each, pikepdf.Stream):
                found.append(each.read_bytes().decode("latin-1"))
                found.append(bytes(each.get_raw_stream_buffer()).decode("latin-1"))
            found.append(each.unparse(resolved=True).decode("latin-1"))
        found.append(str(document.docinfo))
    return "\n".join(found)

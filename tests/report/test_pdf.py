"""The PDF report: tagged, with the child and the day on each page, and the same words as the page."""

import io
from itertools import pairwise

import pikepdf
import pypdf
import pytest

from rootwise.profile import profile_of
from rootwise.report import pdf_of, report_of
from rootwise.report.blocks import Paragraph, Subheading
from rootwise.report.words import day
from tests.profile import drawn
from tests.report import examples


def opened(name: str) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(examples.pdf(name)))


def pages(name: str) -> list[str]:
    return [" ".join((page.extract_text() or "").split()) for page in pypdf.PdfReader(io.BytesIO(examples.pdf(name))).pages]


def tags(document: pikepdf.Pdf) -> list[tuple[str, pikepdf.Object]]:
    """Every element of the structure tree with its tag, in reading order."""
    found: list[tuple[str, pikepdf.Object]] = []

    def walk(node: pikepdf.Object) -> None:
        if isinstance(node, pikepdf.Array):
            for one in node:
                walk(one)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append((str(node.S), node))
            if "/K" in node:
                walk(node.K)

    walk(document.Root.StructTreeRoot.K)
    return found


@pytest.mark.parametrize("name", examples.NAMES)
def test_it_says_that_it_is_tagged_accessible_english_and_about_whom(name: str) -> None:
    document = opened(name)
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.Lang) == "en"
    assert str(document.docinfo["/Title"]) == f"{examples.report(name).title}, assessed {day(examples.report(name).assessed_on)}"
    assert document.Root.ViewerPreferences.DisplayDocTitle


@pytest.mark.parametrize("name", examples.NAMES)
def test_child_date_and_page_number_stand_on_each_page(name: str) -> None:
    texts = pages(name)
    report = examples.report(name)
    for number, text in enumerate(texts, start=1):
        assert f"{report.child}, assessed {day(report.assessed_on)}" in text
        assert f"Page {number} of {len(texts)}" in text


@pytest.mark.parametrize("name", examples.NAMES)
def test_headings_are_tagged_in_order(name: str) -> None:
    levels = [int(tag[2:]) for tag, _ in tags(opened(name)) if tag[:2] == "/H" and tag[2:].isdigit()]
    assert levels[0] == 1
    assert levels.count(2) == len(examples.report(name).sections) + len(examples.report(name).notices)
    assert all(lower - upper <= 1 for upper, lower in pairwise(levels))


@pytest.mark.parametrize("name", examples.NAMES)
def test_every_picture_has_its_words(name: str) -> None:
    pictures = [block.picture for section in examples.report(name).sections for block in section.blocks if type(block).__name__ == "Figure"]  # type: ignore[union-attr]
    document = opened(name)
    alternatives = [str(node.Alt) for tag, node in tags(document) if tag == "/Figure" and "/Alt" in node]
    assert alternatives == [one.alternative for one in pictures]


@pytest.mark.parametrize("name", examples.NAMES)
def test_the_ratings_are_a_table_with_header_cells(name: str) -> None:
    counted = [tag for tag, _ in tags(opened(name))]
    assert counted.count("/Table") == 1
    assert counted.count("/TH") >= 6
    assert counted.count("/TR") == 33


@pytest.mark.parametrize("name", examples.NAMES)
def test_it_has_the_words_of_the_page(name: str) -> None:
    text = " ".join(pages(name)).replace("- ", "").replace(" ", "").replace("\xad", "")
    for section in examples.report(name).sections:
        for block in section.blocks:
            if isinstance(block, Paragraph | Subheading):
                assert block.text[:40].replace("- ", "").replace(" ", "") in text


def test_the_same_report_gives_the_same_bytes() -> None:
    assert pdf_of(examples.report("foster-care")) == examples.pdf("foster-care")


@pytest.mark.parametrize("name", ["Мария", "Zoë Łukasz", "小明", "👩‍👧 é", "ก็ ไทย", "שרה", "#strong[x] $a$ *b*", "<b>&amp;\\"])
def test_any_name_can_be_set(name: str) -> None:
    given = drawn.document()
    given["child"]["name"] = name
    case = drawn.checked_case(given)
    pdf = pdf_of(report_of(profile_of(case), case.case, site=None))
    assert pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()

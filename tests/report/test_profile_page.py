"""What the profile page says, from the same code as the report; and one function with every reason."""

import re

import pytest

from rootwise.profile import profile_of
from rootwise.report.blocks import Figure, Points, Section, Table
from rootwise.report.content import Subject, function_section, profile_report_of, profile_sections, report_of
from rootwise.report.content.function import reasons
from tests.profile import drawn
from tests.report import examples


def subject(name: str) -> Subject:
    case, profile = examples.read(name)
    return Subject(profile, case.case, None)


@pytest.mark.parametrize("name", examples.NAMES)
def test_the_page_says_what_the_report_says_and_the_numbers_but_no_plan(name: str) -> None:
    case, profile = examples.read(name)
    page = {one.id: one for one in profile_sections(Subject(profile, case.case, None))}
    report = {one.id: one for one in report_of(profile, case.case, site=None).sections}
    assert set(report) - set(page) == {"plan"}
    assert set(page) - set(report) == {"numbers"}
    assert all(page[one] == report[one] for one in page if one in report)
    without = [one.id for one in profile_report_of(profile, case.case, site=None).sections]
    assert without == [one for one in report if one != "plan"]


def test_strengths_come_before_needs_unless_the_gate_is_closed() -> None:
    assert profile_sections(subject("foster-care"))[0].id == "strengths"
    assert [one.id for one in profile_sections(subject("red-flag"))[:2]] == ["safety", "strengths"]


@pytest.mark.parametrize("name", examples.NAMES)
def test_every_function_tells_levels_raters_and_reasons(name: str) -> None:
    one = subject(name)
    for function in one.instrument.functions:
        section = function_section(one, function.id)
        tables = {block.label: block for block in section.blocks if isinstance(block, Table)}
        assert [row[1] for row in tables["Levels of this function"].rows] == [anchor.text for anchor in function.anchors]
        told = tables["Who rated it"].rows if "Who rated it" in tables else ()
        assert len(told) == len(one.case.ratings.get(function.id, ()))
        assert sum(isinstance(block, Figure) for block in section.blocks) == 1
        assert all(code.code in text_of(section) for code in function.icf)
        points = [block for block in section.blocks if isinstance(block, Points)][-1]
        assert all(re.fullmatch(r"§\d+(-§\d+)?", item.name) for item in points.items)


def text_of(section: Section) -> str:
    return " ".join(getattr(block, "text", "") for block in section.blocks)


def test_the_numbers_of_a_reason_are_those_of_the_profile() -> None:
    profile = profile_of(case := drawn.case({"sleep": [4, (9, "likely")], "appetite": "not_observed"}))
    told = {one.rule: one.text for one in reasons(Subject(profile, case.case, None), "sleep")[:4]}
    assert told["§3"].startswith("At 20 years 12.00 is typical")
    said = " ".join(one.text for one in reasons(Subject(profile, case.case, None), "sleep"))
    assert "The mean of 4 and 9 is 6.5; the extremes are 5 apart." in said
    assert "deviation of 2.5 steps: half of how far the raters are apart, more than the 1 of the least sure rating" in said
    assert "6.5 of 12.00 is 54 % of typical, 5.5 steps less." in said
    assert "Diencephalon: 7 of 8 rated" in said
    missing = " ".join(one.text for one in reasons(Subject(profile, case.case, None), "appetite"))
    assert "It has no rating (not observed) and is left out" in missing

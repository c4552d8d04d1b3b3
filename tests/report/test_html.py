"""The HTML report: one file that loads nothing and lets nothing in."""

import pytest

from rootwise.profile import profile_of
from rootwise.report import html_of, report_of
from tests.profile import drawn
from tests.report import examples
from tests.report.page import Page

HOSTILE = "<script>alert('c4n4ry')</script>\"'&{{ 7*7 }}{% raw %}"


@pytest.mark.parametrize("name", examples.NAMES)
def test_the_page_loads_nothing(name: str) -> None:
    page = Page(examples.html(name))
    assert [one for one in page.loads if not one.startswith("#")] == []
    assert not {"script", "link", "iframe", "img", "object", "embed", "form"} & set(page.tags)
    assert "url(http" not in examples.html(name)


@pytest.mark.parametrize("name", examples.NAMES)
def test_every_link_of_the_contents_leads_somewhere(name: str) -> None:
    html = examples.html(name)
    targets = [one[1:] for one in Page(html).loads]
    assert len(targets) == len(examples.report(name).sections)
    assert all(f'id="{target}"' in html for target in targets)


def test_no_id_stands_twice() -> None:
    html = examples.html("two-raters")
    ids = [part.split('"')[0] for part in html.split(' id="')[1:]]
    assert sorted(ids) == sorted(set(ids))


def test_what_somebody_wrote_stays_text() -> None:
    given = drawn.document(
        {"sleep": 5},
        red_flags={"missing": {"answer": "yes", "action": {"by": "kh", "on": "2026-05-19", "what": HOSTILE}, "note": HOSTILE}},
        history={"infancy": {"adversity": 3, "note": HOSTILE, "events": [{"type": "bullying", "note": HOSTILE, "source": HOSTILE}]}},
    )
    given["child"]["name"] = HOSTILE
    given["raters"][0]["name"] = HOSTILE
    given["ratings"]["sleep"][0]["note"] = HOSTILE
    given["context"] = {"likes": [HOSTILE], "treatments": [{"name": HOSTILE, "note": HOSTILE}]}
    case = drawn.checked_case(given)

    html = html_of(report_of(profile_of(case), case.case, site=None))

    assert html.count("c4n4ry") >= 9
    assert "<script" not in html
    assert html.count("&lt;script&gt;alert(&#39;c4n4ry&#39;)") == html.count("c4n4ry")


def test_the_same_report_gives_the_same_bytes() -> None:
    assert html_of(examples.report("foster-care")) == examples.html("foster-care")

"""What a report says, and what it never says (§10, §11, §16)."""

import re
from itertools import pairwise

import pytest

from rootwise.report import html_of, report_of
from tests.profile import drawn
from tests.report import examples
from tests.report.page import Page

ORDER = ["strengths", "safety", "relations", "start", "domains", "history", "missing", "phases", "plan", "ratings", "method"]
NEVER = "brain.damage|brain.age of|mental age|prognosis is|diagnosed with|dysregulat|disorder|deficit|abnormal|manipulat|attention.seeking"


def drawn_page(ratings: dict[str, drawn.Given] | None = None, **words: object) -> Page:
    case = drawn.case(ratings, **words)
    from rootwise.profile import profile_of

    return Page(html_of(report_of(profile_of(case), case.case, site=None)))


@pytest.mark.parametrize("name", examples.NAMES)
def test_strengths_stand_first_and_limits_last(name: str) -> None:
    found = [one.id for one in examples.report(name).sections]
    assert [one for one in found if one != "week"] == ORDER
    assert "week" not in found or found[found.index("week") - 1] == "plan"


@pytest.mark.parametrize("name", examples.NAMES)
def test_headings_go_down_one_level_at_a_time(name: str) -> None:
    levels = [level for level, _ in Page(examples.html(name)).headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(lower - upper <= 1 for upper, lower in pairwise(levels))


@pytest.mark.parametrize("name", examples.NAMES)
def test_the_limits_and_the_open_design_stand_in_every_report(name: str) -> None:
    text = Page(examples.html(name)).text
    for limit in examples.read(name)[1].instrument.limits:
        assert limit.text in text
    assert "not validated yet" in examples.report(name).footer


@pytest.mark.parametrize("name", examples.NAMES)
def test_nothing_is_said_that_must_not_be_said(name: str) -> None:
    text = Page(examples.html(name)).text
    for limit in examples.read(name)[1].instrument.limits:
        text = text.replace(limit.text, "")  # the limits name what the report does not say
    assert not re.findall(NEVER, text, flags=re.IGNORECASE)


@pytest.mark.parametrize("name", examples.NAMES)
def test_every_function_stands_in_the_table_with_its_rating_or_why_there_is_none(name: str) -> None:
    profile = examples.read(name)[1]
    table = next(block for section in examples.report(name).sections for block in section.blocks if type(block).__name__ == "Table")
    said = {row[0]: row[1] for row in table.rows}  # type: ignore[union-attr]
    assert len(said) == len(profile.functions)
    for one in profile.functions:
        shown = said[profile.instrument.function(one.id).name]
        assert shown == (f"{one.rating:.3g}" if one.rating is not None else shown)
        assert (one.rating is None) == (shown in ("not asked", "not observed", "does not apply", "declined to say", "not known"))


def test_a_red_flag_without_action_is_told_before_everything_else() -> None:
    page = Page(examples.html("red-flag"))
    assert next(words for level, words in page.headings if level == 2) == "Safety comes first"
    safety = page.section("Safety")
    assert "Thoughts of suicide: needs somebody now" in safety
    assert "Do not leave the child alone" in safety
    assert "555-01" in safety  # the service's own contacts


def test_without_contacts_the_report_says_so_and_names_no_number() -> None:
    page = drawn_page(red_flags={"self_harm": "yes"})
    assert "No contacts of your service were given" in page.section("Safety")
    assert not re.findall(r"\b(911|112|999)\b", page.text)


def test_an_action_that_was_recorded_is_told_with_day_and_person() -> None:
    action = {"by": "kh", "on": "2026-05-19", "what": "Seen by the paediatrician."}
    safety = drawn_page(red_flags={"loss_of_skill": {"answer": "yes", "action": action}}).section("Safety")
    assert "Done on 19 May 2026 by clinician: Seen by the paediatrician." in safety
    assert "needs somebody" not in safety


def test_what_was_not_asked_keeps_the_report_from_being_shared() -> None:
    page = drawn_page(red_flags={"missing": "not_asked"}, safety={"safe_place": "not_asked"})
    assert "Not to be shared" in page.text
    assert "2 safety questions have not been asked" in page.text
    assert "Missing or running away." in page.section("Safety")


def test_unmet_needs_say_what_to_do() -> None:
    safety = drawn_page(safety={"basic_needs": "not_met", "safe_place": "no"}).section("Safety")
    assert "Basic needs are not met" in safety
    assert "The child needs a safe place to be today and tonight" in safety


def test_a_decided_start_is_told_with_how_sure() -> None:
    page = drawn_page({"diencephalon": 6})
    start = page.section("The map and where to start")
    assert "The work most probably starts with sleep, appetite, energy, alarm and calm, moving and sensing (Diencephalon)." in start
    assert "Going by these ratings alone, that is over 99 % sure." in start
    assert "100 %" not in start.split("One step on")[0].split("Where to start")[-1]


def test_a_close_start_names_the_two_best() -> None:
    start = Page(examples.html("two-raters")).section("The map and where to start")
    assert re.search(r"Possible are Diencephalon \(\d+ %\), Brainstem \(\d+ %\), Limbic \(\d+ %\), nothing below typical", start)


def test_an_undecided_start_says_what_is_not_rated() -> None:
    start = Page(examples.html("too-few-ratings")).section("The map and where to start")
    assert "Where to start cannot be said yet: too little is rated in Brainstem" in start


def test_the_next_step_is_the_next_anchor() -> None:
    start = drawn_page({"diencephalon": 6}).section("The map and where to start")
    sleep = next(anchor.text for anchor in drawn.MAP.instrument.function("sleep").anchors if anchor.rating == 8)
    assert f"Next: {sleep[0].lower()}{sleep[1:]}" in start


def test_a_child_without_a_single_rating_still_gets_an_honest_report() -> None:
    page = drawn_page(others=None)
    assert "Too little has been rated to name what goes well" in page.section("What drawn brings")
    assert "Too little is rated to say: 0 of 8 functions" in page.section("The domains")


def test_treatments_are_kept_and_a_therapy_is_never_held_back() -> None:
    phases = Page(examples.html("foster-care")).section("The order of work, and why")
    assert "Occupational therapy. Once a week since March." in phases
    assert "An indicated trauma therapy is never held back" in phases


def test_a_birth_date_that_is_not_exact_is_told() -> None:
    text = Page(examples.html("foster-care")).section("What would help most")
    assert "The exact day of birth is not known" in text


def test_early_birth_is_told_beside_the_true_age() -> None:
    assert "11 months; 8 months counted from the due date" in Page(examples.html("preterm-infant")).text

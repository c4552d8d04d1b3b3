"""The one-page sheets: what they say, when there is none, and that they fit on one page in letters that can be read (§16)."""

import io
import re
import shutil
import string
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright
from pydantic import BaseModel

from rootwise.case.vocabulary import Day
from rootwise.document.kinds import Language
from rootwise.errors import CannotWrite, ExitStatus
from rootwise.plan.language import words_in
from rootwise.plan.week.validity import PlanIsOver
from rootwise.report import read_site, write_report
from rootwise.report.pdf import page_count
from rootwise.report.sheets import Checked, NoSheet, Reader, SharingStopped, WrongCheckDate, sheets_of, withdraw_sheets, write_sheets
from rootwise.report.sheets.paper import sheet_html, sheet_pdf
from rootwise.report.sheets.words import sheet_words
from tests.plan import drawn_plan
from tests.plan.week import hand_made
from tests.report import examples, sheet_pages
from tests.report.page import Page

SITE = read_site(examples.FOLDER / "site.yaml")
OPEN = {one.id: one for one in drawn_plan.OPEN.catalogue.activities}


def open_activity(name: str, **words: Any) -> dict[str, Any]:
    """One of our own activities, put at home with a caregiver."""
    plain = OPEN[name].model_dump(mode="json", by_alias=True)
    dose = {**plain["dose"], "minutes": {"from": 5, "to": 5}, "per_day": {"from": 2, "to": 2}}
    return {**plain, "settings": ["home"], "leads": ["caregiver"], "equipment": [], "dose": dose, **words}


def long_ones(number: int) -> list[dict[str, Any]]:
    """The everyday activities of ours that take the most words."""
    everyday = [one for one in OPEN.values() if one.kind == "everyday" and not one.when_needed]
    longest = sorted(everyday, key=lambda one: (-sum(map(len, (*one.steps, *one.stop_when))), one.id))[:number]
    return [open_activity(one.id) for one in longest]


def text(sheet: Any) -> str:
    return Page(sheet_html(sheet, mark=sheet_pages.MARK)).text


# What it says


@pytest.mark.parametrize("reader", list(Reader))
@pytest.mark.parametrize("language", list(Language))
def test_an_unsigned_sheet_says_that_it_must_not_be_handed_out(reader: Reader, language: Language) -> None:
    sheet = sheet_pages.one(sheet_pages.of_hand_made(), reader, language)
    said = {Language.ENGLISH: "Not yet checked: do not hand out.", Language.SPANISH: "Sin revisar todavía: no entregar."}[language]
    assert said in text(sheet)
    assert said in sheet_pages.pdf_text(sheet_pdf(sheet))


def test_a_signed_sheet_says_who_checked_it_and_when() -> None:
    sheet = sheet_pages.one(sheet_pages.of_hand_made(), Reader.CAREGIVER, checked=Checked("K. Hale", date(2026, 5, 21)))
    assert "Checked by K. Hale on 21 May 2026." in text(sheet)
    assert "Not yet checked" not in sheet_pages.everything_in(sheet)


def test_likes_stand_first_then_days_moments_what_helps_and_whom_to_call() -> None:
    sheet = sheet_pages.one(sheet_pages.of_hand_made(context={"likes": ["the cat", "baking"]}), Reader.CAREGIVER, site=SITE)
    said = text(sheet)
    order = ["likes the cat and baking", "The days", "Your moments with", "When it gets hard", "Who to call"]
    assert sorted(order, key=said.index) == order
    assert "555-0100" in said


def test_a_moment_says_when_how_and_when_to_stop() -> None:
    moment = sheet_pages.one(sheet_pages.of_hand_made(open_activity("paced_breathing")), Reader.CAREGIVER).moments[0]
    assert moment.when == ("Every day at 7:30 and 10:30", "5 min, at home")
    assert moment.steps == OPEN["paced_breathing"].steps
    assert moment.stop_when == " ".join(OPEN["paced_breathing"].stop_when)


def test_a_moment_of_ours_is_told_in_spanish() -> None:
    sheet = sheet_pages.one(sheet_pages.of_hand_made(open_activity("paced_breathing")), Reader.CAREGIVER, Language.SPANISH)
    assert sheet.moments[0].name == "Respirar despacio"
    assert sheet.moments[0].when[0] == "Todos los días: 7:30 y 10:30"
    assert sheet.moments[0].note == ""
    assert sheet.valid.startswith("Vale hasta el ")


@pytest.mark.parametrize("changed", [{"steps": ["Only this."]}, {"id": "our_own"}])
def test_what_a_site_wrote_is_shown_as_it_is_with_a_note(changed: dict[str, Any]) -> None:
    made = sheet_pages.of_hand_made(open_activity("paced_breathing", **changed))
    moment = sheet_pages.one(made, Reader.CAREGIVER, Language.SPANISH).moments[0]
    assert moment.name == "Slow breathing"
    assert moment.note == "Con las palabras del servicio que lo escribió."
    assert sheet_pages.one(made, Reader.CAREGIVER).moments[0].note == ""


def test_days_that_are_alike_are_drawn_once() -> None:
    picture = sheet_pages.one(sheet_pages.of_hand_made(), Reader.CAREGIVER).days
    assert picture is not None
    assert re.findall(r">(Mon to Fri|Sat and Sun|Mon|Sat)<", picture.svg) == ["Mon to Fri", "Sat and Sun"]


def test_without_contacts_there_are_lines_to_fill_in_and_no_number() -> None:
    sheet = sheet_pages.one(sheet_pages.of_hand_made(), Reader.CAREGIVER)
    assert "Fill in before this is handed out." in text(sheet)
    assert [one.phone for one in sheet.calls.lines] == [""] * 5
    assert not re.search(r"\b(911|112|999|555)\b", text(sheet))


def test_a_small_child_gets_the_advice_for_small_children() -> None:
    assert "Never shake." in text(sheet_pages.one(sheet_pages.of_hand_made(days=400), Reader.CAREGIVER))
    assert "Never shake." not in text(sheet_pages.one(sheet_pages.of_hand_made(), Reader.CAREGIVER))


@pytest.mark.parametrize("language", list(Language))
def test_both_ways_of_being_frightened_are_told(language: Language) -> None:
    states = sheet_words(language).hard
    for some in (states.older, states.small):
        assert len(some) == 3
    assert any(word in states.older[2].title for word in ("Far away", "Ausente"))


def test_a_sheet_is_good_until_the_plan_is_looked_at_again_or_the_holidays_begin() -> None:
    made = sheet_pages.of_hand_made()
    assert (
        sheet_pages.one(made, Reader.CAREGIVER).valid
        == f"Good until {words_in(Language.ENGLISH).on_date(made[0].goals[0].by)}. Then ask for a new one."
    )
    holidays = sheet_pages.of_hand_made(context={"holidays": [{"from": "2026-06-24", "to": "2026-07-31"}]})
    assert sheet_pages.one(holidays, Reader.CAREGIVER).valid == "Good until 23 June 2026. Then ask for a new one."


def test_a_week_on_which_somebody_is_away_makes_a_sheet_for_this_week() -> None:
    made = sheet_pages.of_hand_made(adults=[{**hand_made.CAREGIVER, "away": ["tue"]}, hand_made.TEACHER])
    assert sheet_pages.one(made, Reader.TEACHER).valid == "Good until 31 May 2026. Then ask for a new one."


def test_two_caregivers_get_a_sheet_each_with_only_their_own() -> None:
    adults = [hand_made.CAREGIVER, {"id": "aunt", "role": "caregiver", "minutes": 20, "name": "Aunt Ada"}, hand_made.TEACHER]
    plan, week, case = sheet_pages.of_hand_made(adults=adults)
    made = sheets_of(plan, week, case, reader=Reader.CAREGIVER)
    assert list(made) == ["caregiver-carer.en", "caregiver-aunt.en"]
    assert [len(one.moments) for one in made.values()] == [1, 0]
    assert "There are no fixed moments for you this week." in text(made["caregiver-aunt.en"])
    assert "Robin" not in text(made["caregiver-aunt.en"])


def test_the_hours_of_another_home_are_not_drawn() -> None:
    adults = [hand_made.CAREGIVER, {"id": "aunt", "role": "caregiver", "minutes": 20, "name": "Aunt Ada"}, hand_made.TEACHER]
    plan, week, case = sheet_pages.of_hand_made(adults=adults)
    awake = tuple(replace(one, adults=one.adults - {"aunt"}) if one.day is not Day.SUNDAY else one for one in week.problem.awake)
    made = sheets_of(plan, replace(week, problem=replace(week.problem, awake=awake)), case, reader=Reader.CAREGIVER)
    days = made["caregiver-aunt.en"].days
    assert days is not None
    assert days.alternative == "Sun: at home 7:00 to 20:00."


@pytest.mark.parametrize("language", list(Language))
def test_a_caregiver_is_told_no_score_no_history_and_nothing_others_said(language: Language) -> None:
    secret = "c4n4ry"
    made = sheet_pages.of_hand_made(
        adults=[hand_made.CAREGIVER, {**hand_made.TEACHER, "name": secret}],
        history={"infancy": {"adversity": 3, "note": secret, "events": [{"type": "bullying", "note": secret, "source": secret}]}},
        red_flags={"missing": {"answer": "yes", "action": {"by": "kh", "on": "2026-05-19", "what": secret}, "note": secret}},
        context={
            "treatments": [{"name": secret, "note": secret}],
            "appointments": [{"days": ["mon"], "from": "10:00", "to": "11:00", "what": secret}],
        },
    )
    found = sheet_pages.everything_in(sheet_pages.one(made, Reader.CAREGIVER, language))
    assert secret not in found
    assert not re.search(r"\brat(ed|ing)|percent|typical|bullying", text(sheet_pages.one(made, Reader.CAREGIVER, language)))


def test_what_a_professional_wrote_about_an_activity_is_told_at_home_and_asked_for_at_school() -> None:
    plan, week, case = sheet_pages.of_hand_made()
    note = "The nurse: upright, chin free, never after a feed."
    plan = replace(plan, activities=tuple(replace(one, precautions=(note,)) for one in plan.activities))
    assert sheet_pages.one((plan, week, case), Reader.CAREGIVER).moments[0].care == note
    assert note in sheet_pages.pdf_text(sheet_pdf(sheet_pages.one((plan, week, case), Reader.CAREGIVER)))
    school = sheet_pages.one((plan, week, case), Reader.TEACHER)
    assert school.moments[0].care.startswith("Before the first time, talk this one through")
    assert "nurse" not in sheet_pages.everything_in(school)


def test_the_day_in_order_tells_each_beginning_above_the_moments() -> None:
    sheet = sheet_pages.one(sheet_pages.of_hand_made(open_activity("paced_breathing")), Reader.CAREGIVER)
    assert [one.days for one in sheet.today] == ["Mon to Fri", "Sat and Sun"]
    assert [(one.time, one.number, one.name) for one in sheet.today[0].begins] == [
        ("7:30", "1", "Slow breathing"),
        ("10:30", "1", "Slow breathing"),
    ]
    said = text(sheet)
    order = ["The day in order", "At home 7:00 to 8:30, at school 9:00 to 15:00, at home 16:00 to 20:00", "Your moments with"]
    assert sorted(order, key=said.index) == order


LIKES = ["climbing trees", "Saturdays with her mother", "his grandma's singing", "Robin's jokes", "the sneezing game", "paced_breathing"]


def test_likes_at_home_are_as_written_but_for_those_that_name_somebody() -> None:
    made = sheet_pages.of_hand_made(open_activity("paced_breathing"), context={"likes": LIKES})
    english, spanish = (sheet_pages.one(made, Reader.CAREGIVER, language).likes for language in Language)
    assert english == "The child likes climbing trees, singing, jokes, the sneezing game and Slow breathing. Begin there."
    assert spanish == "A este niño o niña le gusta: trepar, cantar, los chistes, los juegos y Respirar despacio. Empiece por ahí."


@pytest.mark.parametrize("day", [date(2026, 5, 19), date(2026, 12, 24)])
def test_nobody_can_have_checked_before_the_assessment_or_after_the_end(day: date) -> None:
    with pytest.raises(WrongCheckDate, match="Nobody can have checked this sheet on 2026") as told:
        sheet_pages.one(sheet_pages.of_hand_made(), Reader.CAREGIVER, checked=Checked("K. Hale", day))
    assert told.value.exit_status is ExitStatus.WRONG_INPUT


# When there is none


def test_a_closed_gate_stops_every_sheet() -> None:
    plan, week, case = sheet_pages.of_hand_made()
    gate = replace(plan.profile.gate, is_open=False, is_shareable=False)
    closed = replace(plan, profile=replace(plan.profile, gate=gate))
    for reader in Reader:
        with pytest.raises(SharingStopped, match="No sheet is made") as told:
            sheets_of(closed, week, case, reader=reader)
        assert told.value.exit_status is ExitStatus.STOPPED_BY_SAFETY


def test_a_question_that_was_not_asked_stops_every_sheet() -> None:
    with pytest.raises(SharingStopped, match="1 safety questions have not been asked"):
        sheet_pages.one(sheet_pages.of_hand_made(red_flags={"missing": "not_asked"}), Reader.TEACHER)


def test_a_plan_without_activities_makes_no_sheet() -> None:
    plan, week, case = sheet_pages.of_hand_made()
    with pytest.raises(NoSheet, match="there is no plan of activities") as told:
        sheets_of(replace(plan, activities=()), week, case, reader=Reader.CAREGIVER)
    assert told.value.exit_status is ExitStatus.WRONG_INPUT


def test_nobody_of_the_role_is_told() -> None:
    with pytest.raises(NoSheet, match="names no teacher"):
        sheet_pages.one(sheet_pages.of_hand_made(adults=[hand_made.CAREGIVER]), Reader.TEACHER)


def test_after_the_end_of_the_plan_there_is_no_sheet() -> None:
    plan, week, case = sheet_pages.of_hand_made()
    with pytest.raises(PlanIsOver):
        sheets_of(plan, replace(week, starts=week.starts + timedelta(weeks=30)), case, reader=Reader.TEACHER)


# Paper


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("site", [None, SITE], ids=["no site", "site"])
def test_six_long_activities_stay_on_one_sheet_of_paper_in_letters_of_ten_points_and_are_told_whole(language: Language, site: Any) -> None:
    made = sheet_pages.of_hand_made(*long_ones(6), context={"likes": ["climbing trees", "the cat", "baking bread", "old songs"]})
    sheet = sheet_pages.one(made, Reader.CAREGIVER, language, site=site)
    pdf = sheet_pdf(sheet)
    assert sheet_pages.page_count(pdf) == page_count(pdf) == 2
    said = unspaced(sheet_pages.pdf_text(pdf))
    assert all(unspaced(step) in said for one in sheet.moments for step in one.steps)
    assert min(sizes(pdf, words=("1 ", "555", "7:30"))) >= 10


def test_with_both_sides_whom_to_call_stands_on_the_first_and_the_moments_on_the_second() -> None:
    sheet = sheet_pages.one(sheet_pages.of_hand_made(*long_ones(6)), Reader.CAREGIVER, site=SITE)
    front, back = pypdf.PdfReader(io.BytesIO(sheet_pdf(sheet))).pages
    for said in ("When it gets hard", "555-0100", "The day in order", "on the other side"):
        assert said in front.extract_text()
    assert "Stop when" not in front.extract_text()
    assert back.extract_text().count("Stop when:") == 6


@pytest.mark.parametrize("language", list(Language))
def test_what_to_take_care_of_and_when_to_stop_is_on_paper_however_little_room_there_is(language: Language) -> None:
    care = [{"when": "noise", "rule": "adapt", "text": "Softly and slowly, and never from behind.", "instead": []}]
    some = [{**one, "precautions": care} for one in long_ones(9)]
    sheet = sheet_pages.one(sheet_pages.of_hand_made(*some, context={"precautions": ["noise"]}), Reader.CAREGIVER, language, site=SITE)
    pdf = sheet_pdf(sheet)
    said = unspaced(sheet_pages.pdf_text(pdf))
    assert sheet_pages.page_count(pdf) == 2
    assert len(sheet.moments) == 9
    assert all(unspaced(str(one.stop_when)) in said for one in sheet.moments)
    assert said.count(unspaced(str(care[0]["text"]))) == 9
    whole = [all(unspaced(step) in said for step in one.steps) for one in sheet.moments]
    pointer = {Language.ENGLISH: "Ask for the page with all steps", Language.SPANISH: "pida la página con todos los pasos"}[language]
    assert said.count(unspaced(pointer)) == whole.count(False) > 0
    assert ".html" not in said
    assert all(step in text(sheet) for one in sheet.moments for step in one.steps)  # the page has room for all


def unspaced(said: str) -> str:
    return re.sub(r"[\s-]", "", said)


def test_a_short_sheet_uses_the_room_it_has() -> None:
    few = sheet_pdf(sheet_pages.one(sheet_pages.of_hand_made(), Reader.TEACHER))
    assert max(sizes(few, words=("Do it",))) > 10.5


def sizes(pdf: bytes, *, words: tuple[str, ...]) -> list[float]:
    """The sizes in points of the letters of every piece of text that holds one of these words."""
    found: list[float] = []

    def visit(piece: str, _user: Any, matrix: list[float], _font: Any, size: float) -> None:
        if any(word in piece for word in words):
            found.append(abs(matrix[3] or matrix[1]) * size if size < 2 else size)

    pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize("language", list(Language))
def test_the_pdf_is_tagged_in_its_language_and_tells_its_picture(language: Language) -> None:
    sheet = sheet_pages.one(sheet_pages.of_hand_made(), Reader.CAREGIVER, language)
    with pikepdf.open(io.BytesIO(sheet_pdf(sheet))) as document:
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        assert str(document.Root.Lang) == language
        assert str(document.docinfo["/Title"]) == sheet.title
        alternatives = [str(one.Alt) for one in document.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one]
    assert sheet.days is not None
    assert alternatives == [sheet.days.alternative]


def test_contacts_of_any_length_still_make_a_sheet() -> None:
    contacts = tuple(one.model_copy(update={"phone": "5" * 200, "hours": "h " * 100}) for one in SITE.contacts)
    sheet = sheet_pages.one(sheet_pages.of_hand_made(*long_ones(6)), Reader.CAREGIVER, site=SITE.model_copy(update={"contacts": contacts}))
    assert sheet_pages.page_count(sheet_pdf(sheet)) in (1, 2)


def test_a_name_in_letters_that_our_fonts_do_not_have_can_be_set() -> None:
    plan, week, case = sheet_pages.of_hand_made()
    case = case.model_copy(update={"child": case.child.model_copy(update={"name": "小明 #strong[x]"})})
    assert sheet_pages.page_count(sheet_pdf(sheet_pages.one((plan, week, case), Reader.TEACHER))) == 1


def test_the_same_sheet_gives_the_same_bytes() -> None:
    sheet = sheet_pages.one(sheet_pages.of_hand_made(), Reader.CAREGIVER)
    assert sheet_pdf(sheet) == sheet_pdf(sheet)


# Files


def test_each_sheet_is_written_as_page_and_paper_for_its_owner_only(tmp_path: Path) -> None:
    plan, week, case = sheet_pages.of_hand_made()
    written = write_sheets(plan, week, case, reader=Reader.TEACHER, folder=tmp_path / "new", language=Language.SPANISH)
    assert [one.name for one in written] == ["teacher.es.html", "teacher.es.pdf"]
    assert [one.stat().st_mode & 0o777 for one in written] == [0o600] * 2


def test_earlier_sheets_of_the_role_and_language_go_and_others_stay(tmp_path: Path) -> None:
    plan, week, case = sheet_pages.of_hand_made()
    for name in ("caregiver-gone.en.pdf", "caregiver.es.pdf", "teacher.en.pdf", "caregiver-notes.txt"):
        (tmp_path / name).write_text("old")
    write_sheets(plan, week, case, reader=Reader.CAREGIVER, folder=tmp_path)
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "caregiver-notes.txt",
        "caregiver.en.html",
        "caregiver.en.pdf",
        "caregiver.es.pdf",
        "teacher.en.pdf",
    ]


def test_what_no_longer_holds_is_taken_away_and_nothing_else(tmp_path: Path) -> None:
    plan, week, case = sheet_pages.of_hand_made()
    write_report(plan.profile, case, folder=tmp_path, site=None, plan=plan, week=week)
    write_sheets(plan, week, case, reader=Reader.CAREGIVER, folder=tmp_path)
    write_sheets(plan, week, case, reader=Reader.TEACHER, folder=tmp_path, language=Language.SPANISH)
    (tmp_path / "teacher-notes.txt").write_text("mine")
    gone = withdraw_sheets(tmp_path, child=case.child.id)
    assert gone == ["caregiver.en.html", "caregiver.en.pdf", "teacher.es.html", "teacher.es.pdf", "week.ics"]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["plan.json", "profile.json", "report.html", "report.pdf", "teacher-notes.txt"]
    assert withdraw_sheets(tmp_path / "none", child=case.child.id) == []


def test_the_sheets_of_another_child_are_not_taken_away(tmp_path: Path) -> None:
    plan, week, case = sheet_pages.of_hand_made()
    write_sheets(plan, week, case, reader=Reader.CAREGIVER, folder=tmp_path)
    with pytest.raises(CannotWrite, match="a sheet of another child is in this folder"):
        withdraw_sheets(tmp_path, child="other")
    assert (tmp_path / "caregiver.en.pdf").exists()


def test_a_folder_holds_the_sheets_of_one_child(tmp_path: Path) -> None:
    plan, week, case = sheet_pages.of_hand_made()
    write_sheets(plan, week, case, reader=Reader.CAREGIVER, folder=tmp_path)
    other = case.model_copy(update={"child": case.child.model_copy(update={"id": "other"})})
    with pytest.raises(CannotWrite, match="a sheet of another child is in this folder"):
        write_sheets(plan, week, other, reader=Reader.TEACHER, folder=tmp_path)
    read, profile = examples.read("foster-care")
    with pytest.raises(CannotWrite, match="a sheet of another child is in this folder"):
        write_report(profile, read.case, folder=tmp_path, site=None)


# Languages


@pytest.mark.parametrize("words", [sheet_words, words_in])
def test_both_languages_say_the_same_with_the_same_blanks(words: Any) -> None:
    english, spanish = (blanks(words(language)) for language in Language)
    assert english.keys() == spanish.keys()
    differing = {key for key in english if english[key].keys() != spanish[key].keys() and "hard" not in key}
    assert {
        key: (english[key], spanish[key])
        for key in differing
        if set(english[key]) - {"child", "Child"} != set(spanish[key]) - {"child", "Child"}
    } == {}


def blanks(given: Any, place: str = "") -> dict[str, dict[str, None]]:
    """Every text of some words by its place, with the names of its blanks."""
    if isinstance(given, str):
        return {place: dict.fromkeys(name for _, name, _, _ in string.Formatter().parse(given) if name)}
    if isinstance(given, BaseModel):
        parts: list[tuple[str, Any]] = [(name, getattr(given, name)) for name in type(given).model_fields]
    elif isinstance(given, dict):
        parts = [(str(name), value) for name, value in given.items()]
    else:
        parts = [(str(number), value) for number, value in enumerate(given)]
    return {key: value for name, part in parts for key, value in blanks(part, f"{place}.{name}").items()}


# In a browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert chromium, "The tests need Chromium. Debian: sudo apt-get install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-quic"])
        yield started
        started.close()


@pytest.mark.browser
@pytest.mark.enable_socket
@pytest.mark.parametrize("reader", list(Reader))
@pytest.mark.parametrize("language", list(Language))
def test_axe_finds_nothing_and_a_phone_shows_all_of_it(browser: Browser, reader: Reader, language: Language, tmp_path: Path) -> None:
    sheet = sheet_pages.one(sheet_pages.of_hand_made(open_activity("paced_breathing"), hand_made.AT_SCHOOL), reader, language)
    place = tmp_path / "sheet.html"
    place.write_text(sheet_html(sheet, mark=sheet_pages.MARK), "utf-8")
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(place.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not page.locator(".days").is_visible()  # the picture would be too small to read: the list tells the day
    assert page.locator(".today").is_visible()
    results = Axe().run(page)
    assert len(results.response["passes"]) > 15
    assert results.violations_count == 0, results.generate_report()

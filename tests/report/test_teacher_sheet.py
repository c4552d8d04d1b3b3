"""What a teacher is never told: everything but the own moments, the first name, and likes in words of ours (§16)."""

from dataclasses import fields, replace
from typing import Any

import pytest

from rootwise.case import Case
from rootwise.case.vocabulary import Precaution
from rootwise.document.kinds import Language
from rootwise.plan import Plan
from rootwise.plan.week.model import Conflict, Moved, Resting, Unplaced, Week
from rootwise.plan.week.problem import Blocked
from rootwise.report.sheets import Reader
from rootwise.report.sheets.facts import SheetFacts
from rootwise.report.sheets.paper import sheet_html
from tests.plan import drawn_plan
from tests.plan.week import hand_made
from tests.report import sheet_pages

ADULTS = [
    {**hand_made.CAREGIVER, "id": "c4n4ry-carer", "name": "c4n4ry carer"},
    hand_made.TEACHER,
    {"id": "c4n4ry-ot", "role": "occupational_therapist", "minutes": 20, "name": "c4n4ry ot"},
]
TOLD = {"kind": Precaution.NOISE, "text": "Softly and slowly."}


def with_canaries() -> tuple[Plan, Week, Case]:
    """A case with a token in every free text and every id that a person chose."""
    note = "c4n4ry note"
    at_school = {
        **hand_made.AT_SCHOOL,
        "precautions": [
            {"when": "noise", "rule": "adapt", "text": TOLD["text"], "instead": []},
            {"when": "touch_history", "rule": "adapt", "text": "Hands never meet.", "instead": []},
            {"when": "trauma_triggers", "rule": "adapt", "text": "c4n4ry trauma advice.", "instead": []},
            {"when": "self_harm", "rule": "adapt", "text": "c4n4ry self-harm advice.", "instead": []},
            {"when": "medication", "rule": "adapt", "text": "c4n4ry medicine advice.", "instead": []},
        ],
        "evidence": {"grade": "D", "outcome": "c4n4ry outcome.", "sources": "project draft"},
    }
    at_home = {**hand_made.AT_HOME, "name": "c4n4ry at home", "steps": ["c4n4ry step."], "why": "c4n4ry why."}
    plan, case = hand_made.made(
        at_home,
        at_school,
        adults=ADULTS,
        history={"infancy": {"adversity": 3, "note": note, "events": [{"type": "bullying", "note": note, "source": note}]}},
        red_flags={"missing": {"answer": "yes", "action": {"by": "kh", "on": "2026-05-19", "what": note}, "note": note}},
        relations={"safe_adults": 1, "peers": 0},
        context={
            "likes": ["drumming with c4n4ry uncle", "c4n4ry grandmother", "Saturdays with her mother"],
            "treatments": [{"name": "c4n4ry therapy", "note": note}],
            "appointments": [{"days": ["mon"], "from": "10:00", "to": "11:00", "what": "c4n4ry court"}],
            "equipment": ["c4n4ry swing"],
            "precautions": ["noise", "touch_history", "trauma_triggers", "self_harm", "medication"],
        },
    )
    child = case.child.model_copy(update={"id": "c4n4ry-child", "name": "River C4N4RY"})
    raters = tuple(one.model_copy(update={"name": "c4n4ry rater"}) for one in case.raters)
    case = case.model_copy(update={"child": child, "raters": raters})
    week = hand_made.week(plan, case)
    blocked = (Blocked(week.doses[0].day, 600, 660, "c4n4ry court"),)
    week = replace(
        week,
        problem=replace(week.problem, blocked=blocked),
        unplaced=(Unplaced("rocking", 1, note),),
        conflicts=(Conflict(("rocking",), (note,), note),),
        moved=(Moved("rocking", week.doses[0], None),),
        resting=(Resting("rocking", note),),
    )
    return plan, week, case


@pytest.mark.parametrize("language", list(Language))
def test_no_canary_reaches_a_teacher(language: Language) -> None:
    found = sheet_pages.everything_in(sheet_pages.one(with_canaries(), Reader.TEACHER, language)).lower()
    assert "c4n4ry" not in found
    assert "tamsin tutor" in found  # the search finds what is there
    assert "river" in found


@pytest.mark.parametrize("language", list(Language))
def test_no_word_of_scores_history_or_reasons_reaches_a_teacher(language: Language) -> None:
    sheet = sheet_pages.one(with_canaries(), Reader.TEACHER, language)
    page = sheet_html(sheet, mark=sheet_pages.MARK).lower()
    words = [
        "rated",
        "rating",
        "percent",
        "typical",
        "touch_history",
        "trauma",
        "self_harm",
        "medic",
        "mother",
        "bullying",
        "essential",
        "evidence",
    ]
    assert [word for word in words if word in page.split("</style>")[1]] == []


def test_advice_that_could_tell_of_the_past_becomes_a_talk_first() -> None:
    moment = sheet_pages.one(with_canaries(), Reader.TEACHER).moments[0]
    assert (
        moment.care
        == "Softly and slowly. Hands never meet. Before the first time, talk this one through with the person who gave you the sheet."
    )


def test_a_caregiver_is_told_all_the_advice() -> None:
    made = sheet_pages.of_hand_made(
        {**hand_made.AT_HOME, "precautions": [{"when": "trauma_triggers", "rule": "adapt", "text": "Light on.", "instead": []}]},
        context={"precautions": ["trauma_triggers"]},
    )
    assert sheet_pages.one(made, Reader.CAREGIVER).moments[0].care == "Light on."


def test_only_what_is_done_at_school_by_this_teacher_is_told() -> None:
    sheet = sheet_pages.one(with_canaries(), Reader.TEACHER)
    assert [one.name for one in sheet.moments] == ["Beat"]
    assert sheet.days is not None
    assert "at home" not in sheet.days.svg
    assert "Sat" not in sheet.days.svg


def test_likes_are_words_of_ours_never_what_somebody_wrote() -> None:
    assert sheet_pages.one(with_canaries(), Reader.TEACHER).likes == "River likes drumming. Begin there."
    assert sheet_pages.one(with_canaries(), Reader.TEACHER, Language.SPANISH).likes == "A River le gusta: tocar el tambor. Empiece por ahí."


def test_a_like_written_in_spanish_is_known_too() -> None:
    made = sheet_pages.of_hand_made(context={"likes": ["dibujar con su abuela"]})
    assert sheet_pages.one(made, Reader.TEACHER, Language.SPANISH).likes.startswith("A este niño o niña le gusta: dibujar.")


def test_a_child_without_a_name_is_not_called_by_the_id() -> None:
    made = sheet_pages.of_hand_made()
    page = sheet_html(sheet_pages.one(made, Reader.TEACHER), mark=sheet_pages.MARK)
    assert "The child: small moments at school" in page
    assert "drawn" not in page.split("</style>")[1].replace("Drawn for a test.", "")


def test_what_a_teacher_may_not_see_changes_nothing() -> None:
    """Two cases that differ in everything a teacher may not see give the same bytes."""

    def page(**words: Any) -> str:
        plan, case = hand_made.made(**words)
        week = hand_made.week(plan, case)
        return sheet_html(sheet_pages.one((plan, week, case), Reader.TEACHER), mark=sheet_pages.MARK)

    secret: dict[str, Any] = {
        "history": {"infancy": {"adversity": 4, "relational_health": 0, "events": [{"type": "bullying", "severity": 4}]}},
        "relations": {"safe_adults": 0},
        "red_flags": {"missing": {"answer": "yes", "action": {"by": "kh", "on": "2026-05-19", "what": "Found."}}},
        "others": 6,
        "context": {
            "treatments": [{"name": "Trauma therapy"}],
            "equipment": ["swing"],
            "likes": ["her aunt"],
            "precautions": ["self_harm"],
        },
        "adults": [{**hand_made.CAREGIVER, "name": "Foster mother", "minutes": 15}, hand_made.TEACHER],
    }
    assert page(**secret) == page()


def test_a_sheet_knows_only_what_stands_on_the_list() -> None:
    """A new field of a sheet is a decision about privacy: add it here after thinking who reads it."""
    assert {one.name for one in fields(SheetFacts)} == {
        "reader",
        "language",
        "child",
        "is_small",
        "is_fictional",
        "for_whom",
        "likes",
        "days",
        "moments",
        "stop_always",
        "until",
    }


def test_a_teacher_gets_the_words_of_the_language() -> None:
    activity = drawn_plan.OPEN.catalogue.activity("paced_breathing").model_dump(mode="json", by_alias=True)
    made = sheet_pages.of_hand_made({**activity, "settings": ["school"], "leads": ["teacher"], "functions": ["sleep"]})
    assert sheet_pages.one(made, Reader.TEACHER, Language.SPANISH).moments[0].name == "Respirar despacio"

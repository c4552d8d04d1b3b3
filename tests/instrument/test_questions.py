"""The questions for those who know the child go with the instrument, function for function and anchor for anchor, in both languages."""

import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import ValidationError

from rootwise.case.vocabulary import Missing, Role
from rootwise.document.kinds import Language
from rootwise.errors import InvalidFile
from rootwise.instrument import NoQuestions, Questions, load_instrument, questions_for, read_instrument
from rootwise.instrument.questions import FOLDER, Observer, OtherAnswers, read_questions
from tests.instrument.test_open_functional_map import FORBIDDEN
from tests.instrument.tiny_garden import TINY

MAP = load_instrument("open-functional-map@1").instrument
ENGLISH = questions_for(MAP, Language.ENGLISH)
SPANISH = questions_for(MAP, Language.SPANISH)
FILES = Path(str(FOLDER))
FORBIDDEN_IN_SPANISH = re.compile(
    r"daño cerebral|\bedad mental|trastorno|anormal|patol[óo]gic|berrinche|rabieta|manipul|malcriad|perezos|retrasad|desobed",
    re.IGNORECASE,
)
NAMES = "`rootwise instrument list` names those that are here"
WRONG_CHOICES = "the choices are not the anchors of the instrument. One for each of 2, 4, 6, 8, 10, 12, in this order"


@pytest.fixture(params=[ENGLISH, SPANISH], ids=["english", "spanish"])
def questions(request: pytest.FixtureRequest) -> Questions:
    assert isinstance(request.param, Questions)
    return request.param


def test_every_function_is_asked_once_in_the_order_of_the_instrument(questions: Questions) -> None:
    assert [one.function for one in questions.questions] == [one.id for one in MAP.functions]


def test_every_anchor_has_its_choice_with_the_same_rating(questions: Questions) -> None:
    for question in questions.questions:
        assert [one.rating for one in question.choices] == [one.rating for one in MAP.function(question.function).anchors]


def test_the_choices_of_a_question_can_be_told_apart(questions: Questions) -> None:
    assert all(len({one.text for one in question.choices}) == len(question.choices) for question in questions.questions)
    assert len({one.ask for one in questions.questions}) == 32


def test_no_question_and_no_choice_names_an_age_or_a_number(questions: Questions) -> None:
    texts = [text for one in questions.questions for text in (one.ask, *(choice.text for choice in one.choices))]

    assert [text for text in texts if re.search(r"\d|\bage\b|years old|\bedad\b|\baños\b", text)] == []


def test_no_text_blames_or_labels(questions: Questions) -> None:
    text = questions.model_dump_json()

    assert FORBIDDEN.search(text) is None
    assert FORBIDDEN_IN_SPANISH.search(text) is None


def test_every_question_is_one_and_names_the_child(questions: Questions) -> None:
    child = {Language.ENGLISH: "child", Language.SPANISH: "niño o la niña"}[questions.language]

    assert [one.ask for one in questions.questions if not one.ask.endswith("?") or one.ask.count("?") != 1] == []
    assert [one.function for one in questions.questions if child not in one.ask] == []


def test_nights_meals_and_growth_are_not_asked_of_a_teacher(questions: Questions) -> None:
    unseen = {one.function for one in questions.questions} - {one.function for one in questions.asked_of("teacher")}

    assert unseen == {"sleep", "appetite", "growth_rhythm"}
    assert len(questions.asked_of("caregiver")) == 32
    assert questions.question("sleep").asked_of == ("caregiver",)
    assert questions.question("mood").asked_of == ("caregiver", "teacher")


def test_the_first_page_says_what_to_do_when_it_cannot_wait() -> None:
    assert "call your emergency number" in ENGLISH.introduction[-1]
    assert "llame al número de emergencias" in SPANISH.introduction[-1]


def test_what_needs_a_doctor_first_is_said_where_it_shows() -> None:
    assert any("call a doctor today" in one for one in ENGLISH.introduction)
    assert any("llame hoy a un médico" in one for one in SPANISH.introduction)
    for questions, doctor in ((ENGLISH, "doctor"), (SPANISH, "médico")):
        for function in ("shutdown", "growth_rhythm"):
            assert doctor in str(questions.question(function).look.caregiver)


def test_missing_answers_and_observers_have_the_words_of_the_case_file() -> None:
    assert set(OtherAnswers.model_fields) - {"none_yet"} == {"not_observed", "not_applicable", "declined"} <= set(Missing)
    assert set(get_args(Observer)) <= set(Role)


def test_they_say_that_nobody_has_reviewed_them_yet(questions: Questions) -> None:
    assert (questions.source, questions.clinical_reviewer, questions.native_reviewer) == ("project draft", None, None)


def test_both_languages_have_the_same_files() -> None:
    names = {one.name for one in FILES.iterdir()}

    assert (ENGLISH.language, SPANISH.language) == (Language.ENGLISH, Language.SPANISH)
    assert names == {f"{name.split('.')[0]}.{language}.yaml" for name in names for language in Language}


def test_questions_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        ENGLISH.questions[0].ask = "Anything?"


def test_an_instrument_of_ones_own_has_no_questions() -> None:
    with pytest.raises(NoQuestions) as refused:
        questions_for(read_instrument(TINY).instrument, Language.SPANISH)

    assert str(refused.value) == "There are no questions for tiny-garden@3 in this language (es)."


def test_ours_with_another_wording_has_no_questions_either() -> None:
    with pytest.raises(NoQuestions):
        questions_for(MAP.model_copy(update={"title": "Another map"}), Language.ENGLISH)


def broken(folder: Path, language: Language, old: str, new: str) -> list[str]:
    """What is told about a copy of our questions in which one text was replaced, without file and line."""
    for one in Language:
        text = (FILES / f"open-questions@1.{one}.yaml").read_text("utf-8")
        assert one is not language or old in text
        (folder / f"open-questions@1.{one}.yaml").write_text(text.replace(old, new, 1) if one is language else text, "utf-8")
    with pytest.raises(InvalidFile) as refused:
        read_questions(folder / f"open-questions@1.{language}.yaml")
    return [f"{one.where}: {one.what}. {one.expected}" for one in refused.value.problems]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("rating: 2,", "rating: 3,", f"questions[1].choices: {WRONG_CHOICES}"),
        ("instrument: open-functional-map@1", "instrument: no-map@1", f"instrument: there is no such instrument. {NAMES}"),
        (
            "id: likely",
            "id: perhaps",
            "confidences: these are not the confidences of the instrument. Each once, in this order: sure, likely, guess",
        ),
        ("review_due: 2027", "review_due: 2025", ": the review is due before it was done. A later date than `reviewed_on`"),
        (
            "thanks:",
            "many_thanks:",
            "many_thanks: this key is not known here. Check its spelling and indentation; `rootwise check --schema` describes every key",
        ),
    ],
)
def test_what_does_not_go_with_the_instrument_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert told in broken(tmp_path, Language.ENGLISH, old, new)


def test_a_function_that_is_left_out_is_told(tmp_path: Path) -> None:
    told = broken(tmp_path, Language.ENGLISH, "function: sleep", "function: slumber")

    assert told[0].startswith("questions: these are not the functions of the instrument. Each once, in this order: visceral_comfort, ")


def test_a_translation_that_asks_others_is_told(tmp_path: Path) -> None:
    text = (FILES / "open-questions@1.es.yaml").read_text("utf-8")
    teacher = next(line for line in text.splitlines() if line.startswith("      teacher:"))

    told = broken(tmp_path, Language.SPANISH, f"{teacher}\n", "")

    assert told == ["questions[1].look.teacher: this is missing. As in the English file"]


def test_a_function_that_nobody_is_asked_about_is_told(tmp_path: Path) -> None:
    text = (FILES / "open-questions@1.en.yaml").read_text("utf-8")
    look = re.search(r"    look:\n      caregiver: .*\n    choices", text)
    assert look is not None

    told = broken(tmp_path, Language.ENGLISH, look[0], "    look: {}\n    choices")

    assert told == ["questions[6].look: nobody is asked. Say where a caregiver or a teacher looks"]


def test_a_text_too_long_for_a_phone_is_told(tmp_path: Path) -> None:
    told = broken(tmp_path, Language.ENGLISH, 'ask: "How does the child fall asleep, sleep and wake?"', f'ask: "{"How? " * 30}"')

    assert told == ["questions[6].ask: this text is too long. At most 140 characters"]

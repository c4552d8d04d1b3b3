"""What those who know a child are asked, in their own language: one question a function, and the anchors in plain words.

A choice has the rating of the anchor it stands for. What somebody has not seen, what does not apply and what they would rather not
say is no rating, and has its own words.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from rootwise.document import Document, Place, checked, read_document, wrong
from rootwise.document.kinds import Identifier, Language, one_line
from rootwise.errors import Problem, UserError
from rootwise.instrument.load import CONTENT, UnknownInstrument, comes_with_rootwise, load_instrument
from rootwise.instrument.model import Content, Instrument
from rootwise.instrument.provenance import Provenance
from rootwise.instrument.shape import differences

FOLDER = CONTENT / "questions"

Observer = Literal["caregiver", "teacher"]  # the words of a case file for these roles
Sentence = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(one_line)]
OnAPhone = Annotated[str, Field(min_length=1, max_length=140), AfterValidator(one_line)]
OnAButton = Annotated[str, Field(min_length=1, max_length=110), AfterValidator(one_line)]


class NoQuestions(UserError):
    """Nobody has written questions in this language for an instrument, or it is not ours word for word."""

    def __init__(self, instrument: str, language: Language) -> None:
        super().__init__(f"There are no questions for {instrument} in this language ({language}).")


class Choice(Content):
    """An anchor in plain words."""

    rating: int
    text: OnAButton


class Look(Content):
    """Where to look, for everybody who can see the function at all."""

    caregiver: OnAPhone | None = None
    teacher: OnAPhone | None = None

    @model_validator(mode="after")
    def _somebody_sees_it(self) -> Self:
        if self.caregiver is None and self.teacher is None:
            raise wrong("nobody is asked", "Say where a caregiver or a teacher looks")
        return self


class Question(Content):
    """One screen: a function, where to look, and what there is to choose from."""

    function: Identifier
    ask: OnAPhone
    look: Look
    choices: tuple[Choice, ...] = Field(strict=False, min_length=2)

    @property
    def asked_of(self) -> tuple[Observer, ...]:
        """Who can see this function at all."""
        observers: tuple[Observer, ...] = ("caregiver", "teacher")
        return tuple(one for one in observers if getattr(self.look, one) is not None)


class OtherAnswers(Content):
    """What can be answered besides a choice. `none_yet` is the lowest rating; the others are no rating, each with its reason."""

    none_yet: OnAPhone
    not_observed: OnAPhone
    not_applicable: OnAPhone
    declined: OnAPhone


class HowSure(Content):
    """A confidence of the instrument in plain words."""

    id: Identifier
    text: OnAPhone


class Questions(Provenance):
    """The questions of one instrument in one language. A released version is never edited."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{0,59}$")
    version: int = Field(ge=1)
    instrument: str
    language: Annotated[Language, Field(strict=False)]
    introduction: tuple[Sentence, ...] = Field(strict=False, min_length=1)
    which_fits: OnAPhone
    answers: OtherAnswers
    how_sure: OnAPhone
    confidences: tuple[HowSure, ...] = Field(strict=False, min_length=1)
    note: OnAPhone
    thanks: OnAPhone
    questions: tuple[Question, ...] = Field(strict=False, min_length=1, description="in the order of the instrument")

    @property
    def name(self) -> str:
        """What an answer refers to, such as `open-questions@1`."""
        return f"{self.id}@{self.version}"

    def question(self, function_id: str) -> Question:
        return next(one for one in self.questions if one.function == function_id)

    def asked_of(self, observer: Observer) -> tuple[Question, ...]:
        """The questions that this observer can answer."""
        return tuple(one for one in self.questions if observer in one.asked_of)


def questions_for(instrument: Instrument, language: Language) -> Questions:
    """The newest questions for exactly this instrument.

    Raises
    ------
    NoQuestions
        There are none in this language, or the instrument is not, word for word, the one they were written for.
    """
    found = [one for one in _stored(language) if one.instrument == instrument.name]
    if not found or not comes_with_rootwise(instrument):
        raise NoQuestions(instrument.name, language)
    return found[-1]


def read_questions(place: Path) -> Questions:
    """Questions from a file, checked whole against their instrument.

    Raises
    ------
    InvalidFile
        With every problem of the file.
    """
    document = read_document(place)
    return checked(Questions, document, also=lambda read: [*_problems(read, document), *_unlike_the_original(read, document, place)])


@cache
def _stored(language: Language) -> tuple[Questions, ...]:
    places = [Path(str(one)) for one in FOLDER.iterdir() if one.name.endswith(f".{language}.yaml")]
    return tuple(sorted((read_questions(one) for one in places), key=lambda one: (one.id, one.version)))


def _problems(questions: Questions, document: Document) -> list[Problem]:
    try:
        instrument = load_instrument(questions.instrument).instrument
    except UnknownInstrument:
        return [document.problem(("instrument",), "there is no such instrument", "`rootwise instrument list` names those that are here")]
    return [document.problem(place, what, expected) for place, what, expected in _disagreements(questions, instrument)]


def _unlike_the_original(questions: Questions, document: Document, place: Path) -> list[Problem]:
    """Where a translation says more or less than the English file beside it."""
    beside = place.with_name(f"{questions.name}.{Language.ENGLISH}.yaml")
    if questions.language is Language.ENGLISH or not beside.is_file():
        return []
    words = set(Questions.model_fields) - set(Provenance.model_fields)
    found = differences(read_questions(beside).model_dump(include=words), questions.model_dump(include=words))
    return [document.problem(where, what, "As in the English file") for where, what in found]


def _disagreements(questions: Questions, instrument: Instrument) -> Iterator[tuple[Place, str, str]]:
    functions = [one.id for one in instrument.functions]
    if [one.function for one in questions.questions] != functions:
        yield ("questions",), "these are not the functions of the instrument", f"Each once, in this order: {', '.join(functions)}"
        return
    for number, (question, function) in enumerate(zip(questions.questions, instrument.functions, strict=True)):
        ratings = [one.rating for one in function.anchors]
        if [one.rating for one in question.choices] != ratings:
            expected = f"One for each of {', '.join(map(str, ratings))}, in this order"
            yield ("questions", number, "choices"), "the choices are not the anchors of the instrument", expected
    confidences = [one.id for one in instrument.confidences]
    if [one.id for one in questions.confidences] != confidences:
        yield ("confidences",), "these are not the confidences of the instrument", f"Each once, in this order: {', '.join(confidences)}"

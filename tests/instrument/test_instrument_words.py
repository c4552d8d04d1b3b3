"""The Spanish words of the open functional map say everything the English file says, and English falls out of the instrument itself."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rootwise.document.kinds import Language
from rootwise.errors import InvalidFile
from rootwise.instrument import load, load_instrument, read_instrument, words_of
from rootwise.instrument.model import Escalation
from rootwise.instrument.words import read_words
from tests.instrument.test_questions import FORBIDDEN_IN_SPANISH
from tests.instrument.tiny_garden import TINY

MAP = load_instrument("open-functional-map@1").instrument
SPANISH_FILE = Path(str(load.CONTENT / "open-functional-map@1.es.yaml"))
ENGLISH = words_of(MAP, Language.ENGLISH)
SPANISH = words_of(MAP, Language.SPANISH)


def texts(values: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(values, str):
        yield place, values
    elif isinstance(values, dict | list | tuple):
        for key, value in values.items() if isinstance(values, dict) else enumerate(values):
            yield from texts(value, f"{place}.{key}")


ENGLISH_TEXTS = dict(texts(ENGLISH.model_dump()))
SPANISH_TEXTS = dict(texts(SPANISH.model_dump()))


def test_english_is_what_the_instrument_says() -> None:
    sleep = MAP.function("sleep")

    assert ENGLISH.functions["sleep"].definition == sleep.definition
    assert ENGLISH.functions["sleep"].anchors == {one.rating: one.text for one in sleep.anchors}
    assert ENGLISH.safety.red_flags["self_harm"].action == MAP.red_flag("self_harm").action
    assert ENGLISH.limits == tuple(one.text for one in MAP.limits)
    assert not ENGLISH.is_original


def test_every_sentence_of_the_instrument_is_among_the_words() -> None:
    told = set(ENGLISH_TEXTS.values())
    read_by_people = {"name", "label", "title", "text", "definition", "question", "action", "support_name", *Escalation.model_fields}
    sentences = [text for place, text in texts(MAP.model_dump(mode="json")) if place.rpartition(".")[2] in read_by_people]

    assert len(sentences) > 550
    assert [text for text in sentences if text not in told] == []


def test_spanish_has_a_text_for_each_text_in_english_and_none_was_left_in_english() -> None:
    assert SPANISH_TEXTS.keys() == ENGLISH_TEXTS.keys()
    assert len(SPANISH_TEXTS) > 550
    assert [place for place, text in SPANISH_TEXTS.items() if text == ENGLISH_TEXTS[place]] == []
    assert not SPANISH.is_original


def test_no_spanish_text_stands_for_two_english_ones() -> None:
    seen: dict[str, str] = {}
    doubled = []
    for place, text in SPANISH_TEXTS.items():
        if seen.setdefault(text, ENGLISH_TEXTS[place]) != ENGLISH_TEXTS[place]:
            doubled.append(text)

    assert doubled == []


def test_no_spanish_text_blames_or_labels() -> None:
    assert [text for text in SPANISH_TEXTS.values() if FORBIDDEN_IN_SPANISH.search(text)] == []


def test_numbers_are_the_same_in_both_languages() -> None:
    def digits(text: str) -> list[str]:
        return re.findall(r"\d+", text)

    assert [place for place, text in SPANISH_TEXTS.items() if digits(text) != digits(ENGLISH_TEXTS[place])] == []


def test_every_safety_question_names_the_child_so_that_nobody_reads_it_of_themselves() -> None:
    about = re.compile(r"niño|bebé|lesión reciente")

    assert [name for name, flag in SPANISH.safety.red_flags.items() if not about.search(flag.question)] == []
    assert all(flag.question.startswith("¿") and flag.question.endswith("?") for flag in SPANISH.safety.red_flags.values())


ASKS_FOR = {  # what an action must not lose on the way into another language
    "your emergency number|call your emergency": "número de emergencias",
    "child protection": "protección de la infancia",
    "today": r"\bhoy\b",
    "paediatrician": "pediatra",
    "within days": "en pocos días",
    "at once": "de inmediato",
    "suicide": "suicidio",
}


@pytest.mark.parametrize("english", ASKS_FOR)
def test_an_action_in_spanish_asks_for_what_it_asks_for_in_english(english: str) -> None:
    asking = [name for name, flag in ENGLISH.safety.red_flags.items() if re.search(english, flag.action)]

    assert asking
    assert [one for one in asking if not re.search(ASKS_FOR[english], SPANISH.safety.red_flags[one].action)] == []


def test_an_instrument_of_ones_own_is_told_in_its_own_words() -> None:
    tiny = read_instrument(TINY).instrument

    words = words_of(tiny, Language.SPANISH)

    assert (words.is_original, words.title) == (True, "Tiny garden")
    assert not words_of(tiny, Language.ENGLISH).is_original


def test_ours_with_another_wording_is_told_in_its_own_words() -> None:
    assert words_of(MAP.model_copy(update={"title": "Another map"}), Language.SPANISH).title == "Another map"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            '        2: "Duerme en ratos',
            '        3: "Duerme en ratos',
            [
                "words.functions.sleep.anchors.2: this is missing. As in open-functional-map@1",
                "words.functions.sleep.anchors.3: the original has nothing of this name. As in open-functional-map@1",
            ],
        ),
        (
            "        support_name: Descanso y ayuda para quien cuida\n",
            "",
            ["words.relations.items.caregiver_strain.support_name: this is missing. As in open-functional-map@1"],
        ),
        (
            "  limits:\n",
            "  limits:\n    - Una frase de más.\n",
            ["words.limits: the original has 8 entries here. As in open-functional-map@1"],
        ),
        (
            "instrument: open-functional-map@1",
            "instrument: no-map@1",
            ["instrument: there is no such instrument. `rootwise instrument list` names those that are here"],
        ),
    ],
)
def test_words_that_do_not_go_with_the_instrument_are_told(tmp_path: Path, old: str, new: str, told: list[str]) -> None:
    place = tmp_path / "words.yaml"
    text = SPANISH_FILE.read_text("utf-8")
    assert old in text
    place.write_text(text.replace(old, new, 1), "utf-8")

    with pytest.raises(InvalidFile) as refused:
        read_words(place)

    assert [f"{one.where}: {one.what}. {one.expected}" for one in refused.value.problems] == told

"""An instrument in another language is the same instrument: only what is read differs."""

from typing import Any

from rootwise.document.kinds import Language
from rootwise.instrument import load_instrument
from rootwise.instrument.words import spoken, words_of

ORIGINAL = load_instrument("open-functional-map@1").instrument
READ = {"title", "text", "name", "definition", "label", "question", "action", "support_name", "not_asked", "basic_needs", "safe_place"}


def _without_texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_texts(one) for key, one in value.items() if key not in READ or not isinstance(one, str)}
    return [_without_texts(one) for one in value] if isinstance(value, list | tuple) else value


def test_nothing_but_what_is_read_differs() -> None:
    spanish = spoken(ORIGINAL, Language.SPANISH)
    assert _without_texts(spanish.model_dump()) == _without_texts(ORIGINAL.model_dump())


def test_every_text_is_that_of_the_words() -> None:
    spanish = spoken(ORIGINAL, Language.SPANISH)
    theirs = words_of(spanish, Language.ENGLISH)  # the texts that it now carries itself
    assert theirs == words_of(ORIGINAL, Language.SPANISH)


def test_english_is_the_instrument_itself_and_so_is_one_of_a_site() -> None:
    assert spoken(ORIGINAL, Language.ENGLISH) is ORIGINAL
    own = ORIGINAL.model_copy(update={"title": "Our own"})
    assert spoken(own, Language.SPANISH) is own

"""Names as they are compared: to find somebody, and to ask a person to look whether two could be one person's, never to decide."""

import unicodedata
from difflib import SequenceMatcher

# Cyrillic and Greek letters that pass for Latin ones (Unicode UTS 39, confusables), and small letters whose capitals do.
_PASS_FOR = str.maketrans(
    "АВЕЅІЈКМНОРСТУХѴҮԌԚԜҺԀӀЬавеѕіјкмнорстухѵүԍԛԝһԁӏьгҽѡΑΒΕΖΗΙΚΜΝΟΡΤΥΧͿαγεηικνορστυχωϳ",
    "ABESIJKMHOPCTYXVYGQWHDIBabesijkmhopctyxvygqwhdibrewABEZHIKMNOPTYXJayenikvopotuxwj",
)
_ONE_STROKE = str.maketrans("lı10", "iiio")  # I, l, 1 and the i without a dot; O and 0
_CLOSE = 0.8  # of two words: Katherine and Catherine, Jonson and Jonsson, not Anna and Hanne


def same_words(one: str, other: str) -> bool:
    """The same words in the same order. Accents, case, spaces and hyphens do not count: in a hurry nobody has them right."""
    return _words(one) == _words(other)


def resemble(one: str, other: str) -> bool:
    """Every word of the shorter name has a close one in the longer, by how it looks, whatever the order, the accents and the case."""
    shorter, longer = sorted(([word for word in _words(_seen(name)) if len(word) > 1] for name in (one, other)), key=len)
    return bool(shorter) and all(any(_are_close(word, each) for each in longer) for word in shorter)


def _are_close(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _CLOSE


def _seen(name: str) -> str:
    """As somebody reads it who takes each letter for a Latin one. Not how it sounds: Александр is not Alexander here."""
    return plain(unicodedata.normalize("NFKD", name).translate(_PASS_FOR)).translate(_ONE_STROKE)


def plain(name: str) -> str:
    """Without accents, case, joiners and doubled spaces. In Python: the databases do not agree on what is upper case."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    return " ".join("".join(one for one in letters if not unicodedata.combining(one) and unicodedata.category(one) != "Cf").split())


def _words(name: str) -> list[str]:
    return "".join(one if one.isalnum() else " " for one in plain(name)).split()

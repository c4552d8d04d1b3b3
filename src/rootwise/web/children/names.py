"""Whether two names could be one person's. To ask a person to look, never to decide."""

import unicodedata
from difflib import SequenceMatcher

_CLOSE = 0.8  # of two words: Katherine and Catherine, Jonson and Jonsson, not Anna and Hanne


def resemble(one: str, other: str) -> bool:
    """Every word of the shorter name has a close one in the longer, whatever the order, the accents and the case."""
    shorter, longer = sorted((_words(one), _words(other)), key=len)
    return bool(shorter) and all(any(_are_close(word, each) for each in longer) for word in shorter)


def _are_close(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _CLOSE


def _words(name: str) -> list[str]:
    plain = "".join(one for one in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(one))
    words = "".join(one if one.isalnum() else " " for one in plain).split()
    return [word for word in words if len(word) > 1]

"""Names and addresses hold only what can be seen, nothing that turns round what stands beside it, and no word of two alphabets.

A word wholly in letters of another alphabet, Cyrillic for Latin, is taken: it may be a name. `children/names.py` compares how it looks.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Controls and marks of direction, halves, what is assigned to nothing, odd spaces.
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"))
# Letters and marks that show nothing.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800\U0001d159\u180b\u180c\u180d\u180f")
_JOINERS = "\u200c\u200d"
# No word of any language mixes these; letters of one look like those of another (Unicode UTS 39, mixed scripts). Japanese mixes others.
_ALPHABETS = frozenset(("LATIN", "GREEK", "COPTIC", "CYRILLIC", "ARMENIAN", "CHEROKEE"))


def readable(text: str) -> None:
    """A validator. More strict than case files are read (`document/read.py`), which hold texts too."""
    if hides(text):
        raise ValidationError(_("There is a character in it that cannot be seen. Write it by hand instead of pasting it."))
    if mixes_alphabets(text):
        raise ValidationError(_("One word in it has letters of two alphabets that look alike. Write it by hand instead of pasting it."))


def readable_lines(text: str) -> None:
    for line in text.splitlines():
        readable(line)


def hides(text: str) -> bool:
    for place, one in enumerate(text):
        if one == " " or (one in _JOINERS and place and _joins(text[place - 1])):
            continue
        if one in _BLANK or unicodedata.category(one) in _UNSEEN or unicodedata.name(one, "").startswith("VARIATION SELECTOR"):
            return True
    return False


def mixes_alphabets(text: str) -> bool:
    """Within a word: Anna Ивановна is a name, Аnna with a Cyrillic А is none. Python knows no scripts; names of letters begin with them."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", text))
    return any(len({unicodedata.name(one, "").partition(" ")[0] for one in word} & _ALPHABETS) > 1 for word in words)


def _joins(letter: str) -> bool:
    """Persian and Indian names are written with joiners: after an Arabic letter or a virama (RFC 5892, A.1 and A.2)."""
    return unicodedata.bidirectional(letter) == "AL" or unicodedata.combining(letter) == 9

"""Names and addresses hold only what can be seen, and nothing that turns round what stands beside it.

Letters of two alphabets that look alike are not told apart here.
"""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Controls and marks of direction, halves, what is assigned to nothing, odd spaces.
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"))
# Letters and marks that show nothing.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800\U0001d159\u180b\u180c\u180d\u180f")
_JOINERS = "\u200c\u200d"


def readable(text: str) -> None:
    """A validator. More strict than case files are read (`document/read.py`), which hold texts too."""
    for place, one in enumerate(text):
        if one == " " or (one in _JOINERS and place and _joins(text[place - 1])):
            continue
        if one in _BLANK or unicodedata.category(one) in _UNSEEN or unicodedata.name(one, "").startswith("VARIATION SELECTOR"):
            raise ValidationError(_("There is a character in it that cannot be seen. Write it by hand instead of pasting it."))


def _joins(letter: str) -> bool:
    """Persian and Indian names are written with joiners: after an Arabic letter or a virama (RFC 5892, A.1 and A.2)."""
    return unicodedata.bidirectional(letter) == "AL" or unicodedata.combining(letter) == 9

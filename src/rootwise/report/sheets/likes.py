"""What the child likes, in words of ours or as it was written, and nothing that tells of people whom a reader may be or know."""

import re

from rootwise.case import Case
from rootwise.document.kinds import Language
from rootwise.plan import Plan
from rootwise.plan.catalogue.words import activity_words
from rootwise.report.sheets.words import sheet_words

_MOST = 6
_WORD = re.compile(r"[^\W\d_]+")
_PEOPLE = re.compile(
    r"\b(step|grand|foster)?(mother|father|parents?)\b|\b(mum|mom|mama|dad|papa)(my|dy|mies|s)?\b|\b(mommy|carer|caregiver|gran|granny|nana|nan|oma|opa)\b"
    r"|\bgrand?(ma|pa|dad)\b|\b(aunt|auntie|uncle)s?\b|\b(madre|padre|madrastra|padrastro|abuel[oa]|abuelit[oa]|t[íi][oa]|yay[oa])s?\b|\b(mam|pap)[áa]s?\b"
)
_IN_NAMES_OF_ANYBODY = frozenset({"his", "her", "their", "the", "mr", "mrs", "ms", "dr", "su", "el", "la"})


def known_likes(case: Case, language: Language) -> tuple[str, ...]:
    """The words of our list that the child's likes hold, in English or in the language of the sheet."""
    found = (_known(like, language) for like in case.context.likes)
    return tuple(dict.fromkeys(one for one in found if one is not None))[:_MOST]


def likes_at_home(case: Case, plan: Plan, language: Language) -> tuple[str, ...]:
    """Likes as they were written, in another language than English in our own words where there are some.

    A like that names a parent or a relative is told in a word of ours or not at all: `Saturdays with her mother` must not be read by her
    mother, or by the other home.
    """
    found = (_at_home(like, case, plan, language) for like in case.context.likes)
    return tuple(dict.fromkeys(one for one in found if one is not None))[:_MOST]


def _at_home(like: str, case: Case, plan: Plan, language: Language) -> str | None:
    activity = next((one for one in plan.catalogue.catalogue.activities if one.id == like), None)
    if activity is not None and "_" in like:
        return activity_words(activity, language).name
    if _PEOPLE.search(like.lower()) or _names(case) & frozenset(_WORD.findall(like.lower())):
        return _known(like, language)
    return like if language is Language.ENGLISH else _known(like, language) or like


def _known(like: str, language: Language) -> str | None:
    text = f" {' '.join(like.lower().replace('_', ' ').split())} "
    return next((said for word, said in sheet_words(language).likes_words.items() if f" {word} " in text or f" {said} " in text), None)


def _names(case: Case) -> frozenset[str]:
    """The names of the adults, word by word."""
    words = {word for one in case.context.adults for word in _WORD.findall(one.name or "") if word[0].isupper()}
    return frozenset(word.lower() for word in words) - _IN_NAMES_OF_ANYBODY

"""The words of an activity in the language of its reader.

Spanish words stand in a file of their own beside each catalogue of ours. They hold only for an entry that says in English what ours says:
a site that changes or adds an entry brings no Spanish words, and its reader is shown the original, with a note.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rootwise.case.vocabulary import Precaution
from rootwise.document import read_document
from rootwise.document.kinds import Language
from rootwise.plan.catalogue.load import CONTENT, known_catalogues, load_catalogue
from rootwise.plan.catalogue.model import Activity

_LARGEST = 4 * 1_048_576


@dataclass(frozen=True, slots=True)
class ActivityWords:
    """What a reader is told about an activity. `is_original`: in the catalogue's own language, because there are no other words."""

    name: str
    why: str
    steps: tuple[str, ...]
    stop_when: tuple[str, ...]
    precautions: Mapping[Precaution, str]
    is_original: bool


def activity_words(activity: Activity, language: Language) -> ActivityWords:
    """The activity in this language, or in its own where there are no words for exactly this entry."""
    own = ActivityWords(
        activity.name,
        activity.why,
        activity.steps,
        activity.stop_when,
        {one.when: one.text for one in activity.precautions},
        is_original=language is not Language.ENGLISH,
    )
    if language is Language.ENGLISH:
        return own
    for name in reversed(known_catalogues()):
        given = _stored(name, language).get(activity.id)
        if given is not None and _says_the_same(activity, name):
            return ActivityWords(
                given["name"],
                given["why"],
                tuple(given["steps"]),
                tuple(given["stop_when"]),
                {Precaution(when): text for when, text in (given["precautions"] or {}).items()},
                is_original=False,
            )
    return own


def _says_the_same(activity: Activity, name: str) -> bool:
    """Whether an entry is, word for word, ours."""
    ours = next((one for one in load_catalogue(name).catalogue.activities if one.id == activity.id), None)
    return ours is not None and all(
        getattr(ours, part) == getattr(activity, part) for part in ("name", "why", "steps", "stop_when", "precautions")
    )


@cache
def _stored(name: str, language: Language) -> Mapping[str, Any]:
    place = Path(str(CONTENT / f"{name}.{language}.yaml"))
    if not place.is_file():
        return {}
    stored: Mapping[str, Any] = read_document(place, largest=_LARGEST).data
    return stored

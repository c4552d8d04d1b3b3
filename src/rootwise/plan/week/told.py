"""What of an activity's precautions may be told to whom: on a sheet and in a calendar alike."""

from collections.abc import Collection
from dataclasses import dataclass

from rootwise.case.vocabulary import Precaution, Role
from rootwise.plan.catalogue.words import ActivityWords
from rootwise.plan.language import Words
from rootwise.plan.model import PlannedActivity

ALL = frozenset(Precaution)

# Advice about these is about rooms and things, or says only `hands off`; it names no illness and nothing of the past.
AT_SCHOOL = frozenset(
    {
        Precaution.ALLERGIES,
        Precaution.ANIMALS,
        Precaution.CHOKING,
        Precaution.HEAT,
        Precaution.HEIGHT_AND_IMPACT,
        Precaution.INFANT_SLEEP,
        Precaution.NOISE,
        Precaution.SCREENS_AND_LIGHTS,
        Precaution.TOUCH_HISTORY,
        Precaution.WATER,
    }
)
_WHOLE = frozenset({Role.CAREGIVER, Role.CLINICIAN, Role.OCCUPATIONAL_THERAPIST, Role.THERAPIST})


@dataclass(frozen=True, slots=True)
class Care:
    """What to take care of. `ask_first`: there is more, which this reader is not told in writing."""

    texts: tuple[str, ...]
    ask_first: bool


def told_to(role: Role) -> frozenset[Precaution]:
    """The precautions whose advice somebody of this role is given in writing."""
    return ALL if role in _WHOLE else AT_SCHOOL


def care_of(planned: PlannedActivity, said: ActivityWords, words: Words, *, told: Collection[Precaution]) -> Care:
    """What this reader is told to take care of.

    Advice of the catalogue comes in the words of the reader's language. What a professional wrote about this child is told as it was
    written, and only to somebody who is told everything.
    """
    kinds = [one.when for one in planned.activity.precautions if one.text in planned.precautions]
    known = {one.text for one in planned.activity.precautions}
    notes = [words.own_cautions.get(text, text) for text in planned.precautions if text not in known]
    whole = frozenset(told) >= ALL
    texts = [said.precautions[kind] for kind in kinds if kind in told] + (notes if whole else [])
    return Care(tuple(dict.fromkeys(texts)), ask_first=any(kind not in told for kind in kinds) or (bool(notes) and not whole))

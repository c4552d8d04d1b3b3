"""How long an assessment holds: children change, the younger the faster, and what happens to them changes them (security.md, staleness)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# Project draft. Services assess again after three to six months; small children change faster (clinical-facts 1.5).
_DAYS_BY_AGE = ((12.0, 61), (36.0, 91))  # under so many months of age
_DAYS_LATER = 183
_SOON_FIFTHS = 4  # said from four fifths on


class Standing(StrEnum):
    HOLDS = "holds"
    SOON = "soon"  # four fifths are over
    OVER = "over"  # no new plan may be made from it


@dataclass(frozen=True, slots=True)
class Validity:
    """`last_day` is the last on which a new plan may be made; `is_shortened` where something that happened ends it."""

    last_day: date
    standing: Standing
    is_shortened: bool


def validity(assessed_on: date, *, age_months: float, changes: Iterable[date], today: date) -> Validity:
    """Until when an assessment holds, and how it stands today.

    Parameters
    ----------
    age_months : at the assessment, since birth
    changes : days of a change of placement or of a recorded event. One after the assessment ends it; what was there on the day itself is
        what was assessed
    """
    days = next((held for below, held in _DAYS_BY_AGE if age_months < below), _DAYS_LATER)
    by_age = assessed_on + timedelta(days=days)
    over_from = min([by_age, *(one for one in changes if one > assessed_on)])
    passed, whole = (today - assessed_on).days, (over_from - assessed_on).days
    standing = Standing.OVER if passed >= whole else Standing.SOON if 5 * passed >= _SOON_FIFTHS * whole else Standing.HOLDS
    return Validity(over_from - timedelta(days=1), standing, over_from < by_age)

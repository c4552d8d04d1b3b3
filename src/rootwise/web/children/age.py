"""How old a child is in completed years, as people say it. Of a partial date of birth, what it can be."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rootwise.case.age import PartialDate
from rootwise.web.look.ages import months_in_words

__all__ = ["age_in_words", "completed_months", "completed_years", "could_be_one_birth", "months_in_words"]


def completed_years(born: date, on: date) -> int:
    """Born on a 29 February, the birthday of other years is 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def completed_months(born: date, on: date) -> int:
    return (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)


def could_be_one_birth(one: str, other: str) -> bool:
    """Two partial dates that share a day; a birth that nobody knows could be any."""
    if not one or not other:
        return True
    first, second = PartialDate.parse(one), PartialDate.parse(other)
    return first.earliest <= second.latest and second.earliest <= first.latest


def age_in_words(birth: str, on: date) -> str:
    """`7 years`, `7 or 8 years`, `5 months`; nothing where nobody knows."""
    if not birth:
        return _("age not known")
    parsed = PartialDate.parse(birth)
    latest = min(parsed.latest, on)
    if parsed.is_exact and completed_years(parsed.earliest, on) < 2:
        months = max(completed_months(parsed.earliest, on), 0)
        return ngettext("%(count)d month", "%(count)d months", months) % {"count": months}
    youngest, oldest = completed_years(latest, on), completed_years(parsed.earliest, on)
    if youngest == oldest:
        return ngettext("%(count)d year", "%(count)d years", oldest) % {"count": oldest}
    return _("%(youngest)d or %(oldest)d years") % {"youngest": youngest, "oldest": oldest}

"""On which day a closed record is due for erasure, by the rule of its service. Whatever cannot be known makes it later, never earlier."""

from datetime import date

from rootwise.case.age import PartialDate


def due_on(*, closed_on: date, birth: str, years_after_closing: int | None, until_age: int | None) -> date | None:
    """The later day of the two where the rule says both; None where there is no rule, or the rule needs a birth that nobody knows."""
    days = []
    if years_after_closing is not None:
        days.append(_years_after(closed_on, years_after_closing))
    if until_age is not None:
        if not birth:
            return None
        days.append(_years_after(PartialDate.parse(birth).latest, until_age))
    return max(days, default=None)


def _years_after(day: date, years: int) -> date:
    """Of a 29 February, 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)

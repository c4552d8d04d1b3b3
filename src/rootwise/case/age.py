"""Dates that may be partial, and ages that are honest about it (§1)."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from rootwise.instrument.model import Thresholds
from rootwise.instrument.typical import DAYS_PER_MONTH

OLDEST_YEARS = 21  # §1
_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year: every day from `earliest` to `latest` is possible."""

    text: str
    earliest: date
    latest: date

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read `2018`, `2018-03` or `2018-03-09`.

        Raises
        ------
        ValueError
            The text has another form, or there is no such day.
        """
        match = _FORM.fullmatch(text)
        if match is None:
            raise ValueError("not a date, a month or a year")
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        first_month, last_month = (1, 12) if month is None else (month, month)
        earliest = date(year, first_month, 1 if day is None else day)  # also refuses a month or a day 0
        latest = date(year, last_month, monthrange(year, last_month)[1] if day is None else day)
        return cls(text, earliest, latest)

    @property
    def is_exact(self) -> bool:
        return self.earliest == self.latest


@dataclass(frozen=True, slots=True)
class Age:
    """How old a child may be at an assessment.

    `months` is the middle of the possible ages and `youngest_months`, `oldest_months` are their ends: chronological, in
    months of 30.4375 days. The `scored` ages are the ones ratings are compared with; under two years they are
    corrected for birth before term (`is_corrected`), and never below 0.
    """

    months: float
    youngest_months: float
    oldest_months: float
    scored_months: float
    scored_youngest_months: float
    scored_oldest_months: float
    is_corrected: bool

    @property
    def is_exact(self) -> bool:
        return self.youngest_months == self.oldest_months


def age_at(on: date, *, birth: PartialDate, gestation_weeks: int | None, thresholds: Thresholds) -> Age:
    """The age on a day (§1).

    Parameters
    ----------
    on : not before the earliest possible birth
    gestation_weeks : completed weeks at birth; None where nobody knows, which is then taken as term
    """
    youngest_days = max((on - birth.latest).days, 0)
    earliest = birth.earliest
    while earliest < birth.latest and is_older_than(OLDEST_YEARS, born=earliest, on=on):
        earliest += timedelta(days=1)  # of a year or month, the days that would make the child too old are not possible
    oldest_days = (on - earliest).days
    missing_weeks = 0
    if gestation_weeks is not None and gestation_weeks < thresholds.preterm_below_weeks:
        missing_weeks = thresholds.term_weeks - gestation_weeks

    def corrected(days: float) -> float:
        if days / DAYS_PER_MONTH < thresholds.correct_age_below_months:
            return max(days - 7 * missing_weeks, 0)
        return days

    middle_days = (youngest_days + oldest_days) / 2
    return Age(
        months=middle_days / DAYS_PER_MONTH,
        youngest_months=youngest_days / DAYS_PER_MONTH,
        oldest_months=oldest_days / DAYS_PER_MONTH,
        scored_months=corrected(middle_days) / DAYS_PER_MONTH,
        scored_youngest_months=corrected(youngest_days) / DAYS_PER_MONTH,
        scored_oldest_months=corrected(oldest_days) / DAYS_PER_MONTH,
        is_corrected=corrected(middle_days) != middle_days,
    )


def is_older_than(years: int, *, born: date, on: date) -> bool:
    """Whether the birthday of this age lies before the day. A 29 February has its birthday on 1 March in other years."""
    try:
        birthday = born.replace(year=born.year + years)
    except ValueError:
        birthday = date(born.year + years, 3, 1)
    return on > birthday

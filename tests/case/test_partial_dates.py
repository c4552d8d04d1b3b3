"""A birth date that is a day, a month or a year keeps meaning every day it may be (§1)."""

from calendar import isleap
from datetime import date, timedelta

import pytest

from rootwise.case.age import OLDEST_YEARS, PartialDate, is_older_than

ONE_DAY = timedelta(days=1)
FIRST, LAST = date(2000, 3, 1), date(2024, 3, 1)
EVERY_DAY = [FIRST + number * ONE_DAY for number in range((LAST - FIRST).days + 1)]


def test_every_day_is_read_as_itself() -> None:
    assert [PartialDate.parse(day.isoformat()) for day in EVERY_DAY] == [PartialDate(day.isoformat(), day, day) for day in EVERY_DAY]
    assert all(PartialDate.parse(day.isoformat()).is_exact for day in EVERY_DAY[:400])


@pytest.mark.parametrize("year", range(1999, 2027))
def test_every_month_reaches_from_its_first_to_its_last_day(year: int) -> None:
    for month in range(1, 13):
        read = PartialDate.parse(f"{year}-{month:02}")
        next_month = date(year + month // 12, month % 12 + 1, 1)

        assert (read.earliest, read.latest) == (date(year, month, 1), next_month - ONE_DAY)
        assert not read.is_exact


@pytest.mark.parametrize("year", [1, 1900, 1999, 2000, 2024, 2026, 9999])
def test_a_year_reaches_from_new_year_to_its_last_day(year: int) -> None:
    read = PartialDate.parse(f"{year:04}")

    assert (read.earliest, read.latest) == (date(year, 1, 1), date(year, 12, 31))


@pytest.mark.parametrize("year", range(1896, 2105))
def test_there_is_a_29_february_in_leap_years_only(year: int) -> None:
    if isleap(year):
        assert PartialDate.parse(f"{year}-02-29").latest == PartialDate.parse(f"{year}-02").latest
    else:
        with pytest.raises(ValueError, match="day"):
            PartialDate.parse(f"{year}-02-29")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "18",
        "0000",
        "2018-00",
        "2018-13",
        "2018-3",
        "2018-03-00",
        "2018-04-31",
        "2018-03-9",
        "20180309",
        "2018-03-09T00:00",
        " 2018",
        "2018\n",
        "-2018",
    ],
)
def test_what_is_no_day_month_or_year_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a date|day|month|year"):
        PartialDate.parse(text)


def _completed_years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


@pytest.mark.parametrize("years", [1, 2, 4, 18, OLDEST_YEARS])
def test_somebody_is_older_than_an_age_from_the_day_after_that_birthday(years: int) -> None:
    """Told by counting completed years on the day before, for every birthday from leap year to leap year and the days around."""
    wrong = [
        (born, on)
        for born in EVERY_DAY
        for on in (born + timedelta(days=365 * years + add) for add in range(-1, 8))
        if is_older_than(years, born=born, on=on) != (_completed_years(born, on - ONE_DAY) >= years)
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("born", "on", "older"),
    [
        (date(2005, 5, 20), date(2026, 5, 20), False),
        (date(2005, 5, 19), date(2026, 5, 20), True),
        (date(2004, 2, 29), date(2025, 2, 28), False),
        (date(2004, 2, 29), date(2025, 3, 1), False),
        (date(2004, 2, 29), date(2025, 3, 2), True),
    ],
)
def test_the_birthday_itself_is_still_allowed_and_a_29_february_has_it_on_1_march(born: date, on: date, older: bool) -> None:
    assert is_older_than(OLDEST_YEARS, born=born, on=on) is older

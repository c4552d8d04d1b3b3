"""Ages in months of 30.4375 days: exact, the middle of what is possible, corrected for birth before term (§1)."""

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rootwise.case import read_case
from rootwise.case.age import Age, PartialDate, age_at
from rootwise.instrument import load_instrument
from tests.case.short_case import SHORT

THRESHOLDS = load_instrument("open-functional-map@1").instrument.thresholds
ON = date(2026, 5, 20)
MONTH = 30.4375


def age(born: str, *, on: date = ON, weeks: int | None = None) -> Age:
    return age_at(on, birth=PartialDate.parse(born), gestation_weeks=weeks, thresholds=THRESHOLDS)


def born_days_ago(days: int) -> str:
    return (ON - timedelta(days=days)).isoformat()


@pytest.mark.parametrize("days", [0, 1, 30, 31, 365, 366, 730, 731, 2922, 7670])
def test_an_age_is_its_days_over_30_4375(days: int) -> None:
    exact = age(born_days_ago(days))

    assert (exact.youngest_months, exact.months, exact.oldest_months) == (days / MONTH,) * 3
    assert (exact.scored_youngest_months, exact.scored_months, exact.scored_oldest_months) == (days / MONTH,) * 3
    assert exact.is_exact
    assert not exact.is_corrected


def test_every_day_of_life_adds_one_day() -> None:
    ages = [age(born_days_ago(days)).months * MONTH for days in range(7671)]

    assert ages == pytest.approx(range(7671), rel=1e-15)


@pytest.mark.parametrize(
    ("born", "youngest_days", "oldest_days"),
    [
        ("2018-03", 2972, 3002),  # 2018-03-31 and 2018-03-01
        ("2018", 2697, 3061),  # 2018-12-31 and 2018-01-01
        ("2024-02", 811, 839),  # a leap year: 29 days
        ("2026-05", 0, 19),  # not born after the assessment
        ("2026", 0, 139),
        ("2005", 7445, 7670),  # not over 21: born on 2005-05-20 at the earliest
        ("2005-05", 7659, 7670),
    ],
)
def test_a_partial_birth_date_gives_the_middle_of_the_possible_ages(born: str, youngest_days: int, oldest_days: int) -> None:
    partial = age(born)

    assert (partial.youngest_months, partial.oldest_months) == (youngest_days / MONTH, oldest_days / MONTH)
    assert partial.months == (youngest_days + oldest_days) / 2 / MONTH
    assert (partial.scored_youngest_months, partial.scored_months, partial.scored_oldest_months) == (
        partial.youngest_months,
        partial.months,
        partial.oldest_months,
    )
    assert not partial.is_exact


@pytest.mark.parametrize(
    ("days", "weeks", "scored_days"),
    [
        (100, 36, 72),
        (100, 37, 100),
        (100, 40, 100),
        (100, 44, 100),
        (100, None, 100),
        (100, 24, 0),  # 112 days early: never below 0
        (112, 24, 0),
        (113, 24, 1),
        (0, 36, 0),
        (28, 36, 0),
        (29, 36, 1),
        (730, 36, 702),  # 23.98 months
        (731, 36, 731),  # 24.02 months
        (730, 37, 730),
        (730, 20, 590),
    ],
)
def test_an_age_under_24_months_is_corrected_for_birth_before_37_weeks(days: int, weeks: int | None, scored_days: int) -> None:
    corrected = age(born_days_ago(days), weeks=weeks)

    assert corrected.scored_months == scored_days / MONTH
    assert corrected.months == days / MONTH
    assert corrected.is_corrected is (scored_days != days)


def test_each_end_of_a_partial_birth_date_is_corrected_by_its_own_age() -> None:
    partial = age("2024-05", weeks=30)  # 719 to 749 days, the middle 734: only the youngest is under 24 months

    assert partial.scored_youngest_months == (719 - 70) / MONTH
    assert (partial.scored_months, partial.scored_oldest_months) == (734 / MONTH, 749 / MONTH)
    assert not partial.is_corrected


@given(days=st.integers(0, 7670), length=st.sampled_from([4, 7, 10]), weeks=st.none() | st.integers(20, 44))
def test_the_middle_is_between_the_ends_and_a_correction_only_takes_away(days: int, length: int, weeks: int | None) -> None:
    some = age(born_days_ago(days)[:length], weeks=weeks)

    assert 0 <= some.youngest_months <= some.months <= some.oldest_months < 252.1
    assert 0 <= some.scored_youngest_months <= some.scored_months <= some.scored_oldest_months
    assert some.scored_months <= some.months
    assert some.youngest_months <= days / MONTH <= some.oldest_months


def test_a_29_february_is_four_years_old_after_1461_days() -> None:
    assert age("2020-02-29", on=date(2024, 2, 29)).months == 48
    assert age("2020-02-29", on=date(2025, 2, 28)).months * MONTH == pytest.approx(1826)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York"])
def test_the_age_is_the_same_in_every_time_zone(tmp_path: Path, zone: str) -> None:
    (tmp_path / "case.yaml").write_text(SHORT.replace("2018-03,", "2018-03-25,"))
    asked = "import sys; from rootwise.case import read_case; print(repr(read_case(sys.argv[1]).age))"

    there = subprocess.run(
        [sys.executable, "-c", asked, tmp_path / "case.yaml"], env={**os.environ, "TZ": zone}, capture_output=True, text=True, check=True
    )

    assert there.stdout.strip() == repr(read_case(tmp_path / "case.yaml").age)

"""§1 Age: exact, corrected under two years, honest where the birth date is partial."""

import pytest

from tests.profile.drawn import profile

AGE = ("age_months", "chronological_age_months", "age_range_months", "corrected", "sensitive_to_age")


def test_an_exact_birth_date_gives_days_through_30_4375_and_no_range() -> None:
    """§1 Exact age in months = days / 30.4375."""
    drawn = profile(born="2018-05-20")  # 8 years with two leap days: 2922 days
    assert {key: drawn[key] for key in AGE} == {
        "age_months": 2922 / 30.4375,
        "chronological_age_months": 2922 / 30.4375,
        "age_range_months": None,
        "corrected": False,
        "sensitive_to_age": [],
    }


@pytest.mark.parametrize(
    ("days", "gestation_weeks", "scored_days"),
    [
        (400, 30, 330),
        (400, 36, 372),
        (400, 37, 400),
        (400, 42, 400),
        (400, None, 400),
        (730, 30, 660),  # 23.98 months
        (731, 30, 731),  # 24.02 months
        (10, 28, 0),
    ],
)
def test_a_child_under_24_months_born_before_37_weeks_has_a_corrected_age(days: int, gestation_weeks: int | None, scored_days: int) -> None:
    """§1 Under 24 months and born before 37 weeks: corrected age (minus the weeks missing to 40), never below 0."""
    drawn = profile(days=days, gestation_weeks=gestation_weeks)
    assert (drawn["age_months"], drawn["chronological_age_months"], drawn["corrected"]) == (
        scored_days / 30.4375,
        days / 30.4375,
        scored_days != days,
    )


def test_a_month_of_birth_gives_the_middle_and_the_range() -> None:
    """§1 Birth dates may be partial: scores use the middle of the possible ages, the profile gives the range."""
    drawn = profile(born="2018-05")  # from 2018-05-01 (2941 days) to 2018-05-31 (2911 days)
    assert (drawn["age_months"], drawn["age_range_months"]) == (2926 / 30.4375, [2911 / 30.4375, 2941 / 30.4375])


def test_the_range_is_corrected_where_only_its_young_end_is_under_24_months() -> None:
    """§1 Each possible age is corrected by its own days."""
    drawn = profile(born="2024", gestation_weeks=30)  # 505 to 870 days old
    assert (drawn["corrected"], drawn["age_range_months"]) == (True, [(505 - 70) / 30.4375, 870 / 30.4375])


def test_bands_that_would_differ_at_either_end_are_named() -> None:
    """§1 The profile says which bands would differ at either end of the range."""
    drawn = profile({"brainstem": 8, "limbic": 5}, born="2022", others=12)
    assert drawn["sensitive_to_age"] == ["limbic"]


def test_a_start_that_would_differ_at_either_end_is_named() -> None:
    """§1 The profile says so where the start would differ at either end of the range."""
    drawn = profile({"brainstem": 7}, born="2022", others=12)
    assert "start" in drawn["sensitive_to_age"]


def test_nothing_is_named_where_every_possible_age_says_the_same() -> None:
    """§1 A partial birth date of a child far from every border is no news."""
    drawn = profile({"brainstem": 2}, born="2018-05")
    assert (drawn["sensitive_to_age"], drawn["age_range_months"] is None) == ([], False)


def test_a_partial_birth_date_that_also_allows_more_than_21_years_is_scored() -> None:
    """§1 An age over 21 years is not possible: of the year 2005 the days from 20 May on are left."""
    drawn = profile({"brainstem": 6}, born="2005")
    youngest, oldest = 7445, 7670  # from 2005-12-31 and 2005-05-20
    assert drawn["age_range_months"] == [youngest / 30.4375, oldest / 30.4375]
    assert (drawn["age_months"], drawn["regions"][0]["percent"]) == ((youngest + oldest) / 2 / 30.4375, 50.0)

"""How far raters agree, beside the definitions worked out the long way in fractions."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rootwise.training import Agreement, AgreementOfMany, Interval, agreement_of, agreement_of_many
from rootwise.training.agreement import LEAST_FOR_INTERVAL

SCALE = range(1, 13)
RATING = st.integers(1, 12)
LIKE_SEEN = st.lists(st.tuples(RATING, st.integers(-2, 2)), min_size=2, max_size=32)


def named(ratings: Sequence[int | None]) -> dict[str, int | None]:
    return {f"f{number:02}": rating for number, rating in enumerate(ratings)}


def kappa_by_its_definition(first: Sequence[int], second: Sequence[int]) -> Fraction:
    """Cohen 1968: one minus the weighted share of disagreement seen over that expected from the margins, cell by cell."""
    n = len(first)
    seen, rows, columns = Counter(zip(first, second, strict=True)), Counter(first), Counter(second)
    observed = sum((Fraction(seen[a, b], n) * (a - b) ** 2 for a, b in product(SCALE, SCALE)), Fraction(0))
    expected = sum((Fraction(rows[a] * columns[b], n * n) * (a - b) ** 2 for a, b in product(SCALE, SCALE)), Fraction(0))
    return 1 - observed / expected


def alpha_by_its_definition(rows: Sequence[Sequence[int | None]]) -> Fraction:
    """Krippendorff: the matrix of coincidences, then its disagreement over that of all pairs of values alike. Rows are raters."""
    units = [[value for value in unit if value is not None] for unit in zip(*rows, strict=True)]
    weights: dict[tuple[int, int], Fraction] = {}
    for unit in (one for one in units if len(one) >= 2):
        for a, b in permutations(unit, 2):
            weights[a, b] = weights.get((a, b), Fraction(0)) + Fraction(1, len(unit) - 1)
    values = Counter(value for unit in units if len(unit) >= 2 for value in unit)
    n = sum(values.values())
    observed = sum((weight * (a - b) ** 2 for (a, b), weight in weights.items()), Fraction(0)) / n
    expected = sum((Fraction(values[a] * values[b] * (a - b) ** 2, n * (n - 1)) for a, b in product(values, values)), Fraction(0))
    return 1 - observed / expected


@given(LIKE_SEEN)
def test_kappa_is_that_of_the_definition(pairs: list[tuple[int, int]]) -> None:
    first = [rating for rating, _ in pairs]
    second = [min(max(rating + step, 1), 12) for rating, step in pairs]

    kappa = agreement_of(named(first), named(second)).kappa

    if len(set(first)) == 1 or len(set(second)) == 1:
        assert kappa is None
    else:
        assert kappa == pytest.approx(float(kappa_by_its_definition(first, second)), abs=1e-12)


@given(
    st.integers(2, 5).flatmap(
        lambda raters: st.lists(st.lists(st.none() | RATING, min_size=12, max_size=12), min_size=raters, max_size=raters)
    )
)
def test_alpha_is_that_of_the_definition(rows: list[list[int | None]]) -> None:
    counted = [[one for one in unit if one is not None] for unit in zip(*rows, strict=True) if sum(one is not None for one in unit) >= 2]

    found = agreement_of_many([named(one) for one in rows])

    assert (found.raters, found.n) == (len(rows), len(counted))
    if len(counted) < 2 or len({value for unit in counted for value in unit}) == 1:
        assert found.alpha is None
    else:
        assert found.alpha == pytest.approx(float(alpha_by_its_definition(rows)), abs=1e-12)


def test_alpha_of_the_worked_example() -> None:
    """K. Krippendorff, "Computing Krippendorff's alpha-reliability" (2011): four observers, twelve units, interval metric, 0.849."""
    observers = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]

    found = agreement_of_many([named(one) for one in observers])

    assert (found.n, round(found.alpha or 0, 3), found.interval) == (11, 0.849, None)


def test_only_what_both_rated_is_compared_and_the_rest_is_counted() -> None:
    first = {"sleep": 6, "mood": 4, "speech": 8, "values": None, "memory": 6, "language": None}
    second = {"sleep": 6, "mood": 5, "speech": 12, "values": 3, "memory": None}

    found = agreement_of(first, second)

    assert (found.n, found.rated_by_first_only, found.rated_by_second_only, found.rated_by_neither) == (3, 1, 1, 1)
    assert found.exact == pytest.approx(1 / 3)
    assert found.within_one == pytest.approx(2 / 3)
    assert found.interval is None


def test_leaving_out_the_same_functions_is_no_agreement() -> None:
    nothing = named([None] * 32)

    assert agreement_of(nothing, nothing) == Agreement(0, 0, 0, 32, None, None, None, None)
    assert agreement_of_many([nothing, nothing, nothing]) == AgreementOfMany(3, 0, None, None)


def test_one_shared_rating_gives_shares_and_no_coefficient() -> None:
    assert agreement_of({"sleep": 6}, {"sleep": 7}) == Agreement(1, 0, 0, 0, 0.0, 1.0, None, None)


def test_kappa_says_nothing_of_a_rater_who_gives_the_same_rating_throughout() -> None:
    found = agreement_of(named([6] * 30), named([6] * 29 + [7]))

    assert (found.kappa, found.interval, found.within_one) == (None, None, 1.0)
    assert found.exact == pytest.approx(29 / 30)


def test_full_agreement_is_one_and_has_no_width() -> None:
    ratings = named([*SCALE, *SCALE])

    found = agreement_of(ratings, ratings)

    assert (found.exact, found.kappa, found.interval) == (1.0, 1.0, Interval(1.0, 1.0))
    assert agreement_of_many([ratings, ratings, ratings]).alpha == 1.0


def test_an_interval_holds_the_coefficient_is_the_same_each_time_and_needs_enough_functions() -> None:
    first = named([2, 4, 6, 8, 10, 12, 3, 5, 7, 9] * 3)
    second = named([3, 4, 5, 8, 12, 11, 3, 6, 7, 7] * 3)
    few = LEAST_FOR_INTERVAL - 1

    found, again = agreement_of(first, second), agreement_of(first, second)

    assert found == again
    assert found.kappa is not None
    assert found.interval is not None
    assert found.interval.low < found.kappa < found.interval.high <= 1
    assert agreement_of(named(list(first.values())[:few]), named(list(second.values())[:few])).interval is None
    assert agreement_of_many([first, second]).interval is not None


def test_there_is_no_interval_where_a_draw_can_leave_no_variance() -> None:
    found = agreement_of(named([6] * 29 + [7]), named([6] * 29 + [8]))

    assert found.kappa is not None
    assert found.interval is None


def test_the_order_of_two_raters_does_not_matter() -> None:
    first, second = named([2, 4, 6, 8, 3]), named([3, 4, 9, 8, 1])

    assert agreement_of(first, second).kappa == pytest.approx(agreement_of(second, first).kappa)

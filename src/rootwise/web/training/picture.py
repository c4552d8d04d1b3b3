"""Agreement with the reference over one's last attempts, drawn. The table beside it says the same and more."""

from collections.abc import Sequence
from dataclasses import dataclass

from rootwise.web.training.selectors import Result

MOST = 6  # attempts: with more the text is too small on a phone
STEP, LEFT, TOP, HEIGHT, FOOT = 56, 46, 14, 120, 44  # pixels


@dataclass(frozen=True, slots=True)
class Mark:
    """One attempt: where it stands, and how high the two shares are."""

    result: Result
    x: int
    exact_y: int
    within_one_y: int


@dataclass(frozen=True, slots=True)
class Picture:
    """`lines`: the height of a share, and the share in percent."""

    width: int
    height: int
    left: int
    lines: tuple[tuple[int, int], ...]
    marks: tuple[Mark, ...]


def picture_of(results: Sequence[Result]) -> Picture | None:
    """Of the newest attempts that have something to compare, the oldest of them first; None from fewer than two."""
    drawn = [one for one in results if one.comparison.agreement.n][:MOST][::-1]
    if len(drawn) < 2:
        return None
    marks = tuple(_mark(number, one) for number, one in enumerate(drawn))
    return Picture(LEFT + STEP * len(drawn), TOP + HEIGHT + FOOT, LEFT, tuple((_y(one / 100), one) for one in (0, 50, 100)), marks)


def _mark(number: int, result: Result) -> Mark:
    agreement = result.comparison.agreement
    assert agreement.exact is not None
    assert agreement.within_one is not None
    return Mark(result, LEFT + STEP * number + STEP // 2, _y(agreement.exact), _y(agreement.within_one))


def _y(share: float) -> int:
    return round(TOP + HEIGHT * (1 - share))

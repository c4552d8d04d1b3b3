"""What holds of the checker whatever the week, and every single dose against a day that is painted minute by minute (§13)."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from rootwise.case.vocabulary import Day, Moment, Setting
from rootwise.plan.rules import Way
from rootwise.plan.week.checker import violations
from rootwise.plan.week.problem import Dose
from tests.plan.week.checked_week import FOSTER, GOOD, GRANDPA, MON, TEACHER, TUE, WEEK, broken, clock, dose

kept = st.sets(st.sampled_from(GOOD))


@given(kept)
def test_a_part_of_a_good_week_is_good(doses: set[Dose]) -> None:
    assert broken(sorted(doses, key=lambda one: one.order)) == []


@given(st.permutations(GOOD), st.sampled_from(GOOD))
def test_the_order_of_the_doses_says_nothing(doses: list[Dose], moved: Dose) -> None:
    spoilt = [replace(one, start=one.start + 25) if one == moved else one for one in doses]
    assert violations(WEEK, spoilt, {}) == violations(WEEK, sorted(spoilt, key=lambda one: (one.day is TUE, one.start)), {})


@given(st.sampled_from(GOOD))
def test_nothing_is_done_twice_at_once(again: Dose) -> None:
    doses = [*GOOD, again]
    told = f"{again.activity}: it begins less than 15 minutes after {again.activity}, which ends at"
    assert any(told in one for one in violations(WEEK, doses, {}))


TURNS = [
    60 * hour + minute
    for hour, minute in ((7, 0), (8, 30), (12, 0), (13, 0), (14, 0), (15, 0), (16, 0), (16, 30), (17, 15), (18, 0), (20, 30))
]


@settings(max_examples=1000)
@given(
    st.sampled_from(["rocking", "walk", "story", "humming", "drawing"]),
    st.sampled_from([MON, TUE, Day.SUNDAY]),
    st.builds(int.__add__, st.sampled_from(TURNS), st.integers(-46, 46)),
    st.sampled_from([FOSTER, GRANDPA, TEACHER, None]),
)
def test_one_dose_is_judged_as_on_a_painted_day(activity: str, day: Day, start: int, adult: str | None) -> None:
    """Against a day painted minute by minute: where the child is, who is there, and what may not be."""
    one = replace(dose(activity, "0:00", day=day, adult=adult), start=start)
    assert (broken([one]) == []) is _is_good_on_paper(one)


def _is_good_on_paper(one: Dose) -> bool:
    place: dict[int, Setting] = {}
    people: dict[int, set[str | None]] = {}
    for part in (part for part in WEEK.awake if part.day is one.day):
        for minute in range(part.start, part.end):
            place[minute] = part.setting
            people.setdefault(minute, {None}).update(part.adults - ({GRANDPA} if one.day is MON else set()))
    for taken in (taken for taken in WEEK.blocked if taken.day is one.day):
        for minute in range(taken.start, taken.end):
            del place[minute]
    turns = {clock(at) for at in ("7:00", "8:30", "12:00", "18:00", "20:30")}
    need = next(need for need in WEEK.needs if need.activity == one.activity)
    return (
        Way(one.setting, one.adult) in need.ways
        and all(place.get(minute) is one.setting for minute in range(one.start - 15, one.end))
        and all(one.adult in people[minute] for minute in range(one.start, one.end))
        and not any(minute in turns for minute in range(one.start + 1, one.end))
        and (Moment.SLEEP in need.before or one.end <= clock("20:00"))
        and (need.before != {Moment.SLEEP} or clock("18:00") <= one.start)
    )

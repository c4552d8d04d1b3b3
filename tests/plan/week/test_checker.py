"""The checker of weeks: a good week passes, and for every rule of §13 one planted fault is found and told."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from rootwise.case.vocabulary import Day, Moment
from rootwise.plan.rules import Way
from rootwise.plan.week.checker import violations
from rootwise.plan.week.problem import Blocked, Carer, DayMoment, Dose, Need, WeekProblem
from tests.plan.week.checked_week import FOSTER, GOOD, GRANDPA, HOME, MON, TUE, WEEK, awake, broken, clock, dose


def test_a_good_week_passes() -> None:
    assert violations(WEEK, GOOD, {}) == []


def test_a_week_of_nothing_passes_when_it_says_so() -> None:
    assert violations(WEEK, (), {"rocking": 4, "walk": 2, "story": 2, "humming": 2, "drawing": 1}) == []


def test_at_the_very_limits_a_week_is_still_good() -> None:
    """Each of these one minute further is a fault below."""
    early = [
        dose("rocking", "7:15"),
        dose("drawing", "7:40"),
        dose("walk", "8:45"),
        dose("drawing", "17:30"),
        dose("rocking", "19:50"),
        dose("rocking", "16:20"),
    ]
    for one in early:
        assert broken([one]) == []
    assert broken([dose("rocking", "7:50"), dose("rocking", "8:15")]) == []
    assert broken([dose("story", "18:00")]) == []


PLACED = {
    "H1 not awake": (
        [dose("humming", "20:26")],
        [
            "§13, mon 20:26, humming: at 20:30 the child is not awake in this place (home).",
            "§13, mon 20:26, humming: it goes on over sleep at 20:30.",
        ],
    ),
    "H1 in another place": (
        [dose("walk", "14:51")],
        ["§13, mon 14:51, walk: at 15:00 the child is not awake in this place (school)."],
    ),
    "H1 another day": (
        [dose("walk", "11:50", day=Day.SATURDAY)],
        [
            "§13, sat 11:50, walk: at 11:50 the child is not awake in this place (school).",
            "§13, sat 11:50, walk: the 15 minutes before it are no rest, for the child is not awake in this place yet (school).",
        ],
    ),
    "H1 the adult leaves": (
        [dose("rocking", "16:51", day=TUE)],
        ["§13, tue 16:51, rocking: foster is not there at 17:00."],
    ),
    "H1 the adult is not there yet": (
        [dose("rocking", "16:59", day=TUE, adult=GRANDPA)],
        ["§13, tue 16:59, rocking: grandpa is not there at 16:59."],
    ),
    "H1 the adult is there on another day": (
        [dose("story", "20:15", day=TUE)],
        ["§13, tue 20:15, story: foster is not there at 20:15."],
    ),
    "H1 the adult is away": (
        [dose("rocking", "17:31", adult=GRANDPA)],
        ["§13, mon 17:31, rocking: grandpa is away on this day."],
    ),
    "H2 an appointment": (
        [dose("rocking", "16:21")],
        ["§13, mon 16:21, rocking: it lies in Dentist from 16:30 to 17:15."],
    ),
    "H2 inside quiet hours": (
        [dose("walk", "13:30", day=TUE)],
        ["§13, tue 13:30, walk: it lies in a quiet time from 13:00 to 14:00."],
    ),
    "H3 minutes": (
        [dose("rocking", "7:15", minutes=9)],
        ["§13, mon 07:15, rocking: it takes 10 minutes, not 9."],
    ),
    "H4 rest after another dose": (
        [dose("rocking", "7:50"), dose("rocking", "8:14")],
        ["§13, mon 08:14, rocking: it begins less than 15 minutes after rocking, which ends at 08:00."],
    ),
    "H4 at the same time": (
        [dose("drawing", "17:30"), dose("rocking", "17:35")],
        ["§13, mon 17:35, rocking: it begins less than 15 minutes after drawing, which ends at 18:00."],
    ),
    "H4 rest after coming home": (
        [dose("drawing", "15:14")],
        ["§13, mon 15:14, drawing: the 15 minutes before it are no rest, for the child is not awake in this place yet (home)."],
    ),
    "H4 rest after an appointment": (
        [dose("rocking", "17:29")],
        ["§13, mon 17:29, rocking: the 15 minutes before it are no rest, for Dentist ends at 17:15."],
    ),
    "H5 times a day": (
        [dose("walk", "9:00", minutes=5), dose("walk", "10:00", minutes=5)],
        [
            "§13, mon 09:00, walk: it takes 10 minutes, not 5.",
            "§13, mon 10:00, walk: it takes 10 minutes, not 5.",
            "§13, mon, walk: it is done 2 times on this day, 1 are the most.",
        ],
    ),
    "H6 minutes of an adult": (
        [dose("rocking", at, day=TUE, adult=GRANDPA) for at in ("17:30", "18:30")] + [dose("story", "20:15", day=TUE, adult=GRANDPA)],
        ["§13, tue, rocking, story: grandpa gives 35 minutes on this day and has 25."],
    ),
    "H7 shortly before sleep": (
        [dose("rocking", "19:51")],
        ["§13, mon 19:51, rocking: it ends less than 30 minutes before sleep at 20:30 and does not help to sleep."],
    ),
    "H8 long before sleep": (
        [dose("story", "15:15")],
        ["§13, mon 15:15, story: it is for bedtime only and is not right before the sleep of the night."],
    ),
    "a moment": (
        [dose("rocking", "17:55")],
        ["§13, mon 17:55, rocking: it goes on over meal at 18:00."],
    ),
}


@pytest.mark.parametrize("fault", PLACED)
def test_a_planted_fault_is_told(fault: str) -> None:
    doses, told = PLACED[fault]
    assert broken(doses) == told


def test_what_belongs_to_bedtime_does_not_lie_before_the_last_meal() -> None:
    """From 17:50 on the day still turns once more before sleep."""
    assert broken([dose("story", "17:45")]) == [
        "§13, mon 17:45, story: it is for bedtime only and is not right before the sleep of the night."
    ]


def test_what_belongs_to_bedtime_does_not_lie_before_an_appointment() -> None:
    evening = replace(WEEK, blocked=(Blocked(MON, clock("19:30"), clock("19:31"), "Visit"),))
    told = ["§13, mon 19:00, story: it is for bedtime only and is not right before the sleep of the night."]
    assert broken([dose("story", "19:00")], problem=evening) == told
    told = ["§13, mon 19:31, story: the 15 minutes before it are no rest, for Visit ends at 19:31."]
    assert broken([dose("story", "19:31")], problem=evening) == told
    assert broken([dose("story", "19:46")], problem=evening) == []


def test_what_belongs_to_bedtime_is_for_the_sleep_of_the_night() -> None:
    """Neither for a sleep in the afternoon, nor after the last one."""
    told = "story: it is for bedtime only and is not right before the sleep of the night."
    nap = DayMoment(MON, clock("16:00"), Moment.SLEEP)
    assert broken([dose("story", "15:45")], problem=replace(WEEK, moments=(nap, *WEEK.moments))) == [f"§13, mon 15:45, {told}"]
    assert broken([dose("story", "20:15")], problem=replace(WEEK, moments=(nap, *WEEK.moments))) == []
    assert broken([dose("story", "15:45")], problem=replace(WEEK, moments=(nap,))) == []
    assert broken([dose("story", "18:00")], problem=replace(WEEK, moments=(nap,))) == [f"§13, mon 18:00, {told}"]


def test_after_a_nap_everything_may_be_done_again() -> None:
    nap = replace(WEEK, moments=(DayMoment(MON, clock("15:30"), Moment.SLEEP),))
    assert broken([dose("drawing", "15:30")], problem=nap) == []
    assert len(broken([dose("drawing", "15:29")], problem=nap)) == 2


def test_what_helps_to_sleep_among_others_may_lie_anywhere() -> None:
    assert broken([dose("humming", "16:00"), dose("humming", "20:25", day=TUE, adult=FOSTER)]) == [
        "§13, tue 20:25, humming: foster is not there at 20:25."
    ]


def test_a_way_nobody_planned_is_told() -> None:
    assert broken([dose("walk", "17:30", setting=HOME, adult=FOSTER)]) == [
        "§13, mon 17:30, walk: it is not to be done in this place (home) with foster."
    ]
    assert broken([dose("rocking", "17:30", adult=None)]) == ["§13, mon 17:30, rocking: it is not to be done in this place (home) alone."]


def test_an_adult_nobody_knows_is_told() -> None:
    needs = (Need("rocking", 10, per_day=1, days=1, ways=(Way(HOME, "aunt"),)),)
    told = broken([dose("rocking", "17:30", adult="aunt")], problem=replace(WEEK, needs=needs))
    assert told == ["§13, mon 17:30, rocking: aunt is no adult of this week."]


def test_a_long_dose_covers_more_than_the_next_one() -> None:
    """Rests are counted from whatever ended last, not from what began last."""
    together = [dose("drawing", "15:20"), dose("humming", "15:22"), dose("rocking", "15:55")]
    assert broken(together) == [
        "§13, mon 15:22, humming: it begins less than 15 minutes after drawing, which ends at 15:50.",
        "§13, mon 15:55, rocking: it begins less than 15 minutes after drawing, which ends at 15:50.",
    ]


def test_the_last_dose_of_one_day_is_no_hindrance_on_the_next() -> None:
    assert broken([dose("story", "20:15"), dose("rocking", "7:15", day=TUE)]) == []


def test_an_activity_nobody_asked_for_is_told() -> None:
    told = violations(WEEK, [*GOOD[:-1], replace(GOOD[-1], activity="yoga")], {"tai_chi": 1, "story": 1})
    assert told == [
        "§13, tue 20:15, yoga: nobody asked for this activity.",
        "§13, tai_chi: doses without a place are told of it, but nobody asked for this activity.",
    ]


@pytest.mark.parametrize(
    ("doses", "without", "told"),
    [
        (GOOD[1:], {}, ["§13, rocking: 3 doses have a place and 0 have none, but 4 are to be done."]),
        (GOOD, {"story": 1}, ["§13, story: 2 doses have a place and 1 have none, but 2 are to be done."]),
        (GOOD[:-1], {"story": 1}, []),
        (
            [*GOOD, dose("drawing", "15:20", day=TUE)],
            {"drawing": -1},
            ["§13, drawing: -1 doses cannot be without a place."],
        ),
    ],
)
def test_every_dose_is_accounted_for(doses: Sequence[Dose], without: dict[str, int], told: list[str]) -> None:
    assert broken(doses, without=without) == told


def test_an_activity_that_is_asked_for_twice_cannot_be_checked() -> None:
    twice = replace(WEEK, needs=(*WEEK.needs, WEEK.needs[0]))
    assert "§13: an activity is asked for twice, so its doses cannot be counted." in violations(twice, GOOD, {})


def only_at(what: Moment, activity: str) -> WeekProblem:
    return replace(
        WEEK, needs=(replace(next(one for one in WEEK.needs if one.activity == activity), only_at_moments=True, before=frozenset({what})),)
    )


def test_what_only_answers_moments_lies_right_before_one() -> None:
    """The meal is at 18:00, nothing else ends more than near_minutes and a slot before it. After it there is none."""
    meals = only_at(Moment.MEAL, "rocking")
    for start in ("17:50", "17:16", "17:20"):
        assert [one for one in broken([dose("rocking", start)], problem=meals) if "answers" in one] == []
    for start in ("17:15", "18:00", "8:00"):
        assert f"§13, mon {start:0>5}, rocking: it answers a moment, and there is none." in broken([dose("rocking", start)], problem=meals)


def test_what_answers_waking_comes_soon_after_it() -> None:
    """Waking is at 7:00: near_minutes, the rest before the dose, and less than two slots."""
    waking = only_at(Moment.WAKING, "rocking")
    assert broken([dose("rocking", "7:15")], problem=waking) == []
    assert broken([dose("rocking", "7:54")], problem=waking) == []
    told = ["§13, mon 07:55, rocking: it answers a moment, and there is none."]
    assert broken([dose("rocking", "7:55")], problem=waking) == told
    assert broken([dose("rocking", "8:15")], problem=only_at(Moment.DEMAND, "rocking")) == [told[0].replace("07:55", "08:15")]


@pytest.mark.parametrize(
    ("others", "away", "is_alone"),
    [
        (frozenset(), frozenset(), True),
        (frozenset({GRANDPA}), frozenset(), False),
        (frozenset({GRANDPA}), frozenset({MON}), True),
        (frozenset({GRANDPA}), frozenset({TUE}), False),
        (frozenset({"neighbour"}), frozenset(), True),  # nobody knows who that is
    ],
)
def test_where_another_adult_is_needed_one_has_to_be_there(others: frozenset[str], away: frozenset[Day], is_alone: bool) -> None:
    problem = replace(
        WEEK,
        needs=(replace(WEEK.needs[0], needs_another_adult=True),),
        awake=(
            awake("15:00", "15:45", HOME, FOSTER),
            awake("15:45", "15:55", HOME, FOSTER, *others),
            awake("15:55", "17:00", HOME, FOSTER),
        ),
        carers=(Carer(FOSTER, 40), Carer(GRANDPA, 40, away=away)),
        blocked=(),
    )
    told = ["§13, mon 15:45, rocking: nobody else is with the child."]
    assert broken([dose("rocking", "15:45")], problem=problem) == (told if is_alone else [])
    assert broken([dose("rocking", "15:46")], problem=problem) == [told[0].replace("15:45", "15:46")]  # for its last minute

"""§13 What cannot be true of one child's week, and who may say yes (§12): the whole message, with the line, all at once."""

from pathlib import Path

import pytest

from tests.case.short_case import SHORT, told

ADULTS = "  adults: [{id: foster, role: caregiver, minutes: 20}, {id: tutor, role: teacher, minutes: 5}]\n"
HOME = '    - {days: every_day, from: "07:00", to: "20:00", where: home, with: [foster]}\n'
LOOK = "Look at `days`, `from` and `to` here and in the entries before it"
EACH = "Say for each day where the child is, from waking to bedtime"


def week(*lines: str, more: str = "") -> str:
    """The short case with a routine of these lines, from line 26 on."""
    return SHORT + ADULTS + "  routine:\n" + "".join(lines) + more


@pytest.mark.parametrize(
    ("lines", "messages"),
    [
        (
            [HOME, '    - {days: mon, from: "09:00", to: "10:00", where: home, with: [foster], called: Grandma}\n'],
            [f"27: context.routine[2]: an adult and the child are in two places at once. {LOOK}"],
        ),
        (
            [HOME, '    - {days: mon, from: "09:00", to: "10:00", where: home, called: Grandma}\n'],
            [f"27: context.routine[2]: the child is in two places at once. {LOOK}"],
        ),
        (
            [HOME.replace("every_day", "weekdays")],
            [f"25: context.routine: some days have no waking hours in term: sat, sun. {EACH}"],
        ),
        (
            [HOME.replace("home", "school")],
            ["26: context.routine[1].where: this place is not in `context.settings`. Name it there, or look at this entry"],
        ),
        (
            [HOME.replace("[foster]", "[uncle]")],
            ["26: context.routine[1].with: somebody here is not in `context.adults`. Name everybody there, and use that id here"],
        ),
        (
            [HOME.replace("20:00", "07:00")],
            [
                "26: context.routine[1]: this ends before it begins. "
                '`to` later than `from`; what goes past midnight is two entries: to "24:00", and from "00:00"'
            ],
        ),
    ],
)
def test_an_impossible_week_is_told(tmp_path: Path, lines: list[str], messages: list[str]) -> None:
    assert told(tmp_path, week(*lines)) == messages


def test_all_that_is_impossible_is_told_at_once(tmp_path: Path) -> None:
    lines = [HOME.replace("every_day", "mon"), HOME.replace("every_day", "mon").replace("home", "school").replace("foster", "uncle")]

    assert len(told(tmp_path, week(*lines))) == 4


def test_in_one_place_two_stretches_may_meet(tmp_path: Path) -> None:
    found = told(tmp_path, week(HOME, HOME, more="  moons: []\n"))

    assert [one.partition(": ")[2].partition(":")[0] for one in found] == ["context.moons"]


@pytest.mark.parametrize(
    ("allowed", "message"),
    [
        ("{activity: swimming, by: nobody, on: 2026-05-20}", "by: this person is not in `raters`. List everybody who answers"),
        ("{activity: swimming, by: foster, on: 2026-05-20}", "by: only a professional can record an action."),
        ("{activity: swimming, by: kh}", "on: this key is missing."),
        ("{activity: swimming, by: kh, on: 2026-05}", "on: this is not a date."),
    ],
)
def test_only_a_named_professional_says_yes_and_says_when(tmp_path: Path, allowed: str, message: str) -> None:
    found = told(tmp_path, SHORT + f"  allowed: [{allowed}]\n")

    assert [one.startswith(f"24: context.allowed[1].{message}") for one in found] == [True]


@pytest.mark.parametrize(
    ("on", "message"),
    [
        (
            "2025-05-20",
            "something was allowed more than 183 days away from the assessment. Ask again: what was right then may not be right now",
        ),
        ("2017-01-01", "something was allowed before the child was born. Look at `on` in `allowed`"),
    ],
)
def test_a_yes_is_about_the_child_as_it_is_now(tmp_path: Path, on: str, message: str) -> None:
    assert told(tmp_path, SHORT + f"  allowed: [{{activity: swimming, by: kh, on: {on}}}]\n") == [f"21: context: {message}"]


@pytest.mark.parametrize("strain", ["-1", "5"])
def test_strain_has_five_levels(tmp_path: Path, strain: str) -> None:
    found = told(tmp_path, SHORT + f"  adults: [{{id: foster, role: caregiver, strain: {strain}}}]\n")

    assert [one.startswith("24: context.adults[1].strain: this number is too") for one in found] == [True]

"""`--set`: what may be tried out, where its problems are told, and what never changes."""

from pathlib import Path

import pytest

from rootwise.case import read_case
from rootwise.case.change import CannotChange
from rootwise.case.vocabulary import Day
from rootwise.errors import InvalidFile

EXAMPLE = Path(__file__).parents[2] / "examples" / "foster-care.yaml"


def test_a_list_is_written_in_brackets() -> None:
    case = read_case(EXAMPLE, changes=["context.adults.foster.away=[thu, fri]"]).case

    assert case.context.adults[0].away == (Day.THURSDAY, Day.FRIDAY)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("sleep=99", "--set sleep: ratings.sleep"),
        ("context.adults.foster.minuts=5", "--set context.adults.foster.minuts: context.adults[1].minuts: this key is not known here"),
        ("context.adults.foster.away=[thu, fry]", "--set context.adults.foster.away: context.adults[1].away: this word is not one of"),
        ("sleeep=5", "--set sleeep: ratings.sleeep: there is no such function"),
    ],
)
def test_a_problem_of_a_change_is_told_of_the_change(change: str, told: str) -> None:
    with pytest.raises(InvalidFile) as wrong:
        read_case(EXAMPLE, changes=[change])

    assert [str(one)[: len(told)] for one in wrong.value.problems] == [told]


def test_a_relation_is_named_as_one() -> None:
    with pytest.raises(CannotChange, match=r"write relations\.caregiver_strain"):
        read_case(EXAMPLE, changes=["caregiver_strain=0"])


@pytest.mark.parametrize("change", ["safety.red_flags.self_harm=no", "safety.safe_place=yes", "safety.basic_needs=met", "child.id=other"])
def test_the_gate_is_never_opened_and_the_child_stays_the_same(change: str) -> None:
    with pytest.raises(CannotChange, match="can be tried out"):
        read_case(EXAMPLE, changes=[change])


def test_a_worry_may_be_tried_out() -> None:
    assert read_case(EXAMPLE, changes=["safety.red_flags.self_harm=yes"]).case.safety.red_flags["self_harm"].answer == "yes"

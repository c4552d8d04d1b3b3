"""What a closed model does not accept is told in words: the key, its line, what was expected, never the value."""

import math
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from rootwise.document import Document, checked, wrong
from rootwise.document.check import _WORDS
from rootwise.errors import InvalidFile, Problem
from tests.document.written import read


def _even(number: int) -> int:
    if number % 2:
        raise wrong("this number is odd", "An even one")
    return number


class Leaf(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    colour: Literal["green", "brown"]
    length: float = Field(default=1.0, gt=0, lt=100)


class Tree(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: str = Field(default="oak", min_length=1, max_length=5, pattern="^[a-z]*$")
    rings: Annotated[int, Field(ge=1, le=900), AfterValidator(_even)] = 2
    leaves: list[Leaf] = Field(default=[], min_length=1, max_length=2)
    evergreen: bool = False
    nests: dict[str, int] = {}


def told(document: Document) -> list[str]:
    with pytest.raises(InvalidFile) as refused:
        checked(Tree, document)
    return [f"{one.line}: {one.where}: {one.what}. {one.expected}" for one in refused.value.problems]


HINT = "`rootwise check --schema` describes every key"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("name: 5", "1: name: this is not text. Write text; put it in quotes if it looks like a number"),
        ("name: ''", "1: name: this text is empty. Write it, or leave the key out"),
        ("name: sycamore", "1: name: this text is too long. At most 5 characters"),
        ("name: Oak", "1: name: this is not written in the form that is needed here. It has to match ^[a-z]*$"),
        ("rings: '4'", "1: rings: this is not a whole number. Write a whole number without quotes"),
        ("rings: 4.0", "1: rings: this is not a whole number. Write a whole number without quotes"),
        ("rings: true", "1: rings: this is not a whole number. Write a whole number without quotes"),
        ("rings: 0", "1: rings: this number is too small. At least 1"),
        ("rings: 901", "1: rings: this number is too large. At most 900"),
        ("rings: 3", "1: rings: this number is odd. An even one"),
        ("evergreen: yes", "1: evergreen: this is not true or false. Write true or false"),
        ("nests: [1]", "1: nests: keys with values were expected here. Write `key: value` lines, indented"),
        ("leaves: {}", "1: leaves: a list was expected here. Write one `- ` line for each"),
        ("leaves: []", "1: leaves: too few entries. At least 1"),
        ("leaves: [{colour: green}, {colour: green}, {colour: green}]", "1: leaves: too many entries. At most 2"),
        ("leaves:\n- 5", "2: leaves[1]: keys with values were expected here. Write `key: value` lines, indented"),
        ("leaves:\n- length: 2", f"2: leaves[1].colour: this key is missing. Add it; {HINT}"),
        ("leaves:\n- colour: red", "2: leaves[1].colour: this word is not one of the choices. One of 'green' or 'brown'"),
        ("leaves:\n- colour: green\n  length: 0", "3: leaves[1].length: this number is too small. More than 0.0"),
        ("leaves:\n- colour: green\n  length: 100", "3: leaves[1].length: this number is too large. Less than 100.0"),
        ("leaves:\n- colour: green\n  length: x", "3: leaves[1].length: this is not a number. Write a number without quotes"),
        ("rings: 2\nroots: 3", f"2: roots: this key is not known here. Check its spelling and indentation; {HINT}"),
        ("5", "1: : keys with values were expected here. Write `key: value` lines, indented"),
        ("", "None: : keys with values were expected here. Write `key: value` lines, indented"),
    ],
)
def test_what_is_wrong_with_a_value_is_told_in_words(tmp_path: Path, content: str, message: str) -> None:
    assert told(read(tmp_path, content)) == [message]


def test_every_problem_is_told_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    document = read(tmp_path, "rings: 3\nname: oak\nname: oak\nleaves:\n- colour: red\n- length: 2\nnests: []\nroots: 1\n")

    assert told(document) == [
        "1: rings: this number is odd. An even one",
        "3: name: this key stands here a second time (first on line 2). Keep one of the two",
        "5: leaves[1].colour: this word is not one of the choices. One of 'green' or 'brown'",
        f"6: leaves[2].colour: this key is missing. Add it; {HINT}",
        "7: nests: keys with values were expected here. Write `key: value` lines, indented",
        f"8: roots: this key is not known here. Check its spelling and indentation; {HINT}",
    ]


def test_a_doubled_key_is_enough_to_refuse_a_file(tmp_path: Path) -> None:
    assert told(read(tmp_path, "rings: 2\nrings: 4\n")) == [
        "2: rings: this key stands here a second time (first on line 1). Keep one of the two"
    ]


def test_what_shows_only_when_the_rest_is_right_is_told_too(tmp_path: Path) -> None:
    document = read(tmp_path, "name: oak\n")

    with pytest.raises(InvalidFile) as refused:
        checked(Tree, document, also=lambda tree: [document.problem(("rings",), f"{tree.rings} rings are few", "More")])

    assert str(refused.value) == f"{tmp_path}/case.yaml:1: rings: 2 rings are few. More"


def test_what_is_right_comes_back_as_the_model(tmp_path: Path) -> None:
    tree = checked(Tree, read(tmp_path, "rings: 12\nleaves: [{colour: brown}]\n"))

    assert tree == Tree(rings=12, leaves=[Leaf(colour="brown")])
    assert math.isclose(tree.leaves[0].length, 1.0)


@pytest.mark.parametrize(
    ("key", "told_as"),
    [
        ("a b", "(unreadable key)"),
        ("x" * 62, "(unreadable key)"),
        ("", "(unreadable key)"),
        ("<b>", "(unreadable key)"),
        ("Zoë", "(unreadable key)"),
        ("Tobias", "(unreadable key)"),
        ("2026-05-04", "(unreadable key)"),
    ],
)
def test_a_key_that_could_be_anything_is_not_repeated(tmp_path: Path, key: str, told_as: str) -> None:
    document = read(tmp_path, f'nests:\n  "{key}": x\n')

    assert told(document) == [f"2: nests.{told_as}: this is not a whole number. Write a whole number without quotes"]


def test_every_sentence_needs_only_what_pydantic_tells() -> None:
    """A sentence with another name in braces would fail while it is being said."""
    known = {"max_length", "min_length", "pattern", "expected", "expected_tags", "discriminator", "ge", "gt", "le", "lt"}

    for what, expected in _WORDS.values():
        assert (what + expected).format_map(dict.fromkeys(known, "")).count("{") == 0


def test_a_problem_without_a_line_names_the_file_alone() -> None:
    assert str(Problem("case.yaml", None, "", "it is gone", "Bring it back")) == "case.yaml: it is gone. Bring it back"

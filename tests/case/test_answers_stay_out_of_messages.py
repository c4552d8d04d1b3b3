"""No message about a file ever holds what the file answers: a token is planted everywhere, and looked for."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rootwise.case import read_case
from rootwise.document import read_document
from rootwise.errors import InvalidFile
from tests.case.short_case import SHORT, told

CANARY = "zq9canary7"
EXAMPLE = Path(__file__).parents[2] / "examples" / "foster-care.yaml"


def _places(values: object, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place of the example, but of long lists only the first two and of ratings only three."""
    yield place
    if isinstance(values, dict):
        some = list(values)[:3] if place in {("ratings",), ("safety", "red_flags")} else list(values)
        for key in some:
            yield from _places(values[key], (*place, key))
    elif isinstance(values, list):
        for number, inner in enumerate(values[:2]):
            yield from _places(inner, (*place, number))


PLACES = list(_places(read_document(EXAMPLE).data))


def _planted(place: tuple[str | int, ...], value: object) -> Any:
    values: Any = copy.deepcopy(read_document(EXAMPLE).data)
    if not place:
        return value
    inner = values
    for part in place[:-1]:
        inner = inner[part]
    inner[place[-1]] = value
    return values


def _refusal(place: Path) -> InvalidFile | None:
    try:
        read_case(place)
    except InvalidFile as refused:
        return refused
    return None


@pytest.mark.parametrize("value", [CANARY, f"{CANARY} Smith\n2018-03-09", [CANARY], {f"{CANARY} Smith": CANARY}, [[CANARY], CANARY]])
def test_an_answer_planted_at_any_place_is_in_no_message(tmp_path: Path, value: object) -> None:
    refusals = []
    for place in PLACES:
        (tmp_path / "case.json").write_text(json.dumps(_planted(place, value)))
        refusals.append(_refusal(tmp_path / "case.json"))

    found = [one for one in refusals if one is not None]
    assert len(found) > len(PLACES) / 2
    assert [str(one) for one in found if CANARY in str(one)] == []
    assert all(one.__context__ is None or one.__suppress_context__ for one in found)  # pydantic's error shows the input


@pytest.mark.parametrize(
    "fault",
    [
        "x: [zq9canary7\n",
        "x: 'zq9canary7\n",
        "x: @zq9canary7\n",
        "zq9canary7\n",
        "x: &zq9canary7 1\n",
        "x: *zq9canary7\n",
        "x: !zq9canary7 1\n",
        "x: !<tag:zq9canary7> 1\n",
        "x: zq9canary7: y\n",
        "? [zq9canary7]\n",
        "{zq9canary7: 1}: 2\n",
        "---\nzq9canary7: 1\n",
        "x: zq9canary7\nx: zq9canary7\n",
        '"zq9canary7 Smith": zq9canary7\n',
        "x: zq9canary7 \x07\n",
        'x: "zq9canary7 \\e"\n',
        "x: |zq9canary7\n",
        "\tx: zq9canary7\n",
        "%zq9canary7\n---\n",
        "x: " + "[" * 30 + "zq9canary7" + "]" * 30 + "\n",
    ],
)
def test_an_answer_beside_a_fault_in_the_form_is_in_no_message(tmp_path: Path, fault: str) -> None:
    messages = told(tmp_path, SHORT + fault)

    assert messages
    assert CANARY not in "\n".join(messages)


def test_an_answer_in_a_file_that_is_not_utf8_is_in_no_message(tmp_path: Path) -> None:
    assert CANARY not in "\n".join(told(tmp_path, SHORT.encode() + b"x: zq9canary7 \xff zq9canary7\n"))


@pytest.mark.parametrize(
    "fault",
    [
        '"zq9canary7',
        '{"x": zq9canary7}',
        '{"x": "zq9canary7" zq9canary7}',
        '{"x": "zq9canary7\\q"}',
        '{"x": "zq9canary7",}',
        '{"x": "zq9canary7"} zq9canary7',
        "{zq9canary7: 1}",
        '{"zq9canary7 Smith": 1, "zq9canary7 Smith": 2}',
    ],
)
def test_an_answer_in_broken_json_is_in_no_message(tmp_path: Path, fault: str) -> None:
    (tmp_path / "case.json").write_text(fault)

    with pytest.raises(InvalidFile) as refused:
        read_case(tmp_path / "case.json")

    assert CANARY not in str(refused.value)
    assert CANARY not in repr(refused.value.problems)

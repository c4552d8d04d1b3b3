"""Whatever nests plainly reads back the same through both readers, and every line told is the line where the value stands."""

import json
import math
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rootwise.document import Place, read_document

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"

# No control characters, halves of characters or unassigned ones (refused), and no U+2028 or U+2029: YAML counts them as line ends.
TEXT = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp")) | st.sampled_from("\t\n\"\\:#-{}[]&*!|>%@`'"), max_size=20
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
    | st.sampled_from(["yes", "null", "2018", "2018-03", "1e5", "~", "", "<<", "---"])
)
NESTED: st.SearchStrategy[Plain] = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4), max_leaves=25
)


def lines_when_indented(value: Plain, lines: dict[Place, int], place: Place = (), line: int = 1) -> int:
    """Fill in the line of each value in `json.dumps(value, indent=1)`, which starts every entry on a line of its own; give the last."""
    lines[place] = line
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    last = line
    for key, inner in entries:
        last = lines_when_indented(inner, lines, (*place, key), last + 1)
    return last + 1 if last > line else last


@pytest.mark.parametrize("name", ["case.json", "case.yaml"])
@given(value=NESTED)
def test_what_was_dumped_reads_back_equal_with_its_lines(name: str, value: Plain) -> None:
    expected: dict[Place, int] = {}
    lines_when_indented(value, expected)
    with TemporaryDirectory() as folder:
        place = Path(folder) / name
        place.write_text(json.dumps(value, indent=1, ensure_ascii=False), encoding="utf-8", newline="")

        document = read_document(place)

    assert json.dumps(document.data) == json.dumps(value)
    assert document.lines == expected
    assert document.problems == ()


@given(value=NESTED)
def test_escaped_json_reads_back_equal(value: Plain) -> None:
    with TemporaryDirectory() as folder:
        place = Path(folder) / "case.json"
        place.write_text(json.dumps(value), encoding="ascii")

        document = read_document(place)

    assert json.dumps(document.data) == json.dumps(value)
    assert set(document.lines.values()) == {1}


@given(number=st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_keeps_every_digit(number: float) -> None:
    with TemporaryDirectory() as folder:
        for name in ("case.json", "case.yaml"):
            place = Path(folder) / name
            place.write_text(repr(number), encoding="ascii")

            data = read_document(place).data

            assert (data, math.copysign(1, data)) == (number, math.copysign(1, number))

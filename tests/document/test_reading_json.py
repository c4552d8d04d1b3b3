"""JSON as RFC 8259 has it, with lines."""

from pathlib import Path

import pytest

from tests.document.written import read, refusal

NO_VALUE = "a value was expected"
AFTER_THE_END = "there is something after the end of the document"
COMMA = "there is a comma before the closing bracket"
NO_KEY = "a key in double quotes was expected"
BAD_TEXT = "this text is not closed or holds a bad escape"


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("0", 0),
        ("-0", 0),
        ("-12", -12),
        ("0.10", 0.1),
        ("1E+2", 100.0),
        ("1e-2", 0.01),
        ("123456789012345678901234", 123456789012345678901234),
        ('"2018-03"', "2018-03"),
        (r'"a\tb\nc\"\\\/"', 'a\tb\nc"\\/'),
        (r'"\u00e9"', "é"),
        (r'"\ud83c\udf31"', "🌱"),
        ("[]", []),
        ("{}", {}),
    ],
)
def test_a_value_is_read_as_it_stands(tmp_path: Path, word: str, value: object) -> None:
    document = read(tmp_path, f' {{"key": {word} }}\r\n', name="case.json")

    assert document.data == {"key": value}
    assert type(document.data["key"]) is type(value)


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ("", 1, NO_VALUE),
        ("\n\n", 3, NO_VALUE),
        ('{"a": 1e999}', 1, "this number is too large"),
        ('{"a": -1e999}', 1, "this number is too large"),
        ('{"a": 00}', 1, "`}` was expected"),
        ("[00]", 1, "`]` was expected"),
        ("[1.]", 1, "`]` was expected"),
        ("[.5]", 1, NO_VALUE),
        ("[+1]", 1, NO_VALUE),
        ("[-]", 1, NO_VALUE),
        ("[NaN]", 1, NO_VALUE),
        ("[-Infinity]", 1, NO_VALUE),
        (f"[{'1' * 25}]", 1, NO_VALUE),
        ("[tru]", 1, NO_VALUE),
        ("[nullnull]", 1, "`]` was expected"),
        ("[1,\n2,\n]", 3, COMMA),
        ('{"a": 1,\n}', 2, COMMA),
        ("[,]", 1, NO_VALUE),
        ("[1,,2]", 1, NO_VALUE),
        ("{,}", 1, NO_KEY),
        ("[1,\n[2", 2, "`]` was expected"),
        ('{"a": 1\n', 2, "`}` was expected"),
        ('{"a"', 1, "`:` was expected"),
        ('{"a":', 1, NO_VALUE),
        ('{"a" 1}', 1, "`:` was expected"),
        ('{"a": 1\n"b": 2}', 2, "`}` was expected"),
        ("[1 2]", 1, "`]` was expected"),
        ("{a: 1}", 1, NO_KEY),
        ("{1: 1}", 1, NO_KEY),
        ("{'a': 1}", 1, NO_KEY),
        ("// comment\n{}", 1, NO_VALUE),
        ("{}\n\n{}", 3, AFTER_THE_END),
        ("[1]]", 1, AFTER_THE_END),
        ("[1}", 1, "`]` was expected"),
        ('["open]', 1, BAD_TEXT),
        (r'["\x41"]', 1, BAD_TEXT),
        (r'["\u12"]', 1, BAD_TEXT),
        ('["line\nbreak"]', 1, BAD_TEXT),
        ('["tab\there"]', 1, BAD_TEXT),
    ],
)
def test_what_is_not_json_is_refused_with_its_line(tmp_path: Path, content: str, line: int, what: str) -> None:
    message = refusal(tmp_path, content, name="case.json")

    assert message == f"case.json:{line}: this is not well-formed JSON: {what}. Look at this line and the one above"


@pytest.mark.parametrize("escape", [r"\b", r"\f", r"\ud800", r"\udfff", r"\ud800\ud800", r"\u0000", r"\u001b[31m", r"\u009b", r"\uffff"])
def test_an_escape_cannot_bring_in_half_a_character_or_a_control_character(tmp_path: Path, escape: str) -> None:
    message = "an escape here stands for a control character or for half of one. Write plain text"

    assert refusal(tmp_path, f'{{"a": 1,\n"b": "x{escape}"}}', name="case.json") == f"case.json:2: {message}"
    assert refusal(tmp_path, f'{{"x{escape}": 1}}', name="case.json") == f"case.json:1: {message}"


def test_a_key_that_stands_twice_in_json_is_told_with_both_lines(tmp_path: Path) -> None:
    document = read(tmp_path, '{"a": [{"b": 1,\n"b": 2}],\n\n"a": 3}', name="case.json")

    assert [str(one).replace(f"{tmp_path}/", "") for one in document.problems] == [
        "case.json:2: a[1].b: this key stands here a second time (first on line 1). Keep one of the two",
        "case.json:4: a: this key stands here a second time (first on line 1). Keep one of the two",
    ]


def test_a_byte_order_mark_before_json_is_passed_over(tmp_path: Path) -> None:
    assert read(tmp_path, b'\xef\xbb\xbf{"a": 1}', name="case.JSON").data == {"a": 1}

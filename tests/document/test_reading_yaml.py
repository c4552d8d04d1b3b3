"""YAML as people write it: the core schema, nothing that constructs or repeats anything, one document."""

from pathlib import Path

import pytest

from tests.document.written import read, refusal

NOT_YAML = "this is not well-formed YAML. Look at the indentation, colons and quotes on this line and the one above"
NO_ANCHORS = "anchors and aliases (& and *) are not accepted. Write the value out in full"
NO_TAGS = "tags (!) are not accepted. Write the plain value"
PLAIN_KEYS = "a key must be a plain word. Write `key: value`"


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("off", "off"),
        ("y", "y"),
        ("true", True),
        ("False", False),
        ("TRUE", True),
        ("null", None),
        ("~", None),
        ("", None),
        ("2018", 2018),
        ("+7", "+7"),
        ("-0", 0),
        ("007", "007"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("2018-03", "2018-03"),
        ("2018-03-09", "2018-03-09"),
        ("2018-03-09T10:00:00Z", "2018-03-09T10:00:00Z"),
        ("1.5", 1.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
        ("1e999", "1e999"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("1234567890123456789", "1234567890123456789"),
        ('"5"', "5"),
        ("'true'", "true"),
        ('""', ""),
        ("=", "="),
        ("Zoë Ünal 🌱", "Zoë Ünal 🌱"),
    ],
)
def test_a_plain_word_is_read_by_the_core_schema(tmp_path: Path, word: str, value: object) -> None:
    document = read(tmp_path, f"key: {word}\n")

    assert document.data == {"key": value}
    assert type(document.data["key"]) is type(value)


def test_keys_are_always_text(tmp_path: Path) -> None:
    document = read(tmp_path, "yes: 1\n2018: 2\nnull: 3\n2018-03: 4\n<<: {a: 5}\n")

    assert document.data == {"yes": 1, "2018": 2, "null": 3, "2018-03": 4, "<<": {"a": 5}}


def test_text_over_several_lines_keeps_its_lines(tmp_path: Path) -> None:
    document = read(tmp_path, "note: |\n  one\n  two\nfolded: >-\n  three\n  four\nlast: 1\n")

    assert document.data == {"note": "one\ntwo\n", "folded": "three four", "last": 1}
    assert document.lines == {(): 1, ("note",): 1, ("folded",): 4, ("last",): 7}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_right_with_every_kind_of_line_end(tmp_path: Path, end: str) -> None:
    document = read(tmp_path, end.join(["# first", "a: 1", "", "b:", "  - 2", "  - c: 3", ""]))

    assert document.data == {"a": 1, "b": [2, {"c": 3}]}
    assert document.lines == {(): 2, ("a",): 2, ("b",): 4, ("b", 0): 5, ("b", 1): 6, ("b", 1, "c"): 6}


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbfrootwise: 1\n").data == {"rootwise": 1}


@pytest.mark.parametrize("content", ["", "\n\n", "# only a comment\n", "---\n", "---\n...\n"])
def test_a_file_without_a_value_is_null(tmp_path: Path, content: str) -> None:
    assert read(tmp_path, content).data is None


def test_the_bytes_that_were_read_are_kept(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbfa: 1\r\n").content == b"\xef\xbb\xbfa: 1\r\n"


def test_a_key_that_stands_twice_is_told_with_both_lines(tmp_path: Path) -> None:
    document = read(tmp_path, "a: 1\nb: {c: 2,\n  c: 3}\n\na: 4\n")

    assert [str(one).replace(f"{tmp_path}/", "") for one in document.problems] == [
        "case.yaml:3: b.c: this key stands here a second time (first on line 2). Keep one of the two",
        "case.yaml:5: a: this key stands here a second time (first on line 1). Keep one of the two",
    ]


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("a: &x 1\nb: *x\n", 1, NO_ANCHORS),
        ("a: 1\nb: &x [1]\n", 2, NO_ANCHORS),
        ("&x a: 1\n", 1, NO_ANCHORS),
        ("a: 1\n*x : 2\n", 2, NO_ANCHORS),
        ("a: 1\nb: !!python/object/apply:os.system [id]\n", 2, NO_TAGS),
        ("a: !!int 5\n", 1, NO_TAGS),
        ("a: !mine {b: 1}\n", 1, NO_TAGS),
        ("a: ! 5\n", 1, NO_TAGS),
        ("!!str a: 1\n", 1, NO_TAGS),
        ("a: 1\n---\nb: 2\n", 2, "a second document starts here (---). One file holds one document"),
        ("a: 1\n...\n---\n", 3, "a second document starts here (---). One file holds one document"),
        ("{a: 1}: 2\n", 1, PLAIN_KEYS),
        ("a: 1\n? [b]\n: 2\n", 2, PLAIN_KEYS),
        ("a:\n\t- 1\n", 2, NOT_YAML),
        ("a: 1\n b: 2\n", 2, NOT_YAML),
        ("a: @b\n", 1, NOT_YAML),
        ("a: 'open\n", 1, NOT_YAML),
        ("a: [1, 2\nb: 3\n", 2, NOT_YAML),
        ("a: b: c\n", 1, NOT_YAML),
        ("a: 1\nb: [2,\n\n\n", 2, NOT_YAML),
        ("a: 1\rb: [2,\r", 2, NOT_YAML),
        ("%YAML 9.9\n---\na: 1\n", 1, NOT_YAML),
    ],
)
def test_what_no_file_may_do_is_refused_with_its_line(tmp_path: Path, content: str, line: int, message: str) -> None:
    assert refusal(tmp_path, content) == f"case.yaml:{line}: {message}"


@pytest.mark.parametrize("escape", [r"\0", r"\e[31m", r"\x07", r"\x9b", r"\x7F"])
def test_an_escape_cannot_bring_in_a_control_character(tmp_path: Path, escape: str) -> None:
    message = "an escape here stands for a control character or for half of one. Write plain text"

    assert refusal(tmp_path, f'a: 1\nb: "x{escape}y"\n') == f"case.yaml:2: {message}"
    assert refusal(tmp_path, f'"x{escape}y": 1\n') == f"case.yaml:1: {message}"

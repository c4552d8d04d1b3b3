"""Files that are too large, too deep, no text, no file, or made to do harm: refused, and at once."""

import io
import os
import sys
import threading
import time
import tracemalloc
from pathlib import Path

import pytest

from rootwise.document import read_document
from rootwise.errors import InvalidFile
from tests.document.written import read, refusal, written
from tests.soon import SECONDS, told_soon

TOO_LARGE = "the file is larger than 1024 KiB. A case file holds one child at one assessment"
TOO_DEEP = "values are nested deeper than 24 levels. A case file needs about six"
TOO_MANY = "there are more than 50000 values. A case file holds one child at one assessment"
NO_TEXT = "there is a control character, so this is not a text file. Save the file as plain text in UTF-8"
NOT_UTF8 = "this is not UTF-8 text. Save the file as plain text in UTF-8"


def refusal_of(place: str | Path) -> str:
    with pytest.raises(InvalidFile) as refused:
        read_document(place)
    return str(refused.value)


def test_a_gigabyte_is_refused_without_being_read_into_memory(tmp_path: Path) -> None:
    place = tmp_path / "large.yaml"
    place.touch()
    os.truncate(place, 2**30)
    tracemalloc.start()

    with told_soon():
        message = refusal_of(place)

    assert message == f"{place}: {TOO_LARGE}"
    assert tracemalloc.get_traced_memory()[1] < 4_000_000
    tracemalloc.stop()


def test_the_largest_file_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    largest = b"a: 1\n" + b"#" * (1_048_576 - 6) + b"\n"

    assert read(tmp_path, largest).data == {"a": 1}
    assert refusal(tmp_path, largest + b"\n") == f"case.yaml: {TOO_LARGE}"


def test_an_endless_file_is_refused() -> None:
    with told_soon():
        assert refusal_of("/dev/zero") == "/dev/zero: this is a device, not a file. Name a file; - reads standard input"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("- 1\n" * 1_000_000, f"case.yaml: {TOO_LARGE}"),
        ("-\n" * 500_000, f"case.yaml:50000: {TOO_MANY}"),
        ("a:\n" * 300_000, f"case.yaml:50000: {TOO_MANY}"),
        ("[" * 100_000, f"case.yaml:1: {TOO_DEEP}"),
        ("- " * 100_000, f"case.yaml:1: {TOO_DEEP}"),
        ("{a: " * 100_000, f"case.yaml:1: {TOO_DEEP}"),
        ("\n".join("  " * depth + "a:" for depth in range(900)), f"case.yaml:25: {TOO_DEEP}"),
    ],
)
def test_a_yaml_bomb_is_refused_soon(tmp_path: Path, content: str, message: str) -> None:
    with told_soon():
        assert refusal(tmp_path, content) == message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[" * 100_000, f"case.json:1: {TOO_DEEP}"),
        ('{"a":' * 100_000, f"case.json:1: {TOO_DEEP}"),
        ("[" * 24 + "\n[", f"case.json:2: {TOO_DEEP}"),
        ("[" + "1,\n" * 300_000 + "1]", f"case.json:50000: {TOO_MANY}"),
    ],
)
def test_a_json_bomb_is_refused_soon(tmp_path: Path, content: str, message: str) -> None:
    with told_soon():
        assert refusal(tmp_path, content, name="case.json") == message


@pytest.mark.parametrize("name", ["case.yaml", "case.json"])
def test_the_deepest_nesting_is_read(tmp_path: Path, name: str) -> None:
    document = read(tmp_path, "[" * 24 + "]" * 24, name=name)

    assert max(len(place) for place in document.lines) == 23


def test_a_million_lines_of_nothing_are_read_soon(tmp_path: Path) -> None:
    with told_soon():
        document = read(tmp_path, "\n" * 1_000_000 + "a: 1\n")

    assert document.lines[("a",)] == 1_000_001


def test_a_small_file_that_would_unfold_to_gigabytes_is_refused(tmp_path: Path) -> None:
    """The `billion laughs`: nine lists, each of nine times the one before."""
    lists = ["a0: &a0 [ha,ha,ha,ha,ha,ha,ha,ha,ha]", *(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9))]
    bomb = "\n".join(lists)[:396]

    with told_soon():
        assert refusal(tmp_path, bomb) == "case.yaml:1: anchors and aliases (& and *) are not accepted. Write the value out in full"


def test_a_key_that_stands_fifty_thousand_times_is_told_soon(tmp_path: Path) -> None:
    with told_soon():
        document = read(tmp_path, "a: 1\n" * 49_999)

    assert len(document.problems) == 49_998


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a: 1\nb: \x00\n", f"case.yaml:2: {NO_TEXT}"),
        (b"\x7fELF\x02\x01\x01\x00", f"case.yaml:1: {NO_TEXT}"),
        (b"a: \x1b[31mred\n", f"case.yaml:1: {NO_TEXT}"),
        ("a: 1\n\nb: \x9b\n".encode(), f"case.yaml:3: {NO_TEXT}"),
        (b"\x89PNG\r\n\x1a\n", f"case.yaml:1: {NOT_UTF8}"),
        ("a: 1\nname: Zoë\n".encode("latin-1"), f"case.yaml:2: {NOT_UTF8}"),
        ("a: 1\n".encode("utf-16"), f"case.yaml:1: {NOT_UTF8}"),
        ("a: 1\n".encode("utf-16-be"), f"case.yaml:1: {NO_TEXT}"),
        (b"a: \xed\xa0\x80\n", f"case.yaml:1: {NOT_UTF8}"),
    ],
)
def test_a_file_that_is_no_utf8_text_is_refused_with_its_line(tmp_path: Path, content: bytes, message: str) -> None:
    assert refusal(tmp_path, content) == message


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert refusal_of(tmp_path / "none.yaml") == f"{tmp_path}/none.yaml: there is no such file. Check the spelling and the folder"


def test_a_folder_is_told(tmp_path: Path) -> None:
    assert refusal_of(tmp_path) == f"{tmp_path}: this is a folder. Name one file in it"


@pytest.mark.parametrize(
    ("name", "reason"),
    [("a\0b", "its name cannot be used"), ("x" * 5000, "file name too long"), ("/dev/null/case.yaml", "not a directory")],
)
def test_a_name_that_cannot_be_opened_is_told(name: str, reason: str) -> None:
    assert refusal_of(name) == f"{name}: the file cannot be opened ({reason}). Check its name and that you may read it"


def test_a_file_one_may_not_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused by hand, because the tests may run as root, who may read everything."""

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("rootwise.document.read.os.open", refuse)

    message = refusal_of("case.yaml")

    assert message == "case.yaml: the file cannot be opened (permission denied). Check its name and that you may read it"


def test_a_file_that_fails_while_it_is_read_is_told() -> None:
    assert refusal_of("/proc/self/mem") == "/proc/self/mem: the file cannot be read (input/output error). Try another copy"


def test_a_named_pipe_without_a_writer_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    started = time.perf_counter()

    assert read_document(tmp_path / "pipe.yaml").data is None
    assert time.perf_counter() - started < SECONDS


def test_a_named_pipe_is_read_to_its_end_however_slowly_it_is_written(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    end = os.open(tmp_path / "pipe.yaml", os.O_RDWR)

    def write_slowly() -> None:
        for line in (b"a: 1\n", b"b: 2\n"):
            time.sleep(0.05)
            os.write(end, line)
        os.close(end)

    writer = threading.Thread(target=write_slowly)
    writer.start()

    assert read_document(tmp_path / "pipe.yaml").data == {"a": 1, "b": 2}
    writer.join()


@pytest.mark.parametrize(("content", "data"), [(b"a: yes\n", {"a": "yes"}), (b' \n{"a": 1}', {"a": 1}), (b"- 1\n- 2\n", [1, 2])])
def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, content: bytes, data: object) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    assert read_document("-").data == data


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a: 1\na\n", "2: this is not well-formed YAML. Look at the indentation, colons and quotes on this line and the one above"),
        (
            b'{"a": 1,\n}',
            "2: this is not well-formed JSON: there is a comma before the closing bracket. Look at this line and the one above",
        ),
        (b"[" * 2_000_000, f" {TOO_LARGE}"),
    ],
)
def test_wrong_standard_input_is_told(monkeypatch: pytest.MonkeyPatch, content: bytes, message: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    assert refusal_of("-") == f"standard input:{message}"


def test_closed_standard_input_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)

    assert refusal_of("-") == "standard input: standard input is closed. Name a file, or send one in with `<` or `|`"


def test_a_file_is_told_by_the_name_it_was_given_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, "a: [\n")
    monkeypatch.chdir(tmp_path)

    assert refusal_of("case.yaml").startswith("case.yaml:1: this is not well-formed YAML")

"""Read a YAML or JSON file into plain values that remember their lines.

Hostile input is expected. Size, depth and the number of values are capped; aliases, tags, duplicate keys and
several documents in one file are refused. No object is ever constructed from what a file says.

Values follow the YAML 1.2 core schema: only `true`, `false`, `null`, numbers and text. A date stays text, so that
`2018-03` keeps meaning "some day in March 2018"; `yes` and `no` stay words.
"""

import json
import math
import os
import re
import stat
import sys
from collections.abc import Iterator
from json import JSONDecodeError
from pathlib import Path
from typing import Any

import yaml

from rootwise.document.document import Document, Place, spoken
from rootwise.errors import InvalidFile, Problem

LARGEST_FILE = 1_048_576  # bytes; the largest real case file seen is under 20 kB
DEEPEST_NESTING = 24
MOST_VALUES = 50_000

# Control characters beside tab and line ends, halves of characters, and those that are not seen but turn or break what is read.
_UNREADABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_YAML_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_YAML_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]+)?|[-+]?[0-9]+[eE][-+]?[0-9]{1,3}")
_YAML_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


class _Refused(Exception):
    """What one file does that no file may do."""

    def __init__(self, what: str, expected: str, *, line: int | None = None) -> None:
        self.what, self.expected, self.line = what, expected, line
        super().__init__(what)


def read_document(place: str | Path, *, largest: int = LARGEST_FILE, most_values: int = MOST_VALUES) -> Document:
    """Read a file, or standard input when `place` is `-`.

    Files named `*.json` are read as JSON, all others as YAML (of which JSON is very nearly a part).

    Raises
    ------
    InvalidFile
        The file is missing, is no text, is too large, or is not one well-formed document.
    """
    name = "standard input" if str(place) == "-" else str(place)
    try:
        content = _content(place, largest=largest)
    except _Refused as refused:
        raise InvalidFile([Problem(name, refused.line, "", refused.what, refused.expected)]) from None
    return parse_document(name, content, largest=largest, most_values=most_values)


def parse_document(name: str, content: bytes, *, largest: int = LARGEST_FILE, most_values: int = MOST_VALUES) -> Document:
    """The bytes of one file, called `name` in what is told about it.

    Raises
    ------
    InvalidFile
        They are no text, or not one well-formed document.
    """
    try:
        _require_small(content, largest)
        text = _text(content)
        builder = _Builder(most_values)
        if _is_json(name, text):
            _JsonReader(text, builder).read()
        else:
            _read_yaml(text, builder)
    except _Refused as refused:
        raise InvalidFile([Problem(name, refused.line, "", refused.what, refused.expected)]) from None
    doubled = tuple(Problem(name, line, spoken(path), what, expected) for line, path, what, expected in builder.problems)
    return Document(name, builder.root, builder.lines, content, doubled)


def _content(place: str | Path, *, largest: int) -> bytes:
    if str(place) == "-":
        if sys.stdin is None:
            raise _Refused("standard input is closed", "Name a file, or send one in with `<` or `|`")
        content = sys.stdin.buffer.read(largest + 1)
    else:
        try:
            # Non-blocking, so that a named pipe without a writer is an error and not a wait.
            handle = os.open(place, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        except FileNotFoundError:
            raise _Refused("there is no such file", "Check the spelling and the folder") from None
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else "its name cannot be used"
            raise _Refused(f"the file cannot be opened ({reason.lower()})", "Check its name and that you may read it") from None
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            os.close(handle)
            raise _Refused("this is a folder", "Name one file in it")
        if stat.S_ISCHR(os.fstat(handle).st_mode):
            os.close(handle)
            raise _Refused("this is a device, not a file", "Name a file; - reads standard input")
        os.set_blocking(handle, True)  # a pipe that has a writer is read to its end, however slowly it writes
        with os.fdopen(handle, "rb") as opened:
            try:
                content = opened.read(largest + 1) or b""
            except OSError as error:
                raise _Refused(f"the file cannot be read ({(error.strerror or 'unknown reason').lower()})", "Try another copy") from None
    _require_small(content, largest)
    return content


def _require_small(content: bytes, largest: int) -> None:
    if len(content) > largest:
        raise _Refused(f"the file is larger than {largest // 1024} KiB", "A case file holds one child at one assessment")


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _Refused("this is not UTF-8 text", "Save the file as plain text in UTF-8", line=line) from None
    strange = _UNREADABLE.search(text)
    if strange:
        line = text.count("\n", 0, strange.start()) + 1
        raise _Refused("there is a control character, so this is not a text file", "Save the file as plain text in UTF-8", line=line)
    return text


def _is_json(name: str, text: str) -> bool:
    return name.lower().endswith(".json") or (name == "standard input" and text.lstrip()[:1] == "{")


class _Builder:
    """Builds plain values from a stream of openings, scalars and closings, keeping lines and caps."""

    def __init__(self, most_values: int) -> None:
        self.root: Any = None
        self.lines: dict[Place, int] = {}
        self.problems: list[tuple[int, Place, str, str]] = []
        self._open: list[tuple[Any, Place]] = []
        self._key: list[Any] = []
        self._values = 0
        self._most_values = most_values

    @property
    def expects_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1][0], dict) and self._key[-1] is None

    def key(self, key: str, line: int) -> None:
        _require_readable(key, line)
        container, path = self._open[-1]
        if key in container:
            first = self.lines[(*path, key)]
            self.problems.append((line, (*path, key), f"this key stands here a second time (first on line {first})", "Keep one of the two"))
        self._key[-1] = (key, line)

    def scalar(self, value: Any, line: int) -> None:
        _require_readable(value, line)
        self._place(value, line)

    def open(self, container: dict[str, Any] | list[Any], line: int) -> None:
        path = self._place(container, line)
        if len(self._open) >= DEEPEST_NESTING:
            raise _Refused(f"values are nested deeper than {DEEPEST_NESTING} levels", "A case file needs about six", line=line)
        self._open.append((container, path))
        self._key.append(None)

    def close(self) -> None:
        self._open.pop()
        self._key.pop()

    def _place(self, value: Any, line: int) -> Place:
        self._values += 1
        if self._values > self._most_values:
            raise _Refused(f"there are more than {self._most_values} values", "A case file holds one child at one assessment", line=line)
        if not self._open:
            self.root = value
            self.lines[()] = line
            return ()
        container, path = self._open[-1]
        if isinstance(container, dict):
            key, line = self._key[-1]
            self._key[-1] = None
            container[key] = value
        else:
            key = len(container)
            container.append(value)
        here = (*path, key)
        self.lines.setdefault(here, line)
        return here


def _require_readable(value: Any, line: int) -> None:
    """An escape can hide what a text file may not hold: half a character, or one that steers a terminal."""
    if isinstance(value, str) and _UNREADABLE.search(value):
        raise _Refused("an escape here stands for a control character or for half of one", "Write plain text", line=line)


def _read_yaml(text: str, builder: _Builder) -> None:
    documents = 0
    for event in _yaml_events(text):
        line = event.start_mark.line + 1
        _require_plain(event, line)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _Refused("a second document starts here (---)", "One file holds one document", line=line)
        elif isinstance(event, yaml.ScalarEvent):
            if builder.expects_key:
                builder.key(event.value, line)
            else:
                builder.scalar(_yaml_value(event.value) if event.implicit[0] else event.value, line)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if builder.expects_key:
                raise _Refused("a key must be a plain word", "Write `key: value`", line=line)
            builder.open({} if isinstance(event, yaml.MappingStartEvent) else [], line)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            builder.close()


def _require_plain(event: Any, line: int) -> None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise _Refused("anchors and aliases (& and *) are not accepted", "Write the value out in full", line=line)
    if getattr(event, "tag", None) is not None:
        raise _Refused("tags (!) are not accepted", "Write the plain value", line=line)


def _yaml_events(text: str) -> Iterator[Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        yield from yaml.parse(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = min(mark.line + 1, len(text.rstrip().splitlines()) or 1) if mark else None  # an open bracket is noticed after the end
        raise _Refused(
            "this is not well-formed YAML", "Look at the indentation, colons and quotes on this line and the one above", line=line
        ) from None
    except (yaml.YAMLError, RecursionError, MemoryError):
        raise _Refused("this is not well-formed YAML", "Look for stray characters") from None


def _yaml_value(word: str) -> Any:
    if word in _YAML_WORDS:
        return _YAML_WORDS[word]
    if _YAML_INTEGER.fullmatch(word):
        return int(word)
    if _YAML_DECIMAL.fullmatch(word) and math.isfinite(float(word)):
        return float(word)
    return word


_JSON = json.JSONDecoder()


class _JsonReader:
    """A JSON reader that knows its lines (the standard library's does not tell them)."""

    _SPACE = re.compile(r"[ \t\r\n]*")

    def __init__(self, text: str, builder: _Builder) -> None:
        self._text, self._builder, self._at = text, builder, 0
        self._line, self._counted_to = 1, 0

    def read(self) -> None:
        self._value()
        self._skip()
        if self._at != len(self._text):
            raise self._wrong("there is something after the end of the document")

    def _value(self) -> None:
        opening = self._next()
        if opening == "{":
            self._object()
        elif opening == "[":
            self._array()
        else:
            line = self._here()
            self._builder.scalar(self._scalar(opening), line)

    def _object(self) -> None:
        self._builder.open({}, self._here())
        self._at += 1
        while self._next() != "}":
            if self._next() != '"':
                raise self._wrong("a key in double quotes was expected")
            line = self._here()
            self._builder.key(self._string(), line)
            self._expect(":")
            self._value()
            if not self._another("}"):
                break
        self._expect("}")
        self._builder.close()

    def _array(self) -> None:
        self._builder.open([], self._here())
        self._at += 1
        while self._next() != "]":
            self._value()
            if not self._another("]"):
                break
        self._expect("]")
        self._builder.close()

    def _another(self, closing: str) -> bool:
        if self._next() != ",":
            return False
        self._at += 1
        if self._next() == closing:
            raise self._wrong("there is a comma before the closing bracket")
        return True

    def _scalar(self, opening: str) -> Any:
        if opening == '"':
            return self._string()
        number = _NUMBER.match(self._text, self._at)
        if number and number.end() - number.start() <= 24:
            value = json.loads(number.group())
            if not math.isfinite(value):
                raise self._wrong("this number is too large")
            self._at = number.end()
            return value
        for word, value in (("true", True), ("false", False), ("null", None)):
            if self._text.startswith(word, self._at):
                self._at += len(word)
                return value
        raise self._wrong("a value was expected")

    def _string(self) -> str:
        try:
            value, self._at = _JSON.raw_decode(self._text, self._at)
        except JSONDecodeError:
            raise self._wrong("this text is not closed or holds a bad escape") from None
        return str(value)

    def _next(self) -> str:
        self._skip()
        return self._text[self._at : self._at + 1]

    def _skip(self) -> None:
        match = self._SPACE.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _expect(self, character: str) -> None:
        if self._next() != character:
            raise self._wrong(f"`{character}` was expected")
        self._at += 1

    def _here(self) -> int:
        self._line += self._text.count("\n", self._counted_to, self._at)
        self._counted_to = self._at
        return self._line

    def _wrong(self, what: str) -> _Refused:
        return _Refused(f"this is not well-formed JSON: {what}", "Look at this line and the one above", line=self._here())

"""House rules that no linter knows, each told with what to do. Changes nothing."""

import re
import subprocess
import sys
from pathlib import Path

_BANNED_FOLDERS = {"utils", "common", "helpers", "base", "misc", "manager"}
_NAMED_BY_DJANGO = {"sqlcipher/base.py", "postgresql/base.py"}  # it looks for a database backend under this name
_LONGEST_MODULE = 400
_EM_DASH = "\u2014"


def main() -> int:
    tracked = [Path(line) for line in subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True).stdout.splitlines()]  # noqa: S607
    files = [one for one in tracked if one.is_file()]
    complaints = [*_names(files), *_lengths(files), *_paths_of_a_machine(files), *_dead_links(files), *_dashes(files), *_adrs(files)]
    for complaint in complaints:
        print(complaint)  # noqa: T201
    return 1 if complaints else 0


def _names(files: list[Path]) -> list[str]:
    named = [one for one in files if "/".join(one.parts[-2:]) not in _NAMED_BY_DJANGO]
    return [f"{one}: name the folder or module after the noun it is about" for one in named if _BANNED_FOLDERS & {*one.parts, one.stem}]


def _lengths(files: list[Path]) -> list[str]:
    lengths = {one: len(one.read_text("utf-8").splitlines()) for one in files if one.suffix == ".py" and one.parts[0] == "src"}
    return [f"{one}: {length} lines; a module is about one thing, split it" for one, length in lengths.items() if length > _LONGEST_MODULE]


def _texts(files: list[Path]) -> dict[Path, str]:
    return {one: one.read_text("utf-8") for one in files if one.suffix in {".py", ".md", ".yaml", ".toml", ".sh", ".typ", ".jinja", ""}}


def _paths_of_a_machine(files: list[Path]) -> list[str]:
    pattern = re.compile(r"(?<![\w./-])/(work|home|root|Users)/\w")
    return [f"{one}: names a path of one machine" for one, text in _texts(files).items() if pattern.search(text)]


def _dead_links(files: list[Path]) -> list[str]:
    complaints = []
    for one in files:
        if one.suffix == ".md":
            targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", one.read_text("utf-8"))
            complaints += [f"{one}: the link to {target} leads nowhere" for target in targets if not (one.parent / target).exists()]
    return complaints


def _dashes(files: list[Path]) -> list[str]:
    """What people read is written without em dashes: two sentences, or a comma."""
    return [
        f"{one}: has an em dash; write two sentences, or a comma"
        for one, text in _texts(files).items()
        if one.suffix in {".yaml", ".jinja"} and _EM_DASH in text
    ]


def _adrs(files: list[Path]) -> list[str]:
    records = sorted(one for one in files if one.parent == Path("docs/adr") and one.name != "README.md")
    wrong = [one for number, one in enumerate(records, start=1) if not one.name.startswith(f"{number:04d}-")]
    return [f"{one}: decisions are numbered without a gap" for one in wrong]


if __name__ == "__main__":
    sys.exit(main())

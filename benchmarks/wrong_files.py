"""`rootwise check` on files made to hurt: each one is refused, by the whole process, within a second."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

from process import ROOTWISE, runs
from ratio import Figure, milliseconds, tell, versions

from rootwise.document.read import LARGEST_FILE
from rootwise.errors import ExitStatus

ROUNDS = 5
SECONDS = 1.0
PATIENCE_SECONDS = 20
_HEAD = "rootwise: 1\ninstrument: open-functional-map@1\nchild: {id: a, birth_date: 2018-03-01}\nassessed_on: 2026-05-20\n"
# A little under what is refused at a glance: 1 MiB, and 10,000 values in a case.
_LARGEST, _MOST_VALUES = LARGEST_FILE - 1000, 9_900


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        tell([_figure(Path(folder), name, write) for name, write in FILES.items()], of=versions("pyyaml", "pydantic", "click"))


def _figure(folder: Path, name: str, write: Callable[[Path], object]) -> Figure:
    file = folder / "wrong.yaml"
    write(file)
    check = runs(ROOTWISE, "check", str(file), status=int(ExitStatus.WRONG_INPUT), most_seconds=PATIENCE_SECONDS)
    first = check()
    if first >= PATIENCE_SECONDS:
        return Figure(f"`rootwise check`: {name}", "", f"<= {SECONDS:g} s", f"more than {PATIENCE_SECONDS} s", holds=False)
    taken = [check() for _ in range(ROUNDS)]
    return Figure(f"`rootwise check`: {name}", "", f"<= {SECONDS:g} s", milliseconds(taken), median(taken) <= SECONDS)


def _sparse(file: Path) -> None:
    with file.open("wb") as opened:
        opened.truncate(1 << 30)


def _bomb(file: Path) -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]" for before, name in zip("abcdefghi", "bcdefghij", strict=True)]
    file.write_text("\n".join(lines), encoding="utf-8")


def _noise(line: str, *, values: int = 1, under: str = "") -> Callable[[Path], object]:
    """A well-formed case file full of one kind of line, up to 1 MiB or the most values that are read."""

    def write(file: Path) -> None:
        most = min((_LARGEST - len(_HEAD) - len(under)) // (len(line.format(0)) + 1), _MOST_VALUES // values if values else LARGEST_FILE)
        file.write_text(_HEAD + under + "".join(line.format(number) + "\n" for number in range(most)), encoding="utf-8")

    return write


FILES: dict[str, Callable[[Path], object]] = {
    "1 GiB of nothing (a sparse file)": _sparse,
    "an alias bomb": _bomb,
    "1 MiB of text": _noise("  some words that say nothing at all, line {:06d}", values=0, under="note: |\n"),
    "9,900 unknown keys": _noise("unknown_{:06d}: 1"),
    "4,950 wrong raters": _noise("  - {{id: a}}", values=2, under="raters:\n"),
    "4,950 wrong ratings": _noise("  f{:06d}: {{rating: 99}}", values=2, under="ratings:\n"),
    "9,900 empty ratings": _noise("  f{:06d}: []", under="ratings:\n"),
    "3,300 wrong events": _noise("      - {{type: x, severity: 9}}", values=3, under="history:\n  infancy:\n    events:\n"),
}


if __name__ == "__main__":
    main()

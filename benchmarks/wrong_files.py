"""`rootwise check` on files made to hurt: each one is refused, by the whole process, within a second."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from process import ROOTWISE, runs
from ratio import Figure, milliseconds, tell, versions

from rootwise.errors import ExitStatus

ROUNDS = 5
SECONDS = 1.0
_HEAD = "rootwise: 1\ninstrument: open-functional-map@1\nchild: {id: a, birth_date: 2018-03-01}\nassessed_on: 2026-05-20\n"
_MEBIBYTE = 1 << 20


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        tell([_figure(Path(folder), name, write) for name, write in FILES.items()], of=versions("pyyaml", "pydantic", "click"))


def _figure(folder: Path, name: str, write: Callable[[Path], object]) -> Figure:
    file = folder / "wrong.yaml"
    write(file)
    check = runs(ROOTWISE, "check", str(file), status=int(ExitStatus.WRONG_INPUT))
    first = check()
    # One that takes far too long need not be waited for five times.
    taken = [first] if first > 10 * SECONDS else [check() for _ in range(ROUNDS)]
    return Figure(f"`rootwise check`: {name}", "", f"<= {SECONDS:g} s", milliseconds(taken), sorted(taken)[len(taken) // 2] <= SECONDS)


def _sparse(file: Path) -> None:
    with file.open("wb") as opened:
        opened.truncate(1 << 30)


def _bomb(file: Path) -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]" for before, name in zip("abcdefghi", "bcdefghij", strict=True)]
    file.write_text("\n".join(lines), encoding="utf-8")


def _noise(line: str, *, under: str = "") -> Callable[[Path], object]:
    """A well-formed case file full of one kind of line, up to 1 MiB or the most values that are read."""

    def write(file: Path) -> None:
        lines: list[str] = []
        size, values = len(_HEAD) + len(under), 0
        while size < _MEBIBYTE - 200 and values < 49_000:
            lines.append(line.format(len(lines)))
            size += len(lines[-1]) + 1
            values += 1 + line.count(":")
        file.write_text(_HEAD + under + "\n".join(lines) + "\n", encoding="utf-8")

    return write


FILES: dict[str, Callable[[Path], object]] = {
    "1 GiB of nothing (a sparse file)": _sparse,
    "an alias bomb": _bomb,
    "1 MiB of text": _noise("  some words that say nothing at all, line {}", under="note: |\n"),
    "49,000 unknown keys": _noise("unknown_{:06d}: 1"),
    "wrong raters": _noise("  - {{id: a}}", under="raters:\n"),
    "wrong ratings": _noise("  f{:05d}: {{rating: 99}}", under="ratings:\n"),
    "empty ratings": _noise("  f{:05d}: []", under="ratings:\n"),
    "wrong events": _noise("      - {{type: x, severity: 9}}", under="history:\n  infancy:\n    events:\n"),
}


if __name__ == "__main__":
    main()

"""The default install: its size, and the seconds from nothing but a warm package cache to a written report."""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from ratio import Figure, tell

ROUNDS = 5
MEGABYTES, SECONDS = 400, 60
_PROJECT = Path(__file__).parent.parent
_NEEDED = ("pyproject.toml", "uv.lock", "README.md", "LICENSE", "LICENSE-CONTENT", "src", "examples")


def main() -> None:
    uv = _uv()
    _installed(uv)  # fills the cache
    taken, sizes = zip(*(_installed(uv) for _ in range(ROUNDS)), strict=True)
    seconds, size = median(taken), median(sizes)
    said = subprocess.run([uv, "--version"], capture_output=True, text=True, check=True).stdout.split()
    job = "Default install, `uv sync --frozen --no-dev --compile-bytecode`"
    tell(
        [
            Figure(job, "size of the environment and of our own files", f"<= {MEGABYTES} MB", f"{size:.0f} MB", size <= MEGABYTES),
            Figure(
                f"{job}, then a written report",
                "package cache warm",
                f"<= {SECONDS} s",
                f"{seconds:.1f} s ({min(taken):.1f} to {max(taken):.1f})",
                seconds <= SECONDS,
            ),
        ],
        of=" ".join(said[:2]),
    )


def _installed(uv: str) -> tuple[float, float]:
    """Seconds and megabytes of an install into an empty folder, and a report made with it."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name in _NEEDED:
            _copy(_PROJECT / name, folder / name)
        started = time.perf_counter()
        _run(uv, "sync", "--frozen", "--no-dev", "--compile-bytecode", "--quiet", "--project", str(folder), "--python", sys.executable)
        _run(str(folder / ".venv/bin/rootwise"), "report", str(folder / "examples/foster-care.yaml"), "-o", str(folder / "out"))
        seconds = time.perf_counter() - started
        assert (folder / "out" / "report.pdf").is_file()
        return seconds, (_bytes(folder / ".venv") + _bytes(folder / "src")) / 1e6


def _copy(place: Path, to: Path) -> None:
    if place.is_dir():
        shutil.copytree(place, to, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(place, to)


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr}")


def _bytes(folder: Path) -> int:
    """What the files take on the disk, without what links point to."""
    return sum(one.lstat().st_blocks * 512 for one in folder.rglob("*") if not one.is_dir() or one.is_symlink())


def _uv() -> str:
    beside = Path(sys.executable).with_name("uv")
    found = str(beside) if beside.is_file() else shutil.which("uv")
    if found is None:
        raise SystemExit("there is no uv here: nothing is measured")
    return found


if __name__ == "__main__":
    main()

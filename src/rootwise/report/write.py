"""Write a report whole or not at all."""

import json
import os
import re
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID, uuid5

from rootwise.case import Case
from rootwise.errors import CannotWrite
from rootwise.plan import Plan, plan_json
from rootwise.plan.week.calendar import calendar_of, has_calendar
from rootwise.plan.week.model import Week
from rootwise.profile import Profile, profile_json
from rootwise.report.content import report_of
from rootwise.report.html import html_of
from rootwise.report.pdf import pdf_of
from rootwise.report.site import Site

try:
    import fcntl
except ImportError:  # Windows has no advisory locks on folders; two runs at once into one folder are then on their own
    fcntl = None  # type: ignore[assignment]

CALENDAR = "week.ics"
FILES = ("report.html", "report.pdf", "profile.json", "plan.json", CALENDAR)
_ASIDE = ".rootwise-"
_CHOOSE = "Choose another folder with -o"
_MARK = re.compile(r'<meta name="rootwise-child" content="([0-9a-f-]{36})">')
_NAMESPACE = UUID("9b0f6c52-0d5e-5c0a-8d47-2f1f6f5f7f01")


def write_report(
    profile: Profile, case: Case, *, folder: Path, site: Site | None, plan: Plan | None = None, week: Week | None = None
) -> list[Path]:
    """Write `report.html`, `report.pdf`, `profile.json`, with a plan `plan.json`, and with a week and a time zone `week.ics` into a folder.

    An earlier plan or week does not stay beside a report that has none.

    Raises
    ------
    CannotWrite
        The folder does not take the files, or holds another child's.
    """
    week = week if plan is not None and plan.activities else None
    report = report_of(profile, case, site=site, plan=plan, week=week)
    contents = {
        "report.html": html_of(report).encode(),
        "report.pdf": pdf_of(report),
        "profile.json": profile_json(profile).encode(),
        **({"plan.json": plan_json(plan).encode()} if plan else {}),
        **({CALENDAR: calendar_of(week, plan, case)} if plan and week and has_calendar(week, plan, case) else {}),
    }
    return write_files(contents, folder=folder, child=case.child.id, instead_of=FILES)


def child_mark(child: str) -> str:
    """Which child a page is about, for our own eyes: an id of a case file must not stand on a sheet."""
    return str(uuid5(_NAMESPACE, child))


def write_files(contents: Mapping[str, bytes], *, folder: Path, child: str, instead_of: Collection[str]) -> list[Path]:
    """Write files into a folder, made where it is missing, whole or not at all.

    All are finished under other names before the first takes its place, and if one cannot, those before it are put back: a full disk or a
    file that is held leaves the earlier files as they were. One run at a time writes into a folder, and a folder holds one child.

    Parameters
    ----------
    child : the id of the child
    instead_of : files that go, also where none of this name comes

    Raises
    ------
    CannotWrite
        The folder does not take the files, or holds another child's.
    """
    if folder.exists() and not folder.is_dir():
        raise CannotWrite(str(folder), "there is a file of this name where a folder is needed", do=_CHOOSE)
    try:
        with _held(folder):
            _require_same_child(folder, child)
            _remove_leftovers(folder)
            _replace(folder, contents, tuple(dict.fromkeys((*instead_of, *contents))))
    except OSError as error:
        raise CannotWrite(str(folder), error.strerror or "it cannot be written to") from None
    return [folder / name for name in contents]


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """The folder, for this run alone."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=0o700, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _require_same_child(folder: Path, child: str) -> None:
    try:
        before = json.loads((folder / "profile.json").read_text("utf-8"))
    except (OSError, ValueError):
        before = None
    if isinstance(before, dict) and before.get("child") != child:
        raise CannotWrite(str(folder), "the report of another child is in this folder", do=_CHOOSE)
    for one in sorted(folder.glob("*.html")):
        found = _MARK.search(one.read_text("utf-8", errors="replace"))
        if found is not None and found[1] != child_mark(child):
            raise CannotWrite(str(folder), "a sheet of another child is in this folder", do=_CHOOSE)


def _remove_leftovers(folder: Path) -> None:
    """What a run that was killed left behind."""
    for one in folder.glob(f"{_ASIDE}*"):
        with suppress(OSError):
            one.unlink()


def _replace(folder: Path, contents: Mapping[str, bytes], names: Collection[str]) -> None:
    """Put every file in its place, or leave all as they were."""
    before: list[tuple[Path, Path]] = []
    done: list[Path] = []
    try:
        aside = {name: _written_aside(folder, content) for name, content in contents.items()}
        for name in names:
            final = folder / name
            if final.is_symlink() or final.exists():
                kept = folder / f"{_ASIDE}before-{name}"
                final.rename(kept)
                before.append((kept, final))
            if name in aside:
                aside[name].rename(final)
                done.append(final)
    except BaseException:  # also a Ctrl-C: put back what was there, then let it through
        for final in done:
            with suppress(OSError):
                final.unlink()
        for kept, final in before:
            with suppress(OSError):
                kept.rename(final)
        raise
    finally:
        _remove_leftovers(folder)


def _written_aside(folder: Path, content: bytes) -> Path:
    handle, place = tempfile.mkstemp(prefix=_ASIDE, dir=folder)  # readable for its owner only, as it stays
    with os.fdopen(handle, "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(handle)
    return Path(place)

"""Write a report whole or not at all."""

import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from rootwise.case import Case
from rootwise.errors import CannotWrite
from rootwise.plan import Plan, plan_json
from rootwise.profile import Profile, profile_json
from rootwise.report.content import report_of
from rootwise.report.html import html_of
from rootwise.report.pdf import pdf_of
from rootwise.report.site import Site


def write_report(profile: Profile, case: Case, *, folder: Path, site: Site | None, plan: Plan | None = None) -> list[Path]:
    """Write `report.html`, `report.pdf`, `profile.json` and with a plan `plan.json` into a folder, made where it is missing.

    All are finished under temporary names before the first takes its place, so a full disk leaves an earlier report
    as it was.

    Raises
    ------
    CannotWrite
        The folder does not take the files.
    """
    report = report_of(profile, case, site=site, plan=plan)
    contents = {
        "report.html": html_of(report).encode(),
        "report.pdf": pdf_of(report),
        "profile.json": profile_json(profile).encode(),
        **({"plan.json": plan_json(plan).encode()} if plan else {}),
    }
    waiting: dict[Path, Path] = {}
    _require_same_child(folder, profile)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            waiting[folder / name] = _written_aside(folder, name, content)
        for final, temporary in waiting.items():
            temporary.replace(final)
    except OSError as error:
        raise CannotWrite(str(folder), error.strerror or "it cannot be written to") from None
    finally:
        for temporary in waiting.values():
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
    return list(waiting)


def _require_same_child(folder: Path, profile: Profile) -> None:
    """A folder holds one child's report: another child's is never overwritten."""
    if folder.exists() and not folder.is_dir():
        raise CannotWrite(str(folder), "there is a file of this name where a folder is needed", do="Choose another folder with -o")
    with suppress(OSError, ValueError, AttributeError):
        before = json.loads((folder / "profile.json").read_text("utf-8"))
        if before.get("child") != profile.child:
            raise CannotWrite(str(folder), "the report of another child is in this folder", do="Choose another folder with -o")


def _written_aside(folder: Path, name: str, content: bytes) -> Path:
    handle, place = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(handle)
        Path(place).chmod(0o600)  # a child's record is for its owner only
    except OSError:
        Path(place).unlink(missing_ok=True)
        raise
    return Path(place)

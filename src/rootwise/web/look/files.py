"""Static files as they are in the package: no step that collects them. Each address holds a piece of the hash, so it may be kept."""

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

LENGTH = 12


@cache
def fingerprint(name: str) -> str:
    """The beginning of the file's SHA-256, or nothing where there is no such file."""
    place = finders.find(name)
    return hashlib.sha256(Path(place).read_bytes()).hexdigest()[:LENGTH] if place else ""


class FingerprintedFiles(StaticFilesStorage):
    """Adds `?v=` and the fingerprint to the address of a file."""

    def url(self, name: str | None) -> str:
        address = super().url(name)
        mark = fingerprint(name) if name else ""
        return f"{address}?v={mark}" if mark else address

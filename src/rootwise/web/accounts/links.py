"""Secrets that are handed over once: links of invitations and codes of recovery. Only their digest is kept."""

import base64
import hashlib
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from rootwise.web.keys import KeyRing, Purpose

_GROUP = 4


def token_of(row: UUID, what: str = "invitation") -> str:
    """For a link: 256 bits, known to nobody without the keys. The same row gives the same, so that a form sent twice shows one link."""
    return base64.urlsafe_b64encode(_secret(what, row)).decode("ascii").rstrip("=")


def digits_of(row: UUID, what: str) -> str:
    """Six digits to be told beside a link: without the link they open nothing."""
    return f"{int.from_bytes(_secret(what, row)) % 1_000_000:06d}"


def code_of(row: UUID) -> str:
    """To be read out and typed: 80 bits as four groups of four letters and digits."""
    letters = base64.b32encode(_secret("recovery", row)[:10]).decode("ascii").lower()
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))


def _secret(what: str, row: UUID) -> bytes:
    key = KeyRing(settings.KEY_FOLDER).newest(Purpose.SIGNING)
    return HKDF(SHA256(), 32, salt=row.bytes, info=f"rootwise {what}".encode()).derive(key.secret)


def digest(secret: str) -> str:
    """Of a code however it is typed: case, spaces and hyphens of a code do not matter, those of a token do."""
    return hashlib.sha256(secret.encode()).hexdigest()


def code_digest(typed: str) -> str:
    return digest("".join(one for one in typed.lower() if one.isalnum()))

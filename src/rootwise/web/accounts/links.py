"""Secrets that are handed over once: links of invitations and codes of recovery. Only their digest is kept."""

import base64
import hashlib
import secrets

_GROUP = 4


def new_token() -> str:
    """For a link: 256 bits."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """To be read out and typed: 80 bits as four groups of four letters and digits."""
    letters = base64.b32encode(secrets.token_bytes(10)).decode("ascii").lower()
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))


def digest(secret: str) -> str:
    """Of a code however it is typed: case, spaces and hyphens of a code do not matter, those of a token do."""
    return hashlib.sha256(secret.encode()).hexdigest()


def code_digest(typed: str) -> str:
    return digest("".join(one for one in typed.lower() if one.isalnum()))

"""The secret of one-time codes, encrypted in the row that holds it: who reads the table without the keys can make no code."""

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from rootwise.errors import InternalError
from rootwise.web.keys import Key, KeyRing, Purpose

_NONCE_BYTES = 12
_PREFIX = "factor1"  # then the number of the signing key, then nonce and ciphertext


class CannotOpenFactor(InternalError):
    """A secret that no key opens: it was changed, or its key is gone."""


def seal_factor(secret: str) -> str:
    key = KeyRing(settings.KEY_FOLDER).newest(Purpose.SIGNING)
    nonce = os.urandom(_NONCE_BYTES)
    sealed = nonce + _cipher(key).encrypt(nonce, secret.encode(), _PREFIX.encode())
    return f"{_PREFIX}.{key.number}.{base64.urlsafe_b64encode(sealed).decode('ascii')}"


def open_factor(stored: str) -> str:
    try:
        number, text = stored.removeprefix(f"{_PREFIX}.").split(".")
        sealed = base64.urlsafe_b64decode(text)
        key = KeyRing(settings.KEY_FOLDER).numbered(Purpose.SIGNING, int(number))
        return _cipher(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _PREFIX.encode()).decode()
    except (ValueError, InvalidTag):
        raise CannotOpenFactor("the secret of a second factor cannot be opened: it is not what was stored there") from None


def _cipher(key: Key) -> AESGCM:
    """A key of its own, derived from the one that signs sessions: both decide who somebody is."""
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"rootwise second factor").derive(key.secret))

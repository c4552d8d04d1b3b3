"""A text that is encrypted once more inside the database, under a key of its own: where a child lives (T5).

Who reads the database without the key folder, in whatever way, does not read this. Each value is bound to its field, so that it cannot be
moved to a field that is shown to more people.
"""

import base64
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import IsNull

from rootwise.errors import InternalError
from rootwise.web.keys import KeyRing, Purpose

_NONCE_BYTES = 12
_PREFIX = "sealed1"  # then the number of the key, then nonce and ciphertext
_as_stored: ContextVar[bool] = ContextVar("_as_stored", default=False)


# Django's stubs know its type parameters, Django itself does not.
if TYPE_CHECKING:
    _TextField = models.TextField[Any, Any]
else:
    _TextField = models.TextField


class CannotOpen(InternalError):
    """A value that no key opens: it was changed, moved, or its key is gone. Never says what it is."""


@contextmanager
def as_stored() -> Iterator[None]:
    """Inside, encrypted fields give and take what is on the disk. For backup and restore, which need not read it."""
    token = _as_stored.set(True)
    try:
        yield
    finally:
        _as_stored.reset(token)


def seal_text(text: str, *, field: str) -> str:
    key = _ring().newest(Purpose.PLACEMENT)
    nonce = os.urandom(_NONCE_BYTES)
    sealed = nonce + AESGCM(key.secret).encrypt(nonce, text.encode(), _bound(field, key.number))
    return f"{_PREFIX}.{key.number}.{base64.urlsafe_b64encode(sealed).decode('ascii')}"


def open_text(stored: str, *, field: str) -> str:
    try:
        number, sealed = key_number(stored), base64.urlsafe_b64decode(stored.split(".")[2])
        key = _ring().numbered(Purpose.PLACEMENT, number)
        return AESGCM(key.secret).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _bound(field, number)).decode()
    except (ValueError, IndexError, InvalidTag):
        raise CannotOpen(f"a value of {field} cannot be opened: it is not what was stored there") from None


def key_number(stored: str) -> int:
    """The key a value was sealed with: after a rotation none of an older number is left."""
    prefix, number, _ = stored.split(".")
    if prefix != _PREFIX:
        raise ValueError("not sealed")
    return int(number)


def _bound(field: str, number: int) -> bytes:
    return f"{_PREFIX}.{number}.{field}".encode()


def _ring() -> KeyRing:
    return KeyRing(settings.KEY_FOLDER)


class EncryptedTextField(_TextField):
    """Text to the program, ciphertext to the database. It cannot be searched or sorted by; that is what it is for."""

    @property
    def bound_to(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return value if value is None or _as_stored.get() else seal_text(value, field=self.bound_to)

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> str | None:
        return value if value is None or _as_stored.get() else open_text(value, field=self.bound_to)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.bound_to} is encrypted: it can be asked for by isnull only")
        return IsNull

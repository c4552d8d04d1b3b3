"""Argon2 takes long on purpose, and SQLite has one writer: what a page will ask about a password is worked out before its transaction."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password


@dataclass(frozen=True, slots=True)
class _Ready:
    checked: dict[tuple[str, str], bool] = field(default_factory=dict)  # password and stored hash: whether they belong together
    made: dict[str, str] = field(default_factory=dict)  # password: a hash of it, with a salt of its own


_ready: ContextVar[_Ready | None] = ContextVar("_ready", default=None)


class Argon2(Argon2PasswordHasher):
    """Django's own, which does not do again what is ready. What was not foreseen is worked out when it is asked for."""

    def verify(self, password: str, encoded: str) -> bool:
        ready = _ready.get()
        known = ready.checked.get((password, encoded)) if ready is not None else None
        return super().verify(password, encoded) if known is None else known

    def encode(self, password: str, salt: str) -> str:
        ready = _ready.get()
        made = ready.made.pop(password, None) if ready is not None else None
        return super().encode(password, salt) if made is None else made


@contextmanager
def worked_out(*, to_check: Iterable[tuple[str, str]] = (), to_make: Iterable[str] = ()) -> Iterator[None]:
    """Inside, each password of `to_check` has been held against its stored hash, and each of `to_make` has one."""
    ready = _Ready({one: check_password(*one) for one in to_check}, {one: make_password(one) for one in to_make})
    token = _ready.set(ready)
    try:
        yield
    finally:
        _ready.reset(token)

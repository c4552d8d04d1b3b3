"""Who writes: the name that every connection must carry before the database takes a row.

The triggers (audit/guards.py) ask the connection for this name and refuse the row without it. A name lasts as long as the block that gave
it, at most one transaction; only commands of an operator name their connection for good.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class Session:
    """What the database writes beside every change."""

    actor: str  # opaque id of a user, or "operator:<login>", "system:<part>"
    role: str
    action: str
    reason: str = ""
    request: str = ""
    erasing: str = ""  # the child whose values may be taken out of the audit, nobody's otherwise

    def __post_init__(self) -> None:
        for name in ("actor", "role", "action"):
            if not getattr(self, name):
                raise ValueError(f"A session needs the {name} of who writes.")


KEYS = tuple(one.name for one in fields(Session))

Hook = Callable[["NamedConnection"], None]


class NamedConnection(BaseDatabaseWrapper):
    """A connection that says who writes, and lets the audit seal what was written before it is committed."""

    session: Session | None = None
    was_named = False  # since the last commit: only then can there be something to seal
    audit_is_there = False  # remembered, so that not every commit asks
    sealed_head: tuple[int, str] | None = None  # what the seal of this transaction came to, until it is told outside
    sealed_erasures: tuple[tuple[int, str], ...] = ()  # and which children it erased, each with its place in the chain

    # Filled by the audit when it is ready: this folder knows nothing of it.
    before_commit: list[Hook] = []  # noqa: RUF012 - one list for all connections is meant
    after_commit: list[Hook] = []  # noqa: RUF012
    after_schema_change: list[Hook] = []  # noqa: RUF012

    def name(self, session: Session | None) -> None:
        """Give this connection a name until the end of the transaction, or take it away."""
        self.session = session
        self.was_named = self.was_named or session is not None

    def named_value(self, key: str) -> str | None:
        """What the triggers ask for; null stands for nobody."""
        if key not in KEYS:
            raise ValueError(key)
        return getattr(self.session, key) if self.session is not None else None

    def _commit(self) -> Any:
        if self.connection is not None and self.was_named:
            _run(self.before_commit, self)
        done = super()._commit()  # type: ignore[misc]  # Django's stubs leave it out
        self.was_named = self.session is not None
        if self.sealed_head is not None:
            for hook in self.after_commit:
                hook(self)
            self.sealed_head, self.sealed_erasures = None, ()
        return done

    def _rollback(self) -> Any:
        self.sealed_head, self.sealed_erasures = None, ()
        self.was_named = self.session is not None
        return super()._rollback()  # type: ignore[misc]


def _run(hooks: list[Hook], connection: NamedConnection) -> None:
    for hook in hooks:
        try:
            hook(connection)
        except DatabaseError:
            raise
        except Exception as error:
            # Django rolls back for a DatabaseError only; any other would leave the transaction open.
            raise DatabaseError("The audit could not be sealed, so nothing was saved.") from error

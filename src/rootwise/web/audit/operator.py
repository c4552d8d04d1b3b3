"""Commands at the machine write too. They carry the login of the person who typed them."""

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

from rootwise.web.audit.recording import Actor
from rootwise.web.audit.sealing import seal_what_is_left
from rootwise.web.database.session import NamedConnection, Session


def operator() -> Actor:
    return Actor(f"operator:{_login()}", "operator")


@contextmanager
def named_operator(connection: BaseDatabaseWrapper, *, action: str) -> Iterator[None]:
    """Name a connection for a whole command, and seal at its end what its single statements wrote."""
    assert isinstance(connection, NamedConnection)
    by, before = operator(), connection.session
    connection.name(Session(by.id, by.role, f"operator.{action}"))
    try:
        yield
    except BaseException:
        connection.session = before
        if not connection.in_atomic_block:
            connection.close()  # the name goes with it; what the command left without a seal, the next commit seals
        raise
    connection.name(before)
    if connection.connection is not None:  # the command did open it
        seal_what_is_left(connection.alias)


def _login() -> str:
    """Of the user of the process, not what the environment says: that can be set to anything."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # a number without a name, as in some containers
        return str(os.getuid())

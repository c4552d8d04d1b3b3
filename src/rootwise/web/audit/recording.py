"""How to write: inside an action, by somebody, in one transaction, recorded."""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import NamedTuple, ParamSpec, TypeVar

from django.db import connections, transaction
from django.db.models import Q
from django.utils import timezone

from rootwise.errors import InternalError
from rootwise.web.audit.models import Content, Event
from rootwise.web.audit.sealing import ERASE, GIVE_UP
from rootwise.web.database.session import NamedConnection, Session

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something. A view takes it from `request.actor`."""

    id: str
    role: str
    request: str = ""
    reason: str = ""  # why, where a rule asks for it

    @classmethod
    def system(cls, part: str) -> "Actor":
        return cls(f"system:{part}", "system")


class ReadOutsideTransaction(InternalError):
    """A read must be recorded in the transaction that reads."""


@contextmanager
def recorded(by: Actor, *, action: str, using: str = "default", erasing: str = "") -> Iterator[NamedConnection]:
    """One transaction in which every row that is written says who wrote it. Blocks may be nested; the inner name holds inside."""
    connection = connections[using]
    assert isinstance(connection, NamedConnection)
    with transaction.atomic(using=using):
        before = connection.session
        connection.name(Session(by.id, by.role, action, reason=by.reason, request=by.request, erasing=erasing))
        try:
            yield connection
        except BaseException:
            connection.session = before  # the database takes the name back with the rows
            raise
        connection.name(before)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function the one way to do something: keyword-only, `by` an Actor, all or nothing, recorded under its name."""
    parameters = inspect.signature(function).parameters
    if "by" not in parameters or any(one.kind is not inspect.Parameter.KEYWORD_ONLY for one in parameters.values()):
        raise TypeError(f"{function.__qualname__}: an action takes keywords only, and one of them is `by`")
    name = f"{function.__module__.removeprefix('rootwise.web.').split('.')[0]}.{function.__name__}"

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        by = kwargs["by"]
        if not isinstance(by, Actor):
            raise TypeError(f"{name}: `by` is an Actor, it says who does this")
        with recorded(by, action=name):
            return function(*args, **kwargs)

    run.is_action = True  # type: ignore[attr-defined]  # for the test that every public function of an actions module is one
    return run


def record_read(*, table: str, row: str, child: str, columns: list[str]) -> None:
    """Say that somebody opened a record. Call it in the same `recorded` block as the query: no record, no reading."""
    record("read", table=table, row=row, child=child, columns=columns)


def is_account(actor: str) -> bool:
    """Whether it is somebody with an account who is named so in the audit; others are operators, links or the program."""
    return re.fullmatch(r"[0-9a-f]{32}", actor) is not None


def erase_contents(by: Actor, *, child: str) -> int:
    """Take the values of one child out of the audit. That something happened stays, what it said goes; the chain holds.

    A row of this child may have been another child's for a while (a merge). Its values of that time go too; the event of the erasure names
    those events, because they stand under the other child.
    """
    child = child.replace("-", "")
    with recorded(by, action="audit.erase_contents", erasing=child):
        own = Event.objects.filter(child=child)
        rows = own.filter(verb__in=("delete", GIVE_UP))
        elsewhere = Event.objects.filter(table__in=rows.values("table"), row__in=rows.values("row")).exclude(child=child).values("id")
        others = list(Content.objects.filter(event__in=elsewhere).order_by("event").values_list("event", flat=True))
        number, _ = Content.objects.filter(Q(event__in=own.values("id")) | Q(event__in=elsewhere)).delete()
        record(ERASE, table=Content._meta.db_table, row=str(number), child=child, columns=[str(one) for one in others])
    return number


def give_up(*, table: str, row: str, child: str) -> None:
    """A row that stands under another child goes because this one is erased, and its values in the audit too. To be called before."""
    record(GIVE_UP, table=table, row=row, child=child, columns=[])


def record_reads(*, columns: Mapping[str, list[str]], children: Iterable[str]) -> None:
    """`record_read` of each of these tables for each of these children, written at once: for lists over many children."""
    _write([_Told("read", table, "", child, names) for child in children for table, names in columns.items()], using="default")


def record(verb: str, *, table: str, row: str, child: str, columns: list[str], using: str = "default") -> None:
    """An event that is not the change of a row: a reading, an erasure, a sign-in. In a `recorded` block, whose name it carries."""
    _write([_Told(verb, table, row, child, columns)], using=using)


class _Told(NamedTuple):
    verb: str
    table: str
    row: str
    child: str
    columns: list[str]


def _write(told: list[_Told], *, using: str) -> None:
    connection = connections[using]
    assert isinstance(connection, NamedConnection)
    session = connection.session
    if session is None or not connection.in_atomic_block:
        raise ReadOutsideTransaction("an event is recorded in a `recorded` block, together with what it is about")
    now = timezone.now()
    Event.objects.using(using).bulk_create(
        Event(
            at=now,
            actor=session.actor,
            role=session.role,
            action=session.action,
            reason=session.reason,
            request=session.request,
            verb=one.verb,
            table=one.table,
            row=one.row.replace("-", ""),
            child=one.child.replace("-", ""),
            columns=one.columns,
        )
        for one in told
    )

"""Writing a row that came with a form: made or edited once however often the form is sent, edited only from the version that was seen."""

from collections.abc import Iterable
from typing import TypeVar

from django.db import IntegrityError, models, transaction

from rootwise.web.database.versions import EditConflict, Versioned

Row = TypeVar("Row", bound=models.Model)


def added_once(row: Row, *, made_here: Iterable[str] = ()) -> Row:
    """The id of a new row came with the form, so the same form sent twice makes one row. With another text it is a conflict.

    `made_here` are fields that the action fills in, such as the time: they differ the second time.
    """
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        there = type(row)._base_manager.filter(pk=row.pk).first()
        if there is None:
            raise
        if _differ(there, row, but={"version", *made_here}):
            raise EditConflict from None
        return there
    return row


def edited(row: Row, seen_version: int, *, made_here: Iterable[str] = ()) -> Row:
    """The same form sent twice is no conflict: what was to be written is there. Gives the row that is there then."""
    assert isinstance(row, Versioned)
    row.version = seen_version
    try:
        row.save()
    except EditConflict:
        there = type(row)._base_manager.filter(pk=row.pk).first()
        if there is None or _differ(there, row, but={"version", *made_here}):
            raise
        return there
    return row


def _differ(one: models.Model, other: models.Model, *, but: set[str]) -> bool:
    compared = [field.attname for field in one._meta.concrete_fields if field.name not in but]
    return any(getattr(one, name) != getattr(other, name) for name in compared)

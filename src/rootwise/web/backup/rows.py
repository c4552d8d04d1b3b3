"""Every row of every table as lines of JSON, the same on both engines: a backup of one can be restored into the other.

A table is a line with its model and fields, a line a row in the order of the primary keys, and a line with the number of rows and the hash
of their lines. The hash is of the rows, not of the file: what was restored is read again and must give the same.
"""

import base64
import datetime as dt
import decimal
import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps.registry import Apps
from django.db.models import Field, Model
from django.utils.duration import duration_string

from rootwise.errors import InternalError
from rootwise.web.database.encrypted import as_stored

# Not in a backup, each with its reason.
LEFT_OUT = {
    "assessments.RatingLink": "a link that was taken back must not work again; what was answered is in it",
    "accounts.SignIn": "open sessions, for the same reason as those of Django; that somebody signed in is in the audit",
    "accounts.LastUse": "of sessions, which are not in it",
    "accounts.Remembered": "forgotten after minutes",
    "sessions.Session": "whoever was signed in then signs in again: a session that was ended must not come back",
}


@dataclass(frozen=True, slots=True)
class TableSum:
    """What was in one table."""

    model: str
    rows: int
    sha256: str


def models_in_backup(apps: Apps) -> list[type[Model]]:
    found = [one for one in apps.get_models(include_auto_created=True) if not one._meta.proxy and one._meta.managed]
    return sorted((one for one in found if one._meta.label not in LEFT_OUT), key=lambda one: one._meta.label)


def table_lines(apps: Apps, alias: str, sums: list[TableSum]) -> Iterator[str]:
    """The lines of all tables; what each came to is added to `sums`."""
    for model in models_in_backup(apps):
        fields = stored_fields(model)
        yield _line({"model": model._meta.label, "fields": [field.attname for field in fields]})
        digest, count = hashlib.sha256(), 0
        for line in row_lines(model, fields, alias):
            digest.update(line.encode())
            count += 1
            yield line
        sums.append(TableSum(model._meta.label, count, digest.hexdigest()))
        yield _line({"rows": count, "sha256": digest.hexdigest()})


def row_lines(model: type[Model], fields: list["Field[Any, Any]"], alias: str) -> Iterator[str]:
    rows = model._base_manager.using(alias).order_by("pk").values_list(*[field.attname for field in fields])
    with as_stored():
        for row in rows.iterator(chunk_size=2000):
            yield _line([_plain(value) for value in row])


def stored_fields(model: type[Model]) -> list["Field[Any, Any]"]:
    return sorted(model._meta.concrete_fields, key=lambda field: str(field.attname))


def instances(model: type[Model], names: list[str], rows: Iterable[list[Any]]) -> Iterator[Model]:
    """Rows as objects of a model as it was when the backup was made."""
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    for field in by_name.values():
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
            field.auto_now = field.auto_now_add = False  # type: ignore[attr-defined]  # times are as they were
    fields = [by_name[name] for name in names]
    for row in rows:
        yield model(**{field.attname: field.to_python(value) for field, value in zip(fields, row, strict=True)})


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | float() | str() | list() | dict():
            return value
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case dt.timedelta():
            return duration_string(value)
        case uuid.UUID():
            return value.hex
        case decimal.Decimal():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(value).decode("ascii")
    raise InternalError(f"a backup does not know how to write a {type(value).__name__}")


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"), sort_keys=True) + "\n"

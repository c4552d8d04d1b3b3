"""Reading the record."""

from django.db.models import QuerySet

from rootwise.web.audit.models import Event


def events(
    *, actor: str | None = None, table: str | None = None, row: str | None = None, child: str | None = None, newest: int = 50
) -> list[Event]:
    """The newest events that fit, oldest of them first. Without values: those are for pages that know who asks."""
    wanted = {"actor": actor, "table": table, "row": _id(row), "child": _id(child)}
    found: QuerySet[Event] = Event.objects.filter(**{name: value for name, value in wanted.items() if value is not None})
    return list(found.order_by("-id")[:newest])[::-1]


def _id(value: str | None) -> str | None:
    return None if value is None else value.replace("-", "")

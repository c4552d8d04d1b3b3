"""What is shown of a record is written down as read, in the same transaction."""

from django.db.models import Model

from rootwise.web.audit.recording import Actor, record_read, recorded
from rootwise.web.children.models import Child


def opened_child(by: Actor, child: Child) -> None:
    """Opening the page of a child is written down too, so that the family sees it."""
    with recorded(by, action="children.open"):
        record_read(table="children_child", row=child.pk.hex, child=child.pk.hex, columns=["name"])


def opened(child: Child, *models: type[Model]) -> None:
    for model in models:
        columns = [field.name for field in model._meta.concrete_fields]
        record_read(table=model._meta.db_table, row="", child=child.pk.hex, columns=columns)

"""What is shown of a record is written down as read, in the same transaction."""

from django.db.models import Model

from rootwise.web.audit.recording import Actor, record_read, record_reads, recorded
from rootwise.web.children.models import Child


def opened_child(by: Actor, child: Child) -> None:
    """Opening the page of a child is written down too, so that the family sees it."""
    with recorded(by, action="children.open"):
        record_read(table="children_child", row=child.pk.hex, child=child.pk.hex, columns=["name"])


def record_opened(child: Child, *models: type[Model]) -> None:
    """Whole rows of these tables were read for this child."""
    columns = {one._meta.db_table: [field.name for field in one._meta.concrete_fields] for one in models}
    record_reads(columns=columns, children=[child.pk.hex])

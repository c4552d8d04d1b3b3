"""Two tables that are only ever added to. No foreign keys: an event outlives what it is about."""

from django.db import models


class Event(models.Model):
    """One row written, one record read, or one thing noted. Sealed once, at the end of its transaction, and never changed again."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    role = models.CharField(max_length=40)
    action = models.CharField(max_length=120)
    reason = models.TextField(blank=True)
    request = models.CharField(max_length=40, blank=True)
    verb = models.CharField(max_length=16)
    table = models.CharField(max_length=63, db_column="table_name")
    row = models.CharField(max_length=64, db_column="row_id")
    child = models.CharField(max_length=64, blank=True, db_column="child_id")
    columns = models.JSONField(default=list, db_column="column_names")
    position = models.BigIntegerField(null=True, unique=True)
    key = models.PositiveSmallIntegerField(null=True, db_column="key_number")
    content_digest = models.CharField(max_length=64, blank=True)
    mac = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "audit_event"
        default_permissions = ()
        indexes = [  # noqa: RUF012 - Django's way
            models.Index(fields=["child", "id"], name="audit_event_of_child"),
            models.Index(fields=["table", "row"], name="audit_event_of_row"),
            models.Index(fields=["id"], name="audit_event_unsealed", condition=models.Q(position=None)),
        ]

    def __str__(self) -> str:
        return f"event {self.id}"


class Content(models.Model):
    """The values before and after. The chain holds their salted digest only: they can be erased with the child, and it still holds."""

    event = models.BigIntegerField(primary_key=True, db_column="event_id")
    salt = models.CharField(max_length=64)
    values = models.JSONField(db_column="content")

    class Meta:
        db_table = "audit_content"
        default_permissions = ()

    def __str__(self) -> str:
        return f"content of event {self.event}"

"""Versions: of two people who edit the same row at once, the second is told and nothing of the first is lost."""

from typing import Any

from django.db import IntegrityError, models, transaction

from rootwise.errors import UserError

STALE_VERSION = "rootwise: somebody else changed this row"  # what the guard of the database says (audit/guards.py)


class EditConflict(UserError):
    """The row was changed since it was read. A view answers 409 and gives the text back."""

    def __init__(self) -> None:
        super().__init__("Somebody else changed this while you were writing. Nothing of theirs was lost; look at it, then save again.")


class Versioned(models.Model):
    """A row that can be edited. The version goes up by one with each change, and the database refuses a change that does not do so.

    A form carries the version it was made from; its action sets `row.version` to it before `row.save()`.
    """

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Any = None, **kwargs: Any) -> None:
        if self._state.adding:
            super().save(*args, update_fields=update_fields, **kwargs)
            return
        seen = self.version
        self.version = seen + 1
        fields = None if update_fields is None else {*update_fields, "version"}
        try:
            with transaction.atomic(using=self._state.db):
                super().save(*args, update_fields=fields, **kwargs)
        except IntegrityError as error:
            self.version = seen
            if STALE_VERSION in str(error):
                raise EditConflict from None
            raise
        except BaseException:
            self.version = seen
            raise

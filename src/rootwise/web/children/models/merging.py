"""Two records that are one child's."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from rootwise.web.accounts.models import User
from rootwise.web.children.models.people import Child
from rootwise.web.database.versions import Versioned


class Merge(Versioned):
    """One proposes, another does it; and again to take it apart. What was moved is written down, so that it can go back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")  # the record that stays
    other = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")  # the record that goes into it
    because = models.CharField(_("how we know that they are one child"), max_length=300)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)  # instead of merging
    merged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    undo_proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    moved = models.JSONField(default=list, editable=False)  # [model, id] of each row; no values

    unguarded = models.Manager["Merge"]()

    class Meta:
        default_permissions = ()
        constraints = [  # noqa: RUF012 - Django's way
            models.CheckConstraint(condition=~models.Q(child=models.F("other")), name="merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"merge {self.pk}"

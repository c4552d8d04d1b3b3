"""How long a closed record is kept, and what keeps it longer."""

import uuid
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rootwise.web.accounts.models import Site, User
from rootwise.web.children.models.people import Child
from rootwise.web.database.versions import Versioned

_YEARS = [MinValueValidator(1), MaxValueValidator(120)]


class RetentionRule(Versioned):
    """When a closed record of a service is due for erasure. A service without one has none that is due. It never erases by itself."""

    id = models.UUIDField(primary_key=True, editable=False)  # that of the site: there is one
    site = models.OneToOneField(Site, on_delete=models.PROTECT, related_name="+")
    years_after_closing = models.PositiveSmallIntegerField(_("years after closing"), null=True, blank=True, validators=_YEARS)
    until_age = models.PositiveSmallIntegerField(_("until this age, in years"), null=True, blank=True, validators=_YEARS)

    unguarded = models.Manager["RetentionRule"]()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"retention rule {self.pk}"

    def clean(self) -> None:
        if self.years_after_closing is None and self.until_age is None:
            raise ValidationError(_("Write at least one of the two."))


class HoldReason(StrEnum):
    """Why a record must not be erased now. Words of a list: no free text about a child is kept beside the decision."""

    COURT = "court"
    COMPLAINT = "complaint"
    REQUEST = "request"
    INQUIRY = "inquiry"


HOLD_REASON_NAMES = {
    HoldReason.COURT: _("A court or an authority asks for it"),
    HoldReason.COMPLAINT: _("A complaint is open"),
    HoldReason.REQUEST: _("The family or the young person asked to keep it"),
    HoldReason.INQUIRY: _("Something about it is being looked into"),
}


class RetentionHold(Versioned):
    """While it is in force, the record is not erased, whatever is due."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("why it is kept"), max_length=20, choices=[(one.value, name) for one, name in HOLD_REASON_NAMES.items()])
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(default=timezone.now, editable=False)
    lifted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True, editable=False)

    unguarded = models.Manager["RetentionHold"]()

    class Meta:
        default_permissions = ()
        constraints = [  # noqa: RUF012 - Django's way
            models.CheckConstraint(condition=models.Q(reason__in=[one.value for one in HoldReason]), name="hold_reason_known"),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"

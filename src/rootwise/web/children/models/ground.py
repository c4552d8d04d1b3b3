"""On what ground anybody sees a record: consent, no-contact, broken glass."""

import uuid
from datetime import date
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rootwise.web.accounts.models import User
from rootwise.web.accounts.readable import readable
from rootwise.web.children.models.people import Child
from rootwise.web.children.needs import OPENED_FOR, PURPOSE_NAMES, Purpose
from rootwise.web.children.rules import a_year_before
from rootwise.web.database.versions import Versioned

TIERS = ("t1", "t2", "t3", "t4", "t5", "t6")


class Authority(StrEnum):
    """On what authority somebody consents for a child."""

    PARENT = "parent"
    GUARDIAN = "guardian"
    COURT = "court"
    PUBLIC = "public"
    SELF = "self"


AUTHORITY_NAMES = {
    Authority.PARENT: _("Parental responsibility"),
    Authority.GUARDIAN: _("Guardianship"),
    Authority.COURT: _("Order of a court"),
    Authority.PUBLIC: _("Public authority in charge"),
    Authority.SELF: _("The young person"),
}


def a_year_after(day: date) -> date:
    """Of a 29 February, the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


class Consent(Versioned):
    """Somebody allows that something is seen for a purpose, until a day at most 12 months later. Never edited, but withdrawn."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    given_by = models.CharField(_("given by"), max_length=120, validators=[readable])
    authority = models.CharField(_("on what authority"), max_length=20, choices=[(one.value, n) for one, n in AUTHORITY_NAMES.items()])
    purpose = models.CharField(_("for what"), max_length=20, choices=[(one.value, name) for one, name in PURPOSE_NAMES.items()])
    t1 = models.BooleanField(_("who the child is, and what helps"), default=False)
    t2 = models.BooleanField(_("the plan"), default=False)
    t3 = models.BooleanField(_("ratings and the profile"), default=False)
    t4 = models.BooleanField(_("history and disclosures"), default=False)
    t5 = models.BooleanField(_("where the child lives"), default=False)
    t6 = models.BooleanField(_("sealed records"), default=False)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"))
    evidence = models.CharField(
        _("how we know"), max_length=300, default="", help_text=_("A signed paper, said in person to whom, an order.")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False)

    unguarded = models.Manager["Consent"]()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["child", "purpose"], name="consent_of_child")]  # noqa: RUF012
        constraints = [  # noqa: RUF012
            models.CheckConstraint(condition=models.Q(purpose__in=[one.value for one in Purpose]), name="consent_purpose_known"),
            models.CheckConstraint(condition=models.Q(authority__in=[one.value for one in Authority]), name="consent_authority_known"),
            models.CheckConstraint(condition=models.Q(ends__gte=models.F("starts")), name="consent_ends_after_its_start"),
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"

    @property
    def state(self) -> str:
        today = timezone.localdate()
        if self.withdrawn_at is not None:
            return "withdrawn"
        if today < self.starts:
            return "not begun"
        return "ended" if today > self.ends or self.starts <= a_year_before(today) else "running"

    def clean(self) -> None:
        if not self.evidence.strip():
            raise ValidationError({"evidence": _("Write how it was given, and to whom.")})
        if self.starts and self.ends and self.ends < self.starts:
            raise ValidationError({"ends": _("The end is before the beginning.")})
        if self.starts and self.ends and self.ends > a_year_after(self.starts):
            raise ValidationError({"ends": _("A consent holds for 12 months at most.")})
        chosen = {tier for tier in TIERS if getattr(self, tier)}
        if self.purpose in set(Purpose) and not chosen <= OPENED_FOR[Purpose(self.purpose)]:
            raise ValidationError(_("A consent for this purpose does not open all of that."))
        if not chosen:
            raise ValidationError(_("Choose at least one thing that may be seen."))


class NoContact(Versioned):
    """Somebody who must not see anything of a child, whatever else is written. In force at once, until it is lifted.

    An account is barred by its user, and by each address that it has or had: who is barred cannot come back under another.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=120, validators=[readable])
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    email = models.CharField(_("e-mail address"), max_length=254, blank=True, validators=[readable])  # in lower case
    evidence = models.CharField(_("how we know"), max_length=300)
    since = models.DateTimeField(default=timezone.now, editable=False)
    lifted_at = models.DateTimeField(null=True, blank=True, editable=False)
    lifted_because = models.CharField(_("why it is lifted"), max_length=300, blank=True)

    unguarded = models.Manager["NoContact"]()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["child"], name="no_contact_of_child")]  # noqa: RUF012

    def __str__(self) -> str:
        return f"no-contact {self.pk}"


class BreakGlass(Versioned):
    """Somebody of the clinical staff opened a record without a relation: why, until when, and what the review said."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("why it cannot wait"), max_length=300)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    review_by = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True, editable=False)
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False)
    was_right = models.BooleanField(_("it was needed"), null=True, blank=True)
    review = models.CharField(_("what the review found"), max_length=300, blank=True)

    unguarded = models.Manager["BreakGlass"]()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["user", "child"], name="break_glass_of_user")]  # noqa: RUF012

    def __str__(self) -> str:
        return f"break-glass {self.pk}"

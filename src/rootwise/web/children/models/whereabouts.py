"""Where a child lives and whatever implies it (T5): four tables of their own, their words encrypted under the placement key."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from rootwise.web.accounts.readable import readable, readable_lines
from rootwise.web.children.models.people import Child
from rootwise.web.database.encrypted import EncryptedTextField
from rootwise.web.database.versions import Versioned


class Whereabouts(Versioned):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.pk}"

    def clean(self) -> None:
        if self.starts and self.ends and self.ends < self.starts:
            raise ValidationError({"ends": _("The end is before the beginning.")})


class Placement(Whereabouts):
    """Where a child lives."""

    kind = EncryptedTextField(_("kind of placement"), max_length=120)
    address = EncryptedTextField(_("address"), max_length=500)
    phone = EncryptedTextField(_("telephone"), max_length=120, blank=True)
    note = EncryptedTextField(_("note"), max_length=500, blank=True)

    unguarded = models.Manager["Placement"]()

    class Meta:
        default_permissions = ()


class Household(Whereabouts):
    """With whom a child lives."""

    people = EncryptedTextField(_("who lives there"), max_length=500, validators=[readable_lines])
    note = EncryptedTextField(_("note"), max_length=500, blank=True)

    unguarded = models.Manager["Household"]()

    class Meta:
        default_permissions = ()


class School(Whereabouts):
    """Where a child spends the day."""

    name = EncryptedTextField(_("name of the school"), max_length=200, validators=[readable])
    address = EncryptedTextField(_("address"), max_length=500, blank=True)
    phone = EncryptedTextField(_("telephone"), max_length=120, blank=True)
    note = EncryptedTextField(_("note"), max_length=500, blank=True)

    unguarded = models.Manager["School"]()

    class Meta:
        default_permissions = ()


class Contact(Whereabouts):
    """Whom to reach about a child."""

    name = EncryptedTextField(_("name"), max_length=200, validators=[readable])
    standing = EncryptedTextField(_("who this is to the child"), max_length=120, validators=[readable])
    phone = EncryptedTextField(_("telephone"), max_length=120, blank=True, validators=[readable])
    email = EncryptedTextField(_("e-mail address"), max_length=254, blank=True, validators=[readable])
    note = EncryptedTextField(_("note"), max_length=500, blank=True)

    unguarded = models.Manager["Contact"]()

    class Meta:
        default_permissions = ()

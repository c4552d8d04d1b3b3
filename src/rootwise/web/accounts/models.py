"""Users and sites, how people come in (invitations), get in again (recoveries) and are in (sign-ins)."""

import uuid
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from rootwise.report.site import CONTACT_NAMES, ContactKind
from rootwise.web.accounts.readable import readable
from rootwise.web.accounts.reasons import EndedBecause, Lost
from rootwise.web.accounts.roles import ROLE_NAMES, USE_NOTED_EVERY, Role, longest_idle
from rootwise.web.database.versions import Versioned

FORMER_NAME_SHOWN = timedelta(days=365)
FORMER_NAMES_SHOWN = 3


class Site(Versioned):
    """A service: where people work together, and whom they call in an emergency."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200, unique=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class SiteContact(Versioned):
    """Somebody to call. Shown wherever a red flag is shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="contacts")
    place = models.PositiveSmallIntegerField(_("place in the list"))
    kind = models.CharField(_("kind"), max_length=20, choices=[(kind.value, name) for kind, name in CONTACT_NAMES.items()])
    name = models.CharField(_("name"), max_length=200)
    phone = models.CharField(_("telephone"), max_length=200)
    hours = models.CharField(_("when it answers"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ("place", "id")
        constraints = [  # noqa: RUF012 - Django's way
            models.CheckConstraint(condition=models.Q(kind__in=[kind.value for kind in ContactKind]), name="site_contact_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Users(BaseUserManager["User"]):
    """Finds users by e-mail address, in whatever case it is written."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(Versioned, AbstractBaseUser):
    """Somebody who signs in. The id says nothing about the person; it is what the audit names."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), max_length=254, unique=True, validators=[readable])
    name = models.CharField(_("name"), max_length=120, validators=[readable])
    initials = models.CharField(_("initials"), max_length=4, validators=[readable])
    role = models.CharField(_("role"), max_length=30, choices=[(role.value, name) for role, name in ROLE_NAMES.items()])
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="users")
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    vouched_at = models.DateTimeField(null=True, blank=True, editable=False)  # that this is a colleague; who said so is in the audit
    last_login = None  # signing in is an event of the audit, not an edit of the person

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name", "initials", "role"]  # noqa: RUF012
    objects = Users()

    class Meta:
        default_permissions = ()
        constraints = [  # noqa: RUF012 - Django's way
            models.UniqueConstraint(Lower("email"), name="user_email_unique", violation_error_message=_("This address is taken.")),
            models.CheckConstraint(condition=models.Q(role__in=[role.value for role in Role]), name="user_role_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def names_before(self) -> list[tuple[str, datetime]]:
        """The other names of the last 12 months and until when each was last in force, the oldest first."""
        since = timezone.now() - FORMER_NAME_SHOWN
        former = {one.name: one.until for one in reversed(self.formerly.all()) if one.until > since and one.name != self.name}
        return sorted(former.items(), key=lambda one: one[1])

    @property
    def called(self) -> str:
        """The name, and those before: a new name makes nobody somebody else. Of many the first, which nothing buries, and the last two."""
        before = self.names_before
        shown = before if len(before) <= FORMER_NAMES_SHOWN else [before[0], *before[1 - FORMER_NAMES_SHOWN :]]
        told = [gettext("until %(day)s %(name)s") % {"day": date_format(timezone.localtime(at)), "name": name} for name, at in shown]
        if others := len(before) - len(shown):
            told.append(ngettext("and %(number)s other", "and %(number)s others", others) % {"number": others})
        return f"{self.name} ({', '.join(told)})" if told else self.name

    @property
    def in_full(self) -> str:
        """For whoever gives or takes access: two people of one name differ in it."""
        return f"{self.called}, {ROLE_NAMES[Role(self.role)]}, {self.email}"  # get_role_display translates every role for every name

    @property
    def addresses(self) -> frozenset[str]:
        """Now and ever before, in lower case."""
        return frozenset({self.email.lower(), *(one.email for one in self.formerly.all())})


class FormerIdentity(models.Model):
    """How somebody was called and with which address they signed in, until a moment. Made when either changes, for good."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="formerly")
    name = models.CharField(max_length=120)
    email = models.CharField(max_length=254)  # in lower case
    until = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ("-until", "id")

    def __str__(self) -> str:
        return str(self.id)


class SignIn(Versioned):
    """One person at one browser, from signing in to the end. Whether it is over is asked at every request."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    device = models.CharField(max_length=40, blank=True)
    second_factor = models.BooleanField(default=False)
    signed_in_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=20, blank=True, choices=EndedBecause.choices)

    class Meta:
        default_permissions = ()
        ordering = ("-signed_in_at", "id")

    def __str__(self) -> str:
        return self.device or str(self.id)

    @property
    def idle_seconds(self) -> float:
        """How long nothing may happen, counted so that the page never promises more than the server keeps."""
        return (longest_idle(Role(self.user.role)) - USE_NOTED_EVERY).total_seconds()


class LastUse(models.Model):
    """When a session was last used. A table of its own, without versions and events: it is written over at nearly every use."""

    sign_in = models.OneToOneField(SignIn, primary_key=True, on_delete=models.CASCADE, related_name="last_use")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.at)


class Invitation(Versioned):
    """A link for one person to join once. Role, site and address are fixed by who invites."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(_("e-mail address"), max_length=254, validators=[readable])
    role = models.CharField(_("role"), max_length=30, choices=[(role.value, name) for role, name in ROLE_NAMES.items()])
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.OneToOneField(User, null=True, blank=True, on_delete=models.PROTECT, related_name="came_by")

    class Meta:
        default_permissions = ()
        ordering = ("-made_at", "id")

    def __str__(self) -> str:
        return str(self.id)


class Recovery(Versioned):
    """A one-time code that a second member of staff gives to somebody who cannot get in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recoveries")
    lost = models.CharField(max_length=20, choices=Lost.choices)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="issued_recoveries")
    issued_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ("-issued_at", "id")

    def __str__(self) -> str:
        return str(self.id)


class AddressRequest(Versioned):
    """Somebody is to sign in with another address. In force when a second person says yes.

    Until then nobody learns whether the new address has an account already: not who asks, or anybody could try out addresses.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="address_requests")
    email = models.EmailField(_("e-mail address"), max_length=254, validators=[readable])
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        ordering = ("-asked_at", "id")

    def __str__(self) -> str:
        return str(self.id)


class Remembered(models.Model):
    """The table of Django's database cache: how often somebody tried, and which one-time codes were used. Django writes it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()
        db_table = "accounts_remembered"

    def __str__(self) -> str:
        return self.cache_key

"""Children, the people who stand to them in a relation, and teams."""

import uuid
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rootwise.case.age import PartialDate
from rootwise.web.accounts.models import Site, User
from rootwise.web.accounts.readable import readable
from rootwise.web.accounts.roles import ROLE_NAMES, Role
from rootwise.web.children.needs import CEILINGS, Need
from rootwise.web.database.versions import Versioned


class Retention(StrEnum):
    ACTIVE = "active"
    CLOSED = "closed"  # work has ended; those who keep the record read it, nobody else
    ERASED = "erased"  # only the id is left


RETENTION_NAMES = {
    Retention.ACTIVE: _("Active"),
    Retention.CLOSED: _("Closed"),
    Retention.ERASED: _("Erased"),
}


def possible_birth(text: str) -> None:
    try:
        parsed = PartialDate.parse(text)
    except ValueError:
        raise ValidationError(_("Write a day, a month or a year: 2018-03-09, 2018-03 or 2018.")) from None
    if parsed.earliest > timezone.localdate():
        raise ValidationError(_("This day is still to come."))


class Children:
    """The one way to a child. There is no `all` and no `filter` here: whoever asks is asked who they are and what for."""

    def for_user(self, user: object, need: Need, *, write: bool = False, reason: str = "") -> "models.QuerySet[Child]":
        from rootwise.web.children.reach import reachable

        return reachable(user, need, write=write, reason=reason)


class Team(Versioned):
    """People who work together, with a supervisor."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=120, validators=[readable])

    unguarded = models.Manager["Team"]()

    class Meta:
        default_permissions = ()
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class TeamMember(Versioned):
    """Somebody in a team, from a day to a day, in the role in which they joined. A supervisor sees the children of the team.

    Who joined in another role and becomes a supervisor later does not: that would give access without the second person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=30, choices=[(one.value, ROLE_NAMES[one]) for one in Role])
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)

    unguarded = models.Manager["TeamMember"]()

    class Meta:
        default_permissions = ()
        constraints = [  # noqa: RUF012 - Django's way
            models.CheckConstraint(condition=models.Q(role__in=[one.value for one in Role]), name="team_member_role_known"),
        ]

    def __str__(self) -> str:
        return f"member {self.pk}"


class TeamProposal(Versioned):
    """A supervisor is to join a team that has children. In force when somebody who already keeps one of these records confirms it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    unguarded = models.Manager["TeamProposal"]()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"proposal {self.pk}"


class Child(Versioned):
    """A child. The id says nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120, validators=[readable])
    initials = models.CharField(_("initials"), max_length=4, validators=[readable])
    birth = models.CharField(_("date of birth"), max_length=10, blank=True, validators=[possible_birth])
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    retention = models.CharField(
        max_length=10, default=Retention.ACTIVE.value, choices=[(one.value, n) for one, n in RETENTION_NAMES.items()]
    )
    retention_since = models.DateField(default=timezone.localdate, editable=False)
    erasure_proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False)

    objects = Children()
    unguarded = models.Manager["Child"]()

    class Meta:
        default_permissions = ()
        constraints = [  # noqa: RUF012 - Django's way
            models.CheckConstraint(condition=models.Q(retention__in=[one.value for one in Retention]), name="child_retention_known"),
            models.CheckConstraint(condition=~models.Q(merged_into=models.F("id")), name="child_not_merged_into_itself"),
        ]

    def __str__(self) -> str:
        return f"child {self.pk}"  # not the name: this is what logs and errors would show


class Relation(Versioned):
    """Somebody stands to a child in a role, from a day to a day, and there is evidence for it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=30, choices=[(one.value, ROLE_NAMES[one]) for one in CEILINGS])
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)
    evidence = models.CharField(_("how we know"), max_length=300)

    unguarded = models.Manager["Relation"]()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["user", "child"], name="relation_of_user")]  # noqa: RUF012
        constraints = [  # noqa: RUF012
            models.CheckConstraint(condition=models.Q(role__in=[one.value for one in CEILINGS]), name="relation_role_known"),
            models.CheckConstraint(condition=~models.Q(evidence=""), name="relation_has_evidence"),
        ]

    def __str__(self) -> str:
        return f"relation {self.pk}"

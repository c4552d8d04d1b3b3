"""An assessment and its answers: one row for each part of a case file (docs/case-file.md), so that two people write at once without loss.

`value` of an answer is that part of the file as it stands there, in its long form. What may stand in it is said by `rootwise.case` alone.
"""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rootwise.case.vocabulary import Role
from rootwise.instrument.model import Severity
from rootwise.web.accounts.models import User
from rootwise.web.children.models import Child
from rootwise.web.database.versions import Versioned


class Assessment(Versioned):
    """A child, seen at one time with one instrument. Open until a clinician closes it; what was closed is never changed, but corrected by
    another one beside it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=80)  # such as open-functional-map@1
    assessed_on = models.DateField(_("day of the assessment"))
    gestation_weeks = models.PositiveSmallIntegerField(_("weeks of pregnancy at birth"), null=True, blank=True)
    child_key = models.CharField(max_length=40)  # `child.id` of the case file
    child_called = models.CharField(_("name in the report"), max_length=80, blank=True)
    is_fictional = models.BooleanField(default=False)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    corrects = models.ForeignKey("self", on_delete=models.RESTRICT, related_name="+", null=True, blank=True)
    because = models.CharField(_("what is corrected, and why"), max_length=300, blank=True)

    unguarded = models.Manager["Assessment"]()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["child", "assessed_on"], name="assessment_of_child")]  # noqa: RUF012 - Django's way
        constraints = [  # noqa: RUF012
            models.CheckConstraint(
                condition=models.Q(closed_by=None, closed_at=None) | models.Q(closed_by__isnull=False, closed_at__isnull=False),
                name="assessment_closed_by_somebody",
            ),
            models.CheckConstraint(condition=models.Q(corrects=None) | ~models.Q(because=""), name="assessment_corrects_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"assessment {self.pk}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class Rater(Versioned):
    """Somebody who says how the child is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()  # in the list
    key = models.CharField(max_length=40)  # as the case file names this person
    role = models.CharField(_("who this is to the child"), max_length=30, choices=[(one.value, one.value) for one in Role])
    name = models.CharField(_("name"), max_length=80, blank=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    unguarded = models.Manager["Rater"]()

    class Meta:
        default_permissions = ()
        ordering = ("place", "key")
        constraints = [models.UniqueConstraint(fields=["assessment", "key"], name="rater_key_once")]  # noqa: RUF012

    def __str__(self) -> str:
        return f"rater {self.pk}"


class Answer(Versioned):
    """One part of a case file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    value = models.JSONField()
    written_by = models.CharField(max_length=64)  # the actor, as in the audit
    written_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.pk}"


class SafetyAnswer(Answer):
    """`basic_needs`, `safe_place`, or a red flag (§10)."""

    question = models.CharField(max_length=60)

    unguarded = models.Manager["SafetyAnswer"]()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["assessment", "question"], name="safety_question_once")]  # noqa: RUF012


class PeriodAnswer(Answer):
    """What happened in one period, and who was there (§8)."""

    period = models.CharField(max_length=60)

    unguarded = models.Manager["PeriodAnswer"]()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["assessment", "period"], name="period_once")]  # noqa: RUF012


class RelationAnswer(Answer):
    """Who is around the child now (§8)."""

    item = models.CharField(max_length=60)

    unguarded = models.Manager["RelationAnswer"]()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["assessment", "item"], name="relation_item_once")]  # noqa: RUF012


class Rating(Answer):
    """What one rater says of one function, or why nothing. Without a rater: why nobody does."""

    function = models.CharField(max_length=60)
    rater = models.ForeignKey(Rater, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    unguarded = models.Manager["Rating"]()

    class Meta:
        default_permissions = ()
        constraints = [  # noqa: RUF012
            models.UniqueConstraint(fields=["assessment", "function", "rater"], name="rating_once"),
            models.UniqueConstraint(fields=["assessment", "function"], condition=models.Q(rater=None), name="rating_of_nobody_once"),
        ]


class ContextAnswer(Answer):
    """A section of the child's days: adults, routine, appointments, likes, precautions and so on (§12, §13)."""

    section = models.CharField(max_length=60)

    unguarded = models.Manager["ContextAnswer"]()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["assessment", "section"], name="context_section_once")]  # noqa: RUF012


class Flag(Versioned):
    """Something that somebody has to look at: raised by an answer, in the transaction that saved it (§10). It stays until a named
    professional writes down what was done, whatever is answered later.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=60)
    severity = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Severity])
    said = models.CharField(max_length=2000, blank=True)  # the words beside the answer
    said_by = models.CharField(max_length=64)  # the actor, as in the audit
    raised_at = models.DateTimeField()
    escalate_at = models.DateTimeField()  # from then on it is late, and every supervisor of the service is told
    acknowledged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    action_taken = models.CharField(_("what was done"), max_length=2000, blank=True)

    unguarded = models.Manager["Flag"]()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["acknowledged_at", "escalate_at"], name="flag_that_waits")]  # noqa: RUF012
        constraints = [  # noqa: RUF012
            models.UniqueConstraint(fields=["assessment", "question"], condition=models.Q(acknowledged_at=None), name="flag_open_once"),
            models.CheckConstraint(
                condition=models.Q(acknowledged_at=None) | (models.Q(acknowledged_by__isnull=False) & ~models.Q(action_taken="")),
                name="flag_acknowledged_by_somebody_with_an_action",
            ),
        ]

    def __str__(self) -> str:
        return f"flag {self.pk}"


class StoredProfile(models.Model):
    """What an assessment came to when it was closed: the exact bytes of the case and of the profile, and what made the one from the other.
    Never edited; a correction makes another.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    instrument_sha256 = models.CharField(max_length=64)
    code_version = models.CharField(max_length=40)
    case_text = models.TextField()  # JSON
    case_sha256 = models.CharField(max_length=64)
    profile_text = models.TextField()  # JSON (docs/profile-json.md)
    profile_sha256 = models.CharField(max_length=64)

    unguarded = models.Manager["StoredProfile"]()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"profile {self.pk}"


class RatingLink(Versioned):
    """A way in for somebody without an account: to rate, for one child, once, as one rater. Opened with the link and a code that came by
    another way; from then on only in that browser.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    rater = models.ForeignKey(Rater, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(_("language"), max_length=5)
    token = models.CharField(max_length=64, unique=True)  # its digest
    code = models.CharField(max_length=64)  # the digest of token and code: without the token nobody can guess it
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_sure = models.JSONField(default=list)  # entries of no contact with a name like the rater's: somebody said it is another person
    expires_at = models.DateTimeField()
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    browser = models.CharField(max_length=64, blank=True)  # the digest of what the one browser carries
    finished_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    unguarded = models.Manager["RatingLink"]()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["assessment"], name="link_of_assessment")]  # noqa: RUF012

    def __str__(self) -> str:
        return f"link {self.pk}"

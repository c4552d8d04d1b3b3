"""Attempts at a vignette, and what was rated in them: one row for each function, so that it is saved as one goes."""

import uuid

from django.db import models
from django.utils import timezone

from rootwise.web.accounts.models import User
from rootwise.web.database.versions import Versioned


class Attempt(Versioned):
    """Somebody rates a vignette. Open until they finish it; after that the reference is shown and nothing is changed any more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    vignette = models.CharField(max_length=60)  # such as noa@1
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["vignette", "finished_at"], name="attempt_at_vignette")]  # noqa: RUF012 - Django's way
        constraints = [  # noqa: RUF012
            models.UniqueConstraint(fields=["user", "vignette"], condition=models.Q(finished_at=None), name="attempt_open_once")
        ]

    def __str__(self) -> str:
        return f"attempt {self.pk}"

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None


class Rating(Versioned):
    """What was rated of one function; without a rating it was not observed. Where there is no row, nothing was said yet."""

    id = models.UUIDField(primary_key=True, editable=False)  # out of attempt and function: each is rated once
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="+")
    function = models.CharField(max_length=60)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    written_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["attempt", "function"], name="training_rating_once")]  # noqa: RUF012

    def __str__(self) -> str:
        return f"rating {self.pk}"

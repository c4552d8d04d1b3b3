"""Writing an attempt at a vignette."""

import uuid

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from rootwise.errors import UserError
from rootwise.web.audit.recording import Actor, action
from rootwise.web.database.once import added_once, edited
from rootwise.web.training.models import Attempt, Rating


class Refused(UserError):
    """A rule that holds for everybody. The page shows the sentence."""


@action
def begin_attempt(*, by: Actor, attempt: Attempt) -> Attempt:  # noqa: ARG001 - recorded by the decorator
    """A new attempt, or the one that is still open: of each vignette somebody has one at a time."""
    try:
        return added_once(attempt, made_here=("begun_at", "finished_at"))
    except IntegrityError:
        return Attempt.objects.get(user=attempt.user, vignette=attempt.vignette, finished_at=None)


@action
def rate(*, by: Actor, attempt: Attempt, function: str, rating: int | None, seen_version: int) -> Rating:  # noqa: ARG001
    """Save what was rated of one function; None: not observed. `seen_version` is 0 where nothing was rated yet.

    Raises
    ------
    EditConflict
        It was rated otherwise meanwhile, in another window.
    Refused
        The attempt is finished: the reference was shown.
    """
    _locked(attempt)
    now = timezone.now()
    if seen_version == 0:
        key = uuid.uuid5(attempt.pk, function)
        return added_once(Rating(pk=key, attempt=attempt, function=function, rating=rating, written_at=now), made_here=("written_at",))
    row = Rating.objects.get(attempt=attempt, function=function)
    if row.rating == rating:
        return row
    row.rating, row.written_at = rating, now
    return edited(row, seen_version)


@action
def finish_attempt(*, by: Actor, attempt: Attempt, seen_version: int) -> Attempt:  # noqa: ARG001
    """From now on nothing is changed, and the reference is shown. The same form sent twice finishes once."""
    there = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if there.is_finished:
        return there
    if not Rating.objects.filter(attempt=there).exists():
        raise Refused(_("Rate at least one function first."))
    there.finished_at = timezone.now()
    return edited(there, seen_version)


def _locked(attempt: Attempt) -> None:
    """Held until the end of the transaction, so that nobody finishes it and sees the reference meanwhile."""
    if Attempt.objects.select_for_update().get(pk=attempt.pk).is_finished:
        raise Refused(_("This attempt is finished: nothing in it is changed any more."))

"""Breaking the glass, and looking at it afterwards."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import Role
from rootwise.web.audit.recording import Actor, action, record
from rootwise.web.children.held import held
from rootwise.web.children.models import BreakGlass
from rootwise.web.children.reach import behind_glass
from rootwise.web.children.refused import Refused
from rootwise.web.database.once import added_once, edited

GLASS_HOLDS = dt.timedelta(minutes=60)
REVIEW_WITHIN = dt.timedelta(hours=72)


@action
def break_glass(*, by: Actor, user: User, glass: BreakGlass) -> BreakGlass:  # noqa: ARG001 - recorded by the decorator
    """One record, to read, for 60 minutes; a supervisor looks at it within 72 hours. Never for who is on the list of no contact."""
    held(glass.child)
    if not behind_glass(user).filter(pk=glass.child_id).exists():
        raise Refused(_("This cannot be opened."))
    earlier = BreakGlass.unguarded.filter(child=glass.child_id, user=user, reviewed_at=None).exclude(pk=glass.pk)
    if earlier.exists():
        raise Refused(_("You opened this record before, and nobody has reviewed it yet. Ask a supervisor."))
    glass.user, glass.opened_at = user, timezone.now()
    glass.ends_at, glass.review_by = glass.opened_at + GLASS_HOLDS, glass.opened_at + REVIEW_WITHIN
    return added_once(glass, made_here=["opened_at", "ends_at", "review_by"])


@action
def refuse_glass(*, by: Actor, user: User) -> None:  # noqa: ARG001
    """Somebody gave a name and a day of birth that open nothing. That it happened, not what was written: it may be about a child."""
    record("glass_refused", table=User._meta.db_table, row=user.id.hex, child="", columns=[])


@action
def review_glass(*, by: Actor, user: User, glass: BreakGlass, seen_version: int) -> BreakGlass:  # noqa: ARG001
    """One that was not needed is over at once."""
    if user.role != Role.SUPERVISOR or user.vouched_at is None or glass.user_id == user.id:
        raise Refused(_("A supervisor reviews this, and not their own."))
    glass.reviewer, glass.reviewed_at = user, timezone.now()
    if not glass.was_right:
        glass.ends_at = min(glass.ends_at, glass.reviewed_at)
    return edited(glass, seen_version)

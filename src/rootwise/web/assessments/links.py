"""When a link for a rater without an account still opens anything. Asked of the database at every request."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from rootwise.web.assessments.models import RatingLink
from rootwise.web.children.models import Consent, Retention
from rootwise.web.children.needs import Purpose
from rootwise.web.children.rules import a_year_before
from rootwise.web.children.selectors.no_contact import BarredName, alike_in, barred_names

MOST_WRONG_CODES = 5
IDLE_MINUTES = 60  # then the code is asked for again, in the same browser
PURPOSES = {"caregiver": Purpose.FAMILY, "teacher": Purpose.SCHOOL}  # the consent under which each may know who is asked about


def is_alive(link: RatingLink, now: datetime) -> bool:
    """Not over, not taken back, of an open assessment of a record that is kept, with consent to tell this person, who is not barred."""
    if link.revoked_at is not None or link.finished_at is not None or now >= link.expires_at:
        return False
    if link.assessment.is_closed or link.child.retention != Retention.ACTIVE or link.child.merged_into_id is not None:
        return False
    return not is_barred(link, barred_names([link.child_id])) and has_consent(link.child_id, link.rater.role, now)


def is_barred(link: RatingLink, barred: Mapping[UUID, list[BarredName]]) -> bool:
    """Whether its rater could be somebody on the child's list of no contact, and nobody made sure that it is another person."""
    alike = alike_in(barred.get(link.child_id, []), link.rater.name)
    return alike.is_same or not {one.hex for one in alike.entries} <= set(link.made_sure)


def has_consent(child: UUID, role: str, now: datetime) -> bool:
    """Whether somebody agreed that a person of this role is told who the child is."""
    if role not in PURPOSES:
        return False
    today = timezone.localdate(now)
    holds = Consent.unguarded.filter(child=child, purpose=PURPOSES[role].value, t1=True, withdrawn_at=None)
    return holds.filter(starts__lte=today, starts__gt=a_year_before(today), ends__gte=today).exists()


def state_of(link: RatingLink, now: datetime, barred: Mapping[UUID, list[BarredName]]) -> str:
    """Finished, revoked, barred, expired, opened or sent."""
    if link.finished_at is not None:
        return "finished"
    if link.revoked_at is not None:
        return "revoked"
    if is_barred(link, barred):
        return "barred"
    if now >= link.expires_at:
        return "expired"
    return "opened" if link.opened_at is not None else "sent"

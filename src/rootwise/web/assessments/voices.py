"""Who may answer for whom: an account for itself, a link for its rater, a professional for somebody who has neither and told them."""

from django.utils.translation import gettext as _

from rootwise.case.vocabulary import PROFESSIONAL_ROLES
from rootwise.web.assessments.models import Answer, Assessment, Rater, RatingLink
from rootwise.web.audit.recording import Actor

_LINK = "link:"  # how the audit names who answers by a link


def is_own(by: str, rater: Rater) -> bool:
    """Whether this actor is the rater."""
    if by.startswith(_LINK):
        return by in {f"{_LINK}{one.hex}" for one in RatingLink.unguarded.filter(rater=rater).values_list("pk", flat=True)}
    return rater.user_id is not None and by == rater.user_id.hex


def why_not(by: Actor, rater: Rater) -> str:
    """Why this person may not answer for this rater; nothing where they may."""
    if is_own(by.id, rater):
        return ""
    name = rater.name or rater.key
    if rater.user_id is not None:
        return _("%(name)s has an account here and answers as themselves. Nobody answers for them.") % {"name": name}
    if by.role not in PROFESSIONAL_ROLES or by.id.startswith(_LINK):
        return _("Only a professional writes down what somebody else said.")
    if _answered_by_link(rater):
        return _("%(name)s answers by a link of their own. Nobody answers for them.") % {"name": name}
    return ""


def _answered_by_link(rater: Rater) -> bool:
    """In this assessment, or in one that it corrects: a correction has raters of its own."""
    assessment: Assessment | None = rater.assessment
    while assessment is not None:
        if RatingLink.unguarded.filter(rater__assessment=assessment, rater__key=rater.key, opened_at__isnull=False).exists():
            return True
        assessment = assessment.corrects
    return False


def entered_by(row: Answer, rater: Rater | None) -> str:
    """The account that wrote down what somebody else said, as the audit names it; nothing where the rater answered."""
    is_theirs = rater is None or row.written_by.startswith(_LINK) or (rater.user_id is not None and row.written_by == rater.user_id.hex)
    return "" if is_theirs else row.written_by

"""What is refused whoever asks."""

from django.utils.translation import gettext as _

from rootwise.errors import UserError
from rootwise.web.assessments.models import Assessment


class Refused(UserError):
    """A rule that holds for everybody. The page shows the sentence."""


def require_open(assessment: Assessment) -> None:
    """Asked of the row as it is now, and kept so until the transaction ends: nobody closes it meanwhile."""
    now = Assessment.unguarded.select_for_update().get(pk=assessment.pk)
    if now.is_closed:
        raise Refused(_("This assessment is closed. Correct it: that opens a copy beside it."))

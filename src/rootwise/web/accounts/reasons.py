"""Why a session is over, and what a recovery is for."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EndedBecause(TextChoices):
    """Why a session is over."""

    SIGNED_OUT = "signed_out", _("signed out")
    ENDED_BY_PERSON = "ended_by_person", _("ended by yourself from another device")
    IDLE = "idle", _("not used for a while")
    TOO_LONG = "too_long", _("as long as a session may last")
    PASSWORD_CHANGED = "password_changed", _("the password was changed")
    FACTOR_ADDED = "factor_added", _("a second factor was added")
    ROLE_CHANGED = "role_changed", _("the role was changed")
    DEACTIVATED = "deactivated", _("may not sign in any more")
    RECOVERED = "recovered", _("a recovery code was used")


class Lost(TextChoices):
    """What a recovery code stands in for. Never for both: whoever issues it cannot get in with it."""

    PASSWORD = "password", _("password")
    SECOND_FACTOR = "second_factor", _("second factor")

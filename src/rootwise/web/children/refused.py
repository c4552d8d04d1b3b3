"""What is refused whoever asks."""

from rootwise.errors import UserError


class Refused(UserError):
    """A rule that holds for everybody. The page shows the sentence."""


class Barred(Refused):
    """Somebody was to be given access to a child whose list of no contact they are on."""

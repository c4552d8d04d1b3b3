"""What is refused whoever asks."""

from rootwise.errors import UserError


class Refused(UserError):
    """A rule that holds for everybody. The page shows the sentence."""

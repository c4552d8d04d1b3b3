"""What other apps need to hear of before it happens, in the same transaction."""

from django.dispatch import Signal

address_changes = Signal()  # by, user, as the user is now

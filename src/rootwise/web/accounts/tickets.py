"""What a form carries unseen: which page, whose, about which child if any, from which version, and the id of what it makes. Signed."""

import uuid
from dataclasses import dataclass

from django.core import signing

_SALT = "rootwise.form"


@dataclass(frozen=True, slots=True)
class Ticket:
    page: str
    user: str
    child: str
    row: uuid.UUID  # made by this form, or edited by it
    version: int

    def seal(self) -> str:
        return signing.dumps([self.page, self.user, self.child, self.row.hex, self.version], salt=_SALT)


def opened_ticket(text: str, *, page: str, user: str, child: str) -> Ticket | None:
    """None for a form of another page, another child or another person."""
    try:
        found_page, found_user, found_child, row, version = signing.loads(text, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if (found_page, found_user, found_child) != (page, user, child):
        return None
    return Ticket(page, user, child, uuid.UUID(row), version)

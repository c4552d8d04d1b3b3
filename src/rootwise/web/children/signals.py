"""What follows for children when something about an account changes."""

from typing import Any

from rootwise.web.accounts.models import User
from rootwise.web.audit.recording import Actor
from rootwise.web.children.actions import bar_by_account


def keep_barred(*, by: Actor, user: User, **_kwargs: Any) -> None:
    """An address that bars somebody bars them under the next one too. Recorded as done by the program: who decides need not know."""
    bar_by_account(by=Actor("system:no_contact", "system", request=by.request), user=user, address=user.email)

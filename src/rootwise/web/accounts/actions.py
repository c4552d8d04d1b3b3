"""Writing users and sites. Every function is an action: keywords only, one transaction, recorded with who did it."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError

from rootwise.errors import UserError
from rootwise.report.site import Contact
from rootwise.web.accounts.models import Site, SiteContact, User
from rootwise.web.accounts.roles import Role
from rootwise.web.audit.recording import Actor, action


class CannotAdd(UserError):
    """What was given does not make a whole row. Names the fields, never what was in them."""

    def __init__(self, what: str, error: ValidationError) -> None:
        told = [f"{field}: {' '.join(messages)}" for field, messages in error.message_dict.items()]
        super().__init__(f"The {what} was not added. " + "; ".join(told))


@action
def add_site(*, by: Actor, name: str, contacts: Sequence[Contact]) -> Site:  # noqa: ARG001 - recorded by the decorator
    """A service with its contacts, in the order in which they are shown."""
    site = Site(name=name)
    _require_whole(site, "site")
    site.save()
    for place, contact in enumerate(contacts, start=1):
        row = SiteContact(
            site=site,
            place=place,
            kind=contact.kind.value,
            name=contact.name,
            phone=contact.phone,
            hours=contact.hours or "",
            note=contact.note or "",
        )
        _require_whole(row, "contact")
        row.save()
    return site


@action
def change_contact(*, by: Actor, contact: SiteContact, seen_version: int) -> SiteContact:  # noqa: ARG001
    """Save an edited contact, if nobody changed it since `seen_version`."""
    contact.version = seen_version
    _require_whole(contact, "contact")
    contact.save()
    return contact


@action
def add_user(*, by: Actor, site: Site, email: str, name: str, initials: str, role: Role, password: str | None = None) -> User:  # noqa: ARG001
    """Somebody who may sign in. Without a password only an invitation or a passkey lets them in."""
    user = User(site=site, email=User.objects.normalize_email(email), name=name, initials=initials, role=role.value)
    user.set_password(password)
    _require_whole(user, "user")
    user.save()
    return user


def _require_whole(row: Site | SiteContact | User, what: str) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        raise CannotAdd(what, error) from None

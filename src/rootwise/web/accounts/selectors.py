"""Reading users and sites."""

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from rootwise.report.site import ContactKind
from rootwise.web.accounts.models import Site, SiteContact, User
from rootwise.web.audit.recording import Actor

VISITOR = "visitor"  # nobody has signed in

# Without these the application does not start in production: a red flag must say whom to call (security.md, clinical safety 2).
NEEDED_CONTACTS = (ContactKind.EMERGENCY, ContactKind.CRISIS, ContactKind.CHILD_PROTECTION)


@dataclass(frozen=True, slots=True)
class SiteHelp:
    """A service and whom to call, as shown on the front page and beside every red flag."""

    name: str
    contacts: tuple[SiteContact, ...]


def help_contacts() -> tuple[SiteHelp, ...]:
    return tuple(SiteHelp(site.name, tuple(site.contacts.all())) for site in Site.objects.order_by("name").prefetch_related("contacts"))


def sites_without_help() -> dict[str, tuple[ContactKind, ...]]:
    """Each site that lacks a contact it must have, with the kinds it lacks."""
    lacking = {
        one.name: tuple(kind for kind in NEEDED_CONTACTS if kind not in {found.kind for found in one.contacts}) for one in help_contacts()
    }
    return {name: kinds for name, kinds in lacking.items() if kinds}


def actor_of(user: AbstractBaseUser | AnonymousUser, *, request: str) -> Actor:
    """Who acts when this user asks for something."""
    if isinstance(user, User):
        return Actor(user.id.hex, user.role, request=request)
    return Actor(VISITOR, VISITOR, request=request)

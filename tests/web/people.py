"""People for tests of the web application, and how they sign in."""

from django.test import Client
from django.utils import timezone

from rootwise.report.site import Contact, ContactKind
from rootwise.web.accounts.actions import add_one_time_codes, add_site, add_user
from rootwise.web.accounts.models import SignIn, Site, User
from rootwise.web.accounts.roles import Role
from rootwise.web.audit.recording import Actor, recorded

PASSWORD = "a long password of mine"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
BY = Actor.system("test")


def make_site(name: str = "Willow Street") -> Site:
    return add_site(by=BY, name=name, contacts=[Contact(kind=ContactKind.CRISIS, name="Line", phone="555-0111")])


def make_user(site: Site, name: str, role: Role, *, codes: bool = False) -> User:
    email = f"{name.lower()}@example.org"
    user = add_user(by=BY, site=site, email=email, name=name, initials=name[:2], role=role, password=PASSWORD, vouched=True)
    if codes:
        add_one_time_codes(by=BY, user=user, secret=SECRET)
    return user


def signed_in(user: User) -> Client:
    """A browser in which this person has signed in, with a second factor."""
    client = Client()
    client.force_login(user)
    with recorded(BY, action="test.second_factor"):
        for session in SignIn.objects.filter(user=user, ended_at=None, second_factor=False):
            session.second_factor = True
            session.save()
    return client


def make_older(session: SignIn, *, signed_in_minutes: int = 0, used_minutes: int = 0) -> None:
    """As if time had passed."""
    from datetime import timedelta

    now = timezone.now()
    with recorded(BY, action="test.time"):
        session.refresh_from_db()
        session.signed_in_at = now - timedelta(minutes=signed_in_minutes)
        session.save()
        session.last_use.at = now - timedelta(minutes=used_minutes)
        session.last_use.save()

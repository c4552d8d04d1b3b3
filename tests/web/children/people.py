"""Fictional people for the tests of children: made directly, so that a test needs no action to begin."""

import datetime as dt
import time
import uuid
from typing import Any

from django.test import Client
from django.utils import timezone

from rootwise.web.accounts.models import Site, User
from rootwise.web.accounts.roles import Role
from rootwise.web.audit.recording import Actor
from rootwise.web.children.models import Child, Consent, NoContact, Relation
from rootwise.web.children.needs import Purpose
from tests.web import people

SETTING_UP = Actor.system("tests")
ALL_TIERS = ("t1", "t2", "t3", "t4", "t5")


def today() -> dt.date:
    return timezone.localdate()


def days(number: int) -> dt.date:
    return today() + dt.timedelta(days=number)


def a_site(name: str = "Willow Street") -> Site:
    return Site.objects.create(name=name)


def a_user(role: Role, site: Site, name: str = "Ann Person") -> User:
    """Somebody for whom a supervisor vouched."""
    email = f"{uuid.uuid4().hex[:12]}@example.org"
    values = {"site": site, "role": role.value, "name": name, "initials": "AP", "email": email, "password": "md5$salt$0"}
    return User.objects.create(**values, vouched_at=timezone.now())


def a_child(site: Site, **given: Any) -> Child:
    return Child.unguarded.create(**{"name": "Noa Fictional", "initials": "NF", "birth": "2018-03-09", "site": site, **given})


def related(user: User, child: Child, **given: Any) -> Relation:
    values = {"role": user.role, "starts": days(-30), "ends": None, "evidence": "letter of the service", **given}
    return Relation.unguarded.create(user=user, child=child, **values)


def consented(child: Child, purpose: Purpose = Purpose.CARE, tiers: tuple[str, ...] = ALL_TIERS, **given: Any) -> Consent:
    values = {
        "given_by": "Ruth Fictional",
        "authority": "parent",
        "starts": days(-10),
        "ends": days(100),
        **dict.fromkeys(tiers, True),
        **given,
    }
    return Consent.unguarded.create(child=child, purpose=purpose.value, **values)


def consented_to_all(child: Child) -> None:
    for purpose in (Purpose.CARE, Purpose.FAMILY, Purpose.SCHOOL):
        consented(child, purpose)


def barred(child: Child, user: User | None = None, **given: Any) -> NoContact:
    return NoContact.unguarded.create(child=child, user=user, **{"name": "X", "evidence": "order", **given})


def signed_in(user: User, *, second_factor: bool = False) -> Client:
    """Signed in, as far as the rules of sessions ask; with a second factor just used, when asked for."""
    client = people.signed_in(user)
    session = client.session
    if second_factor:
        session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
        session.save()
    return client

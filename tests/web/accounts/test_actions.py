"""Sites and users: whole or not at all, told without repeating what somebody wrote."""

import pytest
from django.contrib.auth import authenticate
from django.test import override_settings

from rootwise.report.site import Contact, ContactKind
from rootwise.web.accounts.actions import CannotAdd, add_site, add_user, change_contact
from rootwise.web.accounts.models import Site, SiteContact, User
from rootwise.web.accounts.roles import ROLE_NAMES, Role
from rootwise.web.accounts.selectors import actor_of, help_contacts, sites_without_help
from rootwise.web.audit.models import Content, Event
from rootwise.web.audit.recording import Actor
from rootwise.web.database.versions import EditConflict

CRISIS = Contact(kind=ContactKind.CRISIS, name="Line", phone="555-0111")


@pytest.fixture
def site(db: None, somebody: Actor) -> Site:
    return add_site(by=somebody, name="Willow Street", contacts=[CRISIS])


def _add(site: Site, by: Actor, **changes: str) -> User:
    given = {"email": "ann@example.org", "name": "Ann", "initials": "A", "role": Role.CLINICIAN, "password": "a long password", **changes}
    return add_user(by=by, site=site, **given)  # type: ignore[arg-type]


def test_contacts_are_shown_in_the_order_given(db: None, somebody: Actor) -> None:
    kinds = [ContactKind.TEAM, ContactKind.CRISIS, ContactKind.EMERGENCY]
    add_site(by=somebody, name="Willow Street", contacts=[Contact(kind=kind, name=kind, phone="1") for kind in kinds])
    (shown,) = help_contacts()
    assert [one.kind for one in shown.contacts] == kinds


def test_a_site_says_whom_it_lacks(site: Site) -> None:
    assert sites_without_help() == {"Willow Street": (ContactKind.EMERGENCY, ContactKind.CHILD_PROTECTION)}


def test_a_wrong_user_is_told_by_field_and_nothing_is_repeated(site: Site, somebody: Actor) -> None:
    with pytest.raises(CannotAdd) as refused:
        _add(site, somebody, email="canary at example", initials="CANARY", name="")
    told = str(refused.value)
    assert told.startswith("The user was not added. ")
    assert all(f"{field}: " in told for field in ("email", "initials", "name"))
    assert "canary" not in told.lower()
    assert User.objects.count() == 0


@pytest.mark.parametrize("email", ["ann@example.org", "ANN@example.org", "Ann@Example.ORG"])
def test_an_address_is_one_persons_however_it_is_written(site: Site, somebody: Actor, email: str) -> None:
    _add(site, somebody)
    with pytest.raises(CannotAdd):
        _add(site, somebody, email=email)
    assert User.objects.count() == 1


@override_settings(PASSWORD_HASHERS=["rootwise.web.accounts.passwords.Argon2"])
def test_a_user_signs_in_with_the_address_in_any_case_and_is_kept_as_argon2(site: Site, somebody: Actor) -> None:
    user = _add(site, somebody)
    assert user.password.startswith("argon2$argon2id$")
    assert authenticate(username="ANN@example.org", password="a long password") == user
    assert authenticate(username="ann@example.org", password="another password") is None


def test_production_keeps_passwords_as_argon2() -> None:
    from rootwise.web.project import settings

    assert settings.PASSWORD_HASHERS == ["rootwise.web.accounts.passwords.Argon2"]


def test_without_a_password_nobody_signs_in(site: Site, somebody: Actor) -> None:
    user = _add(site, somebody, password=None)  # type: ignore[arg-type]
    assert not user.has_usable_password()


def test_the_password_is_not_in_the_audit(site: Site, somebody: Actor) -> None:
    user = _add(site, somebody)
    event = Event.objects.get(table="accounts_user", row=user.id.hex)
    assert "password" in event.columns
    assert user.password not in str(Content.objects.get(event=event.id).values)


def test_two_people_edit_a_contact_and_the_second_is_told(site: Site, somebody: Actor) -> None:
    mine, theirs = SiteContact.objects.get(), SiteContact.objects.get()
    theirs.phone, mine.phone = "555-0222", "555-0333"
    change_contact(by=somebody, contact=theirs, seen_version=1)
    with pytest.raises(EditConflict):
        change_contact(by=somebody, contact=mine, seen_version=1)
    assert SiteContact.objects.get().phone == "555-0222"
    assert mine.phone == "555-0333"


def test_the_actor_is_named_by_id_never_by_name(site: Site, somebody: Actor) -> None:
    user = _add(site, somebody)
    assert actor_of(user, request="r2") == Actor(user.id.hex, "clinician", request="r2")


def test_every_role_has_a_name() -> None:
    assert set(ROLE_NAMES) == set(Role)

"""Invitations: one person, once, seven days, revocable; role and site are fixed; nobody learns who has an account."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from rootwise.web.accounts.actions import NotAllowed, accept_invitation, deactivate, invite
from rootwise.web.accounts.models import Invitation, Site, User
from rootwise.web.accounts.roles import Role
from rootwise.web.accounts.selectors import invitation_of
from rootwise.web.audit.models import Content
from rootwise.web.audit.recording import recorded
from rootwise.web.database.versions import EditConflict
from tests.web.children.test_pages import ticket_in
from tests.web.people import BY, PASSWORD, make_site, make_user, signed_in

FILLED = {"name": "New Person", "initials": "NP", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def boss(db: None) -> User:
    return make_user(make_site(), "Omar", Role.ADMINISTRATOR)


def _invite(client: Client, email: str, role: str) -> Any:
    ticket = ticket_in(client.get("/people/invite").content.decode())
    return client.post("/people/invite", {"ticket": ticket, "email": email, "role": role})


def _link(boss: User, email: str = "new@example.org", role: Role = Role.CAREGIVER) -> tuple[Invitation, str]:
    row, token = invite(by=BY, inviter=boss, email=email, role=role)
    return row, f"/invitation/{token}"


def test_an_administrator_makes_a_link_and_the_person_joins_with_it(boss: User) -> None:
    page = _invite(signed_in(boss), "new@example.org", "caregiver").content.decode()
    found = re.search(r"http://testserver(/invitation/[\w-]{43})<", page)
    assert found
    client = Client()
    assert "new@example.org" in client.get(found[1]).content.decode()
    assert client.post(found[1], FILLED).status_code == 302
    assert client.get("/account").status_code == 200
    user = User.objects.get(email="new@example.org")
    assert (user.role, user.site, user.name) == ("caregiver", boss.site, "New Person")


def test_staff_who_join_set_up_a_second_factor_first(boss: User) -> None:
    _, link = _link(boss, role=Role.CLINICIAN)
    client = Client()
    client.post(link, FILLED)
    assert client.get("/account")["Location"] == "/account/second-factor"
    assert client.get("/account/codes/add").status_code == 200  # without the password once more: it was typed just now


def test_what_the_link_fixed_cannot_be_changed_by_whoever_opens_it(boss: User) -> None:
    _, link = _link(boss)
    other = make_site("Elsewhere")
    Client().post(link, {**FILLED, "role": "administrator", "site": other.id.hex, "email": "me@example.org", "is_active": "0"})
    user = User.objects.get(name="New Person")
    assert (user.role, user.site, user.email) == ("caregiver", boss.site, "new@example.org")


def _expired(boss: User) -> str:
    row, link = _link(boss)
    with recorded(BY, action="test"):
        row.expires_at = timezone.now()
        row.save()
    return link


def _revoked(boss: User) -> str:
    row, link = _link(boss)
    signed_in(boss).post(f"/people/invitations/{row.id}/revoke")
    return link


def _used(boss: User) -> str:
    _, link = _link(boss)
    Client().post(link, FILLED)
    return link


def _of_somebody_who_left(boss: User) -> str:
    second = make_user(boss.site, "Second", Role.ADMINISTRATOR)
    _, link = _link(second)
    deactivate(by=BY, manager=boss, user=second, seen_version=1)
    return link


@pytest.mark.parametrize("made", [_expired, _revoked, _used, _of_somebody_who_left])
def test_a_link_that_works_no_more_is_like_one_that_never_was(boss: User, made: object) -> None:
    link = made(boss)  # type: ignore[operator]
    never = Client().get("/invitation/" + "A" * 43)
    for answer in (Client().get(link), Client().post(link, FILLED)):
        assert answer.status_code == 404
        assert answer.content == never.content


def test_a_link_lasts_seven_days(boss: User) -> None:
    row, _ = _link(boss)
    assert row.expires_at - row.made_at == timedelta(days=7)


def test_of_two_who_use_a_link_at_once_one_joins(boss: User) -> None:
    _, link = _link(boss)
    first, second = invitation_of(link.split("/")[-1]), invitation_of(link.split("/")[-1])
    assert first
    assert second
    accept_invitation(by=BY, invitation=first, name="A", initials="A", password=PASSWORD)
    with recorded(BY, action="test"):
        second.email = "second@example.org"
        with pytest.raises(EditConflict):
            accept_invitation(by=BY, invitation=second, name="B", initials="B", password=PASSWORD)
    assert User.objects.filter(email="second@example.org").count() == 0


@pytest.mark.parametrize("password", ["short", "password1234", "newperson1234"])
def test_a_weak_password_is_not_taken(boss: User, password: str) -> None:
    _, link = _link(boss, "newperson1234@example.org")
    assert Client().post(link, {**FILLED, "password": password, "again": password}).status_code == 200
    assert User.objects.count() == 1


def test_neither_the_link_nor_its_digest_is_in_the_audit(boss: User) -> None:
    row, link = _link(boss)
    kept = str(list(Content.objects.values_list("values", flat=True)))
    assert link.split("/")[-1] not in kept
    assert row.digest not in kept
    assert link.split("/")[-1] not in str(Invitation.objects.values())


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_invite(boss: User, role: Role) -> None:
    user = make_user(boss.site, "Other", role)
    with pytest.raises(NotAllowed):
        invite(by=BY, inviter=user, email="x@example.org", role=Role.TEACHER)
    answer = signed_in(user).post("/people/invite", {"email": "x@example.org", "role": "teacher"})
    assert answer.status_code == 404


def test_invitations_of_another_site_are_not_there(boss: User) -> None:
    elsewhere: Site = make_site("Elsewhere")
    row, _ = _link(make_user(elsewhere, "Theirs", Role.ADMINISTRATOR))
    client = signed_in(boss)
    assert client.post(f"/people/invitations/{row.id}/revoke").status_code == 404
    assert "new@example.org" not in client.get("/people").content.decode()


def test_an_address_of_the_own_service_is_told_to_the_inviter_and_any_other_to_nobody(boss: User) -> None:
    ann = make_user(boss.site, "Ann", Role.CAREGIVER)
    make_user(make_site("Elsewhere"), "Ruth", Role.CAREGIVER)
    client = signed_in(boss)
    told = _invite(client, ann.email.upper(), "teacher")
    assert told.status_code == 422
    assert "Somebody of your service signs in with this address already." in told.content.decode()
    pages = [_invite(client, email, "teacher").content.decode() for email in ("ruth@example.org", "nobody@example.org")]
    hidden = re.compile(r'value="[\w:-]+"|/invitation/[\w-]{43}|ruth@|nobody@')
    assert hidden.sub("", pages[0]) == hidden.sub("", pages[1])
    found = re.search(r"/invitation/[\w-]{43}", pages[0])
    assert found
    refused = Client().post(found[0], FILLED).content.decode()
    assert "This link cannot be used. Ask the person who gave it to you." in refused
    assert "already" not in refused
    assert Invitation.objects.filter(email__istartswith="ann").count() == 0

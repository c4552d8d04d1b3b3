"""Another name, another address: who asks learns nothing about an address, a second person agrees, and who is barred stays barred."""

import re
import time

import pytest
from django.test import Client

from rootwise.web.accounts.actions import NotAllowed, ask_address, decide_address
from rootwise.web.accounts.models import AddressRequest, User
from rootwise.web.accounts.roles import Role
from rootwise.web.accounts.selectors import recorded_about
from rootwise.web.audit.models import Content, Event
from rootwise.web.audit.recording import recorded
from rootwise.web.children.reach import is_barred
from tests.web.children.people import a_child, barred
from tests.web.children.test_pages import ticket_in
from tests.web.people import BY, make_site, make_user, signed_in


@pytest.fixture
def boss(db: None) -> User:
    return make_user(make_site(), "Omar", Role.ADMINISTRATOR)


@pytest.fixture
def ann(boss: User) -> User:
    return make_user(boss.site, "Ann", Role.CAREGIVER)


@pytest.fixture
def grace(boss: User) -> User:
    return make_user(boss.site, "Grace", Role.SUPERVISOR)


def _fresh(user: User) -> Client:
    """Signed in, and has proved a moment ago who they are."""
    client = signed_in(user)
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    return client


def _ask(client: Client, where: str, email: str) -> bytes:
    page = client.get(where).content.decode()
    answer = client.post(where, {"ticket": ticket_in(page), "email": email}, follow=True)
    assert answer.status_code == 200
    return answer.content


def _decide(client: Client, answer: str = "accept") -> int:
    where = f"/people/addresses/{AddressRequest.objects.get(decided_at=None).pk}"
    return client.post(where, {"ticket": ticket_in(client.get(where).content.decode()), "answer": answer}).status_code


def test_ones_own_name_is_changed_at_once_and_the_old_one_stays_recorded(ann: User) -> None:
    client = signed_in(ann)
    ticket = ticket_in(client.get("/account/name").content.decode())
    assert client.post("/account/name", {"ticket": ticket, "name": "Anna", "initials": "AN"}).status_code == 302
    assert User.objects.get(pk=ann.pk).name == "Anna"
    event = Event.objects.get(action="accounts.change_name", table="accounts_user")
    assert event.actor == ann.id.hex
    assert "Ann" in str(Content.objects.get(event=event.id).values)


def test_a_wrong_name_is_not_shown_as_if_it_were_saved(ann: User) -> None:
    client = signed_in(ann)
    ticket = ticket_in(client.get("/account/name").content.decode())
    wrong = client.post("/account/name", {"ticket": ticket, "name": "CANARY", "initials": ""})
    assert wrong.status_code == 422
    assert wrong.content.decode().count("CANARY") == 1  # in the field only


def test_without_a_fresh_proof_nobody_asks_for_another_address(ann: User) -> None:
    answer = signed_in(ann).get("/account/address")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/again")
    assert signed_in(ann).post("/account/address", {"email": "x@example.org"}).status_code == 302
    assert not AddressRequest.objects.exists()


def test_another_address_holds_when_a_second_person_agrees(ann: User, grace: User) -> None:
    _ask(_fresh(ann), "/account/address", "anna@example.org")
    assert User.objects.get(pk=ann.pk).email == "ann@example.org"
    assert _decide(signed_in(grace)) == 302
    assert User.objects.get(pk=ann.pk).email == "anna@example.org"


def test_who_asks_is_told_the_same_whether_the_address_has_an_account_or_not(boss: User, ann: User, grace: User) -> None:
    make_user(make_site("Elsewhere"), "Ruth", Role.CAREGIVER)
    client = _fresh(ann)
    told = [_ask(client, "/account/address", email) for email in ("ruth@example.org", "nobody@example.org")]
    plain = [one.decode().replace("ruth@", "X@").replace("nobody@", "X@") for one in told]
    assert AddressRequest.objects.filter(decided_at=None).count() == 1  # the later takes the place of the one before

    hidden = re.compile(r'value="[\w:-]+"|/addresses/[\w-]+')
    assert hidden.sub("", plain[0]) == hidden.sub("", plain[1])


def test_an_address_that_is_taken_is_told_to_who_decides_only_as_unusable(ann: User, grace: User) -> None:
    make_user(make_site("Elsewhere"), "Ruth", Role.CAREGIVER)
    _ask(_fresh(ann), "/account/address", "RUTH@example.org")
    assert _decide(signed_in(grace)) == 422
    assert User.objects.get(pk=ann.pk).email == "ann@example.org"
    assert AddressRequest.objects.get().decided_at is None
    assert _decide(signed_in(grace), "refuse") == 302
    assert not AddressRequest.objects.get().accepted


@pytest.mark.parametrize("who", ["asker", "caregiver", "elsewhere"])
def test_who_asked_and_who_has_nothing_to_do_with_it_do_not_decide(boss: User, ann: User, who: str) -> None:
    _ask(signed_in(boss), f"/people/{ann.id}/address", "anna@example.org")
    users = {
        "asker": boss,
        "caregiver": make_user(boss.site, "Carer", Role.CAREGIVER),
        "elsewhere": make_user(make_site("Elsewhere"), "Far", Role.ADMINISTRATOR),
    }
    request = AddressRequest.objects.get()
    assert signed_in(users[who]).get(f"/people/addresses/{request.pk}").status_code == 404
    with pytest.raises(NotAllowed):
        decide_address(by=BY, decider=users[who], request=request, accept=True, seen_version=1)
    assert User.objects.get(pk=ann.pk).email == "ann@example.org"


def test_what_an_administrator_asked_the_person_decides(boss: User, ann: User) -> None:
    _ask(signed_in(boss), f"/people/{ann.id}/address", "anna@example.org")
    assert "anna@example.org" in signed_in(ann).get("/account").content.decode()
    assert _decide(signed_in(ann)) == 302
    assert User.objects.get(pk=ann.pk).email == "anna@example.org"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_ask_for_others(boss: User, ann: User, role: Role) -> None:
    other = make_user(boss.site, "Other", role)
    client = signed_in(other)
    assert [client.get(f"/people/{ann.id}/{what}").status_code for what in ("name", "address")] == [404, 404]
    with pytest.raises(NotAllowed):
        ask_address(by=BY, asker=other, user=ann, email="x@example.org", row=ann.id)


def test_whom_an_address_bars_stays_barred_under_the_next(boss: User, ann: User, grace: User) -> None:
    with recorded(BY, action="test"):
        child = a_child(boss.site)
        barred(child, email=ann.email)
    _ask(_fresh(ann), "/account/address", "anna@example.org")
    assert _decide(signed_in(grace)) == 302
    assert is_barred(User.objects.get(pk=ann.pk), child)


def test_what_was_recorded_about_ones_account_is_shown_to_its_owner_alone(boss: User, ann: User) -> None:
    client = signed_in(ann)
    signed_in(boss).post(f"/people/{ann.id}/active", {"deactivate": 1, "version": 1})
    signed_in(boss).post(f"/people/{ann.id}/active", {"activate": 1, "version": 2})
    client = signed_in(User.objects.get(pk=ann.pk))
    page = client.get("/account/recorded").content.decode()
    for told in ("signed in", "locked out", "let in again", "Omar", "you"):
        assert told in page
    assert "locked out" not in signed_in(boss).get("/account/recorded").content.decode()
    assert [one.what for one in recorded_about(ann)].count("locked out") == 1

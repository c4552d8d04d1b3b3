"""Whom a service calls: everybody of it sees it, administrators change it, and it is never without those it must have."""

import pytest
from django.test import Client

from rootwise.web.accounts.actions import NotAllowed, change_contact, remove_contact
from rootwise.web.accounts.models import Site, SiteContact, User
from rootwise.web.accounts.roles import Role
from rootwise.web.accounts.selectors import sites_without_help
from tests.web.children.test_pages import ticket_in
from tests.web.people import BY, make_site, make_user, signed_in

GIVEN = {"kind": "emergency", "name": "Emergency", "phone": "555-0100", "hours": "", "note": "", "place": "2"}


@pytest.fixture
def site(db: None) -> Site:
    return make_site()


@pytest.fixture
def boss(site: Site) -> User:
    return make_user(site, "Omar", Role.ADMINISTRATOR)


def _send(client: Client, where: str, **given: str) -> int:
    return client.post(where, {"ticket": ticket_in(client.get(where).content.decode()), **given}).status_code


@pytest.mark.parametrize("role", Role)
def test_everybody_of_the_service_sees_them_and_only_administrators_change_them(site: Site, role: Role) -> None:
    make_site("Elsewhere")
    client = signed_in(make_user(site, "Viewer", role))
    page = client.get("/contacts").content.decode()
    assert page.count("555-0111") == 2  # its link and its text, of one contact: not those of the other service
    expected = 200 if role is Role.ADMINISTRATOR else 404
    contact = SiteContact.objects.get(site=site).pk
    for where in ("/contacts/new", f"/contacts/{contact}", f"/contacts/{contact}/remove"):
        assert client.get(where).status_code == expected
        assert client.post(where, GIVEN).status_code == 404  # without a ticket for nobody


def test_contacts_are_added_changed_and_removed(boss: User) -> None:
    client = signed_in(boss)
    assert _send(client, "/contacts/new", **GIVEN) == 302
    made = SiteContact.objects.get(kind="emergency")
    assert _send(client, f"/contacts/{made.pk}", **{**GIVEN, "phone": "555-0200"}) == 302
    assert "555-0200" in Client().get("/").content.decode()
    assert _send(client, "/contacts/new", **{**GIVEN, "kind": "team"}) == 302
    team = SiteContact.objects.get(kind="team")
    assert _send(client, f"/contacts/{team.pk}/remove") == 302
    assert not SiteContact.objects.filter(kind="team").exists()


def test_the_last_one_of_a_kind_that_must_be_there_stays(boss: User) -> None:
    crisis = SiteContact.objects.get()
    with pytest.raises(NotAllowed, match="Add another one first"):
        remove_contact(by=BY, contact=crisis, seen_version=1)
    crisis.kind = "team"
    with pytest.raises(NotAllowed, match="Add another one first"):
        change_contact(by=BY, contact=crisis, seen_version=1)
    assert "crisis" not in sites_without_help()["Willow Street"]
    crisis.kind = "crisis"
    crisis.phone = "555-0999"
    change_contact(by=BY, contact=crisis, seen_version=1)
    assert SiteContact.objects.get().phone == "555-0999"


def test_a_contact_of_another_service_is_not_there(boss: User) -> None:
    theirs = SiteContact.objects.get(site=make_site("Elsewhere"))
    client = signed_in(boss)
    for where in (f"/contacts/{theirs.pk}", f"/contacts/{theirs.pk}/remove"):
        assert client.get(where).status_code == 404


def test_of_two_who_change_a_contact_the_second_gets_409_and_the_text_back(boss: User) -> None:
    where = f"/contacts/{SiteContact.objects.get().pk}"
    mine, theirs = signed_in(boss), signed_in(make_user(boss.site, "Second", Role.ADMINISTRATOR))
    my_ticket = ticket_in(mine.get(where).content.decode())
    crisis = {**GIVEN, "kind": "crisis", "place": "1"}
    assert _send(theirs, where, **{**crisis, "phone": "555-0222"}) == 302
    lost = mine.post(where, {"ticket": my_ticket, **crisis, "phone": "555-0333"})
    assert lost.status_code == 409
    assert "555-0333" in lost.content.decode()
    assert SiteContact.objects.get().phone == "555-0222"

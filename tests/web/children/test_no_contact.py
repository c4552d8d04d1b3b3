"""Who is barred by name: a name alone bars nobody, so those who keep the record are shown who it could be."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from rootwise.web.accounts.actions import change_name, decide_address
from rootwise.web.accounts.models import AddressRequest, FormerIdentity, User
from rootwise.web.accounts.roles import Role
from rootwise.web.audit.recording import Actor, recorded
from rootwise.web.children.facts import may
from rootwise.web.children.models import Child, NoContact, Relation
from rootwise.web.children.names import resemble
from rootwise.web.children.needs import Need
from tests.web.children.people import SETTING_UP, a_child, a_site, a_user, barred, consented_to_all, days, related, signed_in
from tests.web.children.test_pages import ticket_in


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alex Brandt", "alex brandt"),
        ("Alex Brandt", "Brandt, Alex"),
        ("José Núñez", "Jose Nunez"),
        ("Katherine Jonson", "Catherine Jonsson"),
        ("Alex", "Alex Brandt"),
        ("Alex M. Brandt", "Alex Brandt"),
        ("Maria del Carmen López", "Maria Lopez"),
        ("Alex Brandt", "Аlех Вrаndt"),  # Cyrillic А, е, х, В, а
        ("Sasha Pope", "Ѕаѕһа Роре"),  # wholly Cyrillic
        ("Anna Kokot", "ΑΝΝΑ κοκοτ"),
        ("Alex Iles", "AIex lles"),  # I for l, l for I
    ],
)
def test_names_that_could_be_one_persons(one: str, other: str) -> None:
    assert resemble(one, other)
    assert resemble(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alex Brandt", "Alex Okafor"),
        ("Anna Berg", "Hanne Borg"),
        ("", "Alex Brandt"),
        ("X", "X"),
        ("Ruth Carter", "Tom Adeyemi"),
        ("Ольга Петрова", "Нина Иванова"),
        ("Александр", "Alexander"),  # how it sounds is not compared
    ],
)
def test_names_that_are_not(one: str, other: str) -> None:
    assert not resemble(one, other)
    assert not resemble(other, one)


class Scene:
    def __init__(self) -> None:
        self.site = a_site()
        self.child: Child = a_child(self.site)
        self.clinician = a_user(Role.CLINICIAN, self.site)
        self.hostile: User = a_user(Role.CAREGIVER, self.site, "Alexander Brandt")
        related(self.clinician, self.child)
        consented_to_all(self.child)
        self.entry = barred(self.child, name="Alexandre Brand")
        self.client: Client = signed_in(self.clinician)

    def at(self, name: str, *arguments: object) -> str:
        return reverse(f"children:{name}", args=[self.child.pk, *arguments])


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    with recorded(SETTING_UP, action="test.no_contact"):
        yield Scene()


def test_an_account_with_a_name_like_this_is_shown_and_barred_at_once(scene: Scene) -> None:
    related(scene.hostile, scene.child)
    assert Child.objects.for_user(scene.hostile, Need.T1).exists()
    assert "Bar Alexander Brandt" in scene.client.get(scene.at("no_contact")).content.decode()
    where = scene.at("bar_account", scene.entry.pk, scene.hostile.pk)
    sent = {"ticket": ticket_in(scene.client.get(where).content.decode())}
    assert [scene.client.post(where, sent).status_code for _ in range(2)] == [302, 302]
    assert NoContact.unguarded.filter(user=scene.hostile).count() == 1
    assert not Child.objects.for_user(scene.hostile, Need.T1).exists()
    assert "Bar Alexander Brandt" not in scene.client.get(scene.at("no_contact")).content.decode()


def test_only_an_account_that_resembles_is_barred_on_this_way(scene: Scene) -> None:
    other = a_user(Role.CAREGIVER, scene.site, "Ruth Carter")
    far = a_user(Role.CAREGIVER, a_site("Far"), "Alexander Brandt")
    for user in (other, far):
        assert scene.client.get(scene.at("bar_account", scene.entry.pk, user.pk)).status_code == 404


def test_a_relation_with_a_name_like_this_is_asked_about(scene: Scene) -> None:
    where = scene.at("add_relation")
    given = {"user": str(scene.hostile.pk), "role": "caregiver", "starts": days(0).isoformat(), "evidence": "letter"}
    asked = scene.client.post(where, {"ticket": ticket_in(scene.client.get(where).content.decode()), **given})
    assert asked.status_code == 422
    assert "Somebody with a name like this is on the child&#x27;s list of no contact." in asked.content.decode()
    assert not Relation.unguarded.filter(user=scene.hostile).exists()
    answer = scene.client.post(where, {"ticket": ticket_in(asked.content.decode()), **given, "checked": "on"})
    assert answer.status_code == 302
    assert Relation.unguarded.filter(user=scene.hostile).exists()


def test_an_administrator_learns_nothing_from_inviting_whoever_is_barred(scene: Scene) -> None:
    barred(scene.child, name="Alex", email="alex@elsewhere.example")
    client = signed_in(a_user(Role.ADMINISTRATOR, scene.site))

    def answers(email: str) -> str:
        page = client.get("/people/invite").content.decode()
        return str(client.post("/people/invite", {"ticket": ticket_in(page), "email": email, "role": "caregiver"}).status_code)

    assert answers("alex@elsewhere.example") == answers("nobody@elsewhere.example") == "200"
    for where in ("/people", "/children/teams"):
        assert "contact" not in client.get(where).content.decode().split("<h1>")[1].split("</main>")[0].replace("contacts", "")


def test_a_former_address_bars_whichever_was_first(scene: Scene) -> None:
    related(scene.hostile, scene.child)
    old = scene.hostile.email
    asked = AddressRequest.objects.create(user=scene.hostile, email="another@example.org", asked_by=scene.hostile)
    decide_address(by=Actor.system("test"), decider=a_user(Role.SUPERVISOR, scene.site), request=asked, accept=True, seen_version=1)
    hostile = User.objects.get(pk=scene.hostile.pk)
    assert hostile.email == "another@example.org"
    assert Child.objects.for_user(hostile, Need.T1).exists()
    page = scene.client.get(scene.at("add_no_contact")).content.decode()
    sent = {"ticket": ticket_in(page), "name": "Somebody", "evidence": "order", "user": "", "email": old.upper()}
    assert scene.client.post(scene.at("add_no_contact"), sent).status_code == 302
    assert not Child.objects.for_user(hostile, Need.T1).exists()
    assert not may(hostile, scene.child, Need.T1)
    assert f"The account: {hostile.in_full}" in scene.client.get(scene.at("no_contact")).content.decode()


def test_one_address_in_any_case_is_taken_and_a_locked_account_is_offered(scene: Scene) -> None:
    where = scene.at("add_no_contact")
    User.objects.filter(pk=scene.hostile.pk).update(is_active=False, version=scene.hostile.version + 1)
    page = scene.client.get(where).content.decode()
    assert "Alexander Brandt" in page
    sent = {"ticket": ticket_in(page), "name": "Alex", "evidence": "order", "user": ""}
    assert scene.client.post(where, {**sent, "email": f"{scene.hostile.email}; other@example.org"}).status_code == 422
    assert scene.client.post(where, {**sent, "email": scene.hostile.email.upper()}).status_code == 302
    assert NoContact.unguarded.filter(email=scene.hostile.email).count() == 1


def test_an_address_bars_an_account_that_is_written_in_capitals(scene: Scene) -> None:
    related(scene.hostile, scene.child)
    barred(scene.child, name="By address", email=scene.hostile.email)
    User.objects.filter(pk=scene.hostile.pk).update(email=scene.hostile.email.upper(), version=scene.hostile.version + 1)
    shouting = User.objects.get(pk=scene.hostile.pk)
    assert not Child.objects.for_user(shouting, Need.T1).exists()
    assert not may(shouting, scene.child, Need.T1)


def _rename(user: User, name: str) -> None:
    user = User.objects.get(pk=user.pk)
    user.name = name
    change_name(by=Actor.system("test"), changer=user, user=user, seen_version=user.version)


def test_a_new_name_like_a_colleagues_makes_nobody_somebody_else(scene: Scene) -> None:
    friend = a_user(Role.CAREGIVER, scene.site, "Ruth Carter")
    _rename(scene.hostile, "Ruth Carter")
    related(scene.hostile, scene.child)
    day = date_format(timezone.localtime())
    for where in (scene.at("add_relation"), scene.at("add_no_contact")):
        page = scene.client.get(where).content.decode()
        assert f"Ruth Carter (until {day} Alexander Brandt), Caregiver, {scene.hostile.email}</option>" in page
        assert f"Ruth Carter, Caregiver, {friend.email}</option>" in page
    relation = Relation.unguarded.get(user=scene.hostile)
    for where in (scene.at("team"), scene.at("end_relation", relation.pk)):
        page = scene.client.get(where).content.decode()
        assert f"Ruth Carter (until {day} Alexander Brandt)" in page
        assert scene.hostile.email in page
    assert "Somebody with a name like this" in _asked_to_add(scene)


def test_after_a_year_a_former_name_is_no_longer_shown_and_still_compared(scene: Scene) -> None:
    _rename(scene.hostile, "Ruth Carter")
    FormerIdentity.objects.update(until=timezone.now() - dt.timedelta(days=366))
    page = scene.client.get(scene.at("add_relation")).content.decode()
    assert "Alexander" not in page
    assert "Bar Ruth Carter" in scene.client.get(scene.at("no_contact")).content.decode()


def test_an_old_name_is_not_buried_under_new_ones(scene: Scene) -> None:
    """Not in a year of as many changes as are allowed: the first and the last two are shown, and all on the person's page."""
    names = ["Ruth", "Tom", "Sara", "Olga", "Petra"]
    for number, name in enumerate(names):
        _rename(scene.hostile, name)
        FormerIdentity.objects.filter(until__gt=timezone.now() - dt.timedelta(days=1)).update(
            until=timezone.now() - dt.timedelta(days=300 - 40 * number)
        )
    asked = scene.client.get(scene.at("add_relation")).content.decode()
    day = [date_format(timezone.localtime() - dt.timedelta(days=300 - 40 * number)) for number in range(5)]
    told = f"Petra (until {day[0]} Alexander Brandt, until {day[3]} Sara, until {day[4]} Olga, and 2 others), Caregiver"
    assert told in asked
    page = signed_in(a_user(Role.SUPERVISOR, scene.site)).get(reverse("person", args=[scene.hostile.pk])).content.decode()
    for number, name in enumerate(["Alexander Brandt", *names[:-1]]):
        assert f"until {day[number]} {name}" in page.split("<dt>Names of the last year</dt>")[1]


def test_a_name_is_changed_three_times_in_thirty_days(scene: Scene) -> None:
    FormerIdentity.objects.create(user=scene.hostile, name=scene.hostile.name, email="old@example.org")  # another address only
    for name in ("Ruth", "Alexander Brandt", "Tom"):
        _rename(scene.hostile, name)
    client = signed_in(scene.hostile)
    sent = {"ticket": ticket_in(client.get("/account/name").content.decode()), "name": "Sara", "initials": "S"}
    refused = client.post("/account/name", sent)
    assert refused.status_code == 422
    told = "This name was changed three times within 30 days. It can be changed again 30 days after the first of them."
    assert told in refused.content.decode()
    assert client.post("/account/name", {**sent, "name": "Tom"}).status_code == 302  # other initials
    first = FormerIdentity.objects.filter(user=scene.hostile, name="Alexander Brandt").order_by("until")[:2]
    FormerIdentity.objects.filter(pk__in=[one.pk for one in first]).update(until=timezone.now() - dt.timedelta(days=31))
    _rename(scene.hostile, "Sara")
    assert User.objects.get(pk=scene.hostile.pk).name == "Sara"


def _asked_to_add(scene: Scene) -> str:
    given = {"user": str(scene.hostile.pk), "role": "caregiver", "starts": days(0).isoformat(), "evidence": "letter"}
    ticket = ticket_in(scene.client.get(scene.at("add_relation")).content.decode())
    return scene.client.post(scene.at("add_relation"), {"ticket": ticket, **given}).content.decode()

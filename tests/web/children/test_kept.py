"""A record without a keeper is nobody's: the last one hands it on first, and what became nobody's all the same is found and given away."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse

from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import Role
from rootwise.web.audit.models import Event
from rootwise.web.audit.recording import recorded
from rootwise.web.children.actions import Refused, add_no_contact, bar_account, do_merge, end_relation, entrust, give_to_team
from rootwise.web.children.models import Child, Merge, NoContact, Relation, Team, TeamMember
from rootwise.web.children.needs import Need
from rootwise.web.children.selectors import number_unkept, openings_of
from tests.web.children.people import SETTING_UP as BY
from tests.web.children.people import a_child, a_site, a_user, barred, consented_to_all, days, related, signed_in
from tests.web.children.test_pages import ticket_in

LEFT = "Nobody would be left who keeps this record. First add a clinician or supervisor under Team and relations."


class Scene:
    def __init__(self) -> None:
        self.site = a_site()
        self.child: Child = a_child(self.site)
        self.keeper: User = a_user(Role.CLINICIAN, self.site, "Ines Keeper")
        self.other: User = a_user(Role.SUPERVISOR, self.site, "Grace Other")
        self.relation: Relation = related(self.keeper, self.child)
        related(a_user(Role.CAREGIVER, self.site), self.child)
        related(a_user(Role.CLINICIAN, self.site), self.child, ends=days(-1))

    def end(self) -> None:
        end_relation(by=BY, relation=Relation.unguarded.get(pk=self.relation.pk), seen_version=1)

    def lock_out(self, user: User) -> None:
        user.is_active = False
        user.save()


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    with recorded(BY, action="test.kept"):
        yield Scene()


def test_the_last_keeper_is_told_what_to_do_before_leaving(scene: Scene) -> None:
    client, where = signed_in(scene.keeper), reverse("children:end_relation", args=[scene.child.pk, scene.relation.pk])
    answer = client.post(where, {"ticket": ticket_in(client.get(where).content.decode())})
    assert answer.status_code == 422
    assert LEFT in answer.content.decode()
    related(scene.other, scene.child)
    scene.end()
    assert not Child.objects.for_user(scene.keeper, Need.GROUND).exists()


def test_a_keeper_who_is_locked_out_or_barred_counts_for_nothing(scene: Scene) -> None:
    related(scene.other, scene.child)
    entry = barred(scene.child, scene.other)
    with pytest.raises(Refused, match="Nobody would be left"):
        scene.end()
    entry.delete()
    scene.lock_out(scene.other)
    with pytest.raises(Refused, match="Nobody would be left"):
        scene.end()


@pytest.mark.parametrize("how", ["account", "address", "alike"])
def test_the_last_keeper_is_not_barred(scene: Scene, how: str) -> None:
    entry = barred(scene.child, name="Ines Keeper")
    about: dict[str, Any] = {"child": scene.child, "name": "X", "evidence": "order"}
    bar: dict[str, Callable[[], NoContact]] = {
        "account": lambda: add_no_contact(by=BY, no_contact=NoContact(user=scene.keeper, **about)),
        "address": lambda: add_no_contact(by=BY, no_contact=NoContact(email=scene.keeper.email.upper(), **about)),
        "alike": lambda: bar_account(by=BY, barred=entry, account=scene.keeper, row=scene.child.pk),
    }
    with pytest.raises(Refused, match="Nobody would be left"):
        bar[how]()
    assert Child.objects.for_user(scene.keeper, Need.GROUND).exists()


def test_who_keeps_by_the_team_keeps_until_the_child_leaves_it(scene: Scene) -> None:
    team = Team.unguarded.create(site=scene.site, name="Team")
    TeamMember.unguarded.create(team=team, user=scene.other, role=Role.SUPERVISOR, starts=days(-1))
    give_to_team(by=BY, user=scene.keeper, child=scene.child, team=team, seen_version=scene.child.version)
    scene.end()
    with pytest.raises(Refused, match="Nobody would be left"):
        give_to_team(by=BY, user=scene.other, child=scene.child, team=None, seen_version=scene.child.version)


def test_a_merge_that_would_bar_the_last_keeper_is_refused(scene: Scene) -> None:
    twin = a_child(scene.site)
    related(scene.keeper, twin)
    barred(twin, scene.keeper)
    merge = Merge.unguarded.create(child=scene.child, other=twin, because="x", proposed_by=scene.other)
    with pytest.raises(Refused, match="Nobody would be left"):
        do_merge(by=BY, user=scene.keeper, merge=merge, seen_version=merge.version)


def test_when_the_last_keeper_is_locked_out_a_supervisor_finds_another(scene: Scene) -> None:
    boss, new = a_user(Role.ADMINISTRATOR, scene.site), a_user(Role.CLINICIAN, scene.site, "Tom New")
    assert (number_unkept(boss), number_unkept(scene.other)) == (0, 0)
    scene.lock_out(scene.keeper)
    assert (number_unkept(boss), number_unkept(scene.other)) == (1, 1)
    assert "1 record of your service has nobody who keeps it." in signed_in(boss).get("/").content.decode()
    client = signed_in(scene.other)
    page = client.get(reverse("children:unkept")).content.decode()
    assert "NF" in page
    assert "Ines Keeper" in page
    assert scene.child.name not in page
    where = reverse("children:entrust", args=[scene.child.pk])
    form = client.get(where).content.decode()
    assert scene.other.email not in form.split("<select")[1]
    answer = client.post(where, {"ticket": ticket_in(form), "user": str(new.pk), "evidence": "the lead of the service"})
    assert answer.status_code == 302
    assert Child.objects.for_user(new, Need.GROUND, write=True).exists()
    assert number_unkept(boss) == 0
    assert Event.objects.filter(child=scene.child.pk.hex, action="children.entrust", verb="insert").exists()


def test_nobody_is_entrusted_a_record_that_is_kept_or_from_which_they_are_barred_or_by_themselves(scene: Scene) -> None:
    new = a_user(Role.CLINICIAN, scene.site, "Tom New")

    def refused(user: User, by: User, why: str) -> None:
        with pytest.raises(Refused, match=why):
            entrust(by=BY, user=by, relation=Relation(child=scene.child, user=user, evidence="x"))

    refused(new, scene.other, "Somebody keeps this record")
    scene.lock_out(scene.keeper)
    refused(scene.other, scene.other, "Nobody gives access to themselves")
    refused(a_user(Role.CAREGIVER, scene.site), scene.other, "cannot keep this record")
    refused(a_user(Role.CLINICIAN, a_site("Elsewhere")), scene.other, "cannot keep this record")
    refused(new, a_user(Role.CLINICIAN, scene.site), "A supervisor of the service")
    refused(new, a_user(Role.SUPERVISOR, a_site("Far")), "A supervisor of the service")
    barred(scene.child, new)
    refused(new, scene.other, "cannot keep this record")
    barred(scene.child, scene.other)
    assert number_unkept(scene.other) == 0
    assert signed_in(scene.other).get(reverse("children:entrust", args=[scene.child.pk])).status_code == 404


def test_who_entrusts_is_asked_about_a_name_like_a_barred_one_and_every_such_answer_is_recorded(scene: Scene) -> None:
    """The supervisor does not see the list, so what is told of it stays written down, out of sight of the family."""
    like, new = a_user(Role.CLINICIAN, scene.site, "Tom Nеw"), a_user(Role.CLINICIAN, scene.site, "Ann Sure")  # Cyrillic е
    scene.lock_out(scene.keeper)
    barred(scene.child, name="Tom New")
    barred(scene.child, new, name="Somebody")
    client, where = signed_in(scene.other), reverse("children:entrust", args=[scene.child.pk])

    def sent(user: User, **given: str) -> tuple[int, str]:
        ticket = ticket_in(client.get(where).content.decode())
        answer = client.post(where, {"ticket": ticket, "user": str(user.pk), "evidence": "the lead", **given})
        return answer.status_code, answer.content.decode()

    status, page = sent(like)
    assert (status, "Somebody with a name like this is on the child" in page, 'name="checked"' in page) == (422, True, True)
    assert Event.objects.filter(actor=scene.other.pk.hex, verb="read", table="children_nocontact", child=scene.child.pk.hex).count() == 1
    status, page = sent(new)
    assert (status, "This person cannot keep this record." in page) == (422, True)
    event = Event.objects.get(verb="keeper_refused")
    assert (event.actor, event.row, event.child) == (scene.other.pk.hex, new.pk.hex, scene.child.pk.hex)
    family = a_user(Role.CAREGIVER, scene.site)
    related(family, scene.child)
    consented_to_all(scene.child)
    told = openings_of(BY, family, scene.child).object_list
    assert [one.is_change for one in told if one.name == "Grace Other"] == [False]
    assert sent(like, checked="on")[0] == 302
    assert Child.objects.for_user(like, Need.GROUND, write=True).exists()


def test_trying_who_is_barred_from_a_record_is_limited_and_handing_on_many_is_not(scene: Scene) -> None:
    new, children = a_user(Role.CLINICIAN, scene.site, "Tom New"), [a_child(scene.site) for _ in range(12)]
    client = signed_in(scene.other)

    def sent(child: Child) -> int:
        where = reverse("children:entrust", args=[child.pk])
        page = client.get(where).content.decode()
        return client.post(where, {"ticket": ticket_in(page), "user": str(new.pk), "evidence": "the lead"}).status_code

    assert [sent(one) for one in children[:11]] == [302] * 11
    barred(children[11], new)
    assert [sent(children[11]) for _ in range(11)] == [422] * 10 + [429]


@pytest.mark.parametrize(
    ("starts", "ends", "told"),
    [
        (0, -1, "The end is before the beginning."),
        (1, None, "This begins on a day to come."),
        (0, None, "in this role already at that time"),
        (-60, -30, "in this role already at that time"),
        (-60, None, "in this role already at that time"),
        (-60, -31, None),
    ],
)
def test_a_relation_that_cannot_be_or_is_there_is_refused_in_words(scene: Scene, starts: int, ends: int | None, told: str | None) -> None:
    related(scene.other, scene.child)
    client, where = signed_in(scene.keeper), reverse("children:add_relation", args=[scene.child.pk])
    given = {"user": str(scene.other.pk), "role": "supervisor", "starts": days(starts).isoformat(), "evidence": "letter"}
    given["ends"] = days(ends).isoformat() if ends is not None else ""
    answer = client.post(where, {"ticket": ticket_in(client.get(where).content.decode()), **given})
    assert answer.status_code == (422 if told else 302)
    assert (told or "") in answer.content.decode()
    assert Relation.unguarded.filter(user=scene.other).count() == (1 if told else 2)

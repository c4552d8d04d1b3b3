"""Teams: an administrator says who is in them and sees no child; access takes a second person every time."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from rootwise.web.accounts.actions import change_role
from rootwise.web.accounts.models import Site, User
from rootwise.web.accounts.roles import Role
from rootwise.web.accounts.selectors import actor_of
from rootwise.web.audit.models import Event
from rootwise.web.audit.recording import Actor, recorded
from rootwise.web.children.actions import Refused, confirm_member, end_member, give_to_team, propose_member
from rootwise.web.children.models import Child, Team, TeamMember, TeamProposal
from rootwise.web.children.needs import Need, Purpose
from rootwise.web.children.selectors import proposals_to_confirm
from tests.web.children.people import SETTING_UP, a_child, a_site, a_user, consented, days, related, signed_in
from tests.web.children.test_pages import ticket_in

BY = Actor.system("test")


class Service:
    """A team with a child whose clinician keeps the record; nobody supervises the team yet."""

    def __init__(self) -> None:
        self.site: Site = a_site()
        self.team = Team.unguarded.create(site=self.site, name="Ash")
        self.child: Child = a_child(self.site, name="CANARY CHILD", team=self.team)
        self.boss, self.clinician = a_user(Role.ADMINISTRATOR, self.site), a_user(Role.CLINICIAN, self.site)
        self.supervisor = a_user(Role.SUPERVISOR, self.site, "Grace Newcome")
        related(self.clinician, self.child)
        consented(self.child)

    def join(self, user: User, team: Team | None = None) -> TeamMember | TeamProposal:
        member = TeamMember(team=team or self.team, user=user, starts=days(0))
        return propose_member(by=BY, user=self.boss, member=member)

    def confirm(self, user: User) -> None:
        proposal = TeamProposal.unguarded.get()
        confirm_member(by=BY, user=user, proposal=proposal, seen_version=proposal.version)


@pytest.fixture
def service(db: None) -> Iterator[Service]:
    with recorded(SETTING_UP, action="test.teams"):
        yield Service()


def reaches(user: User, child: Child) -> bool:
    return Child.objects.for_user(user, Need.T4).filter(pk=child.pk).exists()


def test_a_supervisor_reaches_the_children_of_a_team_only_when_a_keeper_of_one_confirmed(service: Service) -> None:
    assert isinstance(service.join(service.supervisor), TeamProposal)
    assert not reaches(service.supervisor, service.child)
    service.confirm(service.clinician)
    assert reaches(service.supervisor, service.child)
    joined = Event.objects.get(verb="joined_team")
    assert joined.child == service.child.pk.hex


def test_the_familys_log_shows_that_somebody_opened_the_record_to_another(service: Service) -> None:
    carer = a_user(Role.CAREGIVER, service.site)
    related(carer, service.child)
    consented(service.child, Purpose.FAMILY)
    where = reverse("children:openings", args=[service.child.pk])
    service.join(service.supervisor)
    before = signed_in(carer).get(where).content.decode().count("changed something")
    confirm_member(
        by=actor_of(service.clinician, request="r"), user=service.clinician, proposal=TeamProposal.unguarded.get(), seen_version=1
    )
    assert signed_in(carer).get(where).content.decode().count("changed something") == before + 1


@pytest.mark.parametrize("who", ["boss", "supervisor", "stranger", "other supervisor"])
def test_neither_who_proposed_nor_who_joins_nor_who_keeps_no_record_confirms(service: Service, who: str) -> None:
    others = {"stranger": a_user(Role.CLINICIAN, service.site), "other supervisor": a_user(Role.SUPERVISOR, service.site)}
    user = others.get(who) or getattr(service, who)
    service.join(service.supervisor)
    assert proposals_to_confirm(user) == []
    with pytest.raises(Refused):
        service.confirm(user)
    assert not reaches(service.supervisor, service.child)


def test_who_joins_does_not_confirm_it_even_if_they_keep_a_record_of_the_team(service: Service) -> None:
    service.join(service.supervisor)
    related(service.supervisor, service.child)
    with pytest.raises(Refused, match="Somebody else than who proposed it"):
        service.confirm(service.supervisor)


def test_who_keeps_a_record_of_another_team_does_not_confirm(service: Service) -> None:
    elsewhere = a_user(Role.CLINICIAN, service.site)
    related(elsewhere, a_child(service.site, team=Team.unguarded.create(site=service.site, name="Birch")))
    service.join(service.supervisor)
    with pytest.raises(Refused, match="keeps a record of this team"):
        service.confirm(elsewhere)


def test_accounts_that_an_administrator_makes_up_open_nothing(service: Service) -> None:
    """Two made-up supervisors and an empty team: a child comes to it only by the hand of who keeps its record."""
    empty = Team.unguarded.create(site=service.site, name="Empty")
    first, second = a_user(Role.SUPERVISOR, service.site), a_user(Role.SUPERVISOR, service.site)
    assert isinstance(service.join(first, empty), TeamMember)
    assert isinstance(service.join(second), TeamProposal)
    with pytest.raises(Refused, match="keeps a record of this team"):
        service.confirm(first)
    assert not reaches(first, service.child)


def test_who_joined_in_another_role_and_becomes_a_supervisor_sees_no_more(service: Service) -> None:
    therapist = a_user(Role.THERAPIST, service.site)
    assert isinstance(service.join(therapist), TeamMember)
    change_role(by=BY, manager=service.boss, user=therapist, role=Role.SUPERVISOR, seen_version=therapist.version)
    assert not reaches(User.objects.get(pk=therapist.pk), service.child)


def test_a_membership_ends_at_once(service: Service) -> None:
    service.join(service.supervisor)
    service.confirm(service.clinician)
    member = TeamMember.unguarded.get()
    end_member(by=BY, user=service.boss, member=member, seen_version=member.version)
    assert not reaches(service.supervisor, service.child)


def test_nobody_gives_a_child_to_a_team_that_they_supervise(service: Service) -> None:
    elsewhere = Team.unguarded.create(site=service.site, name="Hers")
    service.join(service.supervisor, elsewhere)
    related(service.supervisor, service.child, ends=days(0))
    how: dict[str, Any] = {"by": BY, "child": service.child, "team": elsewhere, "seen_version": service.child.version}
    with pytest.raises(Refused, match="Nobody gives access to themselves"):
        give_to_team(user=service.supervisor, **how)
    give_to_team(user=service.clinician, **how)
    assert Child.unguarded.get().team == elsewhere


def test_a_team_of_another_service_gets_no_child_and_no_people(service: Service) -> None:
    far = Team.unguarded.create(site=a_site("Far"), name="Far")
    with pytest.raises(Refused, match="another service"):
        give_to_team(by=BY, user=service.clinician, child=service.child, team=far, seen_version=service.child.version)
    with pytest.raises(Refused, match="Only an administrator of the service"):
        service.join(service.supervisor, far)


@pytest.mark.parametrize("role", [Role.CAREGIVER, Role.TEACHER, Role.ADMINISTRATOR, Role.RESEARCHER])
def test_only_clinical_staff_are_in_a_team(service: Service, role: Role) -> None:
    with pytest.raises(Refused, match="clinical staff"):
        service.join(a_user(role, service.site))


@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.SUPERVISOR])
def test_a_membership_does_not_end_before_it_begins(service: Service, role: Role) -> None:
    member = TeamMember(team=service.team, user=a_user(role, service.site), starts=days(0), ends=days(-1))
    with pytest.raises(Refused, match="The end is before the beginning"):
        propose_member(by=BY, user=service.boss, member=member)


def test_an_administrator_sees_people_and_no_child(service: Service) -> None:
    where = reverse("children:one_team", args=[service.team.pk])
    service.join(service.supervisor)
    administrators = signed_in(service.boss).get(where).content.decode()
    assert "Grace Newcome" in administrators
    assert "CANARY" not in administrators
    service.confirm(service.clinician)
    assert "CANARY" in signed_in(service.supervisor).get(where).content.decode()


def test_the_page_of_the_child_names_who_sees_it_through_the_team(service: Service) -> None:
    where = reverse("children:team", args=[service.child.pk])
    client = signed_in(service.clinician)
    assert "Grace Newcome" not in client.get(where).content.decode()
    service.join(service.supervisor)
    service.confirm(service.clinician)
    assert "Grace Newcome" in client.get(where).content.decode()


def test_the_pages_lead_from_a_new_team_to_a_confirmed_member(service: Service) -> None:
    boss, clinician = signed_in(service.boss), signed_in(service.clinician)

    def send(client: Any, where: str, **given: str) -> Any:
        return client.post(where, {"ticket": ticket_in(client.get(where).content.decode()), **given})

    made = send(boss, reverse("children:add_team"), name="Birch")["Location"]
    assert "Birch" in boss.get(made).content.decode()
    assert send(boss, reverse("children:add_team"), name="birch").status_code == 422
    join = reverse("children:add_member", args=[service.team.pk])
    assert send(boss, join, user=str(service.supervisor.pk), starts=days(0).isoformat()).status_code == 302
    assert "Waiting to be confirmed" in boss.get(reverse("children:one_team", args=[service.team.pk])).content.decode()
    assert "Who joins your teams" in clinician.get(reverse("children:mine")).content.decode()
    (proposal,) = proposals_to_confirm(service.clinician)
    assert send(clinician, reverse("children:confirm_member", args=[proposal.pk])).status_code == 302
    assert reaches(service.supervisor, service.child)

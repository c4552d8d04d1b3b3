"""An administrator alone makes up nobody who opens a record in an emergency, reviews that, or opens the service after a restore."""

import pytest
from django.core.management import call_command

from rootwise.web.accounts.actions import NotAllowed, accept_invitation, change_role, close_services, invite, vouch
from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import Role
from rootwise.web.accounts.selectors import closing_of, invitation_of, may_vouch
from tests.web.people import BY, make_site, make_user, signed_in


@pytest.fixture
def boss(db: None) -> User:
    return make_user(make_site(), "Omar", Role.ADMINISTRATOR)


@pytest.fixture
def grace(boss: User) -> User:
    return make_user(boss.site, "Grace", Role.SUPERVISOR)


def _joined(boss: User, role: Role) -> User:
    made, _ = invite(by=BY, inviter=boss, email=f"{role}@example.org", role=role)
    return accept_invitation(by=BY, invitation=made, name="Made Up", initials="MU", password="a very long passphrase 77")


def test_who_was_invited_is_vouched_for_by_a_supervisor_who_is_vouched_for(boss: User, grace: User) -> None:
    made_up, clinician = _joined(boss, Role.SUPERVISOR), _joined(boss, Role.CLINICIAN)
    for voucher in (boss, made_up, clinician):
        with pytest.raises(NotAllowed):
            vouch(by=BY, voucher=voucher, user=clinician, seen_version=1)
    assert "Vouch for this person" not in signed_in(made_up).get(f"/people/{clinician.id}").content.decode()
    client = signed_in(grace)
    assert "Vouch for this person" in client.get(f"/people/{clinician.id}").content.decode()
    assert client.post(f"/people/{clinician.id}/vouch", {"version": 1}).status_code == 302
    assert User.objects.get(pk=clinician.pk).vouched_at is not None
    assert client.post(f"/people/{clinician.id}/vouch", {"version": 2}).status_code == 404


def test_a_new_role_is_vouched_for_again(boss: User, grace: User) -> None:
    teacher = make_user(boss.site, "Ben", Role.TEACHER)
    change_role(by=BY, manager=boss, user=teacher, role=Role.SUPERVISOR, seen_version=1)
    assert User.objects.get(pk=teacher.pk).vouched_at is None
    assert may_vouch(grace, User.objects.get(pk=teacher.pk))


def test_the_operator_vouches_where_nobody_else_can(boss: User) -> None:
    first = _joined(boss, Role.SUPERVISOR)
    call_command("vouch", email=first.email)
    assert User.objects.get(pk=first.pk).vouched_at is not None


def test_while_the_service_is_closed_nobody_is_invited_and_nobody_joins(boss: User) -> None:
    waiting, token = invite(by=BY, inviter=boss, email="x@example.org", role=Role.SUPERVISOR)
    close_services(by=BY, backup_made_at="2026-01-01T00:00:00+00:00")
    assert invitation_of(token) is None
    with pytest.raises(NotAllowed):
        accept_invitation(by=BY, invitation=waiting, name="Made Up", initials="MU", password="a very long passphrase 77")
    with pytest.raises(NotAllowed):
        invite(by=BY, inviter=boss, email="y@example.org", role=Role.SUPERVISOR)


@pytest.mark.parametrize("way", ["invited", "another role"])
def test_a_made_up_supervisor_does_not_open_a_closed_service(boss: User, way: str) -> None:
    if way == "invited":
        made_up = _joined(boss, Role.SUPERVISOR)
        close_services(by=BY, backup_made_at="2026-01-01T00:00:00+00:00")
    else:
        made_up = make_user(boss.site, "Ben", Role.TEACHER)
        close_services(by=BY, backup_made_at="2026-01-01T00:00:00+00:00")
        change_role(by=BY, manager=boss, user=made_up, role=Role.SUPERVISOR, seen_version=1)
    assert signed_in(User.objects.get(pk=made_up.pk)).post("/service/open").status_code == 404
    assert closing_of(boss.site_id) is not None

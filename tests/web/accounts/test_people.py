"""The people of a site: who sees them, who changes what, and what it does at once."""

import pytest
from django.test import Client

from rootwise.web.accounts.actions import NotAllowed, activate, change_role, deactivate
from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import Role
from rootwise.web.audit.models import Event
from tests.web.people import BY, make_site, make_user, signed_in


@pytest.fixture
def boss(db: None) -> User:
    return make_user(make_site(), "Omar", Role.ADMINISTRATOR)


@pytest.fixture
def ann(boss: User) -> User:
    return make_user(boss.site, "Ann", Role.CLINICIAN)


@pytest.mark.parametrize("role", Role)
def test_administrators_and_supervisors_see_the_people_all_others_nothing(boss: User, ann: User, role: Role) -> None:
    client = signed_in(make_user(boss.site, "Viewer", role))
    expected = 200 if role in (Role.ADMINISTRATOR, Role.SUPERVISOR) else 404
    assert [client.get(one).status_code for one in ("/people", f"/people/{ann.id}")] == [expected, expected]
    assert ("Ann" in client.get("/people").content.decode()) is (expected == 200)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_change_people(boss: User, ann: User, role: Role) -> None:
    client = signed_in(make_user(boss.site, "Viewer", role))
    assert client.post(f"/people/{ann.id}/role", {"role": "teacher", "version": 1}).status_code == 404
    assert client.post(f"/people/{ann.id}/active", {"deactivate": 1, "version": 1}).status_code == 404
    assert User.objects.get(pk=ann.pk).version == 1


def test_a_role_is_changed_and_recorded(boss: User, ann: User) -> None:
    assert signed_in(boss).post(f"/people/{ann.id}/role", {"role": "supervisor", "version": 1}).status_code == 302
    assert User.objects.get(pk=ann.pk).role == "supervisor"
    event = Event.objects.filter(table="accounts_user", row=ann.id.hex, verb="update").get()
    assert (event.actor, event.action, sorted(event.columns)) == (boss.id.hex, "accounts.change_role", ["role", "version"])


def test_of_two_changes_the_second_is_told_and_shown_what_is(boss: User, ann: User) -> None:
    client = signed_in(boss)
    client.post(f"/people/{ann.id}/role", {"role": "supervisor", "version": 1})
    answer = client.post(f"/people/{ann.id}/role", {"role": "teacher", "version": 1})
    assert answer.status_code == 409
    assert "Somebody else changed this person" in answer.content.decode()
    assert User.objects.get(pk=ann.pk).role == "supervisor"


def test_people_are_locked_out_and_let_in_again(boss: User, ann: User) -> None:
    client, hers = signed_in(boss), signed_in(ann)
    client.post(f"/people/{ann.id}/active", {"deactivate": 1, "version": 1})
    assert hers.get("/account").status_code == 302
    client.post(f"/people/{ann.id}/active", {"activate": 1, "version": 2})
    assert User.objects.get(pk=ann.pk).is_active
    assert hers.get("/account").status_code == 302  # the old session stays over


def test_administrators_change_neither_themselves_nor_another_site(boss: User) -> None:
    theirs = make_user(make_site("Elsewhere"), "Theirs", Role.CLINICIAN)
    for user in (boss, theirs):
        with pytest.raises(NotAllowed):
            change_role(by=BY, manager=boss, user=user, role=Role.CLINICIAN, seen_version=1)
        with pytest.raises(NotAllowed):
            deactivate(by=BY, manager=boss, user=user, seen_version=1)
        with pytest.raises(NotAllowed):
            activate(by=BY, manager=boss, user=user, seen_version=1)
    client = signed_in(boss)
    assert client.get(f"/people/{theirs.id}").status_code == 404
    assert client.post(f"/people/{theirs.id}/active", {"deactivate": 1, "version": 1}).status_code == 404
    assert client.post(f"/people/{boss.id}/active", {"deactivate": 1, "version": 1}).status_code == 409


def test_absent_and_of_another_site_are_the_same_to_the_byte(boss: User) -> None:
    theirs = make_user(make_site("Elsewhere"), "Theirs", Role.CLINICIAN)
    client = signed_in(boss)
    absent = client.get("/people/00000000-0000-4000-8000-000000000000")
    assert client.get(f"/people/{theirs.id}").content == absent.content


def test_a_wrong_role_is_not_taken(boss: User, ann: User) -> None:
    answer = signed_in(boss).post(f"/people/{ann.id}/role", {"role": "king", "version": 1})
    assert answer.status_code == 200
    assert User.objects.get(pk=ann.pk).role == "clinician"


def test_a_visitor_is_led_to_the_sign_in(boss: User, ann: User) -> None:
    assert Client().get(f"/people/{ann.id}")["Location"] == f"/account/sign-in?next=/people/{ann.id}"

"""Recovery by a second member of staff: one factor at a time, once, told, recorded; nobody gets into the account of somebody else."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.utils import timezone

from rootwise.web.accounts.actions import NotAllowed, deactivate, issue_recovery
from rootwise.web.accounts.models import Recovery, SignIn, User
from rootwise.web.accounts.reasons import EndedBecause, Lost
from rootwise.web.accounts.roles import Role
from rootwise.web.audit.models import Event
from rootwise.web.audit.recording import recorded
from tests.web.people import BY, PASSWORD, SECRET, make_site, make_user, signed_in

RECOVER = "/account/recover"


@pytest.fixture
def boss(db: None) -> User:
    return make_user(make_site(), "Omar", Role.ADMINISTRATOR, codes=True)


@pytest.fixture
def ann(boss: User) -> User:
    return make_user(boss.site, "Ann", Role.CLINICIAN, codes=True)


def _issue(issuer: User, user: User, lost: Lost) -> str:
    _, code = issue_recovery(by=BY, issuer=issuer, user=user, lost=lost)
    return code


def _use(code: str, password: str = "", email: str = "ann@example.org") -> tuple[Client, str]:
    client = Client()
    answer = client.post(RECOVER, {"email": email, "code": code, "password": password})
    return client, answer.get("Location", "")


def _open(user: User, lost: Lost) -> bool:
    return Recovery.objects.filter(user=user, lost=lost, used_at=None, revoked_at=None).exists()


def test_a_new_code_ends_the_older_one_for_the_same_factor_of_the_same_person_and_no_other(boss: User, ann: User) -> None:
    grace, bob = make_user(boss.site, "Grace", Role.SUPERVISOR), make_user(boss.site, "Bob", Role.CLINICIAN)
    first, _ = issue_recovery(by=BY, issuer=boss, user=ann, lost=Lost.PASSWORD)
    issue_recovery(by=BY, issuer=grace, user=ann, lost=Lost.SECOND_FACTOR)
    issue_recovery(by=BY, issuer=boss, user=bob, lost=Lost.PASSWORD)
    second, _ = issue_recovery(by=BY, issuer=boss, user=ann, lost=Lost.PASSWORD)
    first.refresh_from_db()
    assert first.revoked_at is not None
    assert [_open(ann, Lost.PASSWORD), _open(ann, Lost.SECOND_FACTOR), _open(bob, Lost.PASSWORD)] == [True] * 3
    issue_recovery(by=BY, issuer=boss, user=ann, lost=Lost.PASSWORD, row=second.pk)  # the same form, sent twice
    assert _open(ann, Lost.PASSWORD)


def test_who_is_locked_out_keeps_no_session_and_no_code_and_nobody_else_loses_theirs(boss: User, ann: User) -> None:
    grace, bob = make_user(boss.site, "Grace", Role.SUPERVISOR), make_user(boss.site, "Bob", Role.CLINICIAN)
    for user in (ann, bob):
        issue_recovery(by=BY, issuer=grace, user=user, lost=Lost.PASSWORD)
        signed_in(user)
    for nobody in (grace, ann):
        with pytest.raises(NotAllowed):
            deactivate(by=BY, manager=nobody, user=ann, seen_version=ann.version)
    deactivate(by=BY, manager=boss, user=ann, seen_version=User.objects.get(pk=ann.pk).version)
    assert not User.objects.get(pk=ann.pk).is_active
    assert [_open(one, Lost.PASSWORD) for one in (ann, bob)] == [False, True]
    ended = [SignIn.objects.get(user=one).ended_because for one in (ann, bob)]
    assert ended == [EndedBecause.DEACTIVATED, ""]


def _one_time_code() -> str:
    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))


def test_a_lost_password_still_takes_the_second_factor_and_then_a_new_password(boss: User, ann: User) -> None:
    before = signed_in(ann)
    client, to = _use(_issue(boss, ann, Lost.PASSWORD).upper().replace("-", " "))
    assert to == "/account/sign-in/code"
    assert client.get("/account").status_code == 302
    assert before.get("/account").status_code == 200  # nothing is lost until the second factor was there
    assert client.post("/account/sign-in/code", {"code": _one_time_code()}).status_code == 302
    assert before.get("/account").status_code == 302
    assert client.get("/account")["Location"] == "/account/password/new"
    new = "another long password"
    client.post("/account/password/new", {"password1": new, "password2": new})
    assert client.get("/account").status_code == 200
    assert User.objects.get(pk=ann.pk).check_password(new)


def test_a_lost_second_factor_still_takes_the_password_and_then_a_new_factor(boss: User, ann: User) -> None:
    before = signed_in(ann)
    client, to = _use(_issue(boss, ann, Lost.SECOND_FACTOR), PASSWORD)
    assert to == "/account/second-factor"
    assert before.get("/account").status_code == 302
    assert not Authenticator.objects.filter(user=ann).exists()
    assert client.get("/account")["Location"] == "/account/second-factor"


def _use_two(code: str, other: str) -> tuple[Client, str]:
    client = Client()
    answer = client.post(RECOVER, {"email": "ann@example.org", "code": code, "other_code": other})
    return client, answer.get("Location", "")


def test_who_lost_both_gets_in_with_the_codes_of_two_people_and_sets_up_both_anew(boss: User, ann: User) -> None:
    grace, before = make_user(boss.site, "Grace", Role.SUPERVISOR), signed_in(ann)
    codes = [_issue(boss, ann, Lost.PASSWORD), _issue(grace, ann, Lost.SECOND_FACTOR)]
    assert _use_two(codes[1], codes[1])[1] == ""
    client, to = _use_two(*codes)
    assert to == "/account/password/new"
    assert before.get("/account").status_code == 302
    assert not Authenticator.objects.filter(user=ann).exists()
    assert not User.objects.get(pk=ann.pk).has_usable_password()
    new = "another long password"
    client.post("/account/password/new", {"password1": new, "password2": new})
    assert client.get("/account")["Location"] == "/account/second-factor"
    assert Recovery.objects.filter(used_at=None).count() == 0
    assert _use_two(*codes)[1] == ""
    assert Event.objects.filter(action="accounts.use_recovery", table="accounts_recovery").count() == 2


def test_an_administrator_and_somebody_they_made_up_do_not_get_into_an_account(boss: User, ann: User) -> None:
    made_up = make_user(boss.site, "Nobody", Role.SUPERVISOR)
    second = make_user(boss.site, "Second", Role.ADMINISTRATOR)
    with recorded(BY, action="test"):
        made_up.vouched_at = None
        made_up.save()
    code = _issue(boss, ann, Lost.PASSWORD)
    for helper in (made_up, second):
        client, to = _use_two(_issue(helper, ann, Lost.SECOND_FACTOR), code)
        assert (client.get("/account").status_code, to) == (302, "")
    assert Authenticator.objects.filter(user=ann).exists()


def test_two_codes_for_the_same_or_by_the_same_stand_for_one_only(boss: User, ann: User) -> None:
    grace = make_user(boss.site, "Grace", Role.SUPERVISOR)
    _, factor = issue_recovery(by=BY, issuer=grace, user=ann, lost=Lost.SECOND_FACTOR)
    _, password = issue_recovery(by=BY, issuer=boss, user=ann, lost=Lost.PASSWORD)
    with recorded(BY, action="test"):
        row = Recovery.objects.get(lost=Lost.PASSWORD)
        row.issued_by = grace
        row.save()
    assert _use_two(factor, password)[1] == ""
    assert _use_two(password, "")[1] == "/account/sign-in/code"


def test_who_issued_the_code_does_not_get_in_with_it(boss: User, ann: User) -> None:
    """The administrator knows code and address, but neither the password nor the second factor."""
    client, to = _use(_issue(boss, ann, Lost.PASSWORD))
    assert to == "/account/sign-in/code"
    assert client.post("/account/sign-in/code", {"code": "000000"}).status_code == 200
    assert User.objects.get(pk=ann.pk).check_password(PASSWORD)  # and harmed nothing
    with pytest.raises(NotAllowed, match="a second member of staff is needed"):
        _issue(boss, ann, Lost.SECOND_FACTOR)


def test_both_lost_takes_two_members_of_staff(boss: User, ann: User) -> None:
    second = make_user(boss.site, "Grace", Role.SUPERVISOR, codes=True)
    _use(_issue(boss, ann, Lost.PASSWORD))
    _issue(second, ann, Lost.SECOND_FACTOR)
    assert Recovery.objects.filter(user=ann).count() == 2


def _wrong_code(boss: User, ann: User) -> tuple[str, str, str]:
    _issue(boss, ann, Lost.SECOND_FACTOR)
    return "aaaa-aaaa-aaaa-aaaa", PASSWORD, "ann@example.org"


def _wrong_password(boss: User, ann: User) -> tuple[str, str, str]:
    return _issue(boss, ann, Lost.SECOND_FACTOR), "wrong", "ann@example.org"


def _no_password(boss: User, ann: User) -> tuple[str, str, str]:
    return _issue(boss, ann, Lost.SECOND_FACTOR), "", "ann@example.org"


def _of_another(boss: User, ann: User) -> tuple[str, str, str]:
    make_user(boss.site, "Bob", Role.CLINICIAN)
    return _issue(boss, ann, Lost.PASSWORD), "", "bob@example.org"


def _unknown(boss: User, ann: User) -> tuple[str, str, str]:
    return "aaaa-aaaa-aaaa-aaaa", PASSWORD, "nobody@example.org"


def _expired(boss: User, ann: User) -> tuple[str, str, str]:
    code = _issue(boss, ann, Lost.PASSWORD)
    row = Recovery.objects.get()
    assert row.expires_at - row.issued_at == timedelta(hours=24)
    with recorded(BY, action="test"):
        row.expires_at = timezone.now()
        row.save()
    return code, "", "ann@example.org"


def _revoked_by_the_person(boss: User, ann: User) -> tuple[str, str, str]:
    code = _issue(boss, ann, Lost.PASSWORD)
    assert signed_in(ann).post(f"/account/recoveries/{Recovery.objects.get().id}/revoke").status_code == 302
    return code, "", "ann@example.org"


def _used(boss: User, ann: User) -> tuple[str, str, str]:
    code = _issue(boss, ann, Lost.PASSWORD)
    _use(code)
    return code, "", "ann@example.org"


def _superseded(boss: User, ann: User) -> tuple[str, str, str]:
    code = _issue(boss, ann, Lost.PASSWORD)
    _issue(boss, ann, Lost.PASSWORD)
    return code, "", "ann@example.org"


def _issuer_left(boss: User, ann: User) -> tuple[str, str, str]:
    second = make_user(boss.site, "Grace", Role.SUPERVISOR)
    code = _issue(second, ann, Lost.PASSWORD)
    deactivate(by=BY, manager=boss, user=second, seen_version=1)
    return code, "", "ann@example.org"


def _locked_out(boss: User, ann: User) -> tuple[str, str, str]:
    code = _issue(boss, ann, Lost.PASSWORD)
    deactivate(by=BY, manager=boss, user=ann, seen_version=1)
    return code, "", "ann@example.org"


WRONG = [_wrong_code, _wrong_password, _no_password, _of_another, _unknown, _expired, _revoked_by_the_person, _used, _superseded]


@pytest.mark.parametrize("prepare", [*WRONG, _issuer_left, _locked_out])
def test_whatever_is_wrong_the_answer_is_the_same(boss: User, ann: User, prepare: object) -> None:
    code, password, email = prepare(boss, ann)  # type: ignore[operator]
    answer = Client().post(RECOVER, {"email": email, "code": code, "password": password})
    assert answer.status_code == 200
    told = "This did not work. Check the address, the code and the password; a code works once and for one day."
    assert answer.content.decode().count(told) == 1


def test_guessing_is_limited_for_an_account_known_or_not(boss: User, ann: User) -> None:
    for email in ("ann@example.org", "nobody@example.org"):
        statuses = [
            Client().post(RECOVER, {"email": email, "code": "a"}, REMOTE_ADDR=f"10.0.{number}.1").status_code for number in range(6)
        ]
        assert statuses == [200] * 5 + [429]


def test_the_person_is_told_until_they_say_that_they_know(boss: User, ann: User) -> None:
    client = signed_in(ann)
    _issue(boss, ann, Lost.PASSWORD)
    page = client.get("/account").content.decode()
    assert "Omar" in page
    assert "I know of these codes" in page
    another = Client()
    another.post("/account/sign-in", {"login": "ann@example.org", "password": PASSWORD})
    another.post("/account/sign-in/code", {"code": _one_time_code()})
    assert "Omar issued a recovery code for your account." in another.get("/account").content.decode()
    client.post("/account/recoveries/seen")
    assert "I know of these codes" not in client.get("/account").content.decode()


@pytest.mark.parametrize("role", Role)
def test_supervisors_and_administrators_issue_codes_nobody_else(boss: User, ann: User, role: Role) -> None:
    client = signed_in(make_user(boss.site, "Viewer", role))
    shown = re.search(r'name="ticket" value="([^"]+)"', client.get(f"/people/{ann.id}").content.decode())
    sent = {"lost": "password", "ticket": shown[1] if shown else ""}
    answer = client.post(f"/people/{ann.id}/recovery", sent)
    assert answer.status_code == (200 if role in (Role.ADMINISTRATOR, Role.SUPERVISOR) else 404)
    assert Recovery.objects.count() == (1 if answer.status_code == 200 else 0)


def test_nobody_issues_a_code_for_themselves_or_another_site(boss: User) -> None:
    theirs = make_user(make_site("Elsewhere"), "Theirs", Role.CLINICIAN)
    for user in (boss, theirs):
        assert signed_in(boss).post(f"/people/{user.id}/recovery", {"lost": "password"}).status_code == 404
        with pytest.raises(NotAllowed):
            _issue(boss, user, Lost.PASSWORD)


def test_nobody_else_revokes_a_code(boss: User, ann: User) -> None:
    _issue(boss, ann, Lost.PASSWORD)
    other = signed_in(make_user(boss.site, "Bob", Role.SUPERVISOR))
    assert other.post(f"/account/recoveries/{Recovery.objects.get().id}/revoke").status_code == 404

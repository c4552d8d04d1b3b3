"""Who may do what to whose account, and which links and codes still work: each condition by itself."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any, TypeVar

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from rootwise.web.accounts import selectors
from rootwise.web.accounts.actions import (
    NotAllowed,
    activate,
    ask_address,
    change_name,
    change_role,
    close_services,
    decide_address,
    end_session,
    invite,
    issue_recovery,
    open_service,
    open_session,
)
from rootwise.web.accounts.adapters import AccountAdapter
from rootwise.web.accounts.links import code_digest, digest
from rootwise.web.accounts.models import AddressRequest, Recovery, SignIn, Site, User
from rootwise.web.accounts.reasons import EndedBecause, Lost
from rootwise.web.accounts.roles import Role
from rootwise.web.audit.recording import recorded
from rootwise.web.database.versions import Versioned
from rootwise.web.training.selectors import may_train
from tests.web.people import BY, make_site, make_user, signed_in

Row = TypeVar("Row", bound=Versioned)
SUPERVISOR, ADMINISTRATOR, CLINICIAN = Role.SUPERVISOR, Role.ADMINISTRATOR, Role.CLINICIAN


@pytest.fixture
def site(db: None) -> Iterator[Site]:
    with recorded(BY, action="test.who_may"):
        yield make_site()


def a_user(site: Site, role: Role, *, is_active: bool = True, is_known: bool = True) -> User:
    user = make_user(site, f"P{uuid.uuid4().hex[:6]}", role)
    return changed(user, is_active=is_active, vouched_at=timezone.now() if is_known else None)


def changed(row: Row, **given: Any) -> Row:
    for name, value in given.items():
        setattr(row, name, value)
    row.save()
    return row


def test_what_each_role_may(site: Site) -> None:
    close_services(by=BY, backup_made_at="2026-01-01T00:00:00+00:00")
    for role in Role:
        user = a_user(site, role)
        session = selectors.session_of(user, str(open_session(by=BY, user=user, device="x", second_factor=True).pk))
        assert session is not None
        assert selectors.may_see_people(user) is selectors.may_come_in(session) is (role in (SUPERVISOR, ADMINISTRATOR))
        assert selectors.people_of(user).exists() is (role in (SUPERVISOR, ADMINISTRATOR))
        assert selectors.may_manage_people(user) is (role == ADMINISTRATOR)
        assert selectors.needs_second_factor(user) is (role not in (Role.CAREGIVER, Role.TEACHER))
        assert may_train(user) is (role in (CLINICIAN, SUPERVISOR, Role.OCCUPATIONAL_THERAPIST, Role.THERAPIST))


def test_who_may_recover_vouch_and_open(site: Site) -> None:
    away = make_site("Away")
    person, known, gone, far = (
        a_user(site, CLINICIAN, is_known=False),
        a_user(site, CLINICIAN),
        a_user(site, CLINICIAN, is_active=False),
        (a_user(away, CLINICIAN, is_known=False)),
    )
    gone_unknown = a_user(site, CLINICIAN, is_active=False, is_known=False)
    for role in Role:
        viewer, new, out = (a_user(site, role), a_user(site, role, is_known=False), a_user(site, role, is_active=False))
        recovers, vouches = role in (SUPERVISOR, ADMINISTRATOR), role == SUPERVISOR
        assert [selectors.may_recover(viewer, one) for one in (person, viewer, gone, far)] == [recovers, False, False, False]
        assert [selectors.may_vouch(viewer, one) for one in (person, known, gone_unknown, far)] == [vouches, False, False, False]
        assert [selectors.may_vouch(one, person) for one in (new, out)] == [False, False]
        assert [selectors.may_vouch(one, one) for one in (viewer, new)] == [False, False]
        assert [selectors.may_open_service(one) for one in (viewer, new, out)] == [vouches, False, False]


def test_only_who_may_open_the_service_opens_it(site: Site) -> None:
    close_services(by=BY, backup_made_at="2026-01-01T00:00:00+00:00")
    for user in (a_user(site, SUPERVISOR, is_known=False), a_user(site, ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            open_service(by=BY, user=user)
    assert selectors.closing_of(site.pk) is not None
    open_service(by=BY, user=a_user(site, SUPERVISOR))
    assert selectors.closing_of(site.pk) is None
    assert selectors.closing_of(make_site("Away").pk) is not None


def test_an_invitation_works_once_until_it_is_over_and_as_long_as_its_maker_may_invite(site: Site) -> None:
    now = timezone.now()
    boss, other = a_user(site, ADMINISTRATOR), a_user(make_site("Away"), ADMINISTRATOR)

    def an_invitation(inviter: User = boss, **given: Any) -> str:
        made, token = invite(by=BY, inviter=inviter, email=f"{uuid.uuid4().hex[:8]}@example.org", role=CLINICIAN)
        changed(made, **given)
        return token

    good = an_invitation()
    over = [an_invitation(revoked_at=now), an_invitation(expires_at=now), an_invitation(accepted_by=a_user(site, CLINICIAN))]
    theirs = an_invitation(other)
    assert selectors.invitation_of(good) is not None
    assert [selectors.invitation_of(one) for one in (*over, "x")] == [None] * 4
    assert [one.digest for one in selectors.open_invitations(boss)] == [digest(good)]
    assert [one.digest for one in selectors.open_invitations(other)] == [digest(theirs)]
    assert not selectors.open_invitations(a_user(site, SUPERVISOR)).exists()
    for given in ({"is_active": False}, {"is_active": True, "role": SUPERVISOR.value}):
        changed(boss, **given)
        assert selectors.invitation_of(good) is None
    for inviter in (a_user(site, ADMINISTRATOR, is_active=False), a_user(site, SUPERVISOR)):
        with pytest.raises(NotAllowed):
            an_invitation(inviter)


def test_a_code_works_once_for_its_owner_until_it_is_over_and_as_long_as_its_issuer_may(site: Site) -> None:
    now, issuer = timezone.now(), a_user(site, SUPERVISOR)

    def a_code(user: User, **given: Any) -> tuple[User, str]:
        made, code = issue_recovery(by=BY, issuer=issuer, user=user, lost=Lost.PASSWORD)
        changed(made, **given)
        return user, code

    user, code = a_code(a_user(site, CLINICIAN))
    over = [a_code(a_user(site, CLINICIAN), **one) for one in ({"used_at": now}, {"revoked_at": now}, {"expires_at": now})]
    locked_out = a_code(a_user(site, CLINICIAN))
    changed(locked_out[0], is_active=False)
    assert selectors.recovery_of(user.email.upper(), code) is not None
    assert selectors.recovery_of(issuer.email, code) is None
    assert [selectors.recovery_of(one.email, each) for one, each in (*over, locked_out)] == [None] * 4
    mine = Recovery.objects.get(digest=code_digest(code))
    assert [selectors.open_recovery(one, mine.pk) for one in (user, issuer, over[0][0])] == [mine, mine, None]
    assert [selectors.open_recovery(one, Recovery.objects.get(user=one).pk) for one, _code in over[:2]] == [None, None]
    assert list(selectors.recoveries_about(user)) == list(selectors.recoveries_not_seen(user)) == [mine]
    assert [one.user for one in selectors.recoveries_about(over[0][0])] == [over[0][0]]
    for given in ({"is_active": False}, {"is_active": True, "role": CLINICIAN.value}):
        changed(issuer, **given)
        assert selectors.recovery_of(user.email, code) is None


def test_who_issues_a_code_for_whom(site: Site) -> None:
    user, far = a_user(site, CLINICIAN), a_user(make_site("Away"), CLINICIAN)
    boss, gone = a_user(site, ADMINISTRATOR), a_user(site, SUPERVISOR, is_active=False)
    locked_out = a_user(site, CLINICIAN, is_active=False)
    for issuer, whose in ((gone, user), (a_user(site, CLINICIAN), user), (boss, boss), (boss, far), (boss, locked_out)):
        with pytest.raises(NotAllowed):
            issue_recovery(by=BY, issuer=issuer, user=whose, lost=Lost.PASSWORD)
    issue_recovery(by=BY, issuer=boss, user=user, lost=Lost.PASSWORD)
    issue_recovery(by=BY, issuer=boss, user=user, lost=Lost.PASSWORD)
    assert Recovery.objects.filter(user=user, revoked_at=None).count() == 1
    with pytest.raises(NotAllowed):
        issue_recovery(by=BY, issuer=boss, user=user, lost=Lost.SECOND_FACTOR)
    issue_recovery(by=BY, issuer=boss, user=a_user(site, CLINICIAN), lost=Lost.SECOND_FACTOR)
    issue_recovery(by=BY, issuer=a_user(site, SUPERVISOR), user=user, lost=Lost.SECOND_FACTOR)


def test_two_codes_together_come_from_two_people_one_of_them_a_supervisor_who_is_known(site: Site) -> None:
    supervisor, new, boss, other_boss = (
        a_user(site, SUPERVISOR), a_user(site, SUPERVISOR, is_known=False), a_user(site, ADMINISTRATOR), a_user(site, ADMINISTRATOR)
    )  # fmt: skip

    def stand(first: User, second: User, *lost: Lost) -> bool:
        return selectors.stand_for_both(*(Recovery(issued_by=one, lost=each) for one, each in zip((first, second), lost, strict=True)))

    both = (Lost.PASSWORD, Lost.SECOND_FACTOR)
    assert stand(supervisor, boss, *both)
    assert stand(boss, supervisor, *both)
    for first, second in ((supervisor, supervisor), (boss, other_boss), (boss, new)):
        assert not stand(first, second, *both)
    assert not stand(supervisor, boss, Lost.PASSWORD, Lost.PASSWORD)


def test_who_changes_names_and_addresses(site: Site) -> None:
    boss, supervisor, user, far = (
        a_user(site, ADMINISTRATOR),
        a_user(site, SUPERVISOR),
        a_user(site, CLINICIAN),
        a_user(make_site("Away"), ADMINISTRATOR),
    )
    gone = a_user(site, ADMINISTRATOR, is_active=False)
    for other in (supervisor, far, gone):
        with pytest.raises(NotAllowed):
            change_name(by=BY, changer=other, user=user, seen_version=user.version)
        with pytest.raises(NotAllowed):
            ask_address(by=BY, asker=other, user=user, email="new@example.org", row=uuid.uuid4())
        with pytest.raises(NotAllowed):
            activate(by=BY, manager=other, user=user, seen_version=user.version)
    asked = ask_address(by=BY, asker=user, user=user, email="new@example.org", row=uuid.uuid4())
    theirs = ask_address(by=BY, asker=far, user=far, email="far@example.org", row=uuid.uuid4())
    listed = {one: [each.pk for each in selectors.open_address_requests(one)] for one in (boss, supervisor, user, far)}
    assert listed == {boss: [asked.pk], supervisor: [asked.pk], user: [asked.pk], far: [theirs.pk]}
    assert [selectors.address_to_decide(one, asked.pk) for one in (boss, supervisor)] == [asked, asked]
    assert [selectors.address_to_decide(one, asked.pk) for one in (user, far, a_user(site, CLINICIAN))] == [None, None, None]
    former = a_user(site, SUPERVISOR, is_active=False)
    for decider in (user, far, former, a_user(site, CLINICIAN)):
        with pytest.raises(NotAllowed):
            decide_address(by=BY, decider=decider, request=asked, accept=True, seen_version=1)
    decide_address(by=BY, decider=supervisor, request=asked, accept=False, seen_version=1)
    with pytest.raises(NotAllowed):
        decide_address(by=BY, decider=boss, request=AddressRequest.objects.get(pk=asked.pk), accept=True, seen_version=2)
    assert selectors.open_address_requests(boss) == []
    by_boss = ask_address(by=BY, asker=boss, user=user, email="other@example.org", row=uuid.uuid4())
    decide_address(by=BY, decider=user, request=by_boss, accept=True, seen_version=1)
    assert User.objects.get(pk=user.pk).email == "other@example.org"


def test_only_ones_own_open_sessions_are_there(site: Site) -> None:
    user, other = a_user(site, CLINICIAN), a_user(site, CLINICIAN)
    mine, ended, theirs = (open_session(by=BY, user=one, device="x", second_factor=True) for one in (user, user, other))
    end_session(by=BY, session=ended, because=EndedBecause.SIGNED_OUT)
    idle = open_session(by=BY, user=user, device="x", second_factor=True)
    type(idle.last_use).objects.filter(pk=idle.last_use.pk).update(at=timezone.now() - dt.timedelta(days=9))
    assert selectors.open_sessions(user) == (mine,)
    for one, there in ((mine, True), (ended, False), (theirs, False)):
        assert (selectors.own_session(user, one.pk) is not None, selectors.session_of(user, str(one.pk)) is not None) == (there, there)
    assert selectors.session_of(user, None) is None
    assert SignIn.objects.count() == 4


def test_what_a_new_role_and_a_new_name_leave_behind(site: Site) -> None:
    boss, user = a_user(site, ADMINISTRATOR), a_user(site, CLINICIAN)
    session = open_session(by=BY, user=user, device="x", second_factor=True)
    change_role(by=BY, manager=boss, user=user, role=CLINICIAN, seen_version=user.version)
    assert (User.objects.get(pk=user.pk).vouched_at, selectors.own_session(user, session.pk)) == (user.vouched_at, session)
    change_role(by=BY, manager=boss, user=user, role=SUPERVISOR, seen_version=user.version)
    assert (User.objects.get(pk=user.pk).vouched_at, selectors.own_session(user, session.pk)) == (None, None)
    before = user.name
    user.initials = "XY"
    change_name(by=BY, changer=user, user=user, seen_version=user.version)
    assert not user.formerly.exists()
    user.name = "Somebody Else"
    change_name(by=BY, changer=user, user=user, seen_version=user.version)
    assert [one.name for one in user.formerly.all()] == [before]


def test_after_signing_in_people_go_where_something_is_to_be_set_up_first(site: Site) -> None:
    clinician, supervisor, teacher = a_user(site, CLINICIAN), a_user(site, SUPERVISOR), a_user(site, Role.TEACHER)

    def goes_to(user: User, *, second_factor: bool = True) -> str:
        request: Any = RequestFactory().get("/")
        request.user, request.sign_in = user, open_session(by=BY, user=user, device="x", second_factor=second_factor)
        return str(AccountAdapter(request).get_login_redirect_url(request))

    home = goes_to(teacher, second_factor=False)
    assert (goes_to(clinician), goes_to(supervisor)) == (home, home)
    assert goes_to(clinician, second_factor=False) == reverse("second_factor") != home
    close_services(by=BY, backup_made_at="2026-01-01T00:00:00+00:00")
    assert (goes_to(supervisor), goes_to(clinician)) == (reverse("open_service"), home)
    clinician.set_unusable_password()
    clinician.save()
    assert goes_to(clinician) == reverse("account_set_password")


def test_what_must_be_set_up_first_comes_before_every_page(site: Site) -> None:
    clinician, supervisor, teacher = a_user(site, CLINICIAN), a_user(site, SUPERVISOR), a_user(site, Role.TEACHER)
    client, grace, ben, new = signed_in(clinician), signed_in(supervisor), signed_in(teacher), Client()
    new.force_login(clinician)
    assert [one.get("/account").status_code for one in (client, grace, ben)] == [200, 200, 200]
    assert new.get("/account")["Location"] == reverse("second_factor")
    assert new.get(reverse("second_factor")).status_code == 200
    assert new.get("/").status_code == 200  # whoever is not signed in sees it, too
    ben.session.flush()
    ben.force_login(teacher)
    assert ben.get("/account").status_code == 200
    close_services(by=BY, backup_made_at="2026-01-01T00:00:00+00:00")
    assert [one.get("/account").status_code for one in (client, grace, ben)] == [503, 200, 503]
    assert client.get(reverse("account_logout")).status_code != 503
    open_service(by=BY, user=supervisor)
    teacher.set_unusable_password()
    teacher.save()
    ben.force_login(teacher)
    assert ben.get("/account")["Location"] == reverse("account_set_password")
    assert ben.get(reverse("account_set_password")).status_code == 200

"""How long a session holds, and how it ends: asked of the database at every request."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from rootwise.web.accounts.actions import change_role, deactivate, end_session
from rootwise.web.accounts.models import SignIn, Site, User
from rootwise.web.accounts.reasons import EndedBecause
from rootwise.web.accounts.roles import CLINICAL, LONGEST_SESSION, STAFF, Role, longest_idle
from rootwise.web.audit.models import Event
from tests.web.people import BY, make_older, make_site, make_user, signed_in

HERE = "/account"


@pytest.fixture
def site(db: None) -> Site:
    return make_site()


def _is_in(client: Client) -> bool:
    return client.get(HERE).status_code == 200


def test_the_rules_are_those_of_the_design() -> None:
    assert {role: longest_idle(role) for role in CLINICAL} == dict.fromkeys(CLINICAL, timedelta(minutes=15))
    assert timedelta(hours=12) == LONGEST_SESSION
    assert {Role.CAREGIVER, Role.TEACHER} == set(Role) - STAFF


@pytest.mark.parametrize(
    ("role", "minutes", "is_in"),
    [(Role.CLINICIAN, 14, True), (Role.CLINICIAN, 15, False), (Role.CAREGIVER, 59, True), (Role.CAREGIVER, 60, False)],
)
def test_who_does_nothing_for_a_while_is_out(site: Site, role: Role, minutes: int, is_in: bool) -> None:
    client = signed_in(make_user(site, "Ann", role))
    make_older(SignIn.objects.get(), signed_in_minutes=minutes, used_minutes=minutes)
    assert _is_in(client) is is_in
    assert SignIn.objects.get().ended_because == ("" if is_in else "idle")
    assert ("nothing happened for a while" in client.get(HERE, follow=True).content.decode()) is not is_in


def test_who_goes_on_working_stays_in_for_twelve_hours_and_no_longer(site: Site) -> None:
    client = signed_in(make_user(site, "Ann", Role.CLINICIAN))
    make_older(SignIn.objects.get(), signed_in_minutes=12 * 60 - 1, used_minutes=1)
    assert _is_in(client)
    make_older(SignIn.objects.get(), signed_in_minutes=12 * 60, used_minutes=0)
    assert not _is_in(client)
    assert SignIn.objects.get().ended_because == "too_long"


def test_use_is_noted_without_an_event_for_each(site: Site) -> None:
    client = signed_in(make_user(site, "Ann", Role.CLINICIAN))
    make_older(SignIn.objects.get(), used_minutes=10)
    events = Event.objects.count()
    assert _is_in(client)
    session = SignIn.objects.get()
    assert (session.last_use.at - session.signed_in_at).total_seconds() < 60
    assert session.last_use.at > session.signed_in_at
    assert Event.objects.count() == events


def test_a_session_that_was_ended_elsewhere_is_out_with_the_next_click(site: Site) -> None:
    client = signed_in(make_user(site, "Ann", Role.CLINICIAN))
    end_session(by=BY, session=SignIn.objects.get(), because=EndedBecause.ENDED_BY_PERSON)
    assert not _is_in(client)


def test_deactivating_and_a_new_role_end_every_session_at_once(site: Site) -> None:
    boss, user = make_user(site, "Omar", Role.ADMINISTRATOR), make_user(site, "Ann", Role.CLINICIAN)
    tabs = [signed_in(user), signed_in(user)]
    change_role(by=BY, manager=boss, user=user, role=Role.THERAPIST, seen_version=1)
    assert [_is_in(one) for one in tabs] == [False, False]
    again = signed_in(user)
    deactivate(by=BY, manager=boss, user=user, seen_version=2)
    assert not _is_in(again)
    assert set(SignIn.objects.values_list("ended_because", flat=True)) == {"role_changed", "deactivated"}


def test_people_see_where_they_are_signed_in_and_end_one_or_all(site: Site) -> None:
    user = make_user(site, "Ann", Role.CLINICIAN)
    here, there, elsewhere = signed_in(user), signed_in(user), signed_in(user)
    page = here.get(HERE).content.decode()
    assert page.count("End this session") == 2
    ids = [one.id for one in SignIn.objects.order_by("signed_in_at")]
    assert here.post(f"/account/sessions/{ids[1]}/end").status_code == 302
    assert [_is_in(one) for one in (here, there, elsewhere)] == [True, False, True]
    here.post("/account/sessions/end-others")
    assert [_is_in(one) for one in (here, there, elsewhere)] == [True, False, False]


def test_nobody_ends_or_learns_of_the_sessions_of_somebody_else(site: Site) -> None:
    ann, bob = make_user(site, "Ann", Role.CLINICIAN), make_user(site, "Bob", Role.CLINICIAN)
    hers, his = signed_in(ann), signed_in(bob)
    session = SignIn.objects.get(user=ann)
    absent = his.post("/account/sessions/00000000-0000-4000-8000-000000000000/end")
    forbidden = his.post(f"/account/sessions/{session.id}/end")
    assert (absent.status_code, absent.content) == (forbidden.status_code, forbidden.content) == (404, forbidden.content)
    assert _is_in(hers)


def test_a_cookie_without_our_session_is_nobody(site: Site) -> None:
    client = signed_in(make_user(site, "Ann", Role.CLINICIAN))
    store = client.session
    del store["sign_in"]
    store.save()
    assert not _is_in(client)


def test_a_session_of_somebody_else_in_the_cookie_is_nobody(site: Site) -> None:
    ann, bob = make_user(site, "Ann", Role.CLINICIAN), make_user(site, "Bob", Role.CLINICIAN)
    signed_in(ann)
    client = signed_in(bob)
    store = client.session
    store["sign_in"] = SignIn.objects.get(user=ann).id.hex
    store.save()
    assert not _is_in(client)


def test_a_visitor_reaches_only_what_is_open_to_all(site: Site) -> None:
    """Default deny, read from the addresses: whoever adds a page for all writes it down here."""
    from django.urls import get_resolver

    open_to_all = {
        pattern.name for pattern in _patterns(get_resolver().url_patterns) if not getattr(pattern.callback, "login_required", True)
    }
    assert open_to_all == {
        *("front", "alive", "language", "style"),
        *("account_login", "mfa_authenticate", "mfa_login_webauthn", "account_logout", "recover", "invitation"),
        *("rating", "rating_next", "rating_question", "rating_end"),  # by a link and its code (tests/web/assessments/test_links.py)
    }


def _patterns(found: list[Any]) -> list[Any]:
    flat: list[Any] = []
    for one in found:
        flat += _patterns(one.url_patterns) if hasattr(one, "url_patterns") else [one]
    return flat


def test_users_are_asked_for_once_a_request(site: Site, django_assert_max_num_queries: object) -> None:
    client = signed_in(make_user(site, "Ann", Role.CLINICIAN))
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        client.get("/account/second-factor")  # session, user, our session, number of factors, site, flags


def test_a_user_can_never_be_in_without_a_row(site: Site) -> None:
    user = make_user(site, "Ann", Role.CLINICIAN)
    signed_in(user)
    assert SignIn.objects.filter(user=user, ended_at=None).count() == 1
    assert User.objects.get(pk=user.pk).version == 1

"""Every form, sent twice as a thumb on a slow telephone does: the second time adds nothing to the tables, and tells of no conflict where
there is none. Generated from the addresses.
"""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, reverse

from rootwise.web.accounts.models import Invitation, User
from rootwise.web.accounts.roles import Role
from rootwise.web.audit.recording import recorded
from tests.web.access.matrix import ROUTES, Route, _payload, _row
from tests.web.access.world import MatrixWorld, make_world
from tests.web.children.people import SETTING_UP, signed_in
from tests.web.people import make_site, make_user

NOT_ROWS = {"audit", "sessions", "accounts.SignIn", "accounts.LastUse", "accounts.Remembered"}
POSTS = [one for one in ROUTES if one.posts and one.reason == "visit" and one.page]  # with another reason the address is not there


@pytest.fixture
def world(db: None) -> Iterator[MatrixWorld]:
    with recorded(SETTING_UP, action="test.twice"):
        yield make_world(("whole",), (Role.SUPERVISOR, Role.ADMINISTRATOR))


def rows() -> int:
    models = [one for one in apps.get_models() if not {one._meta.app_label, one._meta.label} & NOT_ROWS]
    return sum(model._base_manager.count() for model in models)


def ticket_of(page: bytes) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', page.decode())
    assert found is not None, "a form without a ticket makes a row each time it is sent"
    return found[1]


def sent_twice(client: Client, where: str, given: dict[str, Any], form_at: str = "") -> tuple[int, int, int, int]:
    """Status and number of rows, after the first and after the second time."""
    asked = client.post(where, {"reason": given["reason"]}) if "whereabouts" in where else client.get(form_at or where)
    sent = {**given, "ticket": ticket_of(asked.content)}
    first = client.post(where, sent).status_code
    once = rows()
    return first, once, client.post(where, sent).status_code, rows()


def _where(world: MatrixWorld, route: Route) -> str:
    stage = world.stages["whole"]
    about = [] if route.need.startswith("roles:") else [stage.child.pk]
    arguments = [_row(world, stage, one) for one in route.arguments]
    return reverse(route.address, args=[*about, *arguments])


def test_every_form_about_a_child(world: MatrixWorld) -> None:
    stage, wrong, making = world.stages["whole"], [], 0
    for route in POSTS:
        client = world.client(world.administrator if route.need == "roles:administrator" else world.reference)
        with transaction.atomic():
            before = rows()
            first, once, second, twice = sent_twice(client, _where(world, route), _payload(world, stage, route))
            transaction.set_rollback(True)
        making += once > before
        is_over = route.arguments in (("reopen",), ("relation",))  # this record is open, and this relation is over
        if first != (422 if is_over else route.posted) or second not in (200, 302, 404, 422) or once != twice:
            wrong.append(f"{route.name} {route.arguments}: {first}, {second}; {before}, {once}, {twice} rows")
    assert not wrong, "\n".join(wrong)
    assert making >= 22  # those that make a row did make one


# Of the accounts: how each form that makes a row is filled in, and why each other address makes none.
MAKES: dict[str, dict[str, str]] = {
    "invite": {"email": "new@example.org", "role": "teacher"},
    "person_recovery": {"lost": "password"},
    "add_contact": {"kind": "team", "name": "Duty", "phone": "555", "place": "2"},
    "person_address": {"email": "other@example.org"},
    "own_address": {"email": "other@example.org"},
}
FORM_AT = {"person_recovery": "person"}
MAKES_NONE = {
    "reads": {"account", "mfa_index", "mfa_list_webauthn", "second_factor", "people", "person", "contacts", "recorded_about_me"},
    "changes or ends a row that is there": {
        "own_name", "person_name", "person_role", "person_active", "person_vouch",
        "change_contact", "remove_contact", "decide_address", "open_service",
        "end_other_sessions", "end_own_session", "recoveries_seen", "recovery_revoke", "invitation_revoke",
    },
    "works once by itself: the link or code is used": {"invitation", "recover"},
    "the library's: signs in or out, or changes how one does; a code or key counts once": {
        "account_login", "mfa_authenticate", "mfa_login_webauthn", "account_logout", "account_reauthenticate", "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn", "account_change_password", "account_set_password", "mfa_activate_totp", "mfa_deactivate_totp",
        "mfa_add_webauthn", "mfa_remove_webauthn",
    },
}  # fmt: skip


def test_every_address_of_the_accounts_is_in_one_of_the_tables() -> None:
    from rootwise.web.accounts import urls

    known = [*MAKES, *(name for names in MAKES_NONE.values() for name in names)]
    assert sorted(known) == sorted(str(one.name) for one in urls.urlpatterns if isinstance(one, URLPattern))


@pytest.fixture
def boss(db: None) -> User:
    return make_user(make_site(), "Omar", Role.ADMINISTRATOR)


@pytest.mark.parametrize("name", MAKES)
def test_every_form_of_the_accounts(boss: User, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rootwise.web.accounts.adapters.AccountAdapter.is_reauthentication_required", lambda *_args, **_how: False)
    ann = make_user(boss.site, "Ann", Role.CAREGIVER)
    arguments = [ann.pk] if name.startswith("person") else []
    before = rows()
    at = reverse(FORM_AT[name], args=arguments) if name in FORM_AT else ""
    first, once, second, twice = sent_twice(signed_in(boss), reverse(name, args=arguments), MAKES[name], at)
    assert (first, second) in ((200, 200), (302, 302))
    assert (once, twice) == (before + 1, before + 1)


@pytest.mark.parametrize("name", ["invite", "person_recovery"])
def test_what_is_shown_once_is_the_same_on_both_answers(boss: User, name: str) -> None:
    """Of two clicks the browser shows the second answer: its link or code is the one that works."""
    ann, client = make_user(boss.site, "Ann", Role.CAREGIVER), signed_in(boss)
    arguments = [ann.pk] if name.startswith("person") else []
    ticket = ticket_of(client.get(reverse(FORM_AT.get(name, name), args=arguments)).content)
    answers = [client.post(reverse(name, args=arguments), {**MAKES[name], "ticket": ticket}).content.decode() for _ in range(2)]
    shown = [re.search(r'<code id="(?:link|code)">([^<]+)', one) for one in answers]
    assert shown[0] is not None
    assert shown[1] is not None
    assert shown[0][1] == shown[1][1]
    other = ticket_of(client.get(reverse(FORM_AT.get(name, name), args=arguments)).content)
    third = client.post(reverse(name, args=arguments), {**MAKES[name], "ticket": other}).content.decode()
    assert shown[0][1] not in third


def test_a_ticket_of_somebody_else_or_of_another_form_makes_nothing(boss: User) -> None:
    second = make_user(boss.site, "Second", Role.ADMINISTRATOR)
    ticket = ticket_of(signed_in(second).get("/people/invite").content)
    client = signed_in(boss)
    assert client.post("/people/invite", {**MAKES["invite"], "ticket": ticket}).status_code == 404
    own = ticket_of(client.get("/people/invite").content)
    assert client.post("/contacts/new", {**MAKES["add_contact"], "ticket": own}).status_code == 404
    assert client.post("/people/invite", {**MAKES["invite"], "ticket": uuid.uuid4().hex}).status_code == 404
    assert not Invitation.objects.exists()

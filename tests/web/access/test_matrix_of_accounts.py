"""The authorisation matrix of every address that is not about a child: page x method x visitor and roles x whose thing it is."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from rootwise.web.accounts.actions import deactivate, invite, issue_recovery, revoke_invitation, revoke_recovery
from rootwise.web.accounts.models import AddressRequest, SignIn, SiteContact, User
from rootwise.web.accounts.reasons import Lost
from rootwise.web.accounts.roles import CLINICAL, Role
from rootwise.web.assessments.actions import add_rater, make_link, revoke_link
from rootwise.web.audit.models import Event
from rootwise.web.audit.recording import recorded
from rootwise.web.training.actions import rate
from rootwise.web.training.models import Attempt
from tests.web.access.matrix import METHODS, SPACES, unlike
from tests.web.assessments.people import Scene
from tests.web.children.people import SETTING_UP, a_site, a_user, signed_in
from tests.web.training.people import NOA, begun, finished

EVERYBODY = frozenset(Role)
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
SEE_PEOPLE = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR})
GET, SAFE, POST, FORM, ANY = ({"GET"}, {"GET", "HEAD"}, {"POST"}, {"GET", "HEAD", "POST"}, set(METHODS))
MINE = {"own": True, "another's": False, "absent": False}
IN_A_BROWSER = {"in its browser": True, "in another browser": False}
PEOPLE = {"of the service": True, "of another service": False, "absent": False}


@dataclass(frozen=True)
class Page:
    name: str
    methods: set[str]
    who: frozenset[Role] | None  # None is also for visitors
    cases: dict[str, bool] = field(default_factory=lambda: {"": True})  # whose thing is named in the address: let in or not
    own_404: bool = False  # says that a link is dead on a page of its own, the same to everybody
    library: bool = False  # of allauth: which methods it answers and where it sends people is its own business

    def __hash__(self) -> int:
        return hash(self.name)


PAGES = (
    Page("front", SAFE, None),
    Page("alive", SAFE, None),
    Page("style", SAFE, None),
    Page("language", ANY, None),
    Page("recover", FORM, None),
    Page("invitation", FORM, None, {"open": True, "revoked": False, "of who may not any more": False, "absent": False}),
    Page("rating", FORM, None, {"asked": True, "revoked": False, "absent": False}, own_404=True),
    Page("rating_next", SAFE, None, IN_A_BROWSER, own_404=True),
    Page("rating_question", FORM, None, IN_A_BROWSER, own_404=True),
    Page("rating_end", FORM, None, IN_A_BROWSER, own_404=True),
    Page("to_do", SAFE, CLINICAL),
    Page("flags", SAFE, frozenset({Role.CLINICIAN, Role.SUPERVISOR})),
    Page("account", GET, EVERYBODY),
    Page("mfa_index", GET, EVERYBODY),
    Page("mfa_list_webauthn", GET, EVERYBODY),
    Page("second_factor", GET, EVERYBODY),
    Page("end_other_sessions", POST, EVERYBODY),
    Page("end_own_session", POST, EVERYBODY, {**MINE, "ended": False}),
    Page("recoveries_seen", POST, EVERYBODY),
    Page("recovery_revoke", POST, EVERYBODY, {**MINE, "issued by me": True, "used up": False}),
    Page("own_name", FORM, EVERYBODY),
    Page("own_address", FORM, EVERYBODY),
    Page("recorded_about_me", SAFE, EVERYBODY),
    Page("contacts", SAFE, EVERYBODY),
    Page("add_contact", FORM, ADMINISTRATOR),
    Page("change_contact", FORM, ADMINISTRATOR, PEOPLE),
    Page("remove_contact", FORM, ADMINISTRATOR, PEOPLE),
    Page("open_service", FORM, frozenset({Role.SUPERVISOR}), {"": False}),  # it is open
    Page("people", GET, SEE_PEOPLE),
    Page("decide_address", FORM, SEE_PEOPLE, {**PEOPLE, "asked by me": False}),
    Page("person_name", FORM, ADMINISTRATOR, {**PEOPLE, "own": False}),
    Page("person_address", FORM, ADMINISTRATOR, {**PEOPLE, "own": False}),
    Page("invite", FORM, ADMINISTRATOR),
    Page("invitation_revoke", POST, ADMINISTRATOR, {**PEOPLE, "used up": False}),
    Page("person", GET, SEE_PEOPLE, PEOPLE),
    Page("person_role", POST, ADMINISTRATOR, PEOPLE),
    Page("person_active", POST, ADMINISTRATOR, PEOPLE),
    Page("person_vouch", POST, frozenset({Role.SUPERVISOR}), {**PEOPLE, "locked out": False}),
    Page("person_recovery", POST, SEE_PEOPLE, {**PEOPLE, "locked out": False, "own": False}),
    Page("training:list", SAFE, CLINICAL),
    Page("training:story", FORM, CLINICAL, {"there": True, "absent": False}),
    Page("training:attempt", SAFE, CLINICAL, {**MINE, "finished": True}),
    Page("training:function", FORM, CLINICAL, {**MINE, "no such function": False}),
    Page("training:finish", FORM, CLINICAL, MINE),
    *(Page(one, ANY, None, library=True) for one in ("account_login", "mfa_authenticate", "mfa_login_webauthn", "account_logout")),
    *(
        Page(one, ANY, EVERYBODY, library=True)
        for one in (
            "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_change_password",
            "account_set_password", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_add_webauthn", "mfa_remove_webauthn",
        )
    ),
)  # fmt: skip


def _names(patterns: Any, space: str = "") -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _names(one.url_patterns, one.namespace or space)
        elif isinstance(one, URLPattern) and space not in SPACES:
            yield f"{space}:{one.name}" if space else str(one.name)


def test_every_address_of_no_app_of_its_own_is_here() -> None:
    assert sorted(_names(get_resolver().url_patterns)) == sorted(one.name for one in PAGES)


class Place:
    """A service with one of each role, another service, and everything that an address can name."""

    def __init__(self) -> None:
        self.site, self.away = a_site(), a_site("away")
        self.users = {role: a_user(role, self.site, f"The {role}") for role in Role}
        self.boss, self.far_boss = a_user(Role.ADMINISTRATOR, self.site, "Boss"), a_user(Role.ADMINISTRATOR, self.away, "Far Boss")
        self.second_boss = a_user(Role.ADMINISTRATOR, self.site, "Second Boss")
        self.person, self.far_person = a_user(Role.TEACHER, self.site, "Person"), a_user(Role.TEACHER, self.away, "Far Person")
        self.locked_out = a_user(Role.TEACHER, self.site, "Locked Out")
        deactivate(by=SETTING_UP, manager=self.boss, user=self.locked_out, seen_version=self.locked_out.version)
        self.clients: dict[Role | None, Client] = {role: signed_in(user) for role, user in self.users.items()} | {None: Client()}
        self.browser = Client().cookies
        self.things = dict(self._invitations()) | dict(self._contacts_and_requests()) | dict(self._links())

    def _invitations(self) -> Iterator[tuple[tuple[str, str], Any]]:
        gone = a_user(Role.ADMINISTRATOR, self.site, "Gone")
        made = {
            case: invite(by=SETTING_UP, inviter=inviter, email=f"{number}@example.org", role=Role.TEACHER)
            for number, (case, inviter) in enumerate(
                {"open": self.boss, "revoked": self.boss, "of who may not any more": gone, "of another service": self.far_boss}.items()
            )
        }
        revoke_invitation(by=SETTING_UP, invitation=made["revoked"][0])
        deactivate(by=SETTING_UP, manager=self.boss, user=gone, seen_version=gone.version)
        for case in ("open", "revoked", "of who may not any more"):
            yield ("invitation", case), made[case][1]
        yield ("invitation_revoke", "of the service"), made["open"][0].pk
        yield ("invitation_revoke", "of another service"), made["of another service"][0].pk
        yield ("invitation_revoke", "used up"), made["revoked"][0].pk

    def _contacts_and_requests(self) -> Iterator[tuple[tuple[str, str], Any]]:
        for case, site in (("of the service", self.site), ("of another service", self.away)):
            joined = a_user(Role.CLINICIAN, site, "Joined")
            joined.vouched_at = None
            joined.save()
            yield ("person_vouch", case), joined.pk
        for case, site, person in (("of the service", self.site, self.person), ("of another service", self.away, self.far_person)):
            contact = SiteContact.objects.create(site=site, place=1, kind="team", name="Duty", phone="555").pk
            yield ("change_contact", case), contact
            yield ("remove_contact", case), contact
            yield ("decide_address", case), AddressRequest.objects.create(user=person, email="other@example.org", asked_by=person).pk

    def _links(self) -> Iterator[tuple[tuple[str, str], Any]]:
        scene = Scene()
        assessment = scene.begun(child_called="Noa")
        made = []
        for key in ("aunt", "uncle"):
            rater = add_rater(by=SETTING_UP, assessment=assessment, user=None, role="caregiver", name=key)
            who: dict[str, Any] = {"by": SETTING_UP, "user": scene.clinician}
            made.append(make_link(**who, assessment=assessment, rater=rater, language="en", days=3, new_id=uuid.uuid4()))
        revoke_link(by=SETTING_UP, link=made[1].link, seen_version=made[1].link.version)
        opening = Client()
        opening.post(reverse("rating", args=[made[0].token]), {"code": made[0].code})
        self.browser = opening.cookies
        yield ("rating", "asked"), made[0].token
        yield ("rating", "revoked"), made[1].token
        for case in IN_A_BROWSER:
            yield ("rating_question", case), "sleep"

    def named(self, page: Page, case: str, role: Role | None) -> Any:
        """The thing in the address; made here where it is somebody's own."""
        me = self.users[role] if role is not None else self.boss
        if page.name.startswith("training:"):
            return self._training(me, page.name, case)
        if (page.name, case) in self.things:
            return self.things[page.name, case]
        if case == "absent":
            return "no-such-link" if page.name in ("invitation", "rating") else uuid.uuid4()
        if page.name == "end_own_session":
            return self._session(me, case)
        if page.name == "recovery_revoke":
            return self._recovery(me, case)
        if case == "asked by me":
            return AddressRequest.objects.create(user=self.second_boss, email="other@example.org", asked_by=me).pk
        people = {"of the service": self.person, "of another service": self.far_person, "locked out": self.locked_out, "own": me}
        return people[case].pk

    def _training(self, me: User, name: str, case: str) -> Any:
        if name == "training:story":
            return NOA if case == "there" else "no-such-story"
        function = "no-such-function" if case == "no such function" else "sleep"
        whose = self.person if case == "another's" else me
        attempt = Attempt(pk=uuid.uuid4()) if case == "absent" else finished(whose, {"mood": 5}) if case == "finished" else begun(whose)
        if case == "own":
            rate(by=SETTING_UP, attempt=attempt, function="mood", rating=5, seen_version=0)
        return (attempt.pk, function) if name == "training:function" else attempt.pk

    def _session(self, me: User, case: str) -> uuid.UUID:
        other = case == "another's"
        signed = signed_in(self.person if other else me)
        found = SignIn.objects.get(pk=signed.session["sign_in"])
        if case == "ended":
            found.ended_at = timezone.now()
            found.save()
        return found.pk

    def _recovery(self, me: User, case: str) -> uuid.UUID:
        if case == "issued by me":
            me.role = Role.ADMINISTRATOR.value  # then; who issued a code takes it back under any role
            return issue_recovery(by=SETTING_UP, issuer=me, user=self.person, lost=Lost.PASSWORD)[0].pk
        row, _code = issue_recovery(
            by=SETTING_UP, issuer=self.second_boss, user=self.person if case == "another's" else me, lost=Lost.PASSWORD
        )
        if case == "used up":
            revoke_recovery(by=SETTING_UP, recovery=row)
        return row.pk


@pytest.fixture
def place(db: None) -> Place:
    with recorded(SETTING_UP, action="test.matrix"):
        return Place()


PAYLOADS: dict[str, dict[str, object]] = {
    "invite": {"email": "new@example.org", "role": "teacher"},
    "person_role": {"role": "caregiver", "version": 1},
    "person_vouch": {"version": 2},
    "person_active": {"deactivate": "", "version": 1},
    "person_recovery": {"lost": "password"},
    "own_name": {"name": "Another", "initials": "A"},
    "person_name": {"name": "Another", "initials": "A"},
    "person_address": {"email": "another@example.org"},
    "add_contact": {"kind": "team", "name": "Duty", "phone": "555", "place": 2},
    "change_contact": {"kind": "team", "name": "Duty", "phone": "555", "place": 2},
    "remove_contact": {},
    "decide_address": {"answer": "refuse"},
    "rating": {"code": "000000"},
    "rating_question": {"choice": "4", "version": "0"},
    "training:story": {},
    "training:function": {"rating": "5"},
    "training:finish": {},
}
_ADDRESSES = (f"10.{one >> 16 & 255}.{one >> 8 & 255}.{one & 255}" for one in count(1))


NAMES_NOTHING = {"rating_next", "rating_end"}  # the browser says whose


def _ask(place: Place, page: Page, method: str, role: Role | None, case: str) -> tuple[Any, bool]:
    """The answer, and whether something was written."""
    with recorded(SETTING_UP, action="test.matrix"):
        names_nothing = page.name in NAMES_NOTHING or (case == "" and page.name != "mfa_remove_webauthn")
        named = [] if names_nothing else [7] if case == "" else place.named(page, case, role)
        named = list(named) if isinstance(named, tuple | list) else [named]
    where = reverse(page.name, args=named)
    data = PAYLOADS.get(page.name, {}) if method == "POST" else {}
    client = place.clients[role]
    if method == "POST" and "POST" in page.methods and page.name in PAYLOADS:
        form_at = reverse("person", args=named) if page.name == "person_recovery" else where
        shown = re.search(r'name="ticket" value="([^"]+)"', client.get(form_at).content.decode())
        data = {**data, "ticket": shown[1] if shown else ""}
    if page.own_404:
        client.cookies.pop("rating", None)
        client.cookies.update(place.browser if case == "in its browser" else {})
    before = Event.objects.count()
    client.defaults["REMOTE_ADDR"] = next(_ADDRESSES)  # or the limit on attempts would answer
    got = client.post(where, data) if method == "POST" else client.generic(method, where)
    return got, Event.objects.count() != before


def wrong_with(place: Place, page: Page, method: str, role: Role | None, case: str) -> str:
    with transaction.atomic():
        got, wrote = _ask(place, page, method, role, case)
        absent = place.clients[role].generic("HEAD" if method == "HEAD" else "GET", "/nowhere")
        cookies = place.clients[role].cookies
        transaction.set_rollback(True)
    if "session" in cookies and role is None:
        del cookies["session"]
    to_sign_in = got.status_code == 302 and got["Location"].startswith(reverse(settings.LOGIN_URL) + "?next=")
    if role is None and page.who is not None:
        return "" if to_sign_in and not wrote else f"a visitor got {got.status_code}"
    if to_sign_in:
        return "sent to sign in"
    if page.library:
        return "" if got.status_code < 500 else f"{got.status_code}"
    if method not in page.methods:
        return "" if got.status_code == 405 and not wrote else f"expected 405, got {got.status_code}"
    if (page.who is None or role in page.who) and page.cases[case]:
        return "" if got.status_code in (200, 302, 422) else f"expected to be let in, got {got.status_code}"
    if got.status_code != 404 or wrote:
        return f"expected 404 and nothing written, got {got.status_code}, written: {wrote}"
    return "" if role is None or page.own_404 else unlike(got, absent)


@pytest.mark.parametrize("page", PAGES, ids=lambda one: one.name)
def test_every_address_answers_as_written(place: Place, page: Page) -> None:
    wrong = {
        (method, role, case): told
        for method in METHODS
        for role in (None, *Role)
        for case in page.cases
        if (told := wrong_with(place, page, method, role, case))
    }
    assert wrong == {}

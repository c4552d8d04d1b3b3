"""A service in which every address of the application leads somewhere: what the demo has, and what it has not."""

import re
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from itertools import product
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from rootwise.web.accounts.actions import add_user, invite, issue_recovery
from rootwise.web.accounts.models import AddressRequest, User
from rootwise.web.accounts.reasons import Lost
from rootwise.web.accounts.roles import STAFF, Role
from rootwise.web.assessments.models import Assessment, Flag, Rater, RatingLink
from rootwise.web.audit.recording import recorded
from rootwise.web.children.models import (
    BreakGlass,
    Child,
    Consent,
    Contact,
    Household,
    Merge,
    NoContact,
    Placement,
    Relation,
    RetentionHold,
    School,
    TeamMember,
    TeamProposal,
)
from rootwise.web.project.demo import TEAM, fill
from tests.web import people
from tests.web.children.people import a_child, days, related
from tests.web.people import BY, signed_in
from tests.web.training.people import NOA, begun, finished

Visitor = Callable[["World"], Client]
# Parameters that are words; all others are keys of rows.
_WORDS = {"kind", "retention_step", "merge_step"}


def routes() -> dict[str, list[tuple[str, str]]]:
    """Every name of an address with its parameters and their converters, as Django knows them."""

    def walk(patterns: Any, space: str, before: list[tuple[str, str]]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        for one in patterns:
            parameters = [*before, *((name, converter.regex) for name, converter in one.pattern.converters.items())]
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, one.namespace or space, parameters)
            elif isinstance(one, URLPattern):
                yield f"{space}:{one.name}" if space else str(one.name), parameters

    return dict(walk(get_resolver().url_patterns, "", []))


@dataclass(frozen=True)
class World:
    people: dict[Role, User]
    child: Child
    bare: Child  # nothing is written down about this one but who keeps the record
    token: str
    rows: dict[str, uuid.UUID]  # by name of the address, and `kind` or `step` where it has one

    def addresses(self, name: str, user: User | None) -> list[str]:
        """Each address of this name, once for every word in it."""
        parameters = routes()[name]
        words = [regex.split("|") if re.fullmatch(r"[a-z|-]+", regex) and "|" in regex else [""] for _, regex in parameters]
        return [self._address(name, [one for one, _ in parameters], chosen, user) for chosen in product(*words)]

    def _address(self, name: str, parameters: list[str], words: tuple[str, ...], user: User | None) -> str:
        word = next((one for one in words if one), "")
        values = {one: chosen or self._key(one, name, word, user) for one, chosen in zip(parameters, words, strict=True)}
        return reverse(name, kwargs=values)

    def _key(self, parameter: str, name: str, word: str, user: User | None) -> object:
        if parameter == "child":
            return self.rows.get(name, self.child.pk) if name == "children:entrust" else self.child.pk
        if parameter == "token":
            return "no-such-link" if name == "rating" else self.token
        if parameter == "assessment":
            return self.rows["closed" if name == "assessments:correct" else "assessment"]
        if parameter == "function":
            return "sleep"
        if parameter == "person":
            return self.people[Role.CAREGIVER].pk
        if parameter in ("vignette", "function") and name.startswith("training:"):
            return {"vignette": NOA, "function": "sleep"}[parameter]
        if parameter == "page":
            return "week"
        if (key := f"{name} {parameter}") in self.rows:
            return self.rows[key]
        if parameter == "pk":
            passkey = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).first() if user else None
            return passkey.pk if passkey else 0
        return self.rows[word or name]


def make_world() -> World:
    fill()
    users = {one.role: User.objects.get(email=one.email) for one in TEAM}
    clinician, supervisor = users[Role.CLINICIAN], users[Role.SUPERVISOR]
    child = Child.unguarded.get(name__startswith="Noa")
    with recorded(BY, action="test.world"):
        bare = a_child(clinician.site, name="Bare Record", initials="BR", birth="")
        related(clinician, bare)
        related(supervisor, bare)
        for role in STAFF:
            _passkey(users[role])
        rows = _rows(users, child)
        rows["children:entrust"] = a_child(clinician.site, name="Kept By Nobody", initials="KN", team=None).pk
    _, token = invite(by=BY, inviter=users[Role.ADMINISTRATOR], email="new@willow.example", role=Role.TEACHER)
    issue_recovery(by=BY, issuer=supervisor, user=users[Role.CAREGIVER], lost=Lost.PASSWORD)
    return World(users, child, bare, token, rows)


def _passkey(user: User) -> None:
    """One whose private half nobody has: enough to be named, asked for and removed."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())  # type: ignore[no-untyped-call]
    made = AttestedCredentialData.create(aaguid=bytes(16), credential_id=user.pk.bytes, public_key=public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    told = AuthenticatorData.create(sha256(b"localhost").digest(), flags, 0, bytes(made))
    asked = CollectedClientData.create(type="webauthn.create", challenge=bytes(32), origin="http://localhost")
    response = {
        "clientDataJSON": websafe_encode(bytes(asked)),
        "attestationObject": websafe_encode(bytes(AttestationObject.create("none", told, {}))),
    }
    key = websafe_encode(user.pk.bytes)
    credential = {"type": "public-key", "id": key, "rawId": key, "response": response, "clientExtensionResults": {}}
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "My key", "credential": credential})


def _rows(users: dict[Role, User], child: Child) -> dict[str, uuid.UUID]:
    clinician, supervisor = users[Role.CLINICIAN], users[Role.SUPERVISOR]
    now = timezone.now()
    other = a_child(child.site, name="Noa B.", initials="NB")
    related(clinician, other)
    related(supervisor, other)
    by = {"merged_by": supervisor}
    undo = {**by, "undo_proposed_by": clinician}
    span = {"child": child, "starts": days(-3)}
    rows: dict[str, Any] = {
        "do": Merge.unguarded.create(child=child, other=other, because="same birth record", proposed_by=clinician),
        "propose-undo": Merge.unguarded.create(child=child, other=other, because="same mother", proposed_by=clinician, **by),
        "undo": Merge.unguarded.create(child=child, other=other, because="same school", proposed_by=clinician, **undo),
        "placement": Placement.unguarded.get(child=child),
        "school": School.unguarded.get(child=child),
        "household": Household.unguarded.create(people="Ruth\nSol", **span),
        "contact": Contact.unguarded.create(name="Aunt May", standing="aunt", phone="555-0177", **span),
        **_assessed(clinician, child),
        "children:end_relation": Relation.unguarded.filter(child=child).first(),
        "children:withdraw_consent": Consent.unguarded.filter(child=child).first(),
        "children:lift_no_contact": NoContact.unguarded.get(child=child),
        "children:review": BreakGlass.unguarded.create(
            child=other, user=clinician, reason="a call at night", opened_at=now, ends_at=now, review_by=now + timedelta(hours=72)
        ),
    }
    rows["training:attempt"] = finished(clinician, {"sleep": 5, "mood": 4})
    rows["training:function"] = rows["training:finish"] = begun(clinician)
    rows |= _teams(users, child)
    hold = RetentionHold.unguarded.create(child=child, reason="court", placed_by=clinician)
    alike = add_user(
        by=BY, site=child.site, email="alx@willow.example", name="Alex Brandt", initials="AB", role=Role.CAREGIVER, password=people.PASSWORD
    )
    asked = AddressRequest.objects.create(user=users[Role.TEACHER], email="ben.new@willow.example", asked_by=users[Role.TEACHER])
    contact = child.site.contacts.order_by("place").last()
    rows |= {
        "children:lift_hold": hold,
        "children:bar_account row": NoContact.unguarded.get(child=child),
        "children:bar_account account": alike,
        "decide_address": asked,
        "change_contact": contact,
        "remove_contact": contact,
        "withdraw": rows["do"],
    }
    buttons = ("end_own_session", "recovery_revoke", "invitation_revoke")
    return {name: one.pk for name, one in rows.items()} | dict.fromkeys(buttons, uuid.uuid4())


def _teams(users: dict[Role, User], child: Child) -> dict[str, Any]:
    """The team of the demo, with somebody to end and a supervisor who is to join."""
    team = child.team
    assert team is not None
    member = TeamMember.unguarded.filter(team=team).first()
    joining = add_user(
        by=BY, site=child.site, email="sue@willow.example", name="Sue Ortiz", initials="SO", role=Role.SUPERVISOR, password=people.PASSWORD
    )
    proposal = TeamProposal.unguarded.create(team=team, user=joining, starts=days(0), proposed_by=users[Role.ADMINISTRATOR])
    return {
        "children:one_team": team,
        "children:add_member": team,
        "children:end_member team": team,
        "children:end_member row": member,
        "children:withdraw_proposal team": team,
        "children:withdraw_proposal row": proposal,
        "children:confirm_member": proposal,
    }


def _assessed(clinician: User, child: Child) -> dict[str, Any]:
    """An assessment with a flag that waits and somebody who was asked by a link, and one that is closed."""
    given: dict[str, Any] = {"child": child, "instrument": "open-functional-map@1", "assessed_on": days(-1), "begun_by": clinician}
    now = timezone.now()
    closed = Assessment.unguarded.create(child_key="one", closed_by=clinician, closed_at=now, **given)
    assessment = Assessment.unguarded.create(child_key="two", child_called="Noa", **given)
    about: dict[str, Any] = {"assessment": assessment, "child": child}
    aunt = Rater.unguarded.create(place=0, key="caregiver", role="caregiver", name="Aunt May", **about)
    late = {"raised_at": now, "escalate_at": now}
    flag = Flag.unguarded.create(question="missing", severity="now", said="She ran off", said_by=clinician.pk.hex, **late, **about)
    link = RatingLink.unguarded.create(
        rater=aunt,
        language="en",
        token=uuid.uuid4().hex,
        code="0",
        made_by=clinician,
        made_at=now,
        expires_at=now + timedelta(days=5),
        **about,
    )
    return {
        "closed": closed, "assessment": assessment, "assessments:acknowledge": flag,
        "assessments:revoke_link": link, "assessments:remind": link,
    }  # fmt: skip


def just_in(user: User) -> Client:
    """Signed in a moment ago, with both factors: nothing asks for them again."""
    client = signed_in(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def _role(role: Role) -> Visitor:
    return lambda world: just_in(world.people[role])


def _halfway(world: World) -> Client:
    """The password is right, the code is still to come."""
    client, one = Client(), TEAM[0]
    assert client.post("/account/sign-in", {"login": one.email, "password": one.password})["Location"] == "/account/sign-in/code"
    return client


def _new(role: Role, *, password: bool) -> Visitor:
    """Joined, or let in by a recovery, and not further yet."""

    def enter(world: World) -> Client:
        site = world.child.site
        email = f"{uuid.uuid4().hex}@willow.example"
        user = add_user(by=BY, site=site, email=email, name="Nora Lind", initials="NL", role=role, password=people.PASSWORD)
        if not password:
            with recorded(BY, action="test.world"):
                user.set_unusable_password()
                user.save()
        client = just_in(user)
        if role in STAFF:
            with recorded(BY, action="test.world"):
                for session in user.sign_ins.all():
                    session.second_factor = False
                    session.save()
        return client

    return enter


# Who goes through the whole application: each role, and people who are not in yet.
VISITORS: dict[str, Visitor] = {
    **{role.value: _role(role) for role in Role},
    "a stranger": lambda _world: Client(),
    "halfway in": _halfway,
    "new, without a second factor": _new(Role.THERAPIST, password=True),
    "new, needing none": _new(Role.TEACHER, password=True),
    "let in by a recovery": _new(Role.CAREGIVER, password=False),
}


def user_of(world: World, who: str) -> User | None:
    return world.people.get(Role(who)) if who in set(Role) else None


def pages(world: World, who: str, client: Client) -> dict[str, str]:
    """Every page that this visitor gets, instead of a refusal or being sent on: its address, and the name of that."""
    found: dict[str, str] = {}
    for name in routes():
        for address in world.addresses(name, user_of(world, who)):
            answer = client.get(address)
            if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                found[address] = name
    return found

"""Three fictional children for the demo. Every person, place and number is invented."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.utils import timezone

from rootwise.web.accounts.models import User
from rootwise.web.audit.recording import Actor
from rootwise.web.children.actions import (
    add_child,
    add_consent,
    add_no_contact,
    add_relation,
    add_team,
    add_whereabouts,
    give_to_team,
    propose_member,
)
from rootwise.web.children.models import Child, Consent, NoContact, Placement, Relation, School, Team, TeamMember
from rootwise.web.children.needs import OPENED_FOR, Purpose

_CHILDREN = (
    ("Noa Brandt (fictional)", "NB", "2018-03-09"),
    ("Sami Otieno (fictional)", "SO", "2014-11"),
    ("Lior Katz (fictional)", "LK", "2021"),
)
_AROUND = ("tom@willow.example", "mira@willow.example", "ruth@willow.example", "ben@willow.example", "grace@willow.example")


def add_children(by: Actor, people: Mapping[str, User]) -> list[Child]:
    """Records begun by the clinician; the whole team around the first, less around the others."""
    clinician = people["ines@willow.example"]
    children = []
    for number, (name, initials, birth) in enumerate(_CHILDREN):
        child = add_child(
            by=by, user=clinician, child=Child(id=uuid.uuid4(), name=name, initials=initials, birth=birth, site=clinician.site)
        )
        for address in _AROUND[: (5, 3, 1)[number]]:
            _relate(by, clinician, child, people[address])
        for purpose in (Purpose.CARE, Purpose.FAMILY, Purpose.SCHOOL)[: 3 - number]:
            _consent(by, child, purpose)
        _whereabouts(by, child, number)
        children.append(child)
    add_no_contact(
        by=by,
        no_contact=NoContact(
            child=_first(), name="Alex Brandt (fictional)", email="alex@elsewhere.example", evidence="court order (fictional)"
        ),
    )
    _team(by, people)
    return children


def _team(by: Actor, people: Mapping[str, User]) -> None:
    """Its supervisor joins before there is a child in it; later it would take a second person."""
    administrator, clinician = people["omar@willow.example"], people["ines@willow.example"]
    team = add_team(by=by, user=administrator, team=Team(site=administrator.site, name="Team Willow (fictional)"))
    for address in ("grace@willow.example", "ines@willow.example", "tom@willow.example"):
        member = TeamMember(team=team, user=people[address], starts=timezone.localdate())
        propose_member(by=by, user=administrator, member=member)
    child = _first()
    give_to_team(by=by, user=clinician, child=child, team=team, seen_version=child.version)


def _first() -> Child:
    return Child.unguarded.get(name=_CHILDREN[0][0])


def _relate(by: Actor, clinician: User, child: Child, user: User) -> None:
    today = timezone.localdate()
    row = Relation(child=child, user=user, role=user.role, starts=today, evidence="team meeting (fictional)")
    add_relation(by=by, user=clinician, relation=row)


def _consent(by: Actor, child: Child, purpose: Purpose) -> None:
    today = timezone.localdate()
    tiers = dict.fromkeys(OPENED_FOR[purpose], True)
    row = Consent(
        child=child,
        given_by="Ruth Carter",
        authority="guardian",
        purpose=purpose.value,
        starts=today,
        evidence="signed paper (fictional)",
        **tiers,
    )
    row.ends = today + dt.timedelta(days=300)
    add_consent(by=by, consent=row)


def _whereabouts(by: Actor, child: Child, number: int) -> None:
    span = {"child": child, "starts": timezone.localdate() - dt.timedelta(days=400)}
    street = f"{number + 3} Invented Lane, Willow Valley"
    add_whereabouts(by=by, row=Placement(kind="foster family", address=street, phone="555-0160", **span))
    add_whereabouts(by=by, row=School(name="Willow Valley School (fictional)", phone="555-0161", **span))

"""The people and records of the authorisation matrix: every role in every relation, to a child in every state."""

import datetime as dt
import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.utils import timezone

from rootwise.case import parse_case
from rootwise.profile.build import profile_of
from rootwise.profile.wire import profile_json
from rootwise.web.accounts.models import Site, User
from rootwise.web.accounts.roles import Role
from rootwise.web.assessments.models import (
    Assessment,
    ContextAnswer,
    Flag,
    PeriodAnswer,
    Rater,
    Rating,
    RatingLink,
    RelationAnswer,
    SafetyAnswer,
    StoredProfile,
)
from rootwise.web.children.models import (
    BreakGlass,
    Child,
    Contact,
    Household,
    Merge,
    Placement,
    Relation,
    RetentionHold,
    School,
    Team,
    TeamMember,
    TeamProposal,
)
from rootwise.web.children.needs import Purpose
from tests.web.children.people import a_child, a_site, a_user, barred, consented, days, related, signed_in

RELATIONS = ("current", "none", "ended", "future", "other_role", "team", "team_ended", "glass", "glass_over")
SAID = "in their own words"  # stands in every answer with words
GROUNDS = (
    "whole", "lifted", "no_consent", "withdrawn", "expired", "not_yet", "too_old", "other_purpose", "t1_only",
    "barred_user", "barred_email", "closed", "erased", "merged",
)  # fmt: skip


@dataclass(frozen=True)
class Stage:
    """One child in one state, and the rows that its pages are about."""

    ground: str
    child: Child
    other: Child
    rows: dict[str, uuid.UUID]


@dataclass
class MatrixWorld:
    site: Site
    team: Team
    reference: User  # may do whatever anybody may
    second: User  # who proposed, where two are needed
    spare: User
    administrator: User
    users: dict[tuple[Role, str], User]
    alike: User  # with the name of somebody who is barred
    member: TeamMember
    proposal: TeamProposal
    target: Child  # to be found by breaking the glass
    glass: BreakGlass  # to be reviewed
    stages: dict[str, Stage] = field(default_factory=dict)
    clients: dict[uuid.UUID, Client] = field(default_factory=dict)

    def client(self, user: User | None) -> Client:
        key = user.id if user is not None else uuid.UUID(int=0)
        if key not in self.clients:
            self.clients[key] = _signed_in(user)
        return self.clients[key]


def _signed_in(user: User | None) -> Client:
    return signed_in(user, second_factor=True) if user is not None else Client()


def make_world(grounds: tuple[str, ...] = GROUNDS, roles: tuple[Role, ...] = tuple(Role)) -> MatrixWorld:
    site = a_site()
    team = Team.unguarded.create(site=site, name="Team")
    reference, second = (a_user(Role.SUPERVISOR, site, name) for name in ("Reference Person", "Second Person"))
    users = {(role, how): a_user(role, site) for role in roles for how in RELATIONS}
    target = a_child(site, name="Glass Target", birth="2017-01-02")
    now = timezone.now()
    hour = dt.timedelta(hours=1)
    seen = a_child(site, name="Seen Through Glass")
    opener = a_user(Role.CLINICIAN, site)
    glass = BreakGlass.unguarded.create(child=seen, user=opener, reason="urgent", opened_at=now, ends_at=now + hour, review_by=now + hour)
    alike, joining, spare = a_user(Role.CAREGIVER, site, "Nobody Hère"), a_user(Role.SUPERVISOR, site), a_user(Role.CLINICIAN, site)
    member = TeamMember.unguarded.create(team=team, user=spare, role=spare.role, starts=days(0))
    administrator = a_user(Role.ADMINISTRATOR, site)
    proposal = TeamProposal.unguarded.create(team=team, user=joining, starts=days(0), proposed_by=administrator)
    world = MatrixWorld(site, team, reference, second, spare, administrator, users, alike, member, proposal, target, glass)
    for (_role, how), user in users.items():
        if how in ("team", "team_ended"):
            until = days(-1) if how == "team_ended" else None
            TeamMember.unguarded.create(team=team, user=user, role=user.role, starts=days(-9), ends=until)
    for ground in grounds:
        world.stages[ground] = _stage(world, ground)
    for one in (None, reference, administrator, *users.values()):
        world.client(one)  # signed in now: a sign-in inside a cell would be taken back with it
    return world


def _stage(world: MatrixWorld, ground: str) -> Stage:
    child = a_child(world.site, name=f"Child {ground}", team=world.team)
    other = a_child(world.site, name=f"Other {ground}", birth="2016-05-05", team=world.team)
    for one in (child, other):
        for user in (world.reference, world.second):
            related(user, one)
        for (role, how), user in world.users.items():
            _relate(one, user, role, how)
    rows = _rows(world, child, other) | assessed(world, child)
    put_on_ground(world, child, ground)
    return Stage(ground, child, other, rows)


def _relate(child: Child, user: User, role: Role, how: str) -> None:
    known = role if role not in (Role.PROGRAMME_LEAD, Role.RESEARCHER, Role.ADMINISTRATOR) else Role.CLINICIAN
    now = timezone.now()
    match how:
        case "current":
            related(user, child, role=known.value)
        case "ended":
            related(user, child, role=known.value, ends=days(-1))
        case "future":
            related(user, child, role=known.value, starts=days(1))
        case "other_role":
            related(user, child, role=(Role.THERAPIST if role is not Role.THERAPIST else Role.CLINICIAN).value)
        case "glass" | "glass_over":
            opened = now - dt.timedelta(minutes=1 if how == "glass" else 61)
            until = opened + dt.timedelta(minutes=60)
            reviewed = {"reviewed_at": now}  # so that the queue of reviews holds the one glass of the world only
            BreakGlass.unguarded.create(
                child=child, user=user, reason="x", opened_at=opened, ends_at=until + dt.timedelta(hours=9 if how == "glass" else 0),
                review_by=until, **reviewed,
            )  # fmt: skip


def _consent(child: Child, ground: str) -> None:
    """The consents of each purpose that the state is about; whole ones where it is about something else."""
    how: dict[str, dict[str, Any]] = {
        "withdrawn": {"withdrawn_at": timezone.now()},
        "expired": {"ends": days(-1)},
        "not_yet": {"starts": days(1)},
        "too_old": {"starts": days(-366), "ends": days(99)},
        "t1_only": {"tiers": ("t1",)},
    }
    if ground == "other_purpose":
        consented(child, Purpose.RESEARCH)
    elif ground != "no_consent":
        for purpose in (Purpose.CARE, Purpose.FAMILY, Purpose.SCHOOL):
            consented(child, purpose, **how.get(ground, {}))


def put_on_ground(world: MatrixWorld, child: Child, ground: str) -> None:
    now = timezone.now()
    _consent(child, ground)
    if ground in ("barred_user", "barred_email", "lifted"):
        for user in world.users.values():
            by_user = user if ground != "barred_email" else None
            barred(child, by_user, email="" if by_user else user.email, lifted_at=now if ground == "lifted" else None)
    if ground in ("closed", "erased"):
        child.retention = ground
        child.save()
    if ground == "merged":
        child.merged_into = a_child(world.site)
        child.save()


def _rows(world: MatrixWorld, child: Child, other: Child) -> dict[str, uuid.UUID]:
    span = {"child": child, "starts": days(-5)}
    merge = {"child": child, "other": other, "because": "same day of birth", "proposed_by": world.second}
    return {
        "relation": Relation.unguarded.create(
            child=child, user=world.spare, role="clinician", starts=days(-3), ends=days(-2), evidence="x"
        ).pk,
        "hold": RetentionHold.unguarded.create(child=child, reason="court", placed_by=world.second).pk,
        "consent": consented(child, Purpose.RESEARCH, ("t1",)).pk,
        "no_contact": barred(child, name="Nobody Here").pk,
        "placement": Placement.unguarded.create(kind="foster family", address="9 Hidden Road", **span).pk,
        "household": Household.unguarded.create(people="two adults", **span).pk,
        "school": School.unguarded.create(name="Hidden School", **span).pk,
        "contact": Contact.unguarded.create(name="Hidden Aunt", standing="aunt", **span).pk,
        "do": Merge.unguarded.create(**merge).pk,
        "withdraw": Merge.unguarded.create(**merge).pk,
        "propose-undo": Merge.unguarded.create(merged_by=world.reference, **merge).pk,
        "undo": Merge.unguarded.create(merged_by=world.reference, undo_proposed_by=world.second, **merge).pk,
    }


def case_file(child: Child, called: str = "") -> dict[str, Any]:
    """Nothing answered."""
    not_asked = {"answer": "not_asked"}
    return {
        "rootwise": 1,
        "instrument": "open-functional-map@1",
        "child": {"id": "child-1", "birth_date": child.birth, **({"name": called} if called else {})},
        "assessed_on": days(-1).isoformat(),
        "raters": [{"id": "clinician", "role": "clinician"}],
        "safety": {"basic_needs": not_asked, "safe_place": not_asked, "red_flags": {}},
        "history": {},
        "relations": {},
        "ratings": {},
        "context": {},
    }


def assessed(world: MatrixWorld, child: Child) -> dict[str, uuid.UUID]:
    """An open assessment with answers of each kind, a flag and a link; one like it beside it; and one that was closed."""
    closed = _assessment(world, child, closed_by=world.second, closed_at=timezone.now())
    first, second = (_assessment(world, child, corrects=closed, because=SAID) for _ in range(2))
    text = json.dumps(case_file(child, SAID))
    read = parse_case("case.json", text.encode())
    StoredProfile.unguarded.create(
        assessment=closed,
        child=child,
        made_by=world.second,
        made_at=timezone.now(),
        instrument_sha256=read.loaded.sha256,
        case_text=text,
        case_sha256=read.sha256,
        profile_text=profile_json(profile_of(read)),
    )
    flags, links = zip(*(_answers(world, one) for one in (first, second)), strict=True)
    return {
        "assessment": first.pk, "flag": flags[0].pk, "link": links[0].pk, "closed": closed.pk,
        "flag beside": flags[1].pk, "link beside": links[1].pk,
    }  # fmt: skip


def _assessment(world: MatrixWorld, child: Child, **given: Any) -> Assessment:
    values = {"instrument": "open-functional-map@1", "assessed_on": days(-1), "child_key": "child-1", "begun_by": world.second, **given}
    return Assessment.unguarded.create(child=child, **values)


def _answers(world: MatrixWorld, assessment: Assessment) -> tuple[Flag, RatingLink]:
    now = timezone.now()
    about: dict[str, Any] = {"assessment": assessment, "child": assessment.child}
    said: dict[str, Any] = {**about, "written_by": world.second.pk.hex, "written_at": now}
    clinician = Rater.unguarded.create(place=0, key="clinician", role="clinician", name="Second Person", user=world.second, **about)
    aunt = Rater.unguarded.create(place=1, key="caregiver", role="caregiver", name="Aunt Fictional", **about)
    SafetyAnswer.unguarded.create(question="abuse_or_neglect", value={"answer": "yes", "note": SAID}, **said)
    event = {"type": "neglect_of_needs", "severity": 3, "chronic": True, "note": SAID}
    PeriodAnswer.unguarded.create(period="infancy", value={"adversity": 3, "relational_health": 1, "events": [event]}, **said)
    ContextAnswer.unguarded.create(section="adults", value=[{"id": "aunt", "name": SAID, "role": "caregiver", "minutes": 40}], **said)
    RelationAnswer.unguarded.create(item="peers", value=2, **said)
    for rater, function in ((clinician, "sleep"), (clinician, "peer_play"), (aunt, "peer_play")):
        Rating.unguarded.create(function=function, rater=rater, value={"rating": 3, "note": SAID}, **said)
    late = {"raised_at": now, "escalate_at": now + dt.timedelta(days=1)}
    flag = Flag.unguarded.create(question="abuse_or_neglect", severity="now", said=SAID, said_by=world.second.pk.hex, **late, **about)
    Flag.unguarded.create(
        question="missing", severity="now", said=SAID, said_by=world.second.pk.hex, acknowledged_by=world.second, acknowledged_at=now,
        action_taken=SAID, **late, **about,
    )  # fmt: skip
    link = RatingLink.unguarded.create(
        rater=aunt, language="en", token=uuid.uuid4().hex, code="0", made_by=world.second, made_at=now,
        expires_at=now + dt.timedelta(days=5), **about,
    )  # fmt: skip
    return flag, link

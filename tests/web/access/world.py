"""The people and records of the authorisation matrix: every role in every relation, to a child in every state."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.utils import timezone

from rootwise.web.accounts.models import Site, User
from rootwise.web.accounts.roles import Role
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
    rows = _rows(world, child, other)
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

"""Who works together, and which children they look after. Nobody gets access by this alone: somebody else always says yes.

What a membership opens, it opens to supervisors only (reach.py). So a supervisor joins a team that has children when somebody who keeps one
of these records confirms it, and a child goes to a team by the hand of somebody who does not supervise that team.
"""

import datetime as dt

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import CLINICAL, MAY_MANAGE_PEOPLE, Role
from rootwise.web.audit.recording import Actor, action, record
from rootwise.web.children.held import held
from rootwise.web.children.kept import kept
from rootwise.web.children.models import Child, Retention, Team, TeamMember, TeamProposal
from rootwise.web.children.names import plain
from rootwise.web.children.needs import Need
from rootwise.web.children.refused import Refused
from rootwise.web.database.once import added_once, edited
from rootwise.web.database.versions import EditConflict


@action
def add_team(*, by: Actor, user: User, team: Team) -> Team:  # noqa: ARG001 - recorded by the decorator
    _require_manager(user, team)
    if any(plain(one.name) == plain(team.name) for one in Team.unguarded.filter(site=team.site_id).exclude(pk=team.pk)):
        raise Refused(_("There is a team with this name."))
    return added_once(team)


@action
def propose_member(*, by: Actor, user: User, member: TeamMember) -> TeamMember | TeamProposal:  # noqa: ARG001
    """Somebody joins; a supervisor of a team that has children only when it is confirmed. Gives what came of it."""
    _require_manager(user, member.team)
    if member.user_id == user.id:
        raise Refused(_("Nobody gives access to themselves. Ask a colleague."))
    if member.user.site_id != member.team.site_id or member.user.role not in CLINICAL or not member.user.is_active:
        raise Refused(_("In a team are clinical staff of this service."))
    if member.ends is not None and member.ends < member.starts:
        raise Refused(_("The end is before the beginning."))
    member.role = member.user.role
    _hold(member.team)
    if member.role == Role.SUPERVISOR and _has_children(member.team):
        return added_once(
            TeamProposal(pk=member.pk, team=member.team, user=member.user, starts=member.starts, ends=member.ends, proposed_by=user)
        )
    return added_once(member)


@action
def confirm_member(*, by: Actor, user: User, proposal: TeamProposal, seen_version: int) -> TeamMember:  # noqa: ARG001
    """The second person says yes. Each child's record shows that somebody new may open it."""
    if user.id in (proposal.proposed_by_id, proposal.user_id):
        raise Refused(_("Somebody else than who proposed it has to do this."))
    if not Child.objects.for_user(user, Need.GROUND, write=True).filter(team=proposal.team_id).exists():
        raise Refused(_("This is confirmed by somebody who keeps a record of this team."))
    if proposal.withdrawn_by_id or proposal.user.role != Role.SUPERVISOR or not proposal.user.is_active:
        raise Refused(_("This proposal was withdrawn."))
    if proposal.confirmed_by_id:
        raise EditConflict
    proposal.confirmed_by = user
    edited(proposal, seen_version)
    member = TeamMember(pk=proposal.pk, team=proposal.team, user=proposal.user, role=proposal.user.role)
    member.starts, member.ends = proposal.starts, proposal.ends
    member.save(force_insert=True)
    for child in Child.unguarded.filter(team=proposal.team_id).exclude(retention=Retention.ERASED.value).values_list("pk", flat=True):
        record("joined_team", table=TeamMember._meta.db_table, row=member.pk.hex, child=child.hex, columns=["user"])
    return member


@action
def withdraw_proposal(*, by: Actor, user: User, proposal: TeamProposal, seen_version: int) -> TeamProposal:  # noqa: ARG001
    _require_manager(user, proposal.team)
    if proposal.confirmed_by_id:
        raise Refused(_("This has been confirmed. End it instead."))
    proposal.withdrawn_by = proposal.withdrawn_by or user
    return edited(proposal, seen_version)


@action
def end_member(*, by: Actor, user: User, member: TeamMember, seen_version: int) -> TeamMember:  # noqa: ARG001
    """At once: the last day was yesterday."""
    _require_manager(user, member.team)
    member.ends = timezone.localdate() - dt.timedelta(days=1)
    return edited(member, seen_version)


@action
def give_to_team(*, by: Actor, user: User, child: Child, team: Team | None, seen_version: int) -> Child:  # noqa: ARG001
    """The supervisors of the team reach the child from now on; those of the one before do not. None takes the child out of its team."""
    held(child)
    if team is not None:
        if team.site_id != child.site_id:
            raise Refused(_("This team is of another service."))
        _hold(team)
        if _supervises(user, team):
            raise Refused(_("Nobody gives access to themselves. Ask a colleague."))
    child.team = team
    with kept(child):
        return edited(child, seen_version)


def _hold(team: Team) -> None:
    """Nobody joins while a child comes, and no child comes while somebody joins."""
    Team.unguarded.select_for_update().get(pk=team.pk)


def _supervises(user: User, team: Team) -> bool:
    """Now or on a day to come."""
    not_over = Q(ends=None) | Q(ends__gte=timezone.localdate())
    return TeamMember.unguarded.filter(not_over, team=team, user=user, role=Role.SUPERVISOR).exists()


def _has_children(team: Team) -> bool:
    return Child.unguarded.filter(team=team).exclude(retention=Retention.ERASED.value).exists()


def _require_manager(user: User, team: Team) -> None:
    if user.role not in MAY_MANAGE_PEOPLE or user.site_id != team.site_id:
        raise Refused(_("Only an administrator of the service sets this."))

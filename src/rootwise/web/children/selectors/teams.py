"""Who works together, and who waits to join."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import MAY_MANAGE_PEOPLE, Role
from rootwise.web.children.models import Child, Team, TeamMember, TeamProposal
from rootwise.web.children.needs import Need
from rootwise.web.children.selectors.children import Who, who


def sees_teams(user: object) -> bool:
    return isinstance(user, User) and user.is_active and user.role in (Role.ADMINISTRATOR, Role.SUPERVISOR)


def administers(user: object) -> bool:
    return isinstance(user, User) and user.is_active and user.role in MAY_MANAGE_PEOPLE


def teams_of(user: User) -> QuerySet[Team]:
    return Team.unguarded.filter(site=user.site_id)


def members_of(team: Team) -> list[TeamMember]:
    """Who is in the team now or from a day to come."""
    return list(
        _not_over(TeamMember.unguarded.filter(team=team))
        .select_related("user")
        .prefetch_related("user__formerly")
        .order_by("user__name", "id")
    )


def _not_over(members: QuerySet[TeamMember]) -> QuerySet[TeamMember]:
    return members.filter(Q(ends=None) | Q(ends__gte=timezone.localdate()))


def supervisors_of(child: Child) -> list[TeamMember]:
    """Who reaches the child through its team, now or from a day to come."""
    through = TeamMember.unguarded.filter(team=child.team_id, role=Role.SUPERVISOR, user__role=Role.SUPERVISOR)
    people = _not_over(through).select_related("user").prefetch_related("user__formerly").order_by("user__name", "id")
    return list(people) if child.team_id else []


def children_in(team: Team, user: User) -> list[Who]:
    """Those whom this user reaches; an administrator reaches none."""
    return [who(one) for one in Child.objects.for_user(user, Need.GROUND).filter(team=team).order_by("name", "id")]


def proposals_of(team: Team) -> list[TeamProposal]:
    return list(_open_proposals().filter(team=team))


def proposals_to_confirm(user: object) -> list[TeamProposal]:
    """Of teams in which this user keeps a record; neither their own nor those that they proposed."""
    if not isinstance(user, User):
        return []
    proposals = _open_proposals().exclude(user=user).exclude(proposed_by=user)
    if not proposals:  # most days; the question below is asked on the page that is opened most
        return []
    teams = set(Child.objects.for_user(user, Need.GROUND, write=True).exclude(team=None).values_list("team", flat=True))
    return [one for one in proposals if one.team_id in teams]


def _open_proposals() -> QuerySet[TeamProposal]:
    found = TeamProposal.unguarded.filter(confirmed_by=None, withdrawn_by=None)
    return (
        found.select_related("team", "user", "proposed_by")
        .prefetch_related("user__formerly", "proposed_by__formerly")
        .order_by("starts", "id")
    )

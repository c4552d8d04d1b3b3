"""Teams: an administrator looks after who is in them, who keeps records confirms and gives children to them."""

from copy import copy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rootwise.web.accounts.tickets import Ticket
from rootwise.web.children import actions, selectors
from rootwise.web.children.forms import ConfirmForm, GiveToTeamForm, MemberForm, TeamForm
from rootwise.web.children.needs import Need
from rootwise.web.children.views.asking import FormPage, actor, answer, child_for, show, there
from rootwise.web.children.views.children import address


def _team_for(request: HttpRequest, team: UUID, *, manages: bool = False) -> Any:
    """A team of one's own service, for those who see teams, or look after them."""
    user: Any = request.user
    allowed = selectors.administers(user) if manages else selectors.sees_teams(user)
    return there(selectors.teams_of(user).filter(pk=team).first() if allowed else None)


@require_safe
@login_required
def teams(request: HttpRequest) -> HttpResponse:
    if not selectors.sees_teams(request.user):
        raise Http404
    user: Any = request.user
    return show(request, "teams", teams=selectors.teams_of(user), may_manage=selectors.administers(user))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add_team(request: HttpRequest) -> HttpResponse:
    if not selectors.administers(request.user):
        raise Http404
    user: Any = request.user

    def save(form: TeamForm, ticket: Ticket) -> str:
        form.instance.pk, form.instance.site = ticket.row, user.site
        return address("one_team", actions.add_team(by=actor(request), user=user, team=form.instance).pk)

    return answer(request, FormPage("add_team", _("A new team"), TeamForm, save))


@require_safe
@login_required
def one_team(request: HttpRequest, team: UUID) -> HttpResponse:
    found = _team_for(request, team)
    user: Any = request.user
    return show(
        request,
        "one_team",
        team=found,
        members=selectors.members_of(found),
        proposals=selectors.proposals_of(found),
        children=selectors.children_in(found, user),
        may_manage=selectors.administers(user),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add_member(request: HttpRequest, team: UUID) -> HttpResponse:
    found = _team_for(request, team, manages=True)
    user: Any = request.user

    def form(data: Any) -> MemberForm:
        return MemberForm(data, instance=MemberForm.Meta.model(team=found))

    def save(form: MemberForm, ticket: Ticket) -> str:
        form.instance.pk = ticket.row
        made = actions.propose_member(by=actor(request), user=user, member=form.instance)
        if not isinstance(made, MemberForm.Meta.model):
            messages.info(request, _("This waits until somebody who keeps a record of this team confirms it."))
        return address("one_team", team)

    return answer(request, FormPage("add_member", _("Somebody joins this team"), form, save, note=found.name))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end_member(request: HttpRequest, team: UUID, row: UUID) -> HttpResponse:
    found = _team_for(request, team, manages=True)
    member = there(next((one for one in selectors.members_of(found) if one.pk == row), None))
    user: Any = request.user

    def save(_form: object, ticket: Ticket) -> str:
        actions.end_member(by=actor(request), user=user, member=member, seen_version=ticket.version)
        return address("one_team", team)

    note = f"{found.name}: {member.user.in_full}"
    return answer(request, FormPage("end_member", _("End this membership today"), ConfirmForm, save, None, row, member.version, note))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def withdraw_proposal(request: HttpRequest, team: UUID, row: UUID) -> HttpResponse:
    found = _team_for(request, team, manages=True)
    proposal = there(next((one for one in selectors.proposals_of(found) if one.pk == row), None))
    user: Any = request.user

    def save(_form: object, ticket: Ticket) -> str:
        actions.withdraw_proposal(by=actor(request), user=user, proposal=proposal, seen_version=ticket.version)
        return address("one_team", team)

    note = f"{found.name}: {proposal.user.in_full}"
    title = _("Withdraw this proposal")
    return answer(request, FormPage("withdraw_proposal", title, ConfirmForm, save, None, row, proposal.version, note))


@require_safe
@login_required
def proposals(request: HttpRequest) -> HttpResponse:
    if not selectors.keeps_records(request.user):
        raise Http404
    return show(request, "proposals", proposals=selectors.proposals_to_confirm(request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def confirm_member(request: HttpRequest, row: UUID) -> HttpResponse:
    user: Any = request.user
    proposal = there(next((one for one in selectors.proposals_to_confirm(user) if one.pk == row), None))

    def save(_form: object, ticket: Ticket) -> str:
        actions.confirm_member(by=actor(request), user=user, proposal=proposal, seen_version=ticket.version)
        return address("proposals")

    note = _("%(name)s will see the records of all children of %(team)s, as far as consents allow it. Is that as agreed in your service?")
    note %= {"name": proposal.user.in_full, "team": proposal.team.name}
    title = _("Confirm who joins")
    return answer(request, FormPage("confirm_member", title, ConfirmForm, save, None, row, proposal.version, note))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def give_to_team(request: HttpRequest, child: UUID) -> HttpResponse:
    found = child_for(request, child, Need.GROUND, write=True)
    user: Any = request.user

    def form(data: Any) -> GiveToTeamForm:
        return GiveToTeamForm(data, child=found)

    def save(form: GiveToTeamForm, ticket: Ticket) -> str:
        team = form.cleaned_data["team"]
        actions.give_to_team(by=actor(request), user=user, child=copy(found), team=team, seen_version=ticket.version)
        return address("mine") if selectors.reached(user, child, Need.GROUND) is None else address("team", child)

    note = _("The supervisors of the team see the record, as far as consents allow it.")
    title = _("Which team looks after this child")
    return answer(request, FormPage("give_to_team", title, form, save, found, found.pk, found.version, note))

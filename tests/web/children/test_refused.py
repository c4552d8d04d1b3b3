"""What an action refuses, whoever calls it and whatever page was before it: each condition by itself."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from rootwise.web.accounts.models import Site, User
from rootwise.web.accounts.roles import Role
from rootwise.web.audit.recording import recorded
from rootwise.web.children import selectors
from rootwise.web.children.actions import (
    Refused,
    add_relation,
    add_team,
    bar_account,
    break_glass,
    confirm_member,
    do_merge,
    do_unmerge,
    end_member,
    end_relation,
    entrust,
    erase_child,
    give_to_team,
    lift_hold,
    lift_no_contact,
    propose_erasure,
    propose_member,
    propose_merge,
    propose_unmerge,
    review_glass,
    set_retention,
    withdraw_merge,
    withdraw_proposal,
)
from rootwise.web.children.models import BreakGlass, Child, Merge, Relation, RetentionHold, RetentionRule, Team, TeamMember, TeamProposal
from tests.web.children.people import SETTING_UP, a_child, a_site, a_user, barred, days, related

BY: dict[str, Any] = {"by": SETTING_UP}


@pytest.fixture
def site(db: None) -> Iterator[Site]:
    with recorded(SETTING_UP, action="test.refused"):
        yield a_site()


def refused(action: Callable[..., object], why: str, **given: Any) -> None:
    with pytest.raises(Refused, match=why):
        action(**BY, **given)


def not_vouched_for(user: User) -> User:
    user.vouched_at = None
    user.save()
    return user


def broken(child: Child, user: User) -> BreakGlass:
    now, hour = timezone.now(), dt.timedelta(hours=1)
    return BreakGlass.unguarded.create(child=child, user=user, reason="x", opened_at=now, ends_at=now + hour, review_by=now + hour)


def test_the_glass(site: Site) -> None:
    child, clinician, supervisor = a_child(site), a_user(Role.CLINICIAN, site), a_user(Role.SUPERVISOR, site)
    out, new = a_user(Role.CLINICIAN, site), not_vouched_for(a_user(Role.CLINICIAN, site))
    barred(child, out)
    for user in (out, new, a_user(Role.THERAPIST, site), a_user(Role.CLINICIAN, a_site("away"))):
        refused(break_glass, "cannot be opened", user=user, glass=BreakGlass(child=child, reason="urgent"))
    break_glass(**BY, user=clinician, glass=BreakGlass(child=child, reason="urgent"))
    refused(break_glass, "nobody has reviewed it", user=clinician, glass=BreakGlass(child=child, reason="urgent"))
    break_glass(**BY, user=supervisor, glass=BreakGlass(child=child, reason="urgent"))
    break_glass(**BY, user=clinician, glass=BreakGlass(child=a_child(site), reason="urgent"))
    glass = BreakGlass.unguarded.get(child=child, user=clinician)
    for user in (a_user(Role.CLINICIAN, site), a_user(Role.ADMINISTRATOR, site), not_vouched_for(a_user(Role.SUPERVISOR, site))):
        refused(review_glass, "A supervisor reviews this", user=user, glass=glass, seen_version=1)
    refused(review_glass, "not their own", user=supervisor, glass=BreakGlass.unguarded.get(user=supervisor), seen_version=1)
    glass.was_right = True
    ends = glass.ends_at
    assert review_glass(**BY, user=supervisor, glass=glass, seen_version=1).ends_at == ends
    break_glass(**BY, user=clinician, glass=BreakGlass(child=child, reason="urgent"))
    again = BreakGlass.unguarded.get(child=child, user=clinician, reviewed_at=None)
    assert review_glass(**BY, user=supervisor, glass=again, seen_version=1).ends_at <= timezone.now()


def test_relations(site: Site) -> None:
    child, keeper, other = a_child(site), a_user(Role.CLINICIAN, site), a_user(Role.THERAPIST, site)
    related(keeper, child)

    def one(user: User = other, **given: Any) -> Relation:
        return Relation(child=child, user=user, **{"role": user.role, "starts": days(0), "evidence": "letter", **given})

    refused(add_relation, "to themselves", user=keeper, relation=one(keeper))
    refused(add_relation, "another role", user=keeper, relation=one(role="clinician"))
    refused(add_relation, "before the beginning", user=keeper, relation=one(ends=days(-1)))
    refused(add_relation, "a day to come", user=keeper, relation=one(starts=days(1)))
    out = a_user(Role.THERAPIST, site)
    barred(child, out)
    refused(add_relation, "no contact", user=keeper, relation=one(out))
    add_relation(**BY, user=keeper, relation=one(starts=days(-9), ends=days(-5)))
    for starts, ends in ((-9, None), (-5, -4), (-12, -9), (-7, -6), (-20, 0)):
        given: dict[str, Any] = {"starts": days(starts), "ends": None if ends is None else days(ends)}
        refused(add_relation, "already at that time", user=keeper, relation=one(**given))
    for starts, ends in ((-4, -3), (-12, -10)):
        add_relation(**BY, user=keeper, relation=one(starts=days(starts), ends=days(ends)))
    now = add_relation(**BY, user=keeper, relation=one(ends=days(0)))
    assert end_relation(**BY, relation=now, seen_version=1).ends == days(-1)
    refused(end_relation, "is over", relation=now, seen_version=2)
    add_relation(**BY, user=keeper, relation=one(a_user(Role.THERAPIST, site)))
    beside = a_child(site)
    add_relation(**BY, user=keeper, relation=Relation(child=beside, user=other, role=other.role, starts=days(-9), evidence="letter"))


def test_a_record_that_nobody_keeps(site: Site) -> None:
    child, supervisor, clinician, away = a_child(site), a_user(Role.SUPERVISOR, site), a_user(Role.CLINICIAN, site), a_site("away")
    out, barred_clinician = a_user(Role.SUPERVISOR, site), a_user(Role.CLINICIAN, site)
    barred(child, out)
    barred(child, barred_clinician)

    def to(user: User) -> Relation:
        return Relation(child=child, user=user, evidence="decided")

    for user in (
        a_user(Role.CLINICIAN, site),
        out,
        a_user(Role.SUPERVISOR, away),
        not_vouched_for(a_user(Role.SUPERVISOR, site)),
    ):
        refused(entrust, "A supervisor of the service", user=user, relation=to(clinician))
    refused(entrust, "to themselves", user=supervisor, relation=to(supervisor))
    for user in (a_user(Role.THERAPIST, site), barred_clinician, a_user(Role.CLINICIAN, away)):
        refused(entrust, "cannot keep", user=supervisor, relation=to(user))
    entrust(**BY, user=supervisor, relation=to(clinician))
    refused(entrust, "Somebody keeps", user=supervisor, relation=to(a_user(Role.CLINICIAN, site)))


def test_teams(site: Site) -> None:
    boss, far_boss = a_user(Role.ADMINISTRATOR, site), a_user(Role.ADMINISTRATOR, a_site("away"))
    team = add_team(**BY, user=boss, team=Team(site=site, name="Blue"))
    refused(add_team, "with this name", user=boss, team=Team(site=site, name="BLUE"))
    add_team(**BY, user=far_boss, team=Team(site=far_boss.site, name="Blue"))
    supervisor, keeper = a_user(Role.SUPERVISOR, site), a_user(Role.CLINICIAN, site)

    def member(user: User, **given: Any) -> TeamMember:
        return TeamMember(team=team, user=user, **{"starts": days(0), **given})

    proposal = TeamProposal(team=team, user=supervisor, starts=days(0), proposed_by=boss)
    there = TeamMember.unguarded.create(team=team, user=keeper, role=keeper.role, starts=days(-1))
    for user in (far_boss, a_user(Role.SUPERVISOR, site)):
        refused(add_team, "Only an administrator", user=user, team=Team(site=site, name="Green"))
        refused(propose_member, "Only an administrator", user=user, member=member(supervisor))
        refused(end_member, "Only an administrator", user=user, member=there, seen_version=1)
        refused(withdraw_proposal, "Only an administrator", user=user, proposal=proposal, seen_version=1)
    gone = a_user(Role.CLINICIAN, site)
    gone.is_active = False
    gone.save()
    for user in (gone, a_user(Role.TEACHER, site), a_user(Role.CLINICIAN, far_boss.site)):
        refused(propose_member, "clinical staff", user=boss, member=member(user))
    refused(propose_member, "to themselves", user=boss, member=member(boss))
    refused(propose_member, "before the beginning", user=boss, member=member(supervisor, ends=days(-1)))
    assert isinstance(propose_member(**BY, user=boss, member=member(supervisor, ends=days(0))), TeamMember)
    erased = a_child(site, team=team, retention="erased")
    assert isinstance(propose_member(**BY, user=boss, member=member(a_user(Role.SUPERVISOR, site))), TeamMember)
    child = a_child(site, team=team)
    related(keeper, child)
    assert isinstance(propose_member(**BY, user=boss, member=member(a_user(Role.CLINICIAN, site))), TeamMember)
    made = propose_member(**BY, user=boss, member=member(a_user(Role.SUPERVISOR, site)))
    assert isinstance(made, TeamProposal)
    outsider = a_user(Role.CLINICIAN, site)
    related(outsider, erased)
    related(outsider, a_child(site))
    only_reads = a_user(Role.CLINICIAN, site)
    broken(child, only_reads)
    for user in (outsider, only_reads, a_user(Role.SUPERVISOR, site)):
        refused(confirm_member, "keeps a record of this team", user=user, proposal=made, seen_version=1)
    for user in (boss, made.user):
        refused(confirm_member, "Somebody else than who proposed", user=user, proposal=made, seen_version=1)
    for changed, value in (("role", "clinician"), ("is_active", False)):
        was = getattr(made.user, changed)
        setattr(made.user, changed, value)
        refused(confirm_member, "withdrawn", user=keeper, proposal=made, seen_version=1)
        setattr(made.user, changed, was)
    confirm_member(**BY, user=keeper, proposal=made, seen_version=1)
    refused(withdraw_proposal, "has been confirmed", user=boss, proposal=made, seen_version=2)
    other = propose_member(**BY, user=boss, member=member(a_user(Role.SUPERVISOR, site)))
    assert isinstance(other, TeamProposal)
    withdraw_proposal(**BY, user=boss, proposal=other, seen_version=1)
    withdraw_proposal(**BY, user=a_user(Role.ADMINISTRATOR, site), proposal=other, seen_version=2)
    assert other.withdrawn_by == boss
    refused(confirm_member, "withdrawn", user=keeper, proposal=other, seen_version=3)


def test_a_child_goes_to_a_team_by_who_does_not_supervise_it(site: Site) -> None:
    child, keeper = a_child(site), a_user(Role.CLINICIAN, site)
    related(keeper, child)
    team, away = Team.unguarded.create(site=site, name="Blue"), Team.unguarded.create(site=a_site("away"), name="Red")
    refused(give_to_team, "another service", user=keeper, child=child, team=away, seen_version=1)
    for starts, ends, stopped in ((-9, None, True), (1, None, True), (-9, 0, True), (-9, -1, False)):
        user = a_user(Role.SUPERVISOR, site)
        until = None if ends is None else days(ends)
        TeamMember.unguarded.create(team=team, user=user, role=user.role, starts=days(starts), ends=until)
        if stopped:
            refused(give_to_team, "to themselves", user=user, child=child, team=team, seen_version=child.version)
        else:
            give_to_team(**BY, user=user, child=child, team=team, seen_version=child.version)
    clinician = a_user(Role.CLINICIAN, site)
    TeamMember.unguarded.create(team=team, user=clinician, role=clinician.role, starts=days(-9))
    elsewhere = a_user(Role.SUPERVISOR, site)
    TeamMember.unguarded.create(team=Team.unguarded.create(site=site, name="Green"), user=elsewhere, role=elsewhere.role, starts=days(-9))
    for user in (clinician, elsewhere):
        give_to_team(**BY, user=user, child=child, team=team, seen_version=child.version)


def test_no_contact_and_holds(site: Site) -> None:
    child, supervisor = a_child(site), a_user(Role.SUPERVISOR, site)
    related(supervisor, child)
    entry, hold = barred(child), RetentionHold.unguarded.create(child=child, reason="court", placed_by=supervisor)
    refused(bar_account, "not of this service", barred=entry, account=a_user(Role.TEACHER, a_site("away")), row=child.pk)
    for role in set(Role) - {Role.SUPERVISOR}:
        user = a_user(role, site)
        refused(lift_no_contact, "Only a supervisor", user=user, no_contact=entry, because="over", seen_version=1)
        refused(lift_hold, "Only a supervisor", user=user, hold=hold, seen_version=1)
    refused(lift_no_contact, "Write why", user=supervisor, no_contact=entry, because=" ", seen_version=1)
    lift_no_contact(**BY, user=supervisor, no_contact=entry, because="over", seen_version=1)
    refused(lift_no_contact, "has been lifted", user=supervisor, no_contact=entry, because="over", seen_version=2)
    refused(bar_account, "has been lifted", barred=entry, account=a_user(Role.TEACHER, site), row=child.pk)
    first = lift_hold(**BY, user=supervisor, hold=hold, seen_version=1).lifted_at
    assert lift_hold(**BY, user=a_user(Role.SUPERVISOR, site), hold=hold, seen_version=2).lifted_by == supervisor
    assert hold.lifted_at == first


def test_keeping_and_erasing(site: Site) -> None:
    boss, supervisor, other = (a_user(role, site) for role in (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.SUPERVISOR))
    for user in (supervisor, a_user(Role.ADMINISTRATOR, a_site("away"))):
        refused(set_retention, "Only an administrator", user=user, rule=RetentionRule(site=site, years_after_closing=8), seen_version=0)
    set_retention(**BY, user=boss, rule=RetentionRule(id=uuid.uuid4(), site=site, years_after_closing=8), seen_version=0)
    closed, clinician = a_child(site, retention="closed"), a_user(Role.CLINICIAN, site)
    refused(propose_erasure, "closed is erased", user=clinician, child=a_child(site), seen_version=1)
    refused(erase_child, "A supervisor erases", user=supervisor, child=closed, seen_version=1)
    propose_erasure(**BY, user=other, child=closed, seen_version=1)
    for user in (other, clinician, boss):
        refused(erase_child, "A supervisor erases", user=user, child=closed, seen_version=2)
    hold = RetentionHold.unguarded.create(child=closed, reason="court", placed_by=other)
    refused(erase_child, "is held", user=supervisor, child=closed, seen_version=2)
    lift_hold(**BY, user=supervisor, hold=hold, seen_version=1)
    RetentionHold.unguarded.create(child=a_child(site), reason="court", placed_by=other)
    glass = broken(closed, clinician)
    refused(erase_child, "not reviewed", user=supervisor, child=closed, seen_version=2)
    glass.reviewed_at = timezone.now()
    glass.save()
    broken(a_child(site), clinician)
    beside = a_child(site)
    for merge in (Merge(child=closed, other=beside), Merge(child=beside, other=closed)):
        merge.because, merge.proposed_by = "same", other
        merge.save()
        refused(erase_child, "Take the merged records apart", user=supervisor, child=closed, seen_version=2)
        merge.withdrawn_by = other
        merge.save()
    Merge.unguarded.create(child=beside, other=a_child(site), because="same", proposed_by=other)
    assert erase_child(**BY, user=supervisor, child=closed, seen_version=2).retention == "erased"
    assert [one.child for one in Merge.unguarded.all()] == [beside]


def test_merging(site: Site) -> None:
    child, second, first, third = a_child(site), a_child(site), a_user(Role.SUPERVISOR, site), a_user(Role.SUPERVISOR, site)
    for one in (child, second):
        related(first, one)
        related(third, one)
    refused(propose_merge, "not two records", user=first, merge=Merge(child=child, other=child, because="same"))
    refused(propose_merge, "not two records", user=first, merge=Merge(child=child, other=a_child(a_site("away")), because="same"))
    gone = propose_merge(**BY, user=first, merge=Merge(child=child, other=second, because="same"))
    withdraw_merge(**BY, user=first, merge=gone, seen_version=1)
    assert withdraw_merge(**BY, user=third, merge=gone, seen_version=2).withdrawn_by == first
    refused(do_merge, "withdrawn", user=third, merge=gone, seen_version=3)
    merge = propose_merge(**BY, user=first, merge=Merge(child=child, other=second, because="same"))
    refused(do_merge, "Somebody else", user=first, merge=merge, seen_version=1)
    refused(propose_unmerge, "nothing to take apart", user=first, merge=merge, seen_version=1)
    do_merge(**BY, user=third, merge=merge, seen_version=1)
    refused(withdraw_merge, "have been merged", user=first, merge=merge, seen_version=2)
    for user in (first, third):
        refused(do_unmerge, "Somebody else", user=user, merge=merge, seen_version=2)
    propose_unmerge(**BY, user=first, merge=merge, seen_version=2)
    refused(do_unmerge, "Somebody else", user=first, merge=merge, seen_version=3)
    do_unmerge(**BY, user=third, merge=merge, seen_version=3)
    refused(do_unmerge, "Somebody else", user=third, merge=merge, seen_version=4)
    refused(propose_unmerge, "nothing to take apart", user=first, merge=merge, seen_version=4)
    refused(do_merge, "merged already", user=third, merge=merge, seen_version=4)


def test_what_is_due_is_closed_and_of_this_service(site: Site) -> None:
    supervisor, away = a_user(Role.SUPERVISOR, site), a_site("away")
    RetentionRule.unguarded.create(id=uuid.uuid4(), site=away, years_after_closing=50)
    RetentionRule.unguarded.create(id=uuid.uuid4(), site=site, years_after_closing=1)
    old: dict[str, Any] = {"retention": "closed", "retention_since": days(-1000)}
    mine, theirs, far = a_child(site, **old), a_child(site, **old), a_child(away, **old)
    opened = a_child(site, retention_since=days(-1000))
    for one in (mine, opened):
        related(supervisor, one)
    a_child(site, retention_since=days(-1000))
    a_child(site, merged_into=theirs, **old)
    RetentionHold.unguarded.create(child=mine, reason="court", placed_by=supervisor, lifted_at=timezone.now(), lifted_by=supervisor)
    due = selectors.erasure_due(mine)
    assert due is not None
    assert due <= days(0)
    far_due = selectors.erasure_due(far)
    assert far_due is not None
    assert far_due > days(0)
    assert selectors.erasure_due(opened) is None
    assert [(one.who.id, one.is_due, one.is_held) for one in selectors.closed_records(supervisor)] == [(mine.pk, True, False)]
    assert selectors.due_elsewhere(supervisor) == 1
    rules = [selectors.retention_rule(one) for one in (supervisor, a_user(Role.SUPERVISOR, away))]
    assert [one.years_after_closing for one in rules if one is not None] == [1, 50]
    lifted = RetentionHold.unguarded.get()
    held = RetentionHold.unguarded.create(child=mine, reason="court", placed_by=supervisor)
    assert [selectors.hold_row(SETTING_UP, mine, one.pk) for one in (held, lifted)] == [held, None]
    assert selectors.hold_row(SETTING_UP, theirs, held.pk) is None
    assert [one.is_held for one in selectors.closed_records(supervisor)] == [True]

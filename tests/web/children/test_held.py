"""Between the page and the writing: what was merged or erased meanwhile is written about no more; of two at once one is told."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections

from rootwise.web.accounts.roles import Role
from rootwise.web.audit.recording import Actor, recorded
from rootwise.web.children import actions
from rootwise.web.children.actions import Refused
from rootwise.web.children.models import (
    BreakGlass,
    Child,
    Consent,
    Merge,
    NoContact,
    Placement,
    Relation,
    RetentionHold,
    Team,
    TeamMember,
    TeamProposal,
)
from rootwise.web.children.needs import Need
from tests.web.children.people import SETTING_UP, a_child, a_site, a_user, barred, consented_to_all, days, related

BY = Actor.system("test")


class Service:
    """Two records that two people keep, and somebody who sees the first."""

    def __init__(self) -> None:
        self.site = a_site()
        self.clinician, self.supervisor = a_user(Role.CLINICIAN, self.site), a_user(Role.SUPERVISOR, self.site)
        self.hostile = a_user(Role.CAREGIVER, self.site)
        self.child, self.other = a_child(self.site), a_child(self.site)
        for child in (self.child, self.other):
            consented_to_all(child)
            related(self.clinician, child)
            related(self.supervisor, child)
        related(self.hostile, self.child)

    def proposed(self, child: Child, other: Child) -> Merge:
        return actions.propose_merge(by=BY, user=self.clinician, merge=Merge(child=child, other=other, because="CANARY because"))

    def merge(self, merge: Merge) -> Merge:
        stored = Merge.unguarded.select_related("child", "other").get(pk=merge.pk)
        return actions.do_merge(by=BY, user=self.supervisor, merge=stored, seen_version=stored.version)

    def erase(self, child: Child) -> None:
        stored = Child.unguarded.get(pk=child.pk)
        if stored.retention == "active":
            actions.close_child(by=BY, child=stored, seen_version=stored.version)
        actions.propose_erasure(by=BY, user=self.clinician, child=stored, seen_version=stored.version)
        actions.erase_child(by=BY, user=self.supervisor, child=stored, seen_version=stored.version)


@pytest.fixture
def service(db: None) -> Iterator[Service]:
    with recorded(SETTING_UP, action="test.held"):
        yield Service()


def _writings(service: Service, child: Child) -> dict[str, Callable[[], Any]]:
    """Every action that writes a row about a child, begun now and done when it is called."""
    relation, consent = Relation.unguarded.filter(child=child).first(), Consent.unguarded.filter(child=child).first()
    assert relation is not None
    assert consent is not None
    entry, place = barred(child, service.hostile), Placement.unguarded.create(child=child, kind="foster", starts=days(-1))
    hold = RetentionHold.unguarded.create(child=child, reason="court", placed_by=service.clinician)
    hold = actions.lift_hold(by=BY, user=service.supervisor, hold=hold, seen_version=hold.version)
    third = a_child(service.site)
    who, head, at = service.clinician, service.supervisor, child.version
    until = {"starts": days(0), "ends": days(9)}
    return {
        "add_no_contact": lambda: actions.add_no_contact(by=BY, no_contact=NoContact(child=child, name="Alex", evidence="order")),
        "bar_account": lambda: actions.bar_account(by=BY, barred=entry, account=service.hostile, row=third.pk),
        "lift_no_contact": lambda: actions.lift_no_contact(by=BY, user=head, no_contact=entry, because="x", seen_version=entry.version),
        "add_relation": lambda: actions.add_relation(
            by=BY, user=who, relation=Relation(child=child, user=head, role=head.role, starts=days(0), evidence="letter")
        ),
        "end_relation": lambda: actions.end_relation(by=BY, relation=relation, seen_version=relation.version),
        "add_consent": lambda: actions.add_consent(
            by=BY, consent=Consent(child=child, given_by="Ruth", evidence="paper", authority="parent", purpose="care", t1=True, **until)
        ),
        "withdraw_consent": lambda: actions.withdraw_consent(by=BY, user=who, consent=consent, seen_version=consent.version),
        "add_whereabouts": lambda: actions.add_whereabouts(by=BY, row=Placement(child=child, kind="foster", starts=days(0))),
        "change_whereabouts": lambda: actions.change_whereabouts(by=BY, row=place, seen_version=place.version),
        "place_hold": lambda: actions.place_hold(by=BY, user=who, hold=RetentionHold(child=child, reason="court")),
        "lift_hold": lambda: actions.lift_hold(by=BY, user=head, hold=hold, seen_version=hold.version),
        "break_glass": lambda: actions.break_glass(by=BY, user=who, glass=BreakGlass(child=child, reason="x")),
        "propose_merge": lambda: actions.propose_merge(by=BY, user=who, merge=Merge(child=third, other=child, because="x")),
        "change_child": lambda: actions.change_child(by=BY, child=child, seen_version=at),
        "close_child": lambda: actions.close_child(by=BY, child=child, seen_version=at),
        "reopen_child": lambda: actions.reopen_child(by=BY, child=child, seen_version=at),
        "keep_child": lambda: actions.keep_child(by=BY, child=child, seen_version=at),
        "propose_erasure": lambda: actions.propose_erasure(by=BY, user=who, child=child, seen_version=at),
        "erase_child": lambda: actions.erase_child(by=BY, user=head, child=child, seen_version=at),
        "give_to_team": lambda: actions.give_to_team(by=BY, user=who, child=child, team=None, seen_version=at),
    }


def test_nothing_is_written_about_a_record_that_was_merged_meanwhile(service: Service) -> None:
    writings = _writings(service, service.other)
    service.merge(service.proposed(service.child, service.other))
    for name, write in writings.items():
        with pytest.raises(Refused, match="merged into another one"):
            pytest.fail(f"{name} wrote {write()}")


def test_nothing_is_written_about_a_record_that_was_erased_meanwhile(service: Service) -> None:
    writings = _writings(service, service.other)
    service.erase(service.other)
    for name, write in writings.items():
        with pytest.raises(Refused, match="This record is erased"):
            pytest.fail(f"{name} wrote {write()}")


def test_of_two_opposite_merges_one_is_done(service: Service) -> None:
    one, opposite = service.proposed(service.child, service.other), service.proposed(service.other, service.child)
    seen = Merge.unguarded.select_related("child", "other").get(pk=opposite.pk)
    service.merge(one)
    with pytest.raises(Refused, match="merged into another one"):
        actions.do_merge(by=BY, user=service.supervisor, merge=seen, seen_version=seen.version)


def test_a_record_that_went_from_one_into_another_is_erased_again_wherever_its_rows_are(service: Service) -> None:
    Placement.unguarded.create(child=service.child, kind="foster", address="CANARY Street", starts=days(-5))
    stays = Placement.unguarded.create(child=service.other, kind="foster", address="Other Street", starts=days(-5))
    third = a_child(service.site)
    service.merge(service.proposed(service.other, service.child))
    service.merge(service.proposed(third, service.other))
    assert actions.erase_again(by=BY, child=service.child.pk)
    assert list(Placement.unguarded.values_list("pk", "child")) == [(stays.pk, service.other.pk)]
    assert not Merge.unguarded.exists()


def test_what_is_over_is_not_ended_lifted_or_closed_again(service: Service) -> None:
    """A second time would write another day over the true one."""
    child, head = service.child, service.supervisor
    over = related(service.hostile, service.other, starts=days(-500), ends=days(-400))
    with pytest.raises(Refused, match="over"):
        actions.end_relation(by=BY, relation=over, seen_version=over.version)
    entry = barred(child)
    entry = actions.lift_no_contact(by=BY, user=head, no_contact=entry, because="first", seen_version=entry.version)
    with pytest.raises(Refused, match="has been lifted"):
        actions.lift_no_contact(by=BY, user=head, no_contact=entry, because="second", seen_version=entry.version)
    with pytest.raises(Refused, match="open already"):
        actions.reopen_child(by=BY, child=child, seen_version=child.version)
    actions.close_child(by=BY, child=child, seen_version=child.version)
    with pytest.raises(Refused, match="closed already"):
        actions.close_child(by=BY, child=child, seen_version=child.version)


@pytest.mark.parametrize(("starts", "ends"), [(-30, -1), (0, -1), (10, 9)])
def test_a_relation_that_is_ended_does_not_hold_on_any_later_day(service: Service, starts: int, ends: int) -> None:
    relation = related(service.hostile, service.other, starts=days(starts))
    assert actions.end_relation(by=BY, relation=relation, seen_version=relation.version).ends == days(ends)


def test_an_emergency_opening_that_nobody_reviewed_keeps_the_record(service: Service) -> None:
    doctor = a_user(Role.CLINICIAN, service.site)
    glass = actions.break_glass(by=BY, user=doctor, glass=BreakGlass(child=service.child, reason="x"))
    with pytest.raises(Refused, match="not reviewed yet"):
        service.erase(service.child)
    glass.was_right = True
    actions.review_glass(by=BY, user=service.supervisor, glass=glass, seen_version=glass.version)
    service.erase(service.child)
    assert not BreakGlass.unguarded.exists()


def _at_once(*doings: Callable[[], Any]) -> None:
    """Each in a transaction of its own, which waits with its end for the others, as long as they can go on."""
    barrier = threading.Barrier(len(doings))

    def run(do: Callable[[], Any]) -> None:
        try:
            with recorded(BY, action="test.race"):
                do()
                try:
                    barrier.wait(1)
                except threading.BrokenBarrierError:
                    return
        except Refused:
            return
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(do,)) for do in doings]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


@pytest.fixture
def committed(committing: None) -> Service:
    with recorded(SETTING_UP, action="test.held"):
        return Service()


def test_a_no_contact_that_is_added_while_the_record_is_merged_holds(committed: Service) -> None:
    merge = committed.proposed(committed.child, committed.other)
    entry = NoContact(child=committed.other, name="Alex", user=committed.hostile, evidence="order")
    _at_once(lambda: actions.add_no_contact(by=BY, no_contact=entry), lambda: committed.merge(merge))
    is_merged = Child.unguarded.get(pk=committed.other.pk).merged_into_id is not None
    reaches = Child.objects.for_user(committed.hostile, Need.T1).exists()
    written = NoContact.unguarded.filter(child=committed.child if is_merged else committed.other).exists()
    assert written or not NoContact.unguarded.exists()  # refused, and whoever wrote it was told
    assert not (written and is_merged and reaches)


def test_a_record_is_held_or_erased_never_both(committed: Service) -> None:
    child = Child.unguarded.get(pk=committed.child.pk)
    actions.close_child(by=BY, child=child, seen_version=child.version)
    hold = RetentionHold(child=child, reason="court")
    _at_once(lambda: actions.place_hold(by=BY, user=committed.clinician, hold=hold), lambda: committed.erase(child))
    assert (Child.unguarded.get(pk=child.pk).retention == "erased") != RetentionHold.unguarded.exists()


def test_no_supervisor_joins_unconfirmed_while_a_child_is_given_to_the_team(committed: Service) -> None:
    with recorded(SETTING_UP, action="test.held"):
        boss, joins = a_user(Role.ADMINISTRATOR, committed.site), a_user(Role.SUPERVISOR, committed.site)
        team = Team.unguarded.create(site=committed.site, name="Ash")
    child = Child.unguarded.get(pk=committed.child.pk)
    given = threading.Event()

    def join() -> None:
        given.wait()
        actions.propose_member(by=BY, user=boss, member=TeamMember(team=team, user=joins, starts=days(0)))
        connections.close_all()

    joining = threading.Thread(target=join)
    joining.start()
    with recorded(BY, action="test.race"):
        actions.give_to_team(by=BY, user=committed.clinician, child=child, team=team, seen_version=child.version)
        given.set()
        joining.join(0.5)
    joining.join()
    assert TeamProposal.unguarded.filter(user=joins).exists()
    assert not TeamMember.unguarded.exists()

"""Checks that the matrix does not reach: each by itself. Most were found missing by the mutation run (docs/web-access.md)."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from rootwise.web.accounts.models import Site, User
from rootwise.web.accounts.roles import Role
from rootwise.web.accounts.tickets import Ticket
from rootwise.web.assessments.actions import close_assessment
from rootwise.web.audit.models import Event
from rootwise.web.audit.recording import Actor, recorded
from rootwise.web.children import selectors
from rootwise.web.children.actions import Refused, add_child
from rootwise.web.children.facts import may
from rootwise.web.children.models import BreakGlass, Child, Merge, Relation
from rootwise.web.children.needs import Need
from rootwise.web.children.reach import behind_glass
from tests.web.access.world import make_world
from tests.web.assessments.people import Scene, by
from tests.web.children.people import SETTING_UP, a_child, a_site, a_user, barred, consented, consented_to_all, days, related, signed_in


@pytest.fixture
def site(db: None) -> Iterator[Site]:
    with recorded(SETTING_UP, action="test.checks"):
        yield a_site()


def a_family(site: Site) -> tuple[Child, User, User, User]:
    """A child, two caregivers, and a clinician."""
    child = a_child(site)
    consented_to_all(child)
    users = [a_user(role, site, name) for role, name in ((Role.CAREGIVER, "Ana"), (Role.CAREGIVER, "Ben"), (Role.CLINICIAN, "Cleo"))]
    for one in users:
        related(one, child)
    return child, users[0], users[1], users[2]


def _page(user: User, name: str, *arguments: Any) -> str:
    return signed_in(user).get(reverse(f"children:{name}", args=arguments)).content.decode()


def test_a_caregiver_sees_the_names_of_staff_and_their_own_not_that_of_the_other_caregiver(site: Site) -> None:
    child, ana, ben, cleo = a_family(site)
    for user in (ana, ben, cleo):
        _page(user, "page", child.pk)
    seen = _page(ana, "openings", child.pk)
    assert [name in seen for name in ("Ana", "Ben", "Cleo")] == [True, False, True]
    kept = _page(cleo, "openings", child.pk)
    assert [name in kept for name in ("Ana", "Ben", "Cleo")] == [True, True, True]


def test_only_who_keeps_the_record_reads_the_reasons_of_openings(site: Site) -> None:
    child, ana, _ben, cleo = a_family(site)
    for reason in ("visit", ""):
        with recorded(Actor(cleo.id.hex, "clinician", reason=reason), action="test.open"):
            selectors.opened_child(Actor(cleo.id.hex, "clinician", reason=reason and "because-of-visit"), child)
    assert "because-of-visit" in _page(cleo, "openings", child.pk)
    assert "because-of-visit" not in _page(ana, "openings", child.pk)


def test_the_log_of_a_record_is_of_this_record_and_of_what_was_merged_into_it(site: Site) -> None:
    child, ana, _ben, cleo = a_family(site)
    other, joined = a_child(site), a_child(site)
    joined.merged_into = child
    joined.save()
    stranger, before = a_user(Role.CLINICIAN, site, "Of Another Record"), a_user(Role.CLINICIAN, site, "Before The Merge")
    selectors.opened_child(Actor(stranger.id.hex, "clinician"), other)
    selectors.opened_child(Actor(before.id.hex, "clinician"), joined)
    for user in (ana, cleo):
        log = _page(user, "openings", child.pk)
        assert ("Of Another Record" in log, "Before The Merge" in log) == (False, True)


def test_a_record_is_begun_in_the_own_service_by_who_keeps_records(site: Site) -> None:
    away, by = a_site("away"), Actor.system("test")
    for role, where in ((Role.CLINICIAN, away), (Role.THERAPIST, site), (Role.ADMINISTRATOR, site)):
        with pytest.raises(Refused, match="in their own service"):
            add_child(by=by, user=a_user(role, site), child=Child(name="N", initials="N", site=where))


def test_a_merge_is_done_by_who_keeps_both_records(site: Site) -> None:
    child, _ana, _ben, cleo = a_family(site)
    other = a_child(site)
    merge = Merge.unguarded.create(child=child, other=other, because="same", proposed_by=a_user(Role.SUPERVISOR, site))
    where = reverse("children:merge_step", args=[child.pk, merge.pk, "do"])
    assert signed_in(cleo).get(where).status_code == 404
    related(cleo, other, ends=days(-1))
    assert signed_in(cleo).get(where).status_code == 404
    related(cleo, other)
    assert signed_in(cleo).get(where).status_code == 200


def test_a_form_about_one_row_is_refused_at_another_row_of_the_same_child(site: Site) -> None:
    child, ana, ben, cleo = a_family(site)
    one, other = (Relation.unguarded.get(child=child, user=user) for user in (ana, ben))
    ticket = Ticket("end_relation", str(cleo.pk), child.pk.hex, one.pk, one.version).seal()
    assert signed_in(cleo).post(reverse("children:end_relation", args=[child.pk, other.pk]), {"ticket": ticket}).status_code == 404
    assert Relation.unguarded.get(pk=other.pk).ends is None
    assert signed_in(cleo).post(reverse("children:end_relation", args=[child.pk, one.pk]), {"ticket": ticket}).status_code == 302


def test_to_read_the_other_record_is_not_enough_to_merge_it(site: Site) -> None:
    child, _ana, _ben, cleo = a_family(site)
    other = a_child(site)
    merge = Merge.unguarded.create(child=child, other=other, because="same", proposed_by=a_user(Role.SUPERVISOR, site))
    _broken(other, cleo)
    assert selectors.reached(cleo, other.pk, Need.GROUND) is not None
    assert signed_in(cleo).get(reverse("children:merge_step", args=[child.pk, merge.pk, "do"])).status_code == 404
    assert selectors.to_merge_with(cleo, child, other.name, other.birth) is None


def _broken(child: Child, user: User) -> BreakGlass:
    now = timezone.now()
    hour = dt.timedelta(hours=1)
    return BreakGlass.unguarded.create(child=child, user=user, reason="x", opened_at=now, ends_at=now + hour, review_by=now + hour)


def test_what_could_be_opened_in_an_emergency(site: Site) -> None:
    clinician, away = a_user(Role.CLINICIAN, site), a_site("away")
    here, closed = a_child(site), a_child(site, retention="closed")
    a_child(away)
    a_child(site, retention="erased")
    a_child(site, merged_into=here)
    barred(a_child(site), clinician)
    assert set(behind_glass(clinician)) == {here, closed}
    assert set(behind_glass(a_user(Role.SUPERVISOR, away))) == set(Child.unguarded.filter(site=away))
    for role in set(Role) - {Role.CLINICIAN, Role.SUPERVISOR}:
        assert not behind_glass(a_user(role, site)).exists()
    clinician.is_active = False
    for nobody in (clinician, AnonymousUser(), None):
        assert not behind_glass(nobody).exists()
        assert not selectors.keeps_records(nobody)
        assert not selectors.supervises(nobody)


def test_the_glass_is_broken_for_exactly_one_record_with_exactly_this_name_and_day(site: Site) -> None:
    clinician = a_user(Role.CLINICIAN, site)
    one = a_child(site, name="Mia Fictional", birth="2018-03-09")
    a_child(site, name="Mia Fictional", birth="2017-03-09")
    a_child(site, name="Mio Fictional", birth="2018-03-09")
    assert selectors.behind_glass_by_name(clinician, " mia fictional ", "2018-03-09") == one
    assert selectors.behind_glass_by_name(clinician, "Mia", "2018-03-09") is None
    a_child(site, name="Mia Fictional", birth="2018-03-09")
    assert selectors.behind_glass_by_name(clinician, "Mia Fictional", "2018-03-09") is None


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Inés Ñandú", "ines  nandu"),
        ("ines nandu", "INÉS\u00a0ÑANDÚ "),
        ("Ine\u0301s Ñandú", "Inés Ñandú"),
        ("Jean-Luc O’Brien", "jean luc o'brien"),
        ("Weiß", "WEISS"),
    ],
)
def test_the_name_at_the_glass_is_read_as_people_type_it(site: Site, written: str, typed: str) -> None:
    clinician, child = a_user(Role.CLINICIAN, site), a_child(site, name=written)
    assert selectors.behind_glass_by_name(clinician, typed, " 2018-03-09 ") == child
    assert selectors.behind_glass_by_name(clinician, typed[:-2], child.birth) is None
    assert selectors.behind_glass_by_name(clinician, "", child.birth) is None


def test_the_queue_of_reviews_holds_the_openings_of_others_in_this_service_that_nobody_reviewed(site: Site) -> None:
    supervisor, clinician, away = a_user(Role.SUPERVISOR, site), a_user(Role.CLINICIAN, site), a_site("away")
    wanted = _broken(a_child(site), clinician)
    _broken(a_child(site), supervisor)
    _broken(a_child(away), clinician)
    hidden = a_child(site)
    _broken(hidden, clinician)
    barred(hidden, supervisor)
    done = _broken(a_child(site), clinician)
    done.reviewed_at = done.ends_at
    done.save()
    by = Actor.system("test")
    assert selectors.glasses_to_review(by, supervisor) == [wanted]
    assert selectors.glass_to_review(by, supervisor, wanted.pk) == wanted
    others = BreakGlass.unguarded.exclude(pk=wanted.pk)
    assert [selectors.glass_to_review(by, supervisor, one.pk) for one in others] == [None] * 4
    for role in set(Role) - {Role.SUPERVISOR}:
        assert selectors.glasses_to_review(by, a_user(role, site)) == []
    assert selectors.glasses_to_review(by, AnonymousUser()) == []


ROWS = ("relation", "consent", "no_contact", "placement", "household", "school", "contact", "do")


def test_a_row_of_another_child_is_absent_even_for_who_keeps_both(db: None) -> None:
    """Each page about a row asks whether it is a row of the child in its address."""
    with recorded(SETTING_UP, action="test.checks"):
        world = make_world(grounds=("whole", "lifted"), roles=(Role.CLINICIAN,))
    one, another = world.stages["whole"], world.stages["lifted"]
    by = Actor.system("test")
    readers: dict[str, Any] = {
        "relation": selectors.relation_row, "consent": selectors.consent_row, "no_contact": selectors.no_contact_row,
        "do": selectors.merge_row,
    }  # fmt: skip
    for name in ROWS:
        for stage, there in ((one, True), (another, False)):
            if name in readers:
                found = readers[name](by, one.child, stage.rows[name])
            else:
                found = selectors.whereabouts_row(by, one.child, name, stage.rows[name])
            assert (found is not None and found.pk == stage.rows[name]) is there
    lists: list[Any] = [selectors.relations_of, selectors.consents_of, selectors.no_contacts_of, selectors.holds_of, selectors.merges_of]
    for stage in (one, another):
        listed = [row for of in lists for row in of(by, stage.child)]
        listed += [row for rows in selectors.whereabouts_of(by, stage.child).values() for row in rows]
        assert {row.child_id for row in listed} == {stage.child.pk}
        assert len({type(row) for row in listed}) == 9


def test_what_held_at_another_time_is_asked_of_that_time(site: Site) -> None:
    child, ana, _ben, _cleo = a_family(site)
    long_ago = timezone.now() - dt.timedelta(days=60)
    assert (may(ana, child, Need.T1), may(ana, child, Need.T1, now=long_ago)) == (True, False)


def test_what_is_read_of_whom(site: Site) -> None:
    child, ana, _ben, cleo = a_family(site)
    waiting, little = a_child(site, name="Waiting"), a_child(site, birth="2016-01-01")
    for one in (waiting, little):
        related(cleo, one)
    consented(little, tiers=("t1",))
    assert [[one.id for one in part] for part in selectors.my_children(ana)] == [[child.pk], []]
    assert [{one.id for one in part} for part in selectors.my_children(cleo)] == [{child.pk, little.pk}, {waiting.pk}]
    alike = {but: {one.id for one in selectors.records_like(cleo, child.name, "2018-03-09", but=but)} for but in (child.pk, waiting.pk)}
    assert alike == {child.pk: {little.pk}, waiting.pk: {child.pk, little.pk}}  # a birth that is hidden could be this one
    found = [selectors.reached(cleo, child.pk, Need.T5, reason=reason) for reason in ("visit", "", "because")]
    assert found == [child, None, None]
    supervisor = a_user(Role.SUPERVISOR, site)
    assert selectors.supervises(supervisor)
    supervisor.is_active = cleo.is_active = False
    assert not selectors.supervises(supervisor)
    assert not selectors.keeps_records(cleo)


def test_an_emergency_opening_is_of_one_person_one_record_and_one_hour(site: Site) -> None:
    clinician, other, child = a_user(Role.CLINICIAN, site), a_user(Role.CLINICIAN, site), a_child(site)
    beside = a_child(site)
    glass, later, over = _broken(child, clinician), _broken(a_child(site), clinician), _broken(a_child(site), clinician)
    later.opened_at = later.ends_at
    later.ends_at = glass.opened_at + dt.timedelta(hours=2)
    over.opened_at = over.ends_at = glass.opened_at - dt.timedelta(minutes=1)
    later.save()
    over.save()
    assert selectors.open_glass(clinician, child) == glass
    found = [(other, child), (clinician, beside), (clinician, later.child), (clinician, over.child)]
    assert [selectors.open_glass(user, one) for user, one in found] == [None] * 4


def test_which_accounts_could_be_somebody_on_the_list(site: Site) -> None:
    child, beside = a_child(site), a_child(site)
    away = a_site("away")
    rob, bob, lifted = (a_user(Role.TEACHER, site, name) for name in ("Rob Fictional", "Rob Fictional", "Lena Fictional"))
    for where in (site, away):
        a_user(Role.TEACHER, where, "Tom Elsewhere")
    far = a_user(Role.TEACHER, away, "Rob Fictional")
    entry = barred(child, bob, name="Rob Fictional")
    by_address = barred(child, name="Somebody", email=rob.email)
    over = barred(child, lifted, name="Lena Fictional", lifted_at=timezone.now())
    barred(beside, rob, name="Tom Elsewhere")
    assert selectors.resembling_accounts(child) == {entry.pk: [], by_address.pk: []}
    assert selectors.accounts_at(child) == {by_address.pk: [rob]}
    by_address.email = far.email
    by_address.save()
    assert selectors.resembling_accounts(child) == {entry.pk: [rob], by_address.pk: []}
    assert selectors.accounts_at(child) == {by_address.pk: []}
    nameless = a_child(site)
    barred(nameless, name="", email="x@example.org")
    assert not selectors.resembles_barred(nameless, rob)
    found = [selectors.barred_account(child, one.pk) for one in (bob, rob, lifted)]
    assert found == [bob, None, None]
    alike = [selectors.resembles_barred(child, one) for one in (rob, lifted, User.objects.filter(site=site, name="Tom Elsewhere").get())]
    assert (alike, over.lifted_at is None) == ([True, False, False], False)


def test_numbers_about_the_service_are_of_this_service_and_for_who_sees_to_it(site: Site) -> None:
    away = a_site("away")
    supervisor, boss, clinician = (a_user(role, site) for role in (Role.SUPERVISOR, Role.ADMINISTRATOR, Role.CLINICIAN))
    hidden = a_child(site)
    barred(hidden, supervisor)
    past = timezone.now() - dt.timedelta(hours=73)
    for child in (a_child(site), hidden, a_child(away)):
        for reviewed in (None, past):
            late = _broken(child, clinician)
            late.review_by, late.reviewed_at = past, reviewed
            late.save()
    _broken(a_child(site), clinician)
    numbers = [(selectors.late_reviews(one), selectors.number_unkept(one)) for one in (supervisor, boss, clinician, AnonymousUser(), None)]
    assert numbers == [(1, 2), (2, 3), (0, 0), (0, 0), (0, 0)]
    for one in (supervisor, boss):
        one.is_active = False
        assert (selectors.late_reviews(one), selectors.number_unkept(one)) == (0, 0)


def test_a_merge_is_seen_from_the_other_record_only_as_long_as_it_is_proposed(site: Site) -> None:
    nobody, (child, other) = Actor.system("test"), (a_child(site), a_child(site))
    supervisor = a_user(Role.SUPERVISOR, site)
    proposed, done, withdrawn = (Merge.unguarded.create(child=child, other=other, because="same", proposed_by=supervisor) for _ in range(3))
    done.merged_by = withdrawn.withdrawn_by = supervisor
    done.save()
    withdrawn.save()
    assert {one.pk for one in selectors.merges_of(nobody, child)} == {proposed.pk, done.pk, withdrawn.pk}
    assert [one.pk for one in selectors.merges_of(nobody, other)] == [proposed.pk]
    assert selectors.merges_of(nobody, a_child(site)) == []
    assert [selectors.merge_row(nobody, other, one.pk) for one in (proposed, done, withdrawn)] == [proposed, None, None]


def test_a_record_is_found_to_merge_with_by_name_and_day_of_birth_among_those_one_keeps(site: Site) -> None:
    child, twin = a_child(site, name="Mia Fictional"), a_child(site, name="Mia Fictional", birth="2018-03-10")
    keeper, therapist = a_user(Role.CLINICIAN, site), a_user(Role.THERAPIST, site)
    for user in (keeper, therapist):
        for one in (child, twin):
            related(user, one)
    assert selectors.to_merge_with(keeper, child, "mia fictional", " 2018-03-10 ") == twin  # no consent is needed for that
    found = [(keeper, "Mia Fictional", "2018-03-09"), (keeper, "Mio", "2018-03-10"), (therapist, "Mia Fictional", "2018-03-10")]
    assert [selectors.to_merge_with(user, child, name, birth) for user, name, birth in found] == [None] * 3


def test_a_kept_profile_is_recorded_as_read_by_who_reads_it(db: None) -> None:
    with recorded(SETTING_UP, action="test.checks"):
        scene = Scene()
        open_one, closed = scene.begun(), scene.begun()
        close_assessment(by=by(scene.clinician), user=scene.clinician, assessment=closed, seen_version=closed.version)
    for role, assessment, is_read in ((Role.CLINICIAN, closed, True), (Role.CLINICIAN, open_one, False), (Role.THERAPIST, closed, False)):
        page = signed_in(scene.users[role]).get(reverse("assessments:profile", args=[scene.child.pk, assessment.pk]))
        read = set(Event.objects.filter(request=page["X-Request-Number"], verb="read").values_list("table", flat=True))
        assert ("assessments_storedprofile" in read) is is_read
        told = {"assessments_safetyanswer", "assessments_periodanswer"} & read
        assert (len(told), "assessments_rating" in read) == (2 if role == Role.CLINICIAN else 0, True)


def test_what_the_operator_and_the_program_did_is_not_told_to_the_family(site: Site) -> None:
    child, ana, _ben, cleo = a_family(site)
    for who in ("operator:root", "system:restore"):
        selectors.opened_child(Actor(who, who.partition(":")[0]), child)
    roles = {user: {one.role for one in selectors.openings_of(Actor.system("test"), user, child).object_list} for user in (ana, cleo)}
    assert [{"operator", "system"} & told for told in roles.values()] == [set(), {"operator", "system"}]


def test_an_opening_was_an_emergency_of_this_person_at_this_record_at_this_time(site: Site) -> None:
    child, beside = a_child(site), a_child(site)
    keeper, opener, other = (a_user(Role.CLINICIAN, site, name) for name in ("Keeper", "Opener", "Other"))
    _broken(child, opener)
    _broken(beside, other)
    for late, user in ((True, keeper), (False, other)):
        glass = _broken(child, user)
        glass.opened_at = timezone.now() + dt.timedelta(hours=1) if late else glass.opened_at - dt.timedelta(hours=2)
        glass.ends_at = glass.opened_at + dt.timedelta(hours=1)
        glass.save()
    for user in (keeper, opener, other):
        selectors.opened_child(Actor(user.id.hex, "clinician"), child)
    told = {
        one.name: one.in_emergency for one in selectors.openings_of(Actor.system("test"), keeper, child).object_list if not one.is_change
    }
    assert {name: told[name] for name in ("Keeper", "Opener", "Other")} == {"Keeper": False, "Opener": True, "Other": False}

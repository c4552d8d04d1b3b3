"""Erased stays erased after a restore, and what was taken from somebody since the backup is not theirs again."""

from pathlib import Path
from uuid import UUID

import pytest
from django.db import connections
from django.test import Client
from pytest_django import Settings

from rootwise.web.accounts.actions import invite, issue_recovery
from rootwise.web.accounts.models import Site, User
from rootwise.web.accounts.reasons import Lost
from rootwise.web.accounts.roles import Role
from rootwise.web.accounts.selectors import closing_of, invitation_of, recovery_of
from rootwise.web.audit import anchor as anchors
from rootwise.web.audit.anchor import complete_anchor, erased_children
from rootwise.web.audit.models import Content, Event
from rootwise.web.audit.recording import recorded
from rootwise.web.audit.sealing import Head
from rootwise.web.audit.verify import verify
from rootwise.web.backup import since as since_backup
from rootwise.web.backup.copies import administer
from rootwise.web.backup.make import make_backup
from rootwise.web.backup.restore import Restored, restore
from rootwise.web.children.actions import (
    close_child,
    do_merge,
    do_unmerge,
    erase_child,
    propose_erasure,
    propose_merge,
    propose_unmerge,
    withdraw_consent,
)
from rootwise.web.children.models import Child, Consent, Merge, Placement, Relation, Retention
from rootwise.web.database.session import NamedConnection
from rootwise.web.keys import UnusableKeys
from tests.web.children.people import a_child, consented, consented_to_all, related
from tests.web.people import BY, PASSWORD, make_site, make_user, signed_in


@pytest.fixture
def grace(committing: None) -> User:
    return make_user(make_site(), "Grace", Role.SUPERVISOR)


@pytest.fixture
def ines(grace: User) -> User:
    return make_user(grace.site, "Ines", Role.CLINICIAN)


@pytest.fixture
def noa(grace: User, ines: User) -> Child:
    with recorded(BY, action="test"):
        child = a_child(grace.site, name="Noa Canary")
        consented_to_all(child)
        related(ines, child)
        Placement.unguarded.create(child=child, starts="2026-01-01", kind="foster", address="Canary Street 1")
    return child


def _erase(child: Child, by: User) -> None:
    child.refresh_from_db()
    close_child(by=BY, child=child, seen_version=child.version)
    propose_erasure(by=BY, user=make_user(by.site, "Proposer", Role.CLINICIAN), child=child, seen_version=child.version)
    erase_child(by=BY, user=by, child=child, seen_version=child.version)


def _restored(place: Path) -> Restored:
    done = restore(place, is_drill=False)
    if connections["default"].vendor == "postgresql":
        administer(f'DROP DATABASE "{done.kept_as}"')
    return done


def _is_gone(child: UUID) -> bool:
    rows = [model.unguarded.filter(child=child).count() for model in (Consent, Relation, Placement)]
    found = Child.unguarded.get(pk=child)
    values = str(list(Content.objects.values_list("values", flat=True)))
    return rows == [0, 0, 0] and found.retention == Retention.ERASED and found.name == "" and "Canary" not in values


@pytest.mark.parametrize("known_from", ["witness", "database in use"])
def test_who_was_erased_after_the_backup_is_erased_again(
    noa: Child, grace: User, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, known_from: str
) -> None:
    place = tmp_path / "one.backup"
    make_backup(place)
    _erase(noa, grace)
    if known_from == "witness":
        monkeypatch.setattr(since_backup, "_is_readable", lambda: False)
    else:
        settings.AUDIT_ANCHOR = None
    done = _restored(place)
    assert done.erased_again == (noa.pk.hex,)
    assert _is_gone(noa.pk)
    assert done.problems == ()
    if known_from == "witness":
        assert verify(anchor=settings.AUDIT_ANCHOR).problems == ()
        assert (done.since.done, done.since.is_nothing) == (None, False)
    else:
        assert dict(done.since.done or {}) == {
            "accounts.add_user": 1,
            "children.close_child": 1,
            "children.propose_erasure": 1,
            "children.erase_child": 1,
            "audit.erase_contents": 1,
        }


def test_who_was_part_of_a_merge_at_the_time_of_the_backup_is_erased_alone(noa: Child, grace: User, ines: User, tmp_path: Path) -> None:
    with recorded(BY, action="test"):
        other = a_child(grace.site, name="Other Child")
        Placement.unguarded.create(child=other, starts="2026-01-01", kind="foster", address="Other Street 2")
    merge = propose_merge(by=BY, user=ines, merge=Merge(child=other, other=noa, because="one child"))
    do_merge(by=BY, user=grace, merge=merge, seen_version=merge.version)
    make_backup(tmp_path / "one.backup")
    propose_unmerge(by=BY, user=ines, merge=merge, seen_version=merge.version)
    do_unmerge(by=BY, user=grace, merge=merge, seen_version=merge.version)
    _erase(noa, grace)
    assert _restored(tmp_path / "one.backup").erased_again == (noa.pk.hex,)
    assert _is_gone(noa.pk)
    assert [one.address for one in Placement.unguarded.filter(child=other)] == ["Other Street 2"]


def test_an_erasure_that_nobody_sealed_erases_nobody_and_is_told(noa: Child, tmp_path: Path, anchor: Path) -> None:
    make_backup(tmp_path / "one.backup")
    with anchor.open("a") as file:
        file.write(f"2026-11-22T00:00:00+00:00 erased 5 {noa.pk.hex} 1 {'0' * 64}\n")
    assert verify(anchor=anchor).problems == ("anchor: 1 lines are not lines of an anchor",)
    assert _restored(tmp_path / "one.backup").erased_again == ()
    assert Child.unguarded.get(pk=noa.pk).name == "Noa Canary"


def test_a_restore_stops_at_an_erasure_whose_key_is_missing_and_names_it(noa: Child, tmp_path: Path, anchor: Path) -> None:
    make_backup(tmp_path / "one.backup")
    with anchor.open("a") as file:
        file.write(f"2026-11-22T00:00:00+00:00 erased 5 {noa.pk.hex} 2 {'0' * 64}\n")
    with pytest.raises(UnusableKeys, match=r"audit-2\.key"):
        restore(tmp_path / "one.backup", is_drill=True)


def test_the_line_of_an_erasure_that_a_kill_left_out_is_written_at_the_next_start(
    noa: Child, grace: User, anchor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr(NamedConnection, "after_commit", [])
        _erase(noa, grace)
    assert erased_children(anchor) == set()
    assert len(verify(anchor=anchor).notes) == 1  # so many events are not in the anchor yet
    complete_anchor()
    assert erased_children(anchor) == {noa.pk.hex}
    whole = anchor.read_bytes()
    assert (verify(anchor=anchor).problems, verify(anchor=anchor).notes) == ((), ())
    complete_anchor()
    assert anchor.read_bytes() == whole


def test_an_anchor_of_another_installation_is_not_completed(noa: Child, anchor: Path) -> None:
    anchors.write_restoration(1, "f" * 64)
    before = anchor.read_bytes()
    complete_anchor()
    assert anchor.read_bytes() == before


def test_when_nothing_was_done_since_everybody_comes_in(noa: Child, ines: User, tmp_path: Path) -> None:
    make_backup(tmp_path / "one.backup")
    done = _restored(tmp_path / "one.backup")
    assert done.since.is_nothing
    assert closing_of(ines.site_id) is None
    assert signed_in(ines).get(f"/children/{noa.pk}/").status_code == 200


def _later(name: str) -> None:
    with recorded(BY, action="test"):
        Site.objects.create(name=name)


def test_nothing_came_after_only_if_every_witness_says_so(
    grace: User, tmp_path: Path, anchor: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = make_backup(tmp_path / "one.backup")
    assert since_backup.since(manifest).is_nothing
    settings.AUDIT_ANCHOR = None
    _later("The witness has not heard of it")
    settings.AUDIT_ANCHOR = anchor
    assert not since_backup.since(manifest).is_nothing
    monkeypatch.setattr(since_backup, "_is_readable", lambda: False)
    assert since_backup.since(manifest).is_nothing  # the witness is all there is
    monkeypatch.setattr(since_backup, "last_anchor", lambda _place: Head(manifest.head.count + 1, "f" * 64))
    assert not since_backup.since(manifest).is_nothing
    settings.AUDIT_ANCHOR = None
    assert not since_backup.since(manifest).is_nothing  # nobody says so


def test_after_the_restore_of_an_older_backup_nobody_comes_in_until_a_supervisor_has_looked(
    noa: Child, grace: User, ines: User, tmp_path: Path
) -> None:
    with recorded(BY, action="test"):
        consent = consented(noa)
    make_backup(tmp_path / "one.backup")
    withdraw_consent(by=BY, user=ines, consent=consent, seen_version=consent.version)
    assert dict(_restored(tmp_path / "one.backup").since.done or {}) == {"children.withdraw_consent": 1}
    clinician, supervisor = signed_in(ines), signed_in(grace)
    for page in (f"/children/{noa.pk}/", "/children/", "/account"):
        refused = clinician.get(page)
        assert refused.status_code == 503
        assert "The records were put back from a backup." in refused.content.decode()
    assert clinician.post("/service/open").status_code == 503
    assert "Everything is as it was on" in supervisor.get("/service/open").content.decode()
    assert supervisor.post("/service/open").status_code == 302
    assert clinician.get(f"/children/{noa.pk}/").status_code == 200
    assert clinician.get("/service/open").status_code == 404
    assert supervisor.get("/service/open").status_code == 404
    assert Event.objects.filter(verb="service_opened", actor=grace.pk.hex).count() == 1


def test_a_supervisor_is_led_there_and_opens_the_own_service_only(noa: Child, grace: User, ines: User, tmp_path: Path) -> None:
    elsewhere = make_user(make_site("Elsewhere"), "Ruth", Role.CAREGIVER)
    make_backup(tmp_path / "one.backup")
    _erase(noa, grace)
    _restored(tmp_path / "one.backup")
    signed_in(grace).post("/service/open")
    assert signed_in(ines).get("/account").status_code == 200
    visitor = Client()
    visitor.post("/account/sign-in", {"login": elsewhere.email, "password": PASSWORD})
    assert visitor.get("/account").status_code == 503
    assert visitor.get("/").status_code == 200  # where help is
    assert visitor.post("/account/sign-out").status_code == 302


def test_links_and_codes_that_were_out_work_no_more(noa: Child, grace: User, ines: User, tmp_path: Path) -> None:
    boss = make_user(grace.site, "Omar", Role.ADMINISTRATOR)
    _, token = invite(by=BY, inviter=boss, email="x@example.org", role=Role.CAREGIVER)
    _, code = issue_recovery(by=BY, issuer=boss, user=ines, lost=Lost.PASSWORD)
    make_backup(tmp_path / "one.backup")
    assert invitation_of(token)
    assert recovery_of(ines.email, code)
    _erase(noa, grace)
    _restored(tmp_path / "one.backup")
    assert invitation_of(token) is None
    assert recovery_of(ines.email, code) is None


def test_a_drill_erases_in_the_copy_only(noa: Child, grace: User, anchor: Path, tmp_path: Path) -> None:
    make_backup(tmp_path / "one.backup")
    _erase(noa, grace)
    before, events = anchor.read_bytes(), Event.objects.count()
    assert restore(tmp_path / "one.backup", is_drill=True).erased_again == (noa.pk.hex,)
    assert (anchor.read_bytes(), Event.objects.count()) == (before, events)

"""Whatever belongs to a child goes with it: into a merged record and back, and away when it is erased."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone

from rootwise.web.accounts.roles import Role
from rootwise.web.assessments.actions import close_assessment, correct_assessment
from rootwise.web.assessments.models import Assessment, Rating, RelationAnswer, StoredProfile
from rootwise.web.audit.models import Content, Event
from rootwise.web.audit.recording import recorded
from rootwise.web.audit.sealing import seal_what_is_left
from rootwise.web.audit.verify import verify
from rootwise.web.backup.rows import table_lines
from rootwise.web.children.actions import (
    change_whereabouts,
    close_child,
    do_merge,
    do_unmerge,
    erase_child,
    lift_no_contact,
    propose_erasure,
    propose_merge,
    propose_unmerge,
)
from rootwise.web.children.belongings import to_erase
from rootwise.web.children.models import Child, Merge, Placement
from rootwise.web.database.encrypted import as_stored
from tests.web.assessments.people import Scene, by
from tests.web.children.people import SETTING_UP, a_child, a_user, barred, days

CANARIES = (
    "CANARY1NAME", "CANARY4BARRED", "CANARY4BECAUSE", "CANARY4LIFTED", "CANARY3ANSWER",
)  # fmt: skip


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    with recorded(SETTING_UP, action="test.assessments"):
        yield Scene()


def test_every_table_of_a_child_is_named() -> None:
    of_a_child = {
        one
        for one in apps.get_models()
        if any(field.related_model is Child and field.name == "child" for field in one._meta.concrete_fields)
    }
    assert of_a_child - {Merge} == set(to_erase())
    assert len(to_erase()) == len(set(to_erase()))


def _closed_and_corrected(scene: Scene) -> Assessment:
    actor, assessment = by(scene.clinician), scene.imported()
    close_assessment(by=actor, user=scene.clinician, assessment=assessment, seen_version=assessment.version)
    return correct_assessment(by=actor, user=scene.clinician, assessment=assessment, because="CANARY4WHY", new_id=uuid.uuid4())


def test_an_erasure_takes_all_of_it(scene: Scene) -> None:
    _closed_and_corrected(scene)
    actor, child = by(scene.clinician), Child.unguarded.get(pk=scene.child.pk)
    supervisor = scene.users[Role.SUPERVISOR]
    close_child(by=actor, child=child, seen_version=child.version)
    propose_erasure(by=actor, user=scene.clinician, child=child, seen_version=child.version)
    erase_child(by=by(supervisor), user=supervisor, child=child, seen_version=child.version)
    assert [model for model in to_erase() if model.unguarded.filter(child=child).exists()] == []
    events = Event.objects.filter(child=child.pk.hex)
    assert events.filter(table=Rating._meta.db_table).exists()
    assert not Content.objects.filter(event__in=events.values("id")).exists()


def test_a_merge_takes_it_along_and_back(scene: Scene) -> None:
    _closed_and_corrected(scene)
    kept = a_child(scene.site)
    second: Any = a_user(Role.CLINICIAN, scene.site)
    actor, other = by(scene.clinician), by(second)
    merge = Merge(child=kept, other=Child.unguarded.get(pk=scene.child.pk), because="the same child")
    merge = propose_merge(by=actor, user=scene.clinician, merge=merge)
    do_merge(by=other, user=second, merge=merge, seen_version=merge.version)
    assert StoredProfile.unguarded.get().child_id == kept.pk
    assert Assessment.unguarded.filter(child=kept).count() == 2
    propose_unmerge(by=actor, user=scene.clinician, merge=merge, seen_version=merge.version)
    do_unmerge(by=other, user=second, merge=merge, seen_version=merge.version)
    assert Assessment.unguarded.filter(child=scene.child).count() == 2
    assert not Rating.unguarded.filter(child=kept).exists()


def _everything_stored() -> str:
    return "".join(table_lines(apps, "default", []))


def test_erasing_a_record_that_was_merged_and_taken_apart_leaves_no_word_of_it_anywhere(scene: Scene) -> None:
    """What was written while it was part of the other stands under that one's id in the audit. The other keeps its own."""
    actor, second = by(scene.clinician), a_user(Role.SUPERVISOR, scene.site)
    kept = a_child(scene.site, name="KEPT Child")
    child = Child.unguarded.get(pk=scene.child.pk)
    child.name = "CANARY1NAME"
    child.save()
    assessment = scene.imported()
    place = Placement.unguarded.create(child=child, kind="foster", address="CANARY5STREET", starts=days(-5))
    own = Placement.unguarded.create(child=kept, kind="foster", address="KEPT Street", starts=days(-5))
    entry = barred(child, name="CANARY4BARRED")
    merge = propose_merge(by=actor, user=scene.clinician, merge=Merge(child=kept, other=child, because="CANARY4BECAUSE"))
    do_merge(by=by(second), user=second, merge=merge, seen_version=merge.version)

    place.refresh_from_db()
    place.note = "CANARY5NOTE"
    change_whereabouts(by=actor, row=place, seen_version=place.version)
    with as_stored():
        ciphertexts = list(Placement.unguarded.filter(pk=place.pk).values_list("address", "note").get())
    own.note = "KEPT note"
    change_whereabouts(by=actor, row=own, seen_version=own.version)
    entry.refresh_from_db()
    lift_no_contact(by=by(second), user=second, no_contact=entry, because="CANARY4LIFTED", seen_version=entry.version)
    answer = RelationAnswer(
        assessment=assessment, item="another", value={"note": "CANARY3ANSWER"}, written_by="x", written_at=timezone.now()
    )
    answer.child = kept
    answer.save()
    assert all(one in _everything_stored() for one in (*CANARIES, *ciphertexts))

    propose_unmerge(by=actor, user=scene.clinician, merge=merge, seen_version=merge.version)
    do_unmerge(by=by(second), user=second, merge=merge, seen_version=merge.version)
    child.refresh_from_db()
    close_child(by=actor, child=child, seen_version=child.version)
    propose_erasure(by=actor, user=scene.clinician, child=child, seen_version=child.version)
    erase_child(by=by(second), user=second, child=child, seen_version=child.version)

    left = _everything_stored()
    assert [one for one in (*CANARIES, *ciphertexts) if one in left] == []
    assert Content.objects.filter(event__in=Event.objects.filter(row=own.pk.hex).values("id")).count() == 2
    assert "KEPT Child" in left
    with transaction.atomic():
        seal_what_is_left()
    assert [one for one in verify().problems if "position" in one] == []


def test_what_was_written_in_a_merged_record_goes_back_with_what_it_is_about_and_outlives_the_other(scene: Scene) -> None:
    actor, second = by(scene.clinician), a_user(Role.SUPERVISOR, scene.site)
    assessment, kept = scene.imported(), a_child(scene.site)
    close_assessment(by=actor, user=scene.clinician, assessment=assessment, seen_version=assessment.version)
    merge = propose_merge(by=actor, user=scene.clinician, merge=Merge(child=kept, other=scene.child, because="the same child"))
    do_merge(by=by(second), user=second, merge=merge, seen_version=merge.version)
    assessment.refresh_from_db()
    how: dict[str, Any] = {"user": scene.clinician, "because": "a slip", "new_id": uuid.uuid4()}
    copy = correct_assessment(by=actor, assessment=assessment, **how)
    assert copy.child_id == kept.pk
    propose_unmerge(by=actor, user=scene.clinician, merge=merge, seen_version=merge.version)
    do_unmerge(by=by(second), user=second, merge=merge, seen_version=merge.version)
    assert not Assessment.unguarded.filter(child=kept).exists()
    assert not Rating.unguarded.filter(child=kept).exists()

    kept.refresh_from_db()
    close_child(by=actor, child=kept, seen_version=kept.version)
    propose_erasure(by=actor, user=scene.clinician, child=kept, seen_version=kept.version)
    later = Event.objects.filter(row=copy.pk.hex).exclude(child=kept.pk.hex)
    told = Content.objects.filter(event__in=later.values("id")).count()
    assert told
    erase_child(by=by(second), user=second, child=kept, seen_version=kept.version)
    assert Content.objects.filter(event__in=later.values("id")).count() == told

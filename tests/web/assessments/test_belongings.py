"""Whatever belongs to a child goes with it: into a merged record and back, and away when it is erased."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps

from rootwise.web.accounts.roles import Role
from rootwise.web.assessments.actions import close_assessment, correct_assessment
from rootwise.web.assessments.models import Assessment, Rating, StoredProfile
from rootwise.web.audit.models import Content, Event
from rootwise.web.audit.recording import recorded
from rootwise.web.children.actions import close_child, do_merge, do_unmerge, erase_child, propose_erasure, propose_merge, propose_unmerge
from rootwise.web.children.belongings import to_erase
from rootwise.web.children.models import Child, Merge
from tests.web.assessments.people import Scene, by
from tests.web.children.people import SETTING_UP, a_child, a_user


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

"""Writing an attempt: once however often it is sent, never after the reference was shown."""

import uuid

import pytest

from rootwise.web.audit.models import Event
from rootwise.web.database.versions import EditConflict
from rootwise.web.training.actions import Refused, begin_attempt, finish_attempt, rate
from rootwise.web.training.models import Attempt, Rating
from tests.web.training.people import NOA, Team, begun, by, finished


def test_there_is_one_open_attempt_at_a_story(team: Team) -> None:
    first = begun(team.clinician)
    assert begun(team.clinician).pk == first.pk
    assert begun(team.clinician, "mateo@1").pk != first.pk
    assert Attempt.objects.count() == 2


def test_the_same_form_sent_again_after_finishing_begins_nothing(team: Team) -> None:
    done = finished(team.clinician, {"sleep": 5})
    again = begin_attempt(by=by(team.clinician), attempt=Attempt(pk=done.pk, user=team.clinician, vignette=NOA))
    assert again.is_finished
    assert Attempt.objects.count() == 1


def test_a_rating_sent_twice_is_one_row_and_another_is_a_conflict(team: Team) -> None:
    attempt, actor = begun(team.clinician), by(team.clinician)
    for _ in range(2):
        rate(by=actor, attempt=attempt, function="sleep", rating=5, seen_version=0)
    with pytest.raises(EditConflict):
        rate(by=actor, attempt=attempt, function="sleep", rating=7, seen_version=0)
    rate(by=actor, attempt=attempt, function="sleep", rating=None, seen_version=1)
    with pytest.raises(EditConflict):
        rate(by=actor, attempt=attempt, function="sleep", rating=8, seen_version=1)
    row = Rating.objects.get()
    assert (row.rating, row.version) == (None, 2)


def test_after_finishing_nothing_is_changed(team: Team) -> None:
    attempt = finished(team.clinician, {"sleep": 5})
    for function, version in (("sleep", 1), ("mood", 0)):
        with pytest.raises(Refused, match="finished"):
            rate(by=by(team.clinician), attempt=attempt, function=function, rating=7, seen_version=version)
    assert finish_attempt(by=by(team.clinician), attempt=attempt, seen_version=1).finished_at == attempt.finished_at
    assert [(one.function, one.rating) for one in Rating.objects.all()] == [("sleep", 5)]


def test_an_empty_attempt_is_not_finished(team: Team) -> None:
    with pytest.raises(Refused, match="at least one"):
        finish_attempt(by=by(team.clinician), attempt=begun(team.clinician), seen_version=1)


def test_what_was_done_is_recorded_under_its_name_and_without_a_child(team: Team) -> None:
    attempt = finished(team.clinician, {"sleep": 5})
    events = Event.objects.filter(table__startswith="training_").order_by("id")
    assert [(one.action, one.verb, one.actor, one.child) for one in events] == [
        ("training.begin_attempt", "insert", team.clinician.pk.hex, ""),
        ("training.rate", "insert", team.clinician.pk.hex, ""),
        ("training.finish_attempt", "update", team.clinician.pk.hex, ""),
    ]
    assert {events[0].row, events[2].row} == {attempt.pk.hex}
    assert uuid.UUID(events[1].row) == Rating.objects.get().pk

"""The list over all of one's children: what it tells whom, in which order, what a search gives away, and how many queries it takes."""

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import Role
from rootwise.web.assessments.actions import add_rater, answer, make_link
from rootwise.web.assessments.models import Assessment, Flag, Rater
from rootwise.web.assessments.parts import rating_part, safety_part
from rootwise.web.assessments.to_do import Line, ToDo, numbers, to_do_list
from rootwise.web.audit.models import Event
from rootwise.web.audit.recording import recorded
from rootwise.web.children.models import BreakGlass, Child
from rootwise.web.children.needs import Purpose
from tests.web.assessments.people import Scene, by
from tests.web.children.people import SETTING_UP, a_child, consented, consented_to_all, days, related, signed_in


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    with recorded(SETTING_UP, action="test.to_do"):
        yield Scene()


def a_child_of(scene: Scene, name: str) -> Child:
    child = a_child(scene.site, name=name)
    consented_to_all(child)
    for role in (Role.CLINICIAN, Role.OCCUPATIONAL_THERAPIST):
        related(scene.users[role], child)
    return child


def assessed(scene: Scene, child: Child, *, days_ago: int = 1, is_closed: bool = False) -> Assessment:
    closed: dict[str, Any] = {"closed_by": scene.clinician, "closed_at": timezone.now()} if is_closed else {}
    return Assessment.unguarded.create(
        child=child, instrument="open-functional-map@1", assessed_on=days(-days_ago), child_key="child", begun_by=scene.clinician, **closed
    )


def asked(scene: Scene, assessment: Assessment, name: str) -> Rater:
    rater = add_rater(by=SETTING_UP, assessment=assessment, user=None, role="caregiver", name=name)
    make_link(by=SETTING_UP, user=scene.clinician, assessment=assessment, rater=rater, language="en", days=5, new_id=uuid.uuid4())
    return rater


def flagged(assessment: Assessment) -> None:
    answer(by=SETTING_UP, assessment=assessment, part=safety_part("missing"), value={"answer": "yes"}, seen_version=0)


def listed(user: User, **given: str) -> list[Line]:
    return list(to_do_list(by(user), user, **given))


def of(user: User, child: Child) -> Line:
    return next(one for one in listed(user) if one.who.id == child.pk)


def test_the_most_urgent_child_comes_first(scene: Scene) -> None:
    calm, over, flag, waits = (a_child_of(scene, name) for name in ("Ada", "Bea", "Cleo", "Dora"))
    assessed(scene, calm, is_closed=True)
    assessed(scene, over, days_ago=200, is_closed=True)
    flagged(assessed(scene, flag))
    asked(scene, assessed(scene, waits), "Aunt")
    found = {one.who.name: one.to_do for one in listed(scene.clinician)}
    assert found == {
        "Cleo": [ToDo.FLAG, ToDo.OPEN],
        "Bea": [ToDo.OVER],
        "Dora": [ToDo.ASKED, ToDo.OPEN],
        "Noa Fictional": [ToDo.NEVER],
        "Ada": [],
    }
    assert list(found) == ["Cleo", "Bea", "Dora", "Noa Fictional", "Ada"]
    assert [one.who.name for one in listed(scene.clinician, only="asked")] == ["Dora"]
    assert numbers(scene.clinician) == [(ToDo.FLAG, 1), (ToDo.OVER, 1), (ToDo.ASKED, 1), (ToDo.OPEN, 2), (ToDo.NEVER, 1)]


def test_what_is_missing_is_counted(scene: Scene) -> None:
    assessment = assessed(scene, scene.child)
    aunt = asked(scene, assessment, "Aunt")
    for function, value in (("sleep", {"rating": 4}), ("mood", {"missing": "not_asked"}), ("peer_play", {"missing": "not_observed"})):
        answer(by=by(scene.clinician), assessment=assessment, part=rating_part(function, aunt.key), value=value, seen_version=0)
    answer(by=by(scene.clinician), assessment=assessment, part=safety_part("missing"), value={"answer": "no"}, seen_version=0)
    [one] = of(scene.clinician, scene.child).open
    assert (one.functions, one.relations, one.safety) == (30, 8, 23)
    assert [(row.link.rater.name, row.answered, row.state) for row in one.asked] == [("Aunt", 2, "sent")]


def test_who_may_not_see_history_is_told_of_no_flag_and_no_day_that_tells_of_one(scene: Scene) -> None:
    assessed(scene, scene.child, days_ago=9, is_closed=True)
    flagged(assessed(scene, scene.child))
    therapist = scene.users[Role.OCCUPATIONAL_THERAPIST]
    line = of(therapist, scene.child)
    assert (line.flags, line.late_flags, line.open[0].safety) == (0, 0, None)
    page = signed_in(therapist).get(reverse("to_do")).content.decode()
    assert "no longer holds" in page
    assert "held until" not in page
    assert "safety" not in page


def test_a_flag_that_waited_too_long_is_told_first(scene: Scene) -> None:
    flagged(assessed(scene, scene.child))
    flag = Flag.unguarded.get()
    flag.escalate_at = timezone.now() - dt.timedelta(minutes=1)
    flag.save()
    assert of(scene.clinician, scene.child).to_do == [ToDo.LATE, ToDo.FLAG, ToDo.OPEN]


def test_the_page_leads_to_a_reminder_and_a_new_link(scene: Scene) -> None:
    asked(scene, assessed(scene, scene.child), "Aunt Fictional")
    client = signed_in(scene.clinician)
    page = client.get(reverse("to_do")).content.decode()
    places = re.findall(r'href="(/children/[^"]*/asked/[^"]*)"', page)
    assert len(places) == 2
    assert [client.get(one).status_code for one in places] == [200, 200]
    assert "Write to this person as you always do" in client.get(places[0]).content.decode()
    assert 'value="Aunt Fictional"' in client.get(places[1]).content.decode()


@pytest.mark.parametrize("written", ["jose", "JOSÉ", "Jose\u0301", "  josé ruiz"])
def test_a_name_is_found_without_its_accents_and_capitals(scene: Scene, written: str) -> None:
    a_child_of(scene, "José Ruiz")
    assert [one.who.name for one in listed(scene.clinician, search=written)] == ["José Ruiz"]


def test_a_name_that_may_not_be_seen_is_answered_like_one_that_is_not_there(scene: Scene) -> None:
    client = signed_in(scene.clinician)
    before = client.get(reverse("to_do"), {"q": "Hidden"})
    hidden = a_child(scene.site, name="Hidden One")
    consented_to_all(hidden)
    flagged(assessed(scene, hidden))
    after = client.get(reverse("to_do"), {"q": "Hidden"})
    told = [re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", one.content.decode()) for one in (before, after)]
    assert (before.status_code, told[0]) == (after.status_code, told[1])


def test_who_is_shown_is_recorded_and_who_is_not_is_not(scene: Scene) -> None:
    shown, other = a_child_of(scene, "Ada"), a_child_of(scene, "Bea")
    answer_to = signed_in(scene.clinician).get(reverse("to_do"), {"q": "ada"})
    read = Event.objects.filter(request=answer_to.headers["X-Request-Number"], verb="read")
    assert set(read.values_list("child", flat=True)) == {shown.pk.hex}
    assert "assessments_flag" in set(read.values_list("table", flat=True))
    assert other.pk.hex not in answer_to.content.decode().replace("-", "")


def test_the_number_of_queries_does_not_grow_with_the_children(scene: Scene) -> None:
    counted = []
    for many in (3, 27):
        for number in range(many):
            child = a_child_of(scene, f"Child {many} {number}")
            assessed(scene, child, days_ago=200, is_closed=True)
            assessment = assessed(scene, child)
            flagged(assessment)
            asked(scene, assessment, "Aunt")
        with CaptureQueriesContext(connection) as captured:
            assert len(listed(scene.clinician)) == (4 if many == 3 else 31)
        counted.append(len(captured))
    assert counted[0] == counted[1] <= 20
    with CaptureQueriesContext(connection) as captured:
        numbers(scene.clinician)
    assert len(captured) <= 13


def test_only_children_of_whom_one_may_write_are_listed_and_of_safety_only_what_one_may_write(scene: Scene) -> None:
    told_little, closed, glass, partly = (a_child(scene.site, name=name) for name in ("Little", "Closed", "Glass", "Partly"))
    consented(told_little, Purpose.CARE, ("t1", "t2"))
    consented_to_all(closed)
    consented(partly, Purpose.CARE, ("t1", "t2", "t3"))
    for one in (told_little, closed, partly):
        related(scene.clinician, one)
    for one in (glass, partly):
        _broken(one, scene.clinician)
    closed.retention = "closed"
    closed.save()
    flagged(assessed(scene, partly))
    flagged(assessed(scene, scene.child))
    assert [(one.who.name, one.sees_all, one.flags) for one in listed(scene.clinician)] == [
        ("Noa Fictional", True, 1),
        ("Partly", False, 0),
    ]
    Flag.unguarded.filter(child=scene.child).delete()
    done = {"acknowledged_by": scene.clinician, "acknowledged_at": timezone.now(), "action_taken": "told"}
    late = {"raised_at": timezone.now(), "escalate_at": timezone.now()}
    open_one = Assessment.unguarded.get(child=scene.child)
    Flag.unguarded.create(assessment=open_one, child=scene.child, question="missing", severity="now", said_by="x", **late, **done)
    assert (of(scene.clinician, scene.child).flags, numbers(scene.users[Role.CAREGIVER])) == (0, [])


def _broken(child: Child, user: User) -> None:
    now, hour = timezone.now(), dt.timedelta(hours=1)
    BreakGlass.unguarded.create(child=child, user=user, reason="x", opened_at=now, ends_at=now + hour, review_by=now + hour)

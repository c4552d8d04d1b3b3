"""A page that shows a value of tier T3 or above has left, in that very request, the record of reading it: which child, table and column."""

from typing import Any

import pytest

from rootwise.web.accounts.roles import Role
from rootwise.web.audit.models import Event
from rootwise.web.audit.recording import recorded
from tests.web.access.canaries import Canary, plant
from tests.web.access.test_canaries import crawl
from tests.web.access.world import MatrixWorld, make_world
from tests.web.children.people import SETTING_UP


@pytest.fixture
def world(db: None) -> MatrixWorld:
    with recorded(SETTING_UP, action="test.reads"):
        return make_world(grounds=("whole",))


@pytest.fixture
def canaries(world: MatrixWorld) -> list[Canary]:
    stage = world.stages["whole"]
    with recorded(SETTING_UP, action="test.reads"):
        return plant([stage.child, stage.other, world.glass.child])


def unrecorded(answer: Any, canaries: list[Canary]) -> tuple[list[str], set[str]]:
    """What the answer shows without a record of reading it, and all it shows."""
    text = answer.content.decode()
    shown = [one for one in canaries if one.word in text]
    number = answer.headers["X-Request-Number"]
    read = {(event.child, event.table, column) for event in Event.objects.filter(request=number, verb="read") for column in event.columns}
    return [f"{one.table}.{one.column}" for one in shown if (one.child, one.table, one.column) not in read], {one.table for one in shown}


SHOWN_SOMEWHERE = {
    "children_relation", "children_consent", "children_nocontact", "children_breakglass", "children_merge",
    "children_placement", "children_household", "children_school", "children_contact", "audit_event",
    "assessments_assessment", "assessments_rater", "assessments_safetyanswer", "assessments_periodanswer", "assessments_contextanswer",
    "assessments_rating", "assessments_flag", "assessments_storedprofile",
}  # fmt: skip


def test_what_is_shown_has_been_recorded_as_read(world: MatrixWorld, canaries: list[Canary]) -> None:
    wrong: list[str] = []
    shown: set[str] = set()
    for role in Role:
        for route, way, answer in crawl(world, role, "current"):
            missing, tables = unrecorded(answer, canaries)
            shown |= tables
            wrong += [f"{route.name} {way} {role}: {one}" for one in missing]
    assert wrong == []
    assert shown == SHOWN_SOMEWHERE  # canaries that nobody ever sees would prove nothing

"""No flag is lost and none is late, whoever looks and whenever the program was started again."""

import datetime as dt
import random
from collections.abc import Iterator

import pytest
from django.utils import timezone

from rootwise.instrument.model import Severity
from rootwise.web.accounts.roles import Role
from rootwise.web.assessments.flags import ESCALATES_AFTER
from rootwise.web.assessments.models import Flag
from rootwise.web.assessments.waiting import late_elsewhere, number_of_flags, waiting_flags
from rootwise.web.audit.recording import recorded
from tests.web.assessments.people import Scene, by
from tests.web.children.people import SETTING_UP, a_user, barred, signed_in

NUMBER = 10_000


@pytest.fixture
def written(db: None) -> Iterator[None]:
    with recorded(SETTING_UP, action="test.assessments"):
        yield


def test_of_ten_thousand_flags_none_is_lost_and_none_is_late(written: None) -> None:
    """A fake clock over a year. What is due is worked out here from what happened, and never from what the program keeps."""
    chance = random.Random(4)
    scene = Scene()
    start = timezone.now()
    assessments = [scene.begun() for _ in range(NUMBER // 24 + 1)]
    questions = [f"question_{number}" for number in range(24)]
    told: list[tuple[dt.datetime, dt.datetime, dt.datetime | None]] = []
    flags = []
    for number in range(NUMBER):
        severity = chance.choice(list(Severity))
        raised = start + dt.timedelta(minutes=chance.randrange(365 * 24 * 60))
        done = raised + dt.timedelta(minutes=chance.randrange(7 * 24 * 60)) if chance.random() < 0.9 else None
        told.append((raised, raised + ESCALATES_AFTER[severity], done))
        flags.append(
            Flag(
                assessment=assessments[number // 24],
                child=scene.child,
                question=questions[number % 24],
                severity=severity.value,
                said_by=scene.clinician.pk.hex,
                raised_at=raised,
                escalate_at=raised + ESCALATES_AFTER[severity],
                acknowledged_at=done,
                acknowledged_by=scene.clinician if done else None,
                action_taken="done" if done else "",
            )
        )
    Flag.unguarded.bulk_create(flags, batch_size=500)
    outsider = a_user(Role.SUPERVISOR, scene.site)
    for _ in range(20):
        now = start + dt.timedelta(minutes=chance.randrange(380 * 24 * 60))
        late = sum(done is None and due <= now for _raised, due, done in told)
        assert len(late_elsewhere(outsider, now)) == late  # nobody of the team may look: the other supervisors are told of every one
    assert number_of_flags(scene.clinician) == sum(done is None for _raised, _due, done in told)


class TestWhoIsTold:
    @pytest.fixture
    def scene(self, written: None) -> Scene:  # noqa: ARG002
        scene = Scene()
        now = timezone.now()
        for minutes, severity in ((1, "now"), (45, "now"), (1, "soon")):
            raised = now - dt.timedelta(minutes=minutes)
            Flag.unguarded.create(
                assessment=scene.begun(),
                child=scene.child,
                question="self_harm",
                severity=severity,
                said_by=scene.clinician.pk.hex,
                raised_at=raised,
                escalate_at=raised + ESCALATES_AFTER[Severity(severity)],
                said="CANARY4SAID",
            )
        return scene

    def test_the_late_ones_come_first(self, scene: Scene) -> None:
        found = waiting_flags(by(scene.clinician), scene.clinician)
        assert [(one.is_late, one.raised.flag.severity) for one in found] == [(True, "now"), (False, "now"), (False, "soon")]

    def test_a_supervisor_who_does_not_see_the_child_is_told_whom_to_ask_and_nothing_else(self, scene: Scene) -> None:
        page = signed_in(a_user(Role.SUPERVISOR, scene.site, name="Sue Pervisor")).get("/flags").content.decode()
        assert "Ann Person" in page
        assert "Flags (1)" in page
        for secret in ("CANARY4SAID", scene.child.name, "self_harm", str(scene.child.pk)):
            assert secret not in page

    @pytest.mark.parametrize("role", [Role.CAREGIVER, Role.TEACHER, Role.THERAPIST, Role.ADMINISTRATOR])
    def test_others_have_no_such_page(self, scene: Scene, role: Role) -> None:
        assert signed_in(scene.users[role]).get("/flags").status_code == 404

    def test_a_supervisor_of_another_service_is_told_nothing(self, scene: Scene) -> None:  # noqa: ARG002
        other = Scene().users[Role.SUPERVISOR]
        assert late_elsewhere(other) == []
        assert waiting_flags(by(other), other) == []

    def test_who_is_barred_sees_none_in_their_list(self, scene: Scene) -> None:
        barred(scene.child, scene.clinician)
        assert waiting_flags(by(scene.clinician), scene.clinician) == []

    def test_a_supervisor_who_is_barred_is_not_told_that_there_is_one(self, scene: Scene) -> None:
        outsider = a_user(Role.SUPERVISOR, scene.site)
        assert late_elsewhere(outsider) != []
        barred(scene.child, outsider)
        assert late_elsewhere(outsider) == []
        assert number_of_flags(outsider) == 0

    def test_a_flag_is_told_elsewhere_only_once_it_is_late_and_to_who_does_not_see_it(self, scene: Scene) -> None:
        outsider, insider = a_user(Role.SUPERVISOR, scene.site), scene.users[Role.SUPERVISOR]
        late = Flag.unguarded.get(escalate_at__lte=timezone.now())
        assert [(one.raised_at, one.severity) for one in late_elsewhere(outsider)] == [(late.raised_at, "now")]
        assert (late_elsewhere(insider), number_of_flags(insider)) == ([], 3)
        assert [late_elsewhere(scene.users[role]) for role in Role if role != Role.SUPERVISOR] == [[]] * (len(Role) - 1)
        assert [role for role in Role if number_of_flags(scene.users[role])] == [Role.CLINICIAN, Role.SUPERVISOR]
        late.acknowledged_by, late.acknowledged_at, late.action_taken = scene.clinician, timezone.now(), "The doctor was told."
        late.save()
        assert (late_elsewhere(outsider), number_of_flags(outsider), number_of_flags(insider)) == ([], 0, 2)
        assert len(waiting_flags(by(insider), insider)) == 2

"""Nobody answers in the name of somebody who answers themselves."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rootwise.web.accounts.roles import Role
from rootwise.web.assessments.actions import (
    Refused,
    add_rater,
    answer,
    close_assessment,
    correct_assessment,
    make_link,
    revoke_link,
    try_code,
)
from rootwise.web.assessments.models import Assessment, Rater, Rating, RatingLink
from rootwise.web.assessments.parts import rating_part
from rootwise.web.assessments.voices import entered_by, is_own
from rootwise.web.audit.recording import Actor, recorded
from tests.web.assessments.people import Scene, by
from tests.web.assessments.test_pages import address, fields
from tests.web.children.people import SETTING_UP, signed_in


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    with recorded(SETTING_UP, action="test.voices"):
        yield Scene()


@pytest.fixture
def assessment(scene: Scene) -> Assessment:
    return scene.begun()


def rate(actor: Actor, assessment: Assessment, rater: Rater) -> None:
    answer(by=actor, assessment=assessment, part=rating_part("sleep", rater.key), value={"rating": 3}, seen_version=0)


def with_account(scene: Scene, assessment: Assessment, role: Role) -> Rater:
    user = scene.users[role]
    return add_rater(by=SETTING_UP, assessment=assessment, user=user, role=user.role, name=user.name)


def aunt_with_a_link(scene: Scene, assessment: Assessment) -> tuple[Rater, Any]:
    aunt = add_rater(by=SETTING_UP, assessment=assessment, user=None, role="caregiver", name="Aunt")
    made = make_link(by=SETTING_UP, user=scene.clinician, assessment=assessment, rater=aunt, language="en", days=3, new_id=uuid.uuid4())
    return aunt, made


def opens(made: Any) -> Actor:
    assert try_code(by=SETTING_UP, link=made.link, token=made.token, code=made.code, browser="one")
    return Actor(f"link:{made.link.pk.hex}", "caregiver")


@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.SUPERVISOR, Role.THERAPIST])
def test_nobody_answers_for_who_has_an_account(scene: Scene, assessment: Assessment, role: Role) -> None:
    therapist = with_account(scene, assessment, Role.OCCUPATIONAL_THERAPIST)
    with pytest.raises(Refused, match="has an account here and answers as themselves"):
        rate(by(scene.users[role]), assessment, therapist)
    rate(by(scene.users[Role.OCCUPATIONAL_THERAPIST]), assessment, therapist)


def test_for_who_has_neither_a_professional_writes_and_it_says_so(scene: Scene, assessment: Assessment) -> None:
    aunt = add_rater(by=SETTING_UP, assessment=assessment, user=None, role="caregiver", name="Aunt")
    for actor in (by(scene.users[Role.CAREGIVER]), Actor("link:" + uuid.uuid4().hex, "clinician"), SETTING_UP):
        with pytest.raises(Refused, match="Only a professional"):
            rate(actor, assessment, aunt)
    scene.clinician.name = "Ines Fictional"
    scene.clinician.save()
    rate(by(scene.clinician), assessment, aunt)
    client = signed_in(scene.users[Role.SUPERVISOR])
    assert "entered by Ines Fictional" in client.get(address("page", assessment)).content.decode()
    with_account(scene, assessment, Role.SUPERVISOR)
    rate(by(scene.users[Role.SUPERVISOR]), assessment, Rater.unguarded.get(user=scene.users[Role.SUPERVISOR]))
    assert "entered by Ines Fictional for Aunt" in client.get(address("function", assessment, "sleep")).content.decode()


def test_from_the_moment_the_link_is_opened_only_they_answer(scene: Scene, assessment: Assessment) -> None:
    aunt, made = aunt_with_a_link(scene, assessment)
    rate(by(scene.clinician), assessment, aunt)  # not opened yet: told by telephone
    own = opens(made)
    with pytest.raises(Refused, match="Aunt answers by a link of their own"):
        answer(by=by(scene.clinician), assessment=assessment, part=rating_part("mood", aunt.key), value={"rating": 3}, seen_version=0)
    answer(by=own, assessment=assessment, part=rating_part("mood", aunt.key), value={"rating": 5}, seen_version=0)
    clinician = Rater.unguarded.get(user=scene.clinician)
    with pytest.raises(Refused):
        rate(own, assessment, clinician)
    other, _made = aunt_with_a_link(scene, assessment)
    with pytest.raises(Refused):
        rate(own, assessment, other)


def test_the_page_offers_no_form_for_somebody_else_and_a_sent_one_is_told(scene: Scene, assessment: Assessment) -> None:
    therapist = with_account(scene, assessment, Role.OCCUPATIONAL_THERAPIST)
    client: Client = signed_in(scene.clinician)
    where = address("function", assessment, "sleep") + f"?by={therapist.key}"
    page = client.get(where).content.decode()
    assert '<fieldset class="bare" disabled>' in page
    assert where.partition("?")[2] not in client.get(address("page", assessment)).content.decode()
    sent = client.post(where, fields(page) | {"sleep-rating": "7", "sleep-note": "What I wrote."})
    assert sent.status_code == 422
    assert "has an account here and answers as themselves" in sent.content.decode()
    assert "What I wrote." in sent.content.decode()
    assert Rating.unguarded.count() == 0
    assert client.get(reverse("to_do")).status_code == 200


def test_a_correction_keeps_who_said_what_and_nobody_answers_for_them_there(scene: Scene, assessment: Assessment) -> None:
    aunt, made = aunt_with_a_link(scene, assessment)
    own = opens(made)
    rate(own, assessment, aunt)
    close_assessment(by=by(scene.clinician), user=scene.clinician, assessment=assessment, seen_version=assessment.version)
    how: dict[str, Any] = {"user": scene.clinician, "because": "a slip", "new_id": uuid.uuid4()}
    copy = correct_assessment(by=by(scene.clinician), assessment=assessment, **how)
    there = Rater.unguarded.get(assessment=copy, key=aunt.key)
    said = Rating.unguarded.get(assessment=copy, rater=there)
    assert (said.written_by, said.written_at) == (own.id, Rating.unguarded.get(assessment=assessment).written_at)
    with pytest.raises(Refused, match="Aunt answers by a link of their own"):
        answer(by=by(scene.clinician), assessment=copy, part=rating_part("mood", there.key), value={"rating": 3}, seen_version=0)


def test_who_wrote_an_answer_is_named_only_where_it_was_not_the_rater(scene: Scene, assessment: Assessment) -> None:
    own = Rater.unguarded.get(user=scene.clinician)
    aunt, made = aunt_with_a_link(scene, assessment)
    link, clinician, supervisor = f"link:{made.link.pk.hex}", scene.clinician.pk.hex, scene.users[Role.SUPERVISOR].pk.hex
    told = [(own, clinician, ""), (own, supervisor, supervisor), (aunt, link, ""), (aunt, clinician, clinician), (None, clinician, "")]
    for rater, who, expected in told:
        assert entered_by(Rating(written_by=who), rater) == expected
    voices = [(own, clinician), (own, supervisor), (own, link), (aunt, link), (aunt, clinician), (aunt, "link:" + uuid.uuid4().hex)]
    assert [is_own(who, rater) for rater, who in voices] == [True, False, False, True, False, False]


def test_a_link_is_made_again_only_until_it_is_opened_and_for_an_open_assessment(scene: Scene, assessment: Assessment) -> None:
    aunt = add_rater(by=SETTING_UP, assessment=assessment, user=None, role="caregiver", name="Aunt")
    how: dict[str, Any] = {"user": scene.clinician, "assessment": assessment, "rater": aunt, "language": "en", "days": 3}
    made = make_link(by=SETTING_UP, **how, new_id=uuid.uuid4())
    assert make_link(by=SETTING_UP, **how, new_id=made.link.pk).token == made.token
    opens(made)
    with pytest.raises(Refused, match="opened already"):
        make_link(by=SETTING_UP, **how, new_id=made.link.pk)
    revoke_link(by=SETTING_UP, link=RatingLink.unguarded.get(), seen_version=RatingLink.unguarded.get().version)
    assert not try_code(by=SETTING_UP, link=made.link, token=made.token, code=made.code, browser="one")
    close_assessment(by=by(scene.clinician), user=scene.clinician, assessment=assessment, seen_version=assessment.version)
    with pytest.raises(Refused, match="closed"):
        make_link(by=SETTING_UP, **how, new_id=uuid.uuid4())

"""The pages of an assessment: who gets them, what is saved by the button and what while writing, what two people at once see."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from rootwise.web.accounts.roles import Role
from rootwise.web.assessments.actions import answer
from rootwise.web.assessments.models import Assessment, Flag, Rating, RelationAnswer, SafetyAnswer
from rootwise.web.assessments.parts import Part
from rootwise.web.audit.models import Event
from rootwise.web.audit.recording import recorded
from tests.web.assessments.people import FOSTER_CARE, Scene, by, case_in
from tests.web.children.people import SETTING_UP, signed_in


@pytest.fixture
def written(db: None) -> Iterator[None]:
    with recorded(SETTING_UP, action="test.assessments"):
        yield


@pytest.fixture
def scene(written: None) -> Scene:
    return Scene()


@pytest.fixture
def clinician(scene: Scene) -> Client:
    return signed_in(scene.clinician)


def address(name: str, assessment: Assessment, *more: object) -> str:
    return reverse(f"assessments:{name}", args=[assessment.child_id, assessment.pk, *more])


def fields(page: str) -> dict[str, str]:
    """What a browser would send of a page: hidden fields and checked radio buttons."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        given = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if given.get("type") == "hidden" or (given.get("type") == "radio" and " checked" in tag):
            found[given["name"]] = given["value"]
    return found


def seen(page: str, name: str) -> str:
    return fields(page)[f"{name}-seen"]


class TestWritingRatings:
    def test_with_the_button_it_is_saved_and_the_next_function_comes(self, scene: Scene, clinician: Client) -> None:
        assessment = scene.begun()
        place = address("function", assessment, "visceral_comfort")
        sent = fields(clinician.get(place).content.decode()) | {"visceral_comfort-rating": "7", "visceral_comfort-confidence": "sure"}
        answered = clinician.post(place, sent)
        assert answered.headers["Location"] == address("function", assessment, "oral_motor")
        assert Rating.unguarded.get(assessment=assessment).value == {"rating": 7, "confidence": "sure"}

    def test_ages_are_hidden_until_a_rating_is_given(self, scene: Scene, clinician: Client) -> None:
        assessment = scene.begun()
        place = address("function", assessment, "sleep")
        before = clinician.get(place).content.decode()
        assert "When this is typical" not in before
        sent = fields(before) | {"sleep-rating": "5"}
        while_writing = clinician.post(place, sent, headers={"HX-Request": "true"})
        assert while_writing.status_code == 200
        assert while_writing.headers["X-Answered"] == "yes"
        assert "When this is typical" in while_writing.content.decode()

    def test_two_at_once_the_second_is_told_and_keeps_the_text(self, scene: Scene, clinician: Client) -> None:
        assessment, actor = scene.begun(), by(scene.clinician)
        place = address("function", assessment, "sleep")
        page = clinician.get(place).content.decode()
        answer(by=actor, assessment=assessment, part=Part(Rating, "sleep", "clinician"), value={"rating": 3}, seen_version=0)
        mine = {"sleep-rating": "9", "sleep-note": "Slept through, all week."}
        refused = clinician.post(place, fields(page) | mine)
        told = refused.content.decode()
        assert refused.status_code == 409
        assert "Slept through, all week." in told
        assert Rating.unguarded.get().value == {"rating": 3}
        assert clinician.post(place, fields(told) | mine).status_code == 302  # knowing it, they may
        assert Rating.unguarded.get().value == {"rating": 9, "note": "Slept through, all week."}

    def test_an_untouched_answer_overwrites_nothing(self, scene: Scene, clinician: Client) -> None:
        assessment, actor = scene.begun(), by(scene.clinician)
        place = address("relations", assessment)
        page = clinician.get(place).content.decode()
        answer(by=actor, assessment=assessment, part=Part(RelationAnswer, "peers"), value=4, seen_version=0)
        assert clinician.post(place, fields(page) | {"school_belonging-level": "2"}).status_code == 302
        assert {one.item: one.value for one in RelationAnswer.unguarded.all()} == {"peers": 4, "school_belonging": 2}

    def test_nor_after_another_answer_of_the_same_page_was_in_conflict(self, scene: Scene, clinician: Client) -> None:
        """Found by two browsers at random: the page that told of the conflict carried the old answer with the mark of the new one."""
        assessment, actor = scene.begun(), by(scene.clinician)
        place = address("relations", assessment)
        answer(by=actor, assessment=assessment, part=Part(RelationAnswer, "peers"), value=1, seen_version=0)
        page = clinician.get(place).content.decode()
        answer(by=actor, assessment=assessment, part=Part(RelationAnswer, "peers"), value=4, seen_version=1)
        answer(by=actor, assessment=assessment, part=Part(RelationAnswer, "school_belonging"), value=3, seen_version=0)
        told = clinician.post(place, fields(page) | {"school_belonging-level": "2"})
        assert told.status_code == 409
        again = fields(told.content.decode())
        assert (again["peers-level"], again["school_belonging-level"]) == ("4", "2")
        assert clinician.post(place, again).status_code == 302
        assert {one.item: one.value for one in RelationAnswer.unguarded.all()} == {"peers": 4, "school_belonging": 2}

    def test_for_somebody_without_an_account(self, scene: Scene, clinician: Client) -> None:
        assessment = scene.begun()
        place = address("add_rater", assessment)
        sent = fields(clinician.get(place).content.decode()) | {"role": "caregiver", "name": "Foster mother"}
        there = clinician.post(place, sent).headers["Location"]
        assert clinician.post(place, sent).headers["Location"] == there  # sent twice, one rater
        page = clinician.get(there).content.decode()
        assert "Foster mother" in page
        assert clinician.post(there, fields(page) | {"visceral_comfort-rating": "not_observed"}).status_code == 302
        rated = case_in_database(assessment).ratings["visceral_comfort"]
        assert [one.by for one in rated] == ["caregiver"]

    def test_a_rating_that_is_none_is_told(self, scene: Scene, clinician: Client) -> None:
        assessment = scene.begun()
        place = address("function", assessment, "sleep")
        sent = fields(clinician.get(place).content.decode()) | {"sleep-rating": "13"}
        assert clinician.post(place, sent).status_code == 422
        assert clinician.post(place, sent | {"sleep-seen": "x"}).status_code == 422
        assert Rating.unguarded.count() == 0


class TestSafety:
    def test_a_yes_shows_what_to_do_and_whom_to_call_at_once(self, scene: Scene, clinician: Client) -> None:
        assessment = scene.begun()
        place = address("safety", assessment)
        sent = {key: one for key, one in fields(clinician.get(place).content.decode()).items() if "self_harm" in key or key == "ticket"}
        told = clinician.post(place, sent | {"self_harm-answer": "yes"}, headers={"HX-Request": "true"}).content.decode()
        assert "What to do now" in told
        assert "Rootwise has told nobody outside" in told
        assert Flag.unguarded.get().question == "self_harm"

    def test_what_was_done_is_written_down_by_name(self, scene: Scene, clinician: Client) -> None:
        assessment = scene.begun()
        answer(by=by(scene.clinician), assessment=assessment, part=Part(SafetyAnswer, "self_harm"), value={"answer": "yes"}, seen_version=0)
        place = address("acknowledge", assessment, Flag.unguarded.get().pk)
        sent = fields(clinician.get(place).content.decode())
        assert clinician.post(place, sent | {"what": ""}).status_code == 422
        assert clinician.post(place, sent | {"what": "Seen by the doctor."}).status_code == 302
        flag = Flag.unguarded.get()
        assert (flag.acknowledged_by, flag.action_taken) == (scene.clinician, "Seen by the doctor.")


class TestWhoGetsThem:
    PAGES = ("page", "safety", "relations", "add_rater", "export", "close", "correct")

    @pytest.mark.parametrize("role", [Role.CAREGIVER, Role.TEACHER, Role.ADMINISTRATOR, Role.PROGRAMME_LEAD, Role.RESEARCHER])
    def test_these_get_none(self, scene: Scene, role: Role) -> None:
        assessment, client = scene.imported(), signed_in(scene.users[role])
        assert client.get(reverse("assessments:list", args=[scene.child.pk])).status_code == 404
        assert {client.get(address(one, assessment)).status_code for one in self.PAGES} == {404}
        assert client.get(address("function", assessment, "sleep")).status_code == 404

    def test_a_therapist_gets_ratings_and_neither_history_nor_flags(self, scene: Scene) -> None:
        assessment, client = scene.imported(), signed_in(scene.users[Role.THERAPIST])
        assert client.get(address("function", assessment, "sleep")).status_code == 200
        page = client.get(address("page", assessment)).content.decode()
        assert "Safety" not in page
        for one in ("safety", "export", "close"):
            assert client.get(address(one, assessment)).status_code == 404

    def test_an_assessment_of_another_child_is_not_there(self, scene: Scene, clinician: Client) -> None:
        other = Scene().imported()
        for child in (scene.child.pk, other.child_id):
            assert clinician.get(reverse("assessments:page", args=[child, other.pk])).status_code == 404

    def test_a_form_of_another_assessment_is_refused(self, scene: Scene, clinician: Client) -> None:
        first, second = scene.begun(), scene.begun()
        sent = fields(clinician.get(address("relations", first)).content.decode()) | {"peers-level": "3"}
        assert clinician.post(address("relations", second), sent).status_code == 404
        assert RelationAnswer.unguarded.count() == 0

    def test_opening_is_recorded_for_the_family(self, scene: Scene, clinician: Client) -> None:
        assessment = scene.imported()
        clinician.get(address("function", assessment, "sleep"))
        read = Event.objects.filter(verb="read", child=scene.child.pk.hex, actor=scene.clinician.pk.hex)
        assert {"assessments_rating", "assessments_periodanswer"} <= set(read.values_list("table", flat=True))


class TestFiles:
    def test_a_case_file_comes_in_by_the_page_and_goes_out_the_same(self, scene: Scene, clinician: Client) -> None:
        place = reverse("assessments:import", args=[scene.child.pk])
        page = clinician.get(place).content.decode()
        file = SimpleUploadedFile("river.yaml", FOSTER_CARE.read_bytes())
        there = clinician.post(place, fields(page) | {"file": file}).headers["Location"]
        assessment = Assessment.unguarded.get()
        assert there == address("page", assessment)
        out = clinician.get(address("export", assessment))
        assert case_in(out.json()).case.ratings["sleep"] == case_in_database(assessment).ratings["sleep"]
        assert Event.objects.filter(verb="export", child=scene.child.pk.hex).count() == 1

    def test_every_problem_of_a_file_is_told(self, scene: Scene, clinician: Client) -> None:
        place = reverse("assessments:import", args=[scene.child.pk])
        page = clinician.get(place).content.decode()
        text = FOSTER_CARE.read_text("utf-8").replace("peers: 1", "peers: 11").replace("by: foster", "by: nobody")
        told = clinician.post(place, fields(page) | {"file": SimpleUploadedFile("x.yaml", text.encode())})
        assert told.status_code == 422
        assert "relations.peers" in told.content.decode()
        assert Assessment.unguarded.count() == 0


class TestClosing:
    def test_it_is_closed_by_name_and_corrected_beside(self, scene: Scene, clinician: Client) -> None:
        assessment = scene.imported()
        place = address("close", assessment)
        assert clinician.post(place, fields(clinician.get(place).content.decode())).status_code == 302
        page = clinician.get(address("page", assessment)).content.decode()
        assert "Closed by Ann Person" in page
        sent = fields(clinician.get(address("relations", assessment)).content.decode()) | {"peers-level": "4"}
        assert clinician.post(address("relations", assessment), sent).status_code == 422
        place = address("correct", assessment)
        sent = fields(clinician.get(place).content.decode()) | {"because": "Wrong child in one rating."}
        there = clinician.post(place, sent).headers["Location"]
        assert there != address("page", assessment)
        assert "Wrong child in one rating." in clinician.get(there).content.decode()


def case_in_database(assessment: Assessment) -> Any:
    from rootwise.web.assessments.selectors import document

    return case_in(document(assessment)).case


def test_there_is_no_page_for_an_id_that_is_not_there(scene: Scene, clinician: Client) -> None:
    assert clinician.get(reverse("assessments:page", args=[scene.child.pk, uuid.uuid4()])).status_code == 404

"""What was told is kept: a case file goes in and comes out the same, two people at once lose nothing, every flag is raised."""

import datetime as dt
import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from rootwise.case import Case, parse_case, read_case
from rootwise.errors import InvalidFile, UserError
from rootwise.profile.build import profile_of
from rootwise.profile.wire import profile_document
from rootwise.web.accounts.roles import Role
from rootwise.web.assessments.actions import (
    Refused,
    WrongAnswer,
    acknowledge_flag,
    add_rater,
    answer,
    begin_assessment,
    close_assessment,
    correct_assessment,
    import_case,
)
from rootwise.web.assessments.models import (
    Assessment,
    ContextAnswer,
    Flag,
    PeriodAnswer,
    Rater,
    Rating,
    RelationAnswer,
    SafetyAnswer,
    StoredProfile,
)
from rootwise.web.assessments.parts import Part, safety_part
from rootwise.web.assessments.selectors import case_of, document
from rootwise.web.audit.recording import recorded
from rootwise.web.database.versions import EditConflict
from tests.web.assessments.people import CASES, FOSTER_CARE, Scene, by, case_in, scene_of
from tests.web.children.people import SETTING_UP, today


@pytest.fixture
def written(db: None) -> Iterator[None]:
    with recorded(SETTING_UP, action="test.assessments"):
        yield


@pytest.fixture
def scene(written: None) -> Scene:
    return Scene()


@pytest.mark.parametrize("place", CASES, ids=lambda one: one.stem)
def test_a_case_file_comes_out_as_it_went_in(written: None, place: Path) -> None:
    scene, read = scene_of(place)
    told = document(scene.imported(place))
    assert in_order_of_raters(case_in(told).case) == in_order_of_raters(read.case)
    ours, theirs = (profile_document(profile_of(one)) for one in (case_in(told), read))
    for one in (ours, theirs):
        del one["case_sha256"]
        for function in one["functions"]:
            function["ratings"].sort(key=str)
    assert ours == theirs


def in_order_of_raters(case: Case) -> Case:
    """The one thing that is not kept: in which order the raters of one function stand."""
    return case.model_copy(update={"ratings": {function: sorted(given, key=str) for function, given in case.ratings.items()}})


def test_the_examples_are_there() -> None:
    assert len(CASES) >= 7
    assert FOSTER_CARE in CASES


def test_a_new_assessment_asks_everything_and_has_its_first_rater(scene: Scene) -> None:
    told = case_in(document(scene.begun())).case
    assert told.safety.basic_needs.answer == "not_asked"
    assert told.ratings == {}
    assert [(one.role, one.name) for one in told.raters] == [("clinician", "Ann Person")]


def test_without_a_date_of_birth_there_is_no_assessment(written: None) -> None:
    with pytest.raises(Refused, match="date of birth"):
        Scene(birth="").begun()


def test_the_same_form_twice_begins_one_assessment(scene: Scene) -> None:
    first = scene.begun()
    again = Assessment(id=first.id, child=scene.child, instrument=first.instrument, assessed_on=first.assessed_on)
    assert begin_assessment(by=by(scene.clinician), user=scene.clinician, assessment=again) == first
    assert Assessment.unguarded.filter(child=scene.child).count() == 1


def test_a_day_before_the_birth_is_told(scene: Scene) -> None:
    with pytest.raises(WrongAnswer, match="born after this day"):
        scene.begun(assessed_on=dt.date(2017, 1, 1))


class TestAnswers:
    def test_of_two_at_once_the_second_is_told(self, scene: Scene) -> None:
        assessment, actor = scene.begun(), by(scene.clinician)
        part = Part(RelationAnswer, "peers")
        first = answer(by=actor, assessment=assessment, part=part, value=2, seen_version=0)
        with pytest.raises(EditConflict):
            answer(by=actor, assessment=assessment, part=part, value=3, seen_version=0)
        answer(by=actor, assessment=assessment, part=part, value=1, seen_version=first.version)
        with pytest.raises(EditConflict):
            answer(by=actor, assessment=assessment, part=part, value=4, seen_version=first.version)
        assert document(assessment)["relations"] == {"peers": 1}

    def test_the_same_answer_twice_is_one(self, scene: Scene) -> None:
        assessment, actor = scene.begun(), by(scene.clinician)
        for _ in range(2):
            answer(by=actor, assessment=assessment, part=Part(RelationAnswer, "peers"), value=2, seen_version=0)
        assert RelationAnswer.unguarded.get(assessment=assessment).version == 1

    def test_raters_do_not_overwrite_each_other(self, scene: Scene) -> None:
        assessment, actor = scene.begun(), by(scene.clinician)
        foster = add_rater(by=actor, assessment=assessment, user=None, role="caregiver", name="Foster mother")
        for rater, rating in (("clinician", 5), (foster.key, 3)):
            value = {"rating": rating, "confidence": "sure"}
            answer(by=actor, assessment=assessment, part=Part(Rating, "sleep", rater), value=value, seen_version=0)
        assert [one["rating"] for one in document(assessment)["ratings"]["sleep"]] == [5, 3]

    @pytest.mark.parametrize(
        ("part", "value"),
        [
            (Part(Rating, "sleep", "clinician"), {"rating": 13}),
            (Part(Rating, "sleep", "clinician"), {"rating": "7"}),
            (Part(Rating, "sleep", "clinician"), {}),
            (Part(Rating, "telepathy", "clinician"), {"rating": 3}),
            (Part(RelationAnswer, "peers"), 9),
            (Part(RelationAnswer, "pets"), 1),
            (Part(SafetyAnswer, "self_harm"), {"answer": "maybe"}),
            (Part(SafetyAnswer, "self_harm"), {"answer": "yes", "action": {"by": "nobody", "on": "2026-05-20", "what": "x"}}),
            (Part(PeriodAnswer, "youth"), {"adversity": 1}),
            (Part(PeriodAnswer, "infancy"), {"adversity": 5}),
            (Part(ContextAnswer, "settings"), ["the moon"]),
            (Part(ContextAnswer, "favourites"), []),
        ],
        ids=lambda one: str(getattr(one, "name", "")),
    )
    def test_what_is_no_possible_answer_is_refused_and_nothing_is_saved(self, scene: Scene, part: Part, value: object) -> None:
        assessment = scene.begun()
        with pytest.raises(WrongAnswer):
            answer(by=by(scene.clinician), assessment=assessment, part=part, value=value, seen_version=0)
        assert part.kind.unguarded.count() == 0  # type: ignore[attr-defined]

    def test_a_week_that_contradicts_itself_is_kept_and_told(self, scene: Scene) -> None:
        assessment, actor = scene.begun(), by(scene.clinician)
        routine = [{"days": "mon", "from": "08:00", "to": "09:00", "where": "home", "with": ["nobody_yet"]}]
        answer(by=actor, assessment=assessment, part=Part(ContextAnswer, "routine"), value=routine, seen_version=0)
        answer(by=actor, assessment=assessment, part=Part(RelationAnswer, "peers"), value=2, seen_version=0)
        assert document(assessment)["context"]["routine"] == routine
        told = [one.what for one in case_of(assessment)]  # type: ignore[union-attr]
        assert "somebody here is not in `context.adults`" in told
        with pytest.raises(UserError):
            close_assessment(by=actor, user=scene.clinician, assessment=assessment, seen_version=assessment.version)


class TestFlags:
    def test_a_yes_raises_a_flag_at_once_and_once(self, scene: Scene) -> None:
        assessment, actor = scene.begun(), by(scene.clinician)
        part = Part(SafetyAnswer, "self_harm")
        said = {"answer": "yes", "note": "Scratches on the arms."}
        first = answer(by=actor, assessment=assessment, part=part, value=said, seen_version=0)
        answer(by=actor, assessment=assessment, part=part, value={"answer": "no"}, seen_version=first.version)
        flag = Flag.unguarded.get(assessment=assessment)  # a correction does not take the flag away: somebody looks at it by name
        assert (flag.said, flag.said_by, flag.acknowledged_at) == ("Scratches on the arms.", scene.clinician.id.hex, None)
        assert flag.escalate_at > flag.raised_at

    @pytest.mark.parametrize(("question", "given"), [("basic_needs", "not_met"), ("safe_place", "no")])
    def test_unmet_needs_and_no_safe_place_raise_one_too(self, scene: Scene, question: str, given: str) -> None:
        assessment = scene.begun()
        part = Part(SafetyAnswer, question)
        answer(by=by(scene.clinician), assessment=assessment, part=part, value={"answer": given}, seen_version=0)
        assert Flag.unguarded.get(assessment=assessment).question == question

    def test_a_no_and_a_question_not_asked_raise_none(self, scene: Scene) -> None:
        assessment = scene.begun()
        for number, given in enumerate(("no", "not_asked")):
            part = Part(SafetyAnswer, "self_harm")
            answer(by=by(scene.clinician), assessment=assessment, part=part, value={"answer": given}, seen_version=number)
        assert Flag.unguarded.count() == 0

    def test_what_was_done_opens_the_gate(self, scene: Scene) -> None:
        assessment, actor = scene.begun(assessed_on=today()), by(scene.clinician)
        answer(by=actor, assessment=assessment, part=Part(SafetyAnswer, "self_harm"), value={"answer": "yes"}, seen_version=0)
        assert not profile_of(case_in(document(assessment))).gate.is_open
        flag = Flag.unguarded.get()
        acknowledge_flag(by=actor, user=scene.clinician, flag=flag, what="Seen today with the paediatrician.", seen_version=flag.version)
        assert profile_of(case_in(document(assessment))).gate.is_open

    def test_a_caregiver_acknowledges_none_and_nobody_does_so_without_words(self, scene: Scene) -> None:
        assessment, actor = scene.begun(), by(scene.clinician)
        answer(by=actor, assessment=assessment, part=Part(SafetyAnswer, "self_harm"), value={"answer": "yes"}, seen_version=0)
        flag = Flag.unguarded.get()
        caregiver = scene.users[Role.CAREGIVER]
        with pytest.raises(Refused, match="professional"):
            acknowledge_flag(by=by(caregiver), user=caregiver, flag=flag, what="Nothing.", seen_version=flag.version)
        with pytest.raises(Refused, match="what was done"):
            acknowledge_flag(by=actor, user=scene.clinician, flag=flag, what="  ", seen_version=flag.version)
        assert Flag.unguarded.get().acknowledged_at is None

    def test_a_file_with_an_open_yes_raises_its_flag_on_the_way_in(self, scene: Scene) -> None:
        text = FOSTER_CARE.read_text("utf-8").replace("    self_harm: no\n", "    self_harm: yes\n")
        made = import_case(
            by=by(scene.clinician), user=scene.clinician, child=scene.child, name="x.yaml", content=text.encode(), new_id=uuid.uuid4()
        )
        assert [one.question for one in Flag.unguarded.filter(assessment=made)] == ["self_harm"]


class TestClosing:
    def test_what_was_closed_is_kept_to_the_byte(self, scene: Scene) -> None:
        assessment = scene.imported()
        kept = close_assessment(by=by(scene.clinician), user=scene.clinician, assessment=assessment, seen_version=assessment.version)
        read = parse_case("kept.json", kept.case_text.encode())
        assert json.loads(kept.profile_text) == profile_document(profile_of(read))
        assert read.sha256 == kept.case_sha256
        assert read.case == read_case(FOSTER_CARE).case

    def test_nothing_is_written_into_a_closed_one(self, scene: Scene) -> None:
        assessment = scene.imported()
        stale = Assessment.unguarded.get(pk=assessment.pk)
        close_assessment(by=by(scene.clinician), user=scene.clinician, assessment=assessment, seen_version=assessment.version)
        with pytest.raises(Refused, match="closed"):
            answer(by=by(scene.clinician), assessment=stale, part=Part(RelationAnswer, "peers"), value=4, seen_version=1)
        with pytest.raises(Refused, match="closed"):
            close_assessment(by=by(scene.clinician), user=scene.clinician, assessment=stale, seen_version=stale.version)

    @pytest.mark.parametrize(("days_ago", "is_of_that_time"), [(3, True), (200, False)])
    def test_not_while_a_flag_waits_and_what_was_done_goes_with_it(self, scene: Scene, days_ago: int, is_of_that_time: bool) -> None:
        actor, assessment = by(scene.clinician), scene.begun(assessed_on=today() - dt.timedelta(days=days_ago))
        answer(by=actor, assessment=assessment, part=safety_part("self_harm"), value={"answer": "yes"}, seen_version=0)
        with pytest.raises(Refused, match="A flag waits"):
            close_assessment(by=actor, user=scene.clinician, assessment=assessment, seen_version=assessment.version)
        assessment, flag = Assessment.unguarded.get(pk=assessment.pk), Flag.unguarded.get(question="self_harm")
        acknowledge_flag(by=actor, user=scene.clinician, flag=flag, what="The crisis team came.", seen_version=flag.version)
        kept = close_assessment(by=actor, user=scene.clinician, assessment=assessment, seen_version=assessment.version)
        assert ("The crisis team came." in kept.case_text) is is_of_that_time  # what is done now is no action of half a year ago
        copy = correct_assessment(by=actor, user=scene.clinician, assessment=assessment, because="A day was wrong.", new_id=uuid.uuid4())
        assert Flag.unguarded.filter(assessment=copy).exists() is not is_of_that_time

    def test_nobody_joins_a_closed_one_and_an_open_one_is_not_corrected(self, scene: Scene) -> None:
        assessment, actor = scene.begun(), by(scene.clinician)
        aunt: dict[str, Any] = {"assessment": assessment, "user": None, "role": "caregiver", "name": "Aunt", "new_id": uuid.uuid4()}
        assert add_rater(by=actor, **aunt) == add_rater(by=actor, **aunt)
        with pytest.raises(Refused, match="still open"):
            correct_assessment(by=actor, user=scene.clinician, assessment=assessment, because="a slip", new_id=uuid.uuid4())
        close_assessment(by=actor, user=scene.clinician, assessment=assessment, seen_version=assessment.version)
        for user in (None, scene.users[Role.THERAPIST]):
            with pytest.raises(Refused, match="closed"):
                add_rater(by=actor, **{**aunt, "user": user, "new_id": uuid.uuid4()})
        with pytest.raises(Refused, match="what is corrected"):
            correct_assessment(by=actor, user=scene.clinician, assessment=assessment, because=" ", new_id=uuid.uuid4())
        assert correct_assessment(by=actor, user=scene.clinician, assessment=assessment, because="a slip", new_id=uuid.uuid4())

    def test_what_is_done_about_a_flag_changes_no_closed_answer(self, scene: Scene) -> None:
        assessment, actor = scene.begun(assessed_on=today()), by(scene.clinician)
        part = safety_part("self_harm")
        answer(by=actor, assessment=assessment, part=part, value={"answer": "yes", "note": "said so"}, seen_version=0)
        assessment.closed_by, assessment.closed_at = scene.clinician, timezone.now()  # which the action refuses while a flag waits
        assessment.save()
        flag = Flag.unguarded.select_related("assessment").get()
        acknowledge_flag(by=actor, user=scene.clinician, flag=flag, what="The doctor was told.", seen_version=1)
        assert "action" not in SafetyAnswer.unguarded.get().value
        flag.pk, flag.acknowledged_at, flag.acknowledged_by, flag.action_taken = uuid.uuid4(), None, None, ""
        flag.question = "missing"  # which nobody answered
        flag.save(force_insert=True)
        acknowledge_flag(by=actor, user=scene.clinician, flag=flag, what="Found.", seen_version=flag.version)
        assert flag.action_taken == "Found."

    def test_a_therapist_does_not_close(self, scene: Scene) -> None:
        assessment, therapist = scene.imported(), scene.users[Role.THERAPIST]
        with pytest.raises(Refused, match="clinician"):
            close_assessment(by=by(therapist), user=therapist, assessment=assessment, seen_version=assessment.version)

    def test_a_correction_stands_beside_the_old(self, scene: Scene) -> None:
        actor, old = by(scene.clinician), scene.imported()
        before = close_assessment(by=actor, user=scene.clinician, assessment=old, seen_version=old.version)
        copy = correct_assessment(
            by=actor, user=scene.clinician, assessment=old, because="The teacher meant another child.", new_id=uuid.uuid4()
        )
        row = Rating.unguarded.get(assessment=copy, function="numeracy")
        part = Part(Rating, "numeracy", Rater.unguarded.get(pk=row.rater_id).key)  # type: ignore[misc]
        answer(by=actor, assessment=copy, part=part, value={"rating": 9, "confidence": "sure"}, seen_version=row.version)
        after = close_assessment(by=actor, user=scene.clinician, assessment=copy, seen_version=copy.version)
        assert StoredProfile.unguarded.get(pk=before.pk).profile_text == before.profile_text
        assert after.profile_sha256 != before.profile_sha256
        assert (copy.corrects, copy.because) == (old, "The teacher meant another child.")


class TestImporting:
    def test_a_file_of_another_child_is_refused(self, scene: Scene) -> None:
        scene.child.birth = "2018-04"
        with pytest.raises(Refused, match="right child"):
            scene.imported()
        assert Assessment.unguarded.count() == 0

    def test_a_file_with_faults_tells_them_and_leaves_nothing(self, scene: Scene) -> None:
        text = FOSTER_CARE.read_text("utf-8").replace("peers: 1", "peers: 11").replace("rating: 6", "rating: 66")
        with pytest.raises(InvalidFile) as told:
            import_case(
                by=by(scene.clinician), user=scene.clinician, child=scene.child, name="x", content=text.encode(), new_id=uuid.uuid4()
            )
        assert len(told.value.problems) > 2
        assert Assessment.unguarded.count() == 0

"""The profile of an assessment: who sees what of it, what a closed gate stops, what was kept, until when it holds."""

import datetime as dt
import io
import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from rootwise.case import parse_case, read_case
from rootwise.profile import profile_document, profile_json, profile_of
from rootwise.report.content import Subject, profile_sections
from rootwise.web.accounts.models import SiteContact
from rootwise.web.accounts.roles import Role
from rootwise.web.assessments import profiles
from rootwise.web.assessments.actions import acknowledge_flag, answer, close_assessment, correct_assessment, import_case
from rootwise.web.assessments.models import Assessment, Flag, PeriodAnswer, SafetyAnswer, StoredProfile
from rootwise.web.assessments.parts import Part
from rootwise.web.assessments.profile_words import compared
from rootwise.web.assessments.selectors import case_of
from rootwise.web.audit.models import Event
from rootwise.web.audit.recording import recorded
from rootwise.web.children.models import Placement
from tests.web.assessments.people import CASES, EXAMPLES, FOSTER_CARE, Scene, by, scene_of
from tests.web.children.people import SETTING_UP, days, signed_in

PAGES = ("profile", "profile_raters", "profile_earlier", "profile_json")
TWO_RATERS = EXAMPLES / "two-raters.yaml"


@pytest.fixture
def written(db: None) -> Iterator[None]:
    with recorded(SETTING_UP, action="test.profiles"):
        yield


@pytest.fixture
def scene(written: None) -> Scene:
    return Scene()


@pytest.fixture
def clinician(scene: Scene) -> Client:
    return signed_in(scene.clinician)


def address(name: str, assessment: Assessment, *more: object) -> str:
    return reverse(f"assessments:{name}", args=[assessment.child_id, assessment.pk, *more])


def told(client: Client, name: str, assessment: Assessment, *more: object, status: int = 200) -> str:
    answered = client.get(address(name, assessment, *more))
    assert answered.status_code == status
    return answered.content.decode()


def closed(scene: Scene, assessment: Assessment) -> StoredProfile:
    for flag in Flag.unguarded.filter(assessment=assessment):
        acknowledge_flag(by=by(scene.clinician), user=scene.clinician, flag=flag, what="The crisis team came.", seen_version=flag.version)
    return close_assessment(by=by(scene.clinician), user=scene.clinician, assessment=assessment, seen_version=assessment.version)


def imported(scene: Scene, text: str) -> Assessment:
    return import_case(
        by=by(scene.clinician), user=scene.clinician, child=scene.child, name="x.yaml", content=text.encode(), new_id=uuid.uuid4()
    )


class TestThePage:
    @pytest.mark.usefixtures("written")
    @pytest.mark.parametrize("place", CASES, ids=lambda one: one.stem)
    def test_it_has_every_sentence_and_picture_of_the_report(self, place: Path) -> None:
        scene, read = scene_of(place)
        page = told(signed_in(scene.clinician), "profile", scene.imported(place))
        subject = Subject(profile_of(read), read.case, None)
        ids = re.findall(r'<section id="(\w+)"', page)
        assert ids == [one.id for one in profile_sections(subject)]
        for picture in ("Functional map", "Domains", "History by period"):
            assert f">{picture}</title>" in page
        if read.case.ratings:
            assert page.count("/profile/functions/") >= 2 * len(subject.instrument.functions)

    def test_what_is_answered_changes_it_at_once(self, scene: Scene, clinician: Client) -> None:
        assessment = scene.begun()
        assert "Too little has been rated" in told(clinician, "profile", assessment)
        assessment = scene.imported()
        assert "Where to start" in told(clinician, "profile", assessment)
        assert "From what is answered now" in told(clinician, "profile", assessment)

    def test_every_function_has_its_page(self, scene: Scene, clinician: Client) -> None:
        assessment = scene.imported()
        page = told(clinician, "profile_function", assessment, "arousal")
        assert "Why it counts as it does" in page
        assert "picture-typical" in page
        told(clinician, "profile_function", assessment, "telepathy", status=404)

    def test_answers_that_do_not_go_together_have_no_profile(self, scene: Scene, clinician: Client) -> None:
        assessment = scene.imported()
        scene.child.birth = "2027-01-01"
        scene.child.save()
        assert "born after this day" in told(clinician, "profile", assessment, status=409)
        therapist = told(signed_in(scene.users[Role.THERAPIST]), "profile", assessment, status=409)
        assert "born after this day" not in therapist

    def test_opening_it_is_recorded(self, scene: Scene, clinician: Client) -> None:
        assessment = scene.imported()
        told(clinician, "profile", assessment)
        read = Event.objects.filter(verb="read", child=scene.child.pk.hex, action="assessments.open_profile")
        assert {"assessments_rating", "assessments_periodanswer", "assessments_safetyanswer"} <= set(read.values_list("table", flat=True))


class TestWhomOneBelieves:
    @pytest.mark.usefixtures("written")
    def test_who_differs_is_told(self) -> None:
        scene, _ = scene_of(TWO_RATERS)
        page = told(signed_in(scene.clinician), "profile_raters", scene.imported(TWO_RATERS))
        assert "only Ruth Adeyemi" in page
        assert "all but Mr Lindqvist" in page
        assert "another start" in page
        assert page.count(">Functional map</title>") == 2
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids))

    def test_one_rater_alone_is_told(self, scene: Scene, clinician: Client) -> None:
        assert "nobody to choose between" in told(clinician, "profile_raters", scene.begun())


CANARY = "Xq7canary"


def with_canaries() -> tuple[str, list[str]]:
    """The foster-care case with a word of its own in everything that is T4, and those words."""
    document = json.loads(json.dumps(read_case(FOSTER_CARE).document.data, default=str))
    words: list[str] = []

    def canary() -> str:
        words.append(f"{CANARY}{len(words):03d}")
        return words[-1]

    safety = document["safety"]
    for name in ("basic_needs", "safe_place"):
        safety[name] = {"answer": safety[name], "note": canary()}
    for flag in safety["red_flags"].keys() - {"self_harm"}:
        safety["red_flags"][flag] = {"answer": "no", "note": canary()}
    safety["red_flags"]["self_harm"] = {
        "answer": "yes",
        "note": canary(),
        "action": {"by": "kh", "on": document["assessed_on"], "what": canary()},
    }
    for period in document["history"].values():
        period["note"] = canary()
        for event in period.get("events", ()):
            event["note"], event["source"] = canary(), canary()
    return json.dumps(document), words


def every_answer(client: Client, assessment: Assessment) -> str:
    functions = [address("profile_function", assessment, one) for one in ("sleep", "arousal", "literacy")]
    answers = [client.get(one) for one in [*(address(name, assessment) for name in PAGES), *functions, address("page", assessment)]]
    return "\n".join(f"{one.status_code} {dict(one.headers)} {one.content.decode()}" for one in answers)


def without_chance(text: str) -> str:
    """Without what differs from one request to the next: numbers of requests, tokens, keys of rows."""
    text = re.sub(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}", "KEY", text)
    text = re.sub(r"(X-Request-Number': ')[0-9a-f]+", r"\1N", text)
    return re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1T", text)


class TestWhoSeesWhat:
    def test_the_canaries_are_on_the_page_of_the_clinician(self, scene: Scene, clinician: Client) -> None:
        content, words = with_canaries()
        page = told(clinician, "profile", imported(scene, content))
        assert len(words) > 25
        assert [one for one in words if one not in page] == []

    @pytest.mark.parametrize("role", [Role.THERAPIST, Role.OCCUPATIONAL_THERAPIST])
    @pytest.mark.parametrize("is_closed", [False, True])
    def test_no_canary_reaches_a_therapist(self, scene: Scene, role: Role, is_closed: bool) -> None:
        content, _ = with_canaries()
        assessment = imported(scene, content)
        kept = closed(scene, assessment) if is_closed else None
        client = signed_in(scene.users[role])
        seen = every_answer(client, assessment)
        assert CANARY not in seen
        assert "Functional map" in seen
        assert "History by period" not in seen
        document = client.get(address("profile_json", assessment)).json()
        assert {"history", "flags", "case_sha256"} & document.keys() == set()
        assert document["gate"] == {"open": True}
        assert document["regions"][0]["percent"] > 0
        if kept is not None:
            assert kept.case_sha256[:16] not in seen

    def test_two_children_who_differ_only_in_safety_and_history_look_alike_to_a_therapist(self, scene: Scene) -> None:
        content, _ = with_canaries()
        plain = json.loads(content)
        plain["history"] = {}
        plain["safety"]["red_flags"] = dict.fromkeys(plain["safety"]["red_flags"], "no")
        client = signed_in(scene.users[Role.THERAPIST])
        one = every_answer(client, imported(scene, content))
        two = every_answer(client, imported(scene, json.dumps(plain)))
        assert without_chance(one) == without_chance(two)

    @pytest.mark.parametrize("role", [Role.CAREGIVER, Role.TEACHER, Role.ADMINISTRATOR, Role.PROGRAMME_LEAD, Role.RESEARCHER])
    def test_others_get_nothing(self, scene: Scene, role: Role) -> None:
        assessment, client = scene.imported(), signed_in(scene.users[role])
        for name in (*PAGES, "profile_pdf"):
            told(client, name, assessment, status=404)
        told(client, "profile_function", assessment, "sleep", status=404)

    def test_a_therapist_gets_no_report(self, scene: Scene) -> None:
        told(signed_in(scene.users[Role.THERAPIST]), "profile_pdf", scene.imported(), status=404)


class TestAClosedGate:
    @pytest.fixture
    def stopped(self, scene: Scene) -> Assessment:
        SiteContact.objects.create(site=scene.site, place=1, kind="crisis", name="Willow line", phone="555-0111")
        assessment = scene.imported()
        part = Part(SafetyAnswer, "self_harm")
        row = SafetyAnswer.unguarded.get(assessment=assessment, question="self_harm")
        answer(by=by(scene.clinician), assessment=assessment, part=part, value={"answer": "yes"}, seen_version=row.version)
        return assessment

    def test_the_page_says_what_to_do_and_whom_to_call_and_shows_the_map_on_no_paper(self, scene: Scene, stopped: Assessment) -> None:
        page = told(signed_in(scene.clinician), "profile", stopped)
        escalation = profile_of_kind(stopped).instrument.safety.escalation
        assert escalation.title in page
        assert "555-0111" in page
        assert "nobody has recorded what was done" in page
        assert "Functional map" in page
        assert page.index('class="no-print"') < page.index("Functional map")
        assert address("profile_pdf", stopped) not in page
        assert "A plan to talk over" not in page

    @pytest.mark.parametrize("name", ["profile_pdf", "profile_json"])
    def test_nothing_leaves_and_the_reason_is_told(self, scene: Scene, stopped: Assessment, name: str) -> None:
        page = told(signed_in(scene.clinician), name, stopped, status=409)
        assert "nobody has recorded what was done" in page
        assert Event.objects.filter(verb="export").count() == 0

    def test_a_therapist_is_told_that_but_not_why(self, scene: Scene, stopped: Assessment) -> None:
        client = signed_in(scene.users[Role.THERAPIST])
        for name, status in (("profile", 200), ("profile_json", 409)):
            page = told(client, name, stopped, status=status)
            assert "Ask the clinician" in page
            assert "555-0111" in page
            flag = profile_of_kind(stopped).instrument.red_flag("self_harm")
            assert [one for one in (flag.name, flag.question, flag.action, "nobody has recorded", "self_harm") if one in page] == []

    def test_a_question_that_was_not_asked_stops_sharing(self, scene: Scene, clinician: Client) -> None:
        text = FOSTER_CARE.read_text("utf-8").replace("    self_harm: no\n", "")
        assessment = imported(scene, text)
        assert "Not to be shared" in told(clinician, "profile", assessment)
        pdf = clinician.get(address("profile_pdf", assessment)).content
        assert "Not to be shared" in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


def profile_of_kind(assessment: Assessment) -> Any:
    read = case_of(assessment)
    assert not isinstance(read, list)
    return profile_of(read)


class TestTheReport:
    def test_it_is_made_recorded_and_named_without_the_child(self, scene: Scene, clinician: Client) -> None:
        assessment = scene.imported()
        answered = clinician.get(address("profile_pdf", assessment))
        assert answered.headers["Content-Type"] == "application/pdf"
        assert answered.headers["Cache-Control"] == "no-store"
        assert answered.headers["Content-Disposition"] == 'attachment; filename="profile-2026-05-20.pdf"'
        text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answered.content)).pages)
        assert "Where to start" in text
        assert "A plan to talk over" not in text
        event = Event.objects.get(verb="export", child=scene.child.pk.hex)
        assert (event.action, event.actor) == ("assessments.export_profile", scene.clinician.pk.hex)


class TestWhatWasKept:
    @pytest.mark.usefixtures("written")
    @pytest.mark.parametrize("place", CASES, ids=lambda one: one.stem)
    def test_the_same_code_makes_the_same_bytes_again(self, place: Path) -> None:
        scene, _ = scene_of(place)
        kept = closed(scene, scene.imported(place))
        assert profile_json(profile_of(parse_case("kept.json", kept.case_text.encode()))) == kept.profile_text
        page = told(signed_in(scene.clinician), "profile", kept.assessment)
        assert "As it was kept when Ann Person closed the assessment" in page
        document = signed_in(scene.clinician).get(address("profile_json", kept.assessment))
        if document.status_code == 200:
            assert document.json() == json.loads(kept.profile_text)

    def test_what_was_kept_is_shown_and_that_it_differs_now_is_told(self, scene: Scene, clinician: Client) -> None:
        kept = closed(scene, scene.imported())
        document = json.loads(kept.profile_text)
        document["regions"][0]["percent"] = 12.5
        rewritten(kept, code_version="0.0.1", profile_text=json.dumps(document))
        page = told(clinician, "profile", kept.assessment)
        assert "worked out by version 0.0.1" in page
        assert "Brainstem: 12 % of typical" in page
        assert "is not what was written" in page  # its hash is another

    def test_another_version_that_comes_to_the_same_is_not_told(self, scene: Scene, clinician: Client) -> None:
        kept = closed(scene, scene.imported())
        rewritten(kept, code_version="0.0.1")
        page = told(clinician, "profile", kept.assessment)
        assert "worked out by version" not in page
        assert "is not what was written" not in page


def rewritten(kept: StoredProfile, **values: str) -> None:
    """What nobody can do on a page."""
    StoredProfile.unguarded.filter(pk=kept.pk).update(**values)


class TestBesideAnEarlierOne:
    def test_a_correction_stands_beside_what_it_corrects_with_the_reason(self, scene: Scene, clinician: Client) -> None:
        old = scene.imported()
        closed(scene, old)
        copy = correct_assessment(
            by=by(scene.clinician), user=scene.clinician, assessment=old, because="The teacher meant another child.", new_id=uuid.uuid4()
        )
        page = told(clinician, "profile_earlier", copy)
        assert "The teacher meant another child." in page
        assert "this one corrects it" in page
        assert page.count(">Functional map</title>") == 2
        assert "Function by function" in page
        assert "This assessment was corrected" in told(clinician, "profile", old)
        therapist = signed_in(scene.users[Role.THERAPIST])
        assert "The teacher meant another child." not in every_answer(therapist, copy)  # T4

    def test_the_newest_before_it_or_the_one_asked_for(self, scene: Scene, clinician: Client) -> None:
        first, second, third = (imported(scene, dated(day)) for day in ("2026-01-05", "2026-03-05", "2026-05-20"))
        for one in (first, second):
            closed(scene, one)
        assert ">5 March 2026</h2>" in told(clinician, "profile_earlier", third) or "March 5, 2026" in told(
            clinician, "profile_earlier", third
        )
        answered = clinician.get(address("profile_earlier", third) + f"?with={first.pk}")
        assert f'?with={first.pk}" aria-current="true"' in answered.content.decode()
        assert clinician.get(address("profile_earlier", third) + f"?with={uuid.uuid4()}").status_code == 404

    def test_another_instrument_is_shown_and_not_compared(self) -> None:
        read = read_case(FOSTER_CARE)
        now = Subject(profile_of(read), read.case, None)
        then = Subject(replace(now.profile, instrument_sha256="0" * 64), read.case, None)
        pair = compared(then, now)
        assert (pair.is_comparable, pair.rows, pair.sets) == (False, [], [])
        assert compared(now, now).is_comparable

    def test_nothing_is_subtracted(self, scene: Scene, clinician: Client) -> None:
        first, second = imported(scene, dated("2026-01-05")), imported(scene, dated("2026-05-20"))
        closed(scene, first)
        page = told(clinician, "profile_earlier", second)
        assert "whether a difference is a change is not said here" in page


def dated(day: str) -> str:
    return FOSTER_CARE.read_text("utf-8").replace("assessed_on: 2026-05-20", f"assessed_on: {day}").replace("on: 2026-05-20", f"on: {day}")


class TestHowLongItHolds:
    def held(self, scene: Scene, assessment: Assessment) -> Any:
        return profiles.validities(by(scene.clinician), [assessment], today=timezone.localdate())[assessment.pk]

    def today_assessed(self, scene: Scene, ago: int) -> Assessment:
        return scene.begun(assessed_on=days(-ago))

    def test_by_age_alone(self, scene: Scene, clinician: Client) -> None:
        for ago, standing, words in (
            (0, "holds", "Holds until"),
            (147, "soon", "Plan the next one"),
            (183, "over", "no new plan may be made"),
        ):
            assessment = self.today_assessed(scene, ago)
            assert self.held(scene, assessment).standing == standing
            for name in ("profile", "page"):
                assert words in told(clinician, name, assessment)
        listed = clinician.get(reverse("assessments:list", args=[scene.child.pk])).content.decode()
        assert "no longer holds" in listed

    def test_a_move_ends_it_and_a_therapist_is_not_told_when(self, scene: Scene, clinician: Client) -> None:
        assessment = self.today_assessed(scene, 20)
        Placement.unguarded.create(child=scene.child, starts=days(-40), kind="foster family", address="1 Invented Lane")
        assert self.held(scene, assessment).standing == "holds"
        Placement.unguarded.create(child=scene.child, starts=days(-3), kind="home", address="2 Invented Lane")
        held = self.held(scene, assessment)
        assert (held.standing, held.last_day, held.is_shortened) == ("over", days(-4), True)
        assert "where the child lives changed, or something new was recorded" in told(clinician, "profile", assessment)
        page = told(signed_in(scene.users[Role.THERAPIST]), "profile", assessment)
        assert "no new plan may be made" in page
        assert "where the child lives" not in page
        assert f"{held.last_day:%Y}" not in page.split("no new plan may be made")[1][:200]

    def test_the_end_of_a_placement_counts_from_the_day_after(self, scene: Scene) -> None:
        assessment = self.today_assessed(scene, 20)
        Placement.unguarded.create(child=scene.child, starts=days(-400), ends=days(-3), kind="foster family", address="1 Invented Lane")
        assert self.held(scene, assessment).last_day == days(-3)

    def test_a_flag_or_an_event_told_later_ends_it(self, scene: Scene) -> None:
        assessment, actor = self.today_assessed(scene, 20), by(scene.clinician)
        later = scene.begun(assessed_on=days(0))
        assert self.held(scene, assessment).standing == "holds"
        answer(by=actor, assessment=later, part=Part(SafetyAnswer, "self_harm"), value={"answer": "yes"}, seen_version=0)
        assert Flag.unguarded.count() == 1
        assert self.held(scene, assessment).standing == "over"
        assert self.held(scene, later).standing == "holds"

    def test_an_event_that_was_known_is_no_new_one(self, scene: Scene) -> None:
        actor = by(scene.clinician)
        kind = read_case(FOSTER_CARE).loaded.instrument.history.event_types[0].id
        first, later = self.today_assessed(scene, 20), scene.begun(assessed_on=days(0))
        part, known = Part(PeriodAnswer, "infancy"), {"events": [{"type": kind}]}
        answer(by=actor, assessment=first, part=part, value=known, seen_version=0)
        saved = answer(by=actor, assessment=later, part=part, value={"events": [{"type": kind, "note": "in other words"}]}, seen_version=0)
        assert self.held(scene, first).standing == "holds"
        twice = {"events": [{"type": kind}, {"type": kind}]}
        answer(by=actor, assessment=later, part=part, value=twice, seen_version=saved.version)
        assert self.held(scene, first).standing == "over"

    def test_without_a_date_of_birth_the_shortest_holds(self, scene: Scene) -> None:
        assessment = self.today_assessed(scene, 60)
        scene.child.birth = ""
        scene.child.save()
        assert self.held(scene, assessment).last_day == days(0)


def test_the_profile_of_a_therapist_is_that_of_the_clinician_without_what_is_hidden(scene: Scene) -> None:
    assessment = scene.imported()
    ours = profiles.shown(by(scene.clinician), scene.clinician, assessment)
    therapist = scene.users[Role.THERAPIST]
    theirs = profiles.shown(by(therapist), therapist, assessment)
    assert not isinstance(ours, list)
    assert not isinstance(theirs, list)
    whole, part = profile_document(ours.profile), profile_document(theirs.profile)
    same = ("functions", "regions", "domains", "start", "readiness", "relations", "age_months", "sensitive_to_age")
    assert {key: part[key] for key in same} == {key: whole[key] for key in same}
    assert dt.date.fromisoformat(part["assessed_on"]) == assessment.assessed_on

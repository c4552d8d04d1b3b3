"""The history and the child's days: every example goes through its pages unchanged, rows come and go, a week that does not fit is told."""

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from rootwise.case.context import Context
from rootwise.case.contradictions import contradictions
from rootwise.document import parse_document
from rootwise.errors import Problem
from rootwise.web.accounts.roles import Role
from rootwise.web.assessments.actions import answer
from rootwise.web.assessments.mending import SECTION_NAMES, SENTENCES, to_mend
from rootwise.web.assessments.models import Assessment, ContextAnswer, PeriodAnswer
from rootwise.web.assessments.parts import NAME, Part, bytes_of, context_part, period_part
from rootwise.web.assessments.selectors import case_of, document
from rootwise.web.assessments.views.context import PAGE_OF, PAGES
from tests.web.assessments.people import CASES, FOSTER_CARE, Scene, by, case_in, scene_of
from tests.web.assessments.test_pages import address, clinician, scene, written
from tests.web.children.people import signed_in

__all__ = ["clinician", "scene", "written"]
HTMX = {"HX-Request": "true"}


class _Sent(HTMLParser):
    """What a browser sends of a page: every field in its order. What stands in a template is no field yet."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self._select, self._area, self._inert = "", "", 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._inert += tag == "template"
        name = given.get("name") or ""
        if self._inert or (not name and tag != "option"):
            return
        if tag == "select":
            self._select = name
            self.fields[name] = [""]
        elif tag == "option" and self._select and "selected" in given:
            self.fields[self._select] = [given.get("value") or ""]
        elif tag == "textarea":
            self._area = name
            self.fields[name] = [""]
        elif tag == "input" and (given.get("type") not in ("radio", "checkbox") or "checked" in given):
            self.fields.setdefault(name, []).append(given.get("value") or ("on" if given.get("type") == "checkbox" else ""))

    def handle_data(self, data: str) -> None:
        if self._area and not self._inert:
            self.fields[self._area][0] += data.replace("\n", "\r\n")

    def handle_endtag(self, tag: str) -> None:
        self._inert -= tag == "template"
        if tag == "textarea" and self._area:
            self.fields[self._area][0] = self.fields[self._area][0].removeprefix("\r\n")  # the one line end that HTML leaves out
            self._area = ""
        if tag == "select":
            self._select = ""


def sent(client: Client, place: str) -> dict[str, Any]:
    return dict(_Sent(client.get(place).content.decode()).fields)


def places(assessment: Assessment) -> list[str]:
    return [address("history", assessment), *(address("context", assessment, page) for page in PAGES)]


def comparable(assessment: Assessment) -> dict[str, Any]:
    """The case without the order of what has none."""
    case = case_in(document(assessment)).case
    return case.model_dump() | {"ratings": {name: sorted(map(str, given)) for name, given in case.ratings.items()}}


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("place", CASES, ids=lambda one: one.stem)
class TestEveryExample:
    def test_saved_untouched_nothing_is_written(self, place: Path) -> None:
        scene, _read = scene_of(place)
        assessment, client = scene.imported(place), signed_in(scene.clinician)
        before = comparable(assessment)
        for page in places(assessment):
            assert client.post(page, sent(client, page)).status_code == 302, page
        rows = [*ContextAnswer.unguarded.filter(assessment=assessment), *PeriodAnswer.unguarded.filter(assessment=assessment)]
        assert {one.version for one in rows} == {1}
        assert {one.section for one in rows if isinstance(one, ContextAnswer)} <= set(PAGE_OF)
        assert comparable(assessment) == before

    def test_every_section_written_anew_says_the_same(self, place: Path) -> None:
        scene, _read = scene_of(place)
        assessment, client = scene.imported(place), signed_in(scene.clinician)
        before = comparable(assessment)
        for page in places(assessment):
            given = sent(client, page)
            touched = {key: [re.sub(r":.*", ":" + "0" * 16, one[0])] if key.endswith("-seen") else one for key, one in given.items()}
            assert client.post(page, touched).status_code == 302, page
        assert comparable(assessment) == before
        assert ContextAnswer.unguarded.filter(assessment=assessment).count() == len(SECTION_NAMES)


def test_every_section_of_a_case_file_has_its_card_and_its_name() -> None:
    assert {*Context.model_fields} == {*PAGE_OF} == {*SECTION_NAMES}


@pytest.mark.usefixtures("written")
class TestHistory:
    def test_periods_ahead_are_not_asked(self) -> None:
        scene = Scene(birth="2025-11")
        page = signed_in(scene.clinician).get(address("history", scene.begun())).content.decode()
        assert 'id="period-infancy"' in page
        assert "early_childhood" not in page

    def test_one_period_is_saved_by_itself_with_its_events(self, scene: Scene, clinician: Client) -> None:
        assessment = scene.begun()
        place = address("history", assessment)
        given = {key: one for key, one in sent(clinician, place).items() if key.startswith("infancy-") or key == "ticket"}
        given |= {"infancy-adversity": "4", "infancy-relational_health": "unknown", "infancy-confidence": "sure"}
        given |= {
            "infancy-0-type": "neglect_of_needs",
            "infancy-0-severity": "4",
            "infancy-0-chronic": "yes",
            "infancy-0-source": "court report",
        }
        told = clinician.post(place, given, headers=HTMX)
        assert (told.status_code, "not known" in told.content.decode()) == (200, True)
        assert document(assessment)["history"] == {
            "infancy": {
                "adversity": 4,
                "relational_health": "unknown",
                "confidence": "sure",
                "events": [{"type": "neglect_of_needs", "severity": 4, "chronic": True, "source": "court report"}],
            }
        }

    def test_a_conflict_is_of_one_period(self, scene: Scene, clinician: Client) -> None:
        assessment, actor = scene.begun(), by(scene.clinician)
        place = address("history", assessment)
        given = sent(clinician, place) | {"infancy-adversity": ["4"], "childhood-adversity": ["1"]}
        answer(by=actor, assessment=assessment, part=period_part("infancy"), value={"adversity": 2}, seen_version=0)
        refused = clinician.post(place, given)
        assert refused.status_code == 409
        assert refused.content.decode().count("Somebody else answered this") == 1
        assert document(assessment)["history"]["childhood"]["adversity"] == 1
        assert document(assessment)["history"]["infancy"] == {"adversity": 2}

    def test_a_row_taken_away_is_gone(self) -> None:
        scene, _read = scene_of(next(one for one in CASES if one.stem == "foster-care"))
        assessment, client = scene.imported(), signed_in(scene.clinician)
        place = address("history", assessment)
        assert client.post(place, sent(client, place) | {"infancy-1-gone": ["on"]}).status_code == 302
        kinds = [one["type"] for one in document(assessment)["history"]["infancy"]["events"]]
        assert kinds == ["neglect_of_needs", "caregiver_substance_use"]

    def test_a_row_that_is_not_written_to_its_end_is_not_lost_and_not_saved(self, scene: Scene, clinician: Client) -> None:
        assessment = scene.begun()
        place = address("history", assessment)
        given = sent(clinician, place) | {"infancy-0-source": ["court report"]}
        while_writing = clinician.post(place, given, headers=HTMX)
        assert while_writing.status_code == 200
        assert "Not saved yet" in while_writing.content.decode()
        by_button = clinician.post(place, given)
        assert by_button.status_code == 422
        assert "court report" in by_button.content.decode()
        assert PeriodAnswer.unguarded.filter(period="infancy").count() == 0

    def test_without_a_script_the_page_gives_one_more_row(self, scene: Scene, clinician: Client) -> None:
        assessment = scene.begun()
        place = address("history", assessment)
        given = sent(clinician, place) | {"infancy-0-type": ["bullying"], "stay": ["infancy"]}
        assert clinician.post(place, given).headers["Location"] == place
        assert "infancy-1-type" in sent(clinician, place)

    def test_it_is_for_those_who_may_see_the_past(self, scene: Scene) -> None:
        assessment = scene.begun()
        for role in (Role.THERAPIST, Role.OCCUPATIONAL_THERAPIST, Role.CAREGIVER, Role.TEACHER):
            assert signed_in(scene.users[role]).get(address("history", assessment)).status_code == 404
        for role in (Role.CAREGIVER, Role.TEACHER):
            assert signed_in(scene.users[role]).get(address("context", assessment, "week")).status_code == 404
        assert signed_in(scene.users[Role.THERAPIST]).get(address("context", assessment, "week")).status_code == 200


@pytest.mark.usefixtures("written")
class TestTheWeek:
    def test_what_does_not_fit_is_told_and_saved(self, scene: Scene, clinician: Client) -> None:
        assessment = scene.begun()
        place = address("context", assessment, "week")
        row = {"days": "weekdays", "start": "08:00", "end": "00:00", "where": "home"}
        given = {"ticket": sent(clinician, place)["ticket"], "routine-seen": sent(clinician, place)["routine-seen"]}
        told = clinician.post(place, given | {f"routine-0-{key}": one for key, one in row.items()}, headers=HTMX).content.decode()
        assert "This kind of place is not ticked among the places." in told
        assert "where the child is in term: Saturday, Sunday." in told
        assert document(assessment)["context"]["routine"] == [{"days": "weekdays", "from": "08:00", "to": "24:00", "where": "home"}]

    def test_an_adult_who_was_taken_away_stays_in_the_week_and_is_told(self) -> None:
        scene, _read = scene_of(next(one for one in CASES if one.stem == "foster-care"))
        assessment, client = scene.imported(), signed_in(scene.clinician)
        place = address("context", assessment, "people")
        assert client.post(place, sent(client, place) | {"adults-1-gone": ["on"]}).status_code == 302
        week = client.get(address("context", assessment, "week")).content.decode()
        assert "teacher, who is not written down any more" in week
        assert "Row 2: Somebody is named here who is not among the adults." in unescape(week)
        assert "teacher" in document(assessment)["context"]["routine"][1]["with"]

    def test_a_new_adult_never_takes_over_the_name_of_one_who_left(self) -> None:
        scene, _read = scene_of(next(one for one in CASES if one.stem == "foster-care"))
        assessment, client = scene.imported(), signed_in(scene.clinician)
        place = address("context", assessment, "people")
        client.post(place, sent(client, place) | {"adults-1-gone": ["on"]})
        client.post(place, sent(client, place) | {"adults-1-name": ["New teacher"], "adults-1-role": ["teacher"]})
        ids = [one["id"] for one in document(assessment)["context"]["adults"]]
        assert ids[0] == "foster"
        assert re.fullmatch(r"adult-[0-9a-f]{8}", ids[1])

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({"start": "10:00", "end": "09:00"}, "ends before it begins"),
            ({"start": "10:00", "end": "25:00"}, "Row 1"),
            ({"days": "some"}, "Tick the days."),
            ({"where": "moon"}, "Row 1"),
        ],
    )
    def test_what_cannot_be_is_told_by_row(self, scene: Scene, clinician: Client, given: dict[str, str], sentence: str) -> None:
        assessment = scene.begun()
        place = address("context", assessment, "week")
        row = {"days": "mon", "start": "08:00", "end": "09:00", "where": "home"} | given
        told = clinician.post(place, sent(clinician, place) | {f"routine-0-{key}": [one] for key, one in row.items()})
        assert told.status_code == 422
        assert sentence in told.content.decode()
        assert ContextAnswer.unguarded.count() == 0

    def test_a_zone_nobody_knows_is_told(self, scene: Scene, clinician: Client) -> None:
        place = address("context", scene.begun(), "week")
        told = clinician.post(place, sent(clinician, place) | {"time_zone-zone": ["Europe/Atlantis"]})
        assert (told.status_code, "is not known" in told.content.decode()) == (422, True)

    def test_where_nobody_is_written_down_the_raters_are_proposed(self) -> None:
        scene, _read = scene_of(next(one for one in CASES if one.stem == "foster-care"))
        assessment, client = scene.imported(), signed_in(scene.clinician)
        ContextAnswer.unguarded.filter(assessment=assessment, section="adults").delete()
        given = sent(client, address("context", assessment, "people"))
        assert [given[f"adults-{number}-id"] for number in (0, 1)] == [["foster"], ["teacher"]]


def test_every_contradiction_of_the_core_has_its_words() -> None:
    stretch = {"days": "mon", "from": "08:00", "to": "09:00", "where": "home", "with": ["x"]}
    context = {
        "adults": [{"id": "a", "role": "caregiver"}] * 2,
        "routine": [stretch, stretch | {"where": "school"}, stretch | {"called": "y", "with": []}],
        "holidays": [{"from": "2026-07-01", "to": "2026-07-02"}],
    }
    found = contradictions(parse_document(NAME, bytes_of({"context": context})))
    whats = {one.what.partition(": ")[0] for one in found}
    assert len(whats) == 7
    assert whats <= SENTENCES.keys()
    assert to_mend(found[0]).section == "adults"


def test_an_old_yes_is_told_beside_the_days(scene: Scene, clinician: Client) -> None:
    assessment, actor = scene.begun(), by(scene.clinician)
    value = [{"activity": "swimming", "by": "clinician", "on": "2025-01-01"}]
    answer(by=actor, assessment=assessment, part=context_part("allowed"), value=value, seen_version=0)
    problems = case_of(assessment)
    assert isinstance(problems, list)
    assert [to_mend(one).section for one in problems] == ["allowed"]
    page = clinician.get(address("context", assessment, "child")).content.decode()
    assert "Ask again: what was right then may not be right now." in page


def test_a_sentence_that_is_not_known_is_told_as_it_is() -> None:
    told = to_mend(Problem(NAME, None, "context.likes[2]", "this is new", "Do that"))
    assert (told.section, told.sentence) == ("likes", "Row 2: this is new. Do that.")


def test_nothing_of_a_part_that_is_none_is_written(scene: Scene, clinician: Client) -> None:
    assert clinician.get(address("context", scene.begun(), "elsewhere")).status_code == 404
    assert Part(ContextAnswer, "likes") == context_part("likes")


def test_a_name_that_is_not_what_it_looks_like_is_refused_wherever_one_is_written(written: None) -> None:
    scene, _read = scene_of(FOSTER_CARE)
    assessment, client = scene.imported(), signed_in(scene.clinician)
    hidden = ["An\u202en"]
    pages = {
        address("add_rater", assessment): {"role": ["caregiver"], "name": hidden},
        address("ask", assessment): {"role": ["caregiver"], "name": hidden, "language": ["en"], "days": ["7"]},
        address("context", assessment, "people"): {"adults-1-name": hidden},
    }
    for place, given in pages.items():
        refused = client.post(place, sent(client, place) | given)
        assert refused.status_code == 422, place
        assert "There is a character in it that cannot be seen." in refused.content.decode(), place
    assert "\u202e" not in str(document(assessment))

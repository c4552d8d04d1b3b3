"""A caregiver or teacher rates by a link: with the link and the code, in one browser, their own answers only, until it is over."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rootwise.web.accounts.links import digest
from rootwise.web.accounts.models import FormerIdentity
from rootwise.web.accounts.roles import Role
from rootwise.web.assessments import links
from rootwise.web.assessments.actions import answer, close_assessment
from rootwise.web.assessments.models import Assessment, Rater, Rating, RatingLink
from rootwise.web.assessments.parts import Part
from rootwise.web.assessments.selectors import asked as links_asked
from rootwise.web.assessments.selectors import link_in
from rootwise.web.audit.models import Content, Event
from rootwise.web.audit.recording import recorded
from rootwise.web.children.merged import move
from rootwise.web.children.models import Consent, NoContact
from rootwise.web.children.needs import Purpose
from rootwise.web.children.rules import a_year_before
from tests.web.assessments.people import Scene, by, case_in
from tests.web.assessments.test_pages import fields
from tests.web.children.people import SETTING_UP, a_child, a_site, a_user, barred, consented, days, signed_in, today


@pytest.fixture
def written(db: None) -> Iterator[None]:
    with recorded(SETTING_UP, action="test.assessments"):
        yield


class Asked:
    """A foster mother who was asked, with what she was sent and told."""

    def __init__(self, language: str = "en", role: str = "caregiver") -> None:
        self.scene = Scene()
        self.assessment = self.scene.begun(child_called="Noa")
        self.staff = signed_in(self.scene.clinician)
        place = self.address("ask")
        page = self.staff.get(place).content.decode()
        given = {"role": role, "name": "Foster mother", "language": language, "days": "7"}
        self.page = self.staff.post(place, fields(page) | given).content.decode()
        self.path = re.findall(r'id="link">[^<]*?(/rate/[^<]+)<', self.page)[0]
        self.code = re.findall(r'id="code">(\d{6})<', self.page)[0]

    def address(self, name: str, *more: object) -> str:
        return reverse(f"assessments:{name}", args=[self.assessment.child_id, self.assessment.pk, *more])

    def opened(self, client: Client | None = None) -> Client:
        client = client or Client()
        assert client.post(self.path, {"code": self.code}).headers["Location"] == "/rate/"
        return client


@pytest.fixture
def asked(written: None) -> Asked:
    return Asked()


def test_she_answers_what_she_sees_and_nobody_elses_answer_is_touched_or_shown(asked: Asked) -> None:
    part = Part(Rating, "sleep", "clinician")
    said = {"rating": 2, "note": "CANARY3NOTE"}
    answer(by=by(asked.scene.clinician), assessment=asked.assessment, part=part, value=said, seen_version=0)
    client = asked.opened()
    assert "Noa" in client.get("/rate/").content.decode()
    page = client.get("/rate/about/sleep").content.decode()
    assert "CANARY3NOTE" not in page
    assert client.post("/rate/about/sleep", fields(page) | {"choice": "4", "confidence": "sure"}).status_code == 302
    again = client.get("/rate/about/sleep").content.decode()
    assert 'value="4"' in again
    assert "CANARY3NOTE" not in again
    rated = {one.rater.key: one.value for one in Rating.unguarded.filter(function="sleep") if one.rater}
    assert rated == {"clinician": said, "caregiver": {"rating": 4, "confidence": "sure"}}


def test_what_she_has_not_seen_is_no_rating(asked: Asked) -> None:
    client = asked.opened()
    page = client.get("/rate/about/sleep").content.decode()
    client.post("/rate/about/sleep", fields(page) | {"choice": "not_observed"})
    from rootwise.web.assessments.selectors import document

    assert case_in(document(asked.assessment)).case.ratings["sleep"][0].missing == "not_observed"  # type: ignore[union-attr]


def test_the_link_alone_says_nothing_about_the_child(asked: Asked) -> None:
    page = Client().get(asked.path).content.decode()
    for one in ("Noa", asked.scene.child.name, str(asked.scene.child.pk), asked.scene.site.name + " child"):
        assert one not in page
    assert RatingLink.unguarded.get().opened_at is None  # a program that previews links uses nothing up


def test_five_wrong_codes_end_it(asked: Asked) -> None:
    client = Client()
    wrong = "000000" if asked.code != "000000" else "111111"
    for _ in range(5):
        assert client.post(asked.path, {"code": wrong}).status_code == 422
    assert client.post(asked.path, {"code": asked.code}).status_code == 404
    assert RatingLink.unguarded.get().revoked_at is not None


def test_once_opened_it_works_in_that_browser_only(asked: Asked) -> None:
    first = asked.opened()
    assert Client().post(asked.path, {"code": asked.code}).status_code == 422
    assert Client().get("/rate/").status_code == 404
    assert first.get("/rate/").status_code == 200
    asked.opened(first)  # the code again, in the same browser


class TestItIsOverAtOnce:
    def test_when_it_is_taken_back(self, asked: Asked) -> None:
        client = asked.opened()
        place = asked.address("revoke_link", RatingLink.unguarded.get().pk)
        assert asked.staff.post(place, fields(asked.staff.get(place).content.decode())).status_code == 302
        assert client.get("/rate/about/sleep").status_code == 404

    def test_when_consent_is_withdrawn(self, asked: Asked) -> None:
        client = asked.opened()
        for one in Consent.unguarded.filter(child=asked.scene.child, purpose="family"):
            one.withdrawn_at = timezone.now()
            one.save()
        assert client.get("/rate/about/sleep").status_code == 404

    def test_when_its_days_are_over(self, asked: Asked) -> None:
        client, link = asked.opened(), RatingLink.unguarded.get()
        link.expires_at = timezone.now() - dt.timedelta(seconds=1)
        link.save()
        assert client.get("/rate/about/sleep").status_code == 404
        assert Client().get(asked.path).status_code == 404

    def test_when_the_assessment_is_closed(self, asked: Asked) -> None:
        client, now = asked.opened(), Assessment.unguarded.get(pk=asked.assessment.pk)
        close_assessment(by=by(asked.scene.clinician), user=asked.scene.clinician, assessment=now, seen_version=now.version)
        assert client.get("/rate/about/sleep").status_code == 404

    def test_when_she_is_done(self, asked: Asked) -> None:
        client = asked.opened()
        assert client.post("/rate/end").status_code == 200
        assert client.get("/rate/").status_code == 404

    def test_when_a_new_one_is_made_for_her(self, asked: Asked) -> None:
        client = asked.opened()
        place = asked.address("ask") + "?rater=caregiver"
        page = asked.staff.get(place).content.decode()
        sent = fields(page) | {"role": "caregiver", "name": "Foster mother", "language": "es", "days": "3"}
        assert "The link is made" in asked.staff.post(place, sent).content.decode()
        assert client.get("/rate/").status_code == 404
        assert Rater.unguarded.filter(name="Foster mother").count() == 1


class Asking:
    """A form that asks somebody, filled in as often as it is asked about."""

    def __init__(self, name: str, query: str = "", role: str = "caregiver") -> None:
        self.scene = Scene()
        self.assessment = self.scene.begun(child_called="Noa")
        self.staff = signed_in(self.scene.clinician)
        self.place = reverse("assessments:ask", args=[self.scene.child.pk, self.assessment.pk]) + query
        self.given = {"role": role, "name": name, "language": "en", "days": "7"}
        self.page = ""

    def sent(self, **more: str) -> int:
        self.page = self.page or self.staff.get(self.place).content.decode()
        told = self.staff.post(self.place, fields(self.page) | self.given | more)
        self.page = told.content.decode()
        return told.status_code


@pytest.mark.usefixtures("written")
class TestNobodyOfTheListOfNoContactIsAsked:
    def test_of_the_very_name_of_an_entry_nothing_helps(self) -> None:
        asking = Asking("alexander  brandt")
        barred(asking.scene.child, name="Alexander Brandt", email="alex@elsewhere.example")
        assert [asking.sent(), asking.sent(checked="on")] == [422, 422]
        assert "No link is made for them" in asking.page
        assert not Rater.unguarded.filter(role="caregiver").exists()
        assert Event.objects.filter(action="assessments.compare_no_contact", table="children_nocontact", verb="read").exists()

    @pytest.mark.parametrize("by_address", [False, True])
    def test_nor_of_a_name_a_barred_account_has_or_had(self, by_address: bool) -> None:
        asking = Asking("Alexander Brandt")
        hostile = a_user(Role.CAREGIVER, asking.scene.site, "Somebody New")
        FormerIdentity.objects.create(user=hostile, name="Alexander Brandt", email="old@example.org")
        who = {"email": "old@example.org"} if by_address else {"user": hostile}
        barred(asking.scene.child, name="The father", **who)
        assert asking.sent() == 422
        asking.given["name"] = "Somebody New"
        assert asking.sent() == 422
        assert not RatingLink.unguarded.exists()

    def test_a_name_like_one_is_asked_about_and_the_link_then_works(self) -> None:
        asking = Asking("Alex Brandt")
        barred(asking.scene.child, name="Alexandre Brandt")
        asking.given["name"] = "Alexander Brandt"
        assert asking.sent() == 422
        assert "Somebody with a name like this is on the child&#x27;s list of no contact." in asking.page
        assert not RatingLink.unguarded.exists()
        assert asking.sent(checked="on") == 200
        path = re.findall(r'id="link">[^<]*?(/rate/[^<]+)<', asking.page)[0]
        assert Client().get(path).status_code == 200
        barred(asking.scene.child, name="A. Brandt")  # another, of which nobody made sure
        assert Client().get(path).status_code == 404

    def test_ten_such_answers_an_hour(self) -> None:
        asking = Asking("Alexander Brandt")
        barred(asking.scene.child, name="Alexander Brandt")
        assert [asking.sent() for _ in range(10)] == [422] * 10
        assert asking.sent() == 429

    def test_what_is_open_stops_when_its_person_is_put_on_the_list(self, asked: Asked) -> None:
        client = asked.opened()
        entry = barred(asked.scene.child, name="Foster-Mother")
        assert client.get("/rate/about/sleep").status_code == 404
        assert client.post("/rate/about/sleep", {"choice": "4"}).status_code == 404
        assert Client().get(asked.path).status_code == 404
        page = asked.staff.get(asked.address("asked")).content.decode()
        assert "somebody with a name like this is on the list of no contact" in page
        assert asked.staff.get(asked.address("remind", RatingLink.unguarded.get().pk)).status_code == 404
        again = asked.address("ask") + "?rater=caregiver"
        sent = fields(asked.staff.get(again).content.decode()) | {"role": "caregiver", "name": "Another", "language": "es", "days": "3"}
        assert asked.staff.post(again, sent | {"checked": "on"}).status_code == 422  # the name of the row counts, not what is typed
        entry.lifted_at = timezone.now()
        entry.save()
        assert client.get("/rate/about/sleep").status_code == 200

    def test_when_two_records_become_one(self, asked: Asked) -> None:
        client, other = asked.opened(), a_child(asked.scene.site)
        barred(other, name="Foster mother")
        assert client.get("/rate/").status_code == 200
        move(NoContact.unguarded.filter(child=other), asked.scene.child)
        assert client.get("/rate/").status_code == 404


def test_the_same_person_is_asked_twice_only_when_it_is_another(asked: Asked) -> None:
    place = asked.address("ask")
    given = {"role": "caregiver", "name": "foster mother", "language": "en", "days": "7"}
    told = asked.staff.post(place, fields(asked.staff.get(place).content.decode()) | given)
    page = told.content.decode()
    assert told.status_code == 422
    assert f'href="{place}?rater=caregiver"' in page
    assert Rater.unguarded.filter(role="caregiver").count() == 1
    assert asked.staff.post(place, fields(page) | given | {"another": "on"}).status_code == 200
    assert Rater.unguarded.filter(role="caregiver").count() == 2


def test_a_rater_without_a_name_is_called_as_it_is_written(asked: Asked) -> None:
    rater = Rater.unguarded.get(key="caregiver")
    rater.name = ""
    rater.save()
    place = asked.address("ask") + "?rater=caregiver"
    given = {"role": "caregiver", "name": "Ruth Carter", "language": "en", "days": "7"}
    assert asked.staff.post(place, fields(asked.staff.get(place).content.decode()) | given).status_code == 200
    assert Rater.unguarded.get(key="caregiver").name == "Ruth Carter"


def test_closing_says_who_is_still_answering(asked: Asked) -> None:
    client = asked.opened()
    page = client.get("/rate/about/sleep").content.decode()
    client.post("/rate/about/sleep", fields(page) | {"choice": "4"})
    place = asked.address("close")
    of = len(links_asked(RatingLink.unguarded.get()))
    assert f"Foster mother (Caregiver, 1 of {of} answered)" in asked.staff.get(place).content.decode()
    client.post("/rate/end")
    assert "Foster mother" not in asked.staff.get(place).content.decode()


def test_its_browser_goes_on_within_the_hour(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    client = asked.opened()
    assert client.get(asked.path).headers["Location"] == "/rate/"
    assert Client().get(asked.path).status_code == 200
    monkeypatch.setattr("rootwise.web.assessments.views.rating.IDLE_MINUTES", -1)
    assert 'name="code"' in client.get(asked.path).content.decode()


def test_every_dead_link_is_the_same_page(asked: Asked) -> None:
    never = Client().get("/rate/" + "x" * 43)
    client = asked.opened()
    client.post("/rate/end")
    over = Client().get(asked.path)
    assert (never.status_code, never.content) == (over.status_code, over.content)


def test_in_spanish_she_reads_spanish(written: None) -> None:
    asked = Asked(language="es", role="teacher")
    page = asked.opened().get("/rate/").content.decode()
    assert '<html lang="es">' in page


def test_without_consent_for_the_family_no_link_is_made(written: None) -> None:
    scene = Scene()
    assessment = scene.begun()
    for one in Consent.unguarded.filter(child=scene.child, purpose="school"):
        one.withdrawn_at = timezone.now()
        one.save()
    staff = signed_in(scene.clinician)
    place = reverse("assessments:ask", args=[scene.child.pk, assessment.pk])
    given = {"role": "teacher", "name": "Class teacher", "language": "en", "days": "7"}
    told = staff.post(place, fields(staff.get(place).content.decode()) | given)
    assert told.status_code == 422
    assert "consent" in told.content.decode()
    assert RatingLink.unguarded.count() == 0


def test_no_secret_is_kept_anywhere(asked: Asked) -> None:
    token = asked.path.rsplit("/", 1)[1]
    kept = RatingLink.unguarded.get()
    assert token not in (kept.token, kept.code)
    assert kept.code != asked.code
    assert not [one for one in Content.objects.all() if token in str(one.__dict__)]


def test_her_answers_are_recorded_as_hers(asked: Asked) -> None:
    client = asked.opened()
    page = client.get("/rate/about/sleep").content.decode()
    client.post("/rate/about/sleep", fields(page) | {"choice": "6"})
    event = Event.objects.filter(table="assessments_rating", verb="insert").latest("id")
    assert event.actor == f"link:{RatingLink.unguarded.get().pk.hex}"
    assert event.role == "caregiver"


def test_who_has_not_answered_is_listed_and_reminded(asked: Asked) -> None:
    page = asked.staff.get(asked.address("asked")).content.decode()
    assert "Not opened yet" in page
    place = asked.address("remind", RatingLink.unguarded.get().pk)
    text = asked.staff.get(place).content.decode()
    assert "still waiting for you" in text
    assert asked.staff.post(place, fields(text)).status_code == 302
    assert "reminded" in asked.staff.get(asked.address("asked")).content.decode()


@pytest.mark.parametrize("role", [Role.CAREGIVER, Role.TEACHER, Role.ADMINISTRATOR])
def test_others_make_no_links(asked: Asked, role: Role) -> None:
    client = signed_in(asked.scene.users[role])
    assert {client.get(asked.address(one)).status_code for one in ("ask", "asked")} == {404}


def test_whatever_ends_a_link_ends_it_by_itself(asked: Asked) -> None:
    asked.opened()
    now = timezone.now()

    def link() -> RatingLink:
        return RatingLink.unguarded.select_related("assessment", "child", "rater").get()

    ended: dict[str, RatingLink] = {name: link() for name in ("revoked", "finished", "assessment closed", "closed", "erased", "merged")}
    ended["revoked"].revoked_at = ended["finished"].finished_at = ended["assessment closed"].assessment.closed_at = now
    ended["closed"].child.retention, ended["erased"].child.retention = "closed", "erased"
    ended["merged"].child.merged_into_id = asked.scene.child.pk
    assert links.is_alive(link(), now)
    assert links.is_alive(link(), link().expires_at - dt.timedelta(seconds=1))
    assert not links.is_alive(link(), link().expires_at)
    assert [name for name, one in ended.items() if links.is_alive(one, now)] == []
    states = {name: links.state_of(one, now, {}) for name, one in ended.items()}
    assert (states["revoked"], states["finished"], links.state_of(link(), now, {})) == ("revoked", "finished", "opened")
    assert links.state_of(link(), link().expires_at, {}) == "expired"


def test_a_link_asks_for_a_consent_of_this_child_for_this_purpose_that_holds_today(written: None) -> None:
    site = a_site()
    now, wrong = timezone.now(), a_child(site)
    consented(a_child(site), Purpose.FAMILY)
    consented(wrong, Purpose.CARE)
    consented(wrong, Purpose.SCHOOL)
    consented(wrong, Purpose.FAMILY, ("t2", "t3"))
    consented(wrong, Purpose.FAMILY, withdrawn_at=now)
    consented(wrong, Purpose.FAMILY, starts=days(1))
    consented(wrong, Purpose.FAMILY, ends=days(-1))
    consented(wrong, Purpose.FAMILY, starts=a_year_before(today()))
    assert not links.has_consent(wrong.pk, "caregiver", now)
    assert links.has_consent(wrong.pk, "teacher", now)
    assert not links.has_consent(wrong.pk, "clinician", now)
    for given in ({"starts": today()}, {"ends": today()}, {"starts": a_year_before(today()) + dt.timedelta(days=1)}):
        right = a_child(site)
        consented(right, Purpose.FAMILY, ("t1",), **given)
        assert links.has_consent(right.pk, "caregiver", now)
        assert not links.has_consent(right.pk, "teacher", now)


def test_the_cookie_of_one_link_opens_no_other(asked: Asked) -> None:
    """Its key goes with its secret."""
    asked.opened()
    link = RatingLink.unguarded.get()
    never_opened = RatingLink.unguarded.create(
        assessment=link.assessment, child=link.child, rater=link.rater, language="en", token="t", code="c", made_by=link.made_by,
        made_at=link.made_at, expires_at=link.expires_at,
    )  # fmt: skip
    link.browser = digest("one")
    link.save()
    assert link_in("one", link.pk) == link
    assert [link_in("one", never_opened.pk), link_in("another", link.pk), link_in("", never_opened.pk)] == [None, None, None]

"""The pages: who gets them, what is saved by the button and what while writing, and that the reference waits until the end."""

import html
import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from rootwise.document.kinds import Language
from rootwise.web.accounts.roles import Role
from rootwise.web.training.models import Attempt, Rating
from tests.web.children.people import signed_in
from tests.web.training.people import NOA, RATERS, Team, begun, finished, noa, shifted

STORY = reverse("training:story", args=[NOA])


@pytest.fixture
def clinician(team: Team) -> Client:
    return signed_in(team.clinician)


def ticket(page: bytes) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', page.decode())
    assert found is not None
    return found[1]


def function(attempt: Attempt, name: str) -> str:
    return reverse("training:function", args=[attempt.pk, name])


def result(attempt: Attempt) -> str:
    return reverse("training:attempt", args=[attempt.pk])


def finish(attempt: Attempt) -> str:
    return reverse("training:finish", args=[attempt.pk])


@pytest.mark.parametrize("role", list(Role))
def test_the_pages_are_for_the_clinical_roles(team: Team, role: Role) -> None:
    user = team.users[role]
    attempt = begun(user)
    client, expected = signed_in(user), 200 if role in RATERS else 404
    for address in (reverse("training:list"), STORY, result(attempt), function(attempt, "sleep"), finish(attempt)):
        assert client.get(address).status_code == expected, address
    linked = reverse("training:list") in client.get("/").content.decode()
    assert linked == (role in RATERS)


def test_nobody_opens_the_attempt_of_another(team: Team) -> None:
    mine, done = begun(team.clinician), finished(team.clinician, {"sleep": 5}, "mateo@1")
    for other in (team.users[Role.SUPERVISOR], team.far):
        client = signed_in(other)
        for address in (result(mine), result(done), function(mine, "sleep"), finish(mine)):
            assert client.get(address).status_code == 404


def test_what_is_not_there(clinician: Client, team: Team) -> None:
    attempt = begun(team.clinician)
    for address in (reverse("training:story", args=["noa@2"]), result(Attempt(pk=uuid.uuid4())), function(attempt, "no_such_function")):
        assert clinician.get(address).status_code == 404


class TestFromBeginningToEnd:
    def test_a_story_is_read_rated_and_finished(self, clinician: Client) -> None:
        page = clinician.get(STORY)
        for scene in noa().scenes:
            assert html.escape(scene.text.splitlines()[0]) in page.content.decode()
        begin = clinician.post(STORY, {"ticket": ticket(page.content)})
        attempt = Attempt.objects.get()
        assert begin.headers["Location"] == result(attempt)
        ids = [one.function for one in noa().reference]
        for name, following in zip(ids, [*ids[1:], None], strict=True):
            sent = {"ticket": ticket(clinician.get(function(attempt, name)).content), "rating": "6"}
            answered = clinician.post(function(attempt, name), sent)
            assert answered.headers["Location"] == (function(attempt, following) if following else result(attempt))
        over = clinician.post(finish(attempt), {"ticket": ticket(clinician.get(finish(attempt)).content)})
        assert over.headers["Location"] == result(attempt)
        assert Attempt.objects.get().is_finished
        assert Rating.objects.filter(rating=6).count() == len(ids)
        assert clinician.get(function(attempt, ids[0])).headers["Location"] == result(attempt)

    def test_the_forms_sent_twice_make_one_row_each(self, clinician: Client) -> None:
        sent = {"ticket": ticket(clinician.get(STORY).content)}
        places = {clinician.post(STORY, sent).headers["Location"] for _ in range(2)}
        attempt = Attempt.objects.get()
        assert places == {result(attempt)}
        sent = {"ticket": ticket(clinician.get(function(attempt, "sleep")).content), "rating": "not_observed"}
        assert [clinician.post(function(attempt, "sleep"), sent).status_code for _ in range(2)] == [302, 302]
        assert Rating.objects.get().rating is None
        sent = {"ticket": ticket(clinician.get(finish(attempt)).content)}
        assert [clinician.post(finish(attempt), sent).status_code for _ in range(2)] == [302, 302]
        assert Attempt.objects.get().version == 2

    def test_a_ticket_of_another_function_saves_nothing(self, clinician: Client, team: Team) -> None:
        attempt = begun(team.clinician)
        sent = {"ticket": ticket(clinician.get(function(attempt, "mood")).content), "rating": "6"}
        assert clinician.post(function(attempt, "sleep"), sent).status_code == 404
        assert not Rating.objects.exists()


class TestOneFunction:
    def test_ages_are_hidden_until_it_is_rated_and_it_is_saved_while_writing(self, clinician: Client, team: Team) -> None:
        attempt = begun(team.clinician)
        place = function(attempt, "sleep")
        before = clinician.get(place).content
        assert "When this is typical" not in before.decode()
        first = clinician.post(place, {"ticket": ticket(before), "rating": "5"}, headers={"HX-Request": "true"})
        assert (first.status_code, first.headers["X-Answered"]) == (200, "yes")
        assert "When this is typical" in first.content.decode()
        second = clinician.post(place, {"ticket": ticket(first.content), "rating": "7"}, headers={"HX-Request": "true"})
        assert "Saved" in second.content.decode()
        assert (Rating.objects.get().rating, Rating.objects.get().version) == (7, 2)

    @pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
    def test_two_windows_the_second_is_told_and_keeps_its_choice(self, clinician: Client, team: Team, headers: dict[str, str]) -> None:
        attempt = begun(team.clinician)
        place = function(attempt, "sleep")
        here, there = (ticket(clinician.get(place).content) for _ in range(2))
        clinician.post(place, {"ticket": there, "rating": "9"})
        told = clinician.post(place, {"ticket": here, "rating": "4"}, headers=headers)
        assert told.status_code == 409
        assert "<strong>9</strong>" in told.content.decode()
        if not headers:
            assert re.search(r'value="4"[^>]* checked', told.content.decode())
        clinician.post(place, {"ticket": ticket(told.content), "rating": "4"})
        assert Rating.objects.get().rating == 4

    def test_nothing_chosen_and_nonsense_are_not_saved(self, clinician: Client, team: Team) -> None:
        place = function(begun(team.clinician), "sleep")
        for given in ({}, {"rating": "13"}, {"rating": "0"}, {"rating": "x"}):
            answered = clinician.post(place, {"ticket": ticket(clinician.get(place).content), **given})
            assert answered.status_code == 422
            assert "This could not be saved." in answered.content.decode()
        assert not Rating.objects.exists()

    def test_after_finishing_in_another_window_the_answer_is_refused_and_the_reference_not_shown(
        self, clinician: Client, team: Team
    ) -> None:
        attempt = begun(team.clinician)
        place = function(attempt, "sleep")
        late = ticket(clinician.get(place).content)
        clinician.post(place, {"ticket": late, "rating": "5"})
        clinician.post(finish(attempt), {"ticket": ticket(clinician.get(finish(attempt)).content)})
        told = clinician.post(place, {"ticket": late, "rating": "8"}, headers={"HX-Request": "true"})
        assert told.status_code == 422
        assert "finished" in told.content.decode()
        assert Rating.objects.get().rating == 5


class TestTheReferenceWaits:
    @pytest.mark.parametrize("language", list(Language))
    def test_no_page_of_an_open_attempt_says_anything_of_it(self, team: Team, language: Language) -> None:
        """The reasons are sentences of their own: if one of them stands on a page, the reference does."""
        for role in RATERS[1:]:
            finished(team.users[role], shifted(1))
        attempt = begun(team.clinician)
        client = signed_in(team.clinician)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = language.value
        reasons = [html.escape(one.why) for one in noa(language).reference]
        pages = [client.get(reverse("training:list")), client.get(STORY), client.get(result(attempt)), client.get(finish(attempt))]
        for name in noa().reference_ratings:
            place = function(attempt, name)
            pages.append(client.get(place))
            sent = {"ticket": ticket(pages[-1].content), "rating": "3"}
            pages.append(client.post(place, sent, headers={"HX-Request": "true"}))
        assert {one.status_code for one in pages} == {200}
        shown = "".join(one.content.decode() for one in pages)
        assert [one for one in reasons if one in shown] == []
        assert noa(language).by not in shown
        client.post(finish(attempt), {"ticket": ticket(client.get(finish(attempt)).content)})
        after = client.get(result(attempt)).content.decode()
        assert [one for one in reasons if one not in after] == []
        assert html.escape(noa(language).by) in after


class TestTheResult:
    def test_colleagues_are_without_names_and_in_order_of_height(self, clinician: Client, team: Team) -> None:
        for number, role in enumerate(RATERS[1:]):
            finished(team.users[role], {"sleep": 9 - number})
        page = clinician.get(result(finished(team.clinician, {"sleep": 4}))).content.decode()
        assert "You and 3 colleagues of your service" in page
        assert "7, 8, 9" in page
        assert [name for role in RATERS[1:] if (name := team.users[role].name) in page] == []

    def test_with_two_colleagues_nothing_of_theirs_is_shown(self, clinician: Client, team: Team) -> None:
        for role in RATERS[1:3]:
            finished(team.users[role], {"sleep": 9})
        page = clinician.get(result(finished(team.clinician, {"sleep": 4}))).content.decode()
        assert "from 3 colleagues on" in page
        assert "Krippendorff" not in page

    def test_what_is_not_defined_is_said(self, clinician: Client, team: Team) -> None:
        page = clinician.get(result(finished(team.clinician, {"sleep": 4}))).content.decode()
        assert "Of the 1 function that both of you rated" in page
        assert "not defined" in page
        only = clinician.get(result(finished(team.clinician, {"sleep": None}))).content.decode()
        assert "nothing to compare" in only

    def test_the_list_draws_two_attempts_and_says_them_in_words(self, clinician: Client, team: Team) -> None:
        finished(team.clinician, shifted(2))
        assert "<svg viewBox" not in clinician.get(reverse("training:list")).content.decode().partition("<main")[2]
        finished(team.clinician, shifted(0))
        page = clinician.get(reverse("training:list")).content.decode()
        assert "29 of 29 functions exactly alike, 29 within one step." in page
        assert page.count('<circle class="exact"') == 2

"""A word in every text of every tier, a crawl by every role over every page, and no word where it may not be: pages, headers, cookies,
error pages, log lines, mail, sessions, the table of what is remembered."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from rootwise.instrument import load_instrument
from rootwise.web.accounts.models import Remembered
from rootwise.web.accounts.roles import Role
from rootwise.web.assessments.actions import make_link
from rootwise.web.assessments.models import Rating, RatingLink
from rootwise.web.audit.models import Event
from rootwise.web.audit.recording import recorded
from rootwise.web.children.models import Child
from rootwise.web.tiers import Tier
from tests.web.access.canaries import Canary, plant
from tests.web.access.matrix import ROUTES, Cell, Route, ask
from tests.web.access.world import MatrixWorld, make_world
from tests.web.children.people import SETTING_UP

SEE_RATINGS = (Role.CLINICIAN, Role.SUPERVISOR, Role.OCCUPATIONAL_THERAPIST, Role.THERAPIST)
KEEPERS = (Role.CLINICIAN, Role.SUPERVISOR)
T1, BIRTH = "canarychildnamet1", "2016-11-30"
WAYS: dict[str, dict[str, Any]] = {"GET": {}, "POST": {}, "empty": {"payload": {}}, "stale": {"version": 999}}


@pytest.fixture
def world(db: None) -> MatrixWorld:
    with recorded(SETTING_UP, action="test.canaries"):
        return make_world(grounds=("whole",))


@pytest.fixture
def canaries(world: MatrixWorld) -> list[Canary]:
    stage = world.stages["whole"]
    with recorded(SETTING_UP, action="test.canaries"):
        stage.child.name, stage.child.birth = T1, BIRTH
        stage.child.save()
        return plant([stage.child, stage.other, world.glass.child])


def told(answer: Any) -> str:
    """Everything that leaves the program with an answer."""
    return f"{answer.content.decode()} {answer.headers} {answer.cookies.output()}"


def crawl(world: MatrixWorld, role: Role, relation: str) -> Iterator[tuple[Route, str, Any]]:
    for route in ROUTES:
        for way, how in WAYS.items():
            if way == "GET" or route.posts:
                cell = Cell(route, "GET" if way == "GET" else "POST", role, relation, "whole")
                with transaction.atomic():
                    yield route, way, ask(world, cell, world.users[role, relation], **how)
                    transaction.set_rollback(True)
    for name in pages_that_name_nothing():
        with transaction.atomic():
            yield (
                Route(name, "roles:all", write=False, posts=False, space=""),
                "GET",
                world.client(world.users[role, relation]).get(reverse(name)),
            )
            transaction.set_rollback(True)


# Where of an assessment what needs T4 may be: safety, history, flags, why something is corrected.
SHOW_T4 = {
    "page", "safety", "acknowledge", "export", "history", "correct",
    "profile", "profile_function", "profile_raters", "profile_earlier", "profile_json", "profile_pdf",
}  # fmt: skip


def pages_that_name_nothing() -> Iterator[str]:
    """The addresses of no app of its own, which a browser can look at without a name of anything."""
    for one in get_resolver().url_patterns:
        for pattern in one.url_patterns if isinstance(one, URLResolver) and not one.namespace else [one]:
            if isinstance(pattern, URLPattern) and not pattern.pattern.converters and pattern.name != "account_logout":
                yield str(pattern.name)


def may_show(role: Role, route: Route, tier: Tier) -> bool:
    """Where a word of tier T3 and above may be, written by hand: for who keeps the record; where the child lives with a reason only; what
    is rated for who works with the child, too.
    """
    if route.name == "flags":
        return role in KEEPERS
    if route.name == "to_do":
        return role in SEE_RATINGS and tier is Tier.T3
    if route.space == "assessments":
        return role in SEE_RATINGS if tier is Tier.T3 else role in KEEPERS and route.name in SHOW_T4
    if tier is Tier.T5:
        return role in KEEPERS and route.name in ("whereabouts", "add_whereabouts", "edit_whereabouts") and route.reason == "visit"
    return role in KEEPERS and route.need in ("ground", "openings", "roles:supervisor")


@pytest.mark.parametrize("role", list(Role))
def test_no_word_is_where_it_may_not_be(world: MatrixWorld, canaries: list[Canary], role: Role, caplog: pytest.LogCaptureFixture) -> None:
    wrong, names, high = set(), 0, 0
    caplog.set_level("DEBUG")
    for route, way, answer in crawl(world, role, "current"):
        text = told(answer)
        names += T1 in text
        for one in canaries:
            if one.word in text:
                high += 1
                if not may_show(role, route, one.tier):
                    wrong.add(f"{route.name} {way}: {one.table}.{one.column}")
        if BIRTH in text and role not in (*KEEPERS, Role.OCCUPATIONAL_THERAPIST, Role.THERAPIST, Role.CAREGIVER):
            wrong.add(f"{route.name} {way}: birth")
    assert wrong == set()
    assert (high > 0) is (role in SEE_RATINGS)
    assert (names > 0) is (role not in (Role.PROGRAMME_LEAD, Role.RESEARCHER, Role.ADMINISTRATOR))
    _nothing_is_left_behind(canaries, caplog.text)


def _nothing_is_left_behind(canaries: list[Canary], log: str) -> None:
    kept = log + str([one.get_decoded() for one in Session.objects.all()]) + str(list(Remembered.objects.values())) + str(mail.outbox)
    assert [word for word in (T1, BIRTH, *(one.word for one in canaries)) if word in kept] == []


@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.SUPERVISOR, Role.CAREGIVER])
def test_who_has_no_relation_meets_no_word_at_all(world: MatrixWorld, canaries: list[Canary], role: Role) -> None:
    queue = "children_breakglass" if role is Role.SUPERVISOR else ""  # the queue of reviews is of the whole service
    found = set()
    for route, way, answer in crawl(world, role, "none"):
        text = told(answer)
        found |= {(route.name, way, one.table) for one in canaries if one.word in text and one.table != queue}
        if T1 in text:
            found.add((route.name, way, "name"))
    assert found == set()


def by_link(world: MatrixWorld, child: Child) -> tuple[str, str, RatingLink]:
    """The address and code of a new link for the aunt of this child."""
    link = RatingLink.unguarded.get(pk=next(one.rows["link"] for one in world.stages.values() if one.child == child))
    link.assessment.child_called = T1
    link.assessment.save()
    made = make_link(
        by=SETTING_UP, user=world.second, assessment=link.assessment, rater=link.rater, language="en", days=3, new_id=uuid.uuid4()
    )
    return reverse("rating", args=[made.token]), made.code, made.link


def walked_by_link(where: str, code: str) -> Iterator[tuple[str, Any]]:
    """Every page that a rater without an account can be answered: before the code, after it, and with mistakes."""
    client = Client()
    yield "before", client.get(where)
    yield "before", client.post(where, {"code": "no"})
    yield "before", client.get(reverse("rating_question", args=["sleep"]))
    yield "before", client.post(where, {"code": code})
    yield "inside", client.get(reverse("rating_next"))
    for one in load_instrument("open-functional-map@1").instrument.functions:
        answer = client.get(reverse("rating_question", args=[one.id]))
        yield one.id, answer
        if answer.status_code == 200:
            yield one.id, client.post(reverse("rating_question", args=[one.id]), {})
            yield one.id, client.post(reverse("rating_question", args=[one.id]), {"choice": "2", "version": "999", "note": "mine"})
    yield "inside", client.get(reverse("rating_end"))
    yield "inside", client.post(reverse("rating_end"))
    yield "over", client.get(reverse("rating_next"))


def test_who_rates_by_a_link_meets_only_what_they_said_and_the_name_in_the_report(world: MatrixWorld, canaries: list[Canary]) -> None:
    with recorded(SETTING_UP, action="test.canaries"):
        where, code, link = by_link(world, world.stages["whole"].child)
        own = Rating.unguarded.get(assessment=link.assessment, rater=link.rater).value["note"]
    told_own, named = 0, 0
    for when, answer in walked_by_link(where, code):
        text = told(answer)
        assert answer.status_code < 500
        assert [one.word for one in canaries if one.word in text and one.word != own] == []
        assert own not in text or when == "peer_play"
        assert T1 not in text or when not in ("before", "over")
        assert world.stages["whole"].child.pk.hex not in text.replace("-", "")
        told_own, named = told_own + (own in text), named + (T1 in text)
        read = Event.objects.filter(request=answer.headers["X-Request-Number"], verb="read", table="assessments_rating")
        assert own not in text or read.get().actor == f"link:{link.pk.hex}"
    assert told_own > 0
    assert named > 0


def test_error_pages_say_nothing_of_what_went_wrong(
    world: MatrixWorld, canaries: list[Canary], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = world.client(world.users[Role.CLINICIAN, "current"])
    client.raise_request_exception = False
    where = reverse("children:page", args=[world.stages["whole"].child.pk])

    def fails(*_: object) -> None:
        raise RuntimeError(f"the record of {T1} at {canaries[0].word}")

    monkeypatch.setattr("rootwise.web.children.selectors.opened_child", fails)
    answer = client.get(where)
    assert answer.status_code == 500
    assert T1 not in told(answer)
    assert canaries[0].word not in told(answer)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    refused = strict.post(reverse("children:add"), {"name": T1})
    bad = client.get(where, HTTP_HOST="evil.example.org")
    assert [refused.status_code, bad.status_code] == [403, 400]
    assert T1 not in told(refused) + told(bad)

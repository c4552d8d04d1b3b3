"""The pages about children: what was written is kept, a form sent twice makes one row, nothing forbidden is on them."""

import datetime as dt
import re
import time
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from rootwise.web.accounts.models import Site, User
from rootwise.web.accounts.roles import Role
from rootwise.web.audit.models import Content, Event
from rootwise.web.audit.recording import Actor, recorded
from rootwise.web.children.actions import (
    Refused,
    add_consent,
    add_relation,
    break_glass,
    do_merge,
    do_unmerge,
    erase_child,
    propose_unmerge,
    review_glass,
)
from rootwise.web.children.models import BreakGlass, Child, Consent, Contact, Household, Merge, NoContact, Placement, Relation, School
from rootwise.web.children.needs import CEILINGS, Purpose
from tests.web.access.matrix import ROUTES, ROWS
from tests.web.access.world import MatrixWorld
from tests.web.children.people import SETTING_UP, a_child, a_site, a_user, barred, consented, consented_to_all, days, related, signed_in

CANARIES = {
    "name": "CANARY1NAME", "birth": "2018-03-09", "evidence": "CANARY4EVIDENCE", "given_by": "CANARY4GIVER", "barred": "CANARY4BARRED",
    "kind": "CANARY5KIND", "address": "CANARY5ADDRESS", "people": "CANARY5PEOPLE", "school": "CANARY5SCHOOL", "contact": "CANARY5CONTACT",
}  # fmt: skip


@pytest.fixture
def written(db: None) -> Iterator[None]:
    with recorded(SETTING_UP, action="test.children"):
        yield


class Scene:
    """A child with a clinician, a supervisor and every secret there is."""

    def __init__(self) -> None:
        self.site: Site = a_site()
        self.child: Child = a_child(self.site, name=CANARIES["name"], birth=CANARIES["birth"])
        self.users: dict[Role, User] = {role: a_user(role, self.site) for role in Role}
        for role in CEILINGS:
            related(self.users[role], self.child, evidence=CANARIES["evidence"])
        consented_to_all(self.child)
        consented(self.child, Purpose.RESEARCH, ("t1",), given_by=CANARIES["given_by"])
        barred(self.child, name=CANARIES["barred"])
        span: dict[str, Any] = {"child": self.child, "starts": days(-5)}
        self.placement = Placement.unguarded.create(kind=CANARIES["kind"], address=CANARIES["address"], **span)
        Household.unguarded.create(people=CANARIES["people"], **span)
        School.unguarded.create(name=CANARIES["school"], **span)
        Contact.unguarded.create(name=CANARIES["contact"], standing="aunt", **span)

    def client(self, role: Role) -> Client:
        return signed_in(self.users[role])

    def at(self, name: str, *arguments: object) -> str:
        return reverse(f"children:{name}", args=[self.child.pk, *arguments])


@pytest.fixture
def scene(written: None) -> Scene:
    return Scene()


def ticket_in(page: str) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def _begin(client: Client, where: str) -> str:
    return ticket_in(client.get(where).content.decode())


CONSENT = {
    "evidence": "paper",
    "given_by": "Ruth",
    "authority": "parent",
    "purpose": "care",
    "t1": "on",
    "starts": "2026-01-01",
    "ends": "2026-12-31",
}


def test_a_form_sent_twice_makes_one_row(scene: Scene) -> None:
    client, where = scene.client(Role.CLINICIAN), scene.at("add_consent")
    sent = {"ticket": _begin(client, where), **CONSENT}
    before = Consent.unguarded.count()
    assert [client.post(where, sent).status_code for _ in range(3)] == [302, 302, 302]
    assert Consent.unguarded.count() == before + 1


def test_a_form_sent_twice_with_another_text_keeps_both(scene: Scene) -> None:
    client, where = scene.client(Role.CLINICIAN), scene.at("add_consent")
    ticket = _begin(client, where)
    client.post(where, {"ticket": ticket, **CONSENT})
    second = client.post(where, {"ticket": ticket, **CONSENT, "given_by": "Somebody Else"})
    assert second.status_code == 409
    assert "Somebody Else" in second.content.decode()
    again = client.post(where, {"ticket": ticket_in(second.content.decode()), **CONSENT, "given_by": "Somebody Else"})
    assert again.status_code == 302
    assert Consent.unguarded.filter(given_by__in=["Ruth", "Somebody Else"]).count() == 2


def test_of_two_who_edit_at_once_the_second_gets_409_and_the_text_back(scene: Scene) -> None:
    mine, theirs, where = scene.client(Role.CLINICIAN), scene.client(Role.SUPERVISOR), scene.at("edit")
    my_ticket, their_ticket = _begin(mine, where), _begin(theirs, where)
    assert theirs.post(where, {"ticket": their_ticket, "name": "Theirs", "initials": "T", "birth": "2018"}).status_code == 302
    lost = mine.post(where, {"ticket": my_ticket, "name": "Mine", "initials": "M", "birth": "2017"})
    assert lost.status_code == 409
    assert 'value="Mine"' in lost.content.decode()
    assert Child.unguarded.get(pk=scene.child.pk).name == "Theirs"
    assert "<dt>Name</dt><dd>Theirs</dd><dt>Initials</dt><dd>T</dd><dt>Date of birth</dt><dd>2018</dd>" in lost.content.decode()
    assert mine.post(where, {"ticket": ticket_in(lost.content.decode()), "name": "Mine", "initials": "M"}).status_code == 302
    assert Child.unguarded.get(pk=scene.child.pk).name == "Mine"


def test_a_wrong_name_is_corrected_before_there_is_a_consent(scene: Scene) -> None:
    bare = a_child(scene.site, name="Nao", birth="2019-04-05")
    related(scene.users[Role.CLINICIAN], bare)
    client, where = scene.client(Role.CLINICIAN), reverse("children:edit", args=[bare.pk])
    page = client.get(where).content.decode()
    assert "2019-04-05" not in page
    assert where in client.get(reverse("children:consent", args=[bare.pk])).content.decode()
    answer = client.post(where, {"ticket": ticket_in(page), "name": "Noa", "initials": "N", "birth": ""})
    assert answer["Location"] == reverse("children:consent", args=[bare.pk])
    bare.refresh_from_db()
    assert (bare.name, bare.birth) == ("Noa", "2019-04-05")
    event = Event.objects.get(action="children.change_child", child=bare.pk.hex)
    assert "Nao" in str(Content.objects.get(event=event.id).values)
    client.post(where, {"ticket": _begin(client, where), "name": "Noa", "initials": "N", "birth": "2019-05-04"})
    bare.refresh_from_db()
    assert bare.birth == "2019-05-04"
    page = client.get(where).content.decode()
    consented_to_all(bare)  # comes while somebody writes
    hidden = dict.fromkeys(re.findall(r'type="hidden" name="(birth_was_hidden)"', page), "1")
    client.post(where, {"ticket": ticket_in(page), "name": "Noah", "initials": "N", "birth": "", **hidden})
    bare.refresh_from_db()
    assert (bare.name, bare.birth) == ("Noah", "2019-05-04")


def test_the_loser_of_two_edits_sees_what_the_other_wrote_as_far_as_it_is_theirs_to_see(scene: Scene) -> None:
    client, where = scene.client(Role.CLINICIAN), scene.at("edit_whereabouts", "placement", scene.placement.pk)
    ticket = ticket_in(client.post(where, {"reason": "visit"}).content.decode())
    given = {"reason": "visit", "starts": scene.placement.starts.isoformat(), "kind": CANARIES["kind"]}
    saved = client.post(where, {**given, "ticket": ticket, "address": "their street"}).content.decode()
    assert "their street" in saved
    lost = client.post(where, {**given, "ticket": ticket, "address": "my street"}).content.decode()
    assert "<dt>Address</dt><dd>their street</dd></dl>" in lost
    assert "my street" in lost
    Consent.unguarded.all().delete()
    ticket = _begin(client, scene.at("edit"))
    theirs = {"initials": "T", "birth": "2011-11-11", "name": "Theirs"}
    assert client.post(scene.at("edit"), {**theirs, "ticket": ticket}).status_code == 302
    lost = client.post(scene.at("edit"), {**theirs, "ticket": ticket, "name": "Mine", "birth": "2012"}).content.decode()
    assert "<dt>Name</dt><dd>Theirs</dd></dl>" in lost
    assert "2011-11-11" not in lost


def _new(client: Client, **given: str) -> Any:
    where = reverse("children:add")
    return client.post(where, {"ticket": _begin(client, where), "initials": "C", **given})


def test_a_second_record_of_one_child_is_asked_about_and_tells_nothing_of_others(scene: Scene) -> None:
    bare = a_child(scene.site, name="Sky Moss", birth="2019-04-05")
    related(scene.users[Role.CLINICIAN], bare)
    client, stranger = scene.client(Role.CLINICIAN), signed_in(a_user(Role.CLINICIAN, scene.site))
    asked = _new(client, name=CANARIES["name"].lower(), birth="2018-03")
    assert asked.status_code == 422
    assert f'<a href="{scene.at("page")}">{CANARIES["name"]}' in asked.content.decode()
    sent = {"name": CANARIES["name"].lower(), "birth": "2018-03", "initials": "C"}
    assert client.post(reverse("children:add"), {"ticket": ticket_in(asked.content.decode()), **sent, "another": "on"}).status_code == 302
    for birth in ("2019-04-05", "2011"):  # whether a hidden birth is the one written is not told
        hidden = _new(client, name="sky moss", birth=birth)
        assert hidden.status_code == 422
        assert reverse("children:consent", args=[bare.pk]) in hidden.content.decode()
    known = a_child(scene.site, name="Ada Lind", birth="2012-01-01")
    related(scene.users[Role.CLINICIAN], known)
    consented(known)
    assert _new(client, name="Ada Lind", birth="2011-01-01").status_code == 302
    assert _new(stranger, name="Sky Moss", birth="2019-04-05").status_code == 302


def test_a_mistake_in_a_form_keeps_the_version_it_was_begun_with(scene: Scene) -> None:
    client, where = scene.client(Role.CLINICIAN), scene.at("edit")
    ticket = _begin(client, where)
    wrong = client.post(where, {"ticket": ticket, "name": "Mine", "initials": "M", "birth": "next year"})
    assert wrong.status_code == 422
    scene.child.name = "Theirs"
    scene.child.save()
    assert client.post(where, {"ticket": ticket_in(wrong.content.decode()), "name": "Mine", "initials": "M"}).status_code == 409


def test_a_form_of_one_child_is_refused_at_another(scene: Scene) -> None:
    other = a_child(scene.site)
    related(scene.users[Role.CLINICIAN], other)
    client = scene.client(Role.CLINICIAN)
    ticket = _begin(client, scene.at("add_consent"))
    before = Consent.unguarded.count()
    assert client.post(reverse("children:add_consent", args=[other.pk]), {"ticket": ticket, **CONSENT}).status_code == 404
    assert scene.client(Role.SUPERVISOR).post(scene.at("add_consent"), {"ticket": ticket, **CONSENT}).status_code == 404
    assert client.post(scene.at("add_consent"), {"ticket": ticket + "x", **CONSENT}).status_code == 404
    assert Consent.unguarded.count() == before


def test_a_consent_for_more_than_a_year_is_not_written(scene: Scene) -> None:
    client, where = scene.client(Role.CLINICIAN), scene.at("add_consent")
    answer = client.post(where, {"ticket": _begin(client, where), **CONSENT, "ends": "2027-01-02"})
    assert answer.status_code == 422
    assert "A consent holds for 12 months at most." in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"evidence": ""}, "This field is required."),
        ({"evidence": "  "}, "This field is required."),
        ({"starts": "2026-12-31", "ends": "2026-01-01"}, "The end is before the beginning."),
        ({"purpose": "research"}, "Choose at least one thing that may be seen."),
    ],
)
def test_a_consent_that_says_too_little_is_refused_in_words(scene: Scene, given: dict[str, str], told: str) -> None:
    client, where = scene.client(Role.CLINICIAN), scene.at("add_consent")
    before = Consent.unguarded.count()
    answer = client.post(where, {"ticket": _begin(client, where), **CONSENT, **given})
    assert (answer.status_code, Consent.unguarded.count()) == (422, before)
    page = answer.content.decode()
    assert told in page
    assert "onstraint" not in page


@pytest.mark.parametrize(("purpose", "offered"), [("care", "12345"), ("family", "12"), ("school", "1"), ("nonsense", "12345")])
def test_a_consent_offers_what_its_purpose_can_open(scene: Scene, purpose: str, offered: str) -> None:
    client = scene.client(Role.CLINICIAN)
    page = client.get(scene.at("add_consent") + f"?purpose={purpose}").content.decode()
    assert "".join(re.findall(r'name="t(\d)"', page)) == offered
    every = {**CONSENT, "purpose": purpose, **dict.fromkeys(("t2", "t3", "t4", "t5"), "on")}
    client.post(scene.at("add_consent"), {"ticket": ticket_in(page), **every})
    written = Consent.unguarded.filter(given_by="Ruth").first()
    assert "".join(one for one in "123456" if written and getattr(written, f"t{one}")) == ("" if purpose == "nonsense" else offered)
    with pytest.raises(ValidationError, match="does not open all of that"):
        add_consent(by=SETTING_UP, consent=Consent(child=scene.child, purpose="school", evidence="paper", t2=True))


def test_a_consent_says_its_state_and_who_withdrew_it(scene: Scene) -> None:
    ended, later = consented(scene.child, ends=days(-1)), consented(scene.child, starts=days(2))
    too_old, withdrawn = consented(scene.child, starts=days(-366)), consented(scene.child)
    clinician = scene.client(Role.CLINICIAN)
    where = scene.at("withdraw_consent", withdrawn.pk)
    assert clinician.post(where, {"ticket": _begin(clinician, where)}).status_code == 302
    withdrawn.refresh_from_db()
    assert [one.state for one in (ended, later, too_old, withdrawn)] == ["ended", "not begun", "ended", "withdrawn"]
    assert consented(scene.child).state == "running"
    page = clinician.get(scene.at("consent")).content.decode()
    assert f"withdrawn</span> {date_format(timezone.localtime(withdrawn.withdrawn_at))}, {scene.users[Role.CLINICIAN].name}" in page


def test_nobody_gives_access_to_themselves_or_to_who_is_barred(scene: Scene) -> None:
    clinician, by = scene.users[Role.CLINICIAN], Actor.system("test")
    mine = Relation(child=scene.child, user=clinician, role="clinician", starts=days(0), evidence="x")
    with pytest.raises(Refused, match="Nobody gives access to themselves"):
        add_relation(by=by, user=clinician, relation=mine)
    hostile = a_user(Role.CAREGIVER, scene.site)
    barred(scene.child, email=hostile.email.lower())
    theirs = Relation(child=scene.child, user=hostile, role="caregiver", starts=days(0), evidence="x")
    with pytest.raises(Refused, match="on the child's list of no contact"):
        add_relation(by=by, user=clinician, relation=theirs)


def test_a_withdrawn_consent_closes_open_pages_at_once(scene: Scene) -> None:
    teacher = scene.client(Role.TEACHER)
    assert teacher.get(scene.at("page")).status_code == 200
    for one in Consent.unguarded.filter(purpose="school"):
        one.withdrawn_at = timezone.now()
        one.save()
    assert teacher.get(scene.at("page")).status_code == 404


def _sees(role: Role) -> set[str]:
    """Which canaries a role may meet anywhere, written by hand."""
    if role in (Role.CLINICIAN, Role.SUPERVISOR):
        return set(CANARIES)
    if role in (Role.OCCUPATIONAL_THERAPIST, Role.THERAPIST, Role.CAREGIVER):
        return {"name", "birth"}
    return {"name"} if role is Role.TEACHER else set()


@pytest.mark.parametrize("role", list(Role))
def test_no_page_shows_a_role_what_it_may_not_see(scene: Scene, role: Role, caplog: pytest.LogCaptureFixture) -> None:
    client = scene.client(role)
    told = ""
    for route in (one for one in ROUTES if one.space == "children"):
        arguments = [one for one in route.arguments if not one.startswith("row:")]
        if route.arguments and len(arguments) != len(route.arguments):
            arguments.append(str(scene.placement.pk))
        needs_row = any(one in ROWS or hasattr(MatrixWorld, one) or one in MatrixWorld.__annotations__ for one in arguments)
        if needs_row or route.name == "merge_step":
            continue
        where = reverse(f"children:{route.name}", args=[*([] if route.need.startswith("roles:") else [scene.child.pk]), *arguments])
        answer = client.post(where, {"reason": "visit"}) if route.need == "t5" else client.get(where)
        told += answer.content.decode() + str(answer.headers)
    told += caplog.text
    assert {name for name, canary in CANARIES.items() if canary in told} == _sees(role)


@pytest.mark.parametrize("role", list(Role))
def test_what_a_user_may_not_see_changes_no_byte_of_their_pages(scene: Scene, role: Role) -> None:
    client = scene.client(role)
    asked = [reverse("children:mine"), reverse("children:mine") + "?q=canary", reverse("children:mine") + "?q=hidden", scene.at("page")]
    before = [_bytes(client, one) for one in asked]
    hidden = a_child(scene.site, name="CANARY HIDDEN")
    consented_to_all(hidden)
    related(a_user(role if role in CEILINGS else Role.CLINICIAN, scene.site), hidden)
    far = a_child(scene.site, name="Hidden and barred")
    consented_to_all(far)
    if role in CEILINGS:
        related(scene.users[role], far)
    barred(far, scene.users[role])
    if role not in (Role.CLINICIAN, Role.SUPERVISOR):
        Placement.unguarded.create(child=scene.child, starts=days(-1), kind="new", address="moved")
        barred(scene.child, name="one more")
    assert [_bytes(client, one) for one in asked] == before


def test_the_family_sees_who_opened_but_not_that_the_child_moved(scene: Scene) -> None:
    caregiver = scene.client(Role.CAREGIVER)
    scene.client(Role.CLINICIAN).get(scene.at("page"))
    before = _bytes(caregiver, scene.at("openings"))
    assert b"opened it" in before
    Placement.unguarded.create(child=scene.child, starts=days(-1), kind="new", address="moved")
    scene.client(Role.CLINICIAN).post(scene.at("whereabouts"), {"reason": "safety"})
    barred(scene.child, name="one more")
    assert _bytes(caregiver, scene.at("openings")) == before


def _bytes(client: Client, where: str) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", client.get(where).content)


def test_opening_where_a_child_lives_is_recorded_with_its_reason(scene: Scene) -> None:
    scene.client(Role.CLINICIAN).post(scene.at("whereabouts"), {"reason": "safety"})
    read = Event.objects.filter(verb="read", table="children_placement", child=scene.child.pk.hex).latest("id")
    assert (read.actor, read.reason, read.action) == (scene.users[Role.CLINICIAN].id.hex, "safety", "children.open_whereabouts")


def test_the_reason_is_in_no_address_where_a_proxy_would_write_it_down(scene: Scene) -> None:
    client, where = scene.client(Role.CLINICIAN), scene.at("whereabouts")
    asked = client.get(where + "?reason=visit").content.decode()
    assert "Why do you open this?" in asked
    assert CANARIES["address"] not in asked
    opened = client.post(where, {"reason": "visit"}).content.decode()
    assert CANARIES["address"] in opened
    for kind, row in (("placement", [scene.placement.pk]), ("contact", [])):
        form = scene.at("edit_whereabouts" if row else "add_whereabouts", kind, *row)
        assert f'action="{form}"' in opened
        ticket = ticket_in(client.post(form, {"reason": "court"}).content.decode())
        given = {"ticket": ticket, "reason": "court", "kind": "k", "address": "Moved Road", "name": "n", "standing": "s", "starts": days(0)}
        saved = client.post(form, given)
        assert (saved.status_code, "Moved Road" in saved.content.decode()) == (200, True)
    assert Event.objects.filter(table="children_contact", verb="insert", reason="court").count() == 1


GLASS = {"reason": "the hospital asks", "child_name": CANARIES["name"].lower(), "birth": CANARIES["birth"]}


def _breaks(client: Client) -> int:
    where = reverse("children:break_glass")
    return client.post(where, {"ticket": _begin(client, where), **GLASS}).status_code


def test_glass_is_broken_with_a_second_factor_for_an_hour_and_a_supervisor_reviews_it(scene: Scene) -> None:
    stranger = a_user(Role.CLINICIAN, scene.site)
    assert signed_in(stranger).get(reverse("children:break_glass")).status_code == 403
    client = signed_in(stranger, second_factor=True)
    assert client.get(scene.at("page")).status_code == 404
    assert _breaks(client) == 302
    assert client.get(scene.at("page")).status_code == 200
    assert client.get(scene.at("edit")).status_code == 404
    glass = BreakGlass.unguarded.get()
    assert (glass.ends_at - glass.opened_at, glass.review_by - glass.opened_at) == (dt.timedelta(minutes=60), dt.timedelta(hours=72))
    supervisor = scene.client(Role.SUPERVISOR)
    assert "the hospital asks" in supervisor.get(reverse("children:reviews")).content.decode()
    where = reverse("children:review", args=[glass.pk])
    assert supervisor.post(where, {"ticket": _begin(supervisor, where), "was_right": "true", "review": "yes"}).status_code == 302
    assert BreakGlass.unguarded.get().reviewer == scene.users[Role.SUPERVISOR]


def test_who_is_barred_breaks_no_glass_and_is_told_what_is_told_of_the_absent(scene: Scene) -> None:
    hostile = a_user(Role.CLINICIAN, scene.site)
    barred(scene.child, hostile)
    client = signed_in(hostile, second_factor=True)
    assert _breaks(client) == 422
    assert BreakGlass.unguarded.count() == 0


def _break(scene: Scene, user: User) -> BreakGlass:
    return break_glass(by=SETTING_UP, user=user, glass=BreakGlass(child=scene.child, reason="x"))


def test_who_reviews_sees_whose_record_it_was_and_ends_what_was_not_needed(scene: Scene) -> None:
    stranger = a_user(Role.CLINICIAN, scene.site)
    glass = _break(scene, stranger)
    supervisor, where = scene.client(Role.SUPERVISOR), reverse("children:review", args=[glass.pk])
    for page in (where, reverse("children:reviews")):
        assert scene.child.name in supervisor.get(page).content.decode()
    with pytest.raises(Refused):
        _break(scene, stranger)
    assert signed_in(stranger).get(scene.at("page")).status_code == 200
    assert supervisor.post(where, {"ticket": _begin(supervisor, where), "was_right": "false", "review": "no"}).status_code == 302
    assert signed_in(stranger).get(scene.at("page")).status_code == 404


def test_trying_names_at_the_glass_is_recorded_and_limited(scene: Scene) -> None:
    client = signed_in(a_user(Role.CLINICIAN, scene.site), second_factor=True)
    where = reverse("children:break_glass")
    ticket = _begin(client, where)
    tries = [client.post(where, {"ticket": ticket, **GLASS, "birth": f"2018-02-{day:02}"}).status_code for day in range(1, 13)]
    assert tries == [422] * 10 + [429] * 2
    assert Event.objects.filter(verb="glass_refused").count() == 10


def test_glass_is_neither_broken_nor_reviewed_before_somebody_vouched(scene: Scene) -> None:
    opened = BreakGlass(child=scene.child, reason="x")
    break_glass(by=SETTING_UP, user=a_user(Role.CLINICIAN, scene.site), glass=opened)
    clinician, supervisor = a_user(Role.CLINICIAN, scene.site), a_user(Role.SUPERVISOR, scene.site)
    with recorded(SETTING_UP, action="test.joined"):
        for one in (clinician, supervisor):
            one.vouched_at = None
            one.save()
    client = signed_in(clinician, second_factor=True)
    assert _breaks(client) == 422
    assert client.get(scene.at("page")).status_code == 404
    assert signed_in(supervisor).get(reverse("children:review", args=[opened.pk])).status_code == 404
    with pytest.raises(Refused):
        review_glass(by=SETTING_UP, user=supervisor, glass=opened, seen_version=opened.version)


def test_an_old_second_factor_does_not_count(scene: Scene) -> None:
    client = signed_in(scene.users[Role.CLINICIAN], second_factor=True)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time() - 901}]
    session.save()
    assert client.get(reverse("children:break_glass")).status_code == 403


def _proposed(scene: Scene) -> Merge:
    other = a_child(scene.site, name="Twice")
    barred(other, name="from the other")
    return Merge.unguarded.create(child=scene.child, other=other, because="same child", proposed_by=scene.users[Role.CLINICIAN])


def test_two_people_merge_and_two_take_apart_and_no_restriction_is_lost(scene: Scene) -> None:
    by, merge = Actor.system("test"), _proposed(scene)
    clinician, supervisor = scene.users[Role.CLINICIAN], scene.users[Role.SUPERVISOR]
    with pytest.raises(Refused, match="Somebody else"):
        do_merge(by=by, user=clinician, merge=merge, seen_version=merge.version)
    do_merge(by=by, user=supervisor, merge=merge, seen_version=merge.version)
    assert {one.name for one in NoContact.unguarded.filter(child=scene.child)} == {CANARIES["barred"], "from the other"}
    assert Child.unguarded.get(pk=merge.other.pk).merged_into == scene.child
    propose_unmerge(by=by, user=supervisor, merge=merge, seen_version=merge.version)
    with pytest.raises(Refused, match="Somebody else"):
        do_unmerge(by=by, user=supervisor, merge=merge, seen_version=merge.version)
    do_unmerge(by=by, user=clinician, merge=merge, seen_version=merge.version)
    for child in (scene.child, merge.other):
        assert {one.name for one in NoContact.unguarded.filter(child=child)} == {CANARIES["barred"], "from the other"}


def test_an_erased_child_is_in_no_table_and_in_no_value_of_the_audit(scene: Scene) -> None:
    supervisor, by = scene.users[Role.SUPERVISOR], Actor.system("test")
    scene.child.retention, scene.child.erasure_proposed_by = "closed", scene.users[Role.CLINICIAN]
    scene.child.save()
    erase_child(by=by, user=supervisor, child=scene.child, seen_version=scene.child.version)
    left = str(list(Content.objects.values_list("values", flat=True))) + str(list(Child.unguarded.values()))
    assert "CANARY" not in left
    assert sum(model.unguarded.filter(child=scene.child).count() for model in (Relation, Consent, NoContact, Placement, School)) == 0
    assert Event.objects.filter(child=scene.child.pk.hex).exists()
    assert scene.client(Role.SUPERVISOR).get(scene.at("page")).status_code == 404


def test_a_child_that_never_was_looks_like_one_that_is_forbidden(scene: Scene) -> None:
    stranger = signed_in(a_user(Role.CLINICIAN, scene.site))
    forbidden, absent = (stranger.get(reverse("children:page", args=[one])) for one in (scene.child.pk, uuid.uuid4()))
    assert (forbidden.status_code, forbidden.content) == (absent.status_code, absent.content)

"""What cannot be seen is in no name and in no address: on every way by which one is written."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from rootwise.document.read import _UNREADABLE
from rootwise.web.accounts.actions import invite
from rootwise.web.accounts.models import Invitation, User
from rootwise.web.accounts.readable import readable
from rootwise.web.accounts.roles import Role
from rootwise.web.audit.recording import recorded
from rootwise.web.children.models import Child, Consent, NoContact, Team
from rootwise.web.children.names import plain
from rootwise.web.children.selectors import behind_glass_by_name, my_children, to_merge_with
from tests.web.children.people import a_child, consented, related
from tests.web.children.test_pages import ticket_in
from tests.web.people import BY, make_site, make_user, signed_in

TOLD = "There is a character in it that cannot be seen."


@pytest.mark.parametrize("name", ["José Núñez", "O’Brien-Smith", "علی‌رضا", "क्‍ष", "אבי", "李小龙", "Nguyễn Văn A", "Ann  B."])
def test_names_of_the_world_are_taken(name: str) -> None:
    readable(name)


@pytest.mark.parametrize(
    "one", ["\u200b", "\u200c", "\u200d", "\u202e", "\u2066", "\u00ad", "\ufeff", "\u3164", "\ufe0f", "\u00a0", "\n", "\u034f"]
)
def test_what_cannot_be_seen_is_refused(one: str) -> None:
    with pytest.raises(ValidationError, match="cannot be seen"):
        readable(f"An{one}n")


@pytest.mark.parametrize("name", ["Анна Ivanova", "Mª Ángel Ὀδυσσεύς", "Ольга-Maria", "Tシャツ", "K. Øst 3"])
def test_a_name_may_have_words_of_two_alphabets(name: str) -> None:
    readable(name)


@pytest.mark.parametrize("name", ["Аnna", "Alехa Berg", "Tοm", "ann@exаmple.org", "Sarа́"])
def test_a_word_of_two_alphabets_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="two alphabets"):
        readable(name)


def test_whatever_case_files_refuse_is_refused_here() -> None:
    refused = [chr(number) for number in range(0x10000) if _UNREADABLE.match(chr(number))]
    assert len(refused) > 2000
    for one in refused:
        with pytest.raises(ValidationError):
            readable(f"a{one}")


@pytest.mark.parametrize("model", [User, Child, NoContact, Team])
def test_every_name_is_asked(model: type) -> None:
    with pytest.raises(ValidationError, match="cannot be seen"):
        model._meta.get_field("name").run_validators("An\u200bn")  # type: ignore[attr-defined]


def test_in_the_forms_it_is_told_in_words(db: None) -> None:
    site = make_site()
    boss, clinician = make_user(site, "Omar", Role.ADMINISTRATOR), make_user(site, "Ines", Role.CLINICIAN)
    _, token = invite(by=BY, inviter=boss, email="ann@example.org", role=Role.CAREGIVER)
    join = {"name": "An\u200bn", "initials": "AN", "password": "a long password of hers", "again": "a long password of hers"}
    assert TOLD in signed_in(boss).post(reverse("invitation", args=[token]), join).content.decode()
    name = {"name": "Om\u202ear", "initials": "OM"}
    child = {"name": "No\u200ba", "initials": "NO", "birth": ""}
    address = {"email": "ann@exam\u200bple.org", "role": "teacher"}
    for who, where, given in ((boss, "own_name", name), (clinician, "children:add", child), (boss, "invite", address)):
        client, page = signed_in(who), reverse(where)
        told = client.post(page, {"ticket": ticket_in(client.get(page).content.decode()), **given})
        assert TOLD in told.content.decode(), where
    assert not Child.unguarded.exists()
    assert Invitation.objects.count() == 1
    assert Consent._meta.get_field("given_by").validators[0] is readable


def test_finding_somebody_takes_no_account_of_accents_and_case(db: None) -> None:
    site = make_site()
    clinician = make_user(site, "Ines", Role.CLINICIAN)
    with recorded(BY, action="test"):
        child, kept = a_child(site, name="JOSÉ Núñez"), a_child(site, name="Öz Straße", birth="2016")
        for one in (child, kept):
            related(clinician, one)
        consented(child)
    for written in ("jose nunez", "José Nu\u0301n\u0303ez", " JOSÉ  NÚÑEZ "):
        assert [one.id for one in my_children(clinician, written)[0]] == [child.pk]
        assert behind_glass_by_name(clinician, written, child.birth) == child
        assert to_merge_with(clinician, kept, written, child.birth) == child
    assert behind_glass_by_name(clinician, "jose", child.birth) is None
    assert [one.id for one in my_children(clinician, "oz STRASSE")[1]] == [kept.pk]
    assert plain("İstanbul") == "istanbul"

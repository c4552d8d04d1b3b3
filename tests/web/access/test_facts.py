"""What the predicate of access is asked about: rows of this child and this user. Generated worlds have one child (test_reach.py)."""

from collections.abc import Iterator

import pytest
from django.utils import timezone

from rootwise.web.accounts.roles import Role
from rootwise.web.audit.recording import recorded
from rootwise.web.children.facts import facts_of
from rootwise.web.children.models import BreakGlass, Team, TeamMember
from tests.web.children.people import SETTING_UP, a_child, a_site, a_user, barred, consented, days, related


@pytest.fixture
def written(db: None) -> Iterator[None]:
    with recorded(SETTING_UP, action="test.facts"):
        yield


def test_the_facts_are_of_this_child_and_this_user(written: None) -> None:
    site = a_site()
    team, elsewhere = (Team.unguarded.create(site=site, name=name) for name in ("Blue", "Red"))
    child, beside = a_child(site, team=team), a_child(site, team=elsewhere)
    user, other = (a_user(Role.SUPERVISOR, site, name) for name in ("Ann", "Ben"))
    now = timezone.now()
    for one, where in ((user, beside), (other, child)):
        related(one, where)
        barred(where, one)
        barred(where, email=one.email)
        BreakGlass.unguarded.create(child=where, user=one, reason="x", opened_at=now, ends_at=now, review_by=now)
    barred(child, user, lifted_at=now)
    consented(beside)
    for member, of, role in ((other, team, "supervisor"), (user, elsewhere, "supervisor"), (user, team, "clinician")):
        TeamMember.unguarded.create(team=of, user=member, role=role, starts=days(-1))
    facts = facts_of(user, child)
    assert (facts.is_barred, facts.relations, facts.memberships, facts.consents, facts.glasses) == (False, (), (), (), ())
    consented(child, withdrawn_at=now)
    barred(child, user)
    facts = facts_of(user, child)
    assert (facts.is_barred, [one.is_withdrawn for one in facts.consents]) == (True, [True])

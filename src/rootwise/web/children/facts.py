"""The facts of one child and one user, read from the database, and the predicate over them."""

from datetime import datetime

from django.utils import timezone

from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import Role
from rootwise.web.children.models import BreakGlass, Child, Consent, NoContact, Relation, TeamMember
from rootwise.web.children.models.ground import TIERS
from rootwise.web.children.needs import Need
from rootwise.web.children.rules import Asker, ConsentFact, Facts, Span, decide


def may(user: object, child: Child, need: Need, *, write: bool = False, reason: str = "", now: datetime | None = None) -> bool:
    """Whether this user may see, or change, what is needed of this child."""
    return (need, write) in allowed(user, child, reason=reason, now=now)


def allowed(user: object, child: Child, *, reason: str = "", now: datetime | None = None) -> set[tuple[Need, bool]]:
    """All that this user may see, or change, of this child: each need, and whether to write."""
    if not isinstance(user, User):
        return set()
    now = now or timezone.now()
    today = timezone.localdate(now)
    asker = Asker(user.is_active, Role(user.role), user.site_id)
    facts = facts_of(user, child)
    every = [(need, write) for need in Need for write in (False, True)]
    return {(need, write) for need, write in every if decide(asker, facts, need, write=write, reason=reason, now=now, today=today)}


def facts_of(user: User, child: Child) -> Facts:
    barred, addresses = NoContact.unguarded.filter(child=child, lifted_at=None), user.addresses
    return Facts(
        retention=child.retention,
        is_merged=child.merged_into_id is not None,
        site=child.site_id,
        is_barred=any(one.user_id == user.id or one.email in addresses for one in barred),
        relations=tuple((one.role, Span(one.starts, one.ends)) for one in Relation.unguarded.filter(child=child, user=user)),
        memberships=tuple(
            Span(one.starts, one.ends)
            for one in TeamMember.unguarded.filter(user=user)
            if one.team_id == child.team_id and one.role == user.role
        ),
        consents=tuple(
            ConsentFact(
                Span(one.starts, one.ends),
                one.purpose,
                frozenset(tier for tier in TIERS if getattr(one, tier)),
                one.withdrawn_at is not None,
            )
            for one in Consent.unguarded.filter(child=child)
        ),
        glasses=tuple((one.opened_at, one.ends_at) for one in BreakGlass.unguarded.filter(child=child, user=user)),
    )

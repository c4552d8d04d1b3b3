"""Whether somebody may see or change something of one child, in plain Python over plain facts. `reach.py` says the same as a query."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from rootwise.web.accounts.roles import Role
from rootwise.web.children.needs import CEILINGS, CONSENTED, KEEPERS, PURPOSES, Need, Reason


@dataclass(frozen=True, slots=True)
class Span:
    """From a day to a day, both included; without an end, until further notice."""

    starts: date
    ends: date | None

    def holds(self, today: date) -> bool:
        return self.starts <= today and (self.ends is None or today <= self.ends)


@dataclass(frozen=True, slots=True)
class ConsentFact:
    span: Span
    purpose: str
    tiers: frozenset[str]
    is_withdrawn: bool

    def holds(self, today: date) -> bool:
        """Never for longer than 12 months, whatever end is written."""
        return not self.is_withdrawn and self.span.holds(today) and self.span.starts > a_year_before(today)


@dataclass(frozen=True, slots=True)
class Asker:
    is_active: bool
    role: Role
    site: UUID


@dataclass(frozen=True, slots=True)
class Facts:
    """What is written about one child and one user."""

    retention: str
    is_merged: bool
    site: UUID
    is_barred: bool  # on the list of no contact, by user or by address
    relations: tuple[tuple[str, Span], ...]  # role, when
    memberships: tuple[Span, ...]  # of the user in the child's team
    consents: tuple[ConsentFact, ...]
    glasses: tuple[tuple[datetime, datetime], ...]  # broken by this user: from, until


def a_year_before(day: date) -> date:
    """A consent of this day or earlier is too old. Of a 29 February, the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def decide(asker: Asker, facts: Facts, need: Need, *, write: bool, reason: str, now: datetime, today: date) -> bool:
    if not asker.is_active or need not in CEILINGS.get(asker.role, ()):
        return False
    if need is Need.T5 and reason not in set(Reason):
        return False
    if facts.is_merged or facts.is_barred or not _is_kept(asker, facts, need, write=write):
        return False
    if _stands_to(asker, facts, today) and (need is Need.GROUND or _consented(asker, facts, need, today)):
        return True
    return not write and _broke_glass(asker, facts, now)


def _is_kept(asker: Asker, facts: Facts, need: Need, *, write: bool) -> bool:
    if facts.retention == "active":
        return True
    return facts.retention == "closed" and asker.role in KEEPERS and (not write or need is Need.GROUND)


def _stands_to(asker: Asker, facts: Facts, today: date) -> bool:
    if any(role == asker.role and span.holds(today) for role, span in facts.relations):
        return True
    return asker.role is Role.SUPERVISOR and any(span.holds(today) for span in facts.memberships)


def _consented(asker: Asker, facts: Facts, need: Need, today: date) -> bool:
    tier, purpose = CONSENTED[need], PURPOSES[asker.role]
    return any(one.holds(today) and one.purpose == purpose and tier in one.tiers for one in facts.consents)


def _broke_glass(asker: Asker, facts: Facts, now: datetime) -> bool:
    return asker.role in KEEPERS and asker.site == facts.site and any(opened <= now < ends for opened, ends in facts.glasses)

"""The tables whose rows belong to a child. A later app names its own when it is ready, each after those it points to."""

from typing import Any

from rootwise.web.children.models import BreakGlass, Consent, Contact, Household, NoContact, Placement, Relation, RetentionHold, School

# What moves when two records become one. Relations and consents stay: a merge gives nobody access.
MOVES: list[Any] = [NoContact, Placement, Household, School, Contact]
STAYS: list[Any] = [Relation, Consent, BreakGlass, RetentionHold]


def to_erase() -> list[Any]:
    """All of them, those first that nothing points to."""
    return [*reversed(MOVES), *reversed(STAYS)]

"""Every row that belongs to a child points to it as `child`; no way leads back from a child to its rows."""

from rootwise.web.children.models.ground import BreakGlass, Consent, NoContact
from rootwise.web.children.models.merging import Merge
from rootwise.web.children.models.people import Child, Relation, Retention, Team, TeamMember, TeamProposal
from rootwise.web.children.models.retention import HoldReason, RetentionHold, RetentionRule
from rootwise.web.children.models.whereabouts import Contact, Household, Placement, School, Whereabouts

__all__ = [
    "BreakGlass",
    "Child",
    "Consent",
    "Contact",
    "HoldReason",
    "Household",
    "Merge",
    "NoContact",
    "Placement",
    "Relation",
    "Retention",
    "RetentionHold",
    "RetentionRule",
    "School",
    "Team",
    "TeamMember",
    "TeamProposal",
    "Whereabouts",
]

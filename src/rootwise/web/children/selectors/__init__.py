"""Reading about children. Each begins with a child that was reached for somebody, or with who asks."""

from rootwise.web.children.selectors.children import (
    Who,
    keeps_records,
    my_children,
    open_to,
    reached,
    records_like,
    supervises,
    who,
)
from rootwise.web.children.selectors.glass import (
    behind_glass_by_name,
    glass_to_review,
    glasses_to_review,
    late_reviews,
    open_glass,
    waiting_reviews,
)
from rootwise.web.children.selectors.ground import consent_row, consents_of, relation_row, relations_of
from rootwise.web.children.selectors.merging import merge_row, merges_of, to_merge_with
from rootwise.web.children.selectors.no_contact import (
    accounts_at,
    barred_account,
    no_contact_row,
    no_contacts_of,
    resembles_barred,
    resembling_accounts,
)
from rootwise.web.children.selectors.opened import opened_child
from rootwise.web.children.selectors.openings import Opening, openings_of
from rootwise.web.children.selectors.retention import Closed, closed_records, due_elsewhere, erasure_due, hold_row, holds_of, retention_rule
from rootwise.web.children.selectors.teams import (
    administers,
    children_in,
    members_of,
    proposals_of,
    proposals_to_confirm,
    sees_teams,
    supervisors_of,
    teams_of,
)
from rootwise.web.children.selectors.unkept import Unkept, is_like_barred, number_unkept, unkept_record, unkept_records
from rootwise.web.children.selectors.whereabouts import KINDS, whereabouts_of, whereabouts_row

__all__ = [
    "KINDS",
    "Closed",
    "Opening",
    "Unkept",
    "Who",
    "accounts_at",
    "administers",
    "barred_account",
    "behind_glass_by_name",
    "children_in",
    "closed_records",
    "consent_row",
    "consents_of",
    "due_elsewhere",
    "erasure_due",
    "glass_to_review",
    "glasses_to_review",
    "hold_row",
    "holds_of",
    "is_like_barred",
    "keeps_records",
    "late_reviews",
    "members_of",
    "merge_row",
    "merges_of",
    "my_children",
    "no_contact_row",
    "no_contacts_of",
    "number_unkept",
    "open_glass",
    "open_to",
    "opened_child",
    "openings_of",
    "proposals_of",
    "proposals_to_confirm",
    "reached",
    "records_like",
    "relation_row",
    "relations_of",
    "resembles_barred",
    "resembling_accounts",
    "retention_rule",
    "sees_teams",
    "supervises",
    "supervisors_of",
    "teams_of",
    "to_merge_with",
    "unkept_record",
    "unkept_records",
    "waiting_reviews",
    "whereabouts_of",
    "whereabouts_row",
    "who",
]

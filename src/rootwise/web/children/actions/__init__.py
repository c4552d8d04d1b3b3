"""Writing about children. Who may do what is asked before (selectors.reached); what nobody may do, whoever they are, is refused here."""

from rootwise.web.children.actions.glass import break_glass, refuse_glass, review_glass
from rootwise.web.children.actions.ground import add_consent, add_relation, end_relation, entrust, refuse_keeper, withdraw_consent
from rootwise.web.children.actions.merging import do_merge, do_unmerge, propose_merge, propose_unmerge, withdraw_merge
from rootwise.web.children.actions.no_contact import add_no_contact, bar_account, lift_no_contact
from rootwise.web.children.actions.records import add_child, change_child
from rootwise.web.children.actions.retention import (
    close_child,
    erase_again,
    erase_child,
    keep_child,
    lift_hold,
    place_hold,
    propose_erasure,
    reopen_child,
    set_retention,
)
from rootwise.web.children.actions.teams import (
    add_team,
    confirm_member,
    end_member,
    give_to_team,
    propose_member,
    withdraw_proposal,
)
from rootwise.web.children.actions.whereabouts import add_whereabouts, change_whereabouts
from rootwise.web.children.refused import Barred, Refused

__all__ = [
    "Barred",
    "Refused",
    "add_child",
    "add_consent",
    "add_no_contact",
    "add_relation",
    "add_team",
    "add_whereabouts",
    "bar_account",
    "break_glass",
    "change_child",
    "change_whereabouts",
    "close_child",
    "confirm_member",
    "do_merge",
    "do_unmerge",
    "end_member",
    "end_relation",
    "entrust",
    "erase_again",
    "erase_child",
    "give_to_team",
    "keep_child",
    "lift_hold",
    "lift_no_contact",
    "place_hold",
    "propose_erasure",
    "propose_member",
    "propose_merge",
    "propose_unmerge",
    "refuse_glass",
    "refuse_keeper",
    "reopen_child",
    "review_glass",
    "set_retention",
    "withdraw_consent",
    "withdraw_merge",
    "withdraw_proposal",
]

"""What the words of a case file are called on a page."""

from django.utils.translation import gettext_lazy as _

from rootwise.case.vocabulary import Missing
from rootwise.web.accounts.roles import ROLE_NAMES, Role

MISSING_NAMES = {
    Missing.NOT_OBSERVED: _("Not observed"),
    Missing.UNKNOWN: _("Nobody knows"),
    Missing.NOT_APPLICABLE: _("Does not apply to this child"),
    Missing.DECLINED: _("Would rather not say"),
    Missing.NOT_ASKED: _("Not asked yet"),
}
RATER_NAMES = {
    **{role.value: name for role, name in ROLE_NAMES.items() if role not in (Role.PROGRAMME_LEAD, Role.RESEARCHER, Role.ADMINISTRATOR)},
    "case_worker": _("Case worker"),
}
ANSWER_NAMES = {"yes": _("Yes"), "no": _("No"), "not_asked": _("Not asked yet")}
NEEDS_NAMES = {"met": _("Yes, they are met"), "not_met": _("No, not all of them"), "not_asked": _("Not asked yet")}

"""What the core finds wrong in the child's days, in the words of the pages."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rootwise.errors import Problem
from rootwise.web.assessments.words import DAYS_NAMES

SECTION_NAMES = {
    "adults": gettext_lazy("The adults around the child"),
    "settings": gettext_lazy("The kinds of places"),
    "routine": gettext_lazy("The usual week"),
    "moments": gettext_lazy("Moments the day turns on"),
    "appointments": gettext_lazy("Appointments"),
    "quiet_hours": gettext_lazy("Times kept free"),
    "holidays": gettext_lazy("Holidays"),
    "time_zone": gettext_lazy("Time zone"),
    "equipment": gettext_lazy("What there is to play and work with"),
    "likes": gettext_lazy("What the child likes"),
    "precautions": gettext_lazy("What to take care of"),
    "treatments": gettext_lazy("Treatments that go on"),
    "allowed": gettext_lazy("What a professional has allowed"),
}
# A sentence of the core (rootwise.case), and ours.
SENTENCES = {
    "two adults have the same id": gettext_lazy("Two adults are written down as one. Take one of them away."),
    "somebody here is not in `context.adults`": gettext_lazy("Somebody is named here who is not among the adults."),
    "this place is not in `context.settings`": gettext_lazy("This kind of place is not ticked among the places."),
    "the child is in two places at once": gettext_lazy("The child is in two places at once: here, and in a row above."),
    "an adult and the child are in two places at once": gettext_lazy(
        "The child and an adult are in two places at once: here, and in a row above."
    ),
    "some days have no waking hours in term": gettext_lazy("On these days nobody has said yet where the child is in term:"),
    "some days have no waking hours in the holidays": gettext_lazy("On these days nobody has said yet where the child is in the holidays:"),
    "something was allowed before the child was born": gettext_lazy("Something was allowed before the child was born. Look at the day."),
    "something was allowed more than 183 days away from the assessment": gettext_lazy(
        "Something was allowed more than half a year away from the assessment. Ask again: what was right then may not be right now."
    ),
}


@dataclass(frozen=True, slots=True)
class ToMend:
    """One thing that is wrong in the child's days."""

    section: str
    name: str  # of the section
    sentence: str


def to_mend(problem: Problem) -> ToMend:
    section, row = re.fullmatch(r"context(?:\.([a-z_]+))?(?:\[(\d+)\])?.*", problem.where).groups()  # type: ignore[union-attr]
    section = section or "allowed"  # the one thing that the core says of the whole
    what, _colon, days = problem.what.partition(": ")
    sentence = str(SENTENCES[what]) if what in SENTENCES else f"{problem.what}. {problem.expected}."
    if days:
        sentence = f"{sentence} {', '.join(str(DAYS_NAMES[one]) for one in days.split(', '))}."
    if row is not None:
        sentence = _("Row %(number)s: %(fault)s") % {"number": row, "fault": sentence}
    return ToMend(section, str(SECTION_NAMES[section]), sentence)

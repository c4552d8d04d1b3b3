"""The child's days, for planning: who is there and where, the week, what to reckon with (§12, §13)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from rootwise.web.assessments import context_forms, selectors
from rootwise.web.assessments.forms import AnswerForm
from rootwise.web.assessments.mending import SECTION_NAMES, to_mend
from rootwise.web.assessments.parts import context_part
from rootwise.web.assessments.views.answering import AnswerPage, Given, answer_page, opened_for
from rootwise.web.assessments.views.entry import FORM, address
from rootwise.web.children.needs import Need


@dataclass(frozen=True, slots=True)
class Section:
    """A card of a page."""

    id: str
    form: type[AnswerForm]
    hint: Any = ""

    @property
    def name(self) -> Any:
        return SECTION_NAMES[self.id]


@dataclass(frozen=True, slots=True)
class Page:
    title: Any
    sections: tuple[Section, ...]


PAGES: Mapping[str, Page] = {
    "people": Page(
        _("Who is there, and where"),
        (
            Section(
                "adults",
                context_forms.AdultsForm,
                _("Minutes: what they say they can give on a day. Empty is somebody who is there and is asked for nothing."),
            ),
            Section(
                "settings",
                context_forms.SettingsForm,
                _("Kinds of places only, never an address: where a child lives is kept elsewhere, and few people may read it."),
            ),
        ),
    ),
    "week": Page(
        _("The child’s week"),
        (
            Section(
                "routine",
                context_forms.RoutineForm,
                _(
                    "From waking to bedtime, each place in a row; the gaps between are the way there and back."
                    " 00:00 at the end is midnight. In words no address: the climbing park, not its street."
                ),
            ),
            Section("holidays", context_forms.HolidaysForm),
            Section(
                "moments",
                context_forms.MomentsForm,
                _("A short dose helps most right before one of these. Waking, school and the night follow from the week."),
            ),
            Section("appointments", context_forms.AppointmentsForm, _("Fixed times with something else.")),
            Section("quiet_hours", context_forms.QuietHoursForm, _("Nothing is ever planned here.")),
            Section("time_zone", context_forms.TimeZoneForm, _("Only needed for a calendar.")),
        ),
    ),
    "child": Page(
        _("What to reckon with"),
        (
            Section("likes", context_forms.NamesForm),
            Section("equipment", context_forms.NamesForm, _("At home; write “ball at school” for what is at school.")),
            Section("precautions", context_forms.PrecautionsForm),
            Section("treatments", context_forms.TreatmentsForm, _("Decided on by a clinician: never displaced by anything in a plan.")),
            Section(
                "allowed",
                context_forms.AllowedForm,
                _("A professional’s yes to an activity about which a precaution says to ask first."),
            ),
        ),
    ),
}
PAGE_OF = {section.id: name for name, page in PAGES.items() for section in page.sections}


@require_http_methods(FORM)
@login_required
def context(request: HttpRequest, child: UUID, assessment: UUID, page: str) -> HttpResponse:
    found, opened = opened_for(request, child, assessment, Need.T3, write=request.method == "POST")
    if page not in PAGES:
        raise Http404
    shown = PAGES[page]

    def make(opened: selectors.Opened, data: Any) -> list[Given]:
        return [Given(one.form(opened, context_part(one.id), data), one) for one in shown.sections]

    def beside(opened: selectors.Opened) -> dict[str, Any]:
        read = selectors.case_of(opened.assessment)
        problems = [one for one in read if one.where.partition(".")[0] == "context"] if isinstance(read, list) else []
        mending = [to_mend(one) for one in problems]
        return {
            "is_wide": True,
            "shown": shown,
            "pages": [(name, one.title) for name, one in PAGES.items()],
            "page": page,
            "mending": [(one, PAGE_OF[one.section]) for one in mending],
            "zones": sorted(available_timezones()) if page == "week" else (),
        }

    names = [*PAGES]
    after = names.index(page) + 1
    next_page = address("context", opened, names[after]) if after < len(names) else address("page", opened)
    return answer_page(request, found, opened, AnswerPage(f"context {page}", "context", make, beside, next_page))

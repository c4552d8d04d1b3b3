"""The assessments of a child; beginning one, bringing one in from a file, and what is done and still to do in one."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rootwise.web.accounts.tickets import Ticket
from rootwise.web.assessments import actions, profiles, selectors
from rootwise.web.assessments.forms import CaseFileForm, NewAssessmentForm, RaterForm
from rootwise.web.assessments.uploads import readable
from rootwise.web.assessments.views.answering import opened_for
from rootwise.web.assessments.views.entry import FORM, address
from rootwise.web.children.needs import Need
from rootwise.web.children.views.asking import FormPage, about, actor, answer, child_for

INSTRUMENT = "open-functional-map@1"


@require_safe
@login_required
def listed(request: HttpRequest, child: UUID) -> HttpResponse:
    found = child_for(request, child, Need.T3)
    listed = selectors.assessments_of(actor(request), found)
    held = profiles.validities(actor(request), [one.assessment for one in listed], today=timezone.localdate())
    context = about(request, found) | {"assessments": [(one, held[one.assessment.pk]) for one in listed]}
    return render(request, "assessments/list.html", context)


@require_http_methods(FORM)
@login_required
def begin(request: HttpRequest, child: UUID) -> HttpResponse:
    found = child_for(request, child, Need.T4, write=True)
    user: Any = request.user

    def save(form: NewAssessmentForm, ticket: Ticket) -> str:
        made = form.instance
        made.pk, made.instrument, made.child_called = ticket.row, INSTRUMENT, found.name[:80]
        actions.begin_assessment(by=actor(request), user=user, assessment=made)
        return reverse("assessments:safety", args=[child, made.pk])

    def form(data: Any) -> NewAssessmentForm:
        return NewAssessmentForm(data, instance=selectors.new_assessment(found), initial={"assessed_on": timezone.localdate()})

    return answer(request, FormPage("begin_assessment", _("A new assessment"), form, save, found))


@require_http_methods(FORM)
@login_required
def import_file(request: HttpRequest, child: UUID) -> HttpResponse:
    """An assessment from a case file: all of it, or every problem of it."""
    found = child_for(request, child, Need.T4, write=True)
    user: Any = request.user

    def save(form: CaseFileForm, ticket: Ticket) -> str:
        file = form.cleaned_data["file"]
        content = readable(file.name, file.read())  # before the transaction: nobody waits for it
        made = actions.import_case(by=actor(request), user=user, child=found, name="case.json", content=content, new_id=ticket.row)
        return reverse("assessments:page", args=[child, made.pk])

    def form(data: Any) -> CaseFileForm:
        return CaseFileForm(data, request.FILES if data is not None else None)

    return answer(request, FormPage("import_case", _("An assessment from a case file"), form, save, found))


@require_safe
@login_required
def page(request: HttpRequest, child: UUID, assessment: UUID) -> HttpResponse:
    """What is done, what is still to do, and by whom."""
    found, opened = opened_for(request, child, assessment, Need.T3)
    user: Any = request.user
    own = opened.rater_of(user)
    context = about(request, found) | {
        "opened": opened,
        "assessment": opened.assessment,
        "own": own,
        "next": selectors.next_function(opened, own),
        "progress": selectors.progress_of(actor(request), opened),
        "relations_left": len(opened.instrument.relations.items) - selectors.relations_answered(opened),
        "profile": selectors.stored_profile(opened.assessment),
        "validity": profiles.validities(actor(request), [opened.assessment], today=timezone.localdate())[opened.assessment.pk],
    }
    if "t4" in context["offered"]:
        context |= {"left": selectors.questions_left(opened), "flags": selectors.flags_of(actor(request), opened)}
    return render(request, "assessments/page.html", context)


@require_http_methods(FORM)
@login_required
def add_rater(request: HttpRequest, child: UUID, assessment: UUID) -> HttpResponse:
    """Somebody without an account here, for whom a colleague writes down what they said."""
    found, opened = opened_for(request, child, assessment, Need.T3, write=True)

    def save(form: RaterForm, ticket: Ticket) -> str:
        given = form.cleaned_data
        rater = actions.add_rater(
            by=actor(request), assessment=opened.assessment, user=None, role=given["role"], name=given["name"], new_id=ticket.row
        )
        return address("function", opened, selectors.next_function(opened, rater)) + f"?by={rater.key}"

    return answer(request, FormPage("add_rater", _("Somebody else who knows the child"), RaterForm, save, found))


@require_safe
@login_required
def export(request: HttpRequest, child: UUID, assessment: UUID) -> HttpResponse:
    """The case file, as the commands read it."""
    opened = opened_for(request, child, assessment, Need.T4)[1]
    content = selectors.exported(actor(request), opened.assessment)
    name = f"{opened.assessment.child_key}-{opened.assessment.assessed_on.isoformat()}.json"
    return HttpResponse(
        content,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )

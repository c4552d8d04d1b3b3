"""How a page of answers is sent: all of it with the button, or one answer at a time while somebody writes (htmx)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from rootwise.errors import UserError
from rootwise.web.accounts.tickets import Ticket, opened_ticket
from rootwise.web.assessments import actions, selectors
from rootwise.web.assessments.forms import AnswerForm
from rootwise.web.children.needs import Need
from rootwise.web.children.views.asking import about, actor, child_for, there
from rootwise.web.database.versions import EditConflict


@dataclass(slots=True)
class Given:
    """One answer on a page, and what became of it."""

    form: AnswerForm
    about: Any  # what is asked, for the template
    state: str = ""  # saved, unfinished, conflict, wrong
    theirs: str = ""  # in a conflict: what is there now

    @property
    def seen(self) -> str:
        """What the page carries next: after a conflict the version that is there now, so that saving again puts it in place."""
        if self.state in ("wrong", "unfinished"):
            return str(self.form.data.get(self.form.add_prefix("seen"), self.form.now))
        return self.form.now


def opened_for(request: HttpRequest, child: UUID, assessment: UUID, need: Need, *, write: bool = False) -> tuple[Any, selectors.Opened]:
    """The child and the assessment, for who may see or write what is needed; 404 otherwise."""
    found = child_for(request, child, need, write=write)
    user: Any = request.user
    row = there(selectors.assessment_row(found, assessment))
    return found, selectors.opened(actor(request), user, row)


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """A page of answers. `make` gives its forms; `context` what stands beside them, which changes as answers are saved."""

    name: str  # in the ticket
    template: str
    make: Callable[[selectors.Opened, Any], list[Given]]
    context: Callable[[selectors.Opened], dict[str, Any]]
    next: str


def require_ticket(request: HttpRequest, opened: selectors.Opened, page: str) -> None:
    """404 for what was not sent from this page of this assessment by this person."""
    child = opened.assessment.child_id.hex
    sent = opened_ticket(request.POST.get("ticket", ""), page=page, user=str(request.user.pk), child=child)
    if sent is None or sent.row != opened.assessment.pk:
        raise Http404


def answer_page(request: HttpRequest, child: Any, opened: selectors.Opened, page: AnswerPage) -> HttpResponse:
    """What a page of answers says: itself; the next page, when all was saved; what became of one answer; itself, with what is to mend."""
    if request.method != "POST":
        return _page(request, child, opened, page, page.make(opened, None), 200)
    require_ticket(request, opened, page.name)
    while_writing = request.headers.get("HX-Request") == "true"
    done = [one for one in page.make(opened, request.POST) if one.form.was_sent]
    if while_writing and "only" in request.POST:  # htmx sends the whole form with it: a conflict beside it must not be settled by that
        done = [one for one in done if one.form.name == request.POST["only"]]
    now = {one.form.part: row for one in done if (row := _save(request, opened, one, while_writing=while_writing)) is not None}
    fresh = replace(opened, rows={**opened.rows, **now})
    status = 409 if any(one.state == "conflict" for one in done) else 422 if any(one.state == "wrong" for one in done) else 200
    if while_writing:
        response = render(request, "assessments/states.html", _context(request, fresh, page, done), status=status)
        response["X-Answered"] = "yes"  # a sign-in page that comes instead has no such header
        return response
    if status == 200:
        return HttpResponseRedirect(request.get_full_path() if "stay" in request.POST else page.next)
    to_mend = {one.form.name: one for one in done if one.state != "saved"}  # what is there now beside them, not what the page held before
    return _page(request, child, fresh, page, [to_mend.get(one.form.name, one) for one in page.make(fresh, None)], status)


def _page(request: HttpRequest, child: Any, opened: selectors.Opened, page: AnswerPage, given: list[Given], status: int) -> HttpResponse:
    context = about(request, child) | _context(request, opened, page, given)
    return render(request, f"assessments/{page.template}.html", context, status=status)


def _context(request: HttpRequest, opened: selectors.Opened, page: AnswerPage, given: list[Given]) -> dict[str, Any]:
    assessment = opened.assessment
    ticket = Ticket(page.name, str(request.user.pk), assessment.child_id.hex, assessment.pk, assessment.version)
    return {
        "opened": opened,
        "assessment": assessment,
        "ticket": ticket.seal(),
        "given": given,
        "aside": f"assessments/{page.template}_aside.html",
        **page.context(opened),
    }


def _save(request: HttpRequest, opened: selectors.Opened, given: Given, *, while_writing: bool) -> Any:
    """What becomes of one answer, told in `given`; and the row that is there now, where it may be another than was read."""
    form = given.form
    if not form.is_valid():
        given.state = "unfinished" if while_writing and form.is_unfinished else "wrong"
        return None
    given.state = "saved"
    if not form.was_touched:
        if while_writing and form.now != form.cleaned_data["seen"]:  # chosen now, and what it was chosen beside is gone
            given.state, given.theirs = "conflict", form.in_words(form.stored)
        return None
    try:
        row = actions.answer(
            by=actor(request), assessment=opened.assessment, part=form.part, value=form.value(), seen_version=form.seen_version
        )
    except EditConflict:
        row = selectors.answer_row(opened, form.part)
        given.state, given.theirs = "conflict", form.in_words(row.value)
    except UserError as refused:
        form.add_error(None, str(refused))
        given.state = "wrong"
        return None
    form.now = form.mark(row.version, row.value)
    return row

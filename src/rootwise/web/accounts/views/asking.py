"""A page with one form that asks and answers: its ticket, 422 for a mistake, 409 for a conflict with the text kept."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.forms import BaseForm, BooleanField, BoundField, ChoiceField, ModelChoiceField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from rootwise.errors import UserError
from rootwise.web.accounts.tickets import Ticket, opened_ticket
from rootwise.web.database.versions import EditConflict


class Show(Protocol):
    """How the page with the form looks."""

    def __call__(self, request: HttpRequest, page: "FormPage", context: dict[str, Any], *, status: int) -> HttpResponse: ...


@dataclass(frozen=True, slots=True)
class FormPage:
    """One page with one form. `save` gives the address to go to, or the answer itself."""

    name: str
    title: str
    form: Callable[[Any], BaseForm]  # of the data, or of None
    save: Callable[[Any, Ticket], str | HttpResponse]
    child: Any = None  # whom it is about
    row: UUID | None = None  # what is edited; None where something is made
    version: int = 1
    note: str = ""
    means: str = ""  # what saving does, where that is more than keeping what was written
    is_grave: bool = False  # it takes something away
    button: str = ""  # instead of "Save"
    fields: tuple[tuple[str, str], ...] = ()  # further hidden ones
    is_asked_by_post: bool = False  # what it needs to know must not stand in its address
    untold: tuple[str, ...] = ()  # what of the stored row this person may not see

    @property
    def child_id(self) -> str:
        return self.child.pk.hex if self.child is not None else ""


def show_form(request: HttpRequest, page: FormPage, context: dict[str, Any], *, status: int) -> HttpResponse:  # noqa: ARG001
    return render(request, "accounts/form.html", context, status=status)


def answer(request: HttpRequest, page: FormPage, show: Show = show_form) -> HttpResponse:
    user = str(request.user.pk)
    if request.method != "POST" or (page.is_asked_by_post and "ticket" not in request.POST):
        return _form(request, page, show, page.form(None), page.row or uuid.uuid4(), 200)
    ticket = opened_ticket(request.POST.get("ticket", ""), page=page.name, user=user, child=page.child_id)
    if ticket is None or (page.row is not None and ticket.row != page.row):
        raise Http404
    form = page.form(request.POST)
    if not form.is_valid():
        return _form(request, page, show, form, ticket.row, 422)
    try:
        saved = page.save(form, ticket)
    except EditConflict as conflict:
        fresh = page.row or uuid.uuid4()
        theirs = _stored_otherwise(page, form) if page.row is not None else []
        return _form(request, page, show, page.form(request.POST), fresh, 409, conflict=str(conflict), theirs=theirs)
    except UserError as refused:
        form.add_error(None, str(refused))
        return _form(request, page, show, form, ticket.row, 422)
    return HttpResponseRedirect(saved) if isinstance(saved, str) else saved


def _stored_otherwise(page: FormPage, mine: BaseForm) -> list[tuple[str, str]]:
    """What somebody else put where this person wrote something else: what the form would show, were it opened now."""
    stored = page.form(None)
    told = [field for field in stored if field.name in stored.initial and field.name not in page.untold and not field.is_hidden]
    return [(str(field.label), _in_words(field)) for field in told if _in_words(field) != _in_words(mine[field.name])]


def _in_words(field: BoundField) -> str:
    value = field.value()
    if isinstance(field.field, ChoiceField | ModelChoiceField):
        return {str(key): str(name) for key, name in field.field.choices}.get(str(value or ""), "")  # type: ignore[union-attr, misc]
    if isinstance(field.field, BooleanField):
        return str(_("yes") if value else _("no"))
    return str(field.field.widget.format_value(value) or "")


def _form(
    request: HttpRequest,
    page: FormPage,
    show: Show,
    form: BaseForm,
    row: UUID,
    status: int,
    *,
    conflict: str = "",
    theirs: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    version = page.version if status in (200, 409) else _version_kept(request, page)
    ticket = Ticket(page.name, str(request.user.pk), page.child_id, row, version)
    context = {"form": form, "title": page.title, "ticket": ticket.seal(), "conflict": conflict, "note": page.note, "hidden": page.fields}
    context |= {"means": page.means, "is_grave": page.is_grave, "button": page.button, "theirs": theirs}
    return show(request, page, context, status=status)


def _version_kept(request: HttpRequest, page: FormPage) -> int:
    """A form with a mistake in it goes on from the version it was begun with."""
    before = opened_ticket(request.POST.get("ticket", ""), page=page.name, user=str(request.user.pk), child=page.child_id)
    return before.version if before is not None else page.version

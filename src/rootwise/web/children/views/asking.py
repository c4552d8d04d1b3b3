"""How every page about a child asks and answers: the child or 404, a form with its ticket, 409 with the text kept."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from rootwise.errors import UserError
from rootwise.web.audit.recording import Actor
from rootwise.web.children import selectors
from rootwise.web.children.needs import Need
from rootwise.web.children.tickets import Ticket, opened_ticket
from rootwise.web.database.versions import EditConflict

Row = TypeVar("Row")


def child_for(request: HttpRequest, child: UUID, need: Need, *, write: bool = False, reason: str = "") -> Any:
    """The child, reached for who asks."""
    found = selectors.reached(request.user, child, need, write=write, reason=reason)
    if found is None:
        raise Http404
    return found


def there(row: Row | None) -> Row:
    """A row of a child that was reached, or 404."""
    if row is None:
        raise Http404
    return row


def actor(request: HttpRequest, *, reason: str = "") -> Actor:
    asked: Actor = request.actor  # type: ignore[attr-defined]
    return Actor(asked.id, asked.role, request=asked.request, reason=reason)


def show(request: HttpRequest, template: str, child: Any = None, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page; about a child, with who it is and what may be opened of it."""
    if child is not None:
        context |= {"who": selectors.who(child), "child": child, "offered": selectors.open_to(request.user, child)}
    return render(request, f"children/{template}.html", context, status=status)


@dataclass(frozen=True, slots=True)
class FormPage:
    """One page with one form. `save` gives the address to go to."""

    name: str
    title: str
    form: Callable[[Any], BaseForm]  # of the data, or of None
    save: Callable[[Any, Ticket], str]
    child: Any = None
    row: UUID | None = None  # what is edited; None where something is made
    version: int = 1
    note: str = ""
    means: str = ""  # what saving does, where that is more than keeping what was written
    is_grave: bool = False  # it takes something away
    button: str = ""  # where it does more than save
    fields: tuple[tuple[str, str], ...] = ()  # further hidden ones

    @property
    def child_id(self) -> str:
        return self.child.pk.hex if self.child is not None else ""


def answer(request: HttpRequest, page: FormPage) -> HttpResponse:
    user = str(request.user.pk)
    if request.method != "POST":
        return _form(request, page, page.form(None), page.row or uuid.uuid4(), 200)
    ticket = opened_ticket(request.POST.get("ticket", ""), page=page.name, user=user, child=page.child_id)
    if ticket is None or (page.row is not None and ticket.row != page.row):
        raise Http404
    form = page.form(request.POST)
    if not form.is_valid():
        return _form(request, page, form, ticket.row, 422)
    try:
        return HttpResponseRedirect(page.save(form, ticket))
    except EditConflict as conflict:
        fresh = page.row or uuid.uuid4()
        return _form(request, page, page.form(request.POST), fresh, 409, conflict=str(conflict))
    except UserError as refused:
        form.add_error(None, str(refused))
        return _form(request, page, form, ticket.row, 422)


def _form(request: HttpRequest, page: FormPage, form: BaseForm, row: UUID, status: int, *, conflict: str = "") -> HttpResponse:
    version = page.version if status in (200, 409) else _version_kept(request, page)
    ticket = Ticket(page.name, str(request.user.pk), page.child_id, row, version)
    context = {"form": form, "title": page.title, "ticket": ticket.seal(), "conflict": conflict, "note": page.note, "hidden": page.fields}
    context |= {"means": page.means, "is_grave": page.is_grave, "button": page.button}
    return show(request, "form", page.child, status=status, **context)


def _version_kept(request: HttpRequest, page: FormPage) -> int:
    """A form with a mistake in it goes on from the version it was begun with."""
    before = opened_ticket(request.POST.get("ticket", ""), page=page.name, user=str(request.user.pk), child=page.child_id)
    return before.version if before is not None else page.version

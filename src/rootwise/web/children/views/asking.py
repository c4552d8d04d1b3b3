"""How every page about a child asks and answers: the child or 404, who it is on top, a form with its ticket."""

from typing import Any, TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from rootwise.web.accounts.views import asking
from rootwise.web.accounts.views.asking import FormPage
from rootwise.web.audit.recording import Actor
from rootwise.web.children import selectors
from rootwise.web.children.needs import Need

__all__ = ["FormPage", "about", "actor", "answer", "child_for", "show", "there"]

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
        context |= about(request, child)
    return render(request, f"children/{template}.html", context, status=status)


def about(request: HttpRequest, child: Any) -> dict[str, Any]:
    """What every page about a child shows: who it is, what may be opened of it, and whether it is open in an emergency only."""
    user: Any = request.user
    glass = selectors.open_glass(user, child)
    return {"who": selectors.who(child), "child": child, "offered": selectors.open_to(user, child), "glass": glass}


def answer(request: HttpRequest, page: FormPage) -> HttpResponse:
    return asking.answer(request, page, _show_form)


def _show_form(request: HttpRequest, page: FormPage, context: dict[str, Any], *, status: int) -> HttpResponse:
    return show(request, "form", page.child, status=status, **context)

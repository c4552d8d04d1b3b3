"""Around the views of allauth, which writes its own rows: under a name, in one transaction, and by the rules of this service."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rootwise.web.accounts.actions import note_second_factor
from rootwise.web.accounts.selectors import needs_second_factor, number_of_factors
from rootwise.web.audit.recording import recorded

View = Callable[..., HttpResponse]
_SAFE = ("GET", "HEAD", "OPTIONS")


def recorded_view(view: View, name: str) -> View:
    """What the view writes carries who asked and which page. Read requests write nothing, so they take no lock."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in _SAFE:
            return view(request, *args, **kwargs)
        with recorded(request.actor, action=f"accounts.{name}"):  # type: ignore[attr-defined]
            session = getattr(request, "sign_in", None)
            before = number_of_factors(session.user) if session is not None else 0
            response = view(request, *args, **kwargs)
            return response if session is None else _after(request, session, before, response)

    return run


def _after(request: HttpRequest, session: Any, before: int, response: HttpResponse) -> HttpResponse:
    """A second factor more: this session has it, the others end. The last one of staff is not taken away."""
    after = number_of_factors(session.user)
    if after > before:
        note_second_factor(by=request.actor, session=session)  # type: ignore[attr-defined]
    elif after < before and after == 0 and needs_second_factor(session.user):
        transaction.set_rollback(True)
        list(messages.get_messages(request))  # it said that the factor is gone, which is taken back
        messages.error(request, _("You need a second factor. Add another one first, then remove this one."))
        return redirect("account")
    return response

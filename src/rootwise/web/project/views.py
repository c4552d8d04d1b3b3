"""The pages that belong to no app: the front door, the sign of life, and what is said when something is not there."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rootwise.web.accounts.selectors import help_contacts, needs_second_factor
from rootwise.web.assessments.to_do import TO_DO_NAMES, numbers
from rootwise.web.children.selectors import late_reviews, number_unkept, waiting_reviews


@login_not_required
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Where help is right now, before anybody signs in."""
    context: dict[str, Any] = {"sites": help_contacts()}
    if _is_wholly_in(request):
        user: Any = request.user
        context |= {"late_reviews": late_reviews(user), "waiting_reviews": waiting_reviews(user), "unkept": number_unkept(user)}
        context["to_do"] = [(one, TO_DO_NAMES[one], number) for one, number in numbers(user)]
    return render(request, "front.html", context)


def _is_wholly_in(request: HttpRequest) -> bool:
    """With the second factor, where one is needed: this page is open to who has only shown the password."""
    session = getattr(request, "sign_in", None)
    return session is not None and (session.second_factor or not needs_second_factor(session.user))


@login_not_required
@require_safe
def alive(_request: HttpRequest) -> HttpResponse:
    """For a watchdog: the program answers and its database answers it. Tells nothing else."""
    help_contacts()
    return HttpResponse("alive\n", content_type="text/plain")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - what was there must not show
    """The same for what is absent and what is forbidden: status, headers and every byte."""
    return render(request, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return render(request, "400.html", status=400)


def fault(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", {"number": getattr(request, "number", "")}, status=500)

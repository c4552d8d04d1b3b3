"""What was recorded about one's own account."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rootwise.web.accounts import selectors


@require_safe
def recorded_about_me(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    return render(request, "accounts/recorded.html", {"events": selectors.recorded_about(user)})

"""The page that shows every component in every state."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rootwise.web.look.examples import examples


@login_not_required
@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """For who builds pages: in a demo for everybody, in production for who is signed in."""
    if settings.CONFIGURATION.is_production and not request.user.is_authenticated:
        raise Http404
    return render(request, "look/style.html", examples())

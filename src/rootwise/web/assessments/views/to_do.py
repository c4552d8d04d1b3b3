"""The list of what there is to do, over all of one's children."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rootwise.web.assessments import to_do
from rootwise.web.children.views.asking import actor


@require_safe
@login_required
def listed(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    if not to_do.has_a_list(user):
        raise Http404
    search, only = request.GET.get("q", "")[:120], request.GET.get("only", "")
    page = to_do.to_do_list(actor(request), user, search=search, only=only, page=request.GET.get("page", ""))
    context = {"page": page, "search": search, "only": only, "names": to_do.TO_DO_NAMES.items()}
    return render(request, "assessments/to_do.html", context)

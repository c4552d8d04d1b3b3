"""The profile of an assessment: the map, one function with every reason, whom one believes, earlier ones, the report."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rootwise.picture import map_picture
from rootwise.profile.believing import views as views_of_raters
from rootwise.report.content import FOOTER, Subject, function_section, notices, profile_report_of, profile_sections
from rootwise.report.pdf import pdf_of
from rootwise.web.assessments import profiles, selectors
from rootwise.web.assessments.profile_words import Compared, compared, view_in_words
from rootwise.web.children.needs import Need
from rootwise.web.children.views.asking import about, actor, child_for, there


@require_safe
@login_required
def page(request: HttpRequest, child: UUID, assessment: UUID) -> HttpResponse:
    """The functional map and everything it comes to: now, or as it was kept."""
    found, shown = _shown(request, child, assessment)
    if isinstance(shown, list):
        return _unreadable(request, found, assessment, shown)
    links = {one.id: reverse("assessments:profile_function", args=[child, assessment, one.id]) for one in shown.profile.functions}
    subject = _subject(shown, found, links)
    context = _context(request, found, shown, subject.site) | {
        "notices": notices(subject) if shown.sees_all else (),
        "sections": profile_sections(subject),
        "functions": [(one.name, links[one.id]) for one in shown.profile.instrument.functions],
        "footer": FOOTER,
    }
    return render(request, "assessments/profile.html", context)


@require_safe
@login_required
def function(request: HttpRequest, child: UUID, assessment: UUID, function: str) -> HttpResponse:
    """One function: levels with their ages, who rated it how, the curve with the child on it, every reason."""
    found, shown = _shown(request, child, assessment)
    if isinstance(shown, list):
        return _unreadable(request, found, assessment, shown)
    if function not in {one.id for one in shown.profile.functions}:
        raise Http404
    subject = _subject(shown, found)
    context = _context(request, found, shown, subject.site) | {"section": function_section(subject, function)}
    return render(request, "assessments/profile_function.html", context)


@require_safe
@login_required
def raters(request: HttpRequest, child: UUID, assessment: UUID) -> HttpResponse:
    """The maps of those who rated side by side, and what would change if one believed only one of them, or left one out."""
    found, shown = _shown(request, child, assessment)
    if isinstance(shown, list):
        return _unreadable(request, found, assessment, shown)
    subject = _subject(shown, found)
    told = [view_in_words(subject, number, one) for number, one in enumerate(views_of_raters(shown.read))]
    context = _context(request, found, shown, subject.site) | {"views": told, "now": view_in_words(subject, len(told), None)}
    return render(request, "assessments/profile_raters.html", context)


@require_safe
@login_required
def earlier(request: HttpRequest, child: UUID, assessment: UUID) -> HttpResponse:
    """Another assessment of the same child beside this one; of a correction, what it corrects."""
    found, shown = _shown(request, child, assessment)
    if isinstance(shown, list):
        return _unreadable(request, found, assessment, shown)
    others = profiles.beside(actor(request), shown.assessment)
    other = _chosen(request, shown, others)
    subject = _subject(shown, found)
    pair: Compared | None = None
    maps = []
    if other is not None:
        user: Any = request.user
        theirs = profiles.shown(actor(request), user, other)
        if not isinstance(theirs, list):
            pair = compared(replace(subject, profile=theirs.profile, case=theirs.case), subject)
            maps = [map_picture(theirs.profile, name="picture-then"), map_picture(shown.profile, name="picture-now")]
    context = _context(request, found, shown, subject.site) | {"others": others, "other": other, "pair": pair, "maps": maps}
    return render(request, "assessments/profile_earlier.html", context)


@require_safe
@login_required
def as_json(request: HttpRequest, child: UUID, assessment: UUID) -> HttpResponse:
    """The profile as JSON (docs/profile-json.md), without what the reader may not see."""
    found, shown = _shown(request, child, assessment)
    if isinstance(shown, list):
        return _unreadable(request, found, assessment, shown)
    if not shown.profile.gate.is_open:
        return _refused(request, found, shown)
    told = profiles.exported_profile(actor(request), shown)
    name = f"profile-{shown.profile.assessed_on.isoformat()}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return JsonResponse(told, headers=headers, json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
@login_required
def pdf(request: HttpRequest, child: UUID, assessment: UUID) -> HttpResponse:
    """The clinician's report, made in memory. Never while the gate is closed (§10)."""
    found, shown = _shown(request, child, assessment, Need.T4)
    if isinstance(shown, list):
        return _unreadable(request, found, assessment, shown)
    if not shown.profile.gate.is_open:
        return _refused(request, found, shown)
    profiles.record_report(actor(request), shown)
    content = pdf_of(profile_report_of(shown.profile, shown.case, site=profiles.site_of(found)))
    name = f"profile-{shown.profile.assessed_on.isoformat()}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _shown(request: HttpRequest, child: UUID, assessment: UUID, need: Need = Need.T3) -> tuple[Any, Any]:
    found = child_for(request, child, need)
    user: Any = request.user
    return found, profiles.shown(actor(request), user, there(selectors.assessment_row(found, assessment)))


def _subject(shown: profiles.Shown, child: Any, links: dict[str, str] | None = None) -> Subject:
    return Subject(shown.profile, shown.case, profiles.site_of(child), links or {})


def _context(request: HttpRequest, child: Any, shown: profiles.Shown, site: Any) -> dict[str, Any]:
    row = shown.assessment
    held = profiles.validities(actor(request), [row], today=timezone.localdate())[row.pk]
    return about(request, child) | {
        "assessment": row,
        "shown": shown,
        "gate": shown.profile.gate,
        "safety": selectors.instrument_of(row).safety,
        "site": site,
        "validity": held,
        "corrected_by": profiles.correction_of(row),
    }


def _chosen(request: HttpRequest, shown: profiles.Shown, others: list[Any]) -> Any:
    """The one in the address, else what this one corrects, else the newest before it."""
    asked = request.GET.get("with")
    if asked is not None:
        return there(next((one for one in others if str(one.pk) == asked), None))
    row = shown.assessment
    corrected = next((one for one in others if one.pk == row.corrects_id), None)
    return corrected or next((one for one in others if one.assessed_on <= row.assessed_on), None)


def _unreadable(request: HttpRequest, child: Any, assessment: UUID, problems: Any) -> HttpResponse:
    context = about(request, child) | {"assessment": there(selectors.assessment_row(child, assessment)), "problems": problems}
    return render(request, "assessments/profile_unreadable.html", context, status=409)


def _refused(request: HttpRequest, child: Any, shown: profiles.Shown) -> HttpResponse:
    return render(request, "assessments/profile_refused.html", _context(request, child, shown, profiles.site_of(child)), status=409)

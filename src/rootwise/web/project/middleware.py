"""What happens around every page."""

import secrets
from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from rootwise.web.accounts.selectors import actor_of
from rootwise.web.database.versions import EditConflict

Answer = Callable[[HttpRequest], HttpResponse]

# Scripts, styles, pictures and forms come from and go to this address only; nobody may put a page of ours in a frame.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


class OnlyThroughTheProxy:
    """Where the proxy is on another machine, nobody else is answered: they would come without TLS, and could say that they had."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.PROXY is not None:
            asks = ip_address(request.META["REMOTE_ADDR"])
            if asks not in settings.PROXY and not asks.is_loopback:
                return HttpResponse("Ask through the address of this service.\n", status=403, content_type="text/plain")
        return self.answer(request)


class RequestNumber:
    """A number for each request, the same in the log and in the audit. Ours, never one that the request brings."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.number = secrets.token_hex(8)  # type: ignore[attr-defined]
        response = self.answer(request)
        response["X-Request-Number"] = request.number  # type: ignore[attr-defined]
        return response


class Headers:
    """Pages about people are kept by no cache and load nothing from elsewhere. A page that may be kept says so itself."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response


class Bodies:
    """What is too large is refused by what it says of its length, before any of it is read. Without a length nothing is read at all."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > settings.LARGEST_BODY:
            return render(request, "413.html", status=413)
        return self.answer(request)


class WhoAsks:
    """Gives every request its `actor`, who signs each action. Looked up when first asked for."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request.user, request=request.number))  # type: ignore[attr-defined]
        return self.answer(request)


class Conflicts:
    """The loser of two edits is told so. A view with a form catches the conflict itself and gives the text back; this is for all others."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return render(request, "409.html", status=409) if isinstance(exception, EditConflict) else None

"""The one-time code on the screen, for trying without a telephone. Only in a demonstration, which `rootwise serve` refuses."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django import template
from django.conf import settings

from rootwise.web.accounts.sealed import open_factor

register = template.Library()


@register.simple_tag(takes_context=True)
def demo_code(context: dict[str, Any]) -> str:
    """The code of whoever is signing in, now; nothing in production."""
    if settings.CONFIGURATION.is_production:
        return ""
    request = context["request"]
    stage = getattr(request, "_login_stage", None)
    user = stage.login.user if stage is not None else request.user
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if factor is None:
        return ""
    now = list(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(open_factor(factor.data["secret"]), now[len(now) // 2])))

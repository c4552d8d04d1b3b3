"""How many flags wait for who looks at a page."""

from typing import Any

from django import template

from rootwise.web.assessments.waiting import number_of_flags

register = template.Library()


@register.simple_tag
def flags_waiting(user: Any) -> int:
    return number_of_flags(user) if user.is_authenticated else 0

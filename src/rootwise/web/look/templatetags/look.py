"""Pieces of pages that need a little thought. Load with `{% load look %}`."""

from django import template
from django.forms import BoundField, CheckboxInput
from django.template.context import RequestContext
from django.urls import NoReverseMatch, reverse

register = template.Library()


@register.filter
def is_tick(field: BoundField) -> bool:
    """Whether the field is one box to tick, whose label stands after it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.inclusion_tag("look/entry.html", takes_context=True)
def entry(context: RequestContext, address: str, label: str, *arguments: object, only_here: bool = False) -> dict[str, object]:
    """A line of a navigation, marked when it is where one is or (not `only_here`) above it. Nothing, where no such address is."""
    try:
        href = reverse(address, args=arguments)
    except NoReverseMatch:
        return {}
    request = context.get("request")
    path = request.path if request else ""
    below = href != "/" and not only_here and path.startswith(href.rstrip("/") + "/")
    return {"href": href, "label": label, "here": path == href or below}


@register.inclusion_tag("look/child.html")
def child_banner(*, name: str, age: str, initials: str, href: str = "", note: str = "", do_not_use: str = "") -> dict[str, str]:
    """Who the page is about: on every page and every form about a child. `do_not_use` says why the plan must not be followed."""
    return {"name": name, "age": age, "initials": initials, "href": href, "note": note, "do_not_use": do_not_use}

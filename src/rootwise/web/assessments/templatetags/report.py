"""The report's blocks on a page. Load with `{% load report %}`."""

from django import template
from django.utils.safestring import SafeString

from rootwise.picture import Picture
from rootwise.report.blocks import Block

register = template.Library()


@register.filter
def kind(block: Block) -> str:
    """Paragraph, Points, Box, Figure, Table or Subheading."""
    return type(block).__name__


@register.filter
def svg(picture: Picture) -> SafeString:
    """Our own templates made it, with everything in it escaped."""
    return SafeString(picture.svg)

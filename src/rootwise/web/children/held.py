"""Between the page that asked and the action that writes, a record may be merged or erased: asked again where nothing comes between."""

from django.utils.translation import gettext as _

from rootwise.web.children.models import Child, Retention
from rootwise.web.children.refused import Refused


def held(*children: Child) -> None:
    """Nobody else writes about these children until the action ends. Locked in the order of their ids: no deadlock."""
    found = Child.unguarded.select_for_update().filter(pk__in=[one.pk for one in children]).order_by("pk")
    for child in found:
        if child.merged_into_id:
            raise Refused(_("This record has been merged into another one. Write it there."))
        if child.retention == Retention.ERASED:
            raise Refused(_("This record is erased."))

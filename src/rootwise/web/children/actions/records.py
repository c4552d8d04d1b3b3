"""Beginning a record, and who the child is."""

from django.utils import timezone
from django.utils.translation import gettext as _

from rootwise.web.accounts.models import User
from rootwise.web.audit.recording import Actor, action
from rootwise.web.children.held import held
from rootwise.web.children.models import Child, Relation
from rootwise.web.children.needs import KEEPERS
from rootwise.web.children.refused import Refused
from rootwise.web.database.once import added_once, edited


@action
def add_child(*, by: Actor, user: User, child: Child) -> Child:  # noqa: ARG001 - recorded by the decorator
    """A new record; who begins it is related to the child from today."""
    if user.role not in KEEPERS or child.site_id != user.site_id:
        raise Refused(_("Records are begun by clinicians and supervisors, in their own service."))
    made = added_once(child, made_here=["retention_since"])
    if not Relation.unguarded.filter(child=made, user=user).exists():
        began = _("began the record")
        Relation.unguarded.create(child=made, user=user, role=user.role, starts=timezone.localdate(), evidence=began)
    return made


@action
def change_child(*, by: Actor, child: Child, seen_version: int) -> Child:  # noqa: ARG001
    held(child)
    return edited(child, seen_version)

"""Where a child lives and what implies it."""

from rootwise.web.audit.recording import Actor, action
from rootwise.web.children.held import held
from rootwise.web.children.models import Whereabouts
from rootwise.web.database.once import added_once, edited


@action
def add_whereabouts(*, by: Actor, row: Whereabouts) -> Whereabouts:  # noqa: ARG001 - recorded by the decorator
    held(row.child)
    row.clean()
    return added_once(row)


@action
def change_whereabouts(*, by: Actor, row: Whereabouts, seen_version: int) -> Whereabouts:  # noqa: ARG001
    held(row.child)
    row.clean()
    return edited(row, seen_version)

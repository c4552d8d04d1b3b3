"""Where a child lives and what implies it."""

from rootwise.web.audit.recording import Actor, action
from rootwise.web.children.models import Whereabouts
from rootwise.web.database.once import added_once, edited


@action
def add_whereabouts(*, by: Actor, row: Whereabouts) -> Whereabouts:  # noqa: ARG001 - recorded by the decorator
    return added_once(row)


@action
def change_whereabouts(*, by: Actor, row: Whereabouts, seen_version: int) -> Whereabouts:  # noqa: ARG001
    return edited(row, seen_version)

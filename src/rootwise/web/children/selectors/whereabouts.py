"""Where a child lives and what implies it."""

from uuid import UUID

from rootwise.web.audit.recording import Actor, recorded
from rootwise.web.children.models import Child, Contact, Household, Placement, School, Whereabouts
from rootwise.web.children.selectors.opened import record_opened

KINDS: dict[str, type[Placement] | type[Household] | type[School] | type[Contact]] = {
    "placement": Placement,
    "household": Household,
    "school": School,
    "contact": Contact,
}


def whereabouts_of(by: Actor, child: Child) -> dict[str, list[Whereabouts]]:
    """Where the child lives and what implies it. `by` carries the reason."""
    with recorded(by, action="children.open_whereabouts"):
        record_opened(child, *KINDS.values())
        return {kind: list(model.unguarded.filter(child=child).order_by("-starts", "id")) for kind, model in KINDS.items()}


def whereabouts_row(by: Actor, child: Child, kind: str, row: UUID) -> Whereabouts | None:
    with recorded(by, action="children.open_whereabouts"):
        record_opened(child, KINDS[kind])
        return KINDS[kind].unguarded.filter(child=child, pk=row).first()

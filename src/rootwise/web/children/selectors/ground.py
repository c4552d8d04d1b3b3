"""On what ground anybody sees a record: relations and consents."""

from uuid import UUID

from rootwise.web.audit.recording import Actor, recorded
from rootwise.web.children.models import Child, Consent, Relation
from rootwise.web.children.selectors.opened import record_opened


def relations_of(by: Actor, child: Child) -> list[Relation]:
    with recorded(by, action="children.open_team"):
        record_opened(child, Relation)
        return list(
            Relation.unguarded.filter(child=child).select_related("user").prefetch_related("user__formerly").order_by("-starts", "id")
        )


def relation_row(by: Actor, child: Child, row: UUID) -> Relation | None:
    with recorded(by, action="children.open_team"):
        record_opened(child, Relation)
        return Relation.unguarded.filter(child=child, pk=row).select_related("user").first()


def consents_of(by: Actor, child: Child) -> list[Consent]:
    with recorded(by, action="children.open_consent"):
        record_opened(child, Consent)
        return list(
            Consent.unguarded.filter(child=child)
            .select_related("withdrawn_by")
            .prefetch_related("withdrawn_by__formerly")
            .order_by("-starts", "id")
        )


def consent_row(by: Actor, child: Child, row: UUID) -> Consent | None:
    with recorded(by, action="children.open_consent"):
        record_opened(child, Consent)
        return Consent.unguarded.filter(child=child, pk=row).first()

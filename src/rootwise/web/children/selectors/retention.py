"""How long a record is kept, what holds it, and what is due."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from rootwise.web.accounts.models import User
from rootwise.web.audit.recording import Actor, recorded
from rootwise.web.children.models import Child, Retention, RetentionHold, RetentionRule
from rootwise.web.children.needs import Need
from rootwise.web.children.reach import behind_glass
from rootwise.web.children.retention import due_on
from rootwise.web.children.selectors.children import Who, who
from rootwise.web.children.selectors.opened import record_opened


def retention_rule(user: User) -> RetentionRule | None:
    return RetentionRule.unguarded.filter(site=user.site_id).first()


def holds_of(by: Actor, child: Child) -> list[RetentionHold]:
    with recorded(by, action="children.open_holds"):
        record_opened(child, RetentionHold)
        return list(RetentionHold.unguarded.filter(child=child).select_related("placed_by", "lifted_by").order_by("-placed_at", "id"))


def hold_row(by: Actor, child: Child, row: UUID) -> RetentionHold | None:
    with recorded(by, action="children.open_holds"):
        record_opened(child, RetentionHold)
        return RetentionHold.unguarded.filter(child=child, pk=row, lifted_at=None).first()


def erasure_due(child: Child) -> date | None:
    """The day from which a closed record is due for erasure by the rule of its service, if there is one and it can be known."""
    rule = RetentionRule.unguarded.filter(site=child.site_id).first()
    return _due(child, rule) if child.retention == Retention.CLOSED else None


def _due(child: Child, rule: RetentionRule | None) -> date | None:
    if rule is None:
        return None
    return due_on(
        closed_on=child.retention_since, birth=child.birth, years_after_closing=rule.years_after_closing, until_age=rule.until_age
    )


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed record in the list of those that are due."""

    who: Who
    since: date
    due_on: date | None
    is_due: bool
    is_held: bool
    is_proposed: bool


def closed_records(user: User) -> list[Closed]:
    """Closed records that this user keeps: those that are due first, those whose day nobody can know last."""
    rule, today = retention_rule(user), timezone.localdate()
    held = set(RetentionHold.unguarded.filter(lifted_at=None).values_list("child", flat=True))
    found = []
    for child in Child.objects.for_user(user, Need.GROUND).filter(retention=Retention.CLOSED.value):
        day = _due(child, rule)
        is_due = day is not None and day <= today
        found.append(Closed(who(child), child.retention_since, day, is_due, child.pk in held, child.erasure_proposed_by_id is not None))
    return sorted(found, key=lambda one: (one.due_on or date.max, one.who.name, one.who.id))


def due_elsewhere(user: User) -> int:
    """How many more closed records of the service are due, to whom this user does not stand. A number only."""
    rule, today = retention_rule(user), timezone.localdate()
    closed = Child.unguarded.filter(site=user.site_id, retention=Retention.CLOSED.value, merged_into=None)
    others = closed.exclude(pk__in=Child.objects.for_user(user, Need.GROUND).values("pk"))
    return sum(1 for child in others.filter(pk__in=behind_glass(user)) if (day := _due(child, rule)) is not None and day <= today)

"""A word that is nowhere else in every text of tier T3 and above that a world holds."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models

from rootwise.web.audit.recording import Actor, record_read, recorded
from rootwise.web.children.models import Child
from rootwise.web.tiers import Tier, tier_of
from tests.web.access.world import SAID

HIGH = (Tier.T3, Tier.T4, Tier.T5, Tier.T6)
# Words of the instrument, which has no others.
IDS = {"instrument", "function", "question", "item", "period", "section"}


@dataclass(frozen=True)
class Canary:
    word: str
    tier: Tier
    table: str
    column: str
    child: str


def plant(children: list[Child], tiers: tuple[Tier, ...] = HIGH) -> list[Canary]:
    """Into every row about these children, of whatever app: the registry of tiers says which fields. A choice or a day holds no word; in
    an answer and in a file the word takes the place of what somebody said.
    """
    return [one for child in children for one in _in_rows(child, tiers)] + [_in_the_audit(child) for child in children]


def _in_rows(child: Child, tiers: tuple[Tier, ...]) -> Iterator[Canary]:
    for model in apps.get_models():
        if "child" in {field.name for field in model._meta.fields}:
            for row in model._base_manager.filter(child=child):
                yield from _in_row(row, child, tiers)


def _in_row(row: models.Model, child: Child, tiers: tuple[Tier, ...]) -> Iterator[Canary]:
    planted = False
    for field in row._meta.concrete_fields:
        tier = tier_of(type(row), field.name)
        if tier in tiers and isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices:
            word = f"canary{row.pk.hex[:10]}{field.name.replace('_', '')}{tier.value.lower()}"
            kept = getattr(row, field.attname)
            is_file = isinstance(field, models.JSONField) or field.name.endswith("_text")
            if field.name in IDS or (is_file and SAID not in json.dumps(kept)):
                continue
            if isinstance(field, models.JSONField):
                setattr(row, field.attname, json.loads(json.dumps(kept).replace(SAID, word)))
            else:
                setattr(row, field.attname, kept.replace(SAID, word) if is_file else word)
            planted = True
            yield Canary(word, tier, row._meta.db_table, field.name, child.pk.hex)
    if planted:
        row.save()


def _in_the_audit(child: Child) -> Canary:
    word = f"canary{child.pk.hex[:10]}event"
    with recorded(Actor("system:tests", "system", reason=word), action="test.canary"):
        record_read(table="children_child", row=child.pk.hex, child=child.pk.hex, columns=["name"])
    return Canary(word, Tier.T4, "audit_event", "reason", child.pk.hex)

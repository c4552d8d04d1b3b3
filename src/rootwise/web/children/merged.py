"""What moves when two records of one child become one, and how it goes back."""

from typing import Any

from django.db import models

from rootwise.web.children.belongings import MOVES
from rootwise.web.children.models import Child, Merge, NoContact
from rootwise.web.database.versions import Versioned


def move(rows: "models.QuerySet[models.Model]", to: Child) -> None:
    version = {"version": models.F("version") + 1} if issubclass(rows.model, Versioned) else {}
    rows.update(child=to, **version)


def take_apart(merge: Merge) -> None:
    """What came from the other record goes back. No-contact goes back and stays here too: nothing that protects is lost."""
    for model in MOVES:
        keys = [key for label, key in merge.moved if label == model._meta.label]
        rows = model.unguarded.filter(pk__in=keys, child=merge.child)
        if model is NoContact:
            _copy_no_contacts(merge)
        move(rows, merge.other)
        for parent in _parents(model):  # what was written since about something that goes back
            move(model.unguarded.filter(**{"child": merge.child, f"{parent}__child": merge.other}), merge.other)
    merge.other.merged_into = None
    merge.other.save()


def _parents(model: Any) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.related_model in MOVES and field.related_model is not model]


def _copy_no_contacts(merge: Merge) -> None:
    """Whoever is barred from the joined record when it is taken apart is barred from both."""
    moved = {key for label, key in merge.moved if label == NoContact._meta.label}
    for row in NoContact.unguarded.filter(child=merge.child, lifted_at=None):
        to = merge.child if row.pk.hex in moved else merge.other
        NoContact.unguarded.create(child=to, name=row.name, user=row.user, email=row.email, evidence=row.evidence)

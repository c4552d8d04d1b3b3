"""What moves when two records of one child become one, and how it goes back."""

from typing import Any

from django.db import models

from rootwise.web.children.belongings import MOVES
from rootwise.web.children.models import Child, Merge, NoContact
from rootwise.web.database.versions import Versioned


def move(rows: "models.QuerySet[models.Model]", to: Child) -> int:
    version = {"version": models.F("version") + 1} if issubclass(rows.model, Versioned) else {}
    return rows.update(child=to, **version)


def take_apart(merge: Merge) -> None:
    """What came from the other record goes back. No-contact goes back and stays here too: nothing that protects is lost."""
    for model in MOVES:
        keys = [key for label, key in merge.moved if label == model._meta.label]
        rows = model.unguarded.filter(pk__in=keys, child=merge.child)
        if model is NoContact:
            _copy_no_contacts(merge)
        move(rows, merge.other)
        for parent in _references(model, to_itself=False):  # what was written since about something that goes back
            move(model.unguarded.filter(**{"child": merge.child, f"{parent}__child": merge.other}), merge.other)
        for itself in _references(model, to_itself=True):  # a correction of a correction
            while move(model.unguarded.filter(**{"child": merge.child, f"{itself}__child": merge.other}), merge.other):
                pass
    merge.other.merged_into = None
    merge.other.save()


def _references(model: Any, *, to_itself: bool) -> list[str]:
    found = [field for field in model._meta.concrete_fields if field.related_model in MOVES]
    return [field.name for field in found if (field.related_model is model) is to_itself]


def _copy_no_contacts(merge: Merge) -> None:
    """Whoever is barred from the joined record when it is taken apart is barred from both."""
    moved = {key for label, key in merge.moved if label == NoContact._meta.label}
    for row in NoContact.unguarded.filter(child=merge.child, lifted_at=None):
        to = merge.child if row.pk.hex in moved else merge.other
        NoContact.unguarded.create(child=to, name=row.name, user=row.user, email=row.email, evidence=row.evidence)

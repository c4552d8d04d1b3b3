"""The tier of every field of every model, in one registry (tiers.toml). A field without one fails the build."""

import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from importlib import resources

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db.models import Field, Model


class Tier(StrEnum):
    """How far a value may go. T0 to T6 are about a child; the other three are about the program and the people who work with it."""

    T0 = "T0"  # text of instruments and catalogues
    T1 = "T1"  # signed strategies
    T2 = "T2"  # the plan and its week
    T3 = "T3"  # ratings, profile, change
    T4 = "T4"  # history, disclosures, flags
    T5 = "T5"  # placement and whatever implies it, who reported
    T6 = "T6"  # substance use, legally sealed
    OPAQUE = "opaque"  # ids, versions, counters, times of the program: tell nothing about a person by themselves
    STAFF = "staff"  # who works here and how to reach them
    SECRET = "secret"  # noqa: S105 - the name of a tier. Passwords, tokens, whatever signs in: never shown, never exported, not even in the audit


Registry = Mapping[str, Mapping[str, Tier]]


@cache
def registry() -> Registry:
    text = resources.files("rootwise.web").joinpath("tiers.toml").read_text("utf-8")
    return {model: {field: Tier(tier) for field, tier in fields.items()} for model, fields in tomllib.loads(text).items()}


class NoTier(LookupError):
    """Asked for a field that the registry does not know."""


def tier_of(model: type[Model], field: str) -> Tier:
    """The tier of a field; an unknown one is an error, never open to all."""
    try:
        return registry()[model._meta.label][field]
    except KeyError:
        raise NoTier(f"{model._meta.label}.{field} has no tier. Add it to rootwise/web/tiers.toml.") from None


def columns_with_values_in_audit(table: str) -> frozenset[str]:
    """The columns whose values the audit may keep: those with a tier that is not secret. What the registry does not know is left out."""
    kept = set()
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table == table:
            known = registry().get(model._meta.label, {})
            kept |= {str(field.column) for field in _fields(model) if known.get(field.name, Tier.SECRET) is not Tier.SECRET}
    return frozenset(kept)


def check_tiers(**_: object) -> list[CheckMessage]:
    """Django runs this with its own checks: at the start of every command, in `make check` and in the tests."""
    return list(complaints(registry()))


def complaints(tiers: Registry) -> Iterator[Error]:
    models = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
    for label, model in models.items():
        known = tiers.get(label, {})
        present = {field.name for field in _fields(model)}
        for field in sorted(present - set(known)):
            yield Error(
                f"{label}.{field} has no tier.",
                hint=f'Write into rootwise/web/tiers.toml, under ["{label}"]: {field} = "T4". What each tier holds: rootwise/web/tiers.py.',
                obj=model,
                id="rootwise.E001",
            )
        for field in sorted(set(known) - present):
            yield Error(f"tiers.toml names {label}.{field}, which is not there.", hint="Delete that line.", obj=model, id="rootwise.E002")
    for label in sorted(set(tiers) - set(models)):
        yield Error(f"tiers.toml names the model {label}, which is not there.", hint="Delete that section.", id="rootwise.E002")


def _fields(model: type[Model]) -> list["Field[object, object]"]:
    return list(model._meta.concrete_fields)

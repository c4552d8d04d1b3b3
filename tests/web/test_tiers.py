"""Every field of every model has a tier, and the audit keeps no value of a secret one."""

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.db import models

from rootwise.web.accounts.models import User
from rootwise.web.tiers import NoTier, Registry, Tier, columns_with_values_in_audit, complaints, registry, tier_of


def test_every_field_of_every_model_has_a_tier_and_no_line_is_left_over() -> None:
    assert [str(one) for one in complaints(registry())] == []


def test_a_field_without_a_tier_fails_djangos_checks_and_says_what_to_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rootwise.web.tiers.registry", lambda: _without("accounts.User", "email"))
    (found,) = [one for one in run_checks() if one.id == "rootwise.E001"]
    assert found.msg == "accounts.User.email has no tier."
    assert found.hint is not None
    assert found.hint.startswith('Write into rootwise/web/tiers.toml, under ["accounts.User"]: email = "T4".')


def test_a_model_without_a_section_is_told_field_by_field() -> None:
    tiers = {label: fields for label, fields in registry().items() if label != "accounts.Site"}
    assert [one.msg for one in complaints(tiers)] == [f"accounts.Site.{field} has no tier." for field in ("id", "name", "version")]


def test_a_line_about_nothing_is_told() -> None:
    tiers = {**registry(), "accounts.Ghost": {"id": Tier.T0}, "accounts.Site": {**registry()["accounts.Site"], "colour": Tier.T0}}
    assert [one.msg for one in complaints(tiers)] == [
        "tiers.toml names accounts.Site.colour, which is not there.",
        "tiers.toml names the model accounts.Ghost, which is not there.",
    ]


def test_an_unknown_field_is_an_error_and_never_open() -> None:
    assert tier_of(User, "email") is Tier.STAFF
    with pytest.raises(NoTier, match=r"accounts\.User\.shoe_size has no tier"):
        tier_of(User, "shoe_size")


def test_the_audit_keeps_no_secret_and_nothing_it_does_not_know() -> None:
    assert columns_with_values_in_audit("accounts_user") == {
        "id", "version", "site_id", "role", "is_active", "joined_at", "vouched_at", "email", "name", "initials",
    }  # fmt: skip
    assert columns_with_values_in_audit("no_such_table") == frozenset()


def test_every_password_and_token_is_secret() -> None:
    """By name, so that a library's new model is caught too."""
    telling = ("password", "token", "secret", "session_key", "session_data", "seed")
    found = [(model, field.name) for model in apps.get_models(include_auto_created=True) for field in _own(model) if field.name in telling]
    assert found
    assert {(model, name): tier_of(model, name) for model, name in found} == dict.fromkeys(found, Tier.SECRET)


def _own(model: type[models.Model]) -> list["models.Field[object, object]"]:
    return list(model._meta.concrete_fields)


def _without(label: str, field: str) -> Registry:
    return {one: {name: tier for name, tier in fields.items() if (one, name) != (label, field)} for one, fields in registry().items()}

"""What every app of the web application keeps to, also those that come later."""

import ast
import importlib
import inspect
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import migrations
from django.db.migrations.loader import MigrationLoader

import rootwise.web
from rootwise.web.database.versions import Versioned

WEB = Path(rootwise.web.__file__).parent
# Later apps may use earlier ones, never the reverse (architecture.md; the same list as in pyproject.toml).
ORDER = ["audit", "accounts", "training", "children", "assessments", "practice", "exchange", "programme"]

# Models whose rows are made and deleted, never edited: each with its reason.
NEVER_EDITED = {
    "audit.Event": "append only",
    "audit.Content": "append only",
    "accounts.FormerIdentity": "how somebody was called stays as it was",
    "accounts.LastUse": "a time that the program writes over; nobody edits it",
    "assessments.StoredProfile": "what an assessment came to stays as it was; a correction makes another",
    "accounts.Remembered": "Django's cache writes it; nobody edits it",
}


def _modules(*names: str) -> list[Path]:
    found = (one for name in names for one in [*WEB.glob(f"*/{name}.py"), *WEB.glob(f"*/{name}/*.py")])
    return sorted(one for one in found if one.name != "__init__.py")


def _own_models() -> list[type]:
    return [one for one in apps.get_models() if one.__module__.startswith("rootwise.web.")]


@pytest.mark.parametrize("module", _modules("actions"), ids=lambda one: str(one.relative_to(WEB)))
def test_every_public_function_of_an_actions_module_is_an_action(module: Path) -> None:
    loaded = importlib.import_module("rootwise.web." + ".".join(module.relative_to(WEB).with_suffix("").parts))
    own = {name: one for name, one in vars(loaded).items() if inspect.isfunction(one) and one.__module__ == loaded.__name__}
    public = {name: one for name, one in own.items() if not name.startswith("_")}
    assert public
    assert [name for name, one in public.items() if not getattr(one, "is_action", False)] == []


def _imports_of_models(module: Path) -> list[str]:
    tree = ast.parse(module.read_text("utf-8"))
    names = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names += [each.name for node in ast.walk(tree) if isinstance(node, ast.Import) for each in node.names]
    return [name for name in names if name.startswith("rootwise.web.") and name.endswith(".models")]


@pytest.mark.parametrize("module", _modules("views", "urls", "middleware"), ids=lambda one: str(one.relative_to(WEB)))
def test_views_reach_rows_only_through_actions_and_selectors(module: Path) -> None:
    assert _imports_of_models(module) == []


def test_the_rule_sees_what_it_forbids(tmp_path: Path) -> None:
    bad = tmp_path / "views.py"
    bad.write_text("from rootwise.web.accounts.models import User\n")
    assert _imports_of_models(bad) == ["rootwise.web.accounts.models"]


def test_relations_between_apps_go_the_way_of_imports() -> None:
    wrong = []
    for model in _own_models():
        for field in model._meta.get_fields():  # type: ignore[attr-defined]
            target = getattr(field.related_model, "_meta", None) if field.is_relation and not field.auto_created else None
            if target is not None and target.app_label in ORDER and ORDER.index(target.app_label) > ORDER.index(model._meta.app_label):  # type: ignore[attr-defined]
                wrong.append(f"{model._meta.label}.{field.name} points to {target.label}")  # type: ignore[attr-defined]
    assert wrong == []


def test_the_audit_has_no_foreign_keys() -> None:
    for model in apps.get_app_config("audit").get_models():
        assert [field.name for field in model._meta.get_fields() if field.is_relation] == []


def test_every_table_that_can_be_edited_has_a_version() -> None:
    without = [one._meta.label for one in _own_models() if not issubclass(one, Versioned)]  # type: ignore[attr-defined]
    assert sorted(without) == sorted(NEVER_EDITED)


def test_no_migration_is_missing(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_a_migration_changes_tables_or_rows_never_both() -> None:
    """While tables change, the guards are off: rows that a migration changes then would not be recorded."""
    rows = (migrations.RunPython, migrations.RunSQL)
    loader = MigrationLoader(None)
    ours = [one for one in loader.disk_migrations.values() if one.app_label in ORDER]
    assert ours
    mixed = [str(one) for one in ours if {isinstance(each, rows) for each in one.operations} == {True, False}]
    assert mixed == []


def test_djangos_own_checks_for_production_find_nothing() -> None:
    call_command("check", fail_level="WARNING", verbosity=0)

"""There is one way to a child: `unguarded`, and Django's own managers behind it, are for the few modules that keep the rules."""

import ast
from pathlib import Path

import pytest

import rootwise.web
from rootwise.web.children.models import Child

WEB = Path(rootwise.web.__file__).parent
ALLOWED = {
    "children/reach.py": "the query of access itself",
    "children/facts.py": "the predicate of access itself",
    **{
        f"children/actions/{name}.py": "writes about a child that was reached"
        for name in ("ground", "merging", "records", "retention", "teams")
    },
    "children/actions/glass.py": "one's own earlier openings of a record that behind_glass gave",
    "children/merged.py": "moves the rows of two children that were reached",
    "database/once.py": "the row that the same form made before",
    **{
        f"children/selectors/{name}.py": "reads the rows of a child that was reached"
        for name in ("ground", "merging", "no_contact", "openings", "whereabouts")
    },
    "children/selectors/glass.py": "openings of records that behind_glass gave",
    "children/selectors/retention.py": "rules of a service, holds of a child that was reached, and a number of others",
    "children/selectors/unkept.py": "who kept a record that behind_glass gave",
    "children/selectors/teams.py": "teams of a service, and who is in them",
    "children/forms.py": "teams of a service, no child",
    "children/held.py": "locks a child that was reached",
    "assessments/actions/assessments.py": "writes the rows of an assessment that was reached",
    "assessments/actions/links.py": "writes the links of an assessment that was reached, or of a link that was opened",
    "assessments/refused.py": "locks an assessment that was reached",
    "assessments/selectors.py": "reads the rows of an assessment of a child that was reached, or of a link that was opened",
    "assessments/profiles.py": "reads the rows of an assessment of a child that was reached",
    "assessments/to_do.py": "reads the rows of children that were reached",
    "assessments/waiting.py": "reads the flags of children that were reached; of others of the service whom to ask",
    "assessments/voices.py": "the links of a rater of an assessment that was reached",
    "assessments/links.py": "whether somebody consented that the person of a link is told of the child",
    "children/demo.py": "fictional children",
    "backup/rows.py": "every row, as stored",
    "backup/restore.py": "every row, as stored",
    "project/rotation.py": "seals every value anew",
}
BANNED = {"unguarded", "_base_manager", "_default_manager"}


def raw_uses(source: str) -> list[str]:
    """Where a module takes rows past the rules: by a manager, or by SQL that names a table of the children."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in BANNED:
            found.append(f"line {node.lineno}: {node.attr}")
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " children_" in node.value.lower():
            found.append(f"line {node.lineno}: SQL about children")
        if isinstance(node, ast.Constant) and node.value in BANNED:
            found.append(f"line {node.lineno}: {node.value}")
    return found


@pytest.mark.parametrize("module", sorted(WEB.rglob("*.py")), ids=lambda one: str(one.relative_to(WEB)))
def test_no_module_goes_past_the_rules(module: Path) -> None:
    name = str(module.relative_to(WEB))
    if name not in ALLOWED and "migrations" not in module.parts and "models" not in module.parts:
        assert raw_uses(module.read_text("utf-8")) == []


def test_every_exception_is_still_one() -> None:
    assert [one for one in ALLOWED if not raw_uses((WEB / one).read_text("utf-8"))] == []


@pytest.mark.parametrize(
    "text", ["Child.unguarded.all()", "Child._base_manager.get()", "getattr(Child, 'unguarded')", "run('SELECT * FROM children_child')"]
)
def test_the_check_sees_what_it_forbids(text: str) -> None:
    assert len(raw_uses(text)) == 1


def test_a_child_has_no_manager_under_the_usual_name_and_no_rows_behind_it() -> None:
    assert not hasattr(Child.objects, "all")
    assert not hasattr(Child.objects, "filter")
    assert [one.name for one in Child._meta.get_fields() if one.auto_created and not one.concrete and not one.name.startswith("+")] == []

"""House rules that a reader can rely on: who imports what, and what never happens behind a reader's back."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "rootwise"
MODULES = sorted(SOURCE.rglob("*.py"))
NAMES = [str(one.relative_to(SOURCE)) for one in MODULES]

# Third-party packages by folder. To add one, name the need in pyproject.toml and the reason in an ADR, then add it here.
ALLOWED = {
    "document": {"yaml", "pydantic", "pydantic_core"},  # pydantic_core comes with pydantic
    "instrument": {"pydantic", "numpy"},
    "training": {"pydantic", "numpy"},
    "case": {"pydantic"},
    "profile": {"numpy"},
    "plan": {"pydantic", "numpy", "highspy", "icalendar"},  # the week: its solver in week/highs.py, its calendar file in week/calendar.py
    "picture": {"jinja2", "numpy"},  # numpy: the typical curve is an array
    "report": {"jinja2", "markupsafe", "typst", "pydantic"},  # pydantic: the contacts of a site; markupsafe comes with jinja2
    "cli": {"click", "rich", "numpy"},
    "web": {"allauth", "cryptography", "django", "granian", "psycopg", "sqlcipher3"},
}
HEAVY = (
    "django",
    "sqlcipher3",
    "granian",
    "cryptography",
    "pandas",
    "polars",
    "pyarrow",
    "highspy",
    "ortools",
    "scipy",
    "typst",
    "jinja2",
    "rich",
    "click",
)
OUTSIDE_WORLD = ("socket", "ssl", "urllib.request", "http", "requests", "httpx", "ftplib", "smtplib", "time", "asyncio")
CLOCKS = {("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow"), ("date", "today")}
ENVIRONMENT = {("os", "environ"), ("os", "environb"), ("os", "getenv"), ("os", "getenvb")}
VAGUE = {"utils", "util", "common", "helpers", "helper", "base", "misc", "manager", "managers", "lib", "core"}
NAMED_BY_DJANGO = {"sqlcipher/base.py", "postgresql/base.py"}  # it looks for a database backend under this name


def _fresh(program: str) -> list[str]:
    """What a fresh process prints last, split at spaces: the packages it has loaded."""
    packages = "import sys; print('\\n' + ' '.join(sorted({name.split('.')[0] for name in sys.modules})))"
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\n{packages}"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()[-1].split()


def _tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"), filename=str(module))


def _imported(module: Path) -> Iterator[str]:
    """Every imported name in full, wherever it stands in the module."""
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import"
            yield from (f"{node.module}.{each.name}" for each in node.names)


def _within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def test_a_profile_loads_nothing_heavy() -> None:
    loaded = _fresh("import rootwise.profile")
    assert "numpy" in loaded
    assert [name for name in HEAVY if name in loaded] == []


def test_help_is_instant() -> None:
    program = """
import sys
from rootwise.cli.main import main
sys.argv = ["rootwise", "--help"]
try:
    main()
except SystemExit as end:
    assert not end.code
"""
    loaded = _fresh(program)
    assert "click" in loaded
    assert [
        name for name in ("numpy", "pydantic", "yaml", "rich", "jinja2", "typst", "django", "sqlcipher3", "granian") if name in loaded
    ] == []


@pytest.mark.parametrize("name", NAMES)
def test_each_folder_imports_only_the_packages_it_may(name: str) -> None:
    packages = {each.split(".")[0] for each in _imported(SOURCE / name)} - set(sys.stdlib_module_names) - {"rootwise"}
    allowed = ALLOWED.get(Path(name).parts[0], set())
    assert packages <= allowed, f"{name} imports {sorted(packages - allowed)}; ALLOWED in this file says what each folder may import"


def test_every_folder_has_a_rule() -> None:
    folders = {each.name for each in SOURCE.iterdir() if (each / "__init__.py").is_file()}
    assert folders == set(ALLOWED)


@pytest.mark.parametrize("name", [each for each in NAMES if Path(each).parts[0] not in ("cli", "web")])
def test_nothing_below_the_command_line_and_the_web_reads_a_clock_the_network_or_the_environment(name: str) -> None:
    """A profile is a function of the case and the instrument; a report of these and its contacts."""
    imports = [each for each in _imported(SOURCE / name) if _within(each, OUTSIDE_WORLD)]
    reads = [
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(_tree(SOURCE / name))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and (node.value.id, node.attr) in CLOCKS | ENVIRONMENT
    ]
    qualified = [each for each in _imported(SOURCE / name) if tuple(each.rsplit(".", 1)) in ENVIRONMENT]
    chained = [
        f"datetime.{node.value.attr}.{node.attr}"
        for node in ast.walk(_tree(SOURCE / name))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and (node.value.attr, node.attr) in CLOCKS
    ]
    assert imports + reads + qualified + chained == []


def test_every_folder_and_module_is_named_after_a_noun_of_the_method() -> None:
    """A function lives with the noun it is about."""
    named = [*SOURCE.rglob("*"), *(ROOT / "tests").rglob("*"), *(ROOT / "scripts").glob("*")]
    vague = [
        str(each.relative_to(ROOT))
        for each in named
        if each.stem in VAGUE and (each.is_dir() or each.suffix == ".py") and "/".join(each.parts[-2:]) not in NAMED_BY_DJANGO
    ]
    assert vague == []


@pytest.mark.parametrize("name", NAMES)
def test_a_module_has_fewer_than_400_lines(name: str) -> None:
    lines = len((SOURCE / name).read_text(encoding="utf-8").splitlines())
    assert lines < 400, f"{name} has {lines} lines: split it by what it is about"


@pytest.mark.parametrize("name", NAMES)
def test_a_function_has_fewer_than_40_lines(name: str) -> None:
    """From its first statement to its last: the signature and the docstring are for the reader and are not counted."""
    long = {
        node.name: _lines(node)
        for node in ast.walk(_tree(SOURCE / name))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _lines(node) >= 40
    }
    assert long == {}


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    statements = function.body[1:] if ast.get_docstring(function) is not None and len(function.body) > 1 else function.body
    return (statements[-1].end_lineno or 0) - statements[0].lineno + 1


def test_the_rules_see_what_they_forbid() -> None:
    """The searches above are tried on a module that breaks them."""
    bad = ast.parse("import os\nfrom datetime import date\nprint(date.today(), os.environ)")
    found = {(node.value.id, node.attr) for node in ast.walk(bad) if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)}
    assert found == {("date", "today"), ("os", "environ")}
    assert found <= CLOCKS | ENVIRONMENT
    assert _within("urllib.request.urlopen", OUTSIDE_WORLD)
    assert not _within("urllib.parse.quote", OUTSIDE_WORLD)

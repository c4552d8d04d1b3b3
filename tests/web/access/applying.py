"""A mutant put into the running program, in a process of its own. Nothing is written to the disk."""

import ast
import gc
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, clear_url_caches, get_resolver

from tests.web.access.mutants import Mutant, names_in, owner_of


class NotApplied(Exception):
    """The running program has nothing of what was to be changed."""


def apply(mutant: Mutant) -> None:
    """Change the running program. Only in a process of its own: there is no way back."""
    name = "rootwise.web." + ".".join(Path(mutant.module).with_suffix("").parts)
    module = importlib.import_module(name.removesuffix(".__init__"))
    if isinstance(mutant.before, ast.ClassDef) or (isinstance(mutant.before, ast.FunctionDef) and _decorated_alike(mutant)):
        _swap_code(_compiled(mutant.before, module), _compiled(mutant.after, module))
        return
    fresh = dict(vars(module))
    for statement in (mutant.after, *_made_from(mutant.owner, module)):
        exec(_compiled(statement, module), fresh)
        _put_in_place(owner_of(statement), getattr(module, owner_of(statement)), fresh)


def _decorated_alike(mutant: Mutant) -> bool:
    lists = [getattr(one, "decorator_list", []) for one in (mutant.before, mutant.after)]
    return len(lists[0]) == len(lists[1])


def _put_in_place(owner: str, old: Any, fresh: dict[str, Any]) -> None:
    if owner == "urlpatterns":
        old[:] = fresh[owner]
        clear_url_caches()
    elif owner == "MIDDLEWARE":
        settings.MIDDLEWARE = fresh[owner]
    else:
        _replace(old, fresh[owner])


def _made_from(owner: str, module: Any) -> Iterator[ast.stmt]:
    """What the module makes of a constant further down is made again."""
    changed = {owner}
    for one in ast.parse(Path(module.__file__).read_text("utf-8")).body:
        if isinstance(one, ast.Assign | ast.AnnAssign) and one.value is not None and names_in(one.value) & changed:
            changed.add(owner_of(one))
            yield one


def _compiled(statement: ast.stmt, module: Any) -> CodeType:
    return compile(ast.Module(body=[statement], type_ignores=[]), str(module.__file__), "exec")


def _swap_code(before: CodeType, after: CodeType) -> None:
    """Every function that runs the old code, wherever it is held, runs the new one."""
    functions: dict[tuple[str, str, int], list[FunctionType]] = {}
    for one in gc.get_objects():
        if isinstance(one, FunctionType):
            functions.setdefault(_place(one.__code__), []).append(one)
    swapped = 0
    for old, new in _pairs(before, after):
        for function in functions.get(_place(old), []):
            function.__code__ = new
            swapped += 1
    if not swapped:
        raise NotApplied


def _place(code: CodeType) -> tuple[str, str, int]:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _pairs(before: CodeType, after: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    olds, news = ([one for one in code.co_consts if isinstance(one, CodeType)] for code in (before, after))
    for old in olds:
        new = next((one for one in news if _place(one) == _place(old)), None)
        if new is not None and old.co_freevars == new.co_freevars:
            yield old, new
            yield from _pairs(old, new)


def _replace(old: Any, new: Any) -> None:
    """Under every name by which a module, of the program or of the tests, or an address knows it."""
    replaced = 0
    for module in [one for name, one in sys.modules.items() if name.startswith(("rootwise.web", "tests.web"))]:
        for name, value in list(vars(module).items()):
            if value is old:
                setattr(module, name, new)
                replaced += 1
    for pattern in patterns_in(get_resolver().url_patterns):
        if pattern.callback is old:
            pattern.callback = new
            replaced += 1
    if not replaced:
        raise NotApplied


def patterns_in(found: Any) -> Iterator[URLPattern]:
    for one in found:
        if isinstance(one, URLResolver):
            yield from patterns_in(one.url_patterns)
        else:
            yield one

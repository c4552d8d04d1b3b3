"""Every permission check of the web application, taken out or turned round, one at a time. They are found by walking the source.

A mutant is one statement of a module, changed as a tree; applying.py puts it into the running program.
"""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import rootwise.web
from rootwise.web.accounts.roles import Role
from rootwise.web.children.needs import Need

WEB = Path(rootwise.web.__file__).parent
# In these every condition decides about access; elsewhere the conditions that name who asks, or that end in a refusal.
POLICY = {
    "children/reach.py", "children/rules.py", "children/facts.py", "children/needs.py", "children/second_factor.py",
    "children/tickets.py", "accounts/roles.py", "accounts/middleware.py", "assessments/voices.py", "assessments/links.py",
}  # fmt: skip
WHO = {
    "user", "viewer", "issuer", "inviter", "manager", "reader", "role", "site", "site_id", "user_id", "is_active", "actor",
    "KEEPERS", "STAFF", "CLINICAL", "MAY_SEE_PEOPLE", "MAY_MANAGE_PEOPLE", "MAY_RECOVER", "is_barred", "behind_glass", "supervises",
    "administers",
    "keeps_records", "may_see_people", "may_manage_people", "may_recover", "needs_second_factor", "was_used_recently", "ticket",
    "proposed_by_id", "undo_proposed_by_id", "retention", "allowed",
    "may", "may_close", "may_train", "has_a_list", "sees_all", "with_t4", "SENSITIVE", "offered", "why_not", "is_own", "is_alive",
    "has_consent", "is_closed", "is_finished", "LEAST_COLLEAGUES",
}  # fmt: skip
REFUSALS = {"Http404", "Refused", "NotAllowed", "none"}
NARROWING = {"filter", "exclude", "Q"}
NARROWS = (  # the files in which a query decides who sees what
    "reach.py", "selectors.py", "facts.py", "forms.py", "to_do.py", "waiting.py", "profiles.py", "voices.py", "links.py", "kept.py",
    "held.py", "belongings.py", "merged.py",
)  # fmt: skip
GATES = {
    "child_for", "opened_for", "reached", "for_user", "may", "_own", "require_ticket", "_require", "_require_manager", "_require_open",
    "_locked",
}  # fmt: skip
TURNED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
    ast.Lt: (ast.GtE, ast.LtE), ast.LtE: (ast.Gt, ast.Lt), ast.Gt: (ast.LtE, ast.GtE), ast.GtE: (ast.Lt, ast.Gt),
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    module: str  # its path under web
    owner: str  # the function, class or name that it changes
    change: str
    line: int
    before: ast.stmt
    after: ast.stmt
    inside: str = ""  # the function whose body it changes, as Python names it; of a decorator the decorated one

    @property
    def name(self) -> str:
        return f"{self.module} {self.owner}: {self.change}"


@cache
def every_mutant() -> list[Mutant]:
    found = [one for path in sorted(WEB.rglob("*.py")) for one in _of_module(path)]
    seen: dict[str, int] = {}
    named = []
    for one in found:  # two equal checks in one function are told apart by their order
        seen[one.name] = seen.get(one.name, 0) + 1
        again = f" ({seen[one.name]})" if seen[one.name] > 1 else ""
        named.append(replace(one, change=one.change + again))
    return named


def _of_module(path: Path) -> Iterator[Mutant]:
    module = str(path.relative_to(WEB))
    if {"migrations", "management", "backup", "database", "audit", "look"} & set(path.relative_to(WEB).parts):
        return  # no page asks there who may do what
    for statement in ast.parse(path.read_text("utf-8")).body:
        if isinstance(statement, ast.ClassDef) and any("Versioned" in ast.unparse(base) for base in statement.bases):
            continue  # a model is registered once
        yield from _of_statement(module, statement)


def _of_statement(module: str, statement: ast.stmt) -> Iterator[Mutant]:
    parents = {id(child): parent for parent in ast.walk(statement) for child in ast.iter_child_nodes(parent)}
    for place, node in enumerate(ast.walk(statement)):
        for change, edit in _edits(module, node, parents):
            changed = copy.deepcopy(statement)
            twin = list(ast.walk(changed))[place]
            edit(twin)
            ast.fix_missing_locations(changed)
            line = getattr(node, "lineno", statement.lineno)
            yield Mutant(module, owner_of(statement), change, line, statement, changed, _function_around(node, parents))


def _function_around(node: ast.AST, parents: dict[int, ast.AST]) -> str:
    """The qualified name of the innermost function."""
    around: ast.AST | None = node
    names: list[str] = []
    while around is not None:
        if isinstance(around, ast.FunctionDef):
            names = [around.name, *(["<locals>"] if names else []), *names]
        elif isinstance(around, ast.ClassDef) and names:
            names = [around.name, *names]
        around = parents.get(id(around))
    return ".".join(names)


def owner_of(statement: ast.stmt) -> str:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return statement.name
    target = statement.targets[0] if isinstance(statement, ast.Assign) else getattr(statement, "target", statement)
    return ast.unparse(target)


Edit = tuple[str, Callable[[Any], None]]


def _edits(module: str, node: ast.AST, parents: dict[int, ast.AST]) -> Iterator[Edit]:
    if isinstance(node, ast.FunctionDef) and "views" in module:
        yield from _decorators(node)
    yield from _conditions(module, node, parents)
    if isinstance(node, ast.Call):
        yield from _narrowing(module, node)
        yield from _gates(node)
        yield from _doors(node)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and _called(node.value) in GATES:
        yield f"{_text(node)}: not asked", _become_pass
    if isinstance(node, ast.Set | ast.List):
        yield from _members(node)
    if isinstance(node, ast.Dict) and module in POLICY:
        yield from _values(node)


def _conditions(module: str, node: ast.AST, parents: dict[int, ast.AST]) -> Iterator[Edit]:
    if isinstance(node, ast.If) and (_matters(module, node.test) or _refuses(node)):
        yield f"if {_text(node.test)}: never", lambda twin: _set(twin, "test", ast.Constant(value=False))
        yield f"if {_text(node.test)}: turned", lambda twin: _set(twin, "test", ast.UnaryOp(op=ast.Not(), operand=twin.test))
    if isinstance(node, ast.BoolOp) and (_matters(module, node) or _in_refusal(node, parents)):
        for place in range(len(node.values)):
            yield f"{_text(node)}: without {_text(node.values[place])}", partial(_without, place=place)
    is_whole_test = isinstance(parents.get(id(node)), ast.If)  # that is turned already
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert) and _matters(module, node) and not is_whole_test:
        yield f"{_text(node)}: without {'not' if isinstance(node.op, ast.Not) else '~'}", lambda twin: _become(twin, twin.operand)
    if isinstance(node, ast.IfExp) and _matters(module, node.test):
        yield f"{_text(node)}: always the first", lambda twin: _become(twin, twin.body)
        yield f"{_text(node)}: always the second", lambda twin: _become(twin, twin.orelse)
    yield from _compared(module, node, parents)
    yield from _joined(module, node)


def _compared(module: str, node: ast.AST, parents: dict[int, ast.AST]) -> Iterator[Edit]:
    if isinstance(node, ast.Compare) and _matters(module, node):
        is_turned = isinstance(parents.get(id(node)), ast.If) and len(node.ops) == 1
        for place, operator in enumerate(node.ops):
            for other in TURNED[type(operator)][1 if is_turned else 0 :]:
                yield f"{_text(node)}: {other.__name__}", partial(_put, field="ops", place=place, value=other())


def _joined(module: str, node: ast.AST) -> Iterator[Edit]:
    """Conditions of a query put together, and those of a comprehension."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.BitOr) and "Q(" in _text(node):
        yield f"{_text(node)}: only the left", lambda twin: _become(twin, twin.left)
        yield f"{_text(node)}: only the right", lambda twin: _become(twin, twin.right)
    if (
        isinstance(node, ast.AugAssign)
        and isinstance(node.op, ast.BitAnd | ast.BitOr)
        and not isinstance(node.value, ast.Dict | ast.DictComp)
    ):
        yield f"{_text(node)}: not at all", _become_pass
    if isinstance(node, ast.comprehension):
        for place, test in enumerate(node.ifs):
            if _matters(module, test) or _narrows(module):
                yield f"of {_text(node.iter)}: not only if {_text(test)}", partial(_drop, field="ifs", place=place)


def _decorators(node: ast.FunctionDef) -> Iterator[Edit]:
    for place, one in enumerate(node.decorator_list):
        if not {"sensitive_post_parameters", "wraps", "property"} & names_in(one):
            yield f"{node.name}: without @{_text(one)}", partial(_drop, field="decorator_list", place=place)


def _narrowing(module: str, node: ast.Call) -> Iterator[Edit]:
    name = _called(node)
    if name in NARROWING and _narrows(module):
        for place in range(len(node.args)):
            yield f"{_short(node)}: without {_text(node.args[place])}", partial(_drop, field="args", place=place)
        for place, one in enumerate(node.keywords):
            if len(node.args) + len(node.keywords) > 1 or name != "Q":
                yield f"{_short(node)}: without {_text(one)}", partial(_drop, field="keywords", place=place)


def _gates(node: ast.Call) -> Iterator[Edit]:
    if _called(node) in GATES:
        for place, one in enumerate(node.args):
            if isinstance(one, ast.Attribute) and _text(one).startswith("Need.") and one.attr != "T1":
                yield f"{_short(node)}: {_text(one)} is T1", partial(_put, field="args", place=place, value=_need("T1"))
        for place, keyword in enumerate(node.keywords):
            if keyword.arg == "write":
                yield (
                    f"{_short(node)}: write=False",
                    partial(_put, field="keywords", place=place, value=ast.keyword(arg=keyword.arg, value=ast.Constant(value=False))),
                )
            if keyword.arg == "reason" and "VISIT" not in _text(keyword):
                yield (
                    f"{_short(node)}: any reason",
                    partial(_put, field="keywords", place=place, value=ast.keyword(arg=keyword.arg, value=ast.Constant(value="visit"))),
                )


def _doors(node: ast.Call) -> Iterator[Edit]:
    if _called(node) == "_library":
        wide = [place for place, one in enumerate(node.keywords) if one.arg == "open_to_all"]
        if wide:
            yield f"{_text(node.args[2])}: not open to all", lambda twin: _set(twin, "keywords", [])
        else:
            opened = ast.keyword(arg="open_to_all", value=ast.Constant(value=True))
            yield f"{_text(node.args[2])}: open to all", partial(_more, field="keywords", value=opened)
    if _called(node) == "login_not_required":
        yield f"{_text(node)}: not open to all", lambda twin: _become(twin, twin.args[0])


def _members(node: ast.Set | ast.List) -> Iterator[Edit]:
    """A set of roles or needs: one less, one more. The list of middleware: one less."""
    kinds = {_text(one).partition(".")[0] for one in node.elts if isinstance(one, ast.Attribute)}
    for kind, members in (("Role", Role), ("Need", Need)):
        if kinds == {kind} and len(kinds) == 1 and all(isinstance(one, ast.Attribute) for one in node.elts):
            there = {one.attr for one in node.elts if isinstance(one, ast.Attribute)}
            for place, one in enumerate(node.elts):
                yield f"{_text(node)}: without {_text(one)}", partial(_drop, field="elts", place=place)
            for name in (each.name for each in members if each.name not in there):
                more = ast.Attribute(value=ast.Name(id=kind, ctx=ast.Load()), attr=name, ctx=ast.Load())
                yield f"{_text(node)}: with {name}", partial(_more, field="elts", value=more)
    for place, one in enumerate(node.elts):
        if isinstance(one, ast.Constant) and str(one.value).endswith(("Middleware", "SessionRules")) and "security" not in str(one.value):
            yield f"without {one.value!s}", partial(_drop, field="elts", place=place)


def _values(node: ast.Dict) -> Iterator[Edit]:
    """What a role or need is mapped to becomes what another one is mapped to."""
    for place, one in enumerate(node.values):
        other = next((each for each in node.values if _text(each) != _text(one)), None)
        if isinstance(one, ast.Attribute | ast.Constant | ast.Name) and other is not None and not _text(one).startswith("_("):
            yield (
                f"{_text(node.keys[place])} as {_text(other)}",
                partial(_put, field="values", place=place, value=copy.deepcopy(other)),
            )


def names_in(node: ast.AST) -> set[str]:
    found = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    return found | {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)}


def _matters(module: str, node: ast.AST) -> bool:
    return module in POLICY or bool(names_in(node) & WHO)


def _refuses(node: ast.If) -> bool:
    return any(isinstance(one, ast.Raise | ast.Return) and bool(names_in(one) & REFUSALS) for one in node.body)


def _in_refusal(node: ast.AST, parents: dict[int, ast.AST]) -> bool:
    parent = parents.get(id(node))
    return isinstance(parent, ast.If) and _refuses(parent)


def _narrows(module: str) -> bool:
    return module.endswith(NARROWS) or "/selectors/" in module


def _is_dict(node: ast.expr) -> bool:
    return isinstance(node, ast.Dict | ast.DictComp)


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _text(node: ast.AST | None) -> str:
    return ast.unparse(node) if node is not None else ""


def _short(node: ast.Call) -> str:
    return f"{_text(node.func)}(...)"


def _set(node: Any, field: str, value: Any) -> None:
    setattr(node, field, value)


def _put(node: Any, *, field: str, place: int, value: Any) -> None:
    getattr(node, field)[place] = value


def _more(node: Any, *, field: str, value: Any) -> None:
    getattr(node, field).append(value)


def _drop(node: Any, *, field: str, place: int) -> None:
    del getattr(node, field)[place]


def _need(name: str) -> ast.expr:
    return ast.Attribute(value=ast.Name(id="Need", ctx=ast.Load()), attr=name, ctx=ast.Load())


def _without(node: Any, *, place: int) -> None:
    del node.values[place]
    if len(node.values) == 1:
        _become(node, node.values[0])


def _become(node: Any, other: Any) -> None:
    node.__class__, node.__dict__ = other.__class__, other.__dict__


def _become_pass(node: Any) -> None:
    _become(node, ast.copy_location(ast.Pass(), node))

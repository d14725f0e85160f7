"""The text of the month with custom rules in it: calls are replaced and added where rules act, nothing else changes.

The places where a rule can act, and the columns that it can write, are read off the model's own source.
"""

import ast
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from cityties.custom_rules.interface import CustomRule
from cityties.kernel.state import state_columns

ENTRY = "months"
PART = ["given", "state", "record", "month"]
RECORDED = ("record.dyads", "record.nations")
SCHEDULE = Path(__file__).parent.parent / "kernel" / "schedule.py"
"""Read as text, because importing it would take the compiler along whenever a scenario is read."""


def _parsed() -> tuple[ast.Module, list[ast.FunctionDef], frozenset[str]]:
    """Return the schedule's source, the functions that make up its month, and the submodels that it imports."""
    tree = ast.parse(SCHEDULE.read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    parts = [function for function in functions if [arg.arg for arg in function.args.args] == PART]
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    from_submodels = [node for node in imports if str(node.module).startswith("cityties.kernel.submodels")]
    return tree, parts, frozenset(alias.name for node in from_submodels for alias in node.names)


def _process_called(statement: ast.stmt, submodels: frozenset[str]) -> str | None:
    """Return the process that a statement calls, if it is such a call."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        called = statement.value.func
        return called.id if isinstance(called, ast.Name) and called.id in submodels else None
    return None


@cache
def processes() -> tuple[str, ...]:
    """Return the processes of the month in their order: the points at which a rule can act."""
    _, parts, submodels = _parsed()
    statements = [node for part in parts for node in ast.walk(part) if isinstance(node, ast.stmt)]
    calls = [(node.lineno, name) for node in statements if (name := _process_called(node, submodels))]
    return tuple(name for _, name in sorted(calls))


@cache
def columns() -> tuple[str, ...]:
    """Return the columns of a run's state, such as ``ties.strength``, and of its record."""
    return (*state_columns(), *RECORDED)


def written_month(rules: Sequence[CustomRule], modules: Sequence[str]) -> str:
    """Return the text of a schedule in which the rules of the given modules act at their places.

    Parts of the month in which nothing changes are imported as they are, so that they need not be compiled again.
    """
    tree, parts, submodels = _parsed()
    changed = {ENTRY}
    for part in parts:
        before = ast.unparse(part)
        part.body = list(_with_rules(part.body, rules, submodels))
        if ast.unparse(part) != before:
            changed.add(part.name)
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    same = [node.name for node in functions if node.name not in changed]
    lines = [f'"""The month with {", ".join(rule.name for rule in rules)}; written by cityties, not to be edited."""']
    lines += [ast.unparse(node) for node in tree.body if isinstance(node, ast.ImportFrom)]
    lines += [f"from cityties.kernel.schedule import {', '.join(['Conditions', *same])}"]
    for place, (rule, module) in enumerate(zip(rules, modules, strict=True)):
        own = f", Own as Own_{place}" if rule.parameters else ""
        lines.append(f"from {module} import {rule.function} as rule_{place}{own}")
    lines += [ast.unparse(node) for node in functions if node.name in changed]
    return "\n".join(lines) + "\n"


def _with_rules(
    body: Sequence[ast.stmt], rules: Sequence[CustomRule], submodels: frozenset[str], within: bool = False
) -> Iterator[ast.stmt]:
    """Yield the statements of a part: a rule replaces a call where it stands, or acts beside it and its condition."""
    for statement in body:
        called = {_process_called(node, submodels) for node in ast.walk(statement) if isinstance(node, ast.stmt)}
        if not within:
            yield from _calls(rules, "before", called)
        replacing = list(_calls(rules, "replaces", {_process_called(statement, submodels)}))
        if isinstance(statement, ast.If):
            statement.body = list(_with_rules(statement.body, rules, submodels, within=True))
            statement.orelse = list(_with_rules(statement.orelse, rules, submodels, within=True))
        yield from replacing or [statement]
        if not within:
            yield from _calls(rules, "after", called)


def _calls(rules: Sequence[CustomRule], kind: str, processes: set[str | None]) -> Iterator[ast.stmt]:
    """Yield the calls of the rules that act so at one of these processes; a rule gets its parameters by name."""
    first = 0
    for place, rule in enumerate(rules):
        numbers = ", ".join(f"given.rules.custom[{first + n}]" for n in range(len(rule.parameters)))
        own = f", Own_{place}({numbers})" if numbers else ""
        first += len(rule.parameters)
        if rule.place.kind == kind and rule.place.process in processes:
            yield ast.parse(f"rule_{place}(given, state, record, month{own})").body[0]

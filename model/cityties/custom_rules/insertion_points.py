"""The places of the month at which a rule of one's own can act, and the columns it can write, read off the source."""

import ast
from functools import cache
from pathlib import Path

from cityties.kernel import schedule
from cityties.kernel.state import state_columns

SCHEDULE = Path(schedule.__file__)
PART = ["given", "state", "record", "month"]
SUBMODELS = "cityties.kernel.submodels"
RECORDED = ("record.dyads", "record.nations")


@cache
def schedule_text() -> str:
    """Return the source of the schedule, the one list of what happens in a month."""
    return SCHEDULE.read_text(encoding="utf-8")


def parts_of(tree: ast.Module) -> list[ast.FunctionDef]:
    """Return the functions that make up the month, in the order in which they are written."""
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return [function for function in functions if [arg.arg for arg in function.args.args] == PART]


def process_called(statement: ast.stmt, processes: frozenset[str]) -> str | None:
    """Return the process that a statement calls, if it is such a call."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        called = statement.value.func
        return called.id if isinstance(called, ast.Name) and called.id in processes else None
    return None


def submodels_of(tree: ast.Module) -> frozenset[str]:
    """Return the names that the schedule imports from the submodels."""
    imported = (node for node in tree.body if isinstance(node, ast.ImportFrom))
    return frozenset(
        alias.name
        for node in imported
        if str(node.module).startswith("cityties.kernel.submodels")
        for alias in node.names
    )


@cache
def processes() -> tuple[str, ...]:
    """Return the processes of the month in their order: the points at which a rule can act."""
    tree = ast.parse(schedule_text())
    known = submodels_of(tree)
    statements = [node for part in parts_of(tree) for node in ast.walk(part) if isinstance(node, ast.stmt)]
    calls = [(node.lineno, name) for node in statements if (name := process_called(node, known))]
    return tuple(name for _, name in sorted(calls))


@cache
def columns() -> tuple[str, ...]:
    """Return the columns of a run's state, such as ``ties.strength``, and what it writes down."""
    return (*state_columns(), *RECORDED)

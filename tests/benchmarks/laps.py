"""Where the month goes: the schedule with a cycle counter read between its steps.

The four parts of the month are taken from the source of :mod:`cityties.kernel.schedule` as it is, and after each of
their statements a line is put in that adds the processor cycles since the last one to a column of its own. So the
profile cannot drift from the schedule, and a run under it gives the same numbers.
"""

import ast
import importlib.util
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from cityties.kernel import schedule
from cityties.kernel.state import IntArray

PART = ["given", "state", "record", "month"]


@intrinsic
def cycles(_typing: Any) -> tuple[Any, Callable[..., Any]]:
    """Return the processor's cycle counter."""

    def generate(_context: Any, builder: Any, _signature: Any, _arguments: Any) -> Any:
        counter = cgutils.get_or_insert_function(  # type: ignore[no-untyped-call]
            builder.module, ir.FunctionType(ir.IntType(64), []), "llvm.readcyclecounter"
        )
        return builder.call(counter, [])

    return types.int64(), generate


@dataclass(frozen=True)
class LappedSchedule:
    """A schedule that keeps time: ``months`` takes the columns of ``steps`` as one argument more."""

    months: Callable[..., None]
    steps: list[str]


class _Laps(ast.NodeTransformer):
    """Give every part of the month the argument ``laps`` and a reading after each of its steps."""

    def __init__(self, parts: list[str]) -> None:
        self.parts = parts
        self.steps: list[str] = []

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """Add the argument, and readings in the parts."""
        is_part = node.name in self.parts
        if is_part or node.name == "months":
            node.args.args.append(ast.arg("laps"))
        if is_part:
            node.body = [line for statement in node.body for line in self._with_reading(statement)]
        else:
            self.generic_visit(node)
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.Expr:
        """Hand the argument on where a part is called."""
        call = node.value
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in self.parts:
            call.args.append(ast.Name("laps", ast.Load()))
        return node

    def _with_reading(self, statement: ast.stmt) -> list[ast.stmt]:
        if isinstance(statement, ast.If):
            statement.body = [line for inner in statement.body for line in self._with_reading(inner)]
            statement.orelse = [line for inner in statement.orelse for line in self._with_reading(inner)]
            return [statement]
        called = _first_call(statement)
        if called is None:
            return [statement]
        self.steps.append(called)
        place = len(self.steps)
        reading = f"_now = cycles(); laps[{place}] += _now - laps[0]; laps[0] = _now"
        return [statement, *ast.parse(reading).body]


def _first_call(statement: ast.stmt) -> str | None:
    """Name the submodel that a statement calls first, if any."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name):
            return node.value.func.id
    return None


def lapped_schedule(folder: Path) -> LappedSchedule:
    """Write the schedule with readings into a folder and load it from there."""
    source = ast.parse(Path(str(schedule.__file__)).read_text(encoding="utf-8"))
    functions = [node for node in source.body if isinstance(node, ast.FunctionDef)]
    laps = _Laps([node.name for node in functions if [arg.arg for arg in node.args.args] == PART])
    changed = ast.fix_missing_locations(laps.visit(source))
    changed.body[1:1] = ast.parse("from benchmarks.laps import cycles").body
    path = folder / "lapped_schedule.py"
    path.write_text(ast.unparse(changed), encoding="utf-8")
    return LappedSchedule(_load(path).months, laps.steps)


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def empty_laps(lapped: LappedSchedule) -> IntArray:
    """Return the columns in which cycles are summed: the last reading, then one for each step."""
    return np.zeros(len(lapped.steps) + 1, dtype=np.int64)

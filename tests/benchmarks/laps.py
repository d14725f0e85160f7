"""Where the month goes: the schedule with a cycle counter read between its steps.

The four parts of the month are taken from the source of :mod:`cityties.schedule` as it is, and after each of their
statements a line is put in that adds the processor cycles since the last one to a column of its own. So the profile
cannot drift from the schedule, and a run under it gives the same numbers.
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

from cityties import schedule
from cityties.entities import FloatArray

PARTS = ("states_and_shocks", "decisions_of_cities", "meetings_and_aid", "publics_and_relations")


@intrinsic
def cycles(_typing: Any) -> tuple[Any, Callable[..., Any]]:
    """Return the processor's cycle counter."""

    def generate(_context: Any, builder: Any, _signature: Any, _arguments: Any) -> Any:
        read: Any = cgutils.get_or_insert_function
        counter = read(builder.module, ir.FunctionType(ir.IntType(64), []), "llvm.readcyclecounter")
        return builder.call(counter, [])

    return types.int64(), generate


@dataclass(frozen=True)
class LappedSchedule:
    """A schedule that keeps time: ``months`` takes the columns of ``steps`` as one argument more."""

    months: Callable[..., None]
    steps: list[str]


class _Laps(ast.NodeTransformer):
    """Give every part of the month the argument ``laps`` and a reading after each of its steps."""

    def __init__(self) -> None:
        self.steps: list[str] = []

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """Add the argument, and readings in the parts."""
        if node.name in (*PARTS, "months"):
            node.args.args.append(ast.arg("laps"))
        if node.name in PARTS:
            node.body = [line for statement in node.body for line in self._with_reading(statement)]
        else:
            self.generic_visit(node)
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.Expr:
        """Hand the argument on where a part is called."""
        call = node.value
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in PARTS:
            call.args.append(ast.Name("laps", ast.Load()))
        return node

    def _with_reading(self, statement: ast.stmt) -> list[ast.stmt]:
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
    laps = _Laps()
    changed = ast.fix_missing_locations(laps.visit(source))
    changed.body[1:1] = ast.parse("from laps import cycles").body
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


def empty_laps(lapped: LappedSchedule) -> FloatArray:
    """Return the columns in which cycles are summed: the last reading, then one for each step."""
    return np.zeros(len(lapped.steps) + 1, dtype=np.int64).view(np.float64).astype(np.int64)

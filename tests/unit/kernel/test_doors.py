"""The doors of the kernel: all that Python calls is compiled ahead, with the types that every world has."""

import ast
import re
from typing import Any

import numba
from hypothesis import given, settings

from builders.paths import PACKAGE
from builders.worlds_drawn import Drawn, worlds
from cityties.kernel.doors import doors, parts, record_type, type_of
from cityties.kernel.precompile import work
from cityties.kernel.rules import Rules
from cityties.kernel.state import Events, State, World
from cityties.setup.event_columns import build_events
from cityties.setup.initialization import begin, prepare

KERNEL = PACKAGE / "kernel"
typeof: Any = numba.typeof


def entries() -> set[str]:
    """Return the names of all functions that are compiled so that Python may call them."""
    sources = [path.read_text(encoding="utf-8") for path in KERNEL.rglob("*.py")]
    return {name for source in sources for name in re.findall(r"^@entry\ndef (\w+)\(", source, re.MULTILINE)}


def imported_elsewhere() -> set[str]:
    """Return the names that modules outside of the kernel import from it."""
    trees = [
        ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py") if KERNEL not in path.parents
    ]
    found = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {a.name for node in found if str(node.module).startswith("cityties.kernel") for a in node.names}


def test_whatever_compiled_function_other_packages_call_is_compiled_ahead() -> None:
    # rules from outside the package import these two for the month in which they are compiled
    assert (entries() & imported_elsewhere()) - {"normal"} <= {one.name for one in doors()}


@settings(max_examples=25, deadline=None, database=None)
@given(drawn=worlds())
def test_every_world_has_the_types_that_are_compiled_ahead(drawn: Drawn) -> None:
    setup = prepare(*drawn)
    assert typeof(setup.world) == type_of(World)
    assert typeof(setup.rules) == type_of(Rules)
    assert typeof(begin(setup, 0)) == type_of(State)
    assert typeof(build_events(setup.tables, setup.scenario)) == type_of(Events)


def test_the_month_is_begun_first_of_what_is_compiled_after_its_parts() -> None:
    assert doors()[0].name == "months"
    assert not {one.name for one in doors()} & {one.name for one in parts()}


def test_the_record_has_months_places_and_measures() -> None:
    assert [one.ndim for one in record_type()] == [3, 3]


def test_a_worker_compiles_what_it_is_named_and_answers_with_the_name() -> None:
    asked = []

    class Noted:
        name = "form"

        def compile(self) -> None:
            asked.append(self.name)

    known: list[Any] = [Noted()]
    assert list(work(iter(["form"]), known)) == ["form"] == asked

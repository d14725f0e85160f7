"""The house: imports only point down its floors, files and functions stay small, and every public name is explained."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cityties.compiling import KERNEL

PACKAGE = Path(__file__).parent.parent / "model" / "cityties"
FILES = sorted(PACKAGE.rglob("*.py"))
FLOORS: dict[int, tuple[str, ...]] = {
    0: ("errors", "compiling", "months", "noise", "numerics", "spelling"),
    1: (
        "declarations",
        "entities",
        "mechanisms",
        "neighbours",
        "severity",
        "own_rule",
        "parameters",
        "record",
        "rules",
        "traits",
        "travel",
    ),
    2: ("submodels",),
    3: (
        "schedule",
        "scenario",
        "tables",
        "initialization",
        "resetting",
        "tie_columns",
        "measures",
        "summing",
        "world_columns",
        "event_columns",
        "dating",
        "rewiring",
        "policy_columns",
        "branching",
        "own",
        "documentation",
    ),
    4: ("agents", "collecting", "explanation", "conformance", "warming"),
    5: ("model",),
    6: ("experiment", "worlds"),
    7: ("analysis", "trial"),
    8: ("figures",),
    9: ("report",),
    10: ("cli",),
}
HEAVY = {"matplotlib": ("figures",), "mesa": ("agents", "collecting", "model"), "typer": ("cli",)}
KERNEL_FREE_OF = ("mesa", "pandas", "pydantic", "ruamel", "matplotlib", "pyarrow")


def part(path: Path) -> str:
    """Return the part of the house a file belongs to: its folder, or its name up to the first underscore."""
    inside = path.relative_to(PACKAGE)
    if len(inside.parts) > 1:
        return inside.parts[0]
    stem = inside.stem
    return stem if any(stem in names for names in FLOORS.values()) else stem.split("_")[0]


def floor(name: str) -> int:
    return next(level for level, names in FLOORS.items() if name in names)


def imports(path: Path) -> Iterator[str]:
    """Yield the modules a file imports, leaving out what is only for type checking."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    hidden = {
        id(node)
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and ast.unparse(branch.test) == "TYPE_CHECKING"
        for node in ast.walk(branch)
    }
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield str(node.module)


def within(module: str) -> Path:
    """Return the file of a module of the package."""
    inside = PACKAGE.joinpath(*module.split(".")[1:])
    return inside.with_suffix(".py") if inside.with_suffix(".py").exists() else inside / "__init__.py"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_down(path: Path) -> None:
    if path == PACKAGE / "__init__.py":
        return
    here = floor(part(path))
    for module in imports(path):
        if module.split(".")[0] == "cityties":
            assert module != "cityties", f"{path} imports the package's own __init__"
            there = floor(part(within(module)))
            assert there <= here, f"{path} (floor {here}) imports {module} (floor {there})"
            assert not (part(path) == "submodels" == part(within(module))), f"{path}: a submodel imports {module}"


def test_there_is_no_cycle_of_imports() -> None:
    graph = {
        path: {within(module) for module in imports(path) if module.startswith("cityties.")} - {path} for path in FILES
    }
    while graph:
        leaves = {path for path, needs in graph.items() if not needs & graph.keys()}
        assert leaves, f"cycle among {sorted(path.name for path in graph)}"
        graph = {path: needs for path, needs in graph.items() if path not in leaves}


def test_heavy_libraries_have_one_door_each() -> None:
    for path in FILES:
        for module in imports(path):
            library = module.split(".")[0]
            assert part(path) in HEAVY.get(library, (part(path),)), f"{path} imports {library}"
            low = path != PACKAGE / "__init__.py" and floor(part(path)) <= 2
            assert not (low and library in KERNEL_FREE_OF), f"{path} imports {library}"


def test_the_kernel_names_every_file_with_compiled_code() -> None:
    for path in FILES:
        if re.search(r"^@(compiled|inlined|entry)$", path.read_text(encoding="utf-8"), re.MULTILINE):
            inside = path.relative_to(PACKAGE)
            known = inside.as_posix() in KERNEL or inside.parts[0] == "submodels"
            assert known, f"{path} has compiled code but is not in KERNEL: its cache could be stale"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_files_and_functions_are_small_and_explained(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 300
    tree = ast.parse(text)
    assert ast.get_docstring(tree), f"{path} does not say what it is"
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    nested = {id(inner) for outer in functions for inner in ast.walk(outer) if inner is not outer}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            if not node.name.startswith("_") and id(node) not in nested:
                assert ast.get_docstring(node), f"{path}:{node.lineno} {node.name} has no docstring"
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 40, f"{path}:{node.lineno} {node.name} is long"


def test_no_file_is_a_drawer_for_odds_and_ends() -> None:
    assert not {path.stem for path in FILES} & {"utils", "helpers", "common", "base", "manager", "misc"}

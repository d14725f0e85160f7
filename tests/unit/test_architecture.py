"""The house: imports only point down its floors, files and functions stay small, and every public name is explained."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from builders.paths import PACKAGE

FILES = sorted(PACKAGE.rglob("*.py"))
LAYERS = (
    "__main__",
    "cli",
    "explore",
    "report",
    "figures",
    "claims",
    "calibration",
    "mesa_model",
    "analysis",
    "experiment",
    "explanation",
    "setup",
    "scenario",
    "rules",
    "custom_rules",
    "worlds",
    "tables",
    "kernel",
    "errors",
)
"""What stands at the top of the package, from the top down: nothing imports what stands above it."""
MOST_AT_THE_TOP = 20
HEAVY = {"matplotlib": ("figures",), "mesa": ("mesa_model",), "typer": ("cli",), "starlette": ("explore",)}
KERNEL_FREE_OF = ("mesa", "pandas", "pydantic", "ruamel", "matplotlib", "pyarrow")


def part(path: Path) -> str:
    """Return the part of the house a file belongs to: the folder, or the file, at the top of the package."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


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


def test_the_top_of_the_package_shows_the_architecture() -> None:
    top = {path.name.removesuffix(".py") for path in PACKAGE.iterdir() if path.name not in ("__pycache__", "py.typed")}
    assert top - {"__init__"} == set(LAYERS)
    assert len(top) <= MOST_AT_THE_TOP


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_down(path: Path) -> None:
    if path == PACKAGE / "__init__.py":
        return
    here = LAYERS.index(part(path))
    for module in imports(path):
        if module.split(".")[0] == "cityties":
            assert module != "cityties", f"{path} imports the package's own __init__"
            there = part(within(module))
            assert LAYERS.index(there) >= here, f"{path} imports {module}, which stands above it"
            submodels = [PACKAGE / "kernel" / "submodels" in found.parents for found in (path, within(module))]
            assert not all(submodels), f"{path}: a submodel imports {module}"


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
            assert not (part(path) == "kernel" and library in KERNEL_FREE_OF), f"{path} imports {library}"


def test_compiled_code_stands_in_the_kernel() -> None:
    for path in FILES:
        if re.search(r"^@(compiled|inlined|entry)$", path.read_text(encoding="utf-8"), re.MULTILINE):
            assert part(path) == "kernel", f"{path} has compiled code outside of the kernel: its cache could be stale"


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

"""The code that can change a number: a hash over it, found by following the imports of what computes a unit.

No list of files has to be kept. What computes a unit imports the kernel, the set-up, and what draws and sums up; an
explanation, a page, a figure or a command is imported by none of these, so that editing it makes nothing stale.
"""

import ast
import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent.parent
ROOT = "experiment/work.py"
"""The file, seen from the package, that makes a unit out of a scenario and its tables."""

BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")
"""Where a statement holds others."""


@cache
def code_digest(package: Path = PACKAGE) -> str:
    """Return a hash over the names and the text of all files on which a unit can depend, in a folder of the package."""
    return digest_of(*sources(package), package=package)


def digest_of(*files: Path, package: Path = PACKAGE) -> str:
    """Return one hash over files of the package, names included; any part of it depends on all of them."""
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(f"{file.relative_to(package).as_posix()}\n".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def sources(package: Path = PACKAGE, root: str = ROOT) -> list[Path]:
    """Return the files that a file of the package imports, and those that they import, itself included.

    The package's own ``__init__`` is left out: it shows the whole package to users, and no file imports it.
    """
    there = frozenset(package.rglob("*.py"))
    found: set[Path] = set()
    ahead = {package / root}
    while ahead:
        file = ahead.pop()
        found.add(file)
        ahead |= set(_imported(file, package)) & there - found
    return sorted(found)


def _imported(file: Path, package: Path) -> Iterator[Path]:
    """Yield where the files may lie that a file names in an import, wherever the import stands in it."""
    for module in _modules(file.read_text(encoding="utf-8")):
        yield from _files(package, module)


@cache
def _modules(text: str) -> tuple[str, ...]:
    """Return the modules of the package that a text imports; kept, since several studies ask for the same files."""
    found: list[str] = []
    for node in _statements(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module:
            found += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
    return tuple(dict.fromkeys(name for name in found if name.split(".")[0] == PACKAGE.name))


def _statements(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield every statement, at any depth: expressions, nine tenths of a tree, hold no import."""
    ahead: list[ast.AST] = [tree]
    while ahead:
        node = ahead.pop()
        yield node
        for name in BLOCKS:
            ahead += getattr(node, name, ())


@cache
def _files(package: Path, module: str) -> tuple[Path, ...]:
    """Return the files that are read when a module is imported: those of the folders above it, and its own.

    Kept, since a module is imported by dozens of files.
    """
    found: list[Path] = []
    place = package
    for part in module.split(".")[1:]:
        found += [place / part / "__init__.py", place / f"{part}.py"]
        place /= part
    return tuple(found)

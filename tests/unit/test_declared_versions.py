"""Declared versions hold: uv and pip are given one set, and what is installed is of that set."""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from builders.paths import PACKAGE

CLONE = PACKAGE.parent.parent
CONSTRAINTS = CLONE / "constraints.txt"


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((CLONE / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pins(project: dict[str, Any]) -> dict[str, str]:
    """The set as uv reads it: exact versions by name."""
    return dict(line.split("==") for line in project["tool"]["uv"]["constraint-dependencies"])


def written(file_text: str) -> list[str]:
    return [line for line in file_text.splitlines() if line and not line.startswith("#")]


def named(project: dict[str, Any]) -> list[Requirement]:
    """All that the project itself asks for, its extras and groups included."""
    extras, groups = project["project"]["optional-dependencies"], project["dependency-groups"]
    lists = [project["project"]["dependencies"], *extras.values(), *groups.values()]
    return [Requirement(text) for lines in lists for text in lines]


def reached(asked: list[Requirement]) -> Iterator[tuple[str, str]]:
    """Yield name and version of all that is installed because it was asked for, directly or not."""
    ahead, seen = list(asked), set()
    while ahead:
        one = ahead.pop()
        name = canonicalize_name(one.name)
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue  # of another system, or of a group that is not installed
        if name not in seen:
            yield name, found.version
        for extra in ("", *one.extras):
            if (name, extra) not in seen:
                below = [Requirement(text) for text in found.requires or ()]
                ahead += [r for r in below if r.marker is None or r.marker.evaluate({"extra": extra})]
        seen |= {name, *((name, extra) for extra in ("", *one.extras))}


def test_package_citation_and_changelog_name_one_version(project: dict[str, Any]) -> None:
    version = project["project"]["version"]
    citation = (CLONE / "CITATION.cff").read_text(encoding="utf-8")
    newest = re.search(
        r"^## (?!Unreleased)(\S+) \((\d{4}-\d\d-\d\d)\)$", (CLONE / "CHANGELOG.md").read_text(encoding="utf-8"), re.M
    )
    assert newest
    assert newest[1] == version
    assert f"\nversion: {version}\ndate-released: {newest[2]}\n" in citation


def test_every_version_is_exact_and_names_no_place(project: dict[str, Any]) -> None:
    for line in project["tool"]["uv"]["constraint-dependencies"]:
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][0-9A-Za-z.+]*", line), line


def test_pip_is_given_the_same_set(project: dict[str, Any]) -> None:
    lines = written(CONSTRAINTS.read_text(encoding="utf-8"))
    assert lines == project["tool"]["uv"]["constraint-dependencies"]
    assert lines == sorted(lines, key=lambda line: line.split("==")[0])


def test_what_the_project_asks_for_is_in_the_set_and_within_its_bounds(
    project: dict[str, Any], pins: dict[str, str]
) -> None:
    for one in named(project):
        assert pins[canonicalize_name(one.name)] in one.specifier, one


def test_what_is_installed_is_of_the_set(project: dict[str, Any], pins: dict[str, str]) -> None:
    installed = dict(reached(named(project)))
    assert {"numpy", "llvmlite", "pydantic-core", "pluggy"} <= installed.keys()
    other = {name: (version, pins.get(name)) for name, version in installed.items() if version != pins.get(name)}
    assert not other, f"installed and not as declared: {other}; call `uv sync`, or pip with `-c constraints.txt`"


def test_the_newest_python_comes_first_and_all_are_declared(project: dict[str, Any]) -> None:
    versions = (CLONE / ".python-version").read_text(encoding="utf-8").split()
    declared = [line.split(" :: ")[-1] for line in project["project"]["classifiers"] if ":: Python :: 3." in line]
    assert versions == sorted(declared, key=lambda version: int(version.split(".")[1]), reverse=True)
    assert project["project"]["requires-python"] == f">={declared[0]}"

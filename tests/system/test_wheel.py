"""The installed package finds the data that come with it."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from builders.paths import ROOT, SCENARIOS

UV = [sys.executable, "-m", "uv"] if find_spec("uv") else ["uv"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("uv") is None and find_spec("uv") is None, reason="needs uv to build a wheel"),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with wheel and source distribution, built from a copy in which somebody has run scenarios."""
    folder = tmp_path_factory.mktemp("built")
    leave = shutil.ignore_patterns(".git", ".venv", "runs", "__pycache__", "dist", ".*_cache")
    copy = shutil.copytree(ROOT, folder / "copy", ignore=leave)
    for runs in (copy / "runs", copy / "scenarios" / "runs"):
        (runs / "historical-01234567").mkdir(parents=True)
        (runs / "historical-01234567" / "batch.json").write_text("{}")
    for kind in ("--wheel", "--sdist"):
        subprocess.run([*UV, "build", kind, "--out-dir", str(folder), str(copy)], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def installed(built: Path) -> Path:
    """The folder of the package as the wheel brings it."""
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(built / "installed")
    return built / "installed"


def call(installed: Path, here: Path, *words: str) -> str:
    here.mkdir(exist_ok=True)
    environment = os.environ | {"PYTHONPATH": str(installed)}
    command = [sys.executable, "-m", "cityties", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=here)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_neither_wheel_nor_source_distribution_packs_runs(built: Path) -> None:
    (wheel,), (source,) = built.glob("*.whl"), built.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as archive, tarfile.open(source) as files:
        packed = [*archive.namelist(), *files.getnames()]
    assert any(name.endswith("scenarios/historical.yaml") for name in packed)
    assert [name for name in packed if name.endswith("batch.json")] == []


def test_a_wheel_carries_every_scenario_and_world_of_the_repository(installed: Path) -> None:
    there = {path.relative_to(SCENARIOS) for path in SCENARIOS.rglob("*") if path.suffix in (".yaml", ".csv", ".py")}
    folder = installed / "cityties" / "scenarios"
    assert {path for path in there if "runs" not in path.parts and not (folder / path).is_file()} == set()


def test_an_installed_package_checks_runs_and_extends_what_came_with_it(installed: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    assert "11 crises" in call(installed, empty, "check", "historical", "claims")
    call(installed, empty, "new", "calmer", "--from", "severity/s090")
    assert "ok, 4 arms" in call(installed, empty / "scenarios", "check", "calmer")
    assert call(installed, empty / "scenarios", "run", "toy", "--replicates", "2").startswith(str(empty / "runs"))
    call(installed, empty, "init", "own")
    assert (empty / "own" / "scenarios" / "worlds" / "toy" / "cities.csv").is_file()

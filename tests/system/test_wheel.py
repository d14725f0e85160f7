"""The installed package finds the data that come with it."""

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from builders.paths import PACKAGE
from cityties.worlds.toy import TOY

ROOT = PACKAGE.parents[1]
FIND = "from cityties.worlds.toy import toy_world; print(toy_world().folder)"


def test_the_wheel_holds_the_toy_world_where_the_package_looks_for_it() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"] == {TOY.as_posix(): f"cityties/{TOY.as_posix()}"}
    assert (ROOT / TOY / "cities.csv").is_file()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("uv") is None, reason="needs uv to build a wheel")
def test_a_package_from_a_wheel_reads_its_own_toy_world(tmp_path: Path) -> None:
    build = ["uv", "build", "--wheel", "--out-dir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "installed")}
    call = [sys.executable, "-c", FIND]
    done = subprocess.run(call, capture_output=True, text=True, check=True, env=environment, cwd=tmp_path)
    assert done.stdout.strip() == str(tmp_path / "installed" / "cityties" / TOY)

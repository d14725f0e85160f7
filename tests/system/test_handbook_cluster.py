"""The guide on clusters: its plain Slurm job runs as written, with a stand-in for `srun` on one machine (slow)."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from builders.handbook_blocks import blocks_of
from builders.paths import ROOT, SCENARIOS

pytest.importorskip("distributed")
pytestmark = pytest.mark.slow
PAGE = ROOT / "model" / "handbook" / "guides" / "clusters.md"
DESIGN = """extends: toy.yaml
title: A design of the test
design: {sweep: {grid: {over_compliance: [0, 3]}}}
"""
MOST_SECONDS = 600
STAND_INS = {
    "srun": 'while [ "${1#--}" != "$1" ]; do shift; done\nexec "$@"\n',
    "dask": f'exec {sys.executable} -m distributed.cli.dask_"$1" "${{@:2}}"\n',
    "cityties": f'exec {sys.executable} -m cityties "$@"\n',
    "python": f'exec {sys.executable} "$@"\n',
}
"""Programs of the job by name: one machine in place of Slurm's, and this Python in place of the reader's."""


def job() -> str:
    """Return the script of the page that Slurm would be given."""
    (script,) = [block.text for block in blocks_of(PAGE.read_text(encoding="utf-8")) if "#SBATCH" in block.text]
    return script


def write_programs(folder: Path) -> None:
    folder.mkdir()
    for name, text in STAND_INS.items():
        (folder / name).write_text(f"#!/bin/bash\n{text}", encoding="utf-8")
        (folder / name).chmod(0o755)


def test_the_plain_job_runs_a_design_on_its_workers(tmp_path: Path) -> None:
    shutil.copytree(SCENARIOS, tmp_path / "scenarios", ignore=shutil.ignore_patterns("runs"))
    (tmp_path / "scenarios" / "small.yaml").write_text(DESIGN, encoding="utf-8")
    write_programs(tmp_path / "programs")
    activate = tmp_path / "cityties-env" / "bin" / "activate"
    activate.parent.mkdir(parents=True)
    activate.write_text(f"PATH={tmp_path / 'programs'}:$PATH\n", encoding="utf-8")
    assert "scenarios/designs/priors.yaml" in job()
    script = job().replace("scenarios/designs/priors.yaml", "scenarios/small.yaml")
    cache = os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))
    environment = os.environ | {"HOME": str(tmp_path), "SLURM_NTASKS": "3", "XDG_CACHE_HOME": cache}
    output = tmp_path / "output"
    with output.open("wb") as out:
        begun = subprocess.Popen(
            ["bash", "-c", script], cwd=tmp_path, env=environment, stdout=out, stderr=out, start_new_session=True
        )
        try:
            begun.wait(MOST_SECONDS)
        finally:
            os.killpg(begun.pid, signal.SIGKILL)  # as Slurm ends what a job leaves
    text = output.read_text(encoding="utf-8", errors="replace")
    assert begun.returncode == 0, text[-3000:]
    assert "Replicates: 40 computed" in text
    assert "tls://" in (tmp_path / "scheduler.json").read_text(encoding="utf-8")
    assert list((tmp_path / "runs").glob("small-*/report.html")) != []

"""The Mesa face beside the bare kernel, and the time from a cold start to a first result."""

import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.core import HISTORICAL
from benchmarks.profile_month import conditions, record_of
from benchmarks.single import timed
from benchmarks.table import Row
from builders.paths import ROOT
from cityties.kernel.schedule import months
from cityties.mesa_model.model import CityDiplomacyModel
from cityties.setup.initialization import Setup, begin

PROGRAM = "import sys; from cityties.cli.main import run; run()"


def mesa_model(setup: Setup) -> list[Row]:
    """Return the time of the Mesa model with one ``run_model`` and with steps, beside the bare kernel."""
    used: dict[str, list[float]] = {"bare kernel": [], "run_model()": [], "step() month by month": []}
    given = conditions(setup, 0)
    for _ in range(15):
        state, record = begin(setup, 0), record_of(setup)
        used["bare kernel"].append(timed(partial(months, given, state, record, 0, setup.n_months)))
        model, stepped = CityDiplomacyModel(setup, rng=0), CityDiplomacyModel(setup, rng=0)
        used["run_model()"].append(timed(model.run_model))
        used["step() month by month"].append(timed(partial(_steps, stepped)))
    bare = median(used["bare kernel"])
    return [
        Row("Mesa face", "East Asia, all mechanisms", name, "ms", 1e3 * median(found), median(found) / bare)
        for name, found in used.items()
    ]


def _steps(model: CityDiplomacyModel) -> None:
    while model.running:
        model.step()


def cold_starts(folder: Path) -> list[Row]:
    """Return the wall time of commands in a new process, without and with compiled code on disk."""
    cold = {"XDG_CACHE_HOME": str(folder / "cache"), "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    rows = []
    for name, words, times in (
        ("cityties --help", ["--help"], 3),
        ("cityties check", ["check", str(HISTORICAL)], 3),
        ("cityties warmup, nothing compiled", ["warmup"], 1),
        ("cityties warmup, compiled", ["warmup"], 3),
    ):
        found = [_wall(words, cold) for _ in range(times)]
        rows.append(Row("time to a first result", name, "new process", "s wall", min(found)))
    return rows


def _wall(words: list[str], cold: dict[str, str]) -> float:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"} | cold
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", PROGRAM, *words], check=True, capture_output=True, cwd=ROOT, env=environment)
    return time.perf_counter() - begun

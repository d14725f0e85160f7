"""A run from scenario to tables: prepare, compute what is missing, sum up, and leave a folder that says it all."""

import time
from pathlib import Path

from cityties.errors import CityTiesError
from cityties.experiment.design import Design, plan
from cityties.experiment.executor import Progress, execute
from cityties.experiment.provenance import run_name
from cityties.experiment.run_folder import RunFolder
from cityties.experiment.store import locked
from cityties.scenario.models import Scenario
from cityties.setup.initialization import prepare
from cityties.tables.world_tables import WorldTables


def open_run(scenario: Scenario, tables: WorldTables, runs: Path) -> RunFolder:
    """Return the folder of a scenario's run below ``runs``, whether or not anything is in it yet."""
    return RunFolder(runs / run_name(scenario, tables), scenario, tables)


def design_of(run: RunFolder) -> Design:
    """Return what has to be computed for each replicate of a run."""
    return plan(prepare(run.scenario, run.tables))


def compute(run: RunFolder, design: Design, workers: int, progress: Progress) -> int:
    """Compute the replicates that the run's folder lacks; return how many those were.

    Raises:
        CityTiesError: another process is writing to the folder.
    """
    started = time.perf_counter()
    try:
        with locked(run.path):
            run.clear_temporaries()
            run.write_inputs()
            computed = execute(design, run.path, workers, progress)
            run.write_manifest({"computing": round(time.perf_counter() - started, 3)} if computed else {})
    except BlockingIOError:
        raise CityTiesError(f"{run.path}: another run is at work in this folder. Wait for it, or give --out.") from None
    return computed

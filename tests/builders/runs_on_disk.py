"""Small computed runs on disk, for tests of what is made of a run."""

import json
from pathlib import Path

from builders.worlds_on_disk import write_small_world
from cityties.experiment.batch import compute_here
from cityties.experiment.results import RunResults, results_of
from cityties.experiment.run import open_run
from cityties.scenario.reader import read_scenario
from cityties.tables.world_tables import read_tables

SMALL = "title: A small world\nworld: small\nstart: 1995-01\nend: 2024-12\nreplicates: 4\n"


def computed(folder: Path, text: str = SMALL) -> RunResults:
    """Write the small world and a scenario into a folder, compute it, and return the results of the run."""
    write_small_world(folder / "small")
    file = folder / "mine.yaml"
    file.write_text(text)
    scenario = read_scenario(file)
    run = open_run(scenario, read_tables(scenario.world_folder), folder / "runs")
    compute_here(run, 1, lambda _: None)
    return results_of(run)


def write_old_run(runs: Path) -> Path:
    """Write the skeleton of a run as CityTies 0.1.0 left it before runs and batches had one store; return its folder.

    Such a folder had ``manifest.json``, ``scenario.yaml`` and one folder of tables for each range of replicates.
    """
    folder = runs / "small-0123abcd"
    part = folder / "parts" / "part-0000000-0000004"
    part.mkdir(parents=True)
    for table in ("histories", "sums", "attendance", "crisis_months", "ties"):
        (part / f"{table}.parquet").write_bytes(b"PAR1")
    code = {"cityties": "0.1.0", "model": "1a1cb6e5d0c3ffff", "commit": None}
    content = {"scenario": "small", "seed": 1, "code": code, "software": {"python": "3.12.1"}, "replicates": 4}
    (folder / "manifest.json").write_text(json.dumps(content))
    (folder / "scenario.yaml").write_text("title: A small world\nworld: world\n")
    return folder

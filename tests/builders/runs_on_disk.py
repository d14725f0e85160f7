"""Small computed runs on disk, for tests of what is made of a run."""

from pathlib import Path

from builders.worlds_on_disk import write_small_world
from cityties.experiment.run import compute, design_of, open_run
from cityties.experiment.run_folder import RunFolder
from cityties.scenario.reader import read_scenario
from cityties.tables.world_tables import read_tables

SMALL = "title: A small world\nworld: small\nstart: 1995-01\nend: 2024-12\nreplicates: 4\n"


def computed(folder: Path, text: str = SMALL) -> RunFolder:
    """Write the small world and a scenario into a folder, compute it, and return the run."""
    write_small_world(folder / "small")
    file = folder / "mine.yaml"
    file.write_text(text)
    scenario = read_scenario(file)
    run = open_run(scenario, read_tables(scenario.world_folder), folder / "runs")
    compute(run, design_of(run), 1, lambda _: None)
    return run

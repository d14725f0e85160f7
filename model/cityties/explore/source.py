"""What a live page is about: a scenario file, or that of a run, with its world."""

from dataclasses import dataclass
from pathlib import Path

from cityties.errors import CityTiesError, ScenarioError
from cityties.experiment.batch_folder import SCENARIO, BatchFolder
from cityties.scenario.models import Scenario
from cityties.scenario.reader import load_scenario
from cityties.tables.world_tables import WorldTables, read_tables


@dataclass(frozen=True)
class Source:
    """A scenario as its file has it, the file, and the tables of its world."""

    scenario: Scenario
    file: Path
    tables: WorldTables


def read_source(file: Path) -> Source:
    """Read a scenario file and the tables of its world.

    Raises:
        CityTiesError: the scenario or its world cannot be used; all faults, one line each.
    """
    scenario = load_scenario(file).scenario
    if not scenario.design.is_empty or scenario.arms.named:
        raise ScenarioError(
            f"{file}: holds a design or named arms; name a scenario without, such as the one it extends."
        )
    return Source(scenario, file, read_tables(scenario.world_folder))


def file_of_run(folder: Path) -> Path:
    """Return the scenario file that a run keeps beside copies of its world and rules.

    Raises:
        CityTiesError: the folder holds a batch, which has many scenarios, or is of a version that kept none.
    """
    file = folder / SCENARIO
    if BatchFolder(folder).readable and not BatchFolder(folder).detail:
        raise CityTiesError(f"{folder}: is a batch; name one of its scenarios, or a run.")
    if not file.is_file():
        raise CityTiesError(f"{file}: is missing; name the scenario of the run instead.")
    return file

"""A run: a batch of one scenario as it is written, with the detailed tables that its page is made of."""

from pathlib import Path

from cityties.experiment.batch import Batch, make_batch
from cityties.experiment.units import Unit
from cityties.experiment.variants import expand
from cityties.scenario.models import Scenario
from cityties.tables.world_tables import WorldTables


def open_run(scenario: Scenario, tables: WorldTables, runs: Path, file: str = "") -> Batch:
    """Return the run of a scenario below ``runs``, whether or not anything of it is computed yet."""
    variants = expand(scenario, file)
    return make_batch(scenario.name, variants, {scenario.world_folder: tables}, runs, detail=True)


def check_run(run: Batch) -> None:
    """Prepare a run without computing or writing anything.

    Raises:
        CityTiesError: its scenario and its world do not fit together.
    """
    from cityties.experiment.work import UnitPlanner  # noqa: PLC0415 - compiled code comes with it

    UnitPlanner(run.variants, run.worlds, run.detail).design(Unit(0, 0, 0, 1))

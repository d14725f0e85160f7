"""Which of several results of one name is meant: the one of the scenario file as it stands."""
# ruff: noqa: PLC0415 - only a name that may mean several costs the reading of a scenario and its world

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

import typer

from cityties.errors import CityTiesError
from cityties.scenario.places import scenario_file, scenario_names


def current_result(name: str, found: Sequence[Path]) -> Path | None:
    """Return the result among ``found`` that running the scenario ``name`` as its file stands would go on with.

    A scenario that was edited and run again, or run with ``--set``, leaves several folders whose names begin alike.
    Which one is taken is reported. None if no scenario has that name, or if not exactly one of the folders is its
    run or batch.
    """
    files = [one for one in scenario_names() if PurePosixPath(one).name == name]
    if len(files) != 1:
        return None
    with suppress(CityTiesError, OSError):  # a file that can no longer be read settles nothing
        file = scenario_file(files[0])
        current = _folders_of(file, found[0].parent)
        taken = [path for path in found if path in current]
        if len(taken) == 1:
            report = f"{name}: {taken[0].name}, the one of {file} as it stands; {len(found)} results begin so."
            typer.echo(report, err=True)
            return taken[0]
    return None


def _folders_of(file: Path, runs: Path) -> list[Path]:
    """Return where a run of a scenario file and a batch of it alone go; nothing is computed or written."""
    from cityties.experiment.batch import make_batch
    from cityties.experiment.variants import expand
    from cityties.scenario.reader import read_scenario
    from cityties.tables.world_tables import read_tables

    scenario = read_scenario(file)
    tables = {scenario.world_folder: read_tables(scenario.world_folder)}
    variants = expand(scenario, file.name)
    return [make_batch(scenario.name, variants, tables, runs, detail).folder.path for detail in (True, False)]

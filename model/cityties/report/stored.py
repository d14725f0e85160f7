"""The one place where views and the run folder of today meet."""

import json
from pathlib import Path

from cityties.errors import CityTiesError
from cityties.experiment.run_folder import RunFolder
from cityties.scenario.reader import override, read_scenario
from cityties.tables.world_tables import read_tables


def stored_run(path: Path) -> RunFolder:
    """Return a run as its folder holds it, on the folder's own copy of the world.

    Raises:
        CityTiesError: it is no folder of a run, or its scenario cannot be read by this version.
    """
    try:
        manifest = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise CityTiesError(f"{path}: holds no run that can be read. `cityties list` shows what there is.") from None
    scenario = override(read_scenario(path / "scenario.yaml"), replicates=manifest["replicates"])
    return RunFolder(path, scenario, read_tables(path / "world"))

"""``cityties world new``: a small world of one's own with a scenario, and never overwrite anything."""

import re
from pathlib import Path

import typer

from cityties.errors import CityTiesError, counted
from cityties.scenario.places import project
from cityties.worlds.new_world import write_new_world
from cityties.worlds.shipped import SCENARIO_SUFFIX, SCENARIOS

_NAME = re.compile(r"\w[\w.-]{0,79}")


def begin_world(name: str, n_cities: int | None, n_nations: int) -> None:
    """Write ``scenarios/worlds/NAME`` and ``scenarios/NAME.yaml`` into the project one stands in, or right here.

    Raises:
        CityTiesError: the name cannot be used or is taken, or there is no such world.
    """
    if not _NAME.fullmatch(name) or name.endswith((".", SCENARIO_SUFFIX)):
        raise CityTiesError(f"'{name}' cannot name a world; use letters, digits, '_' and '-', such as baltic.")
    root = (project() or Path()) / SCENARIOS
    folder, scenario = root / "worlds" / name, root / f"{name}{SCENARIO_SUFFIX}"
    cities, ties, dyads = write_new_world(folder, scenario, n_cities, n_nations)
    places = f"{counted(cities, 'city')} of {n_nations} nations, {counted(dyads, 'pair')} of them"
    typer.echo(f"{places}, {counted(ties, 'tie')}, one dispute.", err=True)
    typer.echo(f"Its README.md explains the tables. Next: cityties run {scenario.as_posix()}", err=True)
    typer.echo(str(folder))

"""``cityties check``: report of each scenario file, or file of claims, what it would run or what is wrong with it."""

from collections.abc import Sequence
from pathlib import Path

import typer

from cityties.claims.reading import read_claims
from cityties.cli.named_files import holds_claims
from cityties.errors import ScenarioError, TableError
from cityties.scenario.places import scenario_file
from cityties.scenario.reader import LoadedScenario, load_scenario
from cityties.scenario.world_names import crisis_months
from cityties.tables.world_tables import read_tables


def check_files(files: Sequence[Path]) -> None:
    """Check every file, whatever is wrong with those before it, and read all that a run of it would read.

    Raises:
        ScenarioError: the problems of all files, one line each.
    """
    problems = []
    for file in files:
        try:
            file = scenario_file(file)  # noqa: PLW2901
            message = _claims(file) if holds_claims(file) else _size(load_scenario(file))
            typer.echo(f"{file}: ok, {message}")
        except (ScenarioError, TableError) as error:
            problems.append(str(error))
    if problems:
        raise ScenarioError("\n".join(problems))


def _claims(file: Path) -> str:
    claim_set = read_claims(file)
    for folder in dict.fromkeys(scenario.world_folder for scenario in claim_set.scenarios.values()):
        read_tables(folder)
    return f"{_counted(len(claim_set.content.claims), 'claim')}, {_counted(len(claim_set.content.worlds), 'world')}"


def _size(loaded: LoadedScenario) -> str:
    scenario = loaded.scenario
    read_tables(scenario.world_folder)
    arms = len(scenario.arms.tie_pathways) * len(scenario.arms.political_shocks)
    crises = len(crisis_months(scenario, loaded.world_names))
    return f"{_counted(arms, 'arm')}, {_counted(crises, 'crisis')}, {_counted(scenario.replicates, 'replicate')}"


def _counted(number: int, noun: str) -> str:
    if number == 1:
        return f"1 {noun}"
    return f"{number} crises" if noun == "crisis" else f"{number} {noun}s"

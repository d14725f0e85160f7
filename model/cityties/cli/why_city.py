"""``cityties why-city``: why two cities met, or did not, in one month of a run."""

import sys
from pathlib import Path

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cityties.cli.batch import Request, allow_rules
from cityties.cli.folders import find_folder
from cityties.cli.screen import plain
from cityties.cli.warmup import make_ready
from cityties.errors import CityTiesError
from cityties.experiment.batch_folder import BatchFolder
from cityties.experiment.code import code_digest
from cityties.explanation.account import (
    Explanation,
    changes,
    heading,
    outcome,
    propensity_head,
    propensity_lines,
    zero_terms,
)
from cityties.explanation.replay import city_row, explain, month_of_run, replay, tie_row
from cityties.kernel.schedule import Conditions, RandomAddress
from cityties.scenario.places import runs_folder, scenario_file
from cityties.scenario.reader import read_scenario
from cityties.setup.event_columns import build_events
from cityties.setup.initialization import prepare
from cityties.tables.world_tables import read_tables

DEFAULT = Path("historical")
NUMBERS = 5


def why_city(
    cities: tuple[str, str], month: str, source: Path, replicate: int, ties_off: bool, trust_rules: bool = False
) -> None:
    """Print the explanation of one month of one tie; ``source`` is a scenario file.

    Raises:
        CityTiesError: the cities, their tie or the month are not to be found in the run.
    """
    scenario = read_scenario(source)
    allow_rules([scenario], Request(trust_rules=trust_rules), Console(stderr=True))
    tables = read_tables(scenario.world_folder)
    setup = prepare(scenario, tables)
    one, other = (city_row(setup, name) for name in cities)
    address = RandomAddress(scenario.seed, replicate, tie_pathways=not ties_off)
    given = Conditions(setup.world, build_events(tables, scenario), setup.rules, address)
    step = month_of_run(setup, month)
    make_ready(Console(stderr=True))
    decisions = replay(setup, given, step)
    message = explain(decisions, tie_row(decisions, one, other))
    arm = "ties-off arm" if ties_off else "ties-on arm"
    line = f"{scenario.title}; replicate {replicate}, {arm}"
    if sys.stdout.isatty():
        _print_table(message, line)
    else:
        typer.echo(f"{line}\n{message}")


def source_of(run: Path | None, scenario: Path | None) -> Path:
    """Return the scenario file to explain: that of a run's folder, the one named, or the recorded history.

    Raises:
        CityTiesError: both are named, or there is no such run.
    """
    if run is not None and scenario is not None:
        raise CityTiesError("give --run or --scenario, not both.")
    if run is None:
        return scenario_file(scenario or DEFAULT)
    folder = find_folder(str(run), runs_folder())
    file = folder / "scenario.yaml"
    if not file.is_file():
        raise CityTiesError(f"{run}: no such run; name the folder of a run, such as runs/historical-1a2b3c4d.")
    _warn_of_another_model(folder)
    return file


def _warn_of_another_model(folder: Path) -> None:
    written = BatchFolder(folder)
    if written.readable and written.code["model"] != code_digest():
        typer.echo(f"{folder}: the model has changed since this run; this is how it decides now.", err=True)


def _print_table(message: Explanation, line: str) -> None:
    console = Console(highlight=False, markup=True)
    console.print(f"[bold]{escape(heading(message))}[/bold]  [dim]{escape(plain(line))}[/dim]")
    for sentence in outcome(message):
        console.print(sentence)
    table = Table(*propensity_head(message), caption=zero_terms(message), caption_justify="left")
    for column in table.columns[1:NUMBERS]:
        column.justify = "right"
    for row in propensity_lines(message):
        table.add_row(*row)
    console.print(table)
    console.print("[bold]What would have to change[/bold]")
    for sentence in changes(message):
        console.print(f"- {sentence}")

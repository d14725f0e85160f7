"""``cityties why-city``: why two cities met, or did not, in one month of a run."""

import sys
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cityties.cli.batch import Request, allow_rules
from cityties.cli.folders import find_folder
from cityties.cli.screen import cell, plain, put, say
from cityties.cli.warmup import make_ready
from cityties.errors import CityTiesError
from cityties.experiment.batch_folder import BatchFolder
from cityties.experiment.code import code_digest
from cityties.experiment.stored_inputs import stored_variants
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
from cityties.scenario.models import Scenario
from cityties.scenario.places import runs_folder, scenario_file
from cityties.scenario.reader import read_scenario
from cityties.setup.event_columns import build_events
from cityties.setup.initialization import prepare
from cityties.tables.world_tables import read_tables

DEFAULT = Path("historical")
NUMBERS = 5
MOST_LISTED = 6


def why_city(
    cities: tuple[str, str], month: str, scenario: Scenario, replicate: int, ties_off: bool, trust_rules: bool = False
) -> None:
    """Print the explanation of one month of one tie in a run of the scenario.

    Raises:
        CityTiesError: the cities, their tie or the month are not to be found in the run.
    """
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
        put(f"{line}\n{message}")


def scenario_of(run: Path | None, scenario: Path | None, variant: int | None = None) -> Scenario:
    """Return the scenario to explain: that of a run's folder, a variant of a batch, the one named, or the history.

    Raises:
        CityTiesError: both are named, there is no such run or variant, or its parameters are drawn.
    """
    if run is not None and scenario is not None:
        raise CityTiesError("give --run or --scenario, not both.")
    if run is None:
        if variant is not None:
            raise CityTiesError("--variant names one of a batch; give the batch with --run.")
        return read_scenario(scenario_file(scenario or DEFAULT))
    folder = find_folder(str(run), runs_folder())
    _warn_of_another_model(folder)
    file = folder / "scenario.yaml"
    return read_scenario(file) if file.is_file() and not variant else _variant_of(folder, variant)


def _variant_of(folder: Path, number: int | None) -> Scenario:
    variants = stored_variants(BatchFolder(folder))
    if number is None and len(variants) == 1:
        number = 0
    if number is None or number >= len(variants):
        listed = "; ".join(f"{n} {one.label}" for n, one in enumerate(variants[:MOST_LISTED]))
        more = f" and {len(variants) - MOST_LISTED} more" if len(variants) > MOST_LISTED else ""
        raise CityTiesError(f"{folder}: say which variant with --variant: {listed}{more}.")
    if variants[number].samples:
        raise CityTiesError(
            f"{folder}: parameters are drawn in variant {number}, so it has no single history; explain a scenario file."
        )
    return variants[number].scenario


def _warn_of_another_model(folder: Path) -> None:
    written = BatchFolder(folder)
    if written.readable and written.code["model"] != code_digest():
        put(f"{folder}: the model has changed since this run; this is how it decides now.", err=True)


def _print_table(message: Explanation, line: str) -> None:
    console = Console(highlight=False, markup=True)
    console.print(f"[bold]{escape(heading(message))}[/bold]  [dim]{escape(plain(line))}[/dim]")
    for sentence in outcome(message):
        say(console, sentence)
    table = Table(*propensity_head(message), caption=zero_terms(message), caption_justify="left")
    for column in table.columns[1:NUMBERS]:
        column.justify = "right"
    for row in propensity_lines(message):
        table.add_row(*map(cell, row))
    console.print(table)
    console.print("[bold]What would have to change[/bold]")
    for sentence in changes(message):
        say(console, f"- {sentence}")

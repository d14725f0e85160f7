"""``cityties check``: report of scenarios, claims and worlds what they hold, or all that is wrong with them."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import typer

from cityties.cli.exits import FAULT
from cityties.cli.inert_notes import inert_lines
from cityties.cli.named_files import holds_claims, holds_observables
from cityties.cli.screen import echo, printable
from cityties.errors import ScenarioError, TableError, counted
from cityties.kernel.calendar import month_index, month_label
from cityties.scenario.places import scenario_file
from cityties.scenario.reader import LoadedScenario, load_scenario
from cityties.scenario.world_names import crisis_months
from cityties.tables.declared_forecast import ASSUMPTIONS, FORECAST, OUTCOMES, QUESTIONS
from cityties.tables.declared_model import BY_NAME
from cityties.tables.declared_targets import TARGETS
from cityties.tables.stray_files import is_world, stray_files
from cityties.tables.target_rows import check_target_rows
from cityties.tables.world_tables import WorldTables, read_tables

SHOCKS = BY_NAME["shocks"].file
ALL_TIME = (0, month_index("9999-12"))
"""Months among which those of a forecast may lie where no run is named."""


def check_files(files: Sequence[Path], as_json: bool = False, settings: Sequence[str] = ()) -> None:
    """Check every file, whatever is wrong with those before it, and read all that a run of it would read.

    ``settings`` are checked with every scenario as if its file ended with them.

    Raises:
        ScenarioError: the problems of all files, one line each.
    """
    rows, problems = [], []
    for file in files:
        try:
            lines, wrong = list(_report(scenario_file(file), settings)), []
        except (ScenarioError, TableError) as error:
            lines, wrong = [], str(error).splitlines()
        rows.append({"file": str(file), "ok": not wrong, "report": lines, "problems": wrong})
        problems += wrong
        for line in () if as_json else "\n".join(lines).splitlines():
            echo(printable(line))
    if as_json:
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        if problems:
            raise typer.Exit(FAULT)
    elif problems:
        raise ScenarioError("\n".join(problems))


def _report(file: Path, settings: Sequence[str]) -> Iterator[str]:
    """Yield the lines on a file or folder in which nothing is wrong."""
    if is_world(file):
        yield f"{file}: ok, {_world(file)}"
    elif holds_claims(file):
        yield f"{file}: ok, {_claims(file)}"
    elif holds_observables(file):
        yield f"{file}: ok, {_observables(file)}"
    else:
        loaded = load_scenario(file, settings)
        tables = _check_world(loaded.scenario.world_folder)
        _check_forecast(tables, ALL_TIME)  # whether its months are those of the scenario, `forecast` says
        yield f"{file}: ok, {_size(loaded)}"
        if not crisis_months(loaded.scenario, loaded.world_names):
            table = loaded.scenario.world_folder / SHOCKS
            yield f"  No crisis lies in its months: add shocks with a crisis to {table}."
        yield from inert_lines(loaded, tables, file)


def _claims(file: Path) -> str:
    from cityties.claims.reading import read_claims  # noqa: PLC0415 - brings everything along that tests them

    claim_set = read_claims(file)
    for folder in dict.fromkeys(scenario.world_folder for scenario in claim_set.scenarios.values()):
        _check_world(folder)
    return f"{counted(len(claim_set.content.claims), 'claim')}, {counted(len(claim_set.content.worlds), 'world')}"


def _observables(file: Path) -> str:
    from cityties.calibration.settling.reading import read_observables  # noqa: PLC0415 - likewise

    content = read_observables(file).content
    return f"{counted(len(content.observables), 'observable')}, {counted(len(content.crises), 'crisis')}"


def _size(loaded: LoadedScenario) -> str:
    scenario = loaded.scenario
    arms = len(scenario.arms.tie_pathways) * len(scenario.arms.political_shocks)
    crises = len(crisis_months(scenario, loaded.world_names))
    return f"{counted(arms, 'arm')}, {counted(crises, 'crisis')}, {counted(scenario.replicates, 'replicate')}"


def _check_world(folder: Path) -> WorldTables:
    """Read the tables of a world with its targets, and name the files beside them of which nothing is read."""
    tables = read_tables(folder)
    check_target_rows(folder)
    for path in stray_files(folder):
        typer.echo(f"{path}: is no table of a world; nothing reads it.", err=True)
    return tables


def _check_forecast(tables: WorldTables, span: tuple[int, int]) -> None:
    """Read what a forecast of a world would read, as far as its folder holds it."""
    files = [
        table.file for table in (QUESTIONS, ASSUMPTIONS, FORECAST, OUTCOMES) if (tables.folder / table.file).is_file()
    ]
    if not files:
        return
    from cityties.calibration.forecasting.asked import read_asked  # noqa: PLC0415 - few worlds have such files
    from cityties.calibration.forecasting.files import read_forecast, read_outcomes  # noqa: PLC0415 - likewise

    if QUESTIONS.file in files and ASSUMPTIONS.file in files:
        read_asked(tables, span)
    for table, read in ((FORECAST, read_forecast), (OUTCOMES, read_outcomes)):
        if table.file in files:
            read(tables.folder / table.file)


def _check_targets(tables: WorldTables) -> None:
    """Check what statistics and periods the targets of a world name, which takes the compiler along."""
    if (tables.folder / TARGETS.file).exists():
        from cityties.calibration.targets import check_targets  # noqa: PLC0415 - for a world alone, not for a scenario

        check_targets(tables)


def _world(folder: Path) -> str:
    tables = _check_world(folder)
    _check_forecast(tables, ALL_TIME)
    _check_targets(tables)
    crises = tables.shocks[tables.shocks["crisis"] != ""].groupby("crisis")["date"].min().sort_values()
    named = ", ".join(f"{crisis} from {month_label(month)}" for crisis, month in crises.head(3).items())
    more = ", ..." if len(crises) > 3 else ""
    return (
        f"{counted(len(tables.cities), 'city')} of {counted(len(tables.nations), 'nation')}, "
        f"{counted(len(tables.dyads), 'dyad')}, {counted(len(tables.ties), 'tie')}, "
        f"{counted(len(crises), 'crisis')}" + (f" ({named}{more})" if named else "")
    )

"""``cityties run``: one scenario from file to report."""

import os
import sys
from pathlib import Path

from rich.console import Console

from cityties.cli.named_files import scenarios_among
from cityties.cli.progress import progress
from cityties.cli.warmup import make_ready
from cityties.errors import ScenarioError
from cityties.experiment.run import compute, design_of, open_run
from cityties.experiment.run_folder import RunFolder
from cityties.report.page import write_report
from cityties.scenario.models import Scenario
from cityties.scenario.reader import override, read_scenario
from cityties.tables.world_tables import read_tables

RUNS = Path("runs")


def run_scenario(
    file: Path, replicates: int | None, seed: int | None, workers: int | None, out: Path | None, quiet: bool
) -> None:
    """Run a scenario and print the folder of its results as the last line of standard output."""
    changes = {"replicates": replicates, "seed": seed}
    (file,) = scenarios_among([file])
    scenario = _single(file, read_scenario(file))
    scenario = override(scenario, **{key: value for key, value in changes.items() if value is not None})
    console = Console(stderr=True, quiet=quiet)
    run = open_run(scenario, read_tables(scenario.world_folder), out or RUNS)
    console.print(f"{scenario.title}: results go to [bold]{run.path}[/bold]", highlight=False)
    _compute(run, workers or os.cpu_count() or 1, console)
    with console.status("Summing up and drawing"):
        write_report(run)
    console.print(f"Open {run.path / 'report.html'} in a browser.", highlight=False)
    sys.stdout.write(f"{run.path}\n")


def _single(file: Path, scenario: Scenario) -> Scenario:
    if scenario.design.is_empty and not scenario.arms.named:
        return scenario
    raise ScenarioError(f"{file}: holds a design or named arms; run it with `cityties batch {file}`.")


def _compute(run: RunFolder, workers: int, console: Console) -> None:
    with console.status("Preparing"):
        design = design_of(run)
    done = run.replicates_done()
    if done < run.replicates:
        make_ready(console)
    with progress("Replicates", run.replicates, console, done) as notify:
        computed = compute(run, design, workers, notify)
    if computed < run.replicates:
        console.print(
            f"{run.replicates - computed} of {run.replicates} replicates were there already.", highlight=False
        )

"""``cityties run``: one scenario from file to report; a batch of one, with its own page."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console

from cityties.cli.batch import Request, allow_rules, compute, conclude, is_unchanged, read_all
from cityties.cli.mending import mended
from cityties.cli.named_files import scenarios_among
from cityties.cli.progress import meanwhile
from cityties.cli.screen import plain, say
from cityties.errors import ScenarioError
from cityties.experiment.batch import Batch
from cityties.experiment.run import check_run, open_run
from cityties.experiment.seal import key_of
from cityties.figures.processes import Painters, painters
from cityties.scenario.changes import changed
from cityties.scenario.places import runs_folder
from cityties.tables.language import tr
from cityties.tables.world_tables import read_tables

DRAWS_RUNS = "cityties.figures.run_figures"


def run_scenario(file: Path, request: Request) -> None:
    """Run a scenario and print the folder of its results; exit with code 1 if replicates failed."""
    console = Console(stderr=True, quiet=request.quiet)
    scenarios = read_all(scenarios_among([file]), request)
    key = key_of("run", "", scenarios)
    if is_unchanged(scenarios, (scenarios[0][1].name, key), request, console):
        return
    run, page = mended(lambda: _run_and_page(file, request, console), console)
    conclude(run.folder, page, console, key)


def _run_and_page(file: Path, request: Request, console: Console) -> tuple[Batch, Path | None]:
    with painters(request.threads, DRAWS_RUNS) as drawn_by:
        run = computed_run(file, request, console)
        with meanwhile(tr("Summing up and drawing"), console):
            return run, _page(run, drawn_by)


def computed_run(file: Path, request: Request, console: Console, parameters: Mapping[str, Any] | None = None) -> Batch:
    """Compute what the run of a scenario lacks, with some of its settings changed, and return it.

    Raises:
        ScenarioError: the scenario cannot be run as written, or is one for a batch.
    """
    ((file, scenario),) = read_all(scenarios_among([file]), request)
    if not scenario.design.is_empty or scenario.arms.named:
        raise ScenarioError(f"{file}: holds a design or named arms; run it with `cityties batch {file}`.")
    allow_rules([scenario], request, console)
    scenario = changed(scenario, parameters)
    tables = read_tables(scenario.world_folder)
    run = open_run(scenario, tables, runs_folder(request.out), file.name)
    from cityties.cli.inert_notes import run_notes  # noqa: PLC0415 - reads tables, as everything from here on

    title, path = plain(tr(scenario.title)), run.folder.path
    say(console, tr("{title}: results go to {path}").format(title=title, path=path))
    for note in run_notes(scenario, tables, file):
        say(console, note)
    with meanwhile(tr("Preparing"), console):
        check_run(run)
    compute(run, request, console)
    return run


def _page(run: Batch, drawn_by: Painters) -> Path | None:
    """Write the page of a run; there is none of one whose replicates are not complete."""
    from cityties.experiment.results import results_of  # noqa: PLC0415 - computing needs nothing of what draws
    from cityties.report.page import write_report  # noqa: PLC0415

    return None if run.folder.failures() else write_report(results_of(run), drawn_by)

"""``cityties batch`` and ``cityties plan``: any number of scenarios and designs, from files to results.

What computes, sums up and draws is imported where that begins, so that a command that does none of it starts at once.
"""
# ruff: noqa: PLC0415

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console

from cityties.cli.logs import LOG
from cityties.cli.mending import mended
from cityties.cli.named_files import scenarios_among
from cityties.cli.progress import meanwhile, progress
from cityties.cli.screen import plain, say, say_folder, say_page
from cityties.cli.warmup import make_ready
from cityties.custom_rules.trust import require_trust
from cityties.errors import CityTiesError, ScenarioError
from cityties.experiment.batch import (
    Batch,
    Executor,
    Finished,
    compute_batch,
    grown,
    make_batch,
    what_to_do,
)
from cityties.experiment.batch_folder import BatchFolder
from cityties.experiment.seal import key_of, seal, sealed
from cityties.experiment.units import Unit
from cityties.experiment.variants import Variant, expand
from cityties.scenario.folder_names import folder_name_fault, joined_name
from cityties.scenario.limits import too_large
from cityties.scenario.models import Scenario
from cityties.scenario.places import runs_folder
from cityties.scenario.reader import load_scenario, override
from cityties.scenario.set_option import split
from cityties.scenario.sweeps import setting_path
from cityties.tables.language import tr
from cityties.tables.world_tables import WorldTables, read_tables

if TYPE_CHECKING:
    from cityties.experiment.work import UnitPlanner, UnitResult

SOME_FAILED = 1
GROWTH = 1.5
DRAWS_PAGES = "cityties.figures.comparison_page"
"""What draws the figures of batches and comparisons."""
NAMED_SINGLY = 2


@dataclass(frozen=True)
class Request:
    """What the command line says beside the files; None leaves it to the files."""

    replicates: int | None = None
    draws: int | None = None
    seed: int | None = None
    workers: int | None = None
    cluster: str | None = None
    out: Path | None = None
    name: str | None = None
    quiet: bool = False
    trust_rules: bool = False
    settings: Sequence[str] = ()
    rule_seconds: int | None = None

    @property
    def threads(self) -> int:
        """Number of threads on this machine."""
        return self.workers or os.cpu_count() or 1


def read_all(files: Sequence[Path], request: Request) -> list[tuple[Path, Scenario]]:
    """Read every file, whatever is wrong with those before it; files that others of them extend come first.

    The first case of a batch is the baseline of its plots, and the scenario that the others change is the natural one.

    Raises:
        ScenarioError: the faults of all files.
    """
    loaded, faults = [], []
    for file in files:
        try:
            loaded.append((file, load_scenario(file, request.settings)))
        except ScenarioError as error:
            faults.append(str(error))
    if faults:
        raise ScenarioError("\n".join(faults))
    extended = Counter(Path(text).resolve() for _, one in loaded for text in one.texts)
    loaded.sort(key=lambda pair: -extended[pair[0].resolve()])
    asked = [(file, _requested(one.scenario, request)) for file, one in loaded]
    for fault in too_large([scenario for _, scenario in asked]):
        raise ScenarioError(f"{' and '.join(str(file) for file, _ in asked[:2])}: {fault}")
    return asked


def _requested(scenario: Scenario, request: Request) -> Scenario:
    asked = {"replicates": request.replicates, "seed": request.seed}
    changes: dict[str, object] = {key: value for key, value in asked.items() if value is not None}
    if request.draws is not None:
        design = scenario.design.model_dump(mode="json", exclude_none=True)
        changes["design"] = design | {"draws": request.draws}
    return override(scenario, **changes)


def allow_rules(scenarios: Iterable[Scenario], request: Request, console: Console) -> None:
    """Report whose code is about to run, and refuse rules from outside this project that nobody allowed.

    Raises:
        ScenarioError: rules from elsewhere without ``--trust-rules``.
    """
    rules = {rule.path: rule for scenario in scenarios for rule in scenario.custom_rules}
    require_trust(rules.values(), request.trust_rules)
    for path in rules:
        say(console, tr("Runs the code of {path}").format(path=path))


def open_batch(files: Sequence[Path], request: Request) -> Batch:
    """Read the files and put the batch together; nothing is computed or written."""
    if request.name is not None and (wrong := folder_name_fault(request.name)) is not None:
        raise CityTiesError(f"--name: {wrong}; folders are given with --out.")
    files = scenarios_among(files)
    scenarios = read_all(files, request)
    worlds: dict[Path, WorldTables] = {}
    variants: list[Variant] = []
    for file, scenario in scenarios:
        if scenario.world_folder not in worlds:
            worlds[scenario.world_folder] = read_tables(scenario.world_folder)
        variants += expand(scenario, file.name)
    _refuse_set_in_vain(variants, request.settings)
    return make_batch(request.name or _name(files, variants), variants, worlds, runs_folder(request.out))


def _refuse_set_in_vain(variants: Sequence[Variant], settings: Sequence[str]) -> None:
    for written in settings:
        path, _ = split(written)
        for one in variants:
            varied = {setting_path(key) for key in (*one.point, *one.drawn, *(one.space[0] if one.space else ()))}
            if path in varied:
                raise CityTiesError(f"--set {written}: the design of {one.file} varies this key; change it there.")


def _name(files: Sequence[Path], variants: Sequence[Variant]) -> str:
    if len(files) == 1:
        return variants[0].scenario.name
    folders = {file.resolve().parent for file in files}
    if len(folders) == 1 and len(files) > NAMED_SINGLY:
        return folders.pop().name
    return joined_name([variant.scenario.name for variant in variants])


def run_batch(files: Sequence[Path], request: Request) -> None:
    """Compute what a batch lacks, sum it up, and print its folder; exit with code 1 if a unit failed."""
    console = Console(stderr=True, quiet=request.quiet)
    scenarios = read_all(scenarios_among(files), request)
    key = key_of("batch", request.name or "", scenarios)
    if is_unchanged(scenarios, ("*", key), request, console):
        return
    from cityties.figures.processes import painters

    batch = open_batch(files, request)
    allow_rules((variant.scenario for variant in batch.variants), request, console)
    say_folder(console, batch.folder.path)

    def complete() -> Path | None:
        """Compute what is missing and sum it up."""
        with painters(request.threads, DRAWS_PAGES) as drawn_by:
            until_precise(batch, request, console)
            with meanwhile(tr("Summing up and drawing"), console):
                from cityties.report.batch_page import write_batch

                return write_batch(batch.folder, drawn_by)

    conclude(batch.folder, mended(complete, console), console, key)


def is_unchanged(
    scenarios: Sequence[tuple[Path, Scenario]], name_and_key: tuple[str, str], request: Request, console: Console
) -> bool:
    """Return whether all that is asked for is there, made from the same and untouched, and say so if it is."""
    found = sealed(runs_folder(request.out), *name_and_key)
    if found is None:
        return False
    allow_rules((scenario for _, scenario in scenarios), request, console)
    folder, page = found
    say(console, tr("Nothing to do: made from the same code, settings and tables, and no file has changed since."))
    say_page(console, page)
    sys.stdout.write(f"{folder.path}\n")
    return True


def conclude(folder: BatchFolder, page: Path | None, console: Console, key: str) -> None:
    """Seal the results, print the folder as the last line of standard output; exit with 1 if a unit failed."""
    with meanwhile(tr("Sealing"), console):
        seal(folder, key, page)
    if page:
        say_page(console, page)
    LOG.info("page %s written", page)
    sys.stdout.write(f"{folder.path}\n")
    if folder.failures():
        raise typer.Exit(SOME_FAILED)


def compute(batch: Batch, request: Request, console: Console) -> None:
    """Compute what a run or batch lacks, show how far it is, and report what was computed, taken over and failed."""
    todo = what_to_do(batch, batch.chunks())
    total = sum(unit.replicates for unit in todo.fresh)
    LOG.info("%s: %d of %d replicates to compute, %d threads", batch.folder.path, total, todo.wanted, request.threads)
    if total and not request.cluster:
        make_ready(console)
    with progress(tr("Replicates"), total, console) as notify:
        ended = compute_batch(batch, _executor(request, notify))
    _report(batch, ended, todo.wanted, console)


def until_precise(batch: Batch, request: Request, console: Console) -> Batch:
    """Compute, and go on with more replicates or draws while a precision is asked for and the budget lasts."""
    compute(batch, request, console)
    while any(variant.until for variant in batch.variants):
        from cityties.analysis.cases import read_cases
        from cityties.analysis.precision import precision_table

        cases = read_cases(batch.folder.path)
        table = precision_table(cases, [batch.variants[case.variant].until for case in cases])
        short = sorted({int(number) for number in table.loc[~table["reached"].astype(bool), "variant"]})
        larger = grown(batch, short, GROWTH)
        if larger.asked == batch.asked:
            break
        widest = float(table["half_width"].max())
        say(console, tr("Half width {widest:.4g}; going on with more replicates or draws.").format(widest=widest))
        batch = larger
        compute(batch, request, console)
    return batch


def _executor(request: Request, progress: Callable[[int], None]) -> Executor:
    def units_made(planner: "UnitPlanner", units: Iterable[Unit]) -> "Iterator[UnitResult]":
        """Compute the units where the request says: on a cluster or here."""
        if request.cluster:
            from cityties.experiment.cluster import on_cluster

            return on_cluster(planner, units, request.cluster, progress)
        from cityties.experiment.executor import on_this_machine

        return on_this_machine(planner, units, request.threads, progress, request.rule_seconds)

    return units_made


def _report(batch: Batch, ended: Finished, wanted: int, console: Console) -> None:
    there = max(wanted - ended.computed - ended.taken - ended.failed, 0)
    failed = tr(", {n} failed.").format(n=ended.failed) if ended.failed else tr(".")
    done = tr("Replicates: {computed} computed, {taken} taken over from other batches, {there} were there already")
    say(console, done.format(computed=ended.computed, taken=ended.taken, there=there) + failed)
    failures = batch.folder.failures()
    if not failures:
        return
    from cityties.report.batch_page import replay_line

    for name, message in failures.items():
        say(console, tr("  {name} failed: {why}").format(name=name, why=plain(message)), style="red")
        LOG.warning("%s failed: %s", name, message)
        again = tr("    again: {command}").format(command=replay_line(batch.folder, name))
        console.print(again, highlight=False, markup=False, soft_wrap=True)

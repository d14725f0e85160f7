"""``cityties sensitivity``: what the outcomes of a crisis turn on, over all priors and chance."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from cityties.calibration.outcomes import LEADING
from cityties.calibration.sensitivity.factors import REST
from cityties.calibration.sensitivity.study import KIND, Asked, Sensitivity, open_sensitivity
from cityties.calibration.sensitivity.tables import SensitivityTables, sum_up
from cityties.cli.progress import meanwhile, with_bar
from cityties.cli.screen import columns, echo, say_folder, say_page
from cityties.errors import CityTiesError
from cityties.experiment.provenance import things_read
from cityties.experiment.store import locked
from cityties.figures.sensitivity import strongest_rows
from cityties.report.sensitivity_page import crisis_name, write_sensitivity
from cityties.scenario.places import runs_folder, scenario_file
from cityties.scenario.reader import read_scenario
from cityties.tables.language import msg, shown_key, tr, trn
from cityties.tables.world_tables import read_tables

SHOWN = 6
HEAD = (msg("outcome"), msg("factor"), msg("total"), "95 %", msg("first-order"))


@dataclass(frozen=True)
class SensitivityRequest:
    """What the command line asks for."""

    outcomes: Sequence[str] = ()
    samples: int = 1024
    factors: int = 24
    constants: int = 64
    crisis: str | None = None
    workers: int | None = None
    out: Path | None = None
    quiet: bool = False


def study_sensitivity(file: Path, request: SensitivityRequest) -> None:
    """Compute what is missing, print the strongest factors, write tables, figure and page.

    Raises:
        CityTiesError: an outcome or the crisis is unknown, or the samples are no power of 2.
    """
    console = Console(stderr=True, quiet=request.quiet)
    if request.samples & (request.samples - 1):
        nearest = 1 << (request.samples - 1).bit_length()
        raise CityTiesError(f"--samples {request.samples}: takes a power of 2, such as {nearest}.")
    scenario = read_scenario(scenario_file(file))
    tables = read_tables(scenario.world_folder)
    outcomes = tuple(dict.fromkeys(request.outcomes)) or LEADING
    asked = Asked(outcomes, request.samples, request.factors, request.constants, request.crisis)
    study = open_sensitivity(scenario, tables, asked, runs_folder(request.out))
    say_folder(console, study.folder.path)
    with locked(study.folder.path):
        study.folder.begin(KIND, f"Sensitivity of {crisis_name(study)}", vars(asked), *things_read(scenario, tables))
        _compute(study, request.workers or os.cpu_count() or 1, console)
        with meanwhile(tr("Summing up and drawing"), console):
            found = sum_up(study)
            page = write_sensitivity(study, found)
    _print(study, found)
    say_page(console, page)
    sys.stdout.write(f"{study.folder.path}\n")


def _compute(study: Sensitivity, workers: int, console: Console) -> None:
    """Compute what is missing, part after part, each under a bar of its own; only then is it known what the next is."""
    with_bar(tr("Screening"), study.screening.missing(), console, lambda one: study.compute_screening(workers, one))
    with_bar(tr("Indices"), study.sampling.missing(), console, lambda one: study.compute_sampling(workers, one))
    if study.asked.constants:
        with_bar(tr("Constants"), study.constants.missing(), console, lambda one: study.constants.compute(workers, one))


def _print(study: Sensitivity, found: SensitivityTables) -> None:
    head = [tr(name) for name in HEAD]
    rows = []
    for name in study.asked.outcomes:
        for row in strongest_rows(found.indices, name, SHOWN).to_dict("records"):
            ends = tr("{low} to {high}").format(low=f"{row['low']:.2f}", high=f"{row['high']:.2f}")
            rows.append((name, shown_key(str(row["factor"])), f"{row['total']:.2f}", ends, f"{row['first']:.2f}"))
    for line in columns(head, rows, frozenset({2, 3, 4})):
        echo(line)
    if REST in study.grouped.units:
        text = trn(
            "Total indices. '{rest}': {n} factor that screening found weaker.",
            "Total indices. '{rest}': {n} factors that screening found weaker.",
            study.grouped.groups.count(REST),
        )
        echo(text.format(rest=tr(REST), n=study.grouped.groups.count(REST)))

"""``cityties settle``: which data would tell the sign of B, and how many of them it takes."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from rich.console import Console

from cityties.calibration.losses import POOLED
from cityties.calibration.settling.reading import read_observables
from cityties.calibration.settling.study import KIND, MEANINGS, Settling, open_settling, smallest_table
from cityties.cli.progress import progress, with_bar
from cityties.cli.screen import columns, echo, say_folder, say_page
from cityties.experiment.provenance import things_read
from cityties.experiment.store import locked
from cityties.report.settle_page import EXACT, write_settle
from cityties.scenario.places import runs_folder, scenario_file
from cityties.tables.language import msg, shown_value, tr

HEAD = (msg("observable"), msg("recovered"), "95 %", msg("guess"), msg("smallest"))


@dataclass(frozen=True)
class SettleRequest:
    """What the command line asks for."""

    draws: int | None = None
    workers: int | None = None
    out: Path | None = None
    quiet: bool = False


def settle(file: Path, request: SettleRequest) -> None:
    """Simulate what is missing, look at it through every observable, print the shares, write tables, figure and page.

    Raises:
        CityTiesError: the file is wrong, each fault on a line, or another process is at work in the folder.
    """
    console = Console(stderr=True, quiet=request.quiet)
    asked = read_observables(scenario_file(file))
    study = open_settling(asked, request.draws, runs_folder(request.out))
    say_folder(console, study.folder.path)
    workers = request.workers or os.cpu_count() or 1
    with locked(study.folder.path):
        what = {"file": asked.file.name, "scenario": asked.scenario.name, "draws": study.draws}
        study.folder.begin(KIND, asked.content.title, what, *things_read(asked.scenario, asked.tables))
        todo = study.ensemble.missing(study.draws)
        with_bar(tr("Draws"), todo, console, lambda report: study.compute(workers, report))
        with progress(tr("Looking"), len(study.cases()), console) as report:
            table = study.settle_table(report)
        smallest = smallest_table(table, asked.content.enough)
        study.folder.write_tables({"settle": table, "smallest": smallest}, MEANINGS)
        page = write_settle(study, table, smallest)
    _print(study, smallest)
    say_page(console, page)
    sys.stdout.write(f"{study.folder.path}\n")


def _print(study: Settling, smallest: pd.DataFrame) -> None:
    """Print one line an observable: signs recovered over all crises, guessing, and the smallest number."""
    rows = []
    for row in smallest[smallest["crisis"] == POOLED].to_dict("records"):
        exact = study.asked.content.observables[str(row["observable"])].measure in EXACT
        number = f"{row['smallest']:,}" if row["smallest"] else tr("never")
        ends = tr("{low} to {high}").format(low=f"{row['low']:.2f}", high=f"{row['high']:.2f}")
        shares = f"{row['recovered']:.2f}", ends, f"{row['guess']:.2f}"
        rows.append((shown_value(str(row["observable"])), *shares, "" if exact else number))
    for line in columns([tr(name) for name in HEAD], rows, frozenset({1, 2, 3, 4})):
        echo(line)

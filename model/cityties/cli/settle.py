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
from cityties.cli.screen import columns, echo, say
from cityties.experiment.provenance import things_read
from cityties.experiment.store import locked
from cityties.report.settle_page import EXACT, write_settle
from cityties.scenario.places import runs_folder, scenario_file


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
    say(console, f"Results go to {study.folder.path}")
    workers = request.workers or os.cpu_count() or 1
    with locked(study.folder.path):
        what = {"file": asked.file.name, "scenario": asked.scenario.name, "draws": study.draws}
        study.folder.begin(KIND, asked.content.title, what, *things_read(asked.scenario, asked.tables))
        todo = study.ensemble.missing(study.draws)
        with_bar("Draws", todo, console, lambda report: study.compute(workers, report))
        with progress("Looking", len(study.cases()), console) as report:
            table = study.settle_table(report)
        smallest = smallest_table(table, asked.content.enough)
        study.folder.write_tables({"settle": table, "smallest": smallest}, MEANINGS)
        page = write_settle(study, table, smallest)
    _print(study, smallest)
    say(console, f"Open {page} in a browser.")
    sys.stdout.write(f"{study.folder.path}\n")


def _print(study: Settling, smallest: pd.DataFrame) -> None:
    """Print one line an observable: signs recovered over all crises, guessing, and the smallest number."""
    rows = []
    for row in smallest[smallest["crisis"] == POOLED].to_dict("records"):
        exact = study.asked.content.observables[str(row["observable"])].measure in EXACT
        number = f"{row['smallest']:,}" if row["smallest"] else "never"
        ends = f"{row['low']:.2f} to {row['high']:.2f}"
        shares = f"{row['recovered']:.2f}", ends, f"{row['guess']:.2f}"
        rows.append((str(row["observable"]), *shares, "" if exact else number))
    for line in columns(("observable", "recovered", "95 %", "guess", "smallest"), rows, frozenset({1, 2, 3, 4})):
        echo(line)

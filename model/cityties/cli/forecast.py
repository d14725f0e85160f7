"""``cityties forecast``: what the towns of a world will do, by every source."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from cityties.calibration.forecasting.files import read_forecast
from cityties.calibration.forecasting.study import KIND, MEANINGS, Forecast, notes, open_forecast, written
from cityties.cli.progress import meanwhile, with_bar
from cityties.cli.screen import echo, say, say_folder, say_page
from cityties.errors import CityTiesError, counted
from cityties.experiment.provenance import things_read
from cityties.experiment.store import locked, write_text
from cityties.report.forecast_page import answer, write_forecast
from cityties.scenario.places import runs_folder, scenario_file
from cityties.scenario.reader import read_scenario
from cityties.scenario.sample_file import read_sample
from cityties.tables.declared_forecast import FORECAST
from cityties.tables.language import tr, trn
from cityties.tables.world_tables import read_tables


@dataclass(frozen=True)
class ForecastRequest:
    """What the command line asks for."""

    draws: int
    sample: Path
    write: bool = False
    workers: int | None = None
    out: Path | None = None
    quiet: bool = False


def make_forecast(file: Path, request: ForecastRequest) -> None:
    """Simulate what is missing, write forecast, tables, figures and page; the last line is the folder.

    Raises:
        CityTiesError: a file is wrong, the sample has too few draws, or another process is at work in the folder.
    """
    console = Console(stderr=True, quiet=request.quiet)
    scenario = read_scenario(scenario_file(file))
    tables = read_tables(scenario.world_folder)
    sample = read_sample(scenario_file(request.sample))
    if request.draws > len(sample.points):
        there = counted(len(sample.points), "draw")
        raise CityTiesError(f"--draws {request.draws}: the sample {sample.path} has {there}; ask for no more.")
    study = open_forecast(scenario, tables, sample, request.draws, runs_folder(request.out))
    say_folder(console, study.folder.path)
    with locked(study.folder.path):
        study.folder.begin(KIND, scenario.title, notes(study), *things_read(scenario, tables))
        with_bar(tr("Draws"), study.missing(), console, lambda one: study.compute(request.workers or _cores(), one))
        with meanwhile(tr("Summing up and drawing"), console):
            table, buffers = study.table(), study.buffers()
            study.folder.write_tables({"forecast": table, "buffers": buffers}, MEANINGS)
            write_text(study.folder.path / FORECAST.file, written(table))
            page = write_forecast(study, table, buffers)
    for sentence in answer(table, buffers):
        echo(sentence.striptags())
    _compare(study, request.write, console)
    say_page(console, page)
    sys.stdout.write(f"{study.folder.path}\n")


def _cores() -> int:
    return os.cpu_count() or 1


def _compare(study: Forecast, write: bool, console: Console) -> None:
    """Say whether the world has this forecast already, and write it there if that was asked for."""
    made, kept = study.folder.path / FORECAST.file, study.tables.folder / FORECAST.file
    if kept.is_file() and kept.read_bytes() == made.read_bytes():
        say(console, tr("{file} holds this forecast.").format(file=kept))
    elif write:
        write_text(kept, made.read_text(encoding="utf-8"))
        n = len(read_forecast(kept))
        say(console, trn("Written to {file}: {n:,} row.", "Written to {file}: {n:,} rows.", n).format(file=kept, n=n))
    else:
        another = tr("{file} is another forecast; --write puts this one there.")
        none = tr("{file} is no forecast yet; --write puts this one there.")
        say(console, (another if kept.is_file() else none).format(file=kept))

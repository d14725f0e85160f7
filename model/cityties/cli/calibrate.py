"""``cityties calibrate`` and ``cityties holdout``: confront priors with the record, predict what is held out."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from cityties.calibration.calibrate import (
    POSTERIOR,
    PRIOR,
    Calibration,
    calibrate,
    folder_of,
    write_calibration,
    write_tables,
)
from cityties.calibration.fit import Size
from cityties.calibration.holdout import HoldOut, hold_out, open_hold_out
from cityties.calibration.problem import Problem, open_problem
from cityties.calibration.single_settings import PLAIN_DRAWS, SINGLES
from cityties.calibration.study import StudyFolder
from cityties.cli.progress import meanwhile, progress
from cityties.cli.screen import echo, say_folder, say_page
from cityties.cli.warmup import make_ready
from cityties.experiment.provenance import things_read
from cityties.report.calibration_page import write_calibration_page, write_holdout_page
from cityties.scenario.places import runs_folder, scenario_file
from cityties.scenario.reader import read_scenario
from cityties.tables.language import tr
from cityties.tables.world_tables import read_tables


@dataclass(frozen=True)
class CalibrationRequest:
    """What the command line asks for."""

    size: Size
    truths: int = 0
    workers: int | None = None
    out: Path | None = None
    quiet: bool = False

    @property
    def threads(self) -> int:
        """Number of threads."""
        return self.workers or os.cpu_count() or 1


def run_calibration(file: Path, asked: CalibrationRequest) -> None:
    """Calibrate a scenario, write tables, sample and page; the last line on standard output is the folder."""
    console = Console(stderr=True, quiet=asked.quiet)
    scenario = read_scenario(scenario_file(file))
    problem = open_problem(scenario, read_tables(scenario.world_folder), runs_folder(asked.out))
    folder = folder_of("calibration", problem, asked.size, runs_folder(asked.out))
    say_folder(console, folder)
    make_ready(console)
    with progress(tr("Draws"), asked.size.total + len(SINGLES) * PLAIN_DRAWS, console) as report:
        found = calibrate(problem, asked.size, asked.truths, asked.threads, report)
    command = f"cityties calibrate {scenario.name} {asked.size.options}"
    with meanwhile(tr("Summing up and drawing"), console):
        _note(folder, "calibration", f"Calibration of {scenario.title}", asked, problem)
        write_calibration(found, folder, command, os.path.relpath(scenario_file(file), folder))
        page = write_calibration_page(found, folder, command)
    for line in calibration_words(found):
        echo(line)
    say_page(console, page)
    sys.stdout.write(f"{folder}\n")


def _note(folder: Path, kind: str, title: str, asked: CalibrationRequest, problem: Problem) -> None:
    """Write down what a folder holds, so that ``cityties list``, ``open`` and ``rm`` know it."""
    what = {"scenario": problem.scenario.name, **asked.size._asdict(), "coverage": asked.truths}
    StudyFolder(folder).begin(kind, title, what, *things_read(problem.scenario, problem.tables))


def calibration_words(found: Calibration) -> list[str]:
    """Return what was learned in a few lines."""
    informed = int(found.informed["informed"].sum())
    lines = [
        tr("Targets within two tolerances in half of the draws: {met} of {n}.").format(
            met=found.met, n=len(found.fitted_targets)
        ),
        tr("Median mean-square miss: {after:.2f}, of the priors {before:.2f}.").format(
            after=found.median_miss(POSTERIOR), before=found.median_miss(PRIOR)
        ),
        tr("Informed: {informed} of {n} drawn settings.").format(informed=informed, n=len(found.informed)),
    ]
    for sample in (PRIOR, POSTERIOR):
        row = found.buffers[(found.buffers["sample"] == sample) & (found.buffers["crisis"] == "pooled")].iloc[0]
        shares = {key: 100 * row[key] for key in ("buffer", "null", "harm")}
        text = tr(
            "B over all crises, {sample}: ties soften in {buffer:.0f} % of draws, do neither in {null:.0f} %, "
            "harm in {harm:.0f} %."
        )
        lines.append(text.format(sample=tr(sample), **shares))
    return lines


def run_holdout(file: Path, asked: CalibrationRequest) -> None:
    """Predict what came after 2011 and crises left out; the last line on standard output is the folder."""
    console = Console(stderr=True, quiet=asked.quiet)
    scenario = read_scenario(scenario_file(file))
    problem = open_hold_out(scenario, read_tables(scenario.world_folder), runs_folder(asked.out))
    folder = folder_of("holdout", problem, asked.size, runs_folder(asked.out))
    say_folder(console, folder)
    make_ready(console)
    with progress(tr("Draws"), asked.size.total + asked.size.kept + 2 * PLAIN_DRAWS, console) as report:
        found = hold_out(problem, asked.size, asked.threads, report)
    with meanwhile(tr("Summing up and drawing"), console):
        _note(folder, "holdout", f"Hold-out of {scenario.title}", asked, problem)
        write_tables({"holdout": found.table, "width": found.width}, folder)
        page = write_holdout_page(problem, found, folder, asked.size)
    for line in holdout_words(found):
        echo(line)
    say_page(console, page)
    sys.stdout.write(f"{folder}\n")


def holdout_words(found: HoldOut) -> list[str]:
    """Return who predicts best, in one line for each source."""
    text = tr("{source}: best in {best} of {n} facts, {inside:.0f} % inside its 90 % range.")
    return [
        text.format(
            source=tr(str(source)), best=int(rows["best"].sum()), n=len(rows), inside=100 * rows["inside_90"].mean()
        )
        for source, rows in found.table.groupby("source", sort=False)
    ]

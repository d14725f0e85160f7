"""``cityties discover``: under which conditions ties soften or harm, and which policy one would regret least."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from cityties.calibration.discovery.study import KIND, Asked, Discovery, open_discovery
from cityties.calibration.discovery.tables import MEANINGS
from cityties.cli.progress import meanwhile, with_bar
from cityties.cli.screen import echo, say_folder, say_page
from cityties.cli.warmup import make_ready
from cityties.experiment.provenance import things_read
from cityties.experiment.store import locked
from cityties.report.discover_page import regret_sentence, sentences, write_discovery
from cityties.scenario.models import Scenario
from cityties.scenario.places import runs_folder, scenario_file
from cityties.scenario.reader import read_scenario
from cityties.scenario.sample_file import read_sample
from cityties.tables.language import tr
from cityties.tables.world_tables import read_tables

SAMPLES = "samples"


@dataclass(frozen=True)
class DiscoverRequest:
    """What the command line asks for."""

    draws: int = 2000
    levers: int = 100
    crises: Sequence[str] = ()
    sample: Path | None = None
    workers: int | None = None
    out: Path | None = None
    quiet: bool = False


def discover(file: Path, request: DiscoverRequest) -> None:
    """Simulate what is missing, print the conditions in words, write tables, figures and page.

    Raises:
        CityTiesError: a crisis is unknown, the sample does not fit, or another process is at work in the folder.
    """
    console = Console(stderr=True, quiet=request.quiet)
    scenario = read_scenario(scenario_file(file))
    tables = read_tables(scenario.world_folder)
    path = request.sample or shipped_sample(scenario)
    sample = read_sample(path) if path else None
    asked = Asked(request.draws, request.levers)
    study = open_discovery(scenario, tables, asked, runs_folder(request.out), tuple(request.crises), sample)
    say_folder(console, study.folder.path)
    make_ready(console)
    with locked(study.folder.path):
        what = vars(asked) | {"crises": list(study.crises), "sample": sample.path.name if sample else ""}
        study.folder.begin(KIND, f"Conditions: {scenario.title}", what, *things_read(scenario, tables))
        workers = request.workers or os.cpu_count() or 1
        with_bar(tr("Draws"), study.missing(), console, lambda report: study.compute(workers, report))
        with meanwhile(tr("Looking for conditions, and drawing"), console):
            found = study.tables_found()
            study.folder.write_tables(found, MEANINGS)
            page = write_discovery(study, found, command_of(study, request))
    for sentence in [*sentences(found["boxes"]), *([regret_sentence(found["regret"])] if "regret" in found else [])]:
        echo(sentence)
    say_page(console, page)
    sys.stdout.write(f"{study.folder.path}\n")


def shipped_sample(scenario: Scenario) -> Path | None:
    """Return the sample beside the world of a scenario that has the world's name, if there is one."""
    world = scenario.world_folder
    found = world.parent.parent / SAMPLES / f"{world.name}.csv"
    return found if found.is_file() else None


def command_of(study: Discovery, request: DiscoverRequest) -> str:
    """Return the command that repeats a discovery."""
    words = [
        f"cityties discover {study.scenario.name}",
        f"--draws {study.asked.draws}",
        f"--levers {study.asked.levers}",
    ]
    words += [f'--crisis "{name}"' for name in request.crises]
    return " ".join([*words, f"--sample {request.sample}"] if request.sample else words)

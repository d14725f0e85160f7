"""``cityties evidence``: what was assumed, learned and predicted, and what to collect, on one page."""

import sys
from pathlib import Path

from rich.console import Console

from cityties.calibration.study import StudyFolder
from cityties.cli.screen import say, say_page
from cityties.experiment.provenance import things_read
from cityties.experiment.store import locked
from cityties.report.evidence_page import COMMANDS, KIND, PARTS, find_part, write_evidence
from cityties.scenario.places import runs_folder, scenario_file
from cityties.scenario.reader import read_scenario
from cityties.tables.language import tr
from cityties.tables.world_tables import read_tables


def sum_up_evidence(file: Path, out: Path | None, quiet: bool) -> None:
    """Write the page from the newest folders of its parts; the last line on standard output is the folder."""
    console = Console(stderr=True, quiet=quiet)
    scenario = read_scenario(scenario_file(file))
    tables, runs = read_tables(scenario.world_folder), runs_folder(out)
    parts = {kind: find_part(kind, scenario.name, runs) for kind in PARTS}
    folder = StudyFolder(runs / f"{KIND}-{scenario.name}")
    with locked(folder.path):
        made_of = {kind: part.folder.name for kind, part in parts.items() if not part.missing}
        folder.begin(KIND, f"Evidence: {scenario.title}", made_of, *things_read(scenario, tables))
        page = write_evidence(scenario, tables, parts, folder, f"cityties evidence {scenario.name}")
    for kind, part in parts.items():
        if part.missing:
            text = tr("Not there: the folder of `cityties {command}`. The page says so.")
            say(console, text.format(command=COMMANDS[kind]))
    say_page(console, page)
    sys.stdout.write(f"{folder.path}\n")

"""``cityties compare``: settings and outcomes of runs and batches side by side, short here and in full on a page."""
# ruff: noqa: PLC0415 - what computes cases again is imported where they are

import hashlib
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from cityties.analysis.comparison import Comparison, compare, listed
from cityties.analysis.matrix import CLEAR, Matrix, matrices
from cityties.analysis.setting_values import shown_setting
from cityties.cli.batch import DRAWS_PAGES
from cityties.cli.folders import find_folder
from cityties.cli.inventory import COMPARISON
from cityties.cli.progress import meanwhile, with_bar
from cityties.cli.screen import put
from cityties.errors import CityTiesError
from cityties.experiment.store import write_json
from cityties.figures.comparison_source import drawing
from cityties.figures.processes import Painters, painters
from cityties.report.comparison_view import ComparisonView
from cityties.report.finding import finding
from cityties.report.parting_views import parting_lines
from cityties.tables.language import gap, tr

MOST_LINES = 12
OF_RUNS = "compare"


def compare_folders(names: Sequence[str], runs: Path, out: Path | None, as_json: bool = False) -> None:
    """Print what differs, write the page, and print its path as the last line of standard output.

    ``as_json`` prints all of it as JSON in place of both.
    """
    folders = [find_folder(name, runs) for name in names]
    with painters(os.cpu_count() or 1, DRAWS_PAGES) as drawn_by:
        _compare(folders, runs, out, as_json, drawn_by)


def _compare(folders: Sequence[Path], runs: Path, out: Path | None, as_json: bool, drawn_by: Painters) -> None:
    comparison = compare(folders)
    if len(comparison.cases) == 1:
        raise CityTiesError("There is one case only; name two runs, or a batch of several scenarios or arms.")
    if not as_json:
        for line in _lines(comparison):
            put(line, err=True)
    mark = hashlib.sha256("\n".join(folder.name for folder in folders).encode()).hexdigest()[:8]
    folder = out or runs / f"{OF_RUNS}-{mark}"
    view = ComparisonView(comparison, folder, drawing(comparison, folder, drawn_by))
    for line in _partings(view, comparison):
        if not as_json:
            put(line, err=True)
    with meanwhile(tr("Summing up and drawing"), Console(stderr=True)):
        page = view.page()
    write_json(folder / COMPARISON, {"compared": [one.name for one in folders]})
    sys.stdout.write(f"{_json(comparison, view, page) if as_json else page}\n")


def _partings(view: ComparisonView, comparison: Comparison) -> list[str]:
    """Compute where cases first part from their baselines, showing how far it is, and return it in lines."""
    from cityties.analysis.partings import n_to_compute

    console = Console(stderr=True)
    with_bar(tr("Cases computed again"), n_to_compute(comparison), console, lambda done: len(view.find_partings(done)))
    found = view.find_partings()
    shown = found if len(found) == 1 else [one for one in found if not one.why_not][:MOST_LINES]
    lines = [line for one in shown for line in parting_lines(comparison, one, len(found) > 1)]
    one = tr("Where the first replicate parts from the baseline (baseline | case), and why:")
    head = tr("Where the first replicate parts from the baseline:") if len(found) > 1 else one
    return [head, *lines] if lines else []


def _json(comparison: Comparison, view: ComparisonView, page: Path) -> str:
    """Return what differs as JSON; its keys are documented in runs/README.md."""
    content = {
        "page": str(page),
        "cases": list(comparison.names),
        "notes": list(comparison.notes()),
        "settings": [{"key": key, "values": list(values)} for key, values in comparison.settings],
        "partings": json.loads(view.partings.to_json(orient="records")),
        "effects": json.loads(view.effects.to_json(orient="records", date_format="iso", default_handler=str)),
    }
    return json.dumps(content, indent=2, ensure_ascii=False)


def _lines(comparison: Comparison) -> list[str]:
    """Return the finding, what to know before, the settings that differ with who has them, and the clear changes."""
    found = matrices(comparison)
    matrix = found[0] if found else None
    lines = [gap().join(sentence.striptags() for sentence in finding(comparison, matrix))]
    lines += [tr("note: {note}").format(note=note) for note in comparison.notes()]
    for key, values in comparison.settings[:MOST_LINES]:
        having: dict[str, list[str]] = {}
        for name, value in zip(comparison.shown_names[1:], values[1:], strict=True):
            if value != values[0]:
                having.setdefault(value, []).append(name)
        text = tr("{value} in {names}")
        elsewhere = [text.format(value=shown_setting(one), names=listed(who)) for one, who in having.items()]
        lines.append(f"{key}{tr(': ')}{tr('; ').join([shown_setting(values[0]), *elsewhere])}")
    if len(comparison.settings) > MOST_LINES:
        lines.append(tr("... and {n} more settings; see the page").format(n=len(comparison.settings) - MOST_LINES))
    if not comparison.settings:
        lines.append(tr("no setting differs"))
    return lines + (_changes(comparison, matrix) if matrix else [])


def _changes(comparison: Comparison, matrix: Matrix) -> list[str]:
    """Return one line for each change that is clear, the largest first."""
    digits = matrix.measure.digits
    clear = [
        (effect, comparison.shown_names[n], comparison.crisis_name(*place))
        for n, row in enumerate(matrix.effects)
        for place, effect in zip(matrix.places, row, strict=bool(row))
        if effect.mark(matrix.measure) in CLEAR
    ]
    clear.sort(key=lambda one: -abs(one[0].value))
    lines = [
        f"  {effect.value:+.{digits}f} [{effect.low:+.{digits}f}, {effect.high:+.{digits}f}]  "
        + f"{place}{tr(': ')}{name}"
        for effect, name, place in clear[:MOST_LINES]
    ]
    head = tr("Clear changes of {measure} from the baseline, with 95 % intervals:")
    if len(clear) > MOST_LINES:
        lines.append(tr("  ... and {n} smaller ones; see the page").format(n=len(clear) - MOST_LINES))
    return [head.format(measure=tr(matrix.measure.title)), *lines] if lines else []

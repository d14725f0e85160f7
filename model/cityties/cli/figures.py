"""``cityties figures``: the figures of a run, batch or trial of claims in another format, drawn on demand."""

import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from cityties.cli.folders import find_folder
from cityties.cli.progress import meanwhile
from cityties.cli.screen import say
from cityties.errors import CityTiesError, did_you_mean
from cityties.figures.declared import KINDS
from cityties.figures.fonts import lacks_font
from cityties.report.views import BatchView, view_of
from cityties.tables.language import tr


def write_figures(name: str, kind: str, runs: Path, outcome: str | None = None, against: Sequence[str] = ()) -> None:
    """Write all figures of a result in one format beside its others; the folder is the last line of standard output.

    With an outcome, or settings against which it is shown, those of a sweep alone, and their files are named.

    Raises:
        CityTiesError: there is no such result, format, outcome or setting.
    """
    if kind not in KINDS:
        raise CityTiesError(
            f"--format {kind}: no such format.{did_you_mean(kind, KINDS)} There are {', '.join(KINDS)}."
        )
    view = view_of(find_folder(name, runs))
    console = Console(stderr=True)
    with meanwhile(tr("Drawing"), console):
        written = view.draw(kind, outcome, against)
    if lacks_font():
        say(console, "Labels are in English: there is no font with Chinese characters here; install fonts-noto-cjk.")
    if not written:
        of = f" of {outcome}: no case of it has this outcome" if outcome else ""
        raise CityTiesError(f"{view.path}: holds nothing that can be drawn{of}.")
    for path in written if outcome or against else ():
        say(console, tr("Drawn: {path}").format(path=path))
    if outcome and isinstance(view, BatchView) and (told := view.deciding(outcome)):
        say(console, told)
    sys.stdout.write(f"{written[0].parent}\n")

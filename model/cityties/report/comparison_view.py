"""Runs and batches side by side in Python; only where cases first part is computed, when it is asked for."""
# ruff: noqa: PLC0415 - what computes cases again is imported where they are

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from cityties.analysis.comparison import Comparison
from cityties.experiment.store import write_table
from cityties.figures.comparison import comparison_pictures
from cityties.figures.comparison_source import drawing
from cityties.figures.processes import Drawing, Painters
from cityties.figures.style import Picture
from cityties.report.comparison_page import Words, comparison_tables, effect_table, write_comparison
from cityties.report.folder_view import FolderView, chosen_columns
from cityties.tables.language import tr

if TYPE_CHECKING:
    from cityties.analysis.partings import Parted

EFFECT_COLUMNS = ("case", "crisis", "where", "measure", "difference", "low", "high", "n")


class ComparisonView(FolderView):
    """Runs and batches side by side; the first case is the baseline. Nothing is written until the page is asked for."""

    def __init__(self, comparison: Comparison, path: Path, figures: Drawing | None = None) -> None:
        super().__init__(path)
        self._comparison, self._figures = comparison, figures
        self._parted: Sequence[Parted] | None = None

    @property
    def settings(self) -> pd.DataFrame:
        """Settings that differ between the cases, one column a case."""
        return settings_table(self._comparison)

    @property
    def effects(self) -> pd.DataFrame:
        """Outcomes of every case less those of its baseline, with Monte Carlo intervals; paired where they can be."""
        return effect_table(self._comparison)

    @property
    def buffers(self) -> pd.DataFrame:
        """Buffer indices B of every case, by crisis and dyad."""
        return comparison_tables(self._comparison)["buffers"]

    def find_partings(self, report: Callable[[int], None] = lambda _: None) -> "Sequence[Parted]":
        """Return where cases first part from their baselines, computed once; ``report`` is told of every case done."""
        if self._parted is None:
            from cityties.analysis.partings import first_of_all

            self._parted = first_of_all(self._comparison, report)
        return self._parted

    @property
    def partings(self) -> pd.DataFrame:
        """The first month in which a replicate of each case and of its baseline differ, for each kind of decision."""
        from cityties.analysis.partings import parting_table

        return parting_table(self._comparison, self.find_partings())

    @property
    def notes(self) -> list[str]:
        """What to know before reading a difference, such as that replicates are not paired."""
        return self._comparison.notes()

    @property
    def _page(self) -> Path:
        return self.path / "compare.html"

    def page(self) -> Path:
        """Write the page anew, because the results may be others now, and return it; it opens offline."""
        self.write()
        return self._page

    def write(self) -> None:
        """Write tables, figures and page anew."""
        tables = comparison_tables(self._comparison, self.partings)
        for name, table in tables.items():
            write_table(self.path / "tables" / name, table)
        first, *others = self._comparison.shown_names
        title = (
            tr("{first} and {others}").format(first=first, others=others[0])
            if len(others) == 1
            else tr("{first} and {n} others").format(first=first, n=len(others))
        )
        shared = tr(self._comparison.baseline.title)
        if all(tr(case.title) == shared for case in self._comparison.cases) and not first.startswith(shared):
            title = f"{shared}{tr(': ')}{title}"
        drawn, self._figures = self._figures or drawing(self._comparison, self.path, Painters()), None
        words = Words(tr("CityTies comparison"), title, tables=list(tables), partings=self.find_partings())
        write_comparison(self._comparison, self.path, self._page.name, words, drawn)

    def _pictures(self) -> Iterator[Picture]:
        return comparison_pictures(self._comparison)

    def _glance(self) -> tuple[str, pd.DataFrame]:
        effects = self.effects
        title = tr("{names} less {base}").format(
            names=tr(", ").join(self._comparison.shown_names[1:]), base=self._comparison.shown_names[0]
        )
        return title, chosen_columns(effects[effects["measure"] == "buffer_36"], EFFECT_COLUMNS)


def settings_table(comparison: Comparison) -> pd.DataFrame:
    """Return the settings that differ between cases, by key, one column a case."""
    rows = dict(comparison.settings)
    return pd.DataFrame(list(rows.values()), index=pd.Index(rows, name="key"), columns=list(comparison.names))

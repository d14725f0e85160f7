"""Runs and batches side by side in Python: a comparison computes nothing, and its file needs no compiler."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from cityties.analysis.comparison import Comparison
from cityties.experiment.store import write_table
from cityties.figures.comparison import comparison_pictures
from cityties.figures.style import Picture
from cityties.report.comparison_page import Words, comparison_tables, effect_table, write_comparison
from cityties.report.folder_view import FolderView, chosen_columns

EFFECT_COLUMNS = ("case", "crisis", "where", "measure", "difference", "low", "high", "n")


class ComparisonView(FolderView):
    """Runs and batches side by side; the first case is the baseline. Nothing is written until the page is asked for."""

    def __init__(self, comparison: Comparison, path: Path) -> None:
        super().__init__(path)
        self._comparison = comparison

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
        tables = comparison_tables(self._comparison)
        for name, table in tables.items():
            write_table(self.path / "tables" / name, table)
        first, *others = self._comparison.names
        title = f"{first} and {others[0]}" if len(others) == 1 else f"{first} and {len(others)} others"
        words = Words("CityTies comparison", title, tables=list(tables))
        write_comparison(self._comparison, self.path, self._page.name, words)

    def _pictures(self) -> Iterator[Picture]:
        return comparison_pictures(self._comparison)

    def _glance(self) -> tuple[str, pd.DataFrame]:
        effects = self.effects
        title = f"{', '.join(self._comparison.names[1:])} less {self._comparison.names[0]}"
        return title, chosen_columns(effects[effects["measure"] == "buffer_36"], EFFECT_COLUMNS)


def settings_table(comparison: Comparison) -> pd.DataFrame:
    """Return the settings that differ between cases, by key, one column a case."""
    rows = dict(comparison.settings)
    return pd.DataFrame(list(rows.values()), index=pd.Index(rows, name="key"), columns=list(comparison.names))

"""What all results have in common in Python: a folder with tables, figures and a page, read when they are asked for."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from cityties.analysis.months import with_periods
from cityties.errors import CityTiesError, did_you_mean
from cityties.experiment.columns import declared
from cityties.experiment.other_code import perhaps_of_other_code
from cityties.experiment.stored import stored_csv, stored_table
from cityties.figures.arrangement import arrange
from cityties.figures.declared import write_as
from cityties.figures.fonts import labelled
from cityties.figures.style import Picture, look

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_ROWS = 30
CLAIMS_PAGE = "claims.html"
"""Page of a trial of claims, by which its folder is known."""


class FolderView(ABC):
    """A folder of results: ``path``, its tables, its figures, its page."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __repr__(self) -> str:
        """Name the kind and the folder."""
        return f"<{type(self).__name__} {self.path}>"

    @property
    def tables(self) -> list[str]:
        """Names of the tables."""
        return sorted({file.stem for kind in ("parquet", "csv") for file in (self.path / "tables").glob(f"*.{kind}")})

    def table(self, name: str) -> pd.DataFrame:
        """Return one of the tables; ``table("columns")`` explains the columns of all.

        Raises:
            CityTiesError: there is no such table.
        """
        if not self.tables:
            with perhaps_of_other_code(self.path):
                self.write()
        if name not in self.tables:
            raise CityTiesError(f"{self.path}: has no table '{name}'.{_offer(name, self.tables)}")
        file = self.path / "tables" / f"{name}.parquet"
        frame = stored_table(file).to_pandas() if file.is_file() else stored_csv(file.with_suffix(".csv"))
        said = {column: declared(name, column) for column in map(str, frame)}
        return with_periods(frame, [column for column, one in said.items() if one is not None and one.is_month])

    def plot(self, name: str | None = None) -> "Figure":
        """Return a figure by its name, or the first one.

        Raises:
            CityTiesError: there is no such figure; the message names those that there are.
        """
        with labelled(), look(), perhaps_of_other_code(self.path):
            drawn = {picture.name: picture.figure for picture in self._pictures()}
            if not drawn:
                raise CityTiesError(f"{self.path}: holds nothing that can be drawn.")
            if name is not None and name not in drawn:
                raise CityTiesError(f"{self.path}: has no figure '{name}'.{_offer(name, list(drawn))}")
            figure = drawn[name or next(iter(drawn))]
            arrange(figure, is_final=False)
        return figure

    def draw(self, kind: str, outcome: str | None = None, against: Sequence[str] = ()) -> list[Path]:
        """Write all figures in one format (``svg``, ``png``, ``pdf``) into ``figures/``; return the files.

        ``outcome``, or keys ``against`` which it is shown, ask for the figures of a sweep alone.

        Raises:
            CityTiesError: nothing was swept, or there is no such outcome or key.
        """
        with labelled(), look(), perhaps_of_other_code(self.path):
            swept = outcome is not None or bool(against)
            pictures = list(self._swept(outcome, against) if swept else self._pictures())
            for picture in pictures:
                arrange(picture.figure)
            return write_as(kind, pictures, self.path / "figures")

    def page(self) -> Path:
        """Return the page, which opens offline; it is written if it is not there."""
        if not self._page.is_file():
            with perhaps_of_other_code(self.path):
                self.write()
        return self._page

    def _repr_html_(self) -> str:
        title, rows = self._glance()
        shown = rows.head(MOST_ROWS).to_html(index=False, float_format=lambda value: f"{value:.3f}")
        return f"<h4>{escape(title)}</h4>{shown}<p>{escape(str(self.path))}</p>"

    @property
    def _page(self) -> Path:
        return self.path / "report.html"

    @abstractmethod
    def write(self) -> None:
        """Write tables, figures and page anew."""

    @abstractmethod
    def _pictures(self) -> Iterator[Picture]:
        """Yield the figures, the chief one first."""

    def _swept(self, _outcome: str | None, _against: Sequence[str]) -> Iterator[Picture]:
        """Yield the figures of a sweep."""
        raise CityTiesError(f"{self.path}: is no batch, and only those sweep settings or draw parameters.")

    @abstractmethod
    def _glance(self) -> tuple[str, pd.DataFrame]:
        """Return a heading and the rows that a notebook shows."""


def chosen_columns(table: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Return those of the columns that a table has."""
    return table[[name for name in names if name in table]]


def _offer(name: str, known: Sequence[str]) -> str:
    return did_you_mean(name, known) or f" There are {', '.join(known)}."

"""What the figures of a report are drawn from: the run, its summary tables, and the names for readers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from cityties.analysis.names import NamedCrisis, dyad_names, known_until, named_crises, row_labels
from cityties.analysis.results import CrisisResults
from cityties.analysis.shared_events import SharedEvent, events_of
from cityties.experiment.results import RunResults
from cityties.figures.processes import Drawing, Painters
from cityties.tables.language import tr

if TYPE_CHECKING:
    from cityties.figures.style import Picture

ON_CRISES = "cityties.figures.run_figures:CRISIS_FIGURES"
ON_ALL_ELSE = "cityties.figures.run_figures:OTHER_FIGURES"
"""Where the figures of the report are declared; whoever asks for them needs nothing that draws."""
MOST_PAIRS = 5
"""More pairs of nations than fit the width of a page are not drawn."""


@dataclass(frozen=True)
class RunSource[Found: CrisisResults]:
    """What the figures of a report are drawn from: the run, its summary tables, and the names for readers."""

    run: RunResults
    results: Found

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of all pairs of nations, by code."""
        return dyad_names(self.run.tables)

    @cached_property
    def crises(self) -> tuple[list[NamedCrisis], list[NamedCrisis]]:
        """Crises that the report shows in front, and the others."""
        return named_crises(self.run, self.results.crises)

    @cached_property
    def labels(self) -> list[str]:
        """Names of the rows of the table of crises."""
        return row_labels(self.run, self.results.crises)

    @property
    def known_until(self) -> int | None:
        """The last month that the tables know of, where the run goes on for years after it."""
        return known_until(self.run)

    @cached_property
    def pairs(self) -> dict[str, str]:
        """Pairs worth a panel: with disputes, then with most ties; names by code, in the order of the table."""
        codes, stock = list(self.names), self.results.stock
        last = stock[stock["year"] == stock["year"].max()].sort_values("ties", ascending=False, kind="stable")
        disputed = {codes[crisis.dyad] for crisis in self.run.crises if crisis.dyad >= 0}
        ranked = [*(dyad for dyad in last["dyad"] if dyad in disputed), *disputed, *last["dyad"]]
        chosen = set(list(dict.fromkeys(ranked))[:MOST_PAIRS])
        return {code: name for code, name in self.names.items() if code in chosen}

    def of_pairs(self, picture: "Picture") -> "Picture":
        """Return a picture with a panel for each of the pairs, which says so if there are others."""
        n, shown = len(self.names), len(self.pairs)
        left_out = tr(" Of {n} pairs of nations the {shown} with disputes or with most ties are drawn.").format(
            n=n, shown=shown
        )
        return picture if n == shown else replace(picture, caption=picture.caption + left_out)

    @cached_property
    def events(self) -> list[SharedEvent]:
        """Events that many pairs share; each is one row or panel of a figure."""
        crises = sorted((one for group in self.crises for one in group), key=lambda one: one.month)
        return [event for event in events_of(crises) if isinstance(event, SharedEvent)]

    def dot_rows(self, shown: Sequence[int], labels: Mapping[int, str]) -> list[tuple[str, list[int]]]:
        """Return the rows of a figure, label and places among the rows ``shown`` of the table; ``labels`` by row."""
        event_of = {row: event for event in self.events for row in event.rows}
        found: dict[int | str, tuple[str, list[int]]] = {}
        for place, row in enumerate(shown):
            event = event_of.get(row)
            key, label = (row, labels[row]) if event is None else (event.label, event.label)
            found.setdefault(key, (label, []))[1].append(place)
        return list(found.values())

    def rows_of(self, table: pd.DataFrame, row: int) -> pd.DataFrame:
        """Return the rows of a table that belong to a row of the table of crises."""
        crises = self.results.crises
        return table[(table["crisis"] == crises.loc[row, "crisis"]) & (table["dyad"] == crises.loc[row, "dyad"])]


def drawing(declared: str, run: RunResults, results: CrisisResults, folder: Path, painters: Painters) -> Drawing:
    """Ask for the figures of a run that are declared at a place, to be drawn into a folder."""
    bare = replace(run)  # without the tables of single replicates, which no figure needs and a process would be sent
    return painters.ask(declared, RunSource(bare, results), results.tables(), folder)

"""Events that many pairs of states share: one invasion is a dispute of every pair, and is read as one event."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cityties.analysis.names import NamedCrisis
from cityties.kernel.calendar import month_label
from cityties.tables.language import tr

MOST_SINGLE = 5
"""What happens in one month under one title to up to this many pairs of states is shown pair by pair."""


@dataclass(frozen=True)
class SharedEvent:
    """One event of many pairs of states: its first calendar month, and the crises of the pairs, or the common one."""

    title: str
    month: int
    crises: tuple[NamedCrisis, ...]

    @property
    def label(self) -> str:
        """Name for a row or panel."""
        return tr("{title} {month}, {n} pairs").format(
            title=self.title, month=month_label(self.month), n=len(self.rows)
        )

    @property
    def rows(self) -> list[int]:
        """Numbers of its rows in the table of crises."""
        return [row for crisis in self.crises for row in crisis.rows]


def events_of(crises: Sequence[NamedCrisis]) -> list[NamedCrisis | SharedEvent]:
    """Return crises in their order; what has one title and month in more than ``MOST_SINGLE`` pairs is one event."""
    return list(_events(crises))


def _events(crises: Sequence[NamedCrisis]) -> Iterator[NamedCrisis | SharedEvent]:
    members: dict[tuple[str, int], list[NamedCrisis]] = {}
    for crisis in crises:
        members.setdefault((crisis.crisis.title, crisis.month), []).append(crisis)
    for (title, month), found in members.items():
        if sum(len(one.rows) for one in found) > MOST_SINGLE:
            yield SharedEvent(tr(title), month, tuple(found))
        else:
            yield from found


def exchange_together(exchange: pd.DataFrame) -> pd.DataFrame:
    """Return exchange by month since the event over all its pairs, from their rows of the table ``exchange``.

    Events are summed, so a pair counts as much as it has events; ``kept_people`` is weighted by them too. There is no
    interval, as the replicates of the pairs are not in the table: ``kept_low`` and ``kept_high`` are nan.
    """
    people = exchange["kept_people"].fillna(0.0) * exchange["official_without"]
    summed = (
        exchange.assign(people=people).groupby("months_since")[["official_with", "official_without", "people"]].sum()
    )
    base = summed["official_without"].where(summed["official_without"] > 0)
    return pd.DataFrame(
        {
            "months_since": summed.index,
            "kept": (summed["official_with"] / base).to_numpy(),
            "kept_low": np.nan,
            "kept_high": np.nan,
            "kept_people": (summed["people"] / base).to_numpy(),
        }
    )

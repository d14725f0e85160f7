"""Every tie at chosen months, averaged over replicates: how often it exists, how strong, dormant or suspended it is."""

from collections.abc import Sequence

import pandas as pd

from cityties.analysis.arrays import empty_table
from cityties.setup.event_columns import Crisis

KEYS = ["month", "dyad", "city_a", "city_b"]
MEANS = ["strength", "dormant", "suspended"]
MOST = 0.5


def shown_months(noted: Sequence[int], crises: list[Crisis], first_month: int, window: int) -> list[int]:
    """Return those of the ``noted`` months worth a map: the end of the worst dispute's first ``window``, and the last.

    ``noted`` are the months at which single ties were written down.
    """
    if not noted:
        return []
    worst = max((crisis for crisis in crises if crisis.dyad >= 0), key=lambda crisis: crisis.severity, default=None)
    months = {max(noted)}
    if worst is not None:
        months.add(worst.month + first_month + window - 1)
    return sorted(months & set(noted))


def tie_means(ties: pd.DataFrame, months: list[int], replicates: int) -> pd.DataFrame:
    """Return one row a tie and month: share of replicates in which it exists, and its means over those."""
    if ties.empty:
        return empty_table(*KEYS, "exists", *MEANS)
    frame = ties[ties["month"].isin(months)]
    frame = frame.assign(suspended=frame["suspended_by"].notna())
    groups = frame.groupby(KEYS, observed=True)
    table = groups[MEANS].mean().assign(exists=groups.size() / replicates).reset_index()
    return table[[*KEYS, "exists", *MEANS]]


def mapped_counts(means: pd.DataFrame) -> pd.DataFrame:
    """Count the ties that the map of each month shows: those in at least half of the replicates, and their states."""
    shown = means[means["exists"] >= MOST]
    asleep = (shown["dormant"] >= MOST) & (shown["suspended"] < MOST)
    shown = shown.assign(ties=1, suspended=shown["suspended"] >= MOST, dormant=asleep)
    totals = shown.groupby("month")[["ties", "suspended", "dormant"]].sum()
    return totals.assign(strength=shown.groupby("month")["strength"].mean()).reset_index()

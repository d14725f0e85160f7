"""The claim on the world of a forecast: B of every country in the downturn that begins what is asked about."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from cityties.analysis.buffering import THRESHOLD
from cityties.analysis.drawn import share_columns
from cityties.calibration.ensemble import Ensemble, Part, Simulated
from cityties.calibration.forecasting.asked import Asked
from cityties.calibration.losses import POOLED, buffers_of
from cityties.calibration.reading import LossReader
from cityties.experiment.outcomes import MAIN_MONTHS
from cityties.scenario.models import Scenario
from cityties.scenario.reader import override
from cityties.setup.event_columns import list_crises
from cityties.tables.world_tables import WorldTables

PART: Final = "claim"
REPLICATES = 2
"""Paired histories of a draw over which its losses are summed, since chance hides part of a small B."""
READING_CODE = "calibration/reading.py"
RANGE = (0.05, 0.5, 0.95)
LABELS = ("buffer", "null", "harm")


def crises_of(scenario: Scenario, tables: WorldTables, asked: Asked) -> dict[str, tuple[str, str]]:
    """Return the crises of one pair that begin in the first month asked about, each with its country and partner."""
    dyads = tables.dyads.to_dict("records")
    found = {}
    for crisis in list_crises(tables, override(scenario, crises={"only": "all"})):
        if crisis.dyad >= 0 and crisis.month == asked.origin - scenario.start:
            a, b = (str(dyads[crisis.dyad][side]) for side in ("nation_a", "nation_b"))
            if (a in asked.partners) != (b in asked.partners):
                found[crisis.name] = (b, a) if a in asked.partners else (a, b)
    return found


def claim_of(ties: Ensemble, scenario: Scenario, crises: tuple[str, ...], folder: Path) -> Ensemble:
    """Return the draws of a source again, followed with and without each crisis, with effects of ties and without."""
    arms: Mapping[str, Any] = {"tie_pathways": [True, False], "political_shocks": [True], "unheard": False, "named": {}}
    followed = {"only": list(crises), "follow_months": MAIN_MONTHS}
    paired = override(scenario, arms=arms, crises=followed, record={})
    part = Part(PART, paired, LossReader(crises), repr(crises))
    return replace(ties, parts=(part,), replicates=REPLICATES, folder=folder, reading_code=READING_CODE, planners={})


def buffer_table(samples: Mapping[str, Simulated], crises: Mapping[str, tuple[str, str]]) -> pd.DataFrame:
    """Return the shares of draws in which ties soften, do neither, or harm, by source, country and partner.

    The first row of a source pools all of them; a draw counts where the downturn is deep enough to divide by.
    """
    rows = []
    for source, simulated in samples.items():
        found = buffers_of(simulated, PART, tuple(crises))
        for name, values in zip(found.names, found.values.T, strict=True):
            country, partner = crises.get(name, ("", ""))
            rows.append({"source": source, "country": country, "partner": partner} | _shares(values))
    order = {name: place for place, name in enumerate(crises)} | {POOLED: -1}
    table = pd.DataFrame(rows)
    named = [POOLED if not row["country"] else _name(crises, row) for row in table.to_dict("records")]
    return table.iloc[np.argsort([order[name] for name in named], kind="stable")].reset_index(drop=True)


def _name(crises: Mapping[str, tuple[str, str]], row: Mapping[Any, Any]) -> str:
    return next(name for name, pair in crises.items() if pair == (row["country"], row["partner"]))


def _shares(values: np.ndarray[Any, np.dtype[np.float64]]) -> dict[str, Any]:
    known = values[~np.isnan(values)]
    row: dict[str, Any] = {"draws": len(known)}
    marks = (known > THRESHOLD, np.abs(known) <= THRESHOLD, known < -THRESHOLD)
    for label, mark in zip(LABELS, marks, strict=True):
        row |= share_columns(label, int(mark.sum()), len(known)) if len(known) else {label: np.nan}
    ends = np.quantile(known, RANGE) if len(known) else np.full(3, np.nan)
    return row | dict(zip(("p05", "median", "p95"), ends.tolist(), strict=True))

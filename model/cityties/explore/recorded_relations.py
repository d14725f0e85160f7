"""The record's values of relations, laid over the scenario as its file has it: they stay while settings move."""

from typing import Any

import numpy as np
import pandas as pd

from cityties.analysis.observed_series import observed_values
from cityties.analysis.series_distance import place
from cityties.explore.engine import WITH, Computed
from cityties.explore.plain_numbers import plain
from cityties.kernel.record import DyadMeasure as M
from cityties.tables.language import tr

RELATIONS = "relations"


def recorded_points(base: Computed) -> list[dict[str, Any]]:
    """Return one row a series and pair of nations whose relations are kept: months of the run, and values in R.

    ``base`` are replicates of the scenario as it stands. A series is laid over them by its mean and spread, as in the
    report of a run (:mod:`cityties.analysis.series_distance`).
    """
    setup = base.design.setup
    values = observed_values(setup.tables)
    values = values[values["observes"] == RELATIONS]
    placed = place(values, _paths(base))
    titles = dict(zip(setup.tables.series["series"], setup.tables.series["title"], strict=True))
    return [
        {
            "series": tr(titles[str(series)]),
            "dyad": dyad,
            "steps": (rows["month"] - setup.scenario.start).tolist(),
            "values": plain(rows["shown"], 3),
        }
        for (series, dyad), rows in placed.groupby(["series", "dyad"], sort=True)
    ]


def _paths(base: Computed) -> pd.DataFrame:
    setup = base.design.setup
    dyads = setup.tables.dyads
    frames = []
    for row in base.dyads:
        months = setup.scenario.start + np.arange(setup.n_months)
        means = base.series(WITH, row, M.RELATIONS).mean(axis=-1)
        known = months >= int(dyads["recognised"].iloc[row])
        frames.append(
            pd.DataFrame(
                {"observes": RELATIONS, "dyad": dyads["dyad"].iloc[row], "of": "", "month": months, "model": means}
            )[known]
        )
    return pd.concat(frames, ignore_index=True)

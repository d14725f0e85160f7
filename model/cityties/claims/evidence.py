"""Evidence: what the draws of one world gave, one value a draw, in the order of the draws."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cityties.analysis.observations import observe
from cityties.experiment.batch_folder import BatchFolder
from cityties.experiment.outcomes import OutcomeKey
from cityties.experiment.variants import Variant
from cityties.kernel.state import FloatArray
from cityties.scenario.models import Scenario
from cityties.setup.event_columns import Crisis, list_crises
from cityties.tables.world_tables import WorldTables

TOGETHER = 10
WITH_TIES_AND_SHOCKS = (("tie_pathways", "==", True), ("political_shocks", "==", True))


@dataclass(frozen=True)
class VariantRows:
    """The rows of a batch by variant, each asked for once.

    Every file of a batch holds rows of all its variants, so a pass over the files reads those of several variants, and
    keeps them until they are asked for.
    """

    folder: BatchFolder
    together: int = 1
    _kept: dict[tuple[str, int], pa.Table] = field(default_factory=dict)

    def of(self, table: str, number: int, filters: Sequence[tuple[str, str, Any]] = ()) -> pd.DataFrame:
        """Return the rows of one variant; ``filters`` are the same at every call for a table."""
        if (table, number) not in self._kept:
            first = number // self.together * self.together
            group = list(range(first, first + self.together))
            found = self.folder.read_table(table, filters=[("variant", "in", group), *filters])
            for one in group:
                self._kept[table, one] = found.filter(pc.field("variant") == one)
        rows: pd.DataFrame = self._kept.pop((table, number)).to_pandas()
        return rows


@dataclass(frozen=True)
class Evidence:
    """The draws 1 .. n of one world in one sample; a draw that failed is ``nan`` throughout.

    ``panel`` holds statistics of single ties and cities by name, where they were computed. ``shared`` is what the
    worlds of the claims read their rows from together.
    """

    folder: BatchFolder
    number: int
    variant: Variant
    tables: WorldTables
    n: int
    panel: pd.DataFrame
    shared: VariantRows | None = None

    @property
    def scenario(self) -> Scenario:
        """Scenario of the world."""
        return self.variant.scenario

    @cached_property
    def crises(self) -> dict[str, Crisis]:
        """Crises that were followed, by name."""
        return {crisis.name: crisis for crisis in list_crises(self.tables, self.scenario)}

    @cached_property
    def dyads(self) -> list[str]:
        """Codes of the dyads."""
        return list(self.tables.dyads["dyad"])

    @cached_property
    def nations(self) -> list[str]:
        """Codes of the nations."""
        return list(self.tables.nations["nation"])

    @cached_property
    def _rows(self) -> VariantRows:
        return self.shared or VariantRows(self.folder)

    @cached_property
    def _means(self) -> tuple[dict[OutcomeKey, int], FloatArray]:
        rows = self._rows.of("outcomes", self.number)
        rows = rows[rows["draw"].between(1, self.n)]
        values = np.full((self.n, 0), np.nan)
        if rows.empty:
            return {}, values
        found = observe(rows)
        values = np.full((self.n, len(found.keys)), np.nan)
        sums, counts = np.zeros_like(values), np.zeros(self.n)
        np.add.at(sums, found.draw - 1, found.values)
        np.add.at(counts, found.draw - 1, 1.0)
        values[counts > 0] = sums[counts > 0] / counts[counts > 0, None]
        return {key: place for place, key in enumerate(found.keys)}, values

    def has(self, tie_pathways: bool) -> bool:
        """Return whether an arm was run."""
        return tie_pathways in self.scenario.arms.tie_pathways

    def of_crisis(self, crisis: str, measure: str, tie_pathways: bool = True) -> FloatArray:
        """Return an outcome of a crisis, the mean over the replicates of each draw."""
        return self._value(OutcomeKey(tie_pathways, True, crisis, self.dyad(crisis), measure))

    def of_history(self, measure: str, where: str, tie_pathways: bool = True, shocks: bool = True) -> FloatArray:
        """Return an outcome of the whole history in one dyad or nation."""
        return self._value(OutcomeKey(tie_pathways, shocks, "", where, measure))

    def _value(self, key: OutcomeKey) -> FloatArray:
        places, values = self._means
        return values[:, places[key]] if key in places else np.full(self.n, np.nan)

    def dyad(self, crisis: str) -> str:
        """Return the dyad of a crisis."""
        return self.dyads[self.crises[crisis].dyad]

    def parameter(self, name: str) -> FloatArray:
        """Return the value of a parameter in every draw."""
        default = float(getattr(self.scenario.parameter_values(), name))
        return np.array([self.variant.changes(draw).get(name, default) for draw in range(1, self.n + 1)])

    @cached_property
    def _gaps(self) -> dict[tuple[str, bool], FloatArray]:
        rows = self._rows.of("gaps", self.number)
        rows = rows[rows["draw"].between(1, self.n)]
        found = {}
        for (crisis, arm), block in rows.groupby(["crisis", "tie_pathways"], sort=False):
            months = int(block["months_since"].max()) + 1
            sums, counts = np.zeros((self.n, months)), np.zeros((self.n, months))
            at = block["draw"].to_numpy(np.int64) - 1, block["months_since"].to_numpy(np.int64)
            np.add.at(sums, at, block["sum"].to_numpy(np.float64))
            np.add.at(counts, at, block["n"].to_numpy(np.float64))
            found[str(crisis), bool(arm)] = np.where(counts > 0, sums / np.maximum(counts, 1.0), np.nan)
        return found

    def gaps(self, crisis: str, tie_pathways: bool) -> FloatArray:
        """Return the gap of a crisis by draw and month (draws, months), the mean over the replicates of each draw."""
        return self._gaps[crisis, tie_pathways]

    def by_year(self, measure: str, where: str) -> tuple[FloatArray, FloatArray]:
        """Return years, and yearly means of a measure by draw (draws, years), in the arm with ties and shocks."""
        rows = self._years[(self._years["measure"] == measure) & (self._years["where"] == where)]
        table = rows.pivot_table(index="draw", columns="year", values="mean").reindex(range(1, self.n + 1))
        return table.columns.to_numpy(np.float64), table.to_numpy(np.float64)

    @cached_property
    def _years(self) -> pd.DataFrame:
        rows = self._rows.of("years", self.number, WITH_TIES_AND_SHOCKS)
        keys = ["draw", "where", "measure", "year"]
        sums = rows.groupby(keys, sort=False)[["sum", "n"]].sum().reset_index()
        means: pd.DataFrame = sums.assign(mean=sums["sum"] / sums["n"])
        return means

    def of_panel(self, statistic: str) -> FloatArray:
        """Return a statistic of single ties or cities by draw."""
        rows = self.panel[self.panel["statistic"] == statistic]
        return rows.set_index("draw")["value"].reindex(range(1, self.n + 1)).to_numpy(np.float64)


def asked_crises(evidence: Evidence, crises: Sequence[str]) -> list[str]:
    """Return the crises that count: those asked for, or all that the world followed and that have two sides."""
    return [name for name in evidence.crises if (name in crises or not crises) and evidence.crises[name].dyad >= 0]


def sum_of(parts: Sequence[FloatArray]) -> FloatArray:
    """Return the sum over crises or dyads, ``nan`` in draws in which one is undefined."""
    return np.asarray(np.sum(parts, axis=0))

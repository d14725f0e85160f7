"""The results of a run as pandas tables, read from its folder when they are first looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from cityties.errors import CityTiesError, counted
from cityties.experiment.batch import Batch
from cityties.experiment.batch_folder import BatchFolder
from cityties.experiment.columns import part_column
from cityties.experiment.month_texts import month_numbers
from cityties.experiment.outcomes import OutcomeKey
from cityties.experiment.store import write_table
from cityties.experiment.stored import reading, stored_table
from cityties.experiment.stored_inputs import stored_variants, stored_world
from cityties.experiment.units import new_units
from cityties.kernel.calendar import month_index, month_label
from cityties.kernel.record import Kept, kept
from cityties.scenario.models import Scenario
from cityties.setup.city_names import city_names
from cityties.setup.event_columns import Crisis, list_crises
from cityties.tables.world_tables import WorldTables

TIES = ("ties", "crisis_ties")
"""Tables of single ties: at the months that a scenario records, and in the fourth month of each crisis."""
NO_TIES = ("replicate", "month", "dyad", "city_a", "city_b", "strength")
NO_ENDINGS = ("replicate", "month", "dyad", "city_a", "city_b", "signed", "ended_by", "suspended_by")
NO_CRISIS_MONTHS = ("replicate", "tie_pathways", "crisis", "crisis_happens")
NO_OUTCOMES = ("replicate", *OutcomeKey._fields, "value")
SUMMED_UP = ("relations", "mood_a", "mood_b", "ties", "signed", "ended")
"""Monthly measures of single replicates that anything is summed up from."""
AFTER_CRISES = ("relations", "level", "official", "people", "refused_a", "refused_b")
"""The same of the months after crises."""
_MEASURES = {measure.column for measure in (*kept(Kept.HISTORY), *kept(Kept.CRISIS))}


@dataclass(frozen=True)
class RunResults:
    """The results of one variant of a folder: what was asked for, and its tables.

    Months are numbers (12 * year + month - 1), words are categories in the order of the world's tables, and only the
    first ``scenario.replicates`` replicates count, whatever was computed before.
    """

    path: Path
    scenario: Scenario
    tables: WorldTables

    @property
    def folder(self) -> BatchFolder:
        """The folder that the results stand in."""
        return BatchFolder(self.path)

    @property
    def replicates(self) -> int:
        """Number of replicates that the results are taken from."""
        return self.scenario.replicates

    @cached_property
    def crises(self) -> list[Crisis]:
        """Crises of the scenario, in the order of their first month."""
        return list_crises(self.tables, self.scenario)

    def severities(self) -> dict[str, float]:
        """Return the severity of each crisis; 0 for one common to all nations."""
        return {crisis.name: crisis.severity for crisis in self.crises}

    @cached_property
    def histories(self) -> pd.DataFrame:
        """The monthly measures ``SUMMED_UP`` by arm, replicate and dyad (see ``tables/columns.csv``)."""
        return self.read("histories", measures=SUMMED_UP)

    @cached_property
    def attendance(self) -> pd.DataFrame:
        """Cities at the forum by arm, replicate, month and nation."""
        return self.read("attendance")

    @cached_property
    def crisis_months(self) -> pd.DataFrame:
        """Months after each crisis, with and without it, by arm and replicate: the measures ``AFTER_CRISES``."""
        return self.read("crisis_months", NO_CRISIS_MONTHS, measures=AFTER_CRISES)

    @cached_property
    def crisis_outcomes(self) -> pd.DataFrame:
        """Outcomes of crises by replicate, one row an outcome."""
        return self.read("outcomes", NO_OUTCOMES, filters=[("crisis", "!=", "")]).assign(draw=0)

    @cached_property
    def ties(self) -> pd.DataFrame:
        """Every tie at chosen months of the arm with ties and shocks, by replicate."""
        return self._read_ties(None)

    @cached_property
    def tie_months(self) -> list[int]:
        """The months at which ties were written down, in order."""
        if "ties" in self.__dict__:
            return sorted(set(self.ties["month"].tolist()))
        files = (file for table in TIES for file in self.folder.table_files(table))
        columns = (stored_table(file, columns=["month"])["month"] for file in files)
        return sorted(month_index(label) for label in {label for one in columns for label in one.unique().to_pylist()})

    def ties_at(self, months: Sequence[int]) -> pd.DataFrame:
        """Return the rows of :attr:`ties` at some months; no others are read, which may be many times as many."""
        if "ties" in self.__dict__:
            return self.ties[self.ties["month"].isin(months)]
        noted = [month for month in months if month in self.tie_months]
        return self._read_ties(noted) if noted else pd.DataFrame(columns=list(NO_TIES))

    def _read_ties(self, months: Sequence[int] | None) -> pd.DataFrame:
        at = () if months is None else [("month", "in", [month_label(month) for month in months])]
        found = [self.read(table, NO_TIES, at) for table in TIES]
        rows = [table for table in found if not table.empty]
        together: pd.DataFrame = pd.concat(rows or found[:1], ignore_index=True)
        return together.sort_values(["replicate", "month"], kind="stable", ignore_index=True)

    @cached_property
    def endings(self) -> pd.DataFrame:
        """Every tie that ended before the last month at which ties were written down, by replicate."""
        return self.read("endings", NO_ENDINGS)

    def measure_sums(self, measures: Sequence[str]) -> pd.DataFrame:
        """Return sums over the replicates of each unit of some monthly measures, by arm, dyad and month.

        Units are taken whole, so results cut to fewer replicates than there are may take in a few more.
        """
        return self.read("sums", filters=[("measure", "in", list(measures))])

    @property
    def manifest(self) -> Mapping[str, Any]:
        """Where the numbers come from: versions of code and libraries, and the digest of the world."""
        if not self.folder.exists:
            return {}
        history: Mapping[str, Any] = self.folder.content["history"][-1]
        return {**history, "world": {"digest": self.tables.digest}}

    def read(
        self,
        table: str,
        without: Sequence[str] = (),
        filters: Sequence[tuple[str, str, Any]] = (),
        measures: Sequence[str] = (),
    ) -> pd.DataFrame:
        """Return a table of the units; of one that was never written, no rows of the columns ``without``.

        Of the monthly measures only ``measures`` are read, if any are named; keys always are.
        """
        first_file = next(self.folder.table_files(table), None)
        if first_file is None:
            return pd.DataFrame(columns=list(without))
        with reading(first_file):
            names = pq.read_schema(first_file).names
        declared = {name: part_column(table, name) for name in names}
        number = "replicate" if "replicate" in names else "first_replicate"
        wanted = [("variant", "==", 0), (number, "<", self.replicates), *filters]
        left_out = {"variant", "draw", "first_replicate"} | (_MEASURES - {*measures} if measures else set())
        columns = [name for name in names if name not in left_out]
        words = [name for name, said in declared.items() if said.is_text]
        # column by column, each let go when it is turned: else a table is held twice
        once = {"split_blocks": True, "self_destruct": True}
        frame: pd.DataFrame = self.folder.read_table(table, columns, wanted, words).to_pandas(**once)
        pa.default_memory_pool().release_unused()
        for name in words:
            if declared[name].is_month:
                frame[name] = month_numbers(frame[name])
            elif name in self._known:
                frame[name] = frame[name].cat.set_categories(self._known[name])
        return frame

    @cached_property
    def _known(self) -> dict[str, list[str]]:
        """Words in the order of the world's tables, by column."""
        cities = city_names(self.tables)
        return {
            "dyad": list(self.tables.dyads["dyad"]),
            "nation": list(self.tables.nations["nation"]),
            "crisis": [crisis.name for crisis in self.crises],
            "city_a": cities,
            "city_b": cities,
        }

    def write_table(self, name: str, table: pd.DataFrame) -> None:
        """Write a summary table as Parquet and as CSV."""
        write_table(self.path / "tables" / name, table)


def results_of(run: Batch) -> RunResults:
    """Return the results of a run that was computed."""
    scenario = run.variants[0].scenario
    return RunResults(run.folder.path, scenario, run.worlds[scenario.world_folder])


def read_results(path: Path) -> RunResults:
    """Return the results that stand in the folder of a run, from its own copies of scenario and world.

    Raises:
        CityTiesError: there is none, or it was written by a version that stored runs in another way, or a part of it
            is missing or damaged.
    """
    folder = BatchFolder(path)
    lacking = sum(unit.replicates for unit in set(new_units(None, folder.generations[-1])) - folder.units_done().keys())
    if lacking:
        what = f"{counted(lacking, 'replicate')} cannot be found, or only in damaged files"
        raise CityTiesError(f"{path}: {what}. Give the command that made it again; it computes them.")
    scenario = stored_variants(folder)[0].scenario
    return RunResults(path, scenario, stored_world(scenario.world_folder))

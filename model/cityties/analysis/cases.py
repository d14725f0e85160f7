"""Cases: what can be compared, one for each variant of a batch; a run has one.

Settings are read as they stand in the folder, not through the present schema, so that runs of other versions can be
compared too.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from cityties.analysis.buffering import least_loss
from cityties.analysis.intervals import mean_rows
from cityties.analysis.observations import Observations, observe
from cityties.experiment.batch_folder import BatchFolder
from cityties.experiment.stored import reading, stored_csv
from cityties.experiment.units import new_units
from cityties.scenario.design import AS_WRITTEN
from cityties.scenario.keys import role_at
from cityties.tables.language import tr


@dataclass(frozen=True)
class Case:
    """One variant with its results; tables are read when first looked at.

    ``plain_label`` is the label of the same variant with its mechanisms as written; ``drawn`` counts the parameters
    that its draws vary, ``lacking`` the replicates that were asked for and are not there.
    ``sampled`` says what its draws vary, or what their values are (``drawn``, ``space``, ``spread``, ``priors``).
    """

    label: str
    folder: Path
    settings: Mapping[str, Any]
    code: Mapping[str, Any]
    variant: int = 0
    drawn: int = 0
    plain_label: str = ""
    arm: str = AS_WRITTEN
    point: Mapping[str, Any] = field(default_factory=dict)
    world: str = ""
    lacking: int = 0
    sampled: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Title of the scenario, or its name where it has none."""
        return str(self.settings.get("title") or self.settings.get("name", self.label))

    @property
    def version(self) -> str:
        """Version of CityTies, and digest of the model, that computed the case."""
        version, model = self.code.get("cityties", tr("unknown")), str(self.code.get("model", ""))[:8]
        return tr("CityTies {version} (model {model})").format(version=version, model=model)

    @property
    def world_folder(self) -> Path:
        """The copy of the world that the case ran with."""
        return self.folder / str(self.settings["world"])

    @property
    def world_digest(self) -> str:
        """What tells the tables of one world from those of another: the start of their digest."""
        return self.world_folder.name

    @property
    def world_name(self) -> str:
        """Name of the folder of the world, as far as it was written down; else its digest."""
        return self.world or self.world_digest

    @property
    def seed(self) -> int:
        """Root of the case's random numbers."""
        return int(self.settings["seed"])

    @cached_property
    def observations(self) -> Observations:
        """Outcomes of every replicate."""
        return observe(self._table("outcomes"))

    @cached_property
    def years(self) -> pd.DataFrame:
        """Yearly means with interval, by arm, dyad and measure."""
        return mean_rows(self._table("years").to_pandas())

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """Mean gap of each crisis with interval, by arm, dyad and month."""
        return mean_rows(self.gap_sums) if len(self.gap_sums) else pd.DataFrame()

    @cached_property
    def gap_sums(self) -> pd.DataFrame:
        """Sums of the gap of each crisis over blocks of replicates, by arm, dyad and month."""
        table = self._table("gaps")
        return table.to_pandas() if table.num_columns else pd.DataFrame()

    def _table(self, name: str) -> pa.Table:
        return BatchFolder(self.folder).read_table(name, filters=[("variant", "==", self.variant)])

    def severity(self, crisis: str) -> float:
        """Return the severity of a crisis's first shock, as the case has it; 0 for a crisis common to all."""
        if crisis not in self._severities:
            self._severities[crisis] = self._severity(crisis)
        return self._severities[crisis]

    def _severity(self, crisis: str) -> float:
        shocks = self._shocks
        rows = shocks[(shocks["crisis"] == crisis) & (shocks["type"] == "political")].sort_values("date")
        added = self.settings["shocks"].get("add", {})
        ours = [one for name, one in added.items() if one["type"] == "political" and one.get("crisis", name) == crisis]
        first = min(ours, key=lambda one: str(one["date"]), default=None)
        if first is not None and (rows.empty or str(first["date"]) < str(rows.iloc[0]["date"])):
            return float(first["severity"])
        if rows.empty:
            return 0.0
        change = self.settings["shocks"]["change"].get(rows.iloc[0]["shock"], {})
        with reading(self.world_folder / "shocks.csv"):
            return float(change.get("severity", rows.iloc[0]["severity"]))

    @cached_property
    def _severities(self) -> dict[str, float]:
        return {}

    @property
    def _shocks(self) -> pd.DataFrame:
        return self.world_table("shocks.csv")

    def world_table(self, file: str) -> pd.DataFrame:
        """Return a table of the case's world as it stands in the file, all cells as text; empty if there is none.

        Raises:
            DamagedPartError: the copy of the table is damaged.
        """
        return _table_of_world(self.world_folder / file)

    @cached_property
    def dyad_names(self) -> dict[str, str]:
        """Name of each pair of nations by its code, such as China–Japan."""
        name, dyads = self.nation_names, self.world_table("dyads.csv")
        pairs = dyads[["dyad", "nation_a", "nation_b"]].itertuples(index=False, name=None)
        return {dyad: f"{name.get(a, a)}\N{EN DASH}{name.get(b, b)}" for dyad, a, b in pairs}

    @cached_property
    def nation_names(self) -> dict[str, str]:
        """Name of each nation by its code."""
        nations = self.world_table("nations.csv")
        return {nation: tr(name) for nation, name in zip(nations["nation"], nations["name"], strict=True)}

    def least_loss(self, crisis: str) -> float:
        """Return the loss below which there is no downturn to buffer."""
        return least_loss(self.severity(crisis))

    @cached_property
    def flat_settings(self) -> dict[str, Any]:
        """Settings by their full key, as far as their role is to be compared."""
        return {".".join(path): value for path, value in flattened(self.settings) if role_at(path).is_compared}


LOOKED_AT = {
    "nations.csv": ("nation", "name"),
    "dyads.csv": ("dyad", "nation_a", "nation_b"),
    "shocks.csv": ("shock", "crisis", "type", "date", "severity"),
    "cities.csv": ("nation", "city"),
}
"""Columns of a world that are read by name here, in runs of every version."""
NEVER_ABSENT = ("nations.csv", "dyads.csv", "cities.csv")


@lru_cache(maxsize=64)
def _table_of_world(path: Path) -> pd.DataFrame:
    needed = LOOKED_AT.get(path.name, ())
    if path.name not in NEVER_ABSENT and not path.exists(follow_symlinks=False):
        return pd.DataFrame(columns=list(needed))
    return stored_csv(path, needed, as_text=True)


def flattened(settings: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield the path and the value of every setting."""
    for key, value in settings.items():
        if isinstance(value, Mapping):
            yield from flattened(value, (*above, key))
        else:
            yield (*above, key), value


def read_cases(folder: Path) -> list[Case]:
    """Return the cases of a run or a batch: the variants of which something was computed.

    Raises:
        CityTiesError: the folder holds neither, or was written by a version that stored runs in another way.
    """
    batch = BatchFolder(folder)
    code = batch.code
    units = batch.units_done()
    done = {unit.variant for unit in units}
    lacking = Counter[int]()
    for unit in new_units(None, batch.generations[-1]):
        lacking[unit.variant] += 0 if unit in units else unit.replicates
    variants = batch.content["variants"]
    plain = {_place(one): one["label"] for one in variants if one["arm"] == AS_WRITTEN}
    return [
        Case(
            one["label"],
            batch.path,
            one["settings"],
            code,
            number,
            len(one["drawn"] or (one["space"] and one["space"][0])),
            plain.get(_place(one), one["label"]),  # claims ask for arms alone
            one["arm"],
            one["point"],
            one.get("world", ""),
            lacking[number],
            {key: one.get(key) for key in ("drawn", "space", "spread", "priors")},
        )
        for number, one in enumerate(variants)
        if number in done
    ]


def _place(one: Mapping[str, Any]) -> str:
    return json.dumps([one["scenario"], one["point"]], sort_keys=True)

"""Cases: what can be compared. A run is one case, a batch is one for each of its variants.

Settings are read as they stand in the folder, not through the present schema, so that runs of other versions can be
compared too.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from ruamel.yaml import YAML

from cityties.analysis.buffering import least_loss
from cityties.analysis.intervals import mean_rows
from cityties.analysis.observations import Observations, observe
from cityties.analysis.run_cases import run_gaps, run_outcomes, run_years
from cityties.errors import CityTiesError
from cityties.experiment.batch_folder import BATCH, BatchFolder
from cityties.experiment.store import read_table
from cityties.scenario.design import AS_WRITTEN

NO_SETTINGS = ("name", "title", "question", "world", "design", "record")


@dataclass(frozen=True)
class Case:
    """One variant with its results; tables are read when first looked at.

    ``plain_label`` is the label of the same variant with its mechanisms as written; ``drawn`` counts the parameters
    that its draws vary.
    """

    label: str
    folder: Path
    settings: Mapping[str, Any]
    code: Mapping[str, Any]
    variant: int | None = None
    drawn: int = 0
    plain_label: str = ""

    @property
    def seed(self) -> int:
        """Root of the case's chance."""
        return int(self.settings["seed"])

    @cached_property
    def observations(self) -> Observations:
        """Outcomes of every replicate."""
        if self.variant is None:
            return observe(run_outcomes(self._run_table("histories"), self._run_table("crisis_months")))
        return observe(BatchFolder(self.folder).read_table("outcomes", filters=self._own))

    @cached_property
    def years(self) -> pd.DataFrame:
        """Yearly means with interval, by arm, dyad and measure."""
        if self.variant is None:
            return mean_rows(run_years(self._run_table("histories")))
        return mean_rows(BatchFolder(self.folder).read_table("years", filters=self._own).to_pandas())

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """Mean gap of each crisis with interval, by arm, dyad and month."""
        if self.variant is None:
            return mean_rows(run_gaps(self._run_table("crisis_months")))
        table = BatchFolder(self.folder).read_table("gaps", filters=self._own)
        return mean_rows(table.to_pandas()) if table.num_columns else pd.DataFrame()

    @property
    def _own(self) -> Any:
        return [("variant", "==", self.variant)]

    def _run_table(self, name: str) -> pd.DataFrame:
        return read_table(self.folder, name, int(self.settings["replicates"]))

    def severity(self, crisis: str) -> float:
        """Return the severity of a crisis's first shock, as the case has it; 0 for a crisis common to all."""
        shocks = self._shocks
        rows = shocks[(shocks["crisis"] == crisis) & (shocks["type"] == "political")].sort_values("date")
        if rows.empty:
            return 0.0
        change = self.settings["shocks"]["change"].get(rows.iloc[0]["shock"], {})
        return float(change.get("severity", rows.iloc[0]["severity"]))

    @cached_property
    def _shocks(self) -> pd.DataFrame:
        file = self.folder / str(self.settings["world"]) / "shocks.csv"
        return pd.read_csv(file, keep_default_na=False, dtype=str)

    def least_loss(self, crisis: str) -> float:
        """Return the loss below which there is no downturn to buffer."""
        return least_loss(self.severity(crisis))

    @cached_property
    def flat_settings(self) -> dict[str, Any]:
        """Settings by their full key, without those that are told elsewhere or change no number."""
        return dict(_flat({key: value for key, value in self.settings.items() if key not in NO_SETTINGS}))


def _flat(settings: Mapping[str, Any], above: str = "") -> list[tuple[str, Any]]:
    rows = []
    for key, value in settings.items():
        if isinstance(value, Mapping):
            rows += _flat(value, f"{above}{key}.")
        else:
            rows.append((f"{above}{key}", value))
    return rows


def read_cases(folder: Path) -> list[Case]:
    """Return the cases of a run or a batch.

    Raises:
        CityTiesError: the folder holds neither.
    """
    if (folder / BATCH).is_file():
        return _of_batch(BatchFolder(folder))
    try:
        settings = YAML(typ="safe", pure=True).load(folder / "scenario.yaml")
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise CityTiesError(
            f"{folder}: holds neither a run nor a batch. `cityties list` shows what there is."
        ) from None
    settings["replicates"] = manifest["replicates"]
    return [Case(settings["name"], folder, settings, manifest["code"])]


def _of_batch(batch: BatchFolder) -> list[Case]:
    code = batch.content["history"][-1]["code"]
    done = {unit.variant for unit in batch.units_done()}
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
            plain[_place(one)],
        )
        for number, one in enumerate(variants)
        if number in done
    ]


def _place(one: Mapping[str, Any]) -> str:
    return json.dumps([one["scenario"], one["point"]], sort_keys=True)

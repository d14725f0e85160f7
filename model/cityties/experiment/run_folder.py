"""The run folder: everything about a run in one place, from which it can be repeated or drawn again.

scenario.yaml   the scenario with every default filled in, pointing at the copied world
world/          the tables it ran on
rules/          the rules from outside the package that it ran with, if any
manifest.json   versions, commit, seeds, hashes, machine
parts/          the tables of replicates, in ranges
tables/         the tables that sum them up, as Parquet and CSV
figures/        PNG and SVG
report.html     opens offline
"""

import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from cityties.experiment.provenance import manifest
from cityties.experiment.store import (
    PART_SIZE,
    TEMPORARY,
    copy_world,
    missing,
    read_table,
    write_json,
    write_table,
    write_text,
)
from cityties.scenario.models import Scenario
from cityties.scenario.writer import scenario_text
from cityties.setup.event_columns import Crisis, list_crises
from cityties.tables.world_tables import WorldTables


@dataclass(frozen=True)
class RunFolder:
    """A run on disk: what was asked for, and its tables, read when first looked at."""

    path: Path
    scenario: Scenario
    tables: WorldTables

    @property
    def replicates(self) -> int:
        """Number of replicates that the run's results are taken from."""
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
        """Monthly measures by arm, replicate and dyad (see ``tables/columns.csv``)."""
        return read_table(self.path, "histories", self.replicates)

    @cached_property
    def attendance(self) -> pd.DataFrame:
        """Cities at the forum by arm, replicate, month and nation."""
        return read_table(self.path, "attendance", self.replicates)

    @cached_property
    def crisis_months(self) -> pd.DataFrame:
        """Months after each crisis, with and without it, by arm and replicate."""
        return read_table(self.path, "crisis_months", self.replicates)

    @cached_property
    def ties(self) -> pd.DataFrame:
        """Every tie at chosen months of the arm with ties and shocks, by replicate."""
        return read_table(self.path, "ties", self.replicates)

    def clear_temporaries(self) -> None:
        """Remove what an earlier, interrupted run may have left half-written."""
        for left in self.path.rglob(f"{TEMPORARY}*"):
            shutil.rmtree(left) if left.is_dir() else left.unlink()

    def write_inputs(self) -> None:
        """Write the resolved scenario, a copy of the world's tables and of the scenario's own rules."""
        copy_world(self.tables.folder, self.path / "world")
        for rule in self.scenario.custom_rules:
            write_text(self.path / "rules" / rule.path.name, rule.text)
        rules = [f"rules/{rule.path.name}" for rule in self.scenario.custom_rules]
        plain = self.scenario.resolved() | {"world": "world", "rules": rules}
        write_text(self.path / "scenario.yaml", scenario_text(plain))

    def write_manifest(self, durations: dict[str, float]) -> None:
        """Write where the numbers come from and how long they took."""
        content: dict[str, Any] = manifest(self.scenario, self.tables)
        write_json(self.path / "manifest.json", content | {"replicates": self.replicates, "seconds": durations})

    def write_table(self, name: str, table: pd.DataFrame) -> None:
        """Write a summary table as Parquet and as CSV."""
        write_table(self.path / "tables" / name, table)

    def replicates_done(self) -> int:
        """Return how many of the replicates asked for are there already."""
        return self.replicates - sum(last - first for first, last in missing(self.path, self.replicates, PART_SIZE))

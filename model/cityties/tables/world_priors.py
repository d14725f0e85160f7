"""Priors of what a world's tables hold: of severities as other scales read them, and those of ``priors.csv``.

A prior is known by its setting, such as ``publics.JP about CN.mood_baseline``, as a sweep names it.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cityties.kernel.priors import LogNormal, LogUniform, Prior, Uniform
from cityties.tables.declared_model import BY_NAME
from cityties.tables.faults import Fault
from cityties.tables.reader import read_table
from cityties.tables.world_tables import read_bytes

KINDS: Mapping[str, type[Uniform | LogUniform | LogNormal]] = {
    "uniform": Uniform,
    "log-uniform": LogUniform,
    "log-normal": LogNormal,
}
ANY_SHOCK = "shocks.*.severity"
"""Setting that stands for the severity of every shock without a row of its own."""


@dataclass(frozen=True, slots=True)
class WorldPrior:
    """The prior of a setting, and the year of the latest record that it rests on (0: on no record of a year)."""

    setting: str
    prior: Prior
    known_by: int = 0
    rests_on: str = field(default="", compare=False)

    def text(self) -> str:
        """Say what the prior is, what it rests on, and until when."""
        known = f" (records up to {self.known_by})" if self.known_by else ""
        return f"{self.prior.text()}{known}{': ' if self.rests_on else ''}{self.rests_on}"


def world_priors(folder: Path) -> list[WorldPrior]:
    """Return the priors of a world; of a table with faults none, for a run reports them."""
    return [*_of_severities(folder), *_of_the_table(folder)]


def _of_severities(folder: Path) -> Iterator[WorldPrior]:
    for row in _rows(folder, "shocks"):
        if _given(row["severity_read"]) and _given(row["severity_sd_log"]):
            known_by = int(row["severity_known_by"]) if _given(row["severity_known_by"]) else 0
            prior = LogNormal(row["severity_read"], row["severity_sd_log"])
            yield WorldPrior(f"shocks.{row['shock']}.severity", prior, known_by, row["severity_reading"])


def _of_the_table(folder: Path) -> Iterator[WorldPrior]:
    for row in _rows(folder, "priors"):
        known_by = int(row["known_by"]) if _given(row["known_by"]) else 0
        yield WorldPrior(row["setting"], KINDS[row["kind"]](row["first"], row["second"]), known_by, row["rests_on"])


def _given(cell: float) -> bool:
    return not math.isnan(cell)


def _rows(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    table = BY_NAME[name]
    data = read_bytes(folder / table.file, table)
    rows, faults = (None, []) if isinstance(data, Fault) else read_table(folder / table.file, table, data)
    if rows is not None and not faults:
        yield from (row for _, row in rows.records())

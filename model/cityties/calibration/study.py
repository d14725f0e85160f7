"""Studies: folders of results that are neither runs nor batches, known by a file that says what they are.

study.json      kind, title, what was asked for, code and software of every time it was computed
parts/          rows that were computed, block by block
tables/         what comes of them, as CSV
figures/        SVG, of a large figure PNG too
report.html     opens offline

What computes and writes is imported where it is needed: to look what a folder holds takes none of it.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cityties.errors import CityTiesError
from cityties.experiment.store import write_json, write_whole
from cityties.experiment.stored import stored_json

if TYPE_CHECKING:
    import pandas as pd

STUDY = "study.json"
SHAPE = {"kind": str, "title?": str, "asked?": {}, "history?": [{}]}
MOST_BYTES = 10_000_000
COLUMNS = "columns"


def digest_of_all(*parts: Any) -> str:
    """Return a short hash of values that can be written as JSON."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:8]


@dataclass(frozen=True)
class StudyFolder:
    """The folder of a study."""

    path: Path

    @property
    def content(self) -> dict[str, Any]:
        """What ``study.json`` says; empty if there is none that can be read."""
        try:
            found: dict[str, Any] = stored_json(self.path / STUDY, SHAPE, MOST_BYTES)
        except (OSError, ValueError):
            return {}
        return found

    @property
    def damaged(self) -> bool:
        """Whether something else lies where ``study.json`` should."""
        return os.path.lexists(self.path / STUDY) and not self.content

    def begin(self, kind: str, title: str, asked: Mapping[str, Any], *read: Path) -> None:
        """Note what is computed and with which software; earlier notes stay."""
        from cityties.experiment.batch_description import now
        from cityties.experiment.provenance import software

        history = [*self.content.get("history", []), {"begun": now(), **software(*read)}]
        write_json(self.path / STUDY, {"kind": kind, "title": title, "asked": dict(asked), "history": history})

    @property
    def made(self) -> dict[str, Any]:
        """Code and software that last computed here."""
        history: list[dict[str, Any]] = self.content.get("history", [])
        return history[-1] if history else {}

    def write_tables(self, tables: Mapping[str, pd.DataFrame], meanings: Mapping[str, Mapping[str, str]]) -> None:
        """Write tables as CSV, and beside them one that gives the meaning of every column.

        Raises:
            CityTiesError: a column is not declared, so nobody could say what it holds.
        """
        import pandas as pd

        rows = []
        for name, table in tables.items():
            for column in map(str, table.columns):
                if column not in meanings[name]:
                    raise CityTiesError(f"column {column} of table {name} is not declared")
                rows.append({"table": name, "column": column, "meaning": meanings[name][column]})
        for name, table in {**tables, COLUMNS: pd.DataFrame(rows)}.items():
            path = self.path / "tables" / f"{name}.csv"
            write_whole(path, partial(table.to_csv, index=False, lineterminator="\n"))

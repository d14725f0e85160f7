"""The results that figures in texts are quoted from: the command of each, and what of it is kept."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from builders.paths import ROOT

REFERENCE = ROOT / "runs" / "reference"
LARGEST = 100_000
"""Bytes of a table that is kept as it is; of a larger one the hash is kept."""
LARGER = "larger.csv"
PICTURE = "buffer-index.png"
"""The picture of the front page."""
MEANINGS = "columns.csv"
LEFT_OUT = (MEANINGS, "partings.csv")
"""Tables of words: what columns mean, and commands, which name the folder of a run."""


@dataclass(frozen=True)
class Result:
    """A result: the words of its command, the minutes that it takes on two free cores, what is kept beside its tables.

    Pages say when and by what they were made, and pictures are drawn apart: they are kept, and not compared as tables.
    """

    name: str
    command: tuple[str, ...]
    minutes: float
    files: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()

    @property
    def kept(self) -> Path:
        """Folder below ``runs/reference`` in which it is kept."""
        return REFERENCE / self.name

    @property
    def spoken(self) -> str:
        """The command as one types it."""
        return " ".join(("cityties", *self.command))

    def compute(self, runs: Path) -> Path:
        """Give the command, which writes below ``runs``, and return the folder of what came of it."""
        words = [sys.executable, "-m", "cityties", *self.command, "--out", str(runs)]
        environment = os.environ | {"CITYTIES_LANG": "en"}
        done = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT)
        return Path(done.stdout.splitlines()[-1])


RESULTS = (
    Result("historical", ("run", "historical"), 0.3, ("scenario.yaml",), pages=(PICTURE,)),
    Result("severity", ("batch", "designs/severity", "--replicates", "20"), 0.3),
    Result("claims", ("claims", "--full"), 26, pages=("claims.html",)),
    Result("neutrality", ("neutrality", "--draws", "600"), 5),
    Result("calibration", ("calibrate",), 9, ("centre.yaml",)),
    Result("holdout", ("holdout",), 4),
    Result("sensitivity", ("sensitivity",), 6),
    Result("settle", ("settle",), 8),
    Result("discover", ("discover",), 3),
)
NAMES = tuple(result.name for result in RESULTS)


def tables(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of every table of a folder of results: as CSV, or as Parquet where there is no CSV."""
    found = sorted((folder / "tables").glob("*.csv"))
    alone = [path for path in sorted((folder / "tables").glob("*.parquet")) if not path.with_suffix(".csv").exists()]
    for path in [*found, *alone]:
        if path.name not in LEFT_OUT:
            yield f"tables/{path.name}", path.read_bytes()


def to_keep(folder: Path, result: Result) -> dict[str, bytes]:
    """Return what is kept of a folder of results by its path: tables, the hashes of large ones, files."""
    kept, larger = {}, ["table,bytes,sha256"]
    for name, found in tables(folder):
        if len(found) > LARGEST and name.endswith(".csv"):
            larger.append(f"{Path(name).stem},{len(found)},{sha256(found).hexdigest()}")
        else:
            kept[name] = found
    if len(larger) > 1:
        kept[LARGER] = "\n".join([*larger, ""]).encode()
    return kept | {name: (folder / name).read_bytes() for name in result.files}


def keep(result: Result, folder: Path) -> None:
    """Put what is kept of a folder of results in the place of what was kept before."""
    pages = {name: (folder / name).read_bytes() for name in result.pages if (folder / name).exists()}
    there = to_keep(folder, result) | pages
    for old in [path for path in result.kept.rglob("*") if path.is_file()]:
        if old.relative_to(result.kept).as_posix() not in {*there, *result.pages}:
            old.unlink()
    for name, found in there.items():
        target = result.kept / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(found)


def table(result: str, name: str) -> pd.DataFrame:
    """Return a table that is kept."""
    file = REFERENCE / result / "tables" / name
    csv = file.with_suffix(".csv")
    return pd.read_csv(csv) if csv.exists() else pd.read_parquet(file.with_suffix(".parquet"))


def rows_by(found: pd.DataFrame, column: str) -> dict[str, dict[str, Any]]:
    """Return the rows of a table by what stands in a column."""
    records: list[dict[str, Any]] = found.to_dict("records")  # type: ignore[assignment]
    return {str(row[column]): row for row in records}

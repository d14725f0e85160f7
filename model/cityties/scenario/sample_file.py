"""Samples: files of draws that a calibration wrote, which a design uses with ``draws: {from: FILE}``.

A sample is a CSV file. Lines that begin with ``#`` say where it comes from; then follow a header, with a column
``weight`` and one for each key by its name, and one row a draw.
"""

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cityties.errors import ScenarioError, counted

WEIGHT, PARENT = "weight", "parent"
BESIDE = (WEIGHT, PARENT)
"""Columns that are no keys: the weight of a draw, and the draw of the ensemble that it stems from."""


@dataclass(frozen=True)
class SampleFile:
    """The draws of a file: keys, rows of values, weights, and what the file says of its origin."""

    path: Path
    keys: tuple[str, ...]
    rows: tuple[tuple[float, ...], ...]
    weights: tuple[float, ...]
    origin: tuple[str, ...]
    digest: str

    @cached_property
    def points(self) -> tuple[dict[str, float], ...]:
        """The draws as points, each in proportion to its weight: rows in order if all weigh alike."""
        places = range(len(self.rows)) if len(set(self.weights)) == 1 else _in_proportion(self.weights)
        return tuple(dict(zip(self.keys, self.rows[place], strict=True)) for place in places)


def _in_proportion(weights: Sequence[float]) -> list[int]:
    """Return as many places as there are weights, each as often as its weight asks, nothing left to chance."""
    total, n = sum(weights), len(weights)
    places, reached, place = [], weights[0], 0
    for number in range(n):
        while reached < (number + 0.5) * total / n and place < n - 1:
            place += 1
            reached += weights[place]
        places.append(place)
    return places


def read_sample(path: Path) -> SampleFile:
    """Read the draws of a file.

    Raises:
        ScenarioError: there is no such file, or it is no sample; file, line and what to do.
    """
    try:
        data = path.read_bytes()
        lines = data.decode("utf-8-sig").splitlines()
    except FileNotFoundError:
        raise ScenarioError(f"{path}: no such file. `cityties calibrate` writes one, sample.csv.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError(f"{path}: cannot be read as a sample ({error}).") from None
    origin = tuple(line[1:].strip() for line in lines if line.startswith("#"))
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if len(numbered) < 3:
        raise ScenarioError(f"{path}: a sample has a header and at least two draws; this file has none.")
    head = next(csv.reader([numbered[0][1]]))
    if WEIGHT not in head:
        raise ScenarioError(f"{path}:{numbered[0][0]}: the header has no column '{WEIGHT}', so this is no sample.")
    if twice := sorted({name for name in head if head.count(name) > 1}):
        raise ScenarioError(f"{path}:{numbered[0][0]}: column '{twice[0]}' stands twice. Remove one of them.")
    keys = tuple(name for name in head if name not in BESIDE)
    rows, weights = [], []
    for number, line in numbered[1:]:
        values = _numbers(path, number, next(csv.reader([line])), head)
        if values[WEIGHT] < 0.0:
            raise ScenarioError(f"{path}:{number}: weight {values[WEIGHT]:g} is below 0.")
        weights.append(values[WEIGHT])
        rows.append(tuple(values[key] for key in keys))
    if sum(weights) <= 0.0:
        raise ScenarioError(f"{path}: every weight is 0, so there is no draw to take.")
    digest = hashlib.sha256(data).hexdigest()
    return SampleFile(path, keys, tuple(rows), tuple(weights), origin, digest)


def _numbers(path: Path, line: int, cells: Sequence[str], head: Sequence[str]) -> dict[str, float]:
    if len(cells) != len(head):
        raise ScenarioError(f"{path}:{line}: {counted(len(cells), 'field')} where the header has {len(head)}.")
    values = {}
    for name, cell in zip(head, cells, strict=True):
        try:
            values[name] = float(cell)
        except ValueError:
            raise ScenarioError(f"{path}:{line}: {name} '{cell}' is no number.") from None
    return values


def sample_text(
    keys: Sequence[str], rows: Sequence[Sequence[float]], parents: Sequence[int], origin: Sequence[str]
) -> str:
    """Return the text of a sample whose draws weigh alike; values are written in full."""
    lines = [f"# {one}" for one in origin]
    lines.append(",".join([WEIGHT, PARENT, *(f'"{key}"' if "," in key else key for key in keys)]))
    lines += [
        ",".join(["1", str(parent), *(f"{value:.10g}" for value in row)])
        for parent, row in zip(parents, rows, strict=True)
    ]
    return "\n".join(lines) + "\n"

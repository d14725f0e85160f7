"""Forecasts that were measured before: a batch that differs in parameters alone takes as long, so nothing is measured.

They are kept for this user, by what a forecast depends on: code, libraries, worlds, settings but parameters, amounts
and threads. A file that is damaged, or cannot be written, costs the time of measuring again.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cityties.experiment.batch import Batch
from cityties.experiment.seal import whole_code
from cityties.experiment.store import write_json
from cityties.experiment.stored import NUMBER, Shape, stored_json
from cityties.experiment.units import Unit

FILE, MOST_KEPT = "forecasts.json", 200
WITHOUT_WEIGHT = ("parameters", "seed", "title", "question", "name")
"""Settings that change neither how long a replicate takes nor how large its results are."""
_SHAPE: Shape = {"*": {"seconds": NUMBER, "computing": NUMBER, "megabytes": NUMBER, "measured": str}}


@dataclass(frozen=True)
class Forecast:
    """Seconds from the end of reading to the page, those of computing, megabytes, and the day of measuring."""

    seconds: float
    computing: float
    megabytes: float
    measured: str


def forecast_key(batch: Batch, fresh: Sequence[Unit], threads: int) -> str:
    """Return the hash of all that a forecast depends on."""
    variants = [
        [{key: value for key, value in one.scenario.resolved().items() if key not in WITHOUT_WEIGHT}, one.samples]
        for one in batch.variants
    ]
    worlds = sorted(tables.digest for tables in batch.worlds.values())
    amounts = [[unit.variant, unit.draw > 0, unit.replicates] for unit in fresh]
    inputs = [whole_code(), threads, os.cpu_count(), worlds, variants, amounts, batch.detail]
    return hashlib.sha256(json.dumps(inputs, sort_keys=True, default=str).encode()).hexdigest()[:32]


def remembered(key: str) -> Forecast | None:
    """Return what was measured before, if anything was."""
    found = _read().get(key)
    if found is None:
        return None
    seconds, computing, megabytes = (float(found[name]) for name in ("seconds", "computing", "megabytes"))
    return Forecast(seconds, computing, megabytes, str(found["measured"]))


def remember(key: str, seconds: float, computing: float, megabytes: float) -> None:
    """Keep a forecast; of many, those that were measured last."""
    today = datetime.now(UTC).date().isoformat()
    new = {"seconds": seconds, "computing": computing, "megabytes": megabytes, "measured": today}
    others = [(name, one) for name, one in _read().items() if name != key]
    others.sort(key=lambda pair: str(pair[1]["measured"]))
    with suppress(OSError):
        write_json(forecasts(), {**dict(others[1 - MOST_KEPT :]), key: new})


def _read() -> dict[str, dict[str, float | str]]:
    with suppress(OSError, ValueError):
        found: dict[str, dict[str, float | str]] = stored_json(forecasts(), _SHAPE)
        return found
    return {}


def forecasts() -> Path:
    """Return the file in which forecasts are kept."""
    named = os.environ.get("XDG_CACHE_HOME")
    return (Path(named) if named else Path.home() / ".cache") / "cityties" / FILE

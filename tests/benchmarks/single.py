"""One history after another: the compiled model beside C, numpy and Mesa, in one interleaved session."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.core import Core, east_asia, synthetic
from benchmarks.floor import Floor, build
from benchmarks.mesa_objects import simulated
from benchmarks.numpy_columns import Columns
from benchmarks.table import Row
from cityties.kernel.record import DyadMeasure


@dataclass(frozen=True)
class Size:
    """A world of the comparison, and how often the slow versions run in it."""

    name: str
    core: Core
    rounds: int
    mesa_rounds: int


def sizes(folder: Path, quick: bool) -> list[Size]:
    """Return the worlds: East Asia, and synthetic ones of 2,300 and 20,000 ties over the last years of the list."""
    found = [Size("East Asia, 567 ties, 660 months", east_asia(), 5 if quick else 21, 1 if quick else 5)]
    found.append(Size("2,300 ties, 120 months", synthetic(folder, 2300, 2017), 5 if quick else 11, 1 if quick else 3))
    large = synthetic(folder, 20000, 2025 if quick else 2022)
    months = large.n_months
    return [*found, Size(f"20,000 ties, {months} months", large, 3 if quick else 7, 1 if quick else 2)]


def compare(size: Size, folder: Path) -> list[Row]:
    """Time all versions in turn, round after round, and return medians and ratios to the compiled model."""
    core = size.core
    used: dict[str, list[float]] = {"compiled": [], "C floor": [], "numpy": [], "Mesa": []}
    library = build(folder, core)
    ties = core.compiled(0).dyads[:, :, DyadMeasure.TIES].sum()
    for number in range(size.rounds):
        state, floor = core.beginning(number), Floor(library, core, number)
        used["compiled"].append(timed(partial(core.compiled, number, state)))
        used["C floor"].append(timed(floor.run))
        if number < max(size.mesa_rounds, 2):
            columns = Columns(core, number)
            used["numpy"].append(timed(columns.run))
        if number < size.mesa_rounds:
            used["Mesa"].append(timed(partial(simulated, core, number)))
    ours = median(used["compiled"])
    return [
        Row(
            "single run",
            size.name,
            version,
            "ms",
            1e3 * median(found),
            median(found) / ours,
            f"{1e9 * median(found) / ties:.1f} ns a tie-month; {len(found)} runs",
        )
        for version, found in used.items()
    ]


def timed(work: Callable[[], object]) -> float:
    """Return the processor time of this thread for a piece of work."""
    begun = time.thread_time()
    work()
    return time.thread_time() - begun

"""How time and memory grow with ties, months, replicates and workers."""

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.core import Core, synthetic
from benchmarks.floor import Floor, build
from benchmarks.single import timed
from benchmarks.table import Row
from cityties.kernel.record import DyadMeasure

TIES = (600, 2300, 10000, 20000, 50000, 100000)
MILLION = 1_000_000
CHILD = """
import json, sys
sys.path.insert(0, {here!r})
from pathlib import Path
from benchmarks.core import synthetic
from benchmarks.scaling import floor_cost, peak_memory, tie_cost
core = synthetic(Path({folder!r}), {ties}, 2017)
ours = tie_cost(core)
peak = peak_memory()
print(json.dumps([ours, floor_cost(Path({folder!r}), core), peak]))
"""
SYNTH = """
import sys
sys.path.insert(0, {here!r})
from pathlib import Path
from benchmarks.scaling import peak_memory
from cityties.worlds.synthetic import write_synthetic_world
write_synthetic_world(Path({world!r}), 200_000, {ties}, 3, 1)
print(peak_memory())
"""


def peak_memory() -> float:
    """Return the most memory this process has had, in MB; what getrusage says would include the process before it."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024.0 for line in lines if line.startswith("VmHWM"))


def tie_cost(core: Core) -> float:
    """Return nanoseconds a tie-month of the compiled model in memory that the process has had before.

    In a first round of runs the system hands out memory page by page, which would be timed as if it were the model's.
    """
    ties = core.compiled(0).dyads[:, :, DyadMeasure.TIES].sum()
    used: list[float] = []
    for _ in range(2):
        states = [core.beginning(number) for number in range(5)]
        used = [timed(partial(core.compiled, 0, state)) for state in states]
        del states
    return 1e9 * median(used) / float(ties)


def floor_cost(folder: Path, core: Core) -> float:
    """Return nanoseconds a tie-month of the C floor."""
    ties = core.compiled(0).dyads[:, :, DyadMeasure.TIES].sum()
    floor = Floor(build(folder, core), core, 0)
    floor.run()
    return 1e9 * median(timed(floor.run) for _ in range(5)) / float(ties)


def by_ties(folder: Path, quick: bool) -> list[Row]:
    """Return the cost of a tie-month, ours and that of C, and peak memory, each size in a process of its own."""
    rows: list[Row] = []
    for n_ties in TIES[:4] if quick else TIES:
        synthetic(folder, n_ties, 2017)
        rows += _of_size(folder, n_ties, rows)
    return rows


def of_a_million(folder: Path, rows: list[Row]) -> list[Row]:
    """Return the same for 200,000 cities with a million ties, and the memory that making their world takes."""
    made = _said(
        SYNTH.format(here=str(Path(__file__).parents[1]), world=str(folder / f"ties-{MILLION}"), ties=MILLION)
    )[0]
    case = f"{MILLION:,} ties, 200,000 cities"
    world = Row("memory with ties", case, "making the world", "MB at the peak", made)
    known = [row for row in rows if row.topic == "growth with ties"]
    return [*_of_size(folder, MILLION, known), world]


def _of_size(folder: Path, n_ties: int, known: list[Row]) -> list[Row]:
    ours, floor, peak = _said(CHILD.format(here=str(Path(__file__).parents[1]), folder=str(folder), ties=n_ties))
    first = {row.version: row.value for row in reversed(known)}
    case, unit = f"{n_ties:,} ties, 120 months", "ns a tie-month"
    return [
        Row("growth with ties", case, "compiled", unit, ours, ours / first.get("compiled", ours)),
        Row("growth with ties", case, "C floor", unit, floor, floor / first.get("C floor", floor)),
        Row("memory with ties", case, "tables, beginning and run", "MB at the peak", peak),
    ]


def _said(code: str) -> list[float]:
    """Run a program and return the numbers in its last line."""
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    found = json.loads(said.splitlines()[-1])
    return found if isinstance(found, list) else [found]


def by_months(folder: Path) -> list[Row]:
    """Return the time of runs of growing length where the number of ties hardly changes."""
    core, rows = synthetic(folder, 2300, 1997), []
    ties = core.compiled(0).dyads[:, :, DyadMeasure.TIES].sum(axis=1)
    lengths = (90, 180, 270, 360)
    states = {n: [core.beginning(0) for _ in range(9)] for n in lengths}
    for n in lengths:
        used = median(timed(partial(core.compiled, 0, state, n)) for state in states[n])
        note = f"{1e9 * used / ties[:n].sum():.1f} ns a tie-month"
        rows.append(Row("growth with months", f"{n} months, 2,300 ties", "compiled", "ms", 1e3 * used, None, note))
    return rows


def by_replicates(core: Core, quick: bool) -> list[Row]:
    """Return the time of a history in batches of growing size, and the gain of a second worker."""
    rows: list[Row] = []
    for n in (50, 200) if quick else (50, 200, 1000):
        for workers, version in ((1, "1 thread"), (2, "2 threads")):
            best = min(_wall(core, n, workers) for _ in range(3))
            ratio = rows[-1].value / (1e3 * best / n) / 2.0 if workers == 2 else None
            note = "ratio: efficiency of the second core" if workers == 2 else ""
            rows.append(
                Row(
                    "growth with replicates and workers",
                    f"{n} histories",
                    version,
                    "ms wall a history",
                    1e3 * best / n,
                    ratio,
                    note,
                )
            )
    return rows


def _wall(core: Core, n: int, workers: int) -> float:
    begun = time.perf_counter()
    with ThreadPoolExecutor(workers) as pool:
        for _ in pool.map(lambda number: core.compiled(number) and None, range(n), chunksize=1):
            pass
    return time.perf_counter() - begun

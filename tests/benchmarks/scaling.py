"""How time and memory grow with ties, months, replicates and workers."""

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from statistics import median

from core import Core, synthetic
from single import timed
from table import Row

from cityties.record import DyadMeasure

TIES = (600, 2300, 10000, 20000, 50000, 100000)
CHILD = """
import json, resource, sys
sys.path.insert(0, {here!r})
from pathlib import Path
from core import synthetic
from scaling import tie_cost
core = synthetic(Path({folder!r}), {ties}, 2017)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
cost = tie_cost(core)
print(json.dumps([cost, before / 1e3, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3]))
"""


def tie_cost(core: Core) -> float:
    """Return nanoseconds a tie-month."""
    ties = core.compiled(0).dyads[:, :, DyadMeasure.TIES].sum()
    states = [core.beginning(number) for number in range(5)]
    return 1e9 * median(timed(partial(core.compiled, 0, state)) for state in states) / float(ties)


def by_ties(folder: Path, quick: bool) -> list[Row]:
    """Return the cost of a tie-month and peak memory in worlds of growing size, each in a process of its own."""
    rows: list[Row] = []
    for n_ties in TIES[:4] if quick else TIES:
        synthetic(folder, n_ties, 2017)
        code = CHILD.format(here=str(Path(__file__).parent), folder=str(folder), ties=n_ties)
        said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
        cost, before, peak = json.loads(said.splitlines()[-1])
        first = rows[0].value if rows else cost
        note = f"peak memory {peak:.0f} MB, of which {before:.0f} MB before the first run"
        rows.append(
            Row(
                "growth with ties",
                f"{n_ties:,} ties, 120 months",
                "compiled",
                "ns a tie-month",
                cost,
                cost / first,
                note,
            )
        )
    return rows


def by_months(core: Core) -> list[Row]:
    """Return the cost of a tie-month in runs of growing length of East Asia."""
    rows = []
    record = core.compiled(0).dyads[:, :, DyadMeasure.TIES].sum(axis=1)
    for n in (165, 330, 495, 660):
        used = median(timed(partial(core.compiled, 0, None, n)) for _ in range(9))
        rows.append(
            Row(
                "growth with months",
                f"first {n} months of East Asia",
                "compiled",
                "us a month",
                1e6 * used / n,
                None,
                f"{1e9 * used / record[:n].sum():.1f} ns a tie-month",
            )
        )
    return rows


def by_replicates(core: Core, quick: bool) -> list[Row]:
    """Return the time of a history in batches of growing size, and the gain of a second worker."""
    rows: list[Row] = []
    for n in (50, 200) if quick else (50, 200, 1000):
        for workers in (1, 2):
            best = min(_wall(core, n, workers) for _ in range(3))
            ratio = rows[-1].value / (1e3 * best / n) / 2.0 if workers == 2 else None
            note = "ratio: efficiency of the second core" if workers == 2 else ""
            rows.append(
                Row(
                    "growth with replicates and workers",
                    f"{n} histories",
                    f"{workers} threads",
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

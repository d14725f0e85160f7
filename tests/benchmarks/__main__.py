"""All benchmarks in one session: ``python -m uv run python tests/benchmarks [--quick]``."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.batches import agentpy_batch, compiled_batch, mesa_batch, seconds
from benchmarks.cluster import by_cluster_workers
from benchmarks.core import east_asia
from benchmarks.faces import cold_starts, mesa_model
from benchmarks.figure import draw
from benchmarks.profile_month import costs, full_model, whole_histories
from benchmarks.scaling import by_months, by_replicates, by_ties, of_a_million
from benchmarks.single import compare, sizes
from benchmarks.table import FOLDER, Row, write

PEERS = ("agentpy", "distributed")
STARTED_AGAIN = "CITYTIES_BENCHMARKS_WITH_PEERS"


def with_peers() -> None:
    """Start again with AgentPy and Dask beside the project where they are missing and uv can put them there.

    They are in the dependency group ``benchmarks``, which nobody needs who only runs or tests the model.
    """
    uv, missing = os.environ.get("UV"), [name for name in PEERS if find_spec(name) is None]
    if uv and missing and STARTED_AGAIN not in os.environ:
        command = [uv, "run", "--group", "benchmarks", "python", *sys.argv]
        raise SystemExit(subprocess.run(command, check=False, env=os.environ | {STARTED_AGAIN: "1"}).returncode)


def batches(quick: bool) -> list[Row]:
    """Return the wall time of a history in batches on two workers."""
    core = east_asia()
    core.compiled(0)
    plan = [
        ("compiled, 2 threads", compiled_batch, 400),
        ("mesa.batch_run, 2 processes", mesa_batch, 4 if quick else 40),
    ]
    plan.append(("AgentPy, 2 processes", agentpy_batch, 4 if quick else 40))
    rows: list[Row] = []
    for name, run, n in plan:
        try:
            wall, _ = seconds(partial(run, core, n, 2))
        except ImportError:
            rows.append(
                Row("batches", "East Asia", name, "ms wall a history", float("nan"), None, "AgentPy is not installed")
            )
            continue
        each = 1e3 * wall / n
        rows.append(
            Row(
                "batches",
                "East Asia",
                name,
                "ms wall a history",
                each,
                each / rows[0].value if rows else 1.0,
                f"{n} histories",
            )
        )
    return rows


def main() -> None:
    """Run every benchmark and write the table."""
    parser = argparse.ArgumentParser(description="Time CityTies beside Mesa, AgentPy, numpy and C.")
    parser.add_argument("--quick", action="store_true", help="a few minutes; writes to a temporary folder")
    quick = parser.parse_args().quick
    folder, begun = Path(tempfile.mkdtemp(prefix="cityties-benchmarks-")), time.perf_counter()
    rows: list[Row] = []
    setup, core = full_model(), east_asia()
    parts: list[tuple[str, Callable[[], list[Row]]]] = [
        (f"single run, {size.name}", partial(compare, size, folder)) for size in sizes(folder, quick)
    ]
    parts += [
        ("full model", lambda: whole_histories(setup, folder)),
        ("cost of each process", lambda: costs(setup, folder)),
        ("Mesa face", lambda: mesa_model(setup)),
        ("growth with ties", lambda: by_ties(folder, quick)),
        ("growth with months", lambda: by_months(folder)),
        ("growth with replicates", lambda: by_replicates(core, quick)),
        ("batches", lambda: batches(quick)),
        ("cold starts", lambda: cold_starts(folder)),
        ("cluster", lambda: by_cluster_workers(folder, quick)),
        ("a million ties", lambda: [] if quick else of_a_million(folder, rows)),
    ]
    where = folder if quick else FOLDER
    for name, part in parts:
        print(name, flush=True)
        found = part()
        rows += found
        for row in found:
            ratio = "" if row.ratio is None else f"{row.ratio:10.3g}"
            print(f"  {row.case:44} {row.version:36} {row.value:10.4g} {row.unit:18} {ratio} {row.note}", flush=True)
        write(rows, where, "results", (time.perf_counter() - begun) / 60.0)
    draw(rows, where / "growth.png")
    print(f"{where / 'results.md'}: written.")


if __name__ == "__main__":
    with_peers()
    main()

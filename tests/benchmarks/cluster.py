"""A batch on a Dask cluster of this machine with one, two and three workers, beside threads."""

import os
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

from benchmarks.core import HISTORICAL
from benchmarks.faces import PROGRAM
from benchmarks.table import Row

ADDRESS = "tcp://127.0.0.1:18788"
BATCH = f"""\
extends: {HISTORICAL}
title: Scaling
record: {{ties_at: []}}
crises: {{only: [CN-JP 2012-09], follow_months: 36}}
"""
REPLICATES, QUICK = (100, 1500), (20, 100)
UNIT = 1000


def by_cluster_workers(folder: Path, quick: bool) -> list[Row]:
    """Return the wall time of one batch, commands and files included, by who computes it.

    A short and a long batch tell what beginning and page take, and what each replicate more.
    """
    file, (few, many) = folder / "scaling.yaml", QUICK if quick else REPLICATES
    file.write_text(BATCH, encoding="utf-8")
    ways = [(name, 0, ["--workers", name[0]]) for name in ("1 thread", "2 threads")]
    if find_spec("distributed") is not None:
        ways += [(f"Dask, worker processes: {k}", k, ["--cluster", ADDRESS]) for k in (1, 2, 3)]
    cases = [f"{many:,} replicates of four arms, {os.cpu_count()} cores", f"{UNIT:,} replicates more"]
    rows: list[Row] = []
    one: dict[bool, list[float]] = {}
    for name, n_workers, words in ways:
        short, long = (_wall(file, folder / f"scaling-{n}-{name}", n, n_workers, words) for n in (few, many))
        found = [long, UNIT * (long - short) / (many - few)]
        for case, used, base in zip(cases, found, one.setdefault(n_workers > 0, found), strict=True):
            rows.append(Row("batch on a cluster", case, name, "s wall", used, base / used, "ratio: gain over one"))
    return rows


def _wall(file: Path, out: Path, replicates: int, n_workers: int, words: list[str]) -> float:
    begun = [_start("-m", "distributed.cli.dask_scheduler", "--port", "18788", "--dashboard-address", ":0")]
    try:
        time.sleep(4)
        worker = ("-m", "distributed.cli.dask_worker", ADDRESS, "--nthreads", "1", "--no-nanny")
        begun += [_start(*worker) for _ in range(n_workers)]
        time.sleep(6 if n_workers else 0)
        since = time.perf_counter()
        order = ["batch", str(file), "--out", str(out), "--replicates", str(replicates), *words]
        ended = subprocess.run([sys.executable, "-c", PROGRAM, *order], capture_output=True, text=True, check=False)
        if ended.returncode != 0:
            raise RuntimeError(f"the batch failed: {ended.stderr}")
        return time.perf_counter() - since
    finally:
        for process in begun:
            process.terminate()
            process.wait()


def _start(*words: str) -> "subprocess.Popen[bytes]":
    silent = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, *words], stdout=silent, stderr=silent)

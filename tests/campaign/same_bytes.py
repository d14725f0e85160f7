"""Same scenario, seed and code, same bytes: on other Pythons, vectors, numbers of workers, executors, resumed or not.

``python -m uv run python tests/campaign/same_bytes.py [--pythons 3.12 3.13] [--replicates 60]`` computes one batch
(a run of the East Asian record, one with a custom rule, two draws of the priors) in every way, prints a digest of all
tables and parts for each, and ends with code 1 if two differ. Each way has an empty compile cache where its code may
differ, so this takes some minutes.
"""

import argparse
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CLONE = Path(__file__).parents[2]
START = "from cityties.cli.main import run; run()"
PORT = 18788
HISTORY = """\
extends: historical.yaml
title: Same bytes
end: 2013-12
crises: {only: [CN-JP 2012-09]}
record: {ties_at: [2009-12]}
"""
RULE = "rules: [rules/mayor_turnover.py]\n"
DRAWN = "design: {draws: 2, parameters: priors}\n"
COUNTED = ("parts", "tables")
"""Folders whose bytes must be equal; beside them stand files that hold times of the clock and versions."""


@dataclass(frozen=True)
class Way:
    """A way to compute the batch: which Python, which variables, which words beside the usual ones."""

    name: str
    python: str = sys.executable
    environment: Mapping[str, str] | None = None
    words: tuple[str, ...] = ()


def written(folder: Path) -> list[Path]:
    """Write the scenarios of the batch, each beside those that they extend."""
    scenarios = shutil.copytree(CLONE / "scenarios", folder / "scenarios")
    files = []
    for name, text in (("plain", ""), ("ruled", RULE), ("drawn", DRAWN)):
        path = scenarios / f"same_{name}.yaml"
        path.write_text(HISTORY.replace("Same bytes", f"Same bytes, {name}") + text, encoding="utf-8")
        files.append(path)
    return files


def begin(way: Way, files: list[Path], out: Path, replicates: int) -> "subprocess.Popen[str]":
    """Start the batch in one way."""
    given = ("--out", str(out), "--replicates", str(replicates), "--name", "same", "--trust-rules", *way.words)
    words = [way.python, "-P", "-c", START, "batch", *map(str, files), *given]
    environment = os.environ | dict(way.environment or {})
    return subprocess.Popen(
        words, env=environment, cwd=files[0].parent, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def ended(process: "subprocess.Popen[str]") -> None:
    """Let a batch end.

    Raises:
        RuntimeError: it failed.
    """
    _, said = process.communicate()
    if process.returncode:
        raise RuntimeError(said[-2000:])


def digest(out: Path) -> str:
    """Return a hash over all tables and parts of the batch below a folder."""
    (made,) = (path for path in out.iterdir() if path.is_dir())
    found = hashlib.sha256()
    paths = [path for name in COUNTED for path in sorted((made / name).rglob("*")) if path.is_file()]
    if not paths:
        raise RuntimeError(f"no tables in {made}")
    for path in paths:
        found.update(path.relative_to(made).as_posix().encode() + path.read_bytes())
    return found.hexdigest()


def undisturbed(way: Way, files: list[Path], out: Path, replicates: int) -> str:
    """Compute the batch in one go."""
    ended(begin(way, files, out, replicates))
    return digest(out)


def resumed(way: Way, files: list[Path], out: Path, replicates: int) -> str:
    """Compute the batch, killed as soon as a first part is there, and begun again."""
    process = begin(way, files, out, replicates)
    while process.poll() is None and not list(out.glob("*/journal.jsonl")):
        time.sleep(0.05)
    if process.poll() is not None:
        raise RuntimeError("ended before it could be killed; ask for more replicates")
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return undisturbed(way, files, out, replicates)


def silently(module: str, *words: str) -> "subprocess.Popen[bytes]":
    """Start a module of Dask."""
    return subprocess.Popen(
        [sys.executable, "-m", module, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


@contextmanager
def cluster() -> Iterator[str]:
    """Run a Dask scheduler with two workers, and give its address."""
    address = f"tcp://127.0.0.1:{PORT}"
    own = ("--host", "127.0.0.1", "--port", str(PORT), "--dashboard-address", "127.0.0.1:0")
    joined = (address, "--nthreads", "1", "--no-nanny", "--dashboard-address", "127.0.0.1:0")
    begun = [silently("distributed.cli.dask_scheduler", *own)]
    time.sleep(5)
    begun += [silently("distributed.cli.dask_worker", *joined) for _ in range(2)]
    try:
        yield address
    finally:
        for process in begun:
            process.kill()
            process.wait()


def other_python(version: str, folder: Path) -> str:
    """Install the project for another Python with its tested versions, and return that Python."""
    python = folder / "env" / "bin" / "python"
    uv = [sys.executable, "-m", "uv"]
    if importlib.util.find_spec("uv") is None:
        uv = ["uv"]
    for words in (
        [*uv, "venv", "--quiet", "--python", version, str(folder / "env")],
        [*uv, "pip", "install", "--quiet", "--python", str(python), "--editable", str(CLONE)],
    ):
        subprocess.run(words, cwd=CLONE, check=True)
    return str(python)


def ways(pythons: list[str], home: Path) -> Iterator[tuple[Way, Callable[..., str]]]:
    """Yield every way to compute the batch."""
    yield Way("1 worker", words=("--workers", "1")), undisturbed
    yield Way("2 workers", words=("--workers", "2")), undisturbed
    yield Way("8 workers", words=("--workers", "8")), undisturbed
    yield Way("killed and resumed"), resumed
    generic = {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": "", "XDG_CACHE_HOME": str(home / "generic")}
    yield Way("generic vectors", environment=generic), undisturbed
    for version in pythons:
        yield Way(f"Python {version}", other_python(version, home / f"python-{version}")), undisturbed
    if importlib.util.find_spec("distributed") is None:
        print("Dask cluster: left out, distributed is not installed (extra 'cluster')", flush=True)
        return
    with cluster() as address:
        yield Way("Dask, two workers", words=("--cluster", address)), undisturbed


def main() -> None:
    """Compute the batch in every way, and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pythons", nargs="*", default=["3.12", "3.13"])
    parser.add_argument("--replicates", type=int, default=60)
    asked = parser.parse_args()
    found: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        files = written(home)
        for number, (way, compute) in enumerate(ways(asked.pythons, home)):
            began = time.monotonic()
            found[way.name] = compute(way, files, home / f"out-{number}", asked.replicates)
            print(f"{found[way.name][:16]}  {way.name}  ({time.monotonic() - began:.0f} s)", flush=True)
    if len(set(found.values())) > 1:
        print("FOUND different bytes")
        raise SystemExit(1)
    print(f"{len(found)} ways, the same bytes")


if __name__ == "__main__":
    main()

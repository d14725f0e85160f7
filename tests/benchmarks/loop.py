"""The daily loop: commands as whole processes, their wall and processor time, peak memory, and ratio to computing.

    python tests/benchmarks/loop.py [--write] [FOLDER]    # a folder that is empty or missing; some three minutes

Byte code and compiled code are warm: the first command is ``warmup``. Computing alone is timed in a process that reads
nothing and draws nothing, so that the ratio says what the loop costs beside it. Memory is that of the largest process
of a command. ``--write`` puts the table into ``loop.md``, beside what was measured before.
"""

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cityties.cli.remembered import forecasts

MAIN_JOB = "scenarios/historical.yaml"
TWEAKED = ("--set", "parameters.strength_gain=0.11")
MORE_TWEAKS = (0.09, 0.1, 0.13, 0.14)
TITLE = "# The daily loop"
IDLE = 0.5
"""Load from which on a machine does not count as quiet."""
TABLE = Path(__file__).with_name("loop.md")
COMPUTING = f"""
from pathlib import Path
from cityties.experiment.run import open_run
from cityties.experiment.threads import on_threads
from cityties.experiment.work import UnitPlanner
from cityties.experiment.units import new_units
from cityties.scenario.reader import read_scenario
from cityties.tables.world_tables import read_tables
import os, time
scenario = read_scenario(Path("{MAIN_JOB}"))
run = open_run(scenario, read_tables(scenario.world_folder), Path("nowhere"))
units = list(new_units(None, run.asked))
for part in (units[:1], units):
    began, used = time.perf_counter(), time.process_time()
    for made in on_threads(UnitPlanner(run.variants, run.worlds), part, os.cpu_count(), lambda _: None): pass
print(time.perf_counter() - began, time.process_time() - used)
"""


@dataclass(frozen=True)
class Measured:
    """One command: seconds of wall and processor, and the peak of its memory in megabytes."""

    wall: float
    processor: float
    megabytes: float


def measured(*command: str) -> Measured:
    """Run a command as a process of its own, silently.

    Raises:
        SystemExit: it failed.
    """
    began = time.perf_counter()
    nowhere = [(os.POSIX_SPAWN_OPEN, one, os.devnull, os.O_WRONLY, 0) for one in (1, 2)]
    child = os.posix_spawn(command[0], command, os.environ, file_actions=nowhere)
    _, status, used = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"failed: {' '.join(command)}")
    return Measured(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def computing() -> tuple[float, float]:
    """Return seconds of wall and processor of computing the main job, once everything is in memory."""
    with os.popen(f"{sys.executable} -c '{COMPUTING}'") as answer:
        wall, processor = answer.read().split()[-2:]
    return float(wall), float(processor)


def commands(runs: Path) -> dict[str, tuple[str, ...]]:
    """Return the commands in their order; later ones find what earlier ones have left in ``runs``."""
    out, seen = ("--out", str(runs)), ("--runs", str(runs))
    cases = sorted(path.name for path in runs.glob("historical-*"))
    quick_claims = ("claims", "--draws", "2", "--out", str(runs / "claims"))
    return {
        "run, first": ("run", MAIN_JOB, *out),
        "run after a tweak": ("run", MAIN_JOB, *TWEAKED, *out),
        "run, nothing to do": ("run", MAIN_JOB, *TWEAKED, *out),
        "check": ("check", MAIN_JOB),
        "list": ("list", *seen),
        "explain": ("explain", "strength_gain"),
        "plan, first": ("plan", MAIN_JOB, "--out", str(runs / "other")),
        "plan after a tweak": ("plan", MAIN_JOB, *TWEAKED, "--out", str(runs / "other")),
        "why-city": ("why-city", "Qingdao", "Shimonoseki", "2012-10"),
        "compare two": ("compare", *cases[:2], *seen),
        "compare six": ("compare", *cases, *seen),
        "claims, two draws": quick_claims,
        "claims, nothing to do": quick_claims,
        "run europe_russia, 4 replicates": ("run", "scenarios/europe_russia.yaml", "--replicates", "4", *out),
    }


HEAD = "| command | wall s | processor s | peak MB | of computing | before: wall s | processor s | peak MB |"
BEFORE = {
    "computing alone": Measured(2.8, 5.1, 0.0),
    "run, first": Measured(18.1, 21.7, 873),
    "run after a tweak": Measured(15.3, 18.4, 839),
    "run, nothing to do": Measured(0.7, 0.8, 55),
    "check": Measured(1.2, 1.3, 129),
    "list": Measured(0.6, 0.7, 0.0),
    "explain": Measured(0.7, 0.8, 0.0),
    "plan, first": Measured(8.4, 9.5, 506),
    "plan after a tweak": Measured(8.4, 9.5, 506),
    "why-city": Measured(2.0, 2.2, 282),
    "compare two": Measured(6.8, 7.0, 449),
}
"""Measured at commit 243d0f8 on the same quiet machine of two cores; memory of 0 was not written down."""


def row(name: str, one: Measured, computing_alone: float) -> str:
    """Return a line of the table."""
    cells = [name, f"{one.wall:.1f}", f"{one.processor:.1f}", f"{one.megabytes:.0f}" if one.megabytes else ""]
    before = BEFORE.get(name)
    cells.append(f"{one.processor / computing_alone:.2f}")
    cells += [f"{before.wall:.1f}", f"{before.processor:.1f}"] if before else ["", ""]
    cells.append(f"{before.megabytes:.0f}" if before and before.megabytes else "")
    return f"| {' | '.join(cells)} |"


def rows(runs: Path) -> Iterator[str]:
    """Measure every command, and yield the lines of the table."""
    program = str(Path(sys.executable).with_name("cityties"))
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # imports without byte code take three times as long
    measured(program, "warmup")
    forecasts().unlink(missing_ok=True)  # of earlier sessions: the first plan is to measure
    alone = Measured(*computing(), 0.0)
    yield HEAD
    yield "|-" * HEAD[1:].count("|") + "|"
    yield row("computing alone", alone, alone.processor)
    for name in commands(runs):
        if name == "compare six":  # the cases that are not there yet
            for gain in MORE_TWEAKS:
                measured(program, "run", MAIN_JOB, "--set", f"parameters.strength_gain={gain}", "--out", str(runs))
        yield row(name, measured(program, *commands(runs)[name]), alone.processor)


def main(runs: Path, write: bool) -> None:
    """Print the table, and write it beside this file if asked to."""
    lines, busy = [], os.getloadavg()[0]
    for line in rows(runs):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
        lines.append(line)
    if write:
        where = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
        said = f"{TITLE}\n\n{where}; one session of `loop.py --write`, in its order. "
        said += f"Load when it began: {busy:.1f}"
        said += ".\n\n" if busy < IDLE else "; others used the cores too, so wall time says nothing.\n\n"
        TABLE.write_text(said + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write loop.md")
    parser.add_argument("folder", nargs="?", type=Path, help="an empty folder")
    asked = parser.parse_args()
    main(asked.folder or Path(tempfile.mkdtemp()), asked.write)

"""The daily loop: commands as whole processes, their wall and processor time, peak memory, and ratio to computing.

    python tests/benchmarks/loop.py [FOLDER]      # a folder that is empty or missing; about a minute on two free cores

Byte code and compiled code are warm: the first command is ``warmup``. Computing alone is timed in a process that reads
nothing and draws nothing, so that the ratio says what the loop costs beside it.
"""

import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

MAIN_JOB = "scenarios/historical.yaml"
TWEAKED = ("--set", "parameters.strength_gain=0.11")
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
    return {
        "run, first": ("run", MAIN_JOB, *out),
        "run after a tweak": ("run", MAIN_JOB, *TWEAKED, *out),
        "run, nothing to do": ("run", MAIN_JOB, *TWEAKED, *out),
        "check": ("check", MAIN_JOB),
        "list": ("list", *seen),
        "explain": ("explain", "strength_gain"),
        "plan": ("plan", MAIN_JOB, "--out", str(runs / "other")),
        "why-city": ("why-city", "Qingdao", "Shimonoseki", "2012-10"),
        "compare": ("compare", *sorted(path.name for path in runs.glob("historical-*")), *seen),
    }


def main(runs: Path) -> None:
    """Print the table."""
    program = str(Path(sys.executable).with_name("cityties"))
    measured(program, "warmup")
    wall, processor = computing()
    sys.stdout.write(f"| command | wall s | processor s | peak MB | of computing ({processor:.1f} s) |\n|-|-|-|-|-|\n")
    sys.stdout.write(f"| computing alone | {wall:.1f} | {processor:.1f} | | 1.00 |\n")
    for name in commands(runs):
        one = measured(program, *commands(runs)[name])
        ratio = one.processor / processor
        sys.stdout.write(f"| {name} | {one.wall:.1f} | {one.processor:.1f} | {one.megabytes:.0f} | {ratio:.2f} |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp()))

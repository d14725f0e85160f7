"""The daily loop: commands as whole processes, their wall and processor time, peak memory, and ratio to computing.

    python tests/benchmarks/loop.py [--write] [--before CHECKOUT] [FOLDER]    # an empty folder; three minutes, or eight

Byte code and compiled code are warm: the first command is ``warmup``. Computing alone is timed in a process that reads
nothing and draws nothing, so that the ratio says what the loop costs beside it. Memory is that of the largest process
of a command. ``--write`` puts the table into ``loop.md``. With ``--before`` every command of an older checkout, which
has its environment in ``.venv``, is timed just ahead of ours.
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
HOME = Path(__file__).resolve().parents[2]
TABLE = Path(__file__).resolve().with_name("loop.md")
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


def measured(*command: str, within: Path) -> Measured:
    """Run a command as a process of its own in a folder, silently.

    Raises:
        SystemExit: it failed.
    """
    began = time.perf_counter()
    nowhere = [(os.POSIX_SPAWN_OPEN, one, os.devnull, os.O_WRONLY, 0) for one in (1, 2)]
    os.chdir(within)
    child = os.posix_spawn(command[0], command, os.environ, file_actions=nowhere)
    _, status, used = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"failed: {' '.join(command)}")
    return Measured(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def computing(within: Path) -> tuple[float, float]:
    """Return seconds of wall and processor of computing the main job, once everything is in memory."""
    os.chdir(within)
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


def row(name: str, one: Measured, computing_alone: float, before: Measured | None) -> str:
    """Return a line of the table."""
    share = f"{one.processor / computing_alone:.2f}"
    return f"| {' | '.join([name, *_cells(one), share, *(_cells(before) if before else ['', '', ''])])} |"


def _cells(one: Measured) -> list[str]:
    return [f"{one.wall:.1f}", f"{one.processor:.1f}", f"{one.megabytes:.0f}" if one.megabytes else ""]


@dataclass(frozen=True)
class Version:
    """A checkout with its environment, and the folder that its runs go to."""

    folder: Path
    runs: Path

    @property
    def program(self) -> str:
        """The command line of this version."""
        return str(self.folder / ".venv" / "bin" / "cityties")

    def measured(self, name: str) -> Measured:
        """Measure a command; ``compare six`` first computes the cases that are not there yet.

        Raises:
            SystemExit: it failed.
        """
        if name == "compare six":
            for gain in MORE_TWEAKS:
                tweak = ("--set", f"parameters.strength_gain={gain}", "--out", str(self.runs))
                measured(self.program, "run", MAIN_JOB, *tweak, within=self.folder)
        return measured(self.program, *commands(self.runs)[name], within=self.folder)

    def measured_if_known(self, name: str) -> Measured | None:
        """Measure a command; None if this version does not know it."""
        try:
            return self.measured(name)
        except SystemExit:
            return None


def rows(ours: Version, before: Version | None) -> Iterator[str]:
    """Measure every command, of both versions in turn, and yield the lines of the table."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # imports without byte code take three times as long
    for one in (ours, *([before] if before else [])):
        measured(one.program, "warmup", within=one.folder)
    forecasts().unlink(missing_ok=True)  # of earlier sessions: the first plan is to measure
    alone = Measured(*computing(ours.folder), 0.0)
    yield HEAD
    yield "|-" * HEAD[1:].count("|") + "|"
    yield row("computing alone", alone, alone.processor, None)
    for name in commands(ours.runs):
        earlier = before.measured_if_known(name) if before else None
        yield row(name, ours.measured(name), alone.processor, earlier)


def main(runs: Path, write: bool, before: Path | None) -> None:
    """Print the table, and write it beside this file if asked to."""
    lines, busy = [], os.getloadavg()[0]
    older = Version(before.resolve(), runs / "before") if before else None
    for line in rows(Version(HOME, runs / "after"), older):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
        lines.append(line)
    if write:
        where = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
        said = f"{TITLE}\n\n{where}; one session of `loop.py --write`, in its order. "
        said += f"Before: commit {_commit(older.folder)}, each command just ahead of ours. " if older else ""
        said += f"Load when it began: {busy:.1f}"
        said += ".\n\n" if busy < IDLE else "; others used the cores too, so wall time says nothing.\n\n"
        TABLE.write_text(said + "\n".join(lines) + "\n", encoding="utf-8")


def _commit(folder: Path) -> str:
    with os.popen(f"git -C '{folder}' log -1 --format=%h") as answer:
        return answer.read().strip()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write loop.md")
    parser.add_argument("--before", type=Path, help="checkout of an older version with its environment, measured too")
    parser.add_argument("folder", nargs="?", type=Path, help="an empty folder")
    asked = parser.parse_args()
    main(asked.folder or Path(tempfile.mkdtemp()), asked.write, asked.before)

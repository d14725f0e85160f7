"""The live page: from a move of a slider to new plots in a real browser, and what it takes to be ready.

    python tests/benchmarks/live.py [--write] [SCENARIO]    # a minute; a Chromium is needed

The server and the browser run as people run them, on all cores. A move sets the first slider to a value that was never
asked for and waits until the plots of both arms are drawn from 4 replicates, and from 16. ``--write`` puts the table
into ``live.md``.
"""

import argparse
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from builders.browser import Tab, browser_program, chromium

MOVES, FEW, MANY = 40, 4, 16
GOALS = {FEW: 0.25, MANY: 0.6}
"""Seconds to plots: of the 90th percentile with few replicates, of the median with many."""
READY_GOAL = 3.0
FILE = Path(__file__).with_name("live.md")
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
MOVE = """
new Promise((done) => {{
  const slider = document.querySelector("#first input[type=range]"), begun = performance.now(), seen = {{}};
  const watch = new MutationObserver(() => {{
    const n = +document.body.dataset.replicates;
    if (n === {few} || n === {many}) seen[n] ??= performance.now() - begun;
    if (seen[{few}] && seen[{many}]) {{ watch.disconnect(); done([seen[{few}], seen[{many}]]); }}
  }});
  watch.observe(document.body, {{ attributes: true, attributeFilter: ["data-replicates"] }});
  slider.value = {value};
  slider.dispatchEvent(new Event("input"));
}})
"""


@contextmanager
def served(scenario: str, folder: Path) -> Iterator[tuple[str, float]]:
    """Serve a page and yield its address, and the processor seconds until the address was printed."""
    call = [sys.executable, "-m", "cityties", "explore", scenario, "--port", "0", "--no-browser"]
    with subprocess.Popen(call, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        used = _processor_seconds(process.pid)
        try:
            yield address, used
        finally:
            process.send_signal(signal.SIGINT)


def _processor_seconds(process: int) -> float:
    """Return the processor time that a process has used so far, from what Linux says of it."""
    file = Path(f"/proc/{process}/stat")
    if not file.exists():
        return float("nan")
    fields = file.read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def moved(tab: Tab) -> list[tuple[float, float]]:
    """Move the slider; return the seconds of each move until few and until many replicates were drawn."""
    low, high = (float(tab.run(f"document.querySelector('#first input[type=range]').{end}")) for end in ("min", "max"))
    found = []
    for move in range(MOVES):
        value = low + (high - low) * (move + 0.5) / MOVES
        few, many = tab.run(MOVE.format(few=FEW, many=MANY, value=value))
        found.append((few / 1e3, many / 1e3))
        time.sleep(0.3)
    return found


def table(moves: Sequence[tuple[float, float]], ready: Sequence[float], load: float) -> str:
    """Return what was measured, beside the goals and with the machine."""
    few, many = zip(*moves, strict=True)
    rows = [
        ("plots of both arms, 4 replicates, 90th percentile", quantiles(few, n=10)[-1], GOALS[FEW]),
        ("plots of both arms, 4 replicates, median", median(few), GOALS[FEW]),
        ("plots of both arms, 16 replicates, 90th percentile", quantiles(many, n=10)[-1], None),
        ("plots of both arms, 16 replicates, median", median(many), GOALS[MANY]),
        ("start to ready, compiled, processor time, median of 3", median(ready), READY_GOAL),
    ]
    lines = [
        "# The live page",
        "",
        f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}; {MOVES} moves of a slider. "
        f"Load when `tests/benchmarks/live.py` began: {load:.1f}.",
        "",
        "| what | seconds | goal |",
        "|-|-|-|",
        *(f"| {name} | {value:.2f} | {f'below {goal:g}' if goal else ''} |" for name, value, goal in rows),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, print, and write the table if asked to."""
    asked = argparse.ArgumentParser()
    asked.add_argument("scenario", nargs="?", default="historical")
    asked.add_argument("--write", action="store_true")
    given = asked.parse_args()
    program = browser_program()
    if program is None:
        sys.exit("There is no Chromium here.")
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    with tempfile.TemporaryDirectory() as folder, chromium(program) as new_tab:
        ready = []
        for _ in range(3):
            with served(given.scenario, Path(folder)) as (_, used):
                ready.append(used)
        with served(given.scenario, Path(folder)) as (address, _):
            tab = new_tab()
            tab.look(1366, 900)
            tab.open(address)
            tab.wait(f"+document.body?.dataset.replicates >= {MANY} && document.body.dataset.mapped")
            text = table(moved(tab), ready, load)
    sys.stdout.write(text)
    if given.write:
        FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

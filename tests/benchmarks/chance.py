"""What random numbers cost: the same month with every hash of a uniform made twice, and the difference to once.

In a copy of the package each uniform hashes a second address too and would change a bit if that gave one number
in 2 to the 64, which the compiler cannot rule out. All draws, and so the whole history, stay as they are. Leaving the
hash out instead would change the history, and with it how often cities lobby, which costs more than all random numbers.
Looking whether that number came up takes time of its own, so a second copy looks at the address itself, without the
hash.

Where the system puts a process in memory moves its time by more than random numbers cost, for as long as it lives. So
each way is timed in several processes, in turn with the others, and its time is that of its fastest process.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median

import cityties

ONCE = "    return np.int64(mix(key + place) >> SHIFT_11) * TWO_TO_MINUS_53\n"
LOOKED_AT = """\
    address = key + place
    again = U64({second} == GOLDEN) << SHIFT_30
    return np.int64((mix(address) ^ again) >> SHIFT_11) * TWO_TO_MINUS_53
"""
WAYS = {
    "once": ONCE,
    "once, looked at": LOOKED_AT.format(second="(address ^ ONE)"),
    "twice": LOOKED_AT.format(second="mix(address ^ ONE)"),
}
CHILD = """
import sys
sys.path.insert(0, {here!r})
from benchmarks.profile_month import full_model, seconds_of_months
setup = full_model()
seconds_of_months(setup, 3)
for line in sys.stdin:
    print(seconds_of_months(setup, 9), flush=True)
"""
SOURCE = Path("kernel", "randomness.py")
PROCESSES, ROUNDS = 5, 3


class Program:
    """The same program in a process of its own, with hashes made in one of the ways; it times the months when asked."""

    def __init__(self, folder: Path, way: str) -> None:
        package = folder / way.replace(", ", "-").replace(" ", "-") / "cityties"
        original = Path(str(cityties.__file__)).parent
        shutil.copytree(original, package, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
        source = package / SOURCE
        text = source.read_text(encoding="utf-8")
        if text.count(ONCE) != 1:
            raise LookupError("the uniform is not written as this benchmark knows it")
        source.write_text(text.replace(ONCE, WAYS[way]), encoding="utf-8")
        code = CHILD.format(here=str(Path(__file__).parents[1]))
        self.process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(package.parent)},
        )

    def seconds(self) -> float:
        """Let it time some histories and return the median."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(file=self.process.stdin, flush=True)
        return float(self.process.stdout.readline())


def cost_of_chance(folder: Path) -> dict[str, float]:
    """Return the seconds that the months of East Asia take with hashes made in each of the ways."""
    sessions = [_session(folder) for _ in range(PROCESSES)]
    return {way: min(session[way] for session in sessions) for way in WAYS}


def _session(folder: Path) -> dict[str, float]:
    """Return the medians of one process for each way, timed in turn."""
    programs = [Program(folder, way) for way in WAYS]
    found = [[program.seconds() for program in programs] for _ in range(ROUNDS)]
    for program in programs:
        program.process.communicate()
    return {way: median(column) for way, column in zip(WAYS, zip(*found, strict=True), strict=True)}

"""Put one mistake at a time into the model and count how many the tests notice.

    python tests/mutation/run_mutants.py --sample 240 --seed 1 --workers 2

Nothing is compiled: small worlds run faster in plain Python than the compiler takes. Everything is loaded once; a fork
for every mutant gives the functions of one module the code of the changed source and plays the
killing tests until one fails. A mutant that never ends is killed after two minutes of work.
"""

import argparse
import importlib
import io
import os
import random
import resource
import sys
import time
import types
from collections.abc import Iterator
from enum import EnumMeta
from pathlib import Path

os.environ["NUMBA_DISABLE_JIT"] = "1"
TESTS = Path(__file__).parents[1]
PACKAGE = TESTS.parent / "model" / "cityties"
sys.path[:0] = [str(TESTS), str(PACKAGE.parent)]

import numpy as np  # noqa: E402

from mutation import killing  # noqa: E402
from mutation.mutants import Mutant, mutants_of  # noqa: E402

SURVIVED, KILLED, OVERDUE, NEVER_PLANTED = "survived", "killed", "overdue", "never planted"
CPU_SECONDS = 120
KNOWN: list[killing.Known] = []


def targets() -> list[Path]:
    """Return the files that are mutated."""
    submodels = sorted(path for path in (PACKAGE / "kernel" / "submodels").glob("*.py") if path.name != "__init__.py")
    return [*submodels, PACKAGE / "kernel" / "randomness.py", PACKAGE / "kernel" / "pair_traits.py"]


def fates(sample: list[Mutant], workers: int) -> Iterator[tuple[Mutant, str]]:
    """Play the killing tests against each mutant in a process of its own, some at a time."""
    waiting, running = list(reversed(sample)), dict[int, Mutant]()
    while waiting or running:
        while waiting and len(running) < workers:
            mutant = waiting.pop()
            running[started(mutant)] = mutant
        child, status = os.wait()
        fate = OVERDUE if os.WIFSIGNALED(status) else (SURVIVED, KILLED, NEVER_PLANTED)[os.WEXITSTATUS(status)]
        yield running.pop(child), fate


def started(mutant: Mutant) -> int:
    """Start the process of a mutant and return its number."""
    child = os.fork()
    if child == 0:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        os._exit(verdict(mutant))
    return child


def verdict(mutant: Mutant) -> int:
    """Return 0 if every test passes with the mistake, 1 if one fails, 2 if the mistake could not be made."""
    sys.stdout = sys.stderr = io.StringIO()
    try:
        plant(mutant)
    except BaseException:
        return 2
    try:
        killing.play(KNOWN, mutant.path.stem)
    except BaseException:
        return 1
    return 0


def plant(mutant: Mutant) -> None:
    """Give the functions of a loaded module the code of a changed source; a changed enumeration takes its place."""
    name = ".".join(mutant.path.relative_to(PACKAGE.parent).with_suffix("").parts)
    module, changed = sys.modules[name], types.ModuleType(name)
    changed.__file__ = str(mutant.path)
    exec(compile(mutant.planted()[0], str(mutant.path), "exec"), changed.__dict__)
    for key, new in vars(changed).items():
        old = vars(module).get(key)
        if isinstance(new, types.FunctionType) and new.__module__ == name and isinstance(old, types.FunctionType):
            old.__code__ = new.__code__
        elif isinstance(new, EnumMeta) and new.__module__ == name:
            for other in [other for other in sys.modules.values() if vars(other).get(key) is old]:
                setattr(other, key, new)


def prepare_worker() -> None:
    """Load what the killing tests need, and what the reference model says of the drawn worlds."""
    np.seterr(over="ignore", divide="ignore", invalid="ignore")
    for name in killing.FILES:
        importlib.import_module(name)
    KNOWN.extend(killing.drawn_worlds())


def main() -> None:
    """Draw mutants, try each, print those that nothing noticed and the share of the others."""
    parser = argparse.ArgumentParser(description="Count how many small mistakes in the model the tests notice.")
    parser.add_argument("--sample", type=int, default=240, help="number of mutants drawn")
    parser.add_argument("--seed", type=int, default=1, help="seed of the draw")
    parser.add_argument("--workers", type=int, default=2, help="processes at a time")
    parser.add_argument("--file", default="", help="only files whose name holds this")
    chosen = parser.parse_args()
    began = time.monotonic()
    found = [mutant for path in targets() if chosen.file in path.name for mutant in mutants_of(path)]
    sample = random.Random(chosen.seed).sample(found, min(chosen.sample, len(found)))
    prepare_worker()
    killing.play(KNOWN, "formation")
    ends = []
    for mutant, end in fates(sample, chosen.workers):
        ends.append(end)
        if end in (SURVIVED, NEVER_PLANTED):
            print(f"{end}: {mutant.planted()[1]}", flush=True)
    killed = sum(end in (KILLED, OVERDUE) for end in ends)
    took = time.monotonic() - began
    print(f"{killed} of {len(sample)} mutants killed ({killed / len(sample):.1%}), out of {len(found)}; {took:.0f} s")


if __name__ == "__main__":
    main()

"""Put one mistake at a time into the code and count how many the tests notice.

    python tests/mutation/run_mutants.py --part kernel --sample 240 --seed 1 --workers 2 --least 0.9

Parts are the kernel, the analysis, and the cache key, which decides what is taken over and not computed again.
The kernel is not compiled: small worlds run faster in plain Python than the compiler takes. All is loaded once; a fork
for every mutant gives the functions of one module the code of the changed source and plays the
killing tests until one fails. A mutant that never ends is killed after two minutes of work.
"""

import argparse
import importlib
import inspect
import io
import os
import random
import resource
import sys
import time
import types
from collections.abc import Iterator
from enum import EnumMeta
from functools import cached_property
from pathlib import Path
from typing import Any

KERNEL = not {"analysis", "cache key"} & {*sys.argv}
os.environ["NUMBA_DISABLE_JIT"] = str(int(KERNEL))  # before anything is imported that compiles
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"  # threads of sums do not survive a fork
TESTS = Path(__file__).parents[1]
PACKAGE = TESTS.parent / "model" / "cityties"
sys.path[:0] = [str(TESTS), str(PACKAGE.parent)]

import numpy as np  # noqa: E402

from mutation import killing  # noqa: E402
from mutation.mutants import Mutant, mutants_of  # noqa: E402

SURVIVED, KILLED, OVERDUE, NEVER_PLANTED = "survived", "killed", "overdue", "never planted"
CPU_SECONDS = 120
PARTS = ("kernel", "analysis", "cache key")
KNOWN: list[killing.Known] = []


def targets(part: str) -> list[Path]:
    """Return the files of a part that are mutated; of the analysis, those that have tests by their name."""
    if part == "kernel":
        submodels = sorted((PACKAGE / "kernel" / "submodels").glob("*.py"))
        found = [*submodels, PACKAGE / "kernel" / "randomness.py", PACKAGE / "kernel" / "pair_traits.py"]
    elif part == "analysis":
        found = [path for path in sorted((PACKAGE / "analysis").glob("*.py")) if killing.test_file(path).is_file()]
    else:
        found = [PACKAGE / "experiment" / name for name in ("inputs.py", "code.py", "units.py")]
    return [path for path in found if path.name != "__init__.py"]


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
        if "kernel" in mutant.path.parts:
            killing.play(KNOWN, mutant.path.stem)
        else:
            killing.play_tests_of(mutant.path)
    except BaseException:
        return 1
    return 0


def plant(mutant: Mutant) -> None:
    """Give the functions of a loaded module the code of a changed source; a changed enumeration takes its place."""
    name = module_name(mutant.path)
    module, changed = sys.modules[name], types.ModuleType(name)
    changed.__file__ = str(mutant.path)
    exec(compile(mutant.planted()[0], str(mutant.path), "exec"), changed.__dict__)
    for key, new in vars(changed).items():
        old = vars(module).get(key)
        if isinstance(new, EnumMeta) and new.__module__ == name:
            for other in [other for other in sys.modules.values() if vars(other).get(key) is old]:
                setattr(other, key, new)
        elif isinstance(new, type) and new.__module__ == name:
            for inner in vars(new):
                exchange_code(vars(old).get(inner), vars(new)[inner], name)
        else:
            exchange_code(old, new, name)


def exchange_code(old: Any, new: Any, module: str) -> None:
    """Give a function of a module, a method or a property the code of its changed self; leave all else."""
    one, other = bare(old), bare(new)
    both = isinstance(one, types.FunctionType) and isinstance(other, types.FunctionType)
    if both and other.__module__ == module and one.__code__.co_freevars == other.__code__.co_freevars:
        one.__code__ = other.__code__


def bare(value: Any) -> Any:
    """Return the function below what wraps it."""
    if isinstance(value, property):
        return value.fget
    if isinstance(value, cached_property):
        return value.func
    if isinstance(value, staticmethod | classmethod):
        return value.__func__
    return inspect.unwrap(value) if callable(value) else value


def prepare_worker(sample: list[Mutant], part: str) -> None:
    """Load what the killing tests need, and see that they pass as long as there is no mistake."""
    np.seterr(over="ignore", divide="ignore", invalid="ignore")
    if part == "kernel":
        for name in killing.FILES:
            importlib.import_module(name)
        KNOWN.extend(killing.drawn_worlds())
        killing.play(KNOWN, "formation")
        return
    killing.warm_up()
    for path in sorted({mutant.path for mutant in sample}):
        importlib.import_module(module_name(path))
        if not passes(path):
            raise RuntimeError(f"the tests of {path} fail without any mistake")


def passes(path: Path) -> bool:
    """Return whether the tests of a module pass, in a process of its own."""
    child = os.fork()
    if child == 0:
        sys.stdout = sys.stderr = io.StringIO()
        try:
            killing.play_tests_of(path)
        except BaseException:
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def module_name(path: Path) -> str:
    """Return the name of the module of a file of the package."""
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)


def main() -> None:
    """Draw mutants, try each, print those that nothing noticed and the share of the others."""
    parser = argparse.ArgumentParser(description="Count how many small mistakes in the model the tests notice.")
    parser.add_argument("--part", choices=PARTS, default=PARTS[0], help="what is mutated")
    parser.add_argument("--least", type=float, default=0.0, help="end with code 1 if a smaller share is noticed")
    parser.add_argument("--sample", type=int, default=240, help="number of mutants drawn")
    parser.add_argument("--seed", type=int, default=1, help="seed of the draw")
    parser.add_argument("--workers", type=int, default=2, help="processes at a time")
    parser.add_argument("--file", default="", help="only files whose name holds this")
    chosen = parser.parse_args()
    began = time.monotonic()
    found = [mutant for path in targets(chosen.part) if chosen.file in path.name for mutant in mutants_of(path)]
    sample = random.Random(chosen.seed).sample(found, min(chosen.sample, len(found)))
    prepare_worker(sample, chosen.part)
    ends = []
    for mutant, end in fates(sample, chosen.workers):
        ends.append(end)
        if end in (SURVIVED, NEVER_PLANTED):
            print(f"{end}: {mutant.planted()[1]}", flush=True)
    killed = sum(end in (KILLED, OVERDUE) for end in ends)
    took = time.monotonic() - began
    print(f"{killed} of {len(sample)} mutants killed ({killed / len(sample):.1%}), out of {len(found)}; {took:.0f} s")
    raise SystemExit(killed < chosen.least * len(sample))


if __name__ == "__main__":
    main()

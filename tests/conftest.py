"""What holds for all tests: on how many cores they run, and how without the compiler, which is how compiled code is
covered and mutated."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

INTERPRETED = os.environ.get("NUMBA_DISABLE_JIT", "0") == "1"

SYSTEM = Path(__file__).parent / "system"
"""Tests that live long histories or look at what is made of runs; they need compiled speed."""

if INTERPRETED:
    # as in compiled code: words wrap around, and a division by nothing gives infinity
    np.seterr(over="ignore", divide="ignore", invalid="ignore")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """All cores for whole folders; files and tests named singly run in this process, where a debugger can stop them."""
    folders = all(Path(arg).is_dir() for arg in config.args)
    return os.cpu_count() or 1 if folders else 0


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "compiled: needs compiled speed, left out under NUMBA_DISABLE_JIT=1")
    if config.getoption("tx", None) and not hasattr(config, "workerinput") and not INTERPRETED:
        # once, on all cores; else each worker would compile the same by itself
        subprocess.run([sys.executable, "-c", "from cityties.cli.main import run; run()", "warmup"], check=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        left_out = SYSTEM in item.path.parents or item.get_closest_marker("compiled") is not None
        if INTERPRETED and left_out:
            item.add_marker(pytest.mark.skip(reason="takes minutes where nothing is compiled"))

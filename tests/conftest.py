"""What holds for all tests: how they run without the compiler, which is how compiled code is covered and mutated."""

import os
from pathlib import Path

import numpy as np
import pytest

INTERPRETED = os.environ.get("NUMBA_DISABLE_JIT", "0") == "1"

SYSTEM = Path(__file__).parent / "system"
"""Tests that live long histories or look at what is made of runs; they need compiled speed."""

if INTERPRETED:
    # as in compiled code: words wrap around, and a division by nothing gives infinity
    np.seterr(over="ignore", divide="ignore", invalid="ignore")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "compiled: needs compiled speed, left out under NUMBA_DISABLE_JIT=1")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        left_out = SYSTEM in item.path.parents or item.get_closest_marker("compiled") is not None
        if INTERPRETED and left_out:
            item.add_marker(pytest.mark.skip(reason="takes minutes where nothing is compiled"))

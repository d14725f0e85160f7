"""What holds for all tests: how they run without the compiler, which is how compiled code is covered and mutated."""

import numpy as np
import pytest
from numba.core import config as numba_config

INTERPRETED = bool(numba_config.DISABLE_JIT)

if INTERPRETED:
    # as in compiled code: words wrap around, and a division by nothing gives infinity
    np.seterr(over="ignore", divide="ignore", invalid="ignore")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "compiled: needs compiled speed, left out under NUMBA_DISABLE_JIT=1")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if INTERPRETED and item.get_closest_marker("compiled") is not None:
            item.add_marker(pytest.mark.skip(reason="takes minutes where nothing is compiled"))

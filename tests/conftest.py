"""What holds for all tests: how they run without the compiler, which is how compiled code is covered and mutated."""

import os

import numpy as np
import pytest

INTERPRETED = os.environ.get("NUMBA_DISABLE_JIT", "0") == "1"

NEED_THE_COMPILER = (
    "test_attribution",
    "test_batch",
    "test_claims_file",
    "test_claims_page",
    "test_comparison",
    "test_conformance",
    "test_experiment",
    "test_explanation",
    "test_figures",
    "test_linear_limit",
    "test_model",
    "test_patterns",
    "test_plan",
    "test_report",
    "test_trial",
    "test_versions",
    "test_warmup",
)
"""Beginnings of files whose tests look at compiled code, live long histories, or look at what is made of runs."""

if INTERPRETED:
    # as in compiled code: words wrap around, and a division by nothing gives infinity
    np.seterr(over="ignore", divide="ignore", invalid="ignore")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "compiled: needs compiled speed, left out under NUMBA_DISABLE_JIT=1")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        left_out = item.path.stem.startswith(NEED_THE_COMPILER) or item.get_closest_marker("compiled") is not None
        if INTERPRETED and left_out:
            item.add_marker(pytest.mark.skip(reason="takes minutes where nothing is compiled"))

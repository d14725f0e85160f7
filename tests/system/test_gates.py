"""Gates that take minutes: the tests notice small mistakes in the code, and reach nearly all of its branches."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="processes do not divide there"),
]


@pytest.mark.parametrize(("part", "least"), [("kernel", 0.9), ("analysis", 0.65), ("cache key", 0.85)])
def test_small_mistakes_are_noticed(part: str, least: float) -> None:
    words = [TESTS / "mutation" / "run_mutants.py", "--part", part, "--sample", "40", "--least", str(least)]
    done = subprocess.run([sys.executable, *map(str, words)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]


def test_nearly_all_branches_of_what_can_change_a_number_are_tested() -> None:
    """The bar is in coverage.ini; what is not compiled can be traced."""
    options = ["--cov", f"--cov-config={TESTS / 'coverage.ini'}", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(TESTS / "unit"), str(TESTS / "model")],
        cwd=TESTS.parent,
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
